//! E-mails, and pages that a browser saves as one file in the form of an e-mail (MHTML).

use mailparse::{MailHeaderMap as _, ParsedMail};

use super::encoding::{self, Encodings};
use crate::complaint::Complaint;

/// How much of a file is looked at for the headers of an e-mail.
const HEAD: usize = 64 << 10;

/// What an e-mail holds.
pub(super) enum Content {
    /// A page, before it is reduced.
    Page(String),
    /// Plain text.
    Text(String),
}

/// A file without what editors put before its first line: a byte-order mark, blank lines.
fn from_first_line(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start()
}

/// The beginning of a file, where the headers of an e-mail stand.
fn head(bytes: &[u8]) -> String {
    let bytes = from_first_line(bytes);
    String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).into_owned()
}

/// Whether a file is an e-mail: it begins with headers, one of which tells what it holds.
pub(super) fn is_mail(bytes: &[u8]) -> bool {
    let head = head(bytes);
    let mut lines = head.lines();
    let is_first = lines.next().is_some_and(is_header);
    let mut headers = lines.take_while(|line| is_header(line) || line.starts_with([' ', '\t']));
    is_first && (headers.any(told_by) || head.lines().next().is_some_and(told_by))
}

fn is_header(line: &str) -> bool {
    let (name, _) = line.split_once(':').unwrap_or_default();
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Whether a header tells what an e-mail holds.
fn told_by(line: &str) -> bool {
    let (name, _) = line.split_once(':').unwrap_or_default();
    ["mime-version", "content-type", "content-transfer-encoding"]
        .contains(&name.to_ascii_lowercase().as_str())
}

/// Whether a file is a box of e-mails, one behind another, in which one is packed.
pub(super) fn is_packed_box(bytes: &[u8]) -> bool {
    let head = head(bytes).to_ascii_lowercase();
    let packed = |line: &str| {
        let way = line
            .strip_prefix("content-transfer-encoding:")
            .map(str::trim);
        matches!(way, Some("quoted-printable" | "base64"))
    };
    head.starts_with("from ") && head.lines().any(packed)
}

/// The first page of an e-mail, or its first text where it has no page.
pub(super) fn content(bytes: &[u8], encodings: Encodings) -> Result<Content, Complaint> {
    let mail = mailparse::parse_mail(from_first_line(bytes)).map_err(damaged)?;
    let of = |kind: &str| mail.parts().find(|part| is_shown(part, kind));
    if let Some(part) = of("text/html") {
        return text(part, encodings).map(Content::Page);
    }
    let part = of("text/plain")
        .ok_or_else(|| Complaint::new("an e-mail without a text", "save what is attached to it"))?;
    text(part, encodings).map(Content::Text)
}

/// Whether a part is of this kind, and is no file that is attached.
fn is_shown(part: &ParsedMail<'_>, kind: &str) -> bool {
    let disposition = part.headers.get_first_value("Content-Disposition");
    let is_attached = disposition.is_some_and(|value| {
        value
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("attachment")
    });
    part.ctype.mimetype == kind && part.subparts.is_empty() && !is_attached
}

/// The text of a part, in the encoding that the part tells, or the page in it.
fn text(part: &ParsedMail<'_>, encodings: Encodings) -> Result<String, Complaint> {
    let bytes = part.get_body_raw().map_err(damaged)?;
    let told = part.ctype.params.get("charset");
    let told = told.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
    encoding::decode(
        &bytes,
        told.or_else(|| encoding::declared(&bytes)),
        encodings,
    )
}

fn damaged(error: impl std::fmt::Display) -> Complaint {
    Complaint::new(
        format!("a damaged e-mail or web archive: {error}"),
        "save it again",
    )
}
