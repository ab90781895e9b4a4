//! The words of entities and terms.

vocabulary! {
    /// The kind of an entity.
    EntityKind {
        State = "state",
        Aggregate = "aggregate",
        Organisation = "organisation",
        Body = "body",
        Company = "company",
        Media = "media",
        Person = "person",
        Community = "community",
        ArmedGroup = "armed_group",
        Place = "place",
        Agreement = "agreement",
        Programme = "programme",
        Project = "project",
        Forum = "forum",
        Concept = "concept",
        Product = "product",
    }
}

/// The relation of another name to an entity's own.
pub const NAME_KINDS: &[&str] = &[
    "acronym",
    "variant",
    "former",
    "transliteration",
    "translation",
    "misprint",
];

/// Code systems.
pub const CODE_SCHEMES: &[&str] = &[
    "iso3166_1_alpha2",
    "iso3166_1_alpha3",
    "m49",
    "cow",
    "cow_abbreviation",
    "comtrade",
    "imf",
    "vdem",
    "wikidata",
];

vocabulary! {
    /// The kind of a term.
    TermKind {
        /// A verb between two entities.
        Predicate = "predicate",
        /// The subject of a number, such as population.
        Indicator = "indicator",
        /// The unit of a number.
        Unit = "unit",
        /// A traded good.
        Commodity = "commodity",
        /// The topic of a position.
        Topic = "topic",
    }
}

vocabulary! {
    /// The standing of a member in an organisation.
    Standing {
        FoundingMember = "founding_member",
        Member = "member",
        Observer = "observer",
        DialoguePartner = "dialogue_partner",
        Participant = "participant",
        Guest = "guest",
        Applicant = "applicant",
        /// A dash in a printed table.
        NotMember = "not_member",
        /// A blank in a printed table.
        NotMarked = "not_marked",
    }
}
