//! The classes of characters that the scheme speaks of.

use unicode_properties::{
    GeneralCategory, GeneralCategoryGroup as Group, UnicodeGeneralCategory as _,
};

/// A decimal digit of any script.
pub(super) fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    c.general_category() == GeneralCategory::DecimalNumber
}

/// A letter, or a number that is no decimal digit, such as a Roman numeral.
pub(super) fn is_letter(c: char) -> bool {
    is_kept(c) && !is_digit(c)
}

/// A character that a skeleton keeps wherever it stands: general categories L* and N*.
pub(super) fn is_kept(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    matches!(c.general_category_group(), Group::Letter | Group::Number)
}

/// A letter, a digit or an underscore.
pub(super) fn is_word(c: char) -> bool {
    c == '_' || is_kept(c)
}

/// A combining mark: general categories M*.
pub(super) fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.general_category_group() == Group::Mark
}

/// White space, with the four separators U+001C to U+001F that `White_Space` leaves out.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// A digit that holds a full stop beside it: decimal, or of the type `Digit` without being decimal.
///
/// The crates have no table of numeric types, so those that survive NFKD are listed.
pub(super) fn holds_a_point(c: char) -> bool {
    is_digit(c)
        || matches!(c,
            '\u{1369}'..='\u{1371}' | '\u{19da}' | '\u{24f5}'..='\u{24fd}' | '\u{24ff}'
            | '\u{2776}'..='\u{277e}' | '\u{2780}'..='\u{2788}' | '\u{278a}'..='\u{2792}'
            | '\u{10a40}'..='\u{10a43}' | '\u{10e60}'..='\u{10e68}' | '\u{11052}'..='\u{1105a}')
}

/// The superscript digits, by their value.
pub(super) const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// A digit as a superscript.
pub(super) fn superscript(digit: char) -> Option<char> {
    SUPERSCRIPTS.get(digit.to_digit(10)? as usize).copied()
}

/// A superscript digit, which is a footnote mark more often than an exponent.
pub(super) fn is_superscript(c: char) -> bool {
    matches!(
        c,
        '\u{b9}' | '\u{b2}' | '\u{b3}' | '\u{2070}' | '\u{2074}'..='\u{2079}'
    )
}

/// A character without a shape: byte-order mark, soft hyphen, zero-width space and joiners.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{feff}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'
    )
}

/// Punctuation that may stand between a word and its footnote mark.
pub(super) fn is_closing(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ';' | ':' | '!' | '?' | '”' | '’' | '"' | '\'' | ')'
    )
}

/// An apostrophe, after which no word starts.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_follow_the_general_categories() {
        assert!(is_digit('7') && is_digit('٧') && !is_digit('²'));
        assert!(is_letter('ж') && is_letter('Ⅷ') && !is_letter('7') && !is_letter('_'));
        assert!(is_word('_') && !is_word('-'));
        assert!(is_mark('\u{301}') && !is_mark('e'));
        assert!(is_space('\u{1c}') && is_space('\u{a0}') && !is_space('x'));
        assert!(holds_a_point('\u{1369}') && !holds_a_point('½'));
    }
}
