//! The words of every fact: its status, and how it is linked to passages, dates and other facts.

vocabulary! {
    /// The standing of a fact in its document.
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
    /// The preference among several differing facts.
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
    /// The role of a passage for a fact.
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
    /// The meaning of the date of something lasting.
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
    /// The tie between two facts.
    FactLink {
        /// The event that the first expects happened.
        FulfilledBy = "fulfilled_by",
        /// The event that the first expects came later, otherwise or not at all.
        FailedBy = "failed_by",
        /// The first mends the second.
        Corrects = "corrects",
    }
}

vocabulary! {
    /// The kind of row that an id names.
    IdKind {
        Fact = "fact",
        Entity = "entity",
        Citation = "citation",
        Source = "source",
    }
}
