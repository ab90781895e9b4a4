//! Names and texts with line breaks, written on one line: an announcement in a head is one line.

use std::fmt::Write as _;

/// The text with `\n` for a line break and `\u001b` or the like for another character that does not stay as it is on
/// a terminal. A backslash that could be taken for the first half of one is doubled.
pub(super) fn on_one_line(text: &str) -> String {
    let mut line = String::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        let next = rest.clone().next();
        match character {
            '\n' => line.push_str("\\n"),
            '\\' if next.is_some_and(|next| "nu\\".contains(next) || is_hidden(next)) => {
                line.push_str("\\\\");
            }
            _ if is_hidden(character) => {
                let _ = write!(line, "\\u{:04x}", u32::from(character));
            }
            _ => line.push(character),
        }
    }
    line
}

/// The text that [`on_one_line`] writes so.
pub(super) fn from_one_line(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let by_number = || char::from_u32(u32::from_str_radix(after.get(1..5)?, 16).ok()?);
        let (character, length) = match after.as_bytes().first() {
            Some(b'n') => ('\n', 1),
            Some(b'\\') => ('\\', 1),
            Some(b'u') => by_number().map_or(('\\', 0), |found| (found, 5)),
            _ => ('\\', 0),
        };
        text.push(character);
        rest = &after[length..];
    }
    text.push_str(rest);
    text
}

/// True for a character that ends a line for some reader, that changes the direction of writing, or that is no sign.
fn is_hidden(character: char) -> bool {
    let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let divides = matches!(character, '\u{2028}' | '\u{2029}');
    turns || divides || character.is_control() && character != '\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back() {
        for text in [
            "",
            "CHECK (note <> 'a\nb')",
            "a\r\nb",
            "\\",
            "\\n",
            "\\\n",
            "\\\\n",
            "\\u000a",
            "\\u00",
            "%\\%",
            "\u{1b}[0m\u{2028}\u{202e}\t\\\u{85}",
        ] {
            let line = on_one_line(text);
            assert_eq!(
                line.lines().count(),
                usize::from(!text.is_empty()),
                "{line}"
            );
            assert_eq!(from_one_line(&line), text, "{line}");
        }
    }

    #[test]
    fn what_does_not_stay_on_a_line_is_written_otherwise() {
        assert_eq!(on_one_line("a\nb\tc"), "a\\nb\tc");
        assert_eq!(
            on_one_line("\u{1b}\u{2028}\u{202e}"),
            "\\u001b\\u2028\\u202e"
        );
    }

    #[test]
    fn a_lone_backslash_stays() {
        for text in ["x LIKE '%\\%'", "'\\'", "\\", "a\\bc"] {
            assert_eq!(on_one_line(text), text);
            assert_eq!(from_one_line(text), text);
        }
        assert_eq!(from_one_line("\\uzzzz\\u00é"), "\\uzzzz\\u00é");
    }
}
