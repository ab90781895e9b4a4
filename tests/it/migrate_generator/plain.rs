//! What SQLite itself makes of a case, beside what the model foretells.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::Failure;
use super::case::Case;
use super::head::tokens;
use super::schema::{Table, quoted};
use super::state::State;
use super::value::Value;

/// Runs the files with foreign keys off and without any guard. `Err` with the first thing in which SQLite
/// differs from the model.
pub(super) fn compare(case: &Case) -> Result<(), Failure> {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("PRAGMA foreign_keys = OFF")
        .unwrap();
    let verdicts = case
        .verdicts()
        .map_err(|reason| Failure::new("the model rejects its own case", reason))?;
    for (at, verdict) in verdicts.iter().enumerate() {
        connection
            .execute_batch(&case.sql(at, &[]))
            .map_err(|error| Failure::new("SQLite refuses it", error.to_string()))?;
        connection
            .execute_batch("PRAGMA legacy_alter_table = OFF")
            .unwrap();
        differences(&connection, &verdict.after).map_err(|told| {
            let sort = told.split(' ').next().unwrap_or_default();
            Failure::new(sort, format!("{}: {told}", Case::name(at)))
        })?;
    }
    let found: i64 = connection
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .map_err(|error| Failure::new("foreign keys", error.to_string()))?;
    let wanted = verdicts[verdicts.len() - 1].after.dangling();
    if usize::try_from(found).ok() != Some(wanted) {
        let told = format!("{found} rows dangle, the model says {wanted}");
        return Err(Failure::new("dangling", told));
    }
    Ok(())
}

/// Compares a database with a state of the model: rows, definitions, counters.
pub(super) fn differences(connection: &Connection, state: &State) -> Result<(), String> {
    for table in &state.tables {
        let (mut found, mut wanted) = (rows(connection, table)?, foretold(table));
        found.sort();
        wanted.sort();
        if found != wanted {
            return Err(format!(
                "rows of {}:\n  found    {found:?}\n  foretold {wanted:?}",
                table.name
            ));
        }
        let found = columns(connection, &table.name);
        let wanted = foretold_columns(table);
        if found != wanted {
            return Err(format!(
                "columns of {}:\n  found    {found:?}\n  foretold {wanted:?}",
                table.name
            ));
        }
    }
    let (found, wanted) = (schema(connection), foretold_schema(state));
    if found != wanted {
        let only = |one: &Vec<Vec<String>>, two: &Vec<Vec<String>>| {
            let lines = one
                .iter()
                .filter(|line| !two.contains(line))
                .map(|line| line.join(" "));
            lines.collect::<Vec<_>>().join("\n    ")
        };
        return Err(format!(
            "schema:\n  found    {}\n  foretold {}",
            only(&found, &wanted),
            only(&wanted, &found)
        ));
    }
    let found = counters(connection);
    let wanted: Vec<(String, i64)> = state
        .sequences
        .iter()
        .map(|(name, counter)| (name.clone(), *counter))
        .collect();
    if found != wanted {
        return Err(format!(
            "counters:\n  found    {found:?}\n  foretold {wanted:?}"
        ));
    }
    Ok(())
}

fn rows(connection: &Connection, table: &Table) -> Result<Vec<Vec<Value>>, String> {
    let columns: Vec<String> = table.plain().map(|column| quoted(&column.name)).collect();
    let sql = format!("SELECT {} FROM {}", columns.join(", "), quoted(&table.name));
    let mut statement = connection
        .prepare(&sql)
        .map_err(|error| error.to_string())?;
    let mut answer = statement.query([]).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    while let Some(row) = answer.next().map_err(|error| error.to_string())? {
        found.push(
            (0..columns.len())
                .map(|at| value(row.get_ref(at).unwrap()))
                .collect(),
        );
    }
    Ok(found)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the real numbers are small ones and a half"
)]
fn value(found: ValueRef<'_>) -> Value {
    match found {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) if number > 0.0 && number.fract().to_bits() == 0.5_f64.to_bits() => {
            Value::Half(number as i64)
        }
        ValueRef::Text(text) => Value::text(String::from_utf8_lossy(text)),
        other => Value::Text(format!("not foretold: {other:?}")),
    }
}

fn foretold(table: &Table) -> Vec<Vec<Value>> {
    let plain: Vec<String> = table.plain().map(|column| column.name.clone()).collect();
    table
        .rows
        .iter()
        .map(|row| table.values(row, &plain))
        .collect()
}

/// Name, type, place in the key, and whether it is generated: as SQLite sees each column.
fn columns(connection: &Connection, table: &str) -> Vec<(String, String, i64, bool)> {
    let mut statement = connection
        .prepare("SELECT name, type, pk, hidden > 1 FROM pragma_table_xinfo(?1) ORDER BY cid")
        .unwrap();
    let rows = statement.query_map([table], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn foretold_columns(table: &Table) -> Vec<(String, String, i64, bool)> {
    let place = |name: &String| {
        table
            .key
            .iter()
            .position(|one| one == name)
            .map_or(0, |at| i64::try_from(at + 1).unwrap())
    };
    table
        .columns
        .iter()
        .map(|column| {
            let declared = column.declared.clone();
            (
                column.name.clone(),
                declared,
                place(&column.name),
                !column.is_plain(),
            )
        })
        .collect()
}

/// The tokens of each definition. Those of a table are sorted, since an ALTER may put a clause elsewhere
/// than the model does; commas go for the same reason.
fn schema(connection: &Connection) -> Vec<Vec<String>> {
    let mut statement = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'refinery%' AND name <> 'a_wide'")
        .unwrap();
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    let mut found: Vec<Vec<String>> = rows.map(|sql| normal(&sql.unwrap())).collect();
    found.sort();
    found
}

fn foretold_schema(state: &State) -> Vec<Vec<String>> {
    let mut wanted: Vec<Vec<String>> = Vec::new();
    wanted.extend(state.tables.iter().map(|table| normal(&table.sql())));
    wanted.extend(state.indexes.iter().map(|index| normal(&index.sql())));
    wanted.extend(state.triggers.iter().map(|trigger| normal(&trigger.sql())));
    wanted.extend(state.views.iter().map(|view| normal(&view.sql())));
    wanted.sort();
    wanted
}

fn normal(sql: &str) -> Vec<String> {
    let mut found = tokens(sql);
    if found.get(1).is_some_and(|word| word == "TABLE") {
        found.retain(|token| token != ",");
        found.sort();
    }
    found
}

fn counters(connection: &Connection) -> Vec<(String, i64)> {
    let Ok(mut statement) =
        connection.prepare("SELECT name, seq FROM sqlite_sequence ORDER BY name")
    else {
        return Vec::new();
    };
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.map(Result::unwrap).collect()
}
