use proptest::prelude::*;

use super::super::copies::{CitedWindow, SourceCopy};
use super::super::lineage::Lineage;
use super::super::skeleton::digest;
use super::*;

fn cited(start_word: usize, skeleton: &str, tokens: &[&str]) -> CitedWindow {
    CitedWindow {
        source_id: "farm".into(),
        start_word,
        n_chars: skeleton.chars().count(),
        digest: digest(skeleton),
        tokens: tokens.iter().map(ToString::to_string).collect(),
        ..CitedWindow::default()
    }
}

fn places(text: &str, citations: &[CitedWindow], within: Option<Range<usize>>) -> Places {
    let farm = [SourceCopy {
        source_id: "farm".into(),
        ..SourceCopy::default()
    }];
    let lineage = Lineage::of(&farm);
    let sought = Sought::of(citations, &lineage);
    let within = vec![within; citations.len()];
    find(&Skeleton::of(text), &sought, &Bounds { home: None, within })
}

fn place(text: &str, start_word: usize, skeleton: &str, tokens: &[&str]) -> Option<Place> {
    places(text, &[cited(start_word, skeleton, tokens)], None).remove(&0)
}

#[test]
fn the_recorded_place_comes_first_and_others_are_counted() {
    for tokens in [&[][..], &["rye"]] {
        let place = place("rye bread, rye bread", 2, "rye", tokens).expect("found");
        assert_eq!(
            place,
            Place {
                chars: 8..11,
                as_recorded: true,
                count: 2
            }
        );
    }
}

#[test]
fn a_window_that_moved_is_found_at_a_word_start() {
    for tokens in [&[][..], &["old"], &["old", "rye"]] {
        let moved = place("new and old rye", 0, "oldrye", tokens).expect("found");
        assert_eq!((moved.chars, moved.as_recorded), (6..12, false));
    }
    assert_eq!(place("stone-milled", 0, "wheat", &["wheat"]), None);
    // Its tokens are there, but too far from each other.
    assert_eq!(place("old and new rye", 0, "oldrye", &["old", "rye"]), None);
}

#[test]
fn a_window_inside_a_word_is_found_where_others_of_its_source_stand() {
    let inside = [cited(7, "onemi", &["mi"]), cited(6, "tone", &[])];
    assert!(places("stone-milled", &inside, None).is_empty());
    let all = [&inside[..], &[cited(5, "and", &["and"])]].concat();
    let found = places("and stone-milled", &all, None);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!((found[&0].chars.clone(), found[&0].count), (5..10, 1));
}

#[test]
fn overlapping_occurrences_count() {
    let count_of = |text, skeleton| place(text, 0, skeleton, &[]).map(|place| place.count);
    assert_eq!(count_of("anana", "ana"), Some(2));
    assert_eq!(count(&Skeleton::of("éé é"), "é", &(0..3)), 0);
    assert_eq!(count(&Skeleton::of("жжж"), "ж", &(1..3)), 2);
}

#[test]
fn a_window_outside_its_range_is_not_found() {
    for tokens in [&[][..], &["bread"]] {
        let bread = [cited(1, "bread", tokens)];
        let found = places("rye bread and rye bread", &bread, Some(8..19));
        assert_eq!(
            found[&0],
            Place {
                chars: 14..19,
                as_recorded: false,
                count: 1
            }
        );
        assert!(places("rye bread and rye bread", &bread, Some(8..18)).is_empty());
    }
}

proptest! {
    #[test]
    fn no_search_panics(text in "[a-c é.1]{0,30}", start_word in any::<usize>(), n_chars in any::<usize>(), digest in "[0-9a-f]{64}|.{0,70}", token in "[a-cé1]{0,2}", from in 0..40usize, to in 0..40usize) {
        let wanted = CitedWindow { start_word, n_chars, digest, tokens: vec![token], source_id: "farm".into(), ..CitedWindow::default() };
        let short = CitedWindow { start_word: start_word % 9, n_chars: n_chars % 9, ..wanted.clone() };
        let bare = CitedWindow { tokens: Vec::new(), ..short.clone() };
        let there = cited(0, "a", &["a"]);
        places(&text, &[wanted, short, bare, there], Some(from..to));
        count(&Skeleton::of(&text), "a", &(from..to));
    }

    /// A window with tokens is found at every place at which one without them is found, if its tokens are its own.
    #[test]
    fn tokens_hide_no_window(text in "([a-c]{1,3}|[12]{1,2}|\\.|é| )([ .-]([a-c]{1,3}|[12]{1,2}|é)){0,20}", word in 0..20usize, n_chars in 1..20usize, shift in "([a-c]{1,3} ){0,4}") {
        let skeleton = Skeleton::of(&text);
        if let Some(window) = skeleton.window(word, n_chars) {
            let tokens = super::super::tokens::of(window.raw);
            let one = CitedWindow { tokens: tokens.into_iter().collect(), ..cited(word, window.skeleton, &[]) };
            let found = places(&format!("{shift}{text}"), &[one], None);
            prop_assert!(found.contains_key(&0));
        }
    }
}
