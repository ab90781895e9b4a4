use super::super::tests::{cited, mill, report};
use crate::passages::copies::CitedWindow;
use crate::passages::verify::{CitationReport, Verdict};

/// What is told of the passage `b` of a copy.
fn told(copy: &str, citations: &[CitedWindow]) -> CitationReport {
    told_of("b", copy, citations)
}

fn told_of(id: &str, copy: &str, citations: &[CitedWindow]) -> CitationReport {
    let found = report(&[("mill.txt", copy)], &[mill()], citations).citations;
    let found = found.into_iter().find(|one| one.citation_id == id);
    found.expect("a verdict on the passage")
}

/// Three passages, of which the second has 18 letters and digits.
fn three(tokens: &[&str]) -> [CitedWindow; 3] {
    [
        cited("mill", "a", 0, "dermullermahlt", &["muller"]),
        cited("mill", "b", 3, "7000sackezweirader", tokens),
        cited("mill", "c", 7, "raderdrehenleise", &["drehen"]),
    ]
}

#[test]
fn the_first_place_that_holds_the_most_tokens_is_the_nearest() {
    for (middle, nearest) in [
        ("gibt es 7,000 Säcke und drei", "gibt es 7,000 Säcke und"),
        // A misread letter may make it longer by one, and not by two.
        ("gibt es vier 7,000 Säcke und", "gibt es vier 7,000 Säck"),
        ("gibt es viere 7,000 Säcke und", "es viere 7,000 Säcke un"),
        (
            "Säcke im Donaudampfschifffahrtsamt 7,000 Säcke und drei",
            "7,000 Säcke und drei",
        ),
        // Where one token is there, and the other is not.
        ("gibt es 7,000 Körner und drei", "mahlt gibt es 7,000 Kö"),
    ] {
        let copy = format!("Der Müller mahlt {middle} Räder. Räder drehen leise.");
        let one = told(&copy, &three(&["7000", "sacke"]));
        assert_eq!(one.verdict, Verdict::Missing, "{middle}");
        let text = one.nearest.unwrap_or_default();
        assert!(text.starts_with(nearest), "{middle}: {text}");
    }
}

#[test]
fn where_no_token_is_nothing_is_told() {
    for (tokens, middle) in [
        (&["7000"][..], "gibt es viele Körner und drei Räder."),
        (&[], "7,000 Körner und zwei Räder."),
        // It stands in the passage behind alone.
        (&["drehen"], "Donaudampfschifffahrtsgesellschaft."),
    ] {
        let copy = format!("Der Müller mahlt {middle} Räder drehen leise.");
        let one = told(&copy, &three(tokens));
        assert_eq!(
            (one.verdict, one.nearest),
            (Verdict::Missing, None),
            "{middle}"
        );
    }
}

#[test]
fn a_passage_is_looked_for_from_where_the_one_before_begins() {
    let citations = [
        cited("mill", "a", 0, "erst", &[]),
        cited("mill", "b", 1, "7000sackezweirader", &["7000", "sacke"]),
        cited("mill", "c", 5, "raderdrehenleise", &["drehen"]),
    ];
    let one = told("Erst 7,000 Säcke und drei. Räder drehen leise.", &citations);
    assert_eq!(one.nearest.as_deref(), Some("Erst 7,000 Säcke und dr"));
    let one = told(
        "Nun erst 7,000 Säcke und drei. Räder drehen leise.",
        &citations,
    );
    assert_eq!(one.nearest.as_deref(), Some("erst 7,000 Säcke und dr"));
}

#[test]
fn the_first_and_the_last_passage_of_a_copy_may_be_near() {
    let all = three(&["7000"]);
    for (copy, differs) in [
        ("7,001 Säcke. Zwei Räder. Räder drehen leise.", "7,001"),
        ("Der Müller mahlt 7,001 Säcke. Zwei Räder.", "7,001"),
        // Its last letter is lost.
        ("Der Müller mahlt 7,000 Säcke. Zwei Räde", "Räde"),
        ("Der Müller mahlt 7,000 Säcke. Zwei Räd", ""),
    ] {
        let one = told(copy, &all);
        assert_eq!(one.differs.unwrap_or_default(), differs, "{copy}");
    }
}

#[test]
fn letters_that_machines_take_for_one_are_one_difference() {
    for (copy, id, differs) in [
        ("Der Müller rnahlt 7,000 Säcke. Zwei Räder.", "a", "rnahlt"),
        ("Der Müller mahlt 7,000 Säcke. Zvvei Räder.", "b", "Zvvei"),
        // The number of a name with its note mark, and what is none.
        (
            "Der Müller mahlt 7,000 Säcke. Zwei Räder. Räder1234 drehen leise.",
            "c",
            "Räder1234",
        ),
        (
            "Der Müller mahlt 7,000 Säcke. Zwei Räder. Räder1234567 drehen leise.",
            "c",
            "",
        ),
        (
            "Der Müller mahlt 7,0001234 Säcke. Zwei Räder. Räder drehen leise.",
            "b",
            "",
        ),
        (
            "Der Müller mahlt 7,000 Säcke12Zwei Räder. Räder drehen leise.",
            "b",
            "",
        ),
    ] {
        let one = told_of(id, copy, &three(&["7000"]));
        assert_eq!(one.differs.unwrap_or_default(), differs, "{copy}");
    }
}
