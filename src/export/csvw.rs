//! `csvw-metadata.json`: the exports as the W3C's CSV on the Web describes them.

use std::io::Write;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::about::{About, Written, describe_each, references, write_json};
use super::data_package::meaning;
use crate::dictionary::{Relation, pattern};
use crate::error::Error;
use crate::tables::{Field, Holds, Limit};

/// Writes the description of the exports that were written.
pub(super) fn write(
    connection: &Connection,
    written: &[Written],
    out: &mut dyn Write,
) -> Result<(), Error> {
    let tables = describe_each(written, |relation, file| {
        table(relation, &file.export.file_name(), written)
    });
    let mut group = json!({ "@context": "http://www.w3.org/ns/csvw", "tables": tables });
    if let Some(about) = About::read(connection)? {
        group["dc:title"] = about.title.clone().into();
        group["dc:identifier"] = about.name.clone().into();
        group["dc:license"] = json!({ "@id": about.licence_url() });
        group["dc:bibliographicCitation"] = about.cite_as.clone().into();
        if let Some(date) = &about.date {
            group["dc:issued"] = date.clone().into();
        }
    }
    write_json(&group, out)
}

fn table(relation: &Relation, file: &str, written: &[Written]) -> Value {
    let columns: Vec<Value> = relation
        .columns
        .iter()
        .map(|(field, is_required)| column(field, *is_required))
        .collect();
    let mut schema = json!({ "columns": columns });
    if !relation.is_view {
        schema["primaryKey"] = relation.unique_by.clone().into();
    }
    let keys: Vec<Value> = references(relation, written)
        .into_iter()
        // A strict reader takes an empty cell for a reference to nothing.
        .filter(|(_, is_required, ..)| *is_required)
        .map(|(column, _, table, key)| {
            json!({
                "columnReference": column,
                "reference": { "resource": format!("{table}.csv"), "columnReference": key },
            })
        })
        .collect();
    if !keys.is_empty() {
        schema["foreignKeys"] = keys.into();
    }
    json!({
        "url": file,
        "dc:description": format!("A row is {}.", relation.meaning),
        "tableSchema": schema,
    })
}

fn column(field: &Field, is_required: bool) -> Value {
    let mut described = json!({
        "name": field.name,
        "titles": field.name,
        "dc:description": meaning(field),
        "datatype": match field.holds {
            Holds::Integer => bounded("integer", field.limit),
            Holds::Number => bounded("double", field.limit),
            Holds::Flag => json!({ "base": "boolean", "format": "1|0" }),
            Holds::Day => json!("date"),
            Holds::Word(words) => json!({ "base": "string", "format": one_of(words) }),
            Holds::Text | Holds::Key(_) | Holds::Keys(_) | Holds::Date | Holds::Url => {
                pattern(field).map_or_else(
                    || json!("string"),
                    |pattern| json!({ "base": "string", "format": format!("^{pattern}$") }),
                )
            }
        },
    });
    if is_required {
        described["required"] = true.into();
    }
    described
}

/// A type of number with its bounds.
fn bounded(base: &str, limit: Limit) -> Value {
    let (least, greatest) = (limit.least(), limit.greatest());
    if least.is_none() && greatest.is_none() {
        return base.into();
    }
    let mut datatype = json!({ "base": base });
    if let Some(least) = least {
        datatype["minimum"] = least.into();
    }
    if let Some(greatest) = greatest {
        datatype["maximum"] = greatest.into();
    }
    datatype
}

/// A regular expression that fits these words alone.
fn one_of(words: &[&str]) -> String {
    format!("^({})$", words.join("|"))
}
