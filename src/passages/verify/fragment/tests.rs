use std::collections::BTreeSet;

use super::*;
use crate::passages::skeleton::Skeleton;

/// The directive for the passage that stands between `{` and `}` in a text, without the encoding of spaces.
fn directive(marked: &str) -> String {
    let (before, rest) = marked.split_once('{').expect("a start");
    let (passage, behind) = rest.split_once('}').expect("an end");
    let text = [before, passage, behind].concat();
    let start = Skeleton::of(before).n_chars();
    let end = Skeleton::of(&[before, passage].concat()).n_chars();
    let view = View {
        skeleton: Skeleton::of(&text),
        text,
        places: crate::passages::place::Places::new(),
        repairs: BTreeSet::new(),
    };
    fragment(&view, &(start..end))
        .replace("%20", " ")
        .replace("%2D", "-")
}

const ELEVEN: &str = "one two three four five six seven eight nine ten eleven";

#[test]
fn so_many_words_are_named_as_have_one_place() {
    for (before, told) in [
        ("", "one two three four,eight nine ten eleven"),
        (
            "one two three four and",
            "one two three four five,eight nine ten eleven",
        ),
        (
            "one two three four five six seven eight and",
            "one two three four five six seven eight nine,ten eleven",
        ),
        // The last words may stand before the first ones.
        (
            "eight nine ten eleven",
            "one two three four,eight nine ten eleven",
        ),
    ] {
        let found = directive(&format!("{before} {{{ELEVEN}}} end"));
        assert_eq!(found, format!("text={told}"), "{before}");
    }
    let ten = "one two three four five six seven eight nine ten";
    assert_eq!(directive(&format!("{{{ten}}} end")), format!("text={ten}"));
    let twice = "one two three four five eight nine ten eleven and eight nine ten eleven";
    assert_eq!(
        directive(&format!("{{{twice}}}")),
        "text=one two three four,and eight nine ten eleven"
    );
}

#[test]
fn what_divides_the_words_is_not_named() {
    for (from, to, told) in [
        ("two three", "two\tthree", "one two,eight nine ten eleven"),
        ("two three", "two\n\nthree", "one two,eight nine ten eleven"),
        (
            "two three",
            "two\nthree",
            "one two three four,eight nine ten eleven",
        ),
        ("three", "th-\nree", "one two,eight nine ten eleven"),
        ("four", "fo-\nur", "one two three,eight nine ten eleven"),
        (
            "two three",
            "two\r\n\r\nthree",
            "one two,eight nine ten eleven",
        ),
        (
            "two three",
            "two\n \nthree",
            "one two,eight nine ten eleven",
        ),
        (
            "two three",
            "two\r\nthree",
            "one two three four,eight nine ten eleven",
        ),
        ("three", "th-\r\nree", "one two,eight nine ten eleven"),
        (
            "three",
            "th\u{2010}\n  ree",
            "one two,eight nine ten eleven",
        ),
        (
            "two three",
            "two - three",
            "one two - three four,eight nine ten eleven",
        ),
        // Neither end can do without its words: the whole passage is named.
        ("ten eleven", "ten\televen", ELEVEN),
        (
            "one",
            "o-\nne",
            "o- ne two three four five six seven eight nine ten eleven",
        ),
    ] {
        let found = directive(&format!("{{{}}} end", ELEVEN.replacen(from, to, 1)));
        assert_eq!(found, format!("text={told}"), "{to}");
    }
}

#[test]
fn words_that_stand_elsewhere_are_told_by_those_before_them() {
    for (text, told) in [
        (
            "by the old mill {the rye grows} and the rye grows",
            "by the old mill-,the rye grows",
        ),
        (
            "and by the old mill {the rye grows} and the rye grows",
            "by the old mill-,the rye grows",
        ),
        (
            "the old mill {the rye grows} and the rye grows",
            "the rye grows",
        ),
        ("by the old mill {the rye grows} and", "the rye grows"),
        ("by the old mill {rye} grows", "rye"),
    ] {
        assert_eq!(directive(text), format!("text={told}"), "{text}");
    }
}

#[test]
fn the_mark_of_a_note_is_not_among_the_words() {
    for (from, to, told) in [
        ("two", "two¹", "one two,eight nine ten eleven"),
        ("two", "two12", "one two,eight nine ten eleven"),
        ("two", "2", "one 2 three four,eight nine ten eleven"),
        ("four", "four¹", "one two three four,eight nine ten eleven"),
    ] {
        let found = directive(&format!("{{{}}} end", ELEVEN.replacen(from, to, 1)));
        assert_eq!(found, format!("text={told}"), "{to}");
    }
}
