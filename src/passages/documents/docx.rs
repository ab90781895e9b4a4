//! The text of a Word document: its paragraphs, then its footnotes and endnotes.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{LONGEST, too_long};
use crate::complaint::Complaint;
use crate::passages::chars::superscript;

/// The parts of the package that hold text, in the order in which a reader comes to them.
const PARTS: [&str; 3] = [
    "word/document.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
];

type Package<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Whether a packed file is a Word document.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes))
        .is_ok_and(|package| package.index_for_name(PARTS[0]).is_some())
}

/// The text: a line for each paragraph, a tab between the cells of a table, notes at the end. What is marked as
/// deleted is left out, and note marks are superscript digits.
pub(super) fn text(bytes: &[u8]) -> Result<String, Complaint> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut text = String::new();
    for part in PARTS {
        if let Some(xml) = unpacked(&mut package, part)? {
            let mut body = Body::default();
            body.read(&xml)?;
            text.push_str(&body.text);
            text.push('\n');
        }
    }
    Ok(text)
}

fn damaged(error: impl std::fmt::Display) -> Complaint {
    Complaint::new(
        format!("a damaged Word document: {error}"),
        "open it in Word or LibreOffice and save it again",
    )
}

/// A part of the package as text, or none when there is no such part.
fn unpacked(package: &mut Package<'_>, part: &str) -> Result<Option<String>, Complaint> {
    let Ok(file) = package.by_name(part) else {
        return Ok(None);
    };
    // A small file may unpack to anything, whatever length it states.
    let mut xml = Vec::new();
    file.take(LONGEST + 1)
        .read_to_end(&mut xml)
        .map_err(damaged)?;
    if xml.len() as u64 > LONGEST {
        return Err(too_long());
    }
    super::encoding::decode(
        &xml,
        super::encoding::declared(&xml),
        super::Encodings::default(),
    )
    .map(Some)
}

/// The text of a part while it is read.
#[derive(Default)]
struct Body {
    text: String,
    /// Whether the characters belong to a run of text.
    in_text: bool,
    /// Whether the run is superscript.
    raised: bool,
    /// The elements inside one that is left out, itself included.
    hidden: usize,
}

impl Body {
    fn read(&mut self, xml: &str) -> Result<(), Complaint> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().map_err(damaged)? {
                Event::Start(element) => self.open(&element),
                Event::Empty(element) => {
                    self.open(&element);
                    self.close(element.local_name().as_ref());
                }
                Event::End(element) => self.close(element.local_name().as_ref()),
                Event::Text(text) => self.take(&text),
                Event::GeneralRef(reference) => {
                    let written = format!("&{};", &*reference);
                    self.take(&html_escape::decode_html_entities(&written));
                }
                Event::CData(text) => self.take(&text),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn open(&mut self, element: &BytesStart<'_>) {
        if self.hidden > 0 || is_left_out(element.local_name().as_ref()) {
            self.hidden += 1;
            return;
        }
        match element.local_name().as_ref() {
            "t" => self.in_text = true,
            "r" => self.raised = false,
            "vertAlign" => {
                let value = element
                    .attributes()
                    .flatten()
                    .find(|one| one.key.local_name().as_ref() == "val");
                self.raised = value.is_some_and(|one| one.value.as_ref() == "superscript");
            }
            "tab" => self.text.push('\t'),
            "br" | "cr" => self.text.push('\n'),
            "noBreakHyphen" => self.text.push('-'),
            "sym" => self.text.push(symbol(element)),
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
            "p" => self.text.push_str("\n\n"),
            "tc" => {
                let kept = self.text.trim_end_matches('\n').len();
                self.text.truncate(kept);
                self.text.push('\t');
            }
            "tr" | "tbl" => self.text.push('\n'),
            _ => {}
        }
    }

    fn take(&mut self, text: &str) {
        if self.hidden > 0 || !self.in_text {
            return;
        }
        if self.raised && text.chars().all(|c| c.is_ascii_digit()) {
            self.text.extend(text.chars().filter_map(superscript));
        } else {
            self.text.push_str(text);
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
    let value = |name: &str| {
        let mut attributes = element.attributes().flatten();
        let found = attributes.find(|one| one.key.local_name().as_ref() == name);
        found.map(|one| one.value.into_owned()).unwrap_or_default()
    };
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
