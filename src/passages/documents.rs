//! The text of a file, whatever it is: text in any encoding that can be told, Markdown, HTML, PDF, a Word document, an
//! `OpenDocument` text, an e-book, an e-mail or a page saved as one.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::html;
use super::skeleton::sha256;
use crate::complaint::Complaint;
use encoding::Encodings;
use package::Package;

mod docx;
pub mod encoding;
mod epub;
mod flow;
mod mail;
mod odt;
mod package;
mod pdf;
mod xml;

/// How files are read where they do not tell it themselves.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The encodings to try.
    pub encodings: Encodings,
    /// The program that takes the text out of a PDF; `pdftotext` where none is named.
    pub pdftotext: Option<PathBuf>,
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Plain text or Markdown.
    Text,
    /// A page, as a browser saves it.
    Html,
    /// A PDF.
    Pdf,
    /// A Word document.
    Docx,
    /// An `OpenDocument` text.
    Odt,
    /// An e-book.
    Epub,
    /// An e-mail, or a page that a browser saved as one file in that form.
    Mail,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its form.
    pub form: Form,
    /// Its text, as the scheme wants it: a page reduced to what a reader sees.
    pub text: String,
    /// The page before it was reduced; none for every other form.
    pub page: Option<String>,
    /// The SHA-256 of its bytes in lower-case hex.
    pub sha256: String,
}

/// The longest file that is read, in bytes: a thousand times a book, and short enough that every offset in its text,
/// which folding can make eighteen times as long, fits into 32 bits.
pub(super) const LONGEST: u64 = 128 << 20;

/// Reads a file.
///
/// # Errors
///
/// When it cannot be read, or has no text that can be told.
pub fn read(path: &Path, reading: &Reading) -> Result<Document, Complaint> {
    let bytes = bytes(path)?;
    let form = form(path, &bytes)?;
    let sha256 = sha256(&bytes);
    let (text, page) = match form {
        Form::Text => (encoding::decode(&bytes, None, reading.encodings)?, None),
        Form::Html => {
            let declared = encoding::declared(&bytes);
            of_page(encoding::decode(&bytes, declared, reading.encodings)?)
        }
        Form::Pdf => (pdf::text(path, reading.pdftotext.as_deref())?, None),
        Form::Docx => (docx::text(&bytes)?, None),
        Form::Odt => (odt::text(&bytes)?, None),
        Form::Epub => of_page(epub::page(&bytes)?),
        Form::Mail => match mail::content(&bytes, reading.encodings)? {
            mail::Content::Page(page) => of_page(page),
            mail::Content::Text(text) => (text, None),
        },
    };
    if !text.chars().any(char::is_alphanumeric) {
        return Err(without_words(form));
    }
    Ok(Document {
        form,
        text,
        page,
        sha256,
    })
}

/// The text of a page, and the page itself.
fn of_page(page: String) -> (String, Option<String>) {
    (html::to_text(&page), Some(page))
}

/// The complaint about a file in which there is no letter and no digit.
fn without_words(form: Form) -> Complaint {
    let (message, help) = match form {
        Form::Html => (
            "a page without words, such as one that a script fills",
            "save it from the browser once its text is shown",
        ),
        Form::Pdf => (
            "a PDF without text, such as a scan",
            "run text recognition on it first",
        ),
        _ => ("no words in it", "save it again"),
    };
    Complaint::new(message, help)
}

/// The complaint about a file that is longer than is read.
fn too_long() -> Complaint {
    let most = LONGEST >> 20;
    Complaint::new(
        format!("longer than {most} MiB"),
        "save the pages of the document alone",
    )
}

fn bytes(path: &Path) -> Result<Vec<u8>, Complaint> {
    let unreadable = |error: io::Error| {
        let help = match error.kind() {
            io::ErrorKind::PermissionDenied => "check its permissions",
            // A link may lead to what is not there.
            io::ErrorKind::NotFound => "name a file that is there, or save it again",
            _ => "save it again",
        };
        Complaint::new(format!("cannot be read: {error}"), help)
    };
    let file = fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    // A file may grow while it is read, so its length is not asked for beforehand.
    if bytes.len() as u64 > LONGEST {
        return Err(too_long());
    }
    Ok(bytes)
}

/// What a file is: by its first bytes, and for text by the ending of its name.
fn form(path: &Path, bytes: &[u8]) -> Result<Form, Complaint> {
    // Some programs put a few bytes before the mark of a PDF.
    let start = &bytes[..bytes.len().min(1024)];
    if memchr::memmem::find(start, b"%PDF-").is_some() {
        return Ok(Form::Pdf);
    }
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    if bytes.is_empty() {
        return Err(Complaint::new("an empty file", "save it again"));
    }
    let ending = path.extension().and_then(|ending| ending.to_str());
    let ending = ending.map(str::to_ascii_lowercase).unwrap_or_default();
    if starts(b"PK\x03\x04") {
        return packed_form(bytes);
    }
    if starts(b"\xd0\xcf\x11\xe0") {
        return Err(not_read("a file of an old Office program"));
    }
    if starts(b"{\\rtf") {
        return Err(not_read("an RTF file"));
    }
    if mail::is_packed_box(bytes) {
        let message = "a box of e-mails that are packed for sending";
        return Err(Complaint::new(
            message,
            "save the text of the one that is meant",
        ));
    }
    if mail::is_mail(bytes) {
        return Ok(Form::Mail);
    }
    match ending.as_str() {
        "html" | "htm" | "xhtml" => Ok(Form::Html),
        "txt" | "text" | "md" | "markdown" | "" => Ok(Form::Text),
        "webarchive" => Err(not_read("a web archive of Safari")),
        _ if encoding::is_text(bytes) => Ok(Form::Text),
        _ => Err(not_read("no text, page, PDF or document")),
    }
}

/// What a ZIP file is, by the parts in it.
fn packed_form(bytes: &[u8]) -> Result<Form, Complaint> {
    let unknown =
        || not_read("a packed file that is no Word document, OpenDocument text or e-book");
    let mut package = Package::open(bytes, "", "").map_err(|_| unknown())?;
    if package.has(docx::PARTS[0]) {
        return Ok(Form::Docx);
    }
    if package.has(epub::CONTAINER) {
        return Ok(Form::Epub);
    }
    let kind = package.text("mimetype").ok().flatten();
    match kind {
        Some(kind) if kind.starts_with(odt::KIND) => Ok(Form::Odt),
        _ => Err(unknown()),
    }
}

fn not_read(what: &str) -> Complaint {
    Complaint::new(what, "save it as text, HTML, PDF or DOCX")
}

#[cfg(test)]
mod tests;
