use proptest::prelude::*;

use super::*;

const FARM: &str = "Heading of the whole farm\n\n\
    The old mill by the river ground 7,000 sacks of rye in the winter of 1908¹ and rested.\n\
    Then the mill stood still until the spring of 1911.[2] It turned again for the baker.\n\n\
    ¹ Ledger of the miller, shelf nine.\n\
    - apples, pears and plums, by the crate\n\
    Barley\t1,250\t3.5\tsouth field\n\
    The mill has no more to say.\n";

fn request(first: &str, last: &str) -> Request {
    Request {
        repeated: Repeated::Refused,
        first_words: first.into(),
        last_words: last.into(),
        occurrence: None,
        tokens: Vec::new(),
        rule: ParagraphRule::BlankLine,
        existing: Vec::new(),
    }
}

fn problems(request: &Request) -> Vec<String> {
    let problems = cite(FARM, request).expect_err("a refusal");
    problems
        .iter()
        .map(|problem| problem.complaint().to_string())
        .collect()
}

/// Whether the only problem begins so.
fn refused(request: &Request, start: &str) -> bool {
    let problems = problems(request);
    problems.len() == 1 && problems[0].starts_with(start)
}

#[test]
fn a_passage_becomes_a_citation() {
    let mut asked = request("the OLD mill", "winter of 1908");
    asked.tokens = ["7000", "rye"].map(String::from).into();
    let citation = cite(FARM, &asked).expect("a citation");
    let window = "theoldmillbytheriverground7000sacksofryeinthewinterof1908";
    assert_eq!((citation.start_word, citation.n_chars), (5, window.len()));
    assert_eq!((citation.digest, citation.norm), (digest(window), "pa1"));
    assert_eq!((citation.paragraph, citation.lines), (2, 3..=4));
    assert!(citation.candidates.contains("1908"));
    assert!(!citation.candidates.contains("rested"));
}

#[test]
fn words_must_be_found_and_be_found_once() {
    assert_eq!(problems(&request("–", "")).len(), 2);
    assert_eq!(problems(&request("wheat", "oats")).len(), 2);
    assert!(refused(
        &request("wheat", "sacks"),
        "the first words are not"
    ));
    assert!(refused(
        &request("ld mill", "sacks"),
        "the first words are not"
    ));
    assert!(refused(
        &request("the mill", "still"),
        "the first words stand 3 times"
    ));
    assert!(refused(
        &request("Then the", "oats"),
        "the last words are not"
    ));
    assert!(refused(
        &request("Then the", "Heading"),
        "the last words do not follow"
    ));
    let mut asked = request("the mill", "to say");
    asked.occurrence = Some(9);
    assert!(refused(
        &asked,
        "occurrence 9 of the first words does not exist; give one from 1 to 3"
    ));
    asked.occurrence = Some(3);
    assert!(refused(&asked, "the window has 21 characters"));
}

#[test]
fn a_window_is_long_enough_and_not_too_long() {
    assert!(refused(
        &request("It turned", "the baker"),
        "the window has 24 characters; extend it to 40"
    ));
    let long = format!("Start {} end", "rye and barley, ".repeat(40));
    let refusal = cite(&long, &request("start", "end"));
    assert_eq!(refusal, Err(vec![CiteProblem::TooLong { n_chars: 488 }]));
}

#[test]
fn a_whole_paragraph_a_row_and_an_entry_may_be_short() {
    for (first, last) in [
        ("Heading", "farm"),
        ("apples", "by the crate"),
        ("Barley", "south field"),
        ("Ledger of", "shelf nine"),
    ] {
        assert!(cite(FARM, &request(first, last)).is_ok(), "{first}");
    }
    assert!(refused(
        &request("Barley", "3.5"),
        "the window has 13 characters; extend it to 20"
    ));
    let mut line = request("The mill has", "to say");
    line.rule = ParagraphRule::LineEnd;
    assert!(cite(FARM, &line).is_ok());
}

#[test]
fn entries_are_known_by_how_their_line_starts() {
    for line in [
        "- pears and",
        "12. pears and",
        "12 pears and",
        "[12] pears and",
        "  3) pears and",
        "¹²pears and",
    ] {
        let text = format!("One.\r\nMore of the same.\r\n{line} plums and apples.");
        assert!(cite(&text, &request("pears", "apples")).is_ok(), "{line}");
    }
    for line in [
        "-pears and",
        "1908 pears and",
        "12.5pears and",
        "and pears and",
    ] {
        let text = format!("One.\n{line} plums and apples.");
        assert!(cite(&text, &request(line, "apples")).is_err(), "{line}");
    }
}

#[test]
fn a_window_stays_in_its_paragraph() {
    assert!(refused(
        &request("Heading", "by the river"),
        "the window crosses a blank line"
    ));
}

#[test]
fn a_window_is_unique() {
    let twice = "The mill by the river stood still in the very long winter.\n".repeat(2);
    let mut asked = request("the mill", "long winter");
    asked.occurrence = Some(1);
    assert_eq!(
        cite(&twice, &asked),
        Err(vec![CiteProblem::NotUnique { count: 2 }])
    );
}

#[test]
fn a_window_ends_before_a_footnote_mark_after_a_number() {
    let refusal = "the window crosses a footnote mark";
    assert!(refused(&request("The old mill", "and rested"), refusal));
    assert!(refused(&request("Then the mill", "turned again"), refusal));
    assert!(cite(FARM, &request("Then the mill", "spring of 1911.[2]")).is_ok());
}

#[test]
fn a_window_overlaps_no_other_citation() {
    let mut asked = request("Then the mill", "spring of 1911");
    let own = cite(FARM, &asked).expect("a citation");
    let other = |id: &str, start_word, n_chars| Existing {
        citation_id: id.into(),
        start_word,
        n_chars,
    };
    let before = own.start_word - 2;
    asked.existing = vec![other("same", own.start_word, own.n_chars)];
    assert!(refused(
        &asked,
        "the window is that of the citation `same`; reuse it"
    ));
    asked.existing = vec![
        other("near", before, 12),
        other("far", 0, 20),
        other("gone", 999, 20),
    ];
    assert!(refused(&asked, "the window overlaps the citation `near`"));
    asked.existing = vec![
        other("near", before, 12),
        other("next", own.start_word + 1, 12),
    ];
    assert!(refused(
        &asked,
        "the window overlaps the citation `near` and 1 more; check where its last words stand"
    ));
    asked.existing = vec![other("touching", before, 9)];
    assert!(cite(FARM, &asked).is_ok());
}

#[test]
fn declared_tokens_are_in_the_window() {
    let mut asked = request("The old mill", "winter of 1908");
    asked.tokens = ["7,000", "70", "wheat"].map(String::from).into();
    let problems = problems(&asked);
    assert_eq!(problems[0], "`7,000` is no token; write `7000`");
    assert!(
        problems[1]
            .starts_with("the token `70` is not in the window; take it from these: 1908 7000 by ")
    );
    assert_eq!(problems.len(), 3);
    asked.tokens = ["old", "mill", "river", "sacks", "rye", "winter", "ground"]
        .map(String::from)
        .into();
    assert!(refused(&asked, "7 words are declared; keep the 6"));
}

#[test]
fn all_reasons_are_given_at_once() {
    let mut asked = request("the crate", "Barley 1,250");
    asked.tokens = vec!["wheat".into()];
    assert_eq!(problems(&asked).len(), 2);
}

proptest! {
    #[test]
    fn no_request_panics(text in "[ab1. \\t\\n²é\\[\\]()\\\\-]{0,60}", first in "[ab1é]{0,2}", last in ".{0,2}", n in 0..4usize, word in any::<usize>()) {
        let mut asked = request(&first, &last);
        asked.occurrence = (n > 0).then_some(n);
        asked.existing = vec![Existing { citation_id: "x".into(), start_word: word, n_chars: word }];
        asked.tokens = vec![last];
        let _ = cite(&text, &asked);
    }
}

#[test]
fn last_words_are_whole_words_where_they_stand_as_such() {
    let text =
        "Cows and the Eurasian oxen pulled the heavy plough of the EEU over the field.\n\nMore.\n";
    let to_eeu = cite(text, &request("Cows and", "EEU")).expect("a citation");
    let window = "cowsandtheeurasianoxenpulledtheheavyploughoftheeeu";
    assert_eq!(to_eeu.n_chars, window.len());
    // Where it is a part of a word only, the word is named.
    let to_part = cite(text, &request("Cows and", "ploug"));
    let word = "plough".to_owned();
    assert_eq!(to_part, Err(vec![CiteProblem::CutsWord { word }]));
}
