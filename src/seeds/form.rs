//! Files in another form than the one that is read: each has one message that names the form.

use serde::de::IgnoredAny;

use super::sheet::delimiter;
use super::whole_file;
use crate::error::Problem;
use crate::tables::Table;

/// The problem of a seed file that is no CSV with commas.
pub(super) fn of_seed_file(table: &Table, file: &str, bytes: &[u8]) -> Option<Problem> {
    let names: Vec<&str> = table.columns().map(|column| column.name).collect();
    let sign = match delimiter(bytes, &names) {
        b',' if is_json(bytes) => {
            return Some(problem(
                file,
                "is JSON, and a seed file is CSV",
                "save it as CSV",
            ));
        }
        b',' => return None,
        sign => sign_in_words(sign),
    };
    Some(problem(
        file,
        &format!("has {sign} between its cells, and a seed file has commas"),
        "save it with commas, and in quotes the cells that have a comma in them",
    ))
}

/// The problem of JSON in another shape than one object a line.
pub(crate) fn of_json(file: &str, bytes: &[u8]) -> Option<Problem> {
    let text = without_mark(bytes).trim_ascii_start();
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
    let first = without_mark(bytes).trim_ascii_start().first();
    matches!(first, Some(b'{' | b'['))
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn sign_in_words(sign: u8) -> &'static str {
    match sign {
        b';' => "semicolons",
        b'\t' => "tabs",
        _ => "`|`",
    }
}

fn problem(file: &str, message: &str, help: &str) -> Problem {
    Problem {
        message: message.to_owned(),
        help: help.to_owned(),
        ..whole_file(file)
    }
}
