//! The views that are exported, with every column declared. The view of a kind of fact stands with its
//! kind; the others stand here.

use super::{Field, Holds, ORIGIN, fact_columns};
use crate::vocab;

/// A view for people: names instead of keys, and a ready citation on every line.
#[derive(Debug)]
pub struct View {
    /// Its name, and the stem of the export.
    pub name: &'static str,
    /// The meaning of one row.
    pub meaning: &'static str,
    /// The order of the export: columns that make a row unique, in the order in which people read.
    pub order: &'static str,
    /// True for the view of one kind of fact. Such a view begins with `fact_id` and ends with the columns that every
    /// fact has.
    pub is_of_one_kind: bool,
    /// Its own columns, in order.
    pub own: &'static [Field],
}

impl View {
    /// All columns, in order.
    pub fn fields(&self) -> Vec<Field> {
        if !self.is_of_one_kind {
            return self.own.to_vec();
        }
        let mut fields = vec![FACT_ID];
        fields.extend(self.own);
        fields.extend(EVERY_FACT);
        fields
    }
}

/// A column that holds text.
pub(super) const fn text(name: &'static str, meaning: &'static str) -> Field {
    let holds = Holds::Text;
    Field {
        name,
        holds,
        meaning,
    }
}

/// A column that holds the name of an entity.
pub(super) const fn name_of(name: &'static str, meaning: &'static str) -> Field {
    text(name, meaning)
}

/// A column that holds one of some words.
pub(super) const fn word(
    name: &'static str,
    words: &'static [&'static str],
    meaning: &'static str,
) -> Field {
    let holds = Holds::Word(words);
    Field {
        name,
        holds,
        meaning,
    }
}

/// A column that holds an EDTF date.
pub(super) const fn date(name: &'static str, meaning: &'static str) -> Field {
    let holds = Holds::Date;
    Field {
        name,
        holds,
        meaning,
    }
}

/// A column that holds a day.
pub(super) const fn day(name: &'static str, meaning: &'static str) -> Field {
    let holds = Holds::Day;
    Field {
        name,
        holds,
        meaning,
    }
}

/// A column that holds a whole number.
pub(super) const fn integer(name: &'static str, meaning: &'static str) -> Field {
    let holds = Holds::Integer;
    Field {
        name,
        holds,
        meaning,
    }
}

/// A column that holds a number.
pub(super) const fn number(name: &'static str, meaning: &'static str) -> Field {
    let holds = Holds::Number;
    Field {
        name,
        holds,
        meaning,
    }
}

const fn key(name: &'static str, table: &'static str, meaning: &'static str) -> Field {
    let holds = Holds::Key(table);
    Field {
        name,
        holds,
        meaning,
    }
}

const fn url(name: &'static str, meaning: &'static str) -> Field {
    let holds = Holds::Url;
    Field {
        name,
        holds,
        meaning,
    }
}

const STATUS: Field = fact_columns::STATUS.shown();
const RANK: Field = fact_columns::RANK.shown();
const CLAIM_GROUP: Field = fact_columns::CLAIM_GROUP.shown();
const NOTE: Field = fact_columns::NOTE.shown();
const FACT_ID: Field = key("fact_id", "facts", "id of the fact");
const STATEMENT: Field = text("statement", "the fact in a sentence");
const ATTRIBUTED_TO: Field = text(
    "attributed_to",
    "name of who says so, according to the document",
);
const CITATION: Field = text(
    "citation",
    "the passages, as they are quoted: author, year, place",
);
const SOURCE: Field = text("source", "the passages, as programs read them");
const SOURCE_URL: Field = text("source_url", "the addresses of the documents");
/// The year of a fact or document.
pub(super) const YEAR: Field = integer("year", "the year, for sorting and grouping");

/// The columns with which the view of every kind of fact ends.
const EVERY_FACT: &[Field] = &[
    STATEMENT,
    STATUS,
    ATTRIBUTED_TO,
    RANK,
    fact_columns::RANK_REASON.shown(),
    CLAIM_GROUP,
    NOTE,
    CITATION,
    SOURCE,
    SOURCE_URL,
    ORIGIN,
];

/// The views over several tables; the first two come before those of the kinds of fact.
pub const OTHER_VIEWS: &[View] = &[
    View {
        name: "start_here",
        meaning: "a view or table to begin with, and the question that it answers",
        order: "position",
        is_of_one_kind: false,
        own: &[
            integer("position", "its place in the list"),
            text("look_at", "the view or table"),
            text("answers", "the question that it answers"),
        ],
    },
    View {
        name: "v_facts",
        meaning: "a fact of any kind, on one line",
        order: "fact_id",
        is_of_one_kind: false,
        own: &[
            FACT_ID,
            text("kind", "the table that holds the fact"),
            STATEMENT,
            YEAR,
            date("date", "EDTF, as precise as the document"),
            STATUS,
            ATTRIBUTED_TO,
            RANK,
            CLAIM_GROUP,
            NOTE,
            CITATION,
            SOURCE,
            SOURCE_URL,
            ORIGIN,
        ],
    },
    View {
        name: "v_sources",
        meaning: "a document, or a work that one cites, with what rests on it",
        order: "source_id",
        is_of_one_kind: false,
        own: &[
            key("source_id", "sources", "citekey"),
            text("cite", "author and year, as the document is quoted"),
            word(
                "tier",
                vocab::Tier::WORDS,
                "read by the curators, part of such a document, or cited by one",
            ),
            word("kind", vocab::WORK_KINDS, "CSL type of the work"),
            text("authors", "authors as printed"),
            text("title", "title, in English where the document gives one"),
            text(
                "container",
                "book, journal, newspaper, site or series that it appeared in",
            ),
            text("publisher", "publisher or issuing body"),
            date("issued", "when it was published, EDTF"),
            YEAR,
            text("part_of", "title of the source that contains this one"),
            url("url", "where it can be read"),
            integer("facts_resting_on_it", "facts with a passage of it"),
            integer("facts_naming_it", "facts to which a document cites it"),
            text(
                "note",
                "where a statement on the source comes from, and what is uncertain",
            ),
            ORIGIN,
        ],
    },
    View {
        name: "v_sco_standing",
        meaning: "how an entity stood in the SCO in a year",
        order: "entity, year",
        is_of_one_kind: false,
        own: &[
            text("entity", "name of the entity"),
            integer("year", "the year"),
            word("standing", vocab::Standing::WORDS, "how it stood"),
            Field {
                name: "is_founder",
                holds: Holds::Flag,
                meaning: "whether it is a founding member",
            },
            word(
                "basis",
                &["stated", "carried forward"],
                "whether a document states it for the year, or for an earlier one",
            ),
            date("told_for", "the date that the document gives, EDTF"),
            CITATION,
            FACT_ID,
            key("entity_id", "entities", "id of the entity"),
            ORIGIN,
        ],
    },
    View {
        name: "v_expected",
        meaning: "something expected, beside what became of it",
        order: "date, fact_id, outcome_fact_id",
        is_of_one_kind: false,
        own: &[
            FACT_ID,
            text("kind", "the table that holds the fact"),
            text("expected", "the expectation in a sentence"),
            date("date", "when it was to be, EDTF"),
            YEAR,
            text("expected_by", "name of who expected it"),
            CITATION,
            word(
                "outcome",
                &["happened", "did not happen", "not told"],
                "what became of it",
            ),
            text("what_happened", "the later fact in a sentence"),
            date("outcome_date", "when that was, EDTF"),
            text("outcome_citation", "its passages, as they are quoted"),
            text("outcome_note", "how the one answers the other"),
            key("outcome_fact_id", "facts", "id of the later fact"),
            ORIGIN,
        ],
    },
    View {
        name: "v_conflicts",
        meaning: "two facts that cannot both be true",
        order: "claim_group, fact_1, fact_2, about",
        is_of_one_kind: false,
        own: &[
            CLAIM_GROUP,
            text("about", "what they disagree on"),
            text("statement_1", "the one fact in a sentence"),
            text("citation_1", "its passages, as they are quoted"),
            word("rank_1", vocab::Rank::WORDS, "its rank"),
            text("statement_2", "the other fact in a sentence"),
            text("citation_2", "its passages, as they are quoted"),
            word("rank_2", vocab::Rank::WORDS, "its rank"),
            key("fact_1", "facts", "id of the one fact"),
            key("fact_2", "facts", "id of the other fact"),
            ORIGIN,
        ],
    },
];

/// Every exported view: those of the kinds of fact between `v_facts` and `v_sources`, as people read them.
pub fn all() -> impl Iterator<Item = &'static View> {
    let (first, rest) = OTHER_VIEWS.split_at(2);
    let of_kinds = super::kinds().map(|(_, fact)| &fact.view);
    first.iter().chain(of_kinds).chain(rest)
}
