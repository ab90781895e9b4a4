//! Refuses texts that a program which opens an export would run, alter or hide. Since such texts never enter the
//! database, no export has to change a value.

use unicode_normalization::is_nfc;

use crate::complaint::Complaint;
use crate::tables::CellType;

/// Refuses text that a spreadsheet would run, that readers take for an empty cell, or that no reader can see.
pub(super) fn refuse_unsafe(cell: CellType, text: &str) -> Result<(), Complaint> {
    let complain = |what: &str, help: &str| Err(Complaint::new(what, help));
    if text.trim() != text {
        return complain("has blanks around it", "remove them");
    }
    if text.chars().any(breaks_lines) {
        return complain(
            "has a line break or control character in it",
            "write it on one line",
        );
    }
    if let Some(unseen) = text.chars().find(|c| is_unseen(*c)) {
        return Err(Complaint::new(
            format!(
                "has a mark in it that nobody can see, U+{:04X}",
                u32::from(unseen)
            ),
            "remove it",
        ));
    }
    if !is_nfc(text) {
        return complain(
            "is not in Unicode form NFC",
            "retype its accented letters as single characters",
        );
    }
    let is_number = matches!(
        cell,
        CellType::Printed | CellType::Decimal | CellType::Integer(..)
    );
    if !is_number && is_formula(text) {
        return complain(
            "would be run as a formula by spreadsheets",
            "reword the cell",
        );
    }
    let may_be_any_word = matches!(
        cell,
        CellType::Tokens
            | CellType::Code
            | CellType::Id
            | CellType::EntityId
            | CellType::Reference(_)
    );
    if !may_be_any_word && LOOKS_EMPTY.contains(&text) {
        return complain("is no value", "leave the cell empty where nothing is known");
    }
    Ok(())
}

/// Words that people write for a missing value, and those that pandas reads as one by default. `NA` is also the code
/// of Namibia, and `Nan` a province of Thailand.
const LOOKS_EMPTY: [&str; 19] = [
    "NA", "N/A", "n/a", "<NA>", "#N/A", "#NA", "#N/A N/A", "#NULL!", "null", "NULL", "None", "nan",
    "NaN", "-nan", "-NaN", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
];

fn breaks_lines(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Characters without a width, those that change the direction of writing, and the byte-order mark. The joiners
/// U+200C and U+200D are not among them: Persian and scripts of India need them.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'
            ..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

/// True for a text that a spreadsheet would evaluate: one that begins with `=`, or one that begins with `+`, `-` or
/// `@` and has no blank, a call (`SUM(`), a command (`|`), another sheet (`!`), or only numbers and cells after it.
/// A text such as `+972 Magazine` is no formula.
pub(super) fn is_formula(text: &str) -> bool {
    let rest = match text.chars().next() {
        Some('=') => return true,
        Some('+' | '-' | '@') => &text[1..],
        _ => return false,
    };
    let has_call = rest
        .char_indices()
        .any(|(at, c)| c == '(' && rest[..at].ends_with(|before: char| before.is_alphanumeric()));
    has_call
        || rest.contains(['|', '!'])
        || !rest.contains(' ')
        || rest.split(is_operator).all(is_operand)
}

fn is_operator(c: char) -> bool {
    matches!(
        c,
        ' ' | '+'
            | '-'
            | '*'
            | '/'
            | '^'
            | '&'
            | '%'
            | '('
            | ')'
            | '<'
            | '>'
            | '='
            | ':'
            | ';'
            | ','
    )
}

/// True for an operand of a formula: an empty text, a number, or a cell such as `A1` or `$B$12`.
fn is_operand(text: &str) -> bool {
    let plain = text.replace('$', "");
    let digits = plain.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = plain.len() - digits.len();
    letters <= 3
        && (letters == 0 || !digits.is_empty())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_formula_only_where_a_spreadsheet_would_work_it_out() {
        for formula in [
            "=1+1",
            "= see below",
            "=",
            "@name",
            "@SUM(A1)",
            "@SUM(1, 2) x",
            "+972",
            "-5",
            "-A1",
            "- 5 + 3",
            "+ $A$1 * 2",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd|' /C calc'!A0",
            "+HYPERLINK(\"a b\")",
            "- Sheet1!A1 x",
        ] {
            assert!(is_formula(formula), "{formula}");
        }
        for text in [
            "+972 Magazine",
            "-cell and more",
            "- a remark",
            "@home in Tashkent",
            "+1 of (several)",
            "- 5 per cent",
            "a=b",
            "5-3",
            "(=1+1)",
            "'=1",
            "\u{2212}5 per cent",
            "",
        ] {
            assert!(!is_formula(text), "{text}");
        }
    }

    #[test]
    fn a_mark_that_nobody_sees_is_refused_and_one_that_letters_need_is_not() {
        for unseen in [
            "\u{ad}", "\u{200b}", "\u{200e}", "\u{200f}", "\u{202a}", "\u{202e}", "\u{2060}",
            "\u{2066}", "\u{2069}", "\u{feff}",
        ] {
            let refused = refuse_unsafe(CellType::Text, &format!("a{unseen}b"));
            assert!(refused.is_err(), "{unseen:?}");
        }
        for seen in [
            "\u{200a}",
            "\u{200c}",
            "\u{200d}",
            "\u{2010}",
            "\u{2029}a",
            "\u{202f}",
            "\u{205f}",
            "\u{206a}",
        ] {
            let is_break = seen.starts_with('\u{2029}');
            let refused = refuse_unsafe(CellType::Text, &format!("a{seen}b"));
            assert_eq!(refused.is_err(), is_break, "{seen:?}");
        }
    }

    #[test]
    fn a_code_may_be_what_looks_empty_elsewhere() {
        for word in LOOKS_EMPTY {
            assert!(refuse_unsafe(CellType::Text, word).is_err());
        }
        for cell in [
            CellType::Code,
            CellType::EntityId,
            CellType::Reference("entities"),
        ] {
            assert!(refuse_unsafe(cell, "NA").is_ok());
        }
        assert!(refuse_unsafe(CellType::Text, "Na").is_ok());
    }
}
