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
    /// What the date of a fact rests on.
    DateBasis {
        /// It is printed in the passage or its paragraph.
        Printed = "printed",
        /// It follows from the context; the note says how.
        WorkedOut = "worked_out",
        /// It is the document's own date.
        OfDocument = "of_document",
        /// No document prints it, but it is known from elsewhere; the note says from where.
        Known = "known",
    }
}

vocabulary! {
    /// The tie between two facts.
    FactLink {
        /// What the first expects happened.
        FulfilledBy = "fulfilled_by",
        /// What the first expects happened in part, or later or otherwise than expected.
        PartlyFulfilledBy = "partly_fulfilled_by",
        /// At the time of the second, what the first expects had not come; it may still come.
        NotBy = "not_by",
        /// What the first expects can no longer come.
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
        Term = "term",
    }
}
