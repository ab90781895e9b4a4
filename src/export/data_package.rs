//! `datapackage.json`: the exports as a Data Package (version 2), which frictionless, R, Python and others read with
//! the types of all columns.

use std::io::Write;

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::about::{About, Written, describe_each, references, write_json};
use crate::dictionary::{Relation, pattern};
use crate::error::Error;
use crate::tables::{Field, Holds};

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// Writes the description of the exports that were written.
pub(super) fn write(
    connection: &Connection,
    written: &[Written],
    out: &mut dyn Write,
) -> Result<(), Error> {
    let resources = describe_each(written, |relation, file| resource(relation, file, written));
    let mut package = json!({ "$schema": PROFILE, "resources": resources });
    if let Some(about) = About::read(connection)? {
        describe(&mut package, &about);
    }
    write_json(&package, out)
}

fn describe(package: &mut Value, about: &About) {
    let sources: Vec<Value> = about
        .documents
        .iter()
        .map(|(title, url)| match url {
            Some(url) => json!({ "title": title, "path": url }),
            None => json!({ "title": title }),
        })
        .collect();
    package["name"] = about.name.clone().into();
    package["title"] = about.title.clone().into();
    package["version"] = about.version.clone().into();
    package["description"] = format!("How to cite: {}", about.cite_as).into();
    package["licenses"] = json!([{ "name": about.licence, "path": about.licence_url() }]);
    package["sources"] = sources.into();
    if let Some(date) = &about.date {
        package["created"] = date.clone().into();
    }
}

fn resource(relation: &Relation, file: &Written, written: &[Written]) -> Value {
    let fields: Vec<Value> = relation
        .columns
        .iter()
        .zip(&file.examples)
        .map(|((field, is_required), example)| {
            describe_field(field, *is_required, example.as_deref())
        })
        .collect();
    let mut schema = json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": fields,
        "missingValues": [""],
    });
    if !relation.is_view {
        schema["primaryKey"] = relation.unique_by.clone().into();
    }
    let keys: Vec<Value> = references(relation, written)
        .into_iter()
        .map(|(column, _, table, key)| {
            json!({
                "fields": [column],
                "reference": { "resource": table, "fields": [key] },
            })
        })
        .collect();
    if !keys.is_empty() {
        schema["foreignKeys"] = keys.into();
    }
    json!({
        "name": relation.name,
        "type": "table",
        "path": file.export.file_name(),
        "description": format!("A row is {}.", relation.meaning),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "schema": schema,
    })
}

fn describe_field(field: &Field, is_required: bool, example: Option<&str>) -> Value {
    let mut described = json!({
        "name": field.name,
        "type": match field.holds {
            Holds::Integer => "integer",
            Holds::Number => "number",
            Holds::Flag => "boolean",
            Holds::Day => "date",
            Holds::Text | Holds::Key(_) | Holds::Keys(_) | Holds::Word(_) | Holds::Date | Holds::Url => "string",
        },
        "description": meaning(field),
    });
    if field.holds == Holds::Flag {
        described["trueValues"] = json!(["1"]);
        described["falseValues"] = json!(["0"]);
    }
    if let Some(example) = example {
        described["example"] = match field.holds {
            Holds::Flag => (example == "1").into(),
            Holds::Integer | Holds::Number => {
                serde_json::from_str(example).unwrap_or_else(|_| example.into())
            }
            Holds::Text
            | Holds::Key(_)
            | Holds::Keys(_)
            | Holds::Word(_)
            | Holds::Date
            | Holds::Day
            | Holds::Url => example.into(),
        };
    }
    let mut constraints = Map::new();
    if is_required {
        constraints.insert("required".to_owned(), true.into());
    }
    if let Holds::Word(words) = field.holds {
        constraints.insert("enum".to_owned(), words.into());
    }
    if let Some(pattern) = pattern(field) {
        constraints.insert("pattern".to_owned(), pattern.into());
    }
    if let Some(least) = field.limit.least() {
        constraints.insert("minimum".to_owned(), least.into());
    }
    if let Some(greatest) = field.limit.greatest() {
        constraints.insert("maximum".to_owned(), greatest.into());
    }
    if !constraints.is_empty() {
        described["constraints"] = constraints.into();
    }
    described
}

/// The meaning with the unit and the form of a date.
pub(super) fn meaning(field: &Field) -> String {
    let mut meaning = field.meaning.to_owned();
    if field.holds == Holds::Date && !meaning.contains("EDTF") {
        meaning.push_str(" (EDTF level 1)");
    }
    if !field.unit.is_empty() {
        meaning.push_str("; in ");
        meaning.push_str(field.unit);
    }
    meaning
}
