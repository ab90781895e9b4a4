//! The text of an `OpenDocument` text, as LibreOffice saves it: its paragraphs, then its notes and boxes.

use std::collections::BTreeSet;

use quick_xml::events::BytesStart;

use super::flow::Flow;
use super::package::Package;
use super::xml::{Walk, attribute};
use crate::complaint::Complaint;

/// How the part `mimetype` of the package begins; templates and parts of books go on behind it.
pub(super) const KIND: &str = "application/vnd.oasis.opendocument.text";

/// The text: a line for each paragraph, a tab between the cells of a table, notes and boxes at the end. Comments and
/// what is marked as deleted are left out, and note marks are superscript digits.
pub(super) fn text(bytes: &[u8]) -> Result<String, Complaint> {
    let (what, help) = (
        "a damaged OpenDocument text",
        "open it in LibreOffice and save it again",
    );
    let mut package = Package::open(bytes, what, help)?;
    let manifest = package.text("META-INF/manifest.xml")?;
    if manifest.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(Complaint::new(
            "an OpenDocument text with a password",
            "save it without one",
        ));
    }
    let mut body = Body::default();
    // The styles come first: they tell what is raised.
    for part in ["styles.xml", "content.xml"] {
        let xml = package.text(part)?.unwrap_or_default();
        body.is_content = part == "content.xml";
        body.read(&xml).map_err(|error| package.is_damaged(error))?;
    }
    Ok(body.flow.whole())
}

/// The text while it is read.
#[derive(Default)]
struct Body {
    flow: Flow,
    /// Whether the part holds the text: that with the styles holds what stands at the head and foot of each page.
    is_content: bool,
    /// The styles whose text is raised.
    raised: BTreeSet<String>,
    /// The style that is being told.
    style: Option<String>,
    /// For each element around the place, what it is to the text in it.
    around: Vec<Place>,
}

/// What an element is, and what the text in it is by all that stands around it: told once, since elements can lie in
/// each other a hundred thousand deep.
#[derive(Clone, Copy)]
struct Place {
    element: Around,
    is_hidden: bool,
    is_in_paragraph: bool,
    is_raised: bool,
}

/// What an element is to the text in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    /// A paragraph or heading, whose text is read.
    Paragraph,
    /// Raised text, such as the mark of a note.
    Raised,
    /// A note or box beside the text.
    Aside,
    /// What no reader sees.
    Hidden,
    /// Anything else.
    Other,
}

impl Walk for Body {
    fn open(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        let around = self.around(element);
        self.around.push(self.inside(around));
        if around == Around::Aside {
            self.flow.begin_aside();
        }
        match name.as_ref() {
            "style" => self.style = attribute(element, "name"),
            "text-properties" => self.note_style(element),
            "s" if self.is_read() => {
                let n = attribute(element, "c").and_then(|n| n.parse().ok());
                // A space more or less is the same to a passage, so that no count can fill the memory.
                (0..n.unwrap_or(1).min(8)).for_each(|_| self.flow.push(' '));
            }
            "tab" if self.is_read() => self.flow.push('\t'),
            "line-break" if self.is_read() => self.flow.push('\n'),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        let Some(place) = self.around.pop() else {
            return;
        };
        if place.element == Around::Aside {
            self.flow.end_aside();
        }
        if place.is_hidden || !self.is_content {
            return;
        }
        match name {
            "p" | "h" => self.flow.end_paragraph(),
            "table-cell" | "covered-table-cell" => self.flow.end_cell(),
            "table-row" => self.flow.push('\n'),
            _ => {}
        }
    }

    fn take(&mut self, text: &str) {
        if !self.is_read() {
            return;
        }
        if self.around.last().is_some_and(|place| place.is_raised) {
            self.flow.push_raised(text);
        } else {
            self.flow.push_str(text);
        }
    }
}

impl Body {
    /// What text is in such an element here.
    fn inside(&self, element: Around) -> Place {
        let outer = self.around.last();
        let is_new = matches!(element, Around::Paragraph | Around::Aside);
        Place {
            element,
            is_hidden: element == Around::Hidden || outer.is_some_and(|outer| outer.is_hidden),
            is_in_paragraph: element == Around::Paragraph
                || outer.is_some_and(|outer| outer.is_in_paragraph),
            // A note is not raised because its mark is.
            is_raised: element == Around::Raised
                || (!is_new && outer.is_some_and(|outer| outer.is_raised)),
        }
    }

    fn around(&self, element: &BytesStart<'_>) -> Around {
        match element.local_name().as_ref() {
            "p" | "h" => Around::Paragraph,
            "note-citation" => Around::Raised,
            "note-body" | "text-box" => Around::Aside,
            "tracked-changes" | "annotation" | "ruby-text" => Around::Hidden,
            "span" => {
                let style = attribute(element, "style-name");
                if style.is_some_and(|style| self.raised.contains(&style)) {
                    Around::Raised
                } else {
                    Around::Other
                }
            }
            _ => Around::Other,
        }
    }

    /// Remembers a style whose text is raised: `super` or so many per cent.
    fn note_style(&mut self, element: &BytesStart<'_>) {
        let position = attribute(element, "text-position").unwrap_or_default();
        let height = position.split(' ').next().unwrap_or_default();
        let is_raised = height == "super"
            || height
                .strip_suffix('%')
                .and_then(|n| n.parse::<f64>().ok())
                .is_some_and(|n| n > 0.0);
        if let Some(style) = self.style.clone().filter(|_| is_raised) {
            self.raised.insert(style);
        }
    }

    /// Whether text here is text of the document: layout stands between the paragraphs.
    fn is_read(&self) -> bool {
        let place = self.around.last();
        self.is_content && place.is_some_and(|place| place.is_in_paragraph && !place.is_hidden)
    }
}
