use proptest::prelude::*;

use super::*;

fn numbers(text: &str) -> Vec<String> {
    signs(text, &(0..text.len())).numbers.into_iter().collect()
}

#[test]
fn a_sign_stands_directly_before_a_digit_and_after_no_letter_or_digit() {
    for minus in [
        '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}',
    ] {
        for before in ["", "by ", "(", "[", "\t", "| "] {
            let text = format!("{before}{minus}4.7");
            assert_eq!(numbers(&text), ["−4.7"], "{text}");
        }
        for before in [
            '«', '»', '„', '‹', '`', '≈', '≤', '±', '→', '+', '（', '\u{200e}', '\u{2066}',
        ] {
            let text = format!("by {before}{minus}4.7");
            assert_eq!(numbers(&text), ["−4.7"], "{text}");
        }
        for text in [
            format!("a{minus}4.7"),
            format!("{minus} 4.7"),
            format!("by {minus}a4"),
            format!("by \u{2212}{minus}4.7"),
            format!("by 1\u{2044}{minus}4.7"),
        ] {
            assert_eq!(numbers(&text), [""; 0], "{text}");
        }
    }
    assert_eq!(numbers("\u{2014}4.7"), [""; 0]);
    assert_eq!(numbers("by \\-4.7"), ["−4.7"]);
}

#[test]
fn what_joins_numbers_is_kept_and_written_in_one_way() {
    for (text, found) in [
        ("2005–06", "2005-06"),
        ("2005--06", "2005-06"),
        ("2005---06", "2005-06"),
        ("1/3", "1/3"),
        ("½", "1/2"),
        ("2,5", "2,5"),
        ("9/11", "9/11"),
        ("24.02.2022", "24.02.2022"),
        ("7 000–8,000", "7000-8000"),
        ("2005-\n06", "2005-06"),
        ("12345,6", "12345,6"),
        ("3005,6", "3005,6"),
        ("2005,6a", "2005,6"),
        ("2005,1234", "2005,1234"),
    ] {
        assert_eq!(numbers(text), [found], "{text}");
    }
    for text in [
        "2.5",
        "7,000",
        "7 000",
        "2005 – 06",
        "2005----06",
        "2005-a",
        "in 2005, 06",
        "since 2005,68 and",
    ] {
        assert_eq!(numbers(text), [""; 0], "{text}");
    }
}

#[test]
fn currencies_and_per_cent_belong_to_their_number() {
    for (text, found) in [
        ("$4.2", "$4.2"),
        ("US\\$4.2m", "$4.2"),
        ("€ 3", "€3"),
        ("3 €", "€3"),
        ("25.0 %", "25.0%"),
        ("25.0%", "25.0%"),
        ("by -4 %", "−4%"),
        ("-$4", "−$4"),
        ("-$ 4", "−$4"),
        ("$-4", "−$4"),
        ("20–25%", "20-25%"),
    ] {
        assert_eq!(numbers(text), [found], "{text}");
    }
    assert_eq!(numbers("3 $4"), ["$4"]);
    assert_eq!(numbers("the $ and % of 3 mills"), [""; 0]);
}

#[test]
fn markup_parts_no_sign_from_its_number() {
    for (text, found) in [
        ("US\\$[40 billion](#)", "$40"),
        ("US$[40", "$40"),
        ("**-4.7**", "−4.7"),
        ("-**4.7**", "−4.7"),
        ("__$4__", "$4"),
        ("$*40*", "$40"),
        ("**25**%", "25%"),
        ("[25](https://x.example/a_(b)) %", "25%"),
        ("[25](https://x.example/a_\\(b)%", "25%"),
        ("[2005](x)–06", "2005-06"),
        ("2005–**06**", "2005-06"),
    ] {
        assert_eq!(numbers(text), [found], "{text}");
    }
    for text in ["2*3", "$[12]", "$ [40](#)", "[25](x\ny)%", "5*-3x_4"] {
        assert!(
            !numbers(text)
                .iter()
                .any(|sign| sign.contains(['$', '%', '−'])),
            "{text}"
        );
    }
    // A window that ends in front of a long target has what stands behind it.
    let text = format!("by [25](https://x.example/{})%", "a".repeat(100));
    let declared = signs(&text, &(0..6)).to_declare();
    assert_eq!(declared, BTreeSet::from(["25%".to_owned()]));
}

#[test]
fn a_tag_inside_a_line_parts_nothing_and_makes_no_sign() {
    use crate::passages::html::to_text;
    let of = |page: &str| {
        let text = to_text(page);
        signs(&text, &(0..text.len()))
    };
    for (page, token) in [
        ("by -<!-- -->4.7 then", "−4.7"),
        ("by <b>-4.7</b>", "−4.7"),
        ("for <b>$</b> <i>40</i> each", "$40"),
        ("for $<!-- -->40", "$40"),
        ("<a>2005</a>–06", "2005-06"),
        ("<b>25</b><i>%</i>", "25%"),
        ("the <em>Covid</em>-19", "covid-19"),
        ("the G<b>20</b>", "g20"),
    ] {
        assert!(of(page).hold(token), "{page}");
    }
    // Whether these have a sign is not certain, so that they need not declare one.
    for page in [
        "the <em>Covid</em>-19",
        "in <a>2005</a>-06",
        "mid<b>-5</b>",
        "<span>5</span><span>-4</span>",
    ] {
        assert!(of(page).certain.is_empty(), "{page}");
    }
    // What a sign is for certain stays one.
    for page in [
        "by <b>-4.7</b>",
        "by<p>-4.7",
        "<td>-4.7",
        "by -<i>4</i>.7",
        "by -4.7<b>",
    ] {
        assert_eq!(
            of(page).certain,
            BTreeSet::from(["−4.7".to_owned()]),
            "{page}"
        );
    }
}

#[test]
fn a_sign_at_the_end_of_a_line_belongs_to_the_number_on_the_next() {
    for line in ["4.0 -\n9.4", "4.0 −\r\n9.4", "(-\n9.4", "-\n9.4"] {
        let found = signs(line, &(0..line.len()));
        assert!(found.hold("−9.4"), "{line}");
        // Nothing tells that it is one: a passage may have it and need not declare it.
        assert!(found.certain.is_empty(), "{line}");
    }
    for text in [
        "4.0 –\n9.4",
        "4.0 - 9.4",
        "4.0 -\n\tx",
        "mid-\n9.4",
        "4.0 - \n9.4",
    ] {
        assert!(!signs(text, &(0..text.len())).hold("−9.4"), "{text}");
    }
}

#[test]
fn a_name_with_digits_is_joined_directly_or_by_one_sign() {
    let found = signs("the G20, 5G, Covid-19 and rye1 of 3", &(0..35));
    let names: Vec<&str> = found.names.iter().map(String::as_str).collect();
    assert_eq!(names, ["5g", "covid-19", "g20", "rye1"]);
    assert_eq!(found.acronyms, BTreeSet::from(["g20".to_owned()]));
    let names = |text: &str| signs(text, &(0..text.len()));
    assert_eq!(names("G2012").with_note_mark("g20"), Some("g2012"));
    assert_eq!(names("G201234").with_note_mark("g20"), None);
    assert_eq!(names("G20").with_note_mark("g20"), None);
    assert!(names("ABCDEF123").acronyms.contains("abcdef123"));
    assert!(names("ABCDEFG1 ABC1234 Rye1").acronyms.is_empty());
}

#[test]
fn a_tick_is_told_by_its_row_and_cell() {
    let table = "Rye\t√\t–\t√\nOats\t\t√";
    assert_eq!(numbers(table), ["oats√2", "rye√1", "rye√3"]);
    assert_eq!(numbers("| Rye | ✓ | – | ✗ |"), ["rye√1", "rye✗3"]);
    assert_eq!(numbers("Rye ✓ – ✗ ✓"), ["rye√1", "rye√2", "rye✗1"]);
    let row = |columns: usize| format!("Rye{}√", "\t".repeat(columns));
    assert_eq!(numbers(&row(99)), ["rye√99"]);
    assert_eq!(numbers(&row(100)), [""; 0]);
    let declared = ["rye√1", "rye√7", "rye✗3", "g20"].map(String::from);
    assert_eq!(without_cells(&declared), ["rye√1", "rye√2", "rye✗1", "g20"]);
}

#[test]
fn only_what_lies_in_the_window_counts_with_the_signs_before_it() {
    let text = "from -4.7 to -5.1 for G20, 2005-06 x";
    let window = |words: &str| {
        let start = text.find(words).expect("the words");
        signs(text, &(start..start + words.len()))
            .to_declare()
            .into_iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(window("4.7 to"), ["−4.7"]);
    assert_eq!(window("to -5.1 for G"), ["g20", "−5.1"]);
    assert_eq!(window("for G20, 2005"), ["g20"]);
    assert_eq!(window("to -5"), ["5¹", "−5"]);
}

#[test]
fn every_token_has_the_shape_of_one() {
    for token in [
        "−4.7", "g20", "5g", "covid-19", "9/11", "2005-06", "2,5", "$4.2", "−$4", "25.0%", "rye√3",
        "rye✗0",
    ] {
        assert!(is_token(token), "{token}");
    }
    for text in [
        "",
        "4.7",
        "rye",
        "-4.7",
        "G20",
        "25.0 %",
        "4.2$",
        "2005–06",
        "√",
        "√3",
        "rye√",
        "rye√100",
        "Rye√3",
        "g20-",
        "4√3",
        "-",
        "$",
        "a b",
        "$4 5",
    ] {
        assert!(!is_token(text), "{text}");
    }
}

#[test]
fn a_window_of_nothing_has_no_signs() {
    // The last one is the mark of a tag in a page, which is taken out of the text.
    for text in ["", "5\n", "5 ", "5\u{205f}", "\u{205f}", "\n\n"] {
        for at in [0, text.len()] {
            let found = signs(text, &(at..at));
            assert!(
                found.numbers.is_empty() && found.edges.is_empty(),
                "{text:?} at {at}"
            );
        }
    }
}

proptest! {
    #[test]
    fn every_sign_found_has_the_shape_of_a_token(text in "[a1G.,:%$€ \\n\\t|√/–-]{0,24}") {
        for token in signs(&text, &(0..text.len())).to_declare() {
            prop_assert!(is_token(&token), "{token}");
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>(), from in 0..20usize, to in 0..20usize) {
        let at = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
        signs(&text, &(at(from.min(to))..at(from.max(to))));
    }
}
