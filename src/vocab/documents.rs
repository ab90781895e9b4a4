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

vocabulary! {
    /// The kind of work that a source is: CSL types.
    WorkKind {
        /// A text of a site or service that is no newspaper, magazine or journal.
        Article = "article",
        /// A paper in a scholarly journal.
        ArticleJournal = "article-journal",
        /// An article in a magazine.
        ArticleMagazine = "article-magazine",
        /// An article in a newspaper or of a news agency.
        ArticleNewspaper = "article-newspaper",
        /// A monograph or an edited volume.
        Book = "book",
        /// A radio or television programme.
        Broadcast = "broadcast",
        /// A chapter of a book.
        Chapter = "chapter",
        /// A published set of data.
        Dataset = "dataset",
        /// What fits nowhere else.
        Document = "document",
        /// A conversation.
        Interview = "interview",
        /// A law, regulation or resolution.
        Legislation = "legislation",
        /// A paper given at a conference.
        PaperConference = "paper-conference",
        /// A letter or message to one person.
        PersonalCommunication = "personal_communication",
        /// An entry in a social network or forum.
        Post = "post",
        /// An entry of a blog.
        PostWeblog = "post-weblog",
        /// A report of an institution.
        Report = "report",
        /// A speech.
        Speech = "speech",
        /// An agreement between states.
        Treaty = "treaty",
        /// A page of a site.
        Webpage = "webpage",
    }
}

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
