//! The words of documents, their notes and omissions.

vocabulary! {
    /// The way a document came to us: read whole, part of one, or cited by one.
    Tier {
        /// A document that the curators read.
        Seed = "seed",
        /// An article inside such a document.
        Part = "part",
        /// A work that a document cites.
        Cited = "cited",
    }
}

/// The relation of a copy to its text.
pub const SOURCE_KINDS: &[&str] = &["original", "republication", "translation", "compilation"];

/// The kind of work that a source is: CSL types.
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

vocabulary! {
    /// The rule by which a paragraph ends in a copy.
    ParagraphRule {
        /// At a line without text.
        BlankLine = "blank_line",
        /// At every line end: for copies without blank lines.
        LineEnd = "line_end",
    }
}

vocabulary! {
    /// The content of a note of a document.
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
    /// The unit of a locator: CSL locator labels.
    LocatorLabel {
        Page = "page",
        Paragraph = "paragraph",
        Section = "section",
        Table = "table",
        Figure = "figure",
        Note = "note",
        Line = "line",
    }
}

/// What an omission leaves out where it is no number.
pub const WHOLE_PARAGRAPH: &str = LocatorLabel::Paragraph.word();

/// The reason why no fact rests on something that a document says.
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
