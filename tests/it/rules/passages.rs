//! The passages behind facts.

use super::{Case, fails, leaves, passes, with_passage};
use crate::world::World;

/// Declares these tokens in the passage on the soldiers.
fn with_tokens(world: World, tokens: &str, norm: &str) -> World {
    let passage = "c-lake-soldiers";
    world
        .set("citations", passage, "tokens", tokens)
        .set("citations", passage, "norm", norm)
}

/// Lets the seat rest on these passages too.
fn seat_rests_on(world: World, more: &str) -> World {
    world.set(
        "relations",
        "r-seat",
        "citations",
        &format!("c-lake-founding;c-lake-seat;{more}"),
    )
}

/// Adds a passage that begins at a word and has some words, and a fact that rests on it.
fn with_cited(world: World, source: &str, start: &str, words: &str) -> World {
    let world = with_passage(world, "c-lake-new", source, start, words);
    seat_rests_on(world, "c-lake-new")
}

/// Adds a source that is a part of another or of none.
fn with_source(world: World, part_of: &str) -> World {
    world.add(
        "sources",
        &[
            ("source_id", "pond2012"),
            ("tier", if part_of.is_empty() { "seed" } else { "part" }),
            ("source_kind", "original"),
            ("part_of", part_of),
            ("kind", "report"),
            ("title", "The pond"),
        ],
    )
}

/// Moves the passage on Oldfield, words 84 to 102, to a part of the report.
fn oldfield_in_part(world: World, start: &str, words: &str) -> World {
    world.with_part("lake2011-box", start, words).set(
        "citations",
        "c-lake-oldfield",
        "source_id",
        "lake2011-box",
    )
}

fn soldiers(world: World, printed: &str, citations: &str) -> World {
    world
        .set("indicators", "i-soldiers", "value_as_printed", printed)
        .set("indicators", "i-soldiers", "citations", citations)
}

/// Adds a passage of the words 113 to 149, and two more of two words each.
fn two_beside_a_long_one(world: World, first: &str, second: &str) -> World {
    let world = with_cited(world, "lake2011-report", "113", "37");
    let world = with_passage(world, "c-first", "lake2011-report", first, "2");
    with_passage(world, "c-second", "lake2011-report", second, "2").set(
        "memberships",
        "m-ard",
        "citations",
        "c-lake-founding;c-first;c-second",
    )
}

pub(super) const CASES: &[Case] = &[
    fails(
        "facts_are_cited",
        "context alone",
        |world| {
            world.set(
                "offices",
                "o-oldfield",
                "citations",
                "context:c-lake-oldfield",
            )
        },
        &[
            "seeds/offices.csv:2: `citations`: `context:c-lake-oldfield` names no passage that supports the fact; add one without `disputes:` or `context:`",
        ],
    ),
    fails(
        "facts_are_cited",
        "a dispute alone",
        |world| {
            world.set(
                "offices",
                "o-oldfield",
                "citations",
                "disputes:c-lake-oldfield",
            )
        },
        &[
            "seeds/offices.csv:2: `citations`: `disputes:c-lake-oldfield` names no passage that supports the fact; add one without `disputes:` or `context:`",
        ],
    ),
    passes(
        "facts_are_cited",
        "one passage that supports after context and dispute",
        |world| {
            world.set(
                "offices",
                "o-oldfield",
                "citations",
                "context:c-lake-seat;disputes:c-lake-founding;c-lake-oldfield",
            )
        },
    ),
    leaves(
        "facts_are_cited",
        "no passage at all",
        |world| world.set("offices", "o-oldfield", "citations", ""),
        &["seeds/offices.csv:2: `citations`: is empty: the passages behind the fact; fill it in"],
    ),
    fails(
        "citations_are_used",
        "a passage behind no fact",
        |world| with_passage(world, "c-lake-new", "lake2011-report", "113", "9"),
        &[
            "seeds/citations.csv:8: `citation_id`: `c-lake-new` stands behind no fact; add the fact, or remove the passage",
        ],
    ),
    passes("citations_are_used", "a passage behind a fact", |world| {
        with_cited(world, "lake2011-report", "113", "9")
    }),
    passes(
        "citations_are_used",
        "a passage that is context alone",
        |world| {
            let world = with_passage(world, "c-lake-new", "lake2011-report", "113", "9");
            seat_rests_on(world, "context:c-lake-new")
        },
    ),
    leaves(
        "citations_are_used",
        "a fact whose passages cannot be read",
        |world| {
            let world = with_passage(world, "c-lake-new", "lake2011-report", "113", "9");
            seat_rests_on(world, "c lake new")
        },
        &[
            "seeds/relations.csv:2: `citations`: `c-lake-founding;c-lake-seat;c lake new` is not a list of passages; write `c1;c2[detail];disputes:c3;context:c4`",
        ],
    ),
    leaves(
        "citations_are_used",
        "a fact that cannot be read",
        |world| {
            with_passage(world, "c-lake-new", "lake2011-report", "113", "9")
                .append("seeds/offices.csv", "o-short,a\"b\n")
        },
        &[
            "seeds/offices.csv:3: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
    fails(
        "citations_have_a_copy",
        "a document without a copy",
        |world| with_cited(with_source(world, ""), "pond2012", "0", "9"),
        &[
            "seeds/citations.csv:8: `source_id`: `pond2012` has no reference copy; fill in ref_digest of the source, or of the source that contains it",
        ],
    ),
    passes("citations_have_a_copy", "a document with a copy", |world| {
        with_cited(with_source(world, ""), "pond2012", "0", "9").set(
            "sources",
            "pond2012",
            "ref_digest",
            &"0".repeat(64),
        )
    }),
    passes(
        "citations_have_a_copy",
        "a part of a document with a copy",
        |world| {
            with_cited(
                with_source(world, "lake2011-report"),
                "pond2012",
                "113",
                "9",
            )
        },
    ),
    fails(
        "citations_have_a_copy",
        "a part of a document without a copy",
        |world| with_cited(with_source(world, "marsh2005-lakes"), "pond2012", "0", "9"),
        &[
            "seeds/citations.csv:8: `source_id`: `pond2012` has no reference copy; fill in ref_digest of the source, or of the source that contains it",
        ],
    ),
    leaves(
        "citations_have_a_copy",
        "a copy whose digest cannot be read",
        |world| {
            with_cited(with_source(world, ""), "pond2012", "0", "9").set(
                "sources",
                "pond2012",
                "ref_digest",
                "0",
            )
        },
        &[
            "seeds/sources.csv:4: `ref_digest`: `0` is not accepted; write 64 lower-case hexadecimal digits",
        ],
    ),
    passes(
        "citations_lie_in_their_part",
        "a passage that fills its part",
        |world| oldfield_in_part(world, "84", "19"),
    ),
    fails(
        "citations_lie_in_their_part",
        "a passage that begins a word before its part",
        |world| oldfield_in_part(world, "85", "18"),
        &[
            "seeds/citations.csv:6: `start_word`: `84` lies outside the part, whose words are 85 to 102; name the source whose words these are",
        ],
    ),
    fails(
        "citations_lie_in_their_part",
        "a passage that ends a word beyond its part",
        |world| oldfield_in_part(world, "84", "18"),
        &[
            "seeds/citations.csv:6: `start_word`: `84` lies outside the part, whose words are 84 to 101; name the source whose words these are",
        ],
    ),
    passes(
        "citations_lie_in_their_part",
        "a passage of the whole outside the part",
        |world| world.with_part("lake2011-box", "84", "1"),
    ),
    passes(
        "citations_do_not_overlap",
        "a passage right after another",
        |world| with_cited(world, "lake2011-report", "113", "1"),
    ),
    fails(
        "citations_do_not_overlap",
        "a passage that shares the last word of another",
        |world| with_cited(world, "lake2011-report", "112", "1"),
        &[
            "seeds/citations.csv:8: `start_word`: `112` begins inside the passage `c-lake-soldiers` (seeds/citations.csv:7); cite `c-lake-soldiers` instead, or move one of them with `sco cite`",
        ],
    ),
    fails(
        "citations_do_not_overlap",
        "a passage within two that end at one word: the longer is told",
        |world| {
            let world = two_beside_a_long_one(world, "115", "149");
            world.set("citations", "c-first", "n_words", "35")
        },
        &[
            "seeds/citations.csv:9: `start_word`: `115` begins inside the passage `c-lake-new` (seeds/citations.csv:8); cite `c-lake-new` instead, or move one of them with `sco cite`",
            "seeds/citations.csv:10: `start_word`: `149` begins inside the passage `c-lake-new` (seeds/citations.csv:8); cite `c-lake-new` instead, or move one of them with `sco cite`",
        ],
    ),
    fails(
        "citations_do_not_overlap",
        "two passages within a longer one",
        |world| two_beside_a_long_one(world, "115", "149"),
        &[
            "seeds/citations.csv:9: `start_word`: `115` begins inside the passage `c-lake-new` (seeds/citations.csv:8); cite `c-lake-new` instead, or move one of them with `sco cite`",
            "seeds/citations.csv:10: `start_word`: `149` begins inside the passage `c-lake-new` (seeds/citations.csv:8); cite `c-lake-new` instead, or move one of them with `sco cite`",
        ],
    ),
    fails(
        "citations_do_not_overlap",
        "one passage within a longer one, and one right after the longer",
        |world| two_beside_a_long_one(world, "115", "150"),
        &[
            "seeds/citations.csv:9: `start_word`: `115` begins inside the passage `c-lake-new` (seeds/citations.csv:8); cite `c-lake-new` instead, or move one of them with `sco cite`",
        ],
    ),
    leaves(
        "citations_do_not_overlap",
        "the same passage twice, with its id",
        |world| with_passage(world, "c-lake-seat", "lake2011-report", "27", "8"),
        &[
            "seeds/citations.csv:8: `citation_id`: `c-lake-seat` has the key of seeds/citations.csv:3; give one of them another citation_id, or remove one",
        ],
    ),
    passes(
        "citations_do_not_overlap",
        "a passage that begins at the greatest number",
        |world| with_cited(world, "lake2011-report", "9223372036854775807", "1"),
    ),
    passes(
        "citations_do_not_overlap",
        "a passage right before another",
        |world| with_cited(world, "lake2011-report", "76", "1"),
    ),
    fails(
        "citations_do_not_overlap",
        "a passage that shares the first word of another",
        |world| with_cited(world, "lake2011-report", "76", "2"),
        &[
            "seeds/citations.csv:5: `start_word`: `77` begins inside the passage `c-lake-new` (seeds/citations.csv:8); cite `c-lake-new` instead, or move one of them with `sco cite`",
        ],
    ),
    passes(
        "citations_do_not_overlap",
        "a passage of a part right after one of the whole",
        |world| {
            with_cited(
                world.with_part("lake2011-box", "110", "9"),
                "lake2011-box",
                "113",
                "1",
            )
        },
    ),
    fails(
        "citations_do_not_overlap",
        "a passage of a part that shares a word with one of the whole",
        |world| {
            with_cited(
                world.with_part("lake2011-box", "110", "9"),
                "lake2011-box",
                "112",
                "2",
            )
        },
        &[
            "seeds/citations.csv:8: `start_word`: `112` begins inside the passage `c-lake-soldiers` (seeds/citations.csv:7); cite `c-lake-soldiers` instead, or move one of them with `sco cite`",
        ],
    ),
    passes(
        "citations_do_not_overlap",
        "passages of two documents",
        |world| {
            with_cited(with_source(world, ""), "pond2012", "6", "9").set(
                "sources",
                "pond2012",
                "ref_digest",
                &"0".repeat(64),
            )
        },
    ),
    passes(
        "tokens_hold_the_value",
        "a value whose digits are grouped otherwise",
        |world| soldiers(world, "7,000", "c-lake-soldiers"),
    ),
    fails(
        "tokens_hold_the_value",
        "a value that differs in one digit",
        |world| soldiers(world, "7 001", "c-lake-soldiers"),
        &[
            "seeds/indicators.csv:2: `value_as_printed`: `7 001` is not in the passages behind it (they declare: 7000); correct the number, or cite the passage that prints it and declare it there as a token",
        ],
    ),
    fails(
        "tokens_hold_the_value",
        "a value with another decimal",
        |world| world.set("trade_figures", "t-can-total", "value_as_printed", "5"),
        &[
            "seeds/trade_figures.csv:7: `value_as_printed`: `5` is not in the passages behind it (they declare: 2.0 25.0 3.0 5.0); write `5.0`, as the passage prints it; a spreadsheet makes another text of it unless the column is opened as text",
        ],
    ),
    passes(
        "tokens_hold_the_value",
        "a value whose token has a currency",
        |world| with_tokens(world, "$7000", "pa2"),
    ),
    passes(
        "tokens_hold_the_value",
        "a value below zero whose token has the sign",
        |world| with_tokens(soldiers(world, "-7 000", "c-lake-soldiers"), "−7000", "pa2"),
    ),
    fails(
        "tokens_hold_the_value",
        "a value below zero whose token has no sign",
        |world| soldiers(world, "-7 000", "c-lake-soldiers"),
        &[
            "seeds/indicators.csv:2: `value_as_printed`: `-7 000` is not in the passages behind it (they declare: 7000); correct the number, or cite the passage that prints it and declare it there as a token",
        ],
    ),
    fails(
        "tokens_hold_the_value",
        "a value below zero with a dash, whose token has no sign",
        |world| soldiers(world, "–7 000", "c-lake-soldiers"),
        &[
            "seeds/indicators.csv:2: `value_as_printed`: `–7 000` is not in the passages behind it (they declare: 7000); correct the number, or cite the passage that prints it and declare it there as a token",
        ],
    ),
    passes("tokens_fit_their_scheme", "a sign under pa2", |world| {
        with_tokens(world, "$7000", "pa2")
    }),
    passes(
        "tokens_fit_their_scheme",
        "plain tokens under pa1",
        |world| with_tokens(world, "7000|soldiers", "pa1"),
    ),
    fails(
        "tokens_fit_their_scheme",
        "a sign under pa1",
        |world| with_tokens(world, "$7000", "pa1"),
        &["seeds/citations.csv:7: `norm`: `pa1` does not have tokens such as `$7000`; write `pa2`"],
    ),
    fails(
        "tokens_fit_their_scheme",
        "plain tokens under pa2",
        |world| with_tokens(world, "7000|soldiers", "pa2"),
        &["seeds/citations.csv:7: `norm`: `pa2` has no token that needs it; write `pa1`"],
    ),
    passes(
        "tokens_hold_the_value",
        "a value in the second passage that supports it",
        |world| soldiers(world, "7 000", "c-lake-seat;c-lake-soldiers"),
    ),
    fails(
        "tokens_hold_the_value",
        "a value in context alone",
        |world| soldiers(world, "7 000", "c-lake-seat;context:c-lake-soldiers"),
        &[
            "seeds/indicators.csv:2: `value_as_printed`: `7 000` is not in the passages behind it (they declare: none); correct the number, or cite the passage that prints it and declare it there as a token",
        ],
    ),
    leaves(
        "tokens_hold_the_value",
        "a passage whose tokens cannot be read",
        |world| {
            soldiers(world, "7 001", "c-lake-soldiers").set(
                "citations",
                "c-lake-soldiers",
                "tokens",
                "7 000",
            )
        },
        &[
            "seeds/citations.csv:7: `tokens`: `7 000` has a part `7 000` that is no token; write numbers such as 7000, 2.5, −4.7, $3 or 2005-06 and single lower-case words without accents",
        ],
    ),
    leaves(
        "tokens_hold_the_value",
        "a passage that is not there",
        |world| soldiers(world, "7 001", "c-lake-soldiers;c-gone"),
        &[
            "seeds/indicators.csv:2: `citations`: `c-lake-soldiers;c-gone` names `c-gone`, which is not in citations; correct the id, or add its row to citations",
        ],
    ),
];
