//! What a file says of itself: its table, and the type, unit and meaning of each column, as the dictionary has them.

use serde_json::{Value, json};

use super::column::Column;
use crate::dictionary::Relation;
use crate::export::about::About;
use crate::tables::Holds;

/// The description, as JSON in one line.
pub(super) fn description(
    relation: &Relation,
    columns: &[Column],
    partitioned_by: &[&str],
    about: Option<&About>,
) -> String {
    let mut told = json!({
        "table": relation.name,
        "meaning": relation.meaning,
        "unique_by": relation.unique_by,
        "columns": columns.iter().map(column).collect::<Vec<Value>>(),
    });
    if !partitioned_by.is_empty() {
        told["partitioned_by"] = json!(partitioned_by);
    }
    if let Some(about) = about {
        told["release"] = json!({
            "name": about.name, "version": about.version, "date": about.date, "licence": about.licence,
            "cite_as": about.cite_as,
        });
    }
    told.to_string()
}

fn column(column: &Column) -> Value {
    let field = column.field;
    let mut told = json!({
        "name": field.name,
        "type": field.holds.word(),
        "meaning": field.meaning,
    });
    if !field.unit.is_empty() {
        told["unit"] = field.unit.into();
    }
    match field.holds {
        Holds::Word(words) => told["words"] = json!(words),
        Holds::Key(table) | Holds::Keys(table) => told["refers_to"] = table.into(),
        _ => {}
    }
    told
}
