//! The text of a Word document: its paragraphs, then its footnotes and endnotes.

use quick_xml::events::BytesStart;

use super::flow::Flow;
use super::package::Package;
use super::xml::{Walk, attribute};
use crate::complaint::Complaint;

/// The parts of the package that hold text, in the order in which a reader comes to them.
pub(super) const PARTS: [&str; 3] = [
    "word/document.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
];

/// The text: a line for each paragraph, a tab between the cells of a table, text boxes and notes at the end. What is
/// marked as deleted is left out, and note marks are superscript digits.
pub(super) fn text(bytes: &[u8]) -> Result<String, Complaint> {
    let (what, help) = (
        "a damaged Word document",
        "open it in Word or LibreOffice and save it again",
    );
    let mut package = Package::open(bytes, what, help)?;
    let mut text = String::new();
    for part in PARTS {
        if let Some(xml) = package.text(part)? {
            let mut body = Body::default();
            body.read(&xml).map_err(|error| package.is_damaged(error))?;
            text.push_str(&body.flow.whole());
            text.push('\n');
        }
    }
    Ok(text)
}

/// The text of a part while it is read.
#[derive(Default)]
struct Body {
    flow: Flow,
    /// Whether the characters belong to a run of text.
    in_text: bool,
    /// Whether the run is superscript.
    raised: bool,
    /// The elements inside one that is left out, itself included.
    hidden: usize,
}

impl Walk for Body {
    fn open(&mut self, element: &BytesStart<'_>) {
        if self.hidden > 0 || is_left_out(element.local_name().as_ref()) {
            self.hidden += 1;
            return;
        }
        match element.local_name().as_ref() {
            "t" => self.in_text = true,
            "r" => self.raised = false,
            "vertAlign" => {
                self.raised = attribute(element, "val").as_deref() == Some("superscript");
            }
            "txbxContent" => self.flow.begin_aside(),
            "tab" => self.flow.push('\t'),
            "br" | "cr" => self.flow.push('\n'),
            "noBreakHyphen" => self.flow.push('-'),
            "sym" => self.flow.push(symbol(element)),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.hidden > 0 {
            self.hidden -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" => self.flow.end_paragraph(),
            "tc" => self.flow.end_cell(),
            "tr" | "tbl" => self.flow.push('\n'),
            "txbxContent" => self.flow.end_aside(),
            _ => {}
        }
    }

    fn take(&mut self, text: &str) {
        if self.hidden > 0 || !self.in_text {
            return;
        }
        if self.raised {
            self.flow.push_raised(text);
        } else {
            self.flow.push_str(text);
        }
    }
}

/// Elements whose text no reader sees: what was deleted, and what is there for programs that are too old.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "del" | "moveFrom" | "Fallback" | "instrText" | "pPrChange" | "rPrChange"
    )
}

/// What a sign of a font of signs looks like: ticks, crosses and a minus; a mark of its own for any other, so that
/// nobody takes what is behind it for the whole.
fn symbol(element: &BytesStart<'_>) -> char {
    let value = |name: &str| attribute(element, name).unwrap_or_default();
    let number = u32::from_str_radix(&value("char"), 16).unwrap_or_default();
    // Fonts of signs have theirs from U+F020 on, or at the same distance from 0.
    match (value("font").as_str(), number & 0xff) {
        ("Symbol", 0x2d) => '\u{2212}',
        ("Symbol", 0xd6) => '√',
        ("Wingdings", 0xfc) | ("Wingdings 2", 0x50) => '✔',
        ("Wingdings", 0xfe) | ("Wingdings 2", 0x52) => '☑',
        ("Wingdings", 0xfb) | ("Wingdings 2", 0x4f) => '✘',
        ("Wingdings", 0xfd) | ("Wingdings 2", 0x51) => '☒',
        _ => '\u{fffd}',
    }
}
