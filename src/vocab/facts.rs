//! The words of every fact: how it stands, and what ties it to passages, dates and other facts.

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
    /// How two facts are tied.
    FactLink {
        /// What the first expects happened.
        FulfilledBy = "fulfilled_by",
        /// What the first expects came later, otherwise or not at all.
        FailedBy = "failed_by",
        /// The first mends the second.
        Corrects = "corrects",
    }
}

vocabulary! {
    /// What sort of row an id names.
    IdKind {
        Fact = "fact",
        Entity = "entity",
        Citation = "citation",
        Source = "source",
    }
}
