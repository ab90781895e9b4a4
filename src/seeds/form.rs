//! Files in another form than the one that is read: each has one message that names the form.

use serde::de::IgnoredAny;

use super::sheet::delimiter;
use super::signs::{Sign, without_marks};
use super::whole_file;
use crate::error::Problem;
use crate::tables::Table;

/// The problem of a file that is to be CSV and is none of text, JSON included: what it is and how to make CSV of it.
/// `wanted` names what is read, such as `a seed file`.
pub(crate) fn of_csv(file: &str, bytes: &[u8], wanted: &str) -> Option<Problem> {
    if is_json(bytes) {
        let message = format!("is JSON, and {wanted} is CSV");
        return Some(problem(file, &message, "save it as CSV"));
    }
    of_text(file, bytes)
}

/// The problem of a file that is no text in UTF-8 with lines of cells: what it is and how to make one of it.
pub(crate) fn of_text(file: &str, bytes: &[u8]) -> Option<Problem> {
    if let Some((what, help)) = other_form(bytes) {
        return Some(problem(file, &format!("is {what}"), help));
    }
    if bytes.contains(&b'\r') && !bytes.contains(&b'\n') {
        return Some(problem(
            file,
            "ends its lines with CR alone, as Excel for Mac does in `CSV (Macintosh)`",
            "save it as CSV in UTF-8, whose lines end in LF or CR LF",
        ));
    }
    let first = without_marks(bytes).trim_ascii_start();
    let first = first.strip_prefix(b"\"").unwrap_or(first);
    first
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case(b"sep="))
        .map(|_| Problem {
            line: 1,
            ..problem(
                file,
                "begins with a line `sep=`, which is for Excel alone",
                "remove this line; the first line is the header",
            )
        })
}

/// Whether a file holds nothing at all, not even a header: some tools write a table without rows so.
pub(crate) fn is_empty(bytes: &[u8]) -> bool {
    without_marks(bytes).trim_ascii().is_empty()
}

/// What else than plain text bytes are, by those with which each form begins, and how to make CSV of it.
pub(crate) fn other_form(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const SAVE_THE_SHEET: &str = "open it in a spreadsheet and save the sheet as CSV";
    const UNPACK: &str = "unpack it first";
    const NO_TABLE: &str = "name a file of CSV";
    let is_utf16 = || bytes.iter().take(200).filter(|byte| **byte == 0).count() > 10;
    Some(match without_marks(bytes) {
        [b'P', b'K', 3, 4, ..] => ("a workbook or another ZIP archive", SAVE_THE_SHEET),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => ("a workbook of an old Excel", SAVE_THE_SHEET),
        [0x1f, 0x8b, ..] => ("packed with gzip", UNPACK),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => ("packed with zstd", UNPACK),
        [b'P', b'A', b'R', b'1', ..] => ("a Parquet file", "write its rows as CSV"),
        start if start.starts_with(b"%PDF") => ("a PDF", NO_TABLE),
        start if start.starts_with(b"SQLite format 3") => ("an SQLite database", NO_TABLE),
        start if start.trim_ascii_start().starts_with(b"<") => {
            ("a web page or XML", "download or save the table as CSV")
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => ("in UTF-16", "save the file as CSV in UTF-8"),
        _ if is_utf16() => ("in UTF-16", "save the file as CSV in UTF-8"),
        _ => return None,
    })
}

/// The problem of a seed file that is no CSV with commas.
pub(super) fn of_seed_file(table: &Table, file: &str, bytes: &[u8]) -> Option<Problem> {
    if let Some(problem) = of_csv(file, bytes, "a seed file") {
        return Some(problem);
    }
    let names: Vec<&str> = table.columns().map(|column| column.name).collect();
    let sign = match delimiter(bytes, &names) {
        b',' => return None,
        sign => Sign(sign).several(),
    };
    Some(problem(
        file,
        &format!("has {sign} between its cells, and a seed file has commas"),
        "save it with commas, and in quotes the cells that have a comma in them",
    ))
}

/// The problem of JSON in another shape than one object a line.
pub(crate) fn of_json(file: &str, bytes: &[u8]) -> Option<Problem> {
    let text = without_marks(bytes).trim_ascii_start();
    let is_list = text.first() == Some(&b'[');
    let first_line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_whole = |text: &[u8]| serde_json::from_slice::<IgnoredAny>(text).is_ok();
    let first_value = || {
        let mut values = serde_json::Deserializer::from_slice(text).into_iter::<IgnoredAny>();
        values.next().is_some_and(|value| value.is_ok())
    };
    let (shape, command) = if is_list {
        ("a JSON array", "jq -c '.[]'")
    } else if text.first() == Some(&b'{') && !is_whole(first_line) && first_value() {
        ("a JSON object over several lines", "jq -c .")
    } else {
        return None;
    };
    Some(problem(
        file,
        &format!("is {shape}, where each line is to be an object of its own"),
        &format!("write one object a line (JSON Lines), as `{command}` does"),
    ))
}

/// Whether a text begins like JSON.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    let first = without_marks(bytes).trim_ascii_start().first();
    matches!(first, Some(b'{' | b'['))
}

fn problem(file: &str, message: &str, help: &str) -> Problem {
    Problem {
        message: message.to_owned(),
        help: help.to_owned(),
        ..whole_file(file)
    }
}
