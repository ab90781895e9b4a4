use super::super::signs;
use super::*;

/// The edges of a window that stands between `{` and `}` in a text.
fn edges(marked: &str) -> Vec<(Side, String, Option<String>)> {
    let start = marked.find('{').expect("a start");
    let end = marked.find('}').expect("an end") - 1;
    let text = marked.replace(['{', '}'], "");
    let found = signs(&text, &(start..end)).edges.into_iter();
    found
        .map(|edge| (edge.side, edge.text, edge.mark))
        .collect()
}

#[test]
fn a_word_that_is_longer_than_in_the_passage_is_told() {
    for (text, side, whole) in [
        ("an un{likely miller}", Side::Front, "unlikely"),
        ("an {unlikely mill}er", Side::End, "miller"),
        ("the miller {can}’t", Side::End, "can’t"),
        ("d'{Ivoire rye}", Side::Front, "d'ivoire"),
        ("**un**{likely rye}", Side::Front, "unlikely"),
        ("the {rye}bread1", Side::End, "ryebread1"),
        ("the {rye}1234", Side::End, "rye1234"),
        ("some {12}th rye", Side::End, "12th"),
        ("some x1{2 rye}", Side::Front, "x12"),
        ("1234{rye}", Side::Front, "1234rye"),
    ] {
        assert_eq!(edges(text), [(side, whole.to_owned(), None)], "{text}");
    }
    for text in [
        "{rye}",
        "the ‘{rye}’ and",
        "the '{rye}' and",
        "the {rye}’12",
        "the {rye}123",
        "the {rye}¹",
        "anti-{rye}-bread",
        "\n12{Rye} is",
        "the mil-\n{ler grows}",
        "the un\u{205f}{likely} rye",
        "上{海合}作",
    ] {
        assert_eq!(edges(text), [], "{text}");
    }
}

#[test]
fn a_number_that_is_longer_than_in_the_passage_is_told() {
    for (text, side, whole, mark) in [
        ("some {12}0 sacks", Side::End, "120", Some("12⁰")),
        ("some {4}.5 sacks", Side::End, "4.5", Some("4⁵")),
        ("some {12}.34. Then", Side::End, "12.34", Some("12³⁴")),
        ("some {12},345 sacks", Side::End, "12,345", Some("12³⁴⁵")),
        ("some {12}3456 sacks", Side::End, "123456", None),
        ("in {2005},34 and", Side::End, "2005,34", Some("2005³⁴")),
        ("in {2005}–06", Side::End, "2005–06", None),
        ("some {12} 500 sacks", Side::End, "12 500", None),
        ("some {12}/3 sacks", Side::End, "12/3", None),
        ("some 3{12 sacks}", Side::Front, "312", None),
        ("some 3.{12 sacks}", Side::Front, "3.12", None),
        ("some 3,{125 sacks}", Side::Front, "3,125", None),
        ("in 2005-{06 sacks}", Side::Front, "2005-06", None),
    ] {
        let told = (side, whole.to_owned(), mark.map(str::to_owned));
        assert_eq!(edges(text), [told], "{text}");
    }
    for text in [
        "some {12}, 34 sacks",
        "some {12}. 34",
        "in {2005}),3 the",
        "some {12}¹ sacks",
        "some {12}[1] sacks",
        "some {12}\n500",
        "some 12\n{500 sacks}",
        "some {12}\t500",
        "some {12} 50 sacks",
        "some {12} – 34",
    ] {
        assert_eq!(edges(text), [], "{text}");
    }
}

#[test]
fn a_tag_beside_a_space_is_no_space_more() {
    use crate::passages::html::to_text;
    for page in [
        "some {12}<b> 500</b> sacks",
        "some {12} <b>500</b> sacks",
        "some {12}</i><b> 500</b> sacks",
    ] {
        let told = (Side::End, "12 500".to_owned(), None);
        assert_eq!(edges(&to_text(page)), [told], "{page}");
    }
}

#[test]
fn the_number_of_a_token_with_a_note_mark() {
    for (token, number) in [("12³", "12"), ("4.5¹²", "4.5"), ("2016⁶⁵⁰", "2016")] {
        assert_eq!(marked_number(token), Some(number));
    }
    for token in ["12", "³", "rye³", "12¹²³⁴", "-12³", "12³4", "7,000¹"] {
        assert_eq!(marked_number(token), None, "{token}");
    }
}
