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
}
