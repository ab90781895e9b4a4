//! What documents cite, and the parts that they have.

use super::{Case, fails, leaves, passes, with_passage};
use crate::world::World;

fn with_note(world: World, citing: &str, note: &str, kind: &str, cited: &str) -> World {
    world.add(
        "source_references",
        &[
            ("citing", citing),
            ("note", note),
            ("position", "1"),
            ("reference_kind", kind),
            ("cited", cited),
        ],
    )
}

/// Lets the first membership rest on a passage of a part of the report alone, and names a note there.
fn passage_of_a_part(world: World, note: &str) -> World {
    let world = world.with_part("lake-part", "900", "50");
    with_passage(world, "c-part", "lake-part", "910", "10")
        .set("memberships", "m-ard", "citations", "c-part")
        .set("memberships", "m-ard", "references", note)
}

fn with_source(world: World, tier: &str, part_of: &str) -> World {
    world.add(
        "sources",
        &[
            ("source_id", "pond2012"),
            ("tier", tier),
            ("source_kind", "original"),
            ("part_of", part_of),
            ("kind", "report"),
            ("title", "The pond"),
        ],
    )
}

/// A part with a date of its own in a whole with another.
fn dated_part(world: World, part: &str, whole: &str) -> World {
    with_source(world, "part", "lake2011-report")
        .set("sources", "pond2012", "issued", part)
        .set("sources", "lake2011-report", "issued", whole)
}

pub(super) const CASES: &[Case] = &[
    passes("a_dataset_is_one", "one row", |world| world),
    passes("a_dataset_has_a_name", "a row", |world| world),
    fails(
        "a_dataset_has_a_name",
        "a header alone",
        |world| world.remove("dataset", "sco-facts"),
        &["seeds/dataset.csv: has no row, which would say what the dataset is called; add one"],
    ),
    fails(
        "a_dataset_is_one",
        "two rows",
        |world| {
            world.add(
                "dataset",
                &[
                    ("name", "ponds"),
                    ("title", "The ponds"),
                    ("organisation", "LC"),
                    ("release", "1.0.0"),
                    ("licence", "CC0-1.0"),
                    ("cite_as", "The ponds"),
                ],
            )
        },
        &[
            "seeds/dataset.csv:3: `name`: `ponds` is a second row: a dataset says in one what it is; remove it",
        ],
    ),
    passes(
        "paragraphs_lie_in_their_part",
        "the first paragraph of a part",
        |world| passage_of_a_part(world, "").set("sources", "lake-part", "first_paragraph", "1"),
    ),
    fails(
        "paragraphs_lie_in_their_part",
        "the paragraph before a part",
        |world| passage_of_a_part(world, "").set("sources", "lake-part", "first_paragraph", "2"),
        &[
            "seeds/citations.csv:8: `locator`: `1` lies before the part, which begins with paragraph 2; count the paragraphs of the copy, or name the source whose paragraph it is",
        ],
    ),
    fails(
        "works_are_cited",
        "a work that no note cites",
        |world| with_source(world, "cited", ""),
        &[
            "seeds/sources.csv:4: `source_id`: `pond2012` is cited by no note; add its row to source_references, or remove it",
        ],
    ),
    passes("works_are_cited", "a list that names something", |world| {
        with_source(world, "cited", "").add(
            "entity_names",
            &[
                ("entity_id", "ARD"),
                ("name", "Ard"),
                ("name_kind", "variant"),
                ("source_id", "pond2012"),
            ],
        )
    }),
    passes("works_are_cited", "a work that a note cites", |world| {
        with_note(
            with_source(world, "cited", ""),
            "lake2011-report",
            "2",
            "work",
            "pond2012",
        )
    }),
    passes(
        "works_are_cited",
        "a work that another source republishes",
        |world| {
            with_source(world, "cited", "").set(
                "sources",
                "lake2011-report",
                "derived_from",
                "pond2012",
            )
        },
    ),
    passes(
        "works_are_cited",
        "a document that the curators read themselves",
        |world| with_source(world, "seed", ""),
    ),
    leaves(
        "works_are_cited",
        "a note that cannot be read and may cite the work",
        |world| {
            with_source(world, "cited", "")
                .append("seeds/source_references.csv", "lake2011-report,a\"b\n")
        },
        &[
            "seeds/source_references.csv:3: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
    passes("notes_are_known", "a note, and its only work", |world| {
        world.set("memberships", "m-ard", "references", "lake2011-report#1.1")
    }),
    fails(
        "notes_are_known",
        "a note that the document does not have",
        |world| world.set("memberships", "m-ard", "references", "lake2011-report#2"),
        &[
            "seeds/memberships.csv:2: `references`: `lake2011-report#2` names note `2` of `lake2011-report`, which is not in source_references; correct it, or add the note's row to source_references",
        ],
    ),
    fails(
        "notes_are_known",
        "a work that the note does not have",
        |world| world.set("memberships", "m-ard", "references", "lake2011-report#1.2"),
        &[
            "seeds/memberships.csv:2: `references`: `lake2011-report#1.2` names position 2 of note `1` of `lake2011-report`, which has these in source_references: 1; correct it, or add the position's row to source_references",
        ],
    ),
    fails(
        "notes_are_known",
        "a note of a document that the fact does not cite",
        |world| {
            with_note(world, "marsh2005-lakes", "1", "remark", "").set(
                "memberships",
                "m-ard",
                "references",
                "marsh2005-lakes#1",
            )
        },
        &[
            "seeds/memberships.csv:2: `references`: `marsh2005-lakes#1` names note `1` of `marsh2005-lakes`, of which the fact cites no passage; name a note of a document that the fact cites",
        ],
    ),
    passes(
        "notes_are_known",
        "a note of a document of whose part the fact cites a passage",
        |world| passage_of_a_part(world, "lake2011-report#1"),
    ),
    fails(
        "notes_are_known",
        "a note of the part of a document of which the fact cites a passage elsewhere",
        |world| {
            with_note(passage_of_a_part(world, ""), "lake-part", "1", "remark", "").set(
                "memberships",
                "m-bor",
                "references",
                "lake-part#1",
            )
        },
        &[
            "seeds/memberships.csv:3: `references`: `lake-part#1` names note `1` of `lake-part`, of which the fact cites no passage; name a note of a document that the fact cites",
        ],
    ),
    leaves(
        "notes_are_known",
        "a note of a document whose passage is not there",
        |world| {
            with_note(world, "marsh2005-lakes", "1", "remark", "")
                .set("memberships", "m-ard", "references", "marsh2005-lakes#1")
                .set(
                    "memberships",
                    "m-ard",
                    "citations",
                    "c-lake-founding;c-gone",
                )
        },
        &[
            "seeds/memberships.csv:2: `citations`: `c-lake-founding;c-gone` names `c-gone`, which is not in citations; correct the id, or add its row to citations",
        ],
    ),
    leaves(
        "notes_are_known",
        "notes that cannot all be read",
        |world| {
            world
                .set("memberships", "m-ard", "references", "lake2011-report#2")
                .append("seeds/source_references.csv", "lake2011-report,a\"b\n")
        },
        &[
            "seeds/source_references.csv:3: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
    leaves(
        "notes_are_known",
        "passages that cannot be read",
        |world| {
            with_note(world, "marsh2005-lakes", "1", "remark", "")
                .set("memberships", "m-ard", "references", "marsh2005-lakes#1")
                .set("memberships", "m-ard", "citations", "c-lake-founding;")
        },
        &[
            "seeds/memberships.csv:2: `citations`: `c-lake-founding;` is not a list of passages; write `c1;c2[detail];disputes:c3;context:c4`",
        ],
    ),
    passes(
        "notes_are_whole",
        "the second note after the first",
        |world| with_note(world, "lake2011-report", "2", "remark", ""),
    ),
    fails(
        "notes_are_whole",
        "the third note after the first",
        |world| with_note(world, "lake2011-report", "3", "remark", ""),
        &[
            "seeds/source_references.csv:3: `note`: `3` is not the next note of `lake2011-report`: note 2 has no row; add what is missing",
        ],
    ),
    fails(
        "notes_are_whole",
        "the fourth note after the first",
        |world| with_note(world, "lake2011-report", "4", "remark", ""),
        &[
            "seeds/source_references.csv:3: `note`: `4` is not the next note of `lake2011-report`: notes 2 to 3 have no row; add what is missing",
        ],
    ),
    fails(
        "notes_are_whole",
        "another document that begins with its second note",
        |world| with_note(world, "marsh2005-lakes", "2", "remark", ""),
        &[
            "seeds/source_references.csv:3: `note`: `2` is not the next note of `marsh2005-lakes`: note 1 has no row; add what is missing",
        ],
    ),
    passes("notes_are_whole", "a note with a label", |world| {
        with_note(world, "lake2011-report", "table-3", "remark", "")
    }),
    leaves(
        "notes_are_whole",
        "a note that cannot be read and may be the missing one",
        |world| {
            with_note(world, "lake2011-report", "3", "remark", "")
                .append("seeds/source_references.csv", "lake2011-report,a\"b\n")
        },
        &[
            "seeds/source_references.csv:4: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
    passes("parts_have_a_whole", "a part of a document", |world| {
        with_source(world, "part", "lake2011-report")
    }),
    fails(
        "parts_have_a_whole",
        "a part of nothing",
        |world| with_source(world, "part", ""),
        &["seeds/sources.csv:4: `part_of`: is empty for a part; name the source that contains it"],
    ),
    passes("parts_have_a_whole", "a whole document", |world| {
        with_source(world, "seed", "")
    }),
    passes(
        "parts_are_no_younger",
        "a part of the month in which its whole appeared",
        |world| dated_part(world, "2011-03-31", "2011-03"),
    ),
    fails(
        "parts_are_no_younger",
        "a part of the day after the month of its whole",
        |world| dated_part(world, "2011-04-01", "2011-03"),
        &[
            "seeds/sources.csv:4: `issued`: `2011-04-01` is later than `2011-03`, the date of `lake2011-report`, of which it is a part; read both dates again; a part appears with its whole or before",
        ],
    ),
    passes(
        "parts_are_no_younger",
        "a part of a whole without a date",
        |world| dated_part(world, "2011-04-01", ""),
    ),
    passes(
        "parts_have_a_span",
        "a part with its first word and its words",
        |world| {
            with_source(world, "part", "lake2011-report")
                .set("sources", "pond2012", "first_word", "0")
                .set("sources", "pond2012", "n_words", "1")
        },
    ),
    fails(
        "parts_have_a_span",
        "a first word without a number of words",
        |world| {
            with_source(world, "part", "lake2011-report").set(
                "sources",
                "pond2012",
                "first_word",
                "0",
            )
        },
        &["seeds/sources.csv:4: `n_words`: goes with first_word; fill in both or neither"],
    ),
    fails(
        "parts_have_a_span",
        "a number of words without a first word",
        |world| {
            with_source(world, "part", "lake2011-report").set("sources", "pond2012", "n_words", "1")
        },
        &["seeds/sources.csv:4: `n_words`: `1` goes with first_word; fill in both or neither"],
    ),
    leaves(
        "parts_have_a_span",
        "a first word that cannot be read",
        |world| {
            with_source(world, "part", "lake2011-report")
                .set("sources", "pond2012", "n_words", "1")
                .set("sources", "pond2012", "first_word", "x")
        },
        &["seeds/sources.csv:4: `first_word`: `x` is not accepted; write a whole number from 0"],
    ),
    passes(
        "parts_have_a_span",
        "a first paragraph beside the words of the part",
        |world| {
            world.with_part("lake-part", "900", "50").set(
                "sources",
                "lake-part",
                "first_paragraph",
                "1",
            )
        },
    ),
    fails(
        "parts_have_a_span",
        "a first paragraph without words",
        |world| {
            with_source(world, "part", "lake2011-report").set(
                "sources",
                "pond2012",
                "first_paragraph",
                "1",
            )
        },
        &[
            "seeds/sources.csv:4: `first_paragraph`: `1` stands beside no first_word; fill in the words of the part as well, or remove it",
        ],
    ),
    leaves(
        "parts_have_a_span",
        "a first paragraph beside a first word that cannot be read",
        |world| {
            with_source(world, "part", "lake2011-report")
                .set("sources", "pond2012", "first_paragraph", "1")
                .set("sources", "pond2012", "first_word", "x")
        },
        &["seeds/sources.csv:4: `first_word`: `x` is not accepted; write a whole number from 0"],
    ),
    leaves(
        "remarks_name_no_work",
        "a reference of a kind that cannot be read",
        |world| with_note(world, "lake2011-report", "2", "letter", ""),
        &[
            "seeds/source_references.csv:3: `reference_kind`: `letter` is not a known word; use one of: work, back_reference, remark",
        ],
    ),
    leaves(
        "remarks_name_no_work",
        "a work that cannot be read",
        |world| with_note(world, "lake2011-report", "2", "work", "marsh 2005"),
        &[
            "seeds/source_references.csv:3: `cited`: `marsh 2005` is not an id; write one id: letters, digits and hyphens",
        ],
    ),
    passes(
        "remarks_name_no_work",
        "a reference back to a work",
        |world| {
            with_note(
                world,
                "lake2011-report",
                "2",
                "back_reference",
                "marsh2005-lakes",
            )
        },
    ),
    fails(
        "remarks_name_no_work",
        "a reference back to nothing",
        |world| with_note(world, "lake2011-report", "2", "back_reference", ""),
        &[
            "seeds/source_references.csv:3: `cited`: does not go with the reference_kind; name the work of a reference, and none for a remark",
        ],
    ),
    fails(
        "remarks_name_no_work",
        "a reference to no work",
        |world| with_note(world, "lake2011-report", "2", "work", ""),
        &[
            "seeds/source_references.csv:3: `cited`: does not go with the reference_kind; name the work of a reference, and none for a remark",
        ],
    ),
    passes("remarks_name_no_work", "a remark", |world| {
        with_note(world, "lake2011-report", "2", "remark", "")
    }),
    fails(
        "remarks_name_no_work",
        "a remark that cites a work",
        |world| with_note(world, "lake2011-report", "2", "remark", "marsh2005-lakes"),
        &[
            "seeds/source_references.csv:3: `cited`: `marsh2005-lakes` does not go with the reference_kind; name the work of a reference, and none for a remark",
        ],
    ),
];
