use super::super::tests::{cited, mill, report};
use crate::passages::copies::CitedWindow;
use crate::passages::verify::Verdict;

const COPY: &str =
    "Eins Anfang steht. Die Mühle mahlt Korn. Zwei Ende steht. Die Mühle mahlt Korn.";

fn verdict(others: &[CitedWindow]) -> Option<Verdict> {
    let own = CitedWindow {
        occurrence: Some(1),
        ..cited("mill", "own", 3, "diemuhlemahltkorn", &[])
    };
    let citations = [
        others,
        &[
            cited("mill", "before", 0, "einsanfangsteht", &[]),
            own,
            cited("mill", "after", 7, "zweiendesteht", &[]),
        ],
    ]
    .concat();
    let found = report(&[("mill.txt", COPY)], &[mill()], &citations).citations;
    let own = found.iter().find(|one| one.citation_id == "own");
    own.map(|one| one.verdict)
}

#[test]
fn neighbours_are_others_of_the_same_document_that_begin_elsewhere() {
    assert_eq!(verdict(&[]), Some(Verdict::Found));
    for other in [
        cited("rye", "other", 2, "roggenbrot", &[]),
        cited("rye", "other", 4, "roggenbrot", &[]),
        cited("mill", "other", 3, "diemuhlemahltkornzweiende", &[]),
        CitedWindow {
            occurrence: Some(2),
            ..cited("mill", "other", 5, "diemuhle", &[])
        },
    ] {
        assert_eq!(
            verdict(std::slice::from_ref(&other)),
            Some(Verdict::Found),
            "{other:?}"
        );
    }
    // One that is nearer and not there: what was between them is not known.
    for start_word in [2, 4] {
        let other = cited("mill", "other", start_word, "roggenbrot", &[]);
        assert_eq!(verdict(&[other]), Some(Verdict::Ambiguous), "{start_word}");
    }
}
