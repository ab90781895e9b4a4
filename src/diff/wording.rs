//! Whether two texts differ in their spelling alone: in capitals, accents, hyphens and punctuation.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A text without what is only spelling. Two texts that differ in anything else have other results: a word that
/// has a digit in it is left as it is, since `3.2` is not `32`.
pub(super) fn without_spelling(text: &str) -> String {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut words = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if has_digit(token) {
            words.push(token.trim_matches(is_punctuation).to_owned());
            continue;
        }
        let before = words.len();
        words.extend(letters(token));
        // A dash on its own may be the sign of a number.
        let is_sign =
            words.len() == before && tokens.get(at + 1).is_some_and(|next| has_digit(next));
        if is_sign {
            words.push((*token).to_owned());
        }
    }
    words.join(" ")
}

fn has_digit(token: &str) -> bool {
    token.contains(char::is_numeric)
}

/// The words of a token without digits, in lower case and without accents.
fn letters(token: &str) -> Vec<String> {
    let parts = token.split(joins_words).map(|part| {
        let kept = part
            .nfd()
            .filter(|c| !is_combining_mark(*c) && !is_punctuation(*c));
        kept.collect::<String>().to_lowercase()
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// Hyphens and dashes: `vice-president` and `vice president` are one spelling and the other.
fn joins_words(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '/')
}

fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '"'
            | '\''
            | '\u{60}'
            | '\u{b4}'
            | '\u{ab}'
            | '\u{bb}'
            | '\u{b7}'
            | '\u{2018}'..='\u{201f}' | '\u{2026}' | '\u{2039}' | '\u{203a}'
    )
}

#[cfg(test)]
mod tests {
    use super::without_spelling;

    fn is_spelling(one: &str, other: &str) -> bool {
        without_spelling(one) == without_spelling(other)
    }

    #[test]
    fn capitals_accents_hyphens_and_punctuation_are_spelling() {
        for (one, other) in [
            ("The Council meets.", "the council meets"),
            ("Turkiye", "Türkiye"),
            ("vice-president", "vice president"),
            ("a “new” road, 2012", "A 'new' road (2012)."),
            ("it is 3.2, they say", "It is 3.2 they say"),
            ("two  blanks", "two blanks"),
        ] {
            assert!(is_spelling(one, other), "{one} | {other}");
        }
    }

    #[test]
    fn every_other_letter_digit_or_sign_is_more_than_spelling() {
        for (one, other) in [
            ("will join", "will not join"),
            ("organise", "organize"),
            ("not able", "notable"),
            ("3.2 billion", "32 billion"),
            ("1,000", "1000"),
            ("-5 per cent", "5 per cent"),
            ("- 5 per cent", "5 per cent"),
            ("5", "5%"),
            ("2011-2012", "2011 2012"),
            ("up + down", "up down"),
            ("", "x"),
        ] {
            assert!(!is_spelling(one, other), "{one} | {other}");
        }
    }
}
