//! Counts and articles in messages, so that one thing is told as one.

use std::fmt::Display;

/// A number and what it counts, whose plural is made with an `s`: `1 row`, `2 rows`.
pub fn count(n: impl Display, noun: &str) -> String {
    format!("{n} {noun}{}", agreeing(&n, "", "s"))
}

/// The words that go with a [`count`]: those for one thing, or those for any other number.
pub fn agreeing<'a>(n: impl Display, one: &'a str, more: &'a str) -> &'a str {
    if n.to_string() == "1" { one } else { more }
}

/// A noun after its article: `a fact`, `an entity`.
pub fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

/// "did you mean …?" with the words that are spelt like one, or that begin or end with it; none where no word is near.
pub fn did_you_mean(typed: &str, words: &[&str]) -> Option<String> {
    let near: Vec<String> = near(typed, words)
        .iter()
        .map(|word| format!("`{word}`"))
        .collect();
    (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")))
}

/// What to name in place of a word that is none of these: those that are near, else one of all.
pub fn name_one_of(typed: &str, words: &[&str]) -> String {
    did_you_mean(typed, words).unwrap_or_else(|| format!("use one of {}", words.join(", ")))
}

/// The words that are spelt like one, or that begin or end with it, the nearest first.
pub fn near<'a>(typed: &str, words: &[&'a str]) -> Vec<&'a str> {
    const MOST: usize = 3;
    let allowed = if typed.chars().count() < 5 { 1 } else { 2 };
    let typed = typed.to_lowercase();
    let mut near: Vec<(usize, &str)> = words
        .iter()
        .filter_map(|word| {
            let lower = word.to_lowercase();
            let holds = typed.len() > 2 && (lower.starts_with(&typed) || lower.ends_with(&typed));
            let distance = strsim::osa_distance(&typed, &lower);
            (holds || distance <= allowed).then_some((distance, *word))
        })
        .collect();
    near.sort_unstable();
    near.truncate(MOST);
    near.into_iter().map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_every_other_number_is_not() {
        assert_eq!(
            [0, 1, 2, 11].map(|n| count(n, "row") + " " + agreeing(n, "is", "are")),
            ["0 rows are", "1 row is", "2 rows are", "11 rows are"]
        );
    }

    #[test]
    fn a_vowel_takes_an() {
        assert_eq!(
            ["fact", "entity", "citation"].map(with_article),
            ["a fact", "an entity", "a citation"]
        );
    }

    #[test]
    fn a_word_is_near_by_its_letters_or_its_beginning() {
        let words = ["trade_figures", "events", "event_variants", "terms"];
        let said = |typed| did_you_mean(typed, &words);
        assert_eq!(said("evnets").as_deref(), Some("did you mean `events`?"));
        assert_eq!(said("term").as_deref(), Some("did you mean `terms`?"));
        assert_eq!(
            said("event").as_deref(),
            Some("did you mean `events` or `event_variants`?")
        );
        assert_eq!(
            said("trade").as_deref(),
            Some("did you mean `trade_figures`?")
        );
        assert_eq!(said("songs"), None);
        assert_eq!(said(""), None);
    }
}
