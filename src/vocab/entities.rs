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
        /// What an indicator counts or is about: members, troops, mobile telephones.
        Counted = "counted",
        /// The sentence of a standing: `standing-` and the word.
        Standing = "standing",
        /// The sentence of a role in an event: `role-` and the word.
        Role = "role",
        /// The sentence of a property of an event: `property-` and the word.
        Property = "property",
        /// The sentence of a measure of trade: `measure-` and the word.
        Measure = "measure",
    }
}

impl TermKind {
    /// The closed vocabulary of which each word has a term of this kind; none where the words are open.
    pub const fn closed_words(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Standing => Some(Standing::WORDS),
            Self::Role => Some(super::PARTICIPANT_ROLES),
            Self::Property => Some(super::EventProperty::WORDS),
            Self::Measure => Some(super::Measure::WORDS),
            Self::Predicate
            | Self::Indicator
            | Self::Unit
            | Self::Commodity
            | Self::Topic
            | Self::Counted => None,
        }
    }

    /// The term for a word of the closed vocabulary: `standing-founding-member`.
    pub fn term_for(self, word: &str) -> String {
        format!("{self}-{}", word.replace('_', "-"))
    }
}

vocabulary! {
    /// The grammatical number of a name.
    GrammaticalNumber {
        Singular = "singular",
        Plural = "plural",
    }
}

vocabulary! {
    /// The family of an indicator: those that an analyst puts beside each other.
    Family {
        /// A part of a whole, in per cent.
        Share = "share",
        /// How many persons, states or things.
        Number = "number",
        /// An amount of money.
        Money = "money",
        /// A length of time, an age or a year.
        Time = "time",
        /// A length or a weight.
        Size = "size",
        /// Points on the scale of an index.
        Score = "score",
        /// A place in an order, the first being 1.
        Rank = "rank",
        /// A change, in per cent of what was before.
        Growth = "growth",
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
