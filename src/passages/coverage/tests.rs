//! Coverage of small synthetic copies.

use proptest::prelude::*;

use super::*;

const COPY: &str = "Mills\n\nThe mill ground 7 000 sacks in 1908.\n\nIt ground 40 sacks on two days, \
    and 40 more in 1909.\n\nNotes\n\n- ¹ Mill Review, 1908. 2 ‘Mill’, 12.\n- ³ Miller, p. 7.\n";

/// A window of a copy from its first words, as many as are given, with its tokens.
fn window(text: &str, words: &str, tokens: &str) -> CitedWindow {
    let (copy, wanted) = (Skeleton::of(text), Skeleton::of(words));
    let starts = copy.word_starts().iter();
    let fits = |start: &usize| {
        let window = copy.slice(*start..start + wanted.n_chars());
        window.is_some_and(|window| window.skeleton == wanted.text())
    };
    CitedWindow {
        start_word: starts
            .copied()
            .position(|start| fits(&start))
            .expect("the words"),
        n_chars: wanted.n_chars(),
        tokens: tokens.split('|').map(String::from).collect(),
        ..CitedWindow::default()
    }
}

fn inventory(windows: &[CitedWindow]) -> Inventory<'_> {
    Inventory {
        rule: ParagraphRule::BlankLine,
        note_lines: vec![9..=10],
        windows: windows.iter().collect(),
        omissions: Vec::new(),
        notes: vec![span("mills", 0, None, "1|2|3")],
    }
}

fn span(source_id: &str, first_word: usize, n_words: Option<usize>, notes: &str) -> NoteSpan {
    NoteSpan {
        source_id: source_id.into(),
        first_word,
        n_words,
        notes: notes.split('|').map(String::from).collect(),
    }
}

fn omitted(paragraph: usize, number: &str) -> Omission {
    Omission {
        paragraph,
        number: (!number.is_empty()).then(|| number.into()),
    }
}

fn gaps(text: &str, inventory: &Inventory<'_>) -> Vec<String> {
    let gaps = coverage(text, inventory).gaps;
    gaps.iter().map(Gap::to_string).collect()
}

fn count(of: usize, covered: usize, explained: usize) -> Count {
    Count {
        of,
        covered,
        explained,
    }
}

#[test]
fn what_nothing_is_cited_from_is_a_gap() {
    let windows = [window(COPY, "It ground 40 sacks on two days", "40")];
    let mut inventory = inventory(&windows);
    inventory.notes[0].notes.remove("2");
    let found = coverage(COPY, &inventory);
    assert_eq!(found.paragraphs, count(4, 1, 0));
    assert_eq!(found.numbers, count(6, 1, 0));
    assert_eq!(found.numbers.open(), 5);
    assert_eq!(found.notes, count(3, 2, 0));
    let gaps: Vec<String> = found.gaps.iter().map(Gap::to_string).collect();
    assert_eq!(
        gaps,
        [
            "line 1: nothing is cited from paragraph 1",
            "line 3: nothing is cited from paragraph 2",
            "line 3: no citation carries `1908` of paragraph 2",
            "line 3: no citation carries `7000` of paragraph 2",
            "line 5: no citation carries `1909` of paragraph 3",
            "line 5: no citation carries `40` of paragraph 3",
            "line 5: no citation carries `two` of paragraph 3",
            "line 7: nothing is cited from paragraph 4",
            "line 9: note 2 of `mills` has no reference",
        ]
    );
}

#[test]
fn an_omission_explains_a_paragraph_or_one_number_of_it() {
    let windows = [window(COPY, "It ground 40 sacks on two days", "40|two")];
    let mut inventory = inventory(&windows);
    inventory.omissions = vec![
        omitted(1, ""),
        omitted(2, ""),
        omitted(3, "40"),
        omitted(3, "1909"),
        omitted(4, ""),
    ];
    let found = coverage(COPY, &inventory);
    assert_eq!(found.gaps, []);
    assert_eq!(found.paragraphs, count(4, 1, 3));
    assert_eq!(found.numbers, count(6, 2, 4));
}

#[test]
fn an_omission_that_explains_nothing_is_a_gap() {
    let windows = [
        window(COPY, "The mill ground 7 000 sacks in 1908", "1908|7000"),
        window(
            COPY,
            "It ground 40 sacks on two days, and 40 more in 1909",
            "1909|40|two",
        ),
    ];
    let mut inventory = inventory(&windows);
    inventory.omissions = vec![
        omitted(1, ""),
        omitted(1, ""),
        omitted(2, ""),
        omitted(2, "7,000"),
        omitted(3, "1908"),
        omitted(4, ""),
        omitted(4, "4"),
        omitted(5, ""),
        omitted(6, ""),
    ];
    assert_eq!(
        gaps(COPY, &inventory),
        [
            "remove the omission of paragraph 1: another omission says so already",
            "remove the omission of paragraph 2: a citation lies in the paragraph",
            "remove the omission of `7,000` of paragraph 2: citations carry the number wherever it stands there",
            "remove the omission of `1908` of paragraph 3: the paragraph has no such number",
            "remove the omission of `4` of paragraph 4: the paragraph has no such number",
            "remove the omission of paragraph 5: the paragraph is in the notes or has no letter or digit",
            "remove the omission of paragraph 6: the copy has no such paragraph",
        ]
    );
}

#[test]
fn the_omission_of_a_number_does_not_explain_its_paragraph() {
    let text = "The mill ground 7 sacks.";
    let mut inventory = inventory(&[]);
    inventory.note_lines.clear();
    inventory.omissions = vec![omitted(1, "7")];
    assert_eq!(
        gaps(text, &inventory),
        ["line 1: nothing is cited from paragraph 1"]
    );
    inventory.omissions.push(omitted(1, ""));
    let both = ["remove the omission of `7` of paragraph 1: another omission says so already"];
    assert_eq!(gaps(text, &inventory), both);
}

#[test]
fn a_window_that_ends_inside_a_number_covers_what_it_holds() {
    let text = "The mill ground rye in 1908.12 Oats came later.";
    let declared = [window(
        text,
        "The mill ground rye in 1908",
        "1908|1908¹²|rye",
    )];
    let bare = [window(text, "The mill ground rye in 1908", "rye")];
    let [declared, bare] = [&declared, &bare].map(|windows| Inventory {
        note_lines: Vec::new(),
        ..inventory(windows)
    });
    assert_eq!(gaps(text, &declared), [""; 0]);
    let told = gaps(text, &bare);
    for gap in [
        "line 1: no citation carries `1908.12` of paragraph 1",
        "line 1: `` does not declare `1908¹²`, which its digest does not prove",
    ] {
        assert!(told.iter().any(|one| one == gap), "{gap}: {told:?}");
    }
}

#[test]
fn a_number_that_a_line_end_divides_is_covered_whole() {
    let text = "The mill ground 7\n000 sacks of rye.";
    let windows = [window(text, "The mill ground 7 000 sacks", "7000")];
    let mut inventory = inventory(&windows);
    inventory.note_lines.clear();
    assert_eq!(gaps(text, &inventory), [""; 0]);
}

#[test]
fn a_paragraph_that_reaches_out_of_the_notes_is_counted() {
    let text = "1 Mill Review, 1908.\nThe mill ground 7 sacks.";
    let mut inventory = inventory(&[]);
    inventory.note_lines = vec![1..=1];
    assert_eq!(
        gaps(text, &inventory),
        [
            "lines 1-2: nothing is cited from paragraph 1",
            "line 2: no citation carries `7` of paragraph 1",
        ]
    );
}

#[test]
fn a_part_owes_its_own_notes() {
    let text = "Rye\n\n1. Mill Review. 2. Miller.\n\n3. Mill.\n\nOats\n\n¹ Mill.\n\nWheat";
    let mut inventory = inventory(&[]);
    inventory.rule = ParagraphRule::BlankLine;
    inventory.note_lines = vec![3..=5, 9..=9];
    inventory.omissions = [1, 4, 6].map(|paragraph| omitted(paragraph, "")).into();
    inventory.notes = vec![
        span("shelf", 0, None, "9"),
        span("rye", 0, Some(8), "1|3"),
        span("oats", 8, Some(2), "in-text-1"),
    ];
    assert_eq!(
        gaps(text, &inventory),
        [
            "line 3: note 2 of `rye` has no reference",
            "line 9: note 1 of `oats` has no reference",
        ]
    );
}

#[test]
fn declared_notes_without_a_number_are_a_gap() {
    let text = "Rye\nMill Review, 1908.\n";
    let mut inventory = inventory(&[]);
    inventory.rule = ParagraphRule::LineEnd;
    inventory.note_lines = vec![2..=2, 7..=9];
    inventory.omissions = vec![omitted(1, "")];
    assert_eq!(
        gaps(text, &inventory),
        [
            "line 2: declared as notes, but no line begins with the number of a note",
            "lines 7-9: declared as notes, but no line begins with the number of a note",
        ]
    );
}

#[test]
fn a_gap_is_tagged() {
    let gap = Gap::NeedlessOmission {
        paragraph: 2,
        number: None,
        line: Some(3),
        reason: Needless::ParagraphCovered,
    };
    assert_eq!(
        serde_json::to_string(&gap).expect("JSON"),
        r#"{"gap":"needless_omission","paragraph":2,"number":null,"line":3,"reason":"paragraph_covered"}"#
    );
}

fn any_inventory() -> impl Strategy<Value = (Vec<CitedWindow>, Vec<(usize, usize)>, Vec<Omission>)>
{
    let window = (0..9usize, any::<usize>(), 0..30usize, "[0-9]{1,2}").prop_map(
        |(start_word, long, short, token)| CitedWindow {
            start_word,
            n_chars: if long % 5 == 0 { long } else { short },
            tokens: vec![token],
            ..CitedWindow::default()
        },
    );
    let number = proptest::option::of("[0-9, ]{0,5}|two|.{0,3}");
    let omission =
        (0..5usize, number).prop_map(|(paragraph, number)| Omission { paragraph, number });
    let lines = (0..9usize, 0..9usize);
    (
        proptest::collection::vec(window, 0..4),
        proptest::collection::vec(lines, 0..3),
        proptest::collection::vec(omission, 0..4),
    )
}

/// Counts in a text and checks that the counts and the gaps agree.
fn agrees(text: &str, inventory: &Inventory<'_>) {
    let found = coverage(text, inventory);
    for count in [found.paragraphs, found.numbers, found.notes] {
        assert!(count.covered + count.explained <= count.of);
    }
    let paragraphs = found
        .gaps
        .iter()
        .filter(|gap| matches!(gap, Gap::Paragraph { .. }));
    assert_eq!(paragraphs.count(), found.paragraphs.open());
    let notes = found
        .gaps
        .iter()
        .filter(|gap| matches!(gap, Gap::Note { .. }));
    assert_eq!(notes.count(), found.notes.open());
    let numbers = found
        .gaps
        .iter()
        .filter(|gap| matches!(gap, Gap::Number { .. }));
    assert_eq!(numbers.count() > 0, found.numbers.open() > 0);
    assert!(found.gaps.is_sorted());
    for gap in &found.gaps {
        let _ = (gap.to_string(), serde_json::to_string(gap));
    }
}

proptest! {
    #[test]
    fn no_text_and_no_inventory_panics(
        text in prop_oneof![any::<String>(), "([a-z0-9]{1,3}|two|[0-9]{3}|www\\.|[ \\n\\t\\r.,’'\"¹½-]|\\n\\n){0,40}"],
        (windows, lines, omissions) in any_inventory(),
        first_word in any::<usize>(),
    ) {
        for rule in [ParagraphRule::BlankLine, ParagraphRule::LineEnd] {
            agrees(&text, &Inventory {
                rule,
                note_lines: lines.iter().map(|(first, last)| *first..=*last).collect(),
                windows: windows.iter().collect(),
                omissions: omissions.clone(),
                notes: vec![
                    span("a", 0, None, "1"),
                    span("b", first_word % 9, Some(first_word), "2"),
                    span("c", first_word, Some(first_word), ""),
                ],
            });
        }
    }
}
