//! Values worked out from a row, the rows that a filter means, and rows as a table keeps them.

use super::Rejected;
use super::operation::{Filter, Term};
use super::schema::{Column, Row, Table};
use super::value::{Affinity, Value};

/// The value of a column that an INSERT does not name.
pub(super) fn default_of(column: &Column, strict: bool) -> Result<Value, Rejected> {
    match &column.default {
        Some(value) if column.is_plain() => value.clone().stored(&column.declared, strict),
        _ => Ok(Value::Null),
    }
}

/// A row with defaults where no value is given, each value as its column keeps it.
pub(super) fn completed(table: &Table, columns: &[String], values: Row) -> Result<Row, Rejected> {
    let mut given: Vec<Option<Value>> = vec![None; table.columns.len()];
    for (name, value) in columns.iter().zip(values) {
        let at = table.place(name).ok_or("no such column")?;
        given[at] = Some(value);
    }
    table
        .columns
        .iter()
        .zip(given)
        .map(|(column, value)| {
            let value = value.map_or_else(|| default_of(column, table.strict), Ok)?;
            taken(column, table, value)
        })
        .collect()
}

/// The value as the column keeps it.
pub(super) fn taken(column: &Column, table: &Table, value: Value) -> Result<Value, Rejected> {
    if !column.is_plain() {
        return if value == Value::Null {
            Ok(value)
        } else {
            Err("a generated column")
        };
    }
    let is_key = table.key.contains(&column.name);
    if value == Value::Null && (column.not_null || is_key) {
        return Err("NOT NULL constraint failed");
    }
    let value = value.stored(&column.declared, table.strict)?;
    let is_id = is_key && table.key.len() == 1 && column.declared == "INTEGER";
    if is_id && !matches!(value, Value::Integer(_)) {
        return Err("an id that is no whole number");
    }
    Ok(value)
}

pub(super) fn matching(table: &Table, filter: &Filter) -> Result<Vec<Row>, Rejected> {
    let place = |column: &str| {
        let column = table.column(column).filter(|column| column.is_plain());
        let column = column.ok_or("no such plain column")?;
        Ok::<_, Rejected>(table.place(&column.name).unwrap())
    };
    let keep: Box<dyn Fn(&Row) -> bool> = match filter {
        Filter::All => Box::new(|_| true),
        Filter::IsNull(column) => {
            let at = place(column)?;
            Box::new(move |row| row[at] == Value::Null)
        }
        Filter::In(column, values) => {
            let at = place(column)?;
            Box::new(move |row| row[at] != Value::Null && values.contains(&row[at]))
        }
        // Nothing is known not to be NULL.
        Filter::NotIn(_, values) if values.contains(&Value::Null) => Box::new(|_| false),
        Filter::NotIn(column, values) => {
            let at = place(column)?;
            Box::new(move |row| row[at] != Value::Null && !values.contains(&row[at]))
        }
    };
    Ok(table.rows.iter().filter(|row| keep(row)).cloned().collect())
}

pub(super) fn worked_out(term: &Term, table: &Table, row: &Row) -> Result<Value, Rejected> {
    let value = |name: &str| {
        let column = table.column(name).filter(|column| column.is_plain());
        let column = column.ok_or("no such plain column")?;
        Ok::<_, Rejected>(row[table.place(&column.name).unwrap()].clone())
    };
    match term {
        Term::Value(value) => Ok(value.clone()),
        Term::Column(name) => value(name),
        Term::Longer(name) => Ok(match value(name)? {
            Value::Null => Value::Null,
            other => Value::Text(format!("{}x", other.shown())),
        }),
        Term::Plus(name, more) => {
            let is_whole = |column: &Column| table.affinity(column) == Affinity::Integer;
            match value(name)? {
                Value::Null => Ok(Value::Null),
                Value::Integer(number) if table.column(name).is_some_and(is_whole) => {
                    Ok(Value::Integer(number + more))
                }
                _ => Err("adding to what is no whole number"),
            }
        }
    }
}
