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
    if let Some(unseen) = unseen_in(text) {
        return Err(Complaint::new(
            format!(
                "has a mark in it that nobody can see, U+{:04X}",
                u32::from(unseen)
            ),
            "remove it",
        ));
    }
    if text.contains(['\u{2000}', '\u{2001}']) {
        return complain(
            "has a blank in it that Unicode replaces by another",
            "write an ordinary blank",
        );
    }
    if !is_nfc(text) {
        return complain(
            "is not in Unicode form NFC",
            "retype its accented letters as single characters",
        );
    }
    if cell == CellType::Text && DASHES.contains(&text) {
        return complain("is no value", "leave the cell empty where nothing is known");
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

/// What people write where nothing is known, and what no program runs although it begins like a formula.
const DASHES: [&str; 3] = ["-", "--", "---"];

fn breaks_lines(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The first mark of a text that nobody sees. A joiner (U+200C, U+200D), which Persian and scripts of India need, the
/// separator of vowels in Mongolian, and a variation selector are seen where they stand behind a letter that they can
/// change, or between a digit and the key around it.
fn unseen_in(text: &str) -> Option<char> {
    let mut before = None;
    let mut after = text.chars().skip(1);
    text.chars().find(|c| {
        let stands_behind = before.replace(*c);
        let stands_before = after.next();
        match c {
            '\u{fe0f}' if stands_before == Some('\u{20e3}') => {
                !stands_behind.is_some_and(is_on_a_key)
            }
            '\u{180e}' => !stands_behind.is_some_and(is_mongolian),
            '\u{200c}' | '\u{200d}' => !stands_behind.is_some_and(may_be_joined),
            '\u{180b}'..='\u{180d}'
            | '\u{180f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0100}'..='\u{e01ef}' => !stands_behind.is_some_and(has_variants),
            c => is_unseen(*c),
        }
    })
}

/// Characters without a width, those that change the direction of writing, the byte-order mark, fillers, tags, and what
/// has no meaning that all programs agree on: what is for private use, or no character.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}'
    )
}

/// A letter or sign of a script in which a joiner changes what is seen, such as Arabic, those of India, or a picture.
const fn may_be_joined(c: char) -> bool {
    c >= '\u{530}' && !matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{20cf}')
}

const fn is_on_a_key(c: char) -> bool {
    matches!(c, '0'..='9' | '#' | '*')
}

/// A letter of the Mongolian script, or a selector of its form.
const fn is_mongolian(c: char) -> bool {
    matches!(c, '\u{1820}'..='\u{18aa}' | '\u{180b}'..='\u{180d}' | '\u{180f}')
}

const fn has_variants(c: char) -> bool {
    !c.is_ascii() && !matches!(c, '\u{2000}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}')
}

/// True for a text that a spreadsheet would evaluate: one that begins with `=`, or one that begins with `+`, `-` or
/// `@` and has no blank, a call (`SUM(`), a command (`|`), another sheet (`!`), or only numbers and cells after it.
/// A text such as `+972 Magazine` is no formula. The full width of these signs, in which Japanese is typed, is the same.
pub(super) fn is_formula(text: &str) -> bool {
    let mut letters = text.chars();
    match letters.next() {
        Some('=' | '\u{ff1d}') => return true,
        Some('+' | '-' | '@' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}') => {}
        _ => return false,
    }
    let rest = letters.as_str();
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
mod tests;
