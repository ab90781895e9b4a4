//! Reading the rows of a list, and the words in which they are shown.

use sco_facts::show::Cells;
use serde_json::Value;

/// Columns that are worked out from others and say nothing more to people; scripts have them with `--format json`.
const FOR_SCRIPTS: &[&str] = &[
    "fact_id",
    "entity_id",
    "statement",
    "name",
    "date_from",
    "date_to",
    "issued_from",
    "issued_to",
    "issued_precision",
    "source",
    "source_ids",
    "source_id",
    "source_year",
    "source_year_last",
    "in_copy",
    "summary",
];

/// Whether people are told a column. Keys are told by the names beside them, but those of a passage, which has none.
pub(super) fn is_told(name: &str, table: &str) -> bool {
    let is_of_passage = table == "citations" && name == "source_id";
    is_of_passage || !(FOR_SCRIPTS.contains(&name) || name.ends_with("_id"))
}

/// The event that a fact is or belongs to.
pub(super) fn event_of(row: &[(String, Value)]) -> Option<&str> {
    match text(row, "kind") {
        Some("events") => text(row, "fact_id"),
        _ => text(row, "event_id"),
    }
}

/// The cell of a column, if it holds something.
pub(super) fn cell<'a>(row: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    row.iter()
        .find(|(column, _)| column == name)
        .map(|(_, value)| value)
}

/// The text of a column, if it holds one.
pub(super) fn text<'a>(row: &'a [(String, Value)], name: &str) -> Option<&'a str> {
    cell(row, name).and_then(Value::as_str)
}

/// A cell as people read it.
pub(super) fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The newest first; what has no date comes last, in the order of the list.
pub(super) fn newest_first(rows: &mut [&Cells]) {
    rows.sort_by(|one, other| text(other, "last_day").cmp(&text(one, "last_day")));
}

/// A name with its language.
pub(super) fn name(row: &[(String, Value)]) -> String {
    let said = text(row, "name").unwrap_or_default();
    match (text(row, "language"), text(row, "name_kind")) {
        (Some(language), _) if language != "en" => format!("{said} ({language})"),
        (_, Some("misprint")) => format!("{said} (misprint)"),
        _ => said.to_owned(),
    }
}

/// A code with its scheme and years.
pub(super) fn code(row: &[(String, Value)]) -> String {
    let of = |name| cell(row, name).map(plain);
    let code = format!(
        "{} {}",
        of("scheme").unwrap_or_default(),
        of("code").unwrap_or_default()
    );
    match (of("valid_from"), of("valid_to")) {
        (None, None) => code,
        (from, to) => format!(
            "{code} ({}–{})",
            from.unwrap_or_default(),
            to.unwrap_or_default()
        ),
    }
}

/// A heading with a capital at its beginning.
pub(super) fn capital(heading: &str) -> String {
    let mut letters = heading.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + &letters.as_str().replace('_', " "))
        .unwrap_or_default()
}
