//! Single cells, each read as its column declares.

use super::{Case, fails, passes};
use crate::world::World;

/// Gives the place of the founding another id.
fn with_place(world: World, id: &str) -> World {
    world
        .add(
            "entities",
            &[("entity_id", id), ("kind", "place"), ("name", "Pier")],
        )
        .set("events", "ev-founding", "place", id)
}

fn with_tokens(world: World, tokens: &str) -> World {
    world.set("citations", "c-lake-seat", "tokens", tokens)
}

fn with_source(world: World, column: &str, text: &str) -> World {
    world.set("sources", "marsh2005-lakes", column, text)
}

pub(super) const CASES: &[Case] = &[
    fails(
        "readable",
        "a word that the column does not know",
        |world| world.set("memberships", "m-ard", "date_role", "from"),
        &[
            "seeds/memberships.csv:2: `date_role`: `from` is not a known word; use one of: since, until, as_of, during",
        ],
    ),
    passes("readable", "another word of the column", |world| {
        world.set("memberships", "m-ard", "date_role", "until")
    }),
    fails(
        "readable",
        "nothing where something has to stand",
        |world| world.set("events", "ev-founding", "title", ""),
        &["seeds/events.csv:2: `title`: is empty: a short name; fill it in"],
    ),
    passes("readable", "nothing where nothing has to stand", |world| {
        world.set("events", "ev-founding", "date", "")
    }),
    passes("readable", "six words among the tokens", |world| {
        with_tokens(world, "1|2|3|a|b|c|d|e|f")
    }),
    fails(
        "readable",
        "seven words among the tokens",
        |world| with_tokens(world, "1|2|3|a|b|c|d|e|f|g"),
        &[
            "seeds/citations.csv:3: `tokens`: `1|2|3|a|b|c|d|e|f|g` has 7 words; keep the numbers and at most 6 words",
        ],
    ),
    fails(
        "readable",
        "tokens that are not sorted",
        |world| with_tokens(world, "b|a"),
        &[
            "seeds/citations.csv:3: `tokens`: `b|a` is not in alphabetical order, or repeats a token; sort the tokens, each once",
        ],
    ),
    fails(
        "readable",
        "a token that stands twice",
        |world| with_tokens(world, "a|a"),
        &[
            "seeds/citations.csv:3: `tokens`: `a|a` is not in alphabetical order, or repeats a token; sort the tokens, each once",
        ],
    ),
    fails(
        "readable",
        "a token in capitals",
        |world| with_tokens(world, "A"),
        &[
            "seeds/citations.csv:3: `tokens`: `A` has a part `A` that is no token; write numbers such as 7000, 2.5, −4.7, $3 or 2005-06 and single lower-case words without accents",
        ],
    ),
    passes("readable", "a range of one line", |world| {
        world.set("sources", "lake2011-report", "note_lines", "16-16;18")
    }),
    fails(
        "readable",
        "a range of lines backwards",
        |world| world.set("sources", "lake2011-report", "note_lines", "17-16"),
        &[
            "seeds/sources.csv:2: `note_lines`: `17-16` is not accepted; write ranges of lines such as 202-226;230-231",
        ],
    ),
    passes("readable", "the first line of a file", |world| {
        world.set("sources", "lake2011-report", "note_lines", "1-2")
    }),
    fails(
        "readable",
        "a line before the first",
        |world| world.set("sources", "lake2011-report", "note_lines", "0-2"),
        &[
            "seeds/sources.csv:2: `note_lines`: `0-2` is not accepted; write ranges of lines such as 202-226;230-231",
        ],
    ),
    passes(
        "readable",
        "two passages in all three roles and details",
        |world| {
            world.set(
                "relations",
                "r-seat",
                "citations",
                "c-lake-founding[row 1];disputes:c-lake-seat;context:c-lake-trade",
            )
        },
    ),
    fails(
        "readable",
        "a passage named twice in one role",
        |world| {
            world.set(
                "relations",
                "r-seat",
                "citations",
                "c-lake-seat;c-lake-founding;c-lake-seat",
            )
        },
        &[
            "seeds/relations.csv:2: `citations`: `c-lake-seat;c-lake-founding;c-lake-seat` names `c-lake-seat` twice; name each passage once",
        ],
    ),
    fails(
        "readable",
        "a passage named twice in two roles",
        |world| {
            world.set(
                "relations",
                "r-seat",
                "citations",
                "c-lake-seat;disputes:c-lake-seat",
            )
        },
        &[
            "seeds/relations.csv:2: `citations`: `c-lake-seat;disputes:c-lake-seat` names `c-lake-seat` twice; name each passage once",
        ],
    ),
    fails(
        "readable",
        "a role that nobody knows",
        |world| {
            world.set(
                "relations",
                "r-seat",
                "citations",
                "c-lake-seat;beside:c-lake-founding",
            )
        },
        &[
            "seeds/relations.csv:2: `citations`: `c-lake-seat;beside:c-lake-founding` is not a list of passages; write `c1;c2[detail];disputes:c3;context:c4`",
        ],
    ),
    fails(
        "readable",
        "an empty detail of a passage",
        |world| world.set("relations", "r-seat", "citations", "c-lake-seat[]"),
        &[
            "seeds/relations.csv:2: `citations`: `c-lake-seat[]` is not a list of passages; write `c1;c2[detail];disputes:c3;context:c4`",
        ],
    ),
    passes("readable", "a note, and one work of it", |world| {
        world.set(
            "events",
            "ev-founding",
            "references",
            "lake2011-report#1;lake2011-report#1.1",
        )
    }),
    fails(
        "readable",
        "a note named twice",
        |world| {
            world.set(
                "events",
                "ev-founding",
                "references",
                "lake2011-report#1;lake2011-report#1",
            )
        },
        &[
            "seeds/events.csv:2: `references`: `lake2011-report#1;lake2011-report#1` names `lake2011-report#1` twice; name each note once",
        ],
    ),
    fails(
        "readable",
        "a note without a number",
        |world| world.set("events", "ev-founding", "references", "lake2011-report#"),
        &[
            "seeds/events.csv:2: `references`: `lake2011-report#` is not a list of notes; write `source#13;source#13.2`",
        ],
    ),
    passes(
        "readable",
        "an id of three capitals that begin a month",
        |world| with_place(world, "MAR"),
    ),
    fails(
        "readable",
        "an id that is a month",
        |world| with_place(world, "mar"),
        &[
            "seeds/entities.csv:10: `entity_id`: `mar` is an id that a spreadsheet takes for a date or a value; choose a longer one",
        ],
    ),
    fails(
        "readable",
        "an id that is a month and one digit",
        |world| with_place(world, "mar1"),
        &[
            "seeds/entities.csv:10: `entity_id`: `mar1` is an id that a spreadsheet takes for a date or a value; choose a longer one",
        ],
    ),
    fails(
        "readable",
        "an id that is a month and a day with a hyphen",
        |world| with_place(world, "mar-1"),
        &[
            "seeds/entities.csv:10: `entity_id`: `mar-1` is an id that a spreadsheet takes for a date or a value; choose a longer one",
        ],
    ),
    fails(
        "readable",
        "an id that is a month and four digits",
        |world| with_place(world, "Mar2001"),
        &[
            "seeds/entities.csv:10: `entity_id`: `Mar2001` is an id that a spreadsheet takes for a date or a value; choose a longer one",
        ],
    ),
    passes(
        "readable",
        "an id that is a month and five digits",
        |world| with_place(world, "mar20011"),
    ),
    fails(
        "readable",
        "an id that is another short name of September",
        |world| with_place(world, "sept1"),
        &[
            "seeds/entities.csv:10: `entity_id`: `sept1` is an id that a spreadsheet takes for a date or a value; choose a longer one",
        ],
    ),
    passes("readable", "an id that begins with a month", |world| {
        with_place(world, "mars1")
    }),
    fails(
        "readable",
        "an id that is a truth value",
        |world| with_place(world, "true"),
        &[
            "seeds/entities.csv:10: `entity_id`: `true` is an id that a spreadsheet takes for a date or a value; choose a longer one",
        ],
    ),
    passes(
        "readable",
        "an id that begins with a truth value",
        |world| with_place(world, "trues"),
    ),
    fails(
        "readable",
        "an id that is the full name of a month",
        |world| with_place(world, "march"),
        &[
            "seeds/entities.csv:10: `entity_id`: `march` is an id that a spreadsheet takes for a date or a value; choose a longer one",
        ],
    ),
    fails(
        "readable",
        "an id that is the full name of a month and a day",
        |world| with_place(world, "September-9"),
        &[
            "seeds/entities.csv:10: `entity_id`: `September-9` is an id that a spreadsheet takes for a date or a value; choose a longer one",
        ],
    ),
    fails(
        "readable",
        "an id that is a month, a day and a year",
        |world| with_place(world, "june-9-2001"),
        &[
            "seeds/entities.csv:10: `entity_id`: `june-9-2001` is an id that a spreadsheet takes for a date or a value; choose a longer one",
        ],
    ),
    passes(
        "readable",
        "an id that is a month and three numbers",
        |world| with_place(world, "june-9-2001-1"),
    ),
    passes(
        "readable",
        "an id that begins with the full name of a month",
        |world| with_place(world, "marches"),
    ),
    passes("readable", "an id that is a month and a word", |world| {
        with_place(world, "march-pier")
    }),
    passes(
        "readable",
        "an id that is a part of the name of a month",
        |world| with_place(world, "marc"),
    ),
    fails(
        "readable",
        "an id that is no number",
        |world| with_place(world, "nan"),
        &[
            "seeds/entities.csv:10: `entity_id`: `nan` is an id that a spreadsheet takes for a date or a value; choose a longer one",
        ],
    ),
    passes(
        "readable",
        "an id with capitals, digits and single hyphens",
        |world| with_place(world, "Pier-1-a"),
    ),
    fails(
        "readable",
        "an id with two hyphens in a row",
        |world| with_place(world, "pier--1"),
        &[
            "seeds/entities.csv:10: `entity_id`: `pier--1` is not an id; write letters, digits and single hyphens, beginning with a letter",
        ],
    ),
    fails(
        "readable",
        "an id that ends with a hyphen",
        |world| with_place(world, "pier-"),
        &[
            "seeds/entities.csv:10: `entity_id`: `pier-` is not an id; write letters, digits and single hyphens, beginning with a letter",
        ],
    ),
    fails(
        "readable",
        "an id that begins with a digit",
        |world| with_place(world, "1pier"),
        &[
            "seeds/entities.csv:10: `entity_id`: `1pier` is not an id; write letters, digits and single hyphens, beginning with a letter",
        ],
    ),
    fails(
        "readable",
        "a fact's id with a capital",
        |world| world.set("offices", "o-oldfield", "fact_id", "o-Oldfield"),
        &[
            "seeds/offices.csv:2: `fact_id`: `o-Oldfield` is not an id; write lower-case letters, digits and single hyphens, beginning with a letter",
        ],
    ),
    passes("readable", "the least power of ten", |world| {
        world.set("indicators", "i-soldiers", "unit_mult", "-9")
    }),
    fails(
        "readable",
        "a power of ten below the least",
        |world| world.set("indicators", "i-soldiers", "unit_mult", "-10"),
        &[
            "seeds/indicators.csv:2: `unit_mult`: `-10` is not accepted; write a whole number from -9 to 15",
        ],
    ),
    passes("readable", "the greatest power of ten", |world| {
        world.set("indicators", "i-soldiers", "unit_mult", "15")
    }),
    fails(
        "readable",
        "a power of ten above the greatest",
        |world| world.set("indicators", "i-soldiers", "unit_mult", "16"),
        &[
            "seeds/indicators.csv:2: `unit_mult`: `16` is not accepted; write a whole number from -9 to 15",
        ],
    ),
    fails(
        "readable",
        "a whole number with a plus sign",
        |world| world.set("indicators", "i-soldiers", "unit_mult", "+1"),
        &[
            "seeds/indicators.csv:2: `unit_mult`: `+1` is not accepted; write a whole number from -9 to 15",
        ],
    ),
    passes("readable", "the shortest passage", |world| {
        world.set("citations", "c-lake-seat", "n_chars", "20")
    }),
    fails(
        "readable",
        "a passage shorter than the shortest",
        |world| world.set("citations", "c-lake-seat", "n_chars", "19"),
        &[
            "seeds/citations.csv:3: `n_chars`: `19` is not accepted; write a whole number from 20 to 300",
        ],
    ),
    passes("readable", "the longest passage", |world| {
        world.set("citations", "c-lake-seat", "n_chars", "300")
    }),
    fails(
        "readable",
        "a passage longer than the longest",
        |world| world.set("citations", "c-lake-seat", "n_chars", "301"),
        &[
            "seeds/citations.csv:3: `n_chars`: `301` is not accepted; write a whole number from 20 to 300",
        ],
    ),
    passes("readable", "the first word of a document", |world| {
        world.set("citations", "c-lake-founding", "start_word", "0")
    }),
    fails(
        "readable",
        "a word before the first",
        |world| world.set("citations", "c-lake-founding", "start_word", "-1"),
        &["seeds/citations.csv:2: `start_word`: `-1` is not accepted; write a whole number from 0"],
    ),
    passes("readable", "a digest of 64 digits", |world| {
        world.set("citations", "c-lake-seat", "digest", &"0f".repeat(32))
    }),
    fails(
        "readable",
        "a digest of 63 digits",
        |world| world.set("citations", "c-lake-seat", "digest", &"0".repeat(63)),
        &[
            "seeds/citations.csv:3: `digest`: `000000000000000000000000000000000000000000000000000000000000000` is not accepted; write 64 lower-case hexadecimal digits",
        ],
    ),
    fails(
        "readable",
        "a digest in capitals",
        |world| world.set("citations", "c-lake-seat", "digest", &"0F".repeat(32)),
        &[
            "seeds/citations.csv:3: `digest`: `0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F` is not accepted; write 64 lower-case hexadecimal digits",
        ],
    ),
    passes("readable", "a year of four digits", |world| {
        world.set("entity_codes", "ARD", "valid_from", "1991")
    }),
    fails(
        "readable",
        "a year of three digits",
        |world| world.set("entity_codes", "ARD", "valid_from", "991"),
        &[
            "seeds/entity_codes.csv:2: `valid_from`: `991` is not accepted; write a year of four digits",
        ],
    ),
    fails(
        "readable",
        "a year of five digits",
        |world| world.set("entity_codes", "ARD", "valid_from", "19910"),
        &[
            "seeds/entity_codes.csv:2: `valid_from`: `19910` is not accepted; write a year of four digits",
        ],
    ),
    passes("readable", "the plainest address", |world| {
        with_source(world, "url", "http://a.b")
    }),
    fails(
        "readable",
        "an address without a dot in its host",
        |world| with_source(world, "url", "https://localhost/a.b"),
        &[
            "seeds/sources.csv:3: `url`: `https://localhost/a.b` is not accepted; write an address that begins with http:// or https:// and has no blanks",
        ],
    ),
    fails(
        "readable",
        "an address of another sort",
        |world| with_source(world, "url", "ftp://lake.example"),
        &[
            "seeds/sources.csv:3: `url`: `ftp://lake.example` is not accepted; write an address that begins with http:// or https:// and has no blanks",
        ],
    ),
    fails(
        "readable",
        "an address with a blank in it",
        |world| with_source(world, "url", "https://lake.example/the report"),
        &[
            "seeds/sources.csv:3: `url`: `https://lake.example/the report` is not accepted; write an address that begins with http:// or https:// and has no blanks",
        ],
    ),
    passes("readable", "another currency", |world| {
        world.set("trade_figures", "t-can-total", "currency", "EUR")
    }),
    fails(
        "readable",
        "a currency in small letters",
        |world| world.set("trade_figures", "t-can-total", "currency", "eur"),
        &[
            "seeds/trade_figures.csv:7: `currency`: `eur` is not accepted; write an ISO 4217 code such as USD",
        ],
    ),
    fails(
        "readable",
        "a currency of four letters",
        |world| world.set("trade_figures", "t-can-total", "currency", "EURO"),
        &[
            "seeds/trade_figures.csv:7: `currency`: `EURO` is not accepted; write an ISO 4217 code such as USD",
        ],
    ),
    passes("readable", "a language and its script", |world| {
        with_source(world, "language", "zho-Latn")
    }),
    fails(
        "readable",
        "a language of one letter",
        |world| with_source(world, "language", "z"),
        &[
            "seeds/sources.csv:3: `language`: `z` is not accepted; write a BCP 47 tag such as en or zh-Latn",
        ],
    ),
    fails(
        "readable",
        "a language of four letters",
        |world| with_source(world, "language", "zhon"),
        &[
            "seeds/sources.csv:3: `language`: `zhon` is not accepted; write a BCP 47 tag such as en or zh-Latn",
        ],
    ),
    fails(
        "readable",
        "a language with a script of one letter",
        |world| with_source(world, "language", "zh-L"),
        &[
            "seeds/sources.csv:3: `language`: `zh-L` is not accepted; write a BCP 47 tag such as en or zh-Latn",
        ],
    ),
    passes("readable", "two persons, one with a single name", |world| {
        with_source(world, "authors", "Marsh, J.; Reed")
    }),
    fails(
        "readable",
        "a person with three parts",
        |world| with_source(world, "authors", "Marsh, J., PhD"),
        &[
            "seeds/sources.csv:3: `authors`: `Marsh, J., PhD` is not accepted; write `Family, Given`, or `{Institution, Inc.}`, several separated by `;`",
        ],
    ),
    fails(
        "readable",
        "a person with no given name after the comma",
        |world| with_source(world, "authors", "Marsh,"),
        &[
            "seeds/sources.csv:3: `authors`: `Marsh,` is not accepted; write `Family, Given`, or `{Institution, Inc.}`, several separated by `;`",
        ],
    ),
    passes("readable", "the last day of February", |world| {
        world.set("offices", "o-oldfield", "date", "2011-02-28")
    }),
    fails(
        "readable",
        "a day that February does not have",
        |world| world.set("offices", "o-oldfield", "date", "2011-02-29"),
        &[
            "seeds/offices.csv:2: `date`: `2011-02-29` is not an EDTF date: `2011-02` has 28 days; correct the day, or write `2011-02` if the day is not known",
        ],
    ),
    passes(
        "readable",
        "a printed number with groups of three digits",
        |world| world.set("indicators", "i-soldiers", "value_as_printed", "7,000"),
    ),
    fails(
        "readable",
        "a printed number with a group of two digits",
        |world| world.set("indicators", "i-soldiers", "value_as_printed", "70,00"),
        &[
            "seeds/indicators.csv:2: `value_as_printed`: `70,00` is not a printed number: a thousands separator stands before groups of three digits, such as `12,345`; copy the whole number, and where the document has a decimal comma give the value with a point and a note",
        ],
    ),
    fails(
        "readable",
        "blanks around a cell",
        |world| world.set("events", "ev-founding", "summary", "Two states. "),
        &["seeds/events.csv:2: `summary`: `Two states. ` has blanks around it; remove them"],
    ),
];

/// What people write for a value that is not there, and what pandas reads as one, is no text of ours or a user's.
#[test]
fn a_text_that_readers_take_for_nothing_is_refused() {
    for text in [
        "NA", "n/a", "<NA>", "null", "NULL", "None", "nan", "NaN", "#N/A", "1.#IND",
    ] {
        let world = World::new().set("entities", "CAN", "name", text);
        let told = world.problems();
        assert!(
            told.iter().any(|line| line.contains(&format!(
                "`name`: `{text}` is no value; leave the cell empty"
            )) || (text.starts_with('#') && line.contains("`name`"))),
            "{text}: {told:?}"
        );
    }
    // Nan is a province of Thailand, and Null a name of people.
    for text in ["Nan", "Null", "nanny", "not a number"] {
        let world = World::new().set("entities", "CAN", "name", text);
        let run = world.sco(&["check"]);
        assert!(!run.stdout.contains("is no value"), "{text}: {run:?}");
    }
}
