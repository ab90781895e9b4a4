//! The closed vocabularies, each word once: the schema's `CHECK`s hold the same words, and a test compares.

/// Declares an enum whose variants are words, with `WORDS`, `Display` and `FromStr`.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// The words, in the order in which they are documented.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word for this value.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!("use one of: {}", Self::WORDS.join(", "))),
                }
            }
        }
    };
}

vocabulary! {
    /// How a fact stands in its document.
    Status {
        /// The document says it in its own voice.
        Stated = "stated",
        /// The document reports it from somebody.
        Attributed = "attributed",
        /// It had not happened when the document was written.
        Expected = "expected",
    }
}

vocabulary! {
    /// Which of several differing facts to prefer.
    Rank {
        /// The best supported of its claim group.
        Preferred = "preferred",
        /// No judgement.
        Normal = "normal",
        /// Kept, but known to be wrong or superseded.
        Deprecated = "deprecated",
    }
}

vocabulary! {
    /// What a passage does for a fact.
    CitationRole {
        /// It says so.
        Supports = "supports",
        /// It says otherwise.
        Disputes = "disputes",
        /// It helps to understand.
        Context = "context",
    }
}

vocabulary! {
    /// What the date of a lasting state of affairs tells.
    DateRole {
        /// It began then.
        Since = "since",
        /// It ended then.
        Until = "until",
        /// It was so at that time.
        AsOf = "as_of",
        /// It lasted that long.
        During = "during",
    }
}

vocabulary! {
    /// In which direction goods went, seen from the reporter.
    Flow {
        /// Out of the reporter.
        Export = "export",
        /// Into the reporter.
        Import = "import",
        /// Both together.
        Total = "total",
    }
}

vocabulary! {
    /// What a trade figure measures.
    Measure {
        /// An amount of money.
        Value = "value",
        /// Per cent of a whole.
        Share = "share",
        /// Per cent of change over the base period.
        Growth = "growth",
        /// How many times the base period's value.
        Multiple = "multiple",
        /// A place in an order, the first being 1.
        Rank = "rank",
    }
}

vocabulary! {
    /// How a document qualifies a number.
    Qualifier {
        /// Not at all.
        Exact = "exact",
        /// About, some, around.
        About = "about",
        /// A little below.
        Almost = "almost",
        /// Above.
        MoreThan = "more_than",
        /// At or above.
        AtLeast = "at_least",
        /// Below.
        LessThan = "less_than",
        /// At or below.
        UpTo = "up_to",
    }
}

vocabulary! {
    /// What a note of a document holds.
    ReferenceKind {
        /// A reference to a work.
        Work = "work",
        /// A reference to a work that another note gives in full.
        BackReference = "back_reference",
        /// A remark that names no work.
        Remark = "remark",
    }
}

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

/// How a document came to us: read whole, part of one, or cited by one.
pub const TIERS: &[&str] = &["seed", "part", "cited"];

/// What a copy of a text is to the text.
pub const SOURCE_KINDS: &[&str] = &["original", "republication", "translation", "compilation"];

/// What sort of work a source is: CSL types.
pub const WORK_KINDS: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "broadcast",
    "chapter",
    "dataset",
    "document",
    "interview",
    "legislation",
    "paper-conference",
    "personal_communication",
    "post",
    "post-weblog",
    "report",
    "speech",
    "treaty",
    "webpage",
];

/// Where a paragraph ends in a copy.
pub const PARAGRAPH_RULES: &[&str] = &["blank_line", "line_end"];

/// What a locator counts: CSL locator labels.
pub const LOCATOR_LABELS: &[&str] = &[
    "page",
    "paragraph",
    "section",
    "table",
    "figure",
    "note",
    "line",
];

/// What sort of thing an entity is.
pub const ENTITY_KINDS: &[&str] = &[
    "state",
    "aggregate",
    "organisation",
    "body",
    "company",
    "media",
    "person",
    "community",
    "armed_group",
    "place",
    "agreement",
    "programme",
    "project",
    "forum",
    "concept",
    "product",
];

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

/// How a member stands in an organisation.
pub const STANDINGS: &[&str] = &[
    "founding_member",
    "member",
    "observer",
    "dialogue_partner",
    "participant",
    "guest",
    "applicant",
    "none",
    "not_marked",
];

/// What sort of thing happened.
pub const EVENT_KINDS: &[&str] = &[
    "summit",
    "meeting",
    "visit",
    "call",
    "founding",
    "opening",
    "dissolution",
    "accession",
    "agreement",
    "adoption",
    "declaration",
    "decision",
    "proposal",
    "announcement",
    "speech",
    "exercise",
    "training",
    "attack",
    "conflict",
    "protest",
    "withdrawal",
    "delivery",
    "investment",
    "sale",
    "publication",
    "appointment",
    "election",
    "change",
];

/// What an entity was in an event.
pub const PARTICIPANT_ROLES: &[&str] = &[
    "host",
    "chair",
    "organiser",
    "attended",
    "absent",
    "invited",
    "signatory",
    "founder",
    "proposer",
    "supporter",
    "opponent",
    "speaker",
    "addressee",
    "supplier",
    "recipient",
    "perpetrator",
    "target",
    "subject",
    "outcome",
];

/// What another source may say differently of an event.
pub const EVENT_PROPERTIES: &[&str] = &["date", "place", "number", "name", "participants"];

/// What a share is a share of.
pub const SHARE_WHOLES: &[&str] = &["reporter_total", "partner_total", "flow_with_partner"];

/// Why no fact rests on something that a document says.
pub const OMISSION_REASONS: &[&str] = &[
    "heading",
    "caption",
    "credit",
    "navigation",
    "publication",
    "repeats",
    "rhetoric",
    "outside",
    "name",
    "vague",
];

/// How two facts are tied.
pub const FACT_LINKS: &[&str] = &["fulfilled_by", "failed_by", "corrects"];

/// What sort of row an id named.
pub const RETIRED_KINDS: &[&str] = &["fact", "entity", "citation", "source"];
