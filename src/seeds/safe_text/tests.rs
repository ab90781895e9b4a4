//! Which texts are refused, and which are kept.

use unicode_normalization::UnicodeNormalization;

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
        "\u{ff1d}1+1",
        "\u{ff0b}972",
        "\u{ff0d}A1",
        "\u{ff20}SUM(A1)",
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
        "\u{ff0b}972 Magazine",
        "",
    ] {
        assert!(!is_formula(text), "{text}");
    }
}

#[test]
fn a_mark_that_nobody_sees_is_refused_wherever_it_stands() {
    for unseen in [
        '\u{ad}',
        '\u{34f}',
        '\u{61c}',
        '\u{115f}',
        '\u{1160}',
        '\u{17b4}',
        '\u{17b5}',
        '\u{200b}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{206f}',
        '\u{2800}',
        '\u{3164}',
        '\u{e000}',
        '\u{f8ff}',
        '\u{fdd0}',
        '\u{fdef}',
        '\u{feff}',
        '\u{ffa0}',
        '\u{fff0}',
        '\u{fffb}',
        '\u{fffe}',
        '\u{ffff}',
        '\u{1bca0}',
        '\u{1bca3}',
        '\u{1d173}',
        '\u{1d17a}',
        '\u{e0001}',
        '\u{e0041}',
        '\u{f0000}',
        '\u{10ffff}',
    ] {
        for text in [
            format!("a{unseen}b"),
            format!("\u{5d0}{unseen}"),
            format!("{unseen}a"),
        ] {
            let refused = refuse_unsafe(CellType::Text, &text).unwrap_err();
            let name = format!("U+{:04X}", u32::from(unseen));
            assert!(
                refused.message.contains(&name),
                "{name}: {}",
                refused.message
            );
        }
    }
}

/// Of all letters and digits of Unicode, the fillers of Korean alone are not seen.
#[test]
fn every_letter_and_digit_that_is_seen_is_taken() {
    let refused: Vec<char> = ('\u{21}'..=char::MAX)
        .filter(|c| c.is_alphanumeric())
        .filter(|letter| {
            let text: String = format!("\u{f8}{letter}a").nfc().collect();
            refuse_unsafe(CellType::Text, &text).is_err()
        })
        .collect();
    assert_eq!(refused, ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}']);
}

#[test]
fn a_joiner_or_selector_is_refused_where_it_changes_nothing() {
    for mark in [
        "\u{200c}",
        "\u{200d}",
        "\u{fe0f}",
        "\u{fe00}",
        "\u{e0100}",
        "\u{180b}",
        "\u{180e}",
    ] {
        for text in [
            format!("a{mark}b"),
            format!("{mark}=1+1"),
            format!("5{mark}"),
            format!("x {mark}y"),
            format!("\u{915}\u{94d}\u{200d}{mark}"),
        ] {
            assert!(refuse_unsafe(CellType::Text, &text).is_err(), "{text:?}");
        }
    }
    for joiner in ["\u{200c}", "\u{200d}"] {
        for text in [
            format!("\u{e9}{joiner}s"),
            format!("\u{1ec7}{joiner}s"),
            format!("\u{2014}{joiner}s"),
        ] {
            assert!(refuse_unsafe(CellType::Text, &text).is_err(), "{text:?}");
        }
    }
}

#[test]
fn a_selector_stands_between_a_digit_and_its_key_alone() {
    for text in [
        "a\u{fe0f}\u{20e3}",
        "\u{fe0f}\u{20e3}",
        "1\u{fe0f}",
        "1\u{fe0e}\u{20e3}",
    ] {
        assert!(refuse_unsafe(CellType::Text, text).is_err(), "{text:?}");
    }
}

#[test]
fn a_mark_that_letters_need_is_kept() {
    for text in [
        // Persian, Hindi, Malayalam at the end of a word, Mongolian, Japanese, and pictures.
        "\u{645}\u{6cc}\u{200c}\u{62e}",
        "\u{915}\u{94d}\u{200d}\u{937}",
        "\u{d28}\u{d4d}\u{200d}",
        "\u{1820}\u{180b}",
        "\u{182c}\u{1820}\u{1837}\u{180e}\u{1820}",
        "\u{1820}\u{180b}\u{180e}\u{1820}",
        "\u{845b}\u{e0100}",
        "\u{2764}\u{fe0f}\u{200d}\u{1f525}",
        "\u{a9}\u{fe0f}",
        "1\u{fe0f}\u{20e3}",
        "#\u{fe0f}\u{20e3}",
        "a\u{200a}b",
        "a\u{2010}b",
        "a\u{202f}b",
        "a\u{205f}b",
        "a\u{fffd}b",
    ] {
        assert!(refuse_unsafe(CellType::Text, text).is_ok(), "{text:?}");
    }
    assert!(refuse_unsafe(CellType::Text, "a\u{2029}b").is_err());
    let blank = refuse_unsafe(CellType::Text, "a\u{2001}b").unwrap_err();
    assert_eq!(blank.help, "write an ordinary blank");
}

#[test]
fn dashes_alone_are_no_formula_and_no_value() {
    for dashes in DASHES {
        let refused = refuse_unsafe(CellType::Text, dashes).unwrap_err();
        assert_eq!(refused.message, "is no value");
    }
    let refused = refuse_unsafe(CellType::Text, "-x").unwrap_err();
    assert_eq!(refused.message, "would be run as a formula by spreadsheets");
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
