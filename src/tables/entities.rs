//! What facts are about, and the words that they are said in.

use super::CellType::{Code, Date, Decimal, EntityId, Id, Language, Reference, Text, Word, Year};
use super::{Column, Rows, Table, may, need};
use crate::vocab;

pub(super) const LATITUDE: Column = need(
    "latitude",
    Decimal,
    "degrees north in WGS 84, south with a minus",
)
.in_unit("degrees")
.between(-90, 90);
pub(super) const LONGITUDE: Column = need(
    "longitude",
    Decimal,
    "degrees east in WGS 84, west with a minus",
)
.in_unit("degrees")
.between(-180, 180);

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "entities",
        key: &["entity_id"],
        rows: Rows::SeedFile(include_str!("../../seeds/entities.csv")),
        meaning: "a state, organisation, person, place, agreement or other thing that facts are about",
        own: &[
            need(
                "entity_id",
                EntityId,
                "ISO 3166-1 alpha-3 for states, the usual acronym or a slug for the rest",
            ),
            need(
                "kind",
                Word(vocab::EntityKind::WORDS),
                "what sort of thing it is",
            ),
            need("name", Text, "the name to show").wording(),
            may(
                "in_text",
                Text,
                "the name as it reads within a sentence, where that is not the name as it stands",
            )
            .wording()
            .late(),
            may(
                "number",
                Word(vocab::GrammaticalNumber::WORDS),
                "whether verbs after the name are singular or plural; empty is singular",
            )
            .clerical()
            .late(),
            may("note", Text, "what it is, where the name does not tell").clerical(),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "entity_names",
        key: &["entity_id", "name"],
        rows: Rows::SeedFile(include_str!("../../seeds/entity_names.csv")),
        meaning: "another name that an entity goes by",
        own: &[
            need("entity_id", Reference("entities"), "the entity"),
            need("name", Text, "the other name"),
            need(
                "name_kind",
                Word(vocab::NAME_KINDS),
                "how the name relates to the entity's own",
            ),
            may("language", Language, "BCP 47 tag"),
            may(
                "source_id",
                Reference("sources"),
                "a document in which the name was seen",
            ),
            may("note", Text, "what is odd about the name").clerical(),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "entity_codes",
        key: &["entity_id", "scheme", "code"],
        rows: Rows::SeedFile(include_str!("../../seeds/entity_codes.csv")),
        meaning: "a code for an entity; always text, as some begin with zeros",
        own: &[
            need("entity_id", Reference("entities"), "the entity"),
            need("scheme", Word(vocab::CODE_SCHEMES), "the code system"),
            need("code", Code, "the code"),
            may("valid_from", Year, "first year in which the code was used"),
            may("valid_to", Year, "last year in which the code was used"),
            may("note", Text, "what is odd about the code").clerical(),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "entity_members",
        key: &["entity_id", "member"],
        rows: Rows::SeedFile(include_str!("../../seeds/entity_members.csv")),
        meaning: "who makes up an aggregate, such as the two authors of an article",
        own: &[
            need("entity_id", Reference("entities"), "the aggregate"),
            need(
                "member",
                Reference("entities"),
                "one of those who make it up",
            ),
            may(
                "source_id",
                Reference("sources"),
                "a document or list that names the members",
            ),
            may("note", Text, "from where it is known otherwise").clerical(),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "places",
        key: &["entity_id"],
        rows: Rows::SeedFile(include_str!("../../seeds/places.csv")),
        meaning: "where a place lies, so that a map can be drawn",
        own: &[
            need("entity_id", Reference("entities"), "the place"),
            may("state", Reference("entities"), "the state in which it lies"),
            LATITUDE,
            LONGITUDE,
            need("basis", Text, "from where the coordinates are").clerical(),
            may("note", Text, "which point it is, where the place is large").clerical(),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "dataset",
        key: &["name"],
        rows: Rows::SeedFile(include_str!("../../seeds/dataset.csv")),
        meaning: "what the dataset says of itself, in one row",
        own: &[
            need(
                "name",
                Id,
                "its short name, which is the origin of its rows",
            ),
            need("title", Text, "its title").wording(),
            need(
                "organisation",
                Reference("entities"),
                "the organisation in the middle of it",
            ),
            need("release", Text, "the release, as `1.2.0`"),
            may(
                "released",
                Date,
                "the day of the release, EDTF; empty before it",
            )
            .late(),
            need(
                "licence",
                Text,
                "SPDX identifier of the licence of the data",
            ),
            need("cite_as", Text, "how to cite it").wording(),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "terms",
        key: &["term"],
        rows: Rows::SeedFile(include_str!("../../seeds/terms.csv")),
        meaning: "a word that facts are said in",
        own: &[
            need("term", Id, "the word"),
            need("kind", Word(vocab::TermKind::WORDS), "where it is used"),
            need("label", Text, "how it reads in a sentence or heading").wording(),
            need("meaning", Text, "what it means").wording(),
            may(
                "family",
                Word(vocab::Family::WORDS),
                "of an indicator: which others it is put beside",
            )
            .late(),
            may("pattern", Text, "the sentence that is made with it").late(),
            may(
                "pattern_plural",
                Text,
                "the same where what the sentence begins with is plural",
            )
            .late(),
            may(
                "pattern_expected",
                Text,
                "the same of what is only expected, in a form that fits both numbers",
            )
            .late(),
            may(
                "pattern_past",
                Text,
                "of a standing or predicate: the sentence of a time that is over",
            )
            .late(),
            may(
                "pattern_past_plural",
                Text,
                "the same where what the sentence begins with is plural",
            )
            .late(),
        ],
        ..Table::PLAIN
    },
];
