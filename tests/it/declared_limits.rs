//! What a column's values must be besides their type is declared once: the schema refuses nothing else, the rows keep
//! to it, and other people's validators hold it against the exports.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use rusqlite::Connection;
use rusqlite::types::Value;
use sco_facts::dictionary::{described, pattern};
use sco_facts::tables::{ALL_TABLES, Field, Form, Holds, trade};

use crate::world::{World, copy_folder, here, is_installed};

fn built() -> (World, Connection) {
    let world = World::new();
    world.build();
    let connection = world.open();
    (world, connection)
}

/// Whether the declaration allows a value that is not NULL.
fn is_declared(field: &Field, value: &Value) -> bool {
    match value {
        Value::Text(text) => pattern(field).is_none_or(|pattern| {
            let whole = Regex::new(&format!("^{pattern}$")).unwrap();
            whole.is_match(text)
        }),
        #[expect(
            clippy::cast_precision_loss,
            reason = "bounds of a column of floats are small"
        )]
        Value::Real(number) => {
            field
                .limit
                .least()
                .is_none_or(|least| least as f64 <= *number)
                && field
                    .limit
                    .greatest()
                    .is_none_or(|greatest| *number <= greatest as f64)
        }
        Value::Integer(number) => {
            field.limit.least().is_none_or(|least| least <= *number)
                && field
                    .limit
                    .greatest()
                    .is_none_or(|greatest| *number <= greatest)
        }
        Value::Null | Value::Blob(_) => true,
    }
}

/// The condition of every `CHECK` in the statement that makes a table.
fn checks(sql: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = sql;
    while let Some(at) = rest.find("CHECK (") {
        rest = &rest[at + "CHECK (".len()..];
        let (mut depth, mut is_quoted) = (1, false);
        let end = rest.find(|letter| {
            match letter {
                '\'' => is_quoted = !is_quoted,
                '(' if !is_quoted => depth += 1,
                ')' if !is_quoted => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        found.push(rest[..end.unwrap()].to_owned());
    }
    found
}

/// The words and numbers of a condition.
fn words(condition: &str) -> BTreeSet<&str> {
    condition
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .collect()
}

/// Texts of a form, and texts that only just are not.
fn texts(form: Form) -> Vec<String> {
    let digest = "0123456789abcdef".repeat(4);
    let texts: &[&str] = match form {
        Form::Id | Form::EntityId => &["a-1", "a--1", "1a", "A", "a_1"],
        Form::Sha256 => &[&digest, &digest[1..], &digest.to_uppercase()],
        Form::Year => &["1988", "988", "19888", "198X"],
        Form::Currency => &["USD", "US", "usd", "USDX"],
        Form::Language => &["zh-Latn", "z", "zh_Latn"],
        Form::Lines => &["1-2;3", "1-2;", "x"],
        Form::Printed => &["1,000", "1,00", "~5"],
        Form::Date => &["2001-06", "June 2001", "2001-13"],
        Form::Url => &["https://a.b", "htps://a.b"],
    };
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Values around every edge that a condition or a declaration may have.
fn samples(field: &Field, condition: &str) -> Vec<Value> {
    if let Some(form) = field.form() {
        return texts(form).into_iter().map(Value::Text).collect();
    }
    let numbers = words(condition)
        .into_iter()
        .filter_map(|word| word.parse::<i64>().ok());
    let declared = [field.limit.least(), field.limit.greatest()];
    let mut edges: BTreeSet<i64> = numbers.chain(declared.into_iter().flatten()).collect();
    edges.insert(0);
    let around = edges.into_iter().flat_map(|edge| [edge, -edge]);
    let around = around.flat_map(|edge| [edge - 1, edge, edge + 1]);
    match field.holds {
        Holds::Integer => around.map(Value::Integer).collect(),
        #[expect(clippy::cast_precision_loss, reason = "the edges of degrees are small")]
        Holds::Number => around.map(|edge| Value::Real(edge as f64)).collect(),
        _ => Vec::new(),
    }
}

/// The samples that a condition refuses, whatever the other columns hold, and those that it lets pass.
fn judged(
    connection: &Connection,
    columns: &[Field],
    field: &Field,
    condition: &str,
) -> (Vec<Value>, Vec<Value>) {
    let row: Vec<String> = columns
        .iter()
        .map(|column| {
            let value = if column.name == field.name {
                "?1"
            } else {
                "NULL"
            };
            format!("{value} AS {}", column.name)
        })
        .collect();
    let sql = format!("SELECT ({condition}) IS 0 FROM (SELECT {})", row.join(", "));
    samples(field, condition).into_iter().partition(|value| {
        connection
            .query_row(&sql, [value], |row| row.get(0))
            .unwrap()
    })
}

fn all_tables() -> Vec<(&'static str, Vec<Field>)> {
    let own = ALL_TABLES.iter().map(|table| (table.name, table.fields()));
    let bulk = trade::TABLES.iter().map(|table| {
        let columns = table.columns.iter();
        (table.name, columns.map(|(field, _)| *field).collect())
    });
    own.chain(bulk).collect()
}

/// The edges that the program alone holds. Whoever widens a bound of these needs no migration.
const OF_THE_PROGRAM: &[&str] = &[
    "citations.n_words to 300",
    "citations.occurrence to 999",
    "fact_references.position from 1",
    "fact_references.position to 999",
    "imports.file_sha256: digest",
    "imports.map_sha256: digest",
    "indicator_together.position to 999",
    "indicators.denominator to 1000000",
    "indicators.numerator to 1000000",
    "indicators.unit_mult from -9",
    "indicators.unit_mult to 15",
    "position_about.position to 999",
    "source_authors.position to 999",
    "source_references.position to 999",
    "sources.n_words from 1",
    "trade_figures.denominator to 1000000",
    "trade_figures.numerator to 1000000",
    "trade_figures.unit_mult from -9",
    "trade_figures.unit_mult to 15",
];

/// The forms that the schema holds too.
const OF_THE_SCHEMA: [Form; 3] = [Form::Sha256, Form::Year, Form::Currency];

/// The edge of a column that a value lies beyond.
fn edge(table: &str, field: &Field, value: &Value) -> String {
    let name = format!("{table}.{}", field.name);
    match (value, field.limit.least(), field.limit.greatest()) {
        (Value::Integer(number), Some(least), _) if *number < least => {
            format!("{name} from {least}")
        }
        (Value::Integer(_), _, Some(greatest)) => format!("{name} to {greatest}"),
        _ => format!("{name}: {}", field.form().map_or("number", Form::word)),
    }
}

#[test]
fn the_schema_refuses_what_the_declarations_refuse_and_nothing_else() {
    let (world, connection) = built();
    let (mut unheld, mut undeclared) = (BTreeSet::new(), Vec::new());
    for (table, columns) in all_tables() {
        let sql = world.ask(&format!(
            "SELECT sql FROM sqlite_schema WHERE name = '{table}'"
        ));
        let conditions = checks(&sql.concat());
        for field in &columns {
            let about = conditions
                .iter()
                .filter(|condition| words(condition).contains(field.name));
            let mut refused = Vec::new();
            for condition in about {
                let (bad, good) = judged(&connection, &columns, field, condition);
                // One that refuses every value asks for another column beside it, and is no bound.
                if !good.is_empty() {
                    refused.extend(bad);
                }
            }
            for value in refused.iter().filter(|value| is_declared(field, value)) {
                undeclared.push(format!("{table}.{}: {value:?}", field.name));
            }
            let is_held_by_schema = field
                .form()
                .is_none_or(|form| OF_THE_SCHEMA.contains(&form));
            for value in samples(field, "")
                .iter()
                .filter(|value| !is_declared(field, value))
            {
                if is_held_by_schema && !refused.contains(value) {
                    unheld.insert(edge(table, field, value));
                }
            }
        }
    }
    assert_eq!(
        undeclared,
        Vec::<String>::new(),
        "the schema alone refuses these: declare it"
    );
    let unheld: Vec<String> = unheld.into_iter().collect();
    assert_eq!(unheld, OF_THE_PROGRAM);
}

#[test]
fn the_rows_of_every_table_and_view_keep_to_the_declarations() {
    let (_world, connection) = built();
    for relation in described() {
        for (field, _) in &relation.columns {
            let sql = format!(
                "SELECT DISTINCT {0} FROM {1} WHERE {0} IS NOT NULL",
                field.name, relation.name
            );
            let mut statement = connection.prepare(&sql).unwrap();
            let values = statement
                .query_map([], |row| row.get::<_, Value>(0))
                .unwrap();
            for value in values.map(Result::unwrap) {
                let is_allowed = is_declared(field, &value);
                assert!(is_allowed, "{}.{}: {value:?}", relation.name, field.name);
            }
        }
    }
}

/// Whether a validator takes a file.
fn takes(program: &str, file: &str, folder: &Path) -> bool {
    let arguments: &[&str] = match program {
        "frictionless" => &["validate", file],
        _ => &[file],
    };
    let run = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output();
    run.unwrap().status.success()
}

/// Writes a description of one file alone, without its digest and its ties to others, so that nothing but what is
/// declared of its cells can be at fault.
fn describe_alone(program: &str, folder: &Path, csv: &str) -> &'static str {
    let (whole, alone, list, name, ties) = match program {
        "frictionless" => (
            "datapackage.json",
            "alone.json",
            "resources",
            "path",
            "schema",
        ),
        _ => (
            "csvw-metadata.json",
            "alone-metadata.json",
            "tables",
            "url",
            "tableSchema",
        ),
    };
    let mut described: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join(whole)).unwrap()).unwrap();
    let of_files = described[list].as_array_mut().unwrap();
    of_files.retain(|file| file[name] == csv);
    let file = of_files[0].as_object_mut().unwrap();
    file.remove("hash");
    file.remove("bytes");
    file[ties].as_object_mut().unwrap().remove("foreignKeys");
    std::fs::write(folder.join(alone), described.to_string()).unwrap();
    alone
}

/// A cell of the committed exports, what may stand there as well, and what may not.
const CELLS: &[(&str, &str, &str, &str)] = &[
    ("events.csv", ",2001-06-15,", ",2001-12,", ",June 2001,"),
    (
        "events.csv",
        ",2001-06-15,",
        ",2001-06-30?,",
        ",2001-06-31,",
    ),
    ("places.csv", ",39.905,", ",90,", ",399.05,"),
    ("places.csv", ",39.905,", ",-90,", ",-90.001,"),
    ("sources.csv", ",https://", ",http://", ",htps:/"),
    ("trade_figures.csv", ",USD,", ",CNY,", ",usd,"),
    ("v_trade_figures.csv", ",2012,", ",9999,", ",20120,"),
];

fn a_validator_holds_what_is_declared(program: &str, file: &str) {
    if !is_installed(program) {
        return;
    }
    let world = World::new();
    let folder = world.path("committed");
    copy_folder(&here().join("exports"), &folder);
    assert!(
        takes(program, file, &folder),
        "{program} refuses the committed exports"
    );
    for (csv, there, good, bad) in CELLS {
        let alone = describe_alone(program, &folder, csv);
        let text = world.read(&format!("committed/{csv}"));
        assert!(text.contains(there), "{csv} has no {there}");
        for (cell, is_right) in [(good, true), (bad, false)] {
            world.write(&format!("committed/{csv}"), text.replacen(there, cell, 1));
            assert_eq!(
                takes(program, alone, &folder),
                is_right,
                "{program} on {csv}: {cell}"
            );
        }
        world.write(&format!("committed/{csv}"), text);
    }
}

#[test]
fn frictionless_holds_what_is_declared() {
    a_validator_holds_what_is_declared("frictionless", "datapackage.json");
}

#[test]
fn csvw_holds_what_is_declared() {
    a_validator_holds_what_is_declared("csvwvalidate", "csvw-metadata.json");
}
