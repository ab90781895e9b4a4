//! Documents, their notes, and the passages in them.

use super::CellType::{
    Date, Id, Integer, Language, Lines, Names, Reference, Sha256, Text, Tokens, Url, Word,
};
use super::Derivation::{FirstDay, LastDay, Precision, ReadyCitation};
use super::{Rows, Table, derived, may, need};
use crate::passages::signs::TOKENS;
use crate::passages::skeleton::NORM;
use crate::vocab;

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "sources",
        key: &["source_id"],
        rows: Rows::SeedFile(include_str!("../../seeds/sources.csv")),
        meaning: "a document, an article inside one, or a work that one of them cites",
        own: &[
            need("source_id", Id, "citekey"),
            need(
                "tier",
                Word(vocab::Tier::WORDS),
                "read by the curators, part of such a document, or cited by one",
            ),
            need(
                "source_kind",
                Word(vocab::SOURCE_KINDS),
                "what this text is to the work",
            ),
            may(
                "part_of",
                Reference("sources"),
                "the source that contains this one",
            ),
            may(
                "derived_from",
                Reference("sources"),
                "the source that this one republishes or translates",
            ),
            need("kind", Word(vocab::WorkKind::WORDS), "CSL type of the work"),
            need(
                "title",
                Text,
                "title, in English where the document gives one",
            ).wording(),
            may(
                "original_title",
                Text,
                "title in the original language or transliteration",
            ).wording(),
            may(
                "authors",
                Names,
                "authors as printed; an institution with a comma in its name stands in braces",
            ),
            may("editors", Names, "editors as printed"),
            may(
                "container",
                Text,
                "book, journal, newspaper, site or series that it appeared in",
            ).wording(),
            may("publisher", Text, "publisher or issuing body").wording(),
            may("volume", Text, "volume of the container"),
            may("issue", Text, "issue of the container"),
            may("pages", Text, "pages in the container").clerical(),
            may("number", Text, "report or document number"),
            may("issued", Date, "when it was published, EDTF"),
            may("url", Url, "where it can be read"),
            may(
                "url_as_printed",
                Text,
                "the address as a document prints it, where that is broken",
            ).clerical(),
            may("archive_url", Url, "an archived copy").clerical(),
            may(
                "accessed",
                Date,
                "when the address was last opened, as stated, EDTF",
            ).clerical(),
            may("language", Language, "BCP 47 tag"),
            may("rights", Text, "short note on rights").clerical(),
            may(
                "paragraph_rule",
                Word(vocab::ParagraphRule::WORDS),
                "where a paragraph of the reference copy ends",
            ).clerical(),
            may(
                "note_lines",
                Lines,
                "the lines of the reference copy that hold its notes",
            ).clerical(),
            may(
                "ref_chars",
                Integer(0, i64::MAX),
                "letters and digits in the reference copy's skeleton",
            ).clerical().in_unit("letters and digits"),
            may(
                "ref_digest",
                Sha256,
                "digest of the reference copy's whole skeleton, scheme pa1",
            ),
            may(
                "bytes_sha256",
                Sha256,
                "SHA-256 of the file used as reference copy",
            ).clerical(),
            may(
                "first_paragraph",
                Integer(1, i64::MAX),
                "for a part: the paragraph of the containing copy in which it begins, from which its own are counted",
            ).clerical()
            .late(),
            may(
                "first_word",
                Integer(0, i64::MAX),
                "for a part: its first word in the containing copy",
            ).clerical(),
            may(
                "n_words",
                Integer(1, i64::MAX),
                "for a part: how many words of the containing copy it has",
            ).clerical().in_unit("words"),
            may(
                "note",
                Text,
                "where a statement on the source comes from, and what is uncertain",
            ).clerical(),
        ],
        derived: &[
            derived("issued_from", FirstDay("issued"), "first day of `issued`").after("issued"),
            derived("issued_to", LastDay("issued"), "last day of `issued`").after("issued"),
            derived(
                "issued_precision",
                Precision("issued"),
                "how precise `issued` is",
            )
            .after("issued"),
            derived(
                "cite",
                ReadyCitation,
                "author and year, as the document is quoted; a letter tells works of one year apart",
            )
            .after("n_words")
            .clerical(),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "source_references",
        key: &["citing", "note", "position"],
        rows: Rows::SeedFile(include_str!("../../seeds/source_references.csv")),
        meaning: "one entry of a document's notes, reading list or table source",
        own: &[
            need("citing", Reference("sources"), "the document"),
            need("note", Text, "the number or label of the note"),
            need(
                "position",
                Integer(1, 999),
                "place of the work within the note",
            ),
            need(
                "reference_kind",
                Word(vocab::ReferenceKind::WORDS),
                "reference, reference back to another note's work, or remark",
            ),
            may(
                "cited",
                Reference("sources"),
                "the work; empty for a remark",
            ),
            may(
                "pages",
                Text,
                "pages or part of the work that the note names",
            ).clerical(),
            may("comment", Text, "what is odd about the entry").clerical(),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "source_authors",
        key: &["source_id", "position"],
        rows: Rows::SeedFile(include_str!("../../seeds/source_authors.csv")),
        meaning: "an author of a document as an entity; of an unsigned one, its publisher",
        own: &[
            need("source_id", Reference("sources"), "the document"),
            need("position", Integer(1, 999), "place among its authors"),
            need("entity_id", Reference("entities"), "the author"),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "citations",
        key: &["citation_id"],
        rows: Rows::SeedFile(include_str!("../../seeds/citations.csv")),
        meaning: "a passage: where it stands and what it must contain, without its words",
        own: &[
            need("citation_id", Id, "id of the passage"),
            need(
                "source_id",
                Reference("sources"),
                "the document or part that it stands in",
            ),
            need(
                "locator_label",
                Word(vocab::LocatorLabel::WORDS),
                "what the locator counts",
            ).clerical(),
            need("locator", Text, "where a person finds it").clerical(),
            need(
                "start_word",
                Integer(0, i64::MAX),
                "number of its first word in the reference copy",
            ).clerical(),
            need(
                "n_chars",
                Integer(20, 300),
                "its length in letters and digits",
            ).clerical().in_unit("letters and digits"),
            need("n_words", Integer(1, 300), "its length in words").clerical().in_unit("words"),
            need(
                "digest",
                Sha256,
                "digest of its letters and digits, scheme pa1",
            ),
            need(
                "norm",
                Word(&[NORM, TOKENS]),
                "the scheme: pa2 where signs, names with numbers or ticks are among its tokens",
            ).clerical(),
            may(
                "tokens",
                Tokens,
                "numbers, single words and signs that must stand in it",
            ),
            may("note", Text, "what is odd about the passage").clerical(),
            may(
                "occurrence",
                Integer(1, 999),
                "which of the places with the same words it is; empty where they stand once",
            ).late(),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "omissions",
        key: &["source_id", "paragraph", "omitted"],
        rows: Rows::SeedFile(include_str!("../../seeds/omissions.csv")),
        meaning: "what a document says that no fact rests on, and why",
        own: &[
            need(
                "source_id",
                Reference("sources"),
                "the document whose copy is counted",
            ),
            need(
                "paragraph",
                Integer(1, i64::MAX),
                "number of the paragraph in the reference copy",
            ),
            need(
                "omitted",
                Text,
                "`paragraph` for the whole paragraph, or the number that is left out",
            ),
            need(
                "reason",
                Word(vocab::OMISSION_REASONS),
                "why no fact rests on it",
            ),
            may("comment", Text, "what it is").clerical(),
        ],
        ..Table::PLAIN
    },
];
