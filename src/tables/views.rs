//! The views that are exported, with every column declared. The view of a kind of fact is declared in the entry of
//! the kind, the others here.

mod fields;

pub(super) use fields::{
    date, day, flag, id_of, integer, key, keys, name_of, number, text, word, year,
};

use super::{Field, ORIGIN, entities, fact_columns};
use crate::vocab;
use fields::url;

/// A view for people: names instead of keys, and a ready citation on every line.
#[derive(Debug)]
pub struct View {
    /// Its name, and the stem of the export.
    pub name: &'static str,
    /// The meaning of one row.
    pub meaning: &'static str,
    /// The columns by which the export is sorted, separated by commas; together they are unique in each row.
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
const IN_COPY: Field = text(
    "in_copy",
    "of passages in a part, where they lie in the copy of the whole, as programs read them",
);
const SOURCE: Field = text("source", "the passages, as programs read them");
const SOURCE_URL: Field = text("source_url", "the addresses of the documents");
const ATTRIBUTED_TO_ID: Field = id_of("attributed_to_id", "who says so, according to the document");
const DATE_BASIS: Field = word(
    "date_basis",
    vocab::DateBasis::WORDS,
    "what the date rests on: printed, worked out from the context, the document's own, or known from elsewhere",
);
const SOURCE_IDS: Field = keys(
    "source_ids",
    "sources",
    "the documents that support it, the earliest first",
);
const SOURCE_ID: Field = key(
    "source_id",
    "sources",
    "the document that supports it, of several the earliest",
);
const SOURCE_DATE: Field = date("source_date", "the date of that document, EDTF");
const SOURCE_YEAR: Field = year(
    "source_year",
    "the year of the earliest document that supports it, for grouping by who speaks when",
);
const SOURCE_YEAR_LAST: Field = year(
    "source_year_last",
    "the year of the latest document that supports it",
);
/// The column with the year of a fact or document.
pub(super) const YEAR: Field = year(
    "year",
    "the year in which all of it lies, for sorting and grouping",
);

const IS_FOUNDER: Field = flag("is_founder", "whether it is a founding member");
const BASIS: Field = word(
    "basis",
    &["stated", "carried forward"],
    "whether a document states it for the year, or for an earlier one",
);

/// The last columns in the view of every kind of fact.
const EVERY_FACT: &[Field] = &[
    STATEMENT,
    STATUS,
    ATTRIBUTED_TO,
    ATTRIBUTED_TO_ID,
    RANK,
    fact_columns::RANK_REASON.shown(),
    CLAIM_GROUP,
    NOTE,
    CITATION,
    IN_COPY,
    SOURCE,
    SOURCE_URL,
    SOURCE_IDS,
    SOURCE_ID,
    SOURCE_DATE,
    SOURCE_YEAR,
    SOURCE_YEAR_LAST,
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
            integer("position", "its place in the list").from(1),
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
            DATE_BASIS,
            STATUS,
            ATTRIBUTED_TO,
            ATTRIBUTED_TO_ID,
            RANK,
            CLAIM_GROUP,
            NOTE,
            CITATION,
            IN_COPY,
            SOURCE,
            SOURCE_URL,
            SOURCE_IDS,
            SOURCE_ID,
            SOURCE_DATE,
            SOURCE_YEAR,
            SOURCE_YEAR_LAST,
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
            word("kind", vocab::WorkKind::WORDS, "CSL type of the work"),
            text("authors", "authors as printed"),
            keys(
                "author_ids",
                "entities",
                "ids of the authors; of an unsigned document, of its publisher",
            ),
            text("title", "title, in English where the document gives one"),
            text(
                "container",
                "book, journal, newspaper, site or series that it appeared in",
            ),
            text("publisher", "publisher or issuing body"),
            date("issued", "when it was published, EDTF"),
            YEAR,
            text("part_of", "title of the source that contains this one"),
            key("part_of_id", "sources", "the source that contains this one"),
            url("url", "where it can be read"),
            integer(
                "facts_resting_on_it",
                "facts of the same origin with a passage of it",
            )
            .in_unit("facts")
            .from(0),
            integer(
                "facts_naming_it",
                "facts of the same origin to which a document cites it",
            )
            .in_unit("facts")
            .from(0),
            text(
                "note",
                "where a statement on the source comes from, and what is uncertain",
            ),
            ORIGIN,
        ],
    },
    View {
        name: "v_terms",
        meaning: "a word that facts are said in, with a fact that shows it",
        order: "kind, term",
        is_of_one_kind: false,
        own: &[
            key("term", "terms", "the word"),
            word("kind", vocab::TermKind::WORDS, "where it is used"),
            text("label", "how it reads in a sentence or heading"),
            text("meaning", "what it means"),
            word(
                "family",
                vocab::Family::WORDS,
                "of an indicator: which others it is put beside",
            ),
            integer("facts", "how many facts of the same origin use it")
                .in_unit("facts")
                .from(0),
            text("example", "one of them in a sentence"),
            key("example_id", "facts", "the id of that fact"),
            ORIGIN,
        ],
    },
    View {
        name: "v_standing",
        meaning: "how an entity stood in an organisation in a year",
        order: "organisation, entity, year, origin",
        is_of_one_kind: false,
        own: &[
            text("organisation", "name of the organisation"),
            text("entity", "name of the entity"),
            year("year", "the year"),
            word("standing", vocab::Standing::WORDS, "how it stood"),
            IS_FOUNDER,
            BASIS,
            date("told_for", "the date that the document gives, EDTF"),
            CITATION,
            FACT_ID,
            key("entity_id", "entities", "id of the entity"),
            key("organisation_id", "entities", "id of the organisation"),
            ORIGIN,
        ],
    },
    View {
        name: "v_sco_standing",
        meaning: "how an entity stood in the organisation in the middle of the dataset in a year",
        order: "entity, year, origin",
        is_of_one_kind: false,
        own: &[
            text("entity", "name of the entity"),
            year("year", "the year"),
            word("standing", vocab::Standing::WORDS, "how it stood"),
            IS_FOUNDER,
            BASIS,
            date("told_for", "the date that the document gives, EDTF"),
            CITATION,
            FACT_ID,
            key("entity_id", "entities", "id of the entity"),
            ORIGIN,
        ],
    },
    View {
        name: "v_map",
        meaning: "a fact at a place that it names, for maps",
        order: "place_id, fact_id",
        is_of_one_kind: false,
        own: &[
            name_of("place", "name of the place"),
            id_of("place_id", "the place"),
            name_of("state", "name of the state in which it lies"),
            id_of("state_id", "the state in which it lies"),
            entities::LATITUDE.shown(),
            entities::LONGITUDE.shown(),
            FACT_ID,
            text("kind", "the table that holds the fact"),
            STATEMENT,
            YEAR,
            date("date", "when, EDTF"),
            STATUS,
            CITATION,
            SOURCE_YEAR,
            ORIGIN,
        ],
    },
    View {
        name: "meta_release",
        meaning: "what is cited: the dataset in its release",
        order: "name",
        is_of_one_kind: false,
        own: &[
            text("name", "its short name, which is the origin of its rows"),
            text("title", "its title"),
            text("version", "the release"),
            date("date", "the day of the release, EDTF; empty before it"),
            text("licence", "SPDX identifier of the licence of the data"),
            text("cite_as", "how to cite it"),
            ORIGIN,
        ],
    },
    View {
        name: "v_expected",
        meaning: "something expected, once with what belongs to it, beside what became of it",
        order: "date, fact_id, origin",
        is_of_one_kind: false,
        own: &[
            FACT_ID,
            text("kind", "the table that holds the fact"),
            text("expected", "the expectation in a sentence"),
            date("date", "when it was to be, EDTF"),
            YEAR,
            text("expected_by", "name of who expected it"),
            CITATION,
            SOURCE_DATE,
            SOURCE_YEAR,
            integer("parts", "how many expected facts belong to it")
                .in_unit("facts")
                .from(0),
            text("parts_in_words", "those facts in sentences"),
            word(
                "outcome",
                &[
                    "happened",
                    "happened in part",
                    "had not happened",
                    "did not happen",
                    "not told",
                ],
                "what became of it; had not happened: at the time of a later document",
            ),
            text("what_happened", "the later facts in sentences"),
            text(
                "outcome_date",
                "when that was, EDTF; of several, separated by `;`",
            ),
            text("outcome_citation", "their passages, as they are quoted"),
            text("outcome_note", "how the ones answer the other"),
            keys(
                "outcome_fact_ids",
                "facts",
                "ids of the later facts, separated by `;`",
            ),
            ORIGIN,
        ],
    },
    View {
        name: "v_conflicts",
        meaning: "two facts that cannot both be true",
        order: "claim_group, fact_1, fact_2, about",
        is_of_one_kind: false,
        own: &[
            text(
                "claim_group",
                "the group that they share, or `event` and the id of the event that they tell differently",
            ),
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

/// Every exported view in the order in which people read them: those of the kinds of fact come after the first two
/// of [`OTHER_VIEWS`].
pub fn all() -> impl Iterator<Item = &'static View> {
    let (first, rest) = OTHER_VIEWS.split_at(2);
    let of_kinds = super::kinds().map(|(_, fact)| &fact.view);
    first.iter().chain(of_kinds).chain(rest)
}
