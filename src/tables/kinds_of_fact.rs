//! The nine kinds of fact, their links, and the ids that are used no more.

use super::Kind::{
    Currency, Date, Decimal, EntityId, Id, Integer, Printed, Reference, Term, Text, Word,
};
use super::{Column, Table, may, need};
use crate::vocab;

const FACT_ID: Column = need("fact_id", Id, "id of the fact");
const DATE: Column = may("date", Date, "EDTF, as precise as the document");
const DATE_ROLE: Column = may(
    "date_role",
    Word(vocab::DateRole::WORDS),
    "whether it began, ended, was so or lasted at that date",
);
const UNIT_MULT: Column = need(
    "unit_mult",
    Integer(-9, 15),
    "power of ten to multiply the printed value by",
);
const QUALIFIER: Column = need(
    "qualifier",
    Word(vocab::Qualifier::WORDS),
    "how the document qualifies the number",
);
const PRINTED: Column = need("value_as_printed", Printed, "the token in the passage");

pub(super) static MEMBERSHIPS: Table = Table {
    name: "memberships",
    key: &["fact_id"],
    is_fact: true,
    embedded: include_str!("../../seeds/memberships.csv"),
    meaning: "who belongs to what, and how",
    own: &[
        FACT_ID,
        need("member", Reference("entities"), "who belongs"),
        need("organisation", Reference("entities"), "to what"),
        need(
            "standing",
            Word(vocab::Standing::WORDS),
            "how; none and not_marked come from printed tables",
        ),
        DATE,
        DATE_ROLE,
    ],
};

pub(super) static OFFICES: Table = Table {
    name: "offices",
    key: &["fact_id"],
    is_fact: true,
    embedded: include_str!("../../seeds/offices.csv"),
    meaning: "who held which office, or worked where",
    own: &[
        FACT_ID,
        need("person", Reference("entities"), "who"),
        need("office", Text, "title of the office or post"),
        may(
            "organisation",
            Reference("entities"),
            "of which state, body or firm",
        ),
        DATE,
        DATE_ROLE,
    ],
};

pub(super) static RELATIONS: Table = Table {
    name: "relations",
    key: &["fact_id"],
    is_fact: true,
    embedded: include_str!("../../seeds/relations.csv"),
    meaning: "any other lasting link between two entities",
    own: &[
        FACT_ID,
        need("subject", Reference("entities"), "who or what"),
        need("predicate", Term(vocab::TermKind::Predicate), "does what"),
        need("object", Reference("entities"), "to whom or what"),
        DATE,
        DATE_ROLE,
    ],
};

pub(super) static EVENTS: Table = Table {
    name: "events",
    key: &["fact_id"],
    is_fact: true,
    embedded: include_str!("../../seeds/events.csv"),
    meaning: "what happened, was announced or proposed, or is expected to happen",
    own: &[
        FACT_ID,
        need("kind", Word(vocab::EventKind::WORDS), "what sort of event"),
        need("title", Text, "a short name"),
        DATE,
        may("place", Reference("entities"), "where"),
        may(
            "organisation",
            Reference("entities"),
            "whose event, such as the organisation whose summit it is",
        ),
        may("part_of", Reference("events"), "the larger event"),
        need("summary", Text, "what happened, in the curators' words"),
    ],
};

pub(super) static EVENT_PARTICIPANTS: Table = Table {
    name: "event_participants",
    key: &["fact_id"],
    is_fact: true,
    embedded: include_str!("../../seeds/event_participants.csv"),
    meaning: "who took part in an event, and as what",
    own: &[
        FACT_ID,
        need("event", Reference("events"), "the event"),
        need("entity", Reference("entities"), "who"),
        need("role", Word(vocab::PARTICIPANT_ROLES), "as what"),
    ],
};

pub(super) static EVENT_VARIANTS: Table = Table {
    name: "event_variants",
    key: &["fact_id"],
    is_fact: true,
    embedded: include_str!("../../seeds/event_variants.csv"),
    meaning: "what another source says of the same event instead",
    own: &[
        FACT_ID,
        need("event", Reference("events"), "the event"),
        need(
            "property",
            Word(vocab::EventProperty::WORDS),
            "what is said differently",
        ),
        need(
            "value",
            Text,
            "the other answer: EDTF for a date, an entity_id for a place",
        ),
    ],
};

pub(super) static TRADE_FIGURES: Table = Table {
    name: "trade_figures",
    key: &["fact_id"],
    is_fact: true,
    embedded: include_str!("../../seeds/trade_figures.csv"),
    meaning: "a number on trade that a document states",
    own: &[
        FACT_ID,
        need("reporter", Reference("entities"), "whose trade"),
        need("partner", Reference("entities"), "with whom"),
        need(
            "flow",
            Word(vocab::Flow::WORDS),
            "direction, seen from the reporter",
        ),
        need(
            "commodity",
            Term(vocab::TermKind::Commodity),
            "what is traded",
        ),
        need("period", Date, "EDTF"),
        may(
            "base_period",
            Date,
            "EDTF; what a growth or multiple compares with",
        ),
        need("measure", Word(vocab::Measure::WORDS), "what is measured"),
        may(
            "share_of",
            Word(vocab::SHARE_WHOLES),
            "what a share is a share of",
        ),
        PRINTED,
        UNIT_MULT,
        may("currency", Currency, "ISO 4217; for an amount of money"),
        QUALIFIER,
        may(
            "corrected_value",
            Decimal,
            "the consistent value where the printed one cannot be, in the unit printed",
        ),
        may(
            "corrected_min",
            Decimal,
            "least value that the document's other figures allow",
        ),
        may(
            "corrected_max",
            Decimal,
            "greatest value that the document's other figures allow",
        ),
        may(
            "correction_reason",
            Text,
            "how the corrected value was worked out",
        ),
        may(
            "reported_by",
            Reference("entities"),
            "whose statistics, where the document says",
        ),
    ],
};

pub(super) static INDICATORS: Table = Table {
    name: "indicators",
    key: &["fact_id"],
    is_fact: true,
    embedded: include_str!("../../seeds/indicators.csv"),
    meaning: "any other number that a document states",
    own: &[
        FACT_ID,
        need("subject", Reference("entities"), "whose number"),
        need(
            "indicator",
            Term(vocab::TermKind::Indicator),
            "what is measured",
        ),
        may("about", Reference("entities"), "the other entity concerned"),
        may("period", Date, "EDTF"),
        may("base_period", Date, "EDTF; what a change compares with"),
        PRINTED,
        need(
            "unit",
            Term(vocab::TermKind::Unit),
            "what the number counts in; money has its ISO 4217 code in lower case",
        ),
        UNIT_MULT,
        QUALIFIER,
    ],
};

pub(super) static POSITIONS: Table = Table {
    name: "positions",
    key: &["fact_id"],
    is_fact: true,
    embedded: include_str!("../../seeds/positions.csv"),
    meaning: "who holds or said what",
    own: &[
        FACT_ID,
        need(
            "holder",
            Reference("entities"),
            "whose view, interest or statement",
        ),
        need("topic", Term(vocab::TermKind::Topic), "what it is about"),
        may("about", Reference("entities"), "whom or what it concerns"),
        may("event", Reference("events"), "where it was said"),
        DATE,
        need("summary", Text, "the position, in the curators' words"),
    ],
};

pub(super) static FACT_LINKS: Table = Table {
    name: "fact_links",
    key: &["fact_id", "link", "other_fact"],
    is_fact: false,
    embedded: include_str!("../../seeds/fact_links.csv"),
    meaning: "a tie between two facts",
    own: &[
        need("fact_id", Reference("facts"), "the fact"),
        need("link", Word(vocab::FactLink::WORDS), "how it is tied"),
        need("other_fact", Reference("facts"), "to which other fact"),
        may("note", Text, "why"),
    ],
};

pub(super) static RETIRED_IDS: Table = Table {
    name: "retired_ids",
    key: &["id", "kind"],
    is_fact: false,
    embedded: include_str!("../../seeds/retired_ids.csv"),
    meaning: "an id that is used no more",
    own: &[
        need("id", EntityId, "the id"),
        need("kind", Word(vocab::IdKind::WORDS), "what it named"),
        may("replaced_by", EntityId, "the id to use instead"),
        need("reason", Text, "why it went"),
    ],
};
