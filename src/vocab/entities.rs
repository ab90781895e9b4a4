//! The words of entities and terms.

vocabulary! {
    /// What sort of thing an entity is.
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

/// How another name relates to an entity's own.
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
    /// What sort of word a term is.
    TermKind {
        /// A verb between two entities.
        Predicate = "predicate",
        /// What a number measures.
        Indicator = "indicator",
        /// What a number counts in.
        Unit = "unit",
        /// What is traded.
        Commodity = "commodity",
        /// What a position is about.
        Topic = "topic",
    }
}

vocabulary! {
    /// How a member stands in an organisation.
    Standing {
        FoundingMember = "founding_member",
        Member = "member",
        Observer = "observer",
        DialoguePartner = "dialogue_partner",
        Participant = "participant",
        Guest = "guest",
        Applicant = "applicant",
        /// A dash in a printed table.
        None = "none",
        /// A blank in a printed table.
        NotMarked = "not_marked",
    }
}
