//! The dictionary: every exported table and view with the meaning of each column, from the declarations. It stands
//! in the database as `meta_tables` and `meta_columns`, and in the files that describe the exports.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::db::{Queries, schema};
use crate::error::Error;
use crate::tables::trade::{self, BulkTable};
use crate::tables::views::View;
use crate::tables::{ALL_TABLES, Field, Form, Holds, meta, views};

/// A table or view with its columns.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Its name, and the stem of its file.
    pub name: &'static str,
    /// True if it shows the rows of tables.
    pub is_view: bool,
    /// What one row is.
    pub meaning: &'static str,
    /// The columns that make a row unique, in the order in which it is sorted.
    pub unique_by: Vec<&'static str>,
    /// Its columns, each with whether no cell is empty.
    pub columns: Vec<(Field, bool)>,
}

impl Relation {
    fn of_view(view: &'static View, is_view: bool) -> Self {
        Self {
            name: view.name,
            is_view,
            meaning: view.meaning,
            unique_by: view.order.split(", ").collect(),
            columns: view
                .fields()
                .into_iter()
                .map(|field| (field, false))
                .collect(),
        }
    }

    fn of_bulk(table: &'static BulkTable) -> Self {
        Self {
            name: table.name,
            is_view: false,
            meaning: table.meaning,
            unique_by: table.key.to_vec(),
            columns: table.columns.to_vec(),
        }
    }
}

/// The tables of trade statistics, which imports alone fill, and the views on them. They are not exported as CSV.
pub fn bulk() -> Vec<Relation> {
    let tables = trade::TABLES.iter().map(Relation::of_bulk);
    let views = trade::VIEWS
        .iter()
        .map(|view| Relation::of_view(view, true));
    tables.chain(views).collect()
}

/// Everything that the dictionary describes: what is exported, and what there is of trade statistics.
pub fn described() -> Vec<Relation> {
    let mut all = relations();
    all.extend(bulk());
    all
}

/// Every table and view that is exported: tables in the order in which they are loaded, views in that in which
/// people read, and the dictionary itself.
pub fn relations() -> Vec<Relation> {
    let tables = ALL_TABLES.iter().map(|table| {
        let is_required = |field: &Field| {
            let mut own = table.own.iter();
            field.name == "origin" || own.any(|column| column.name == field.name && column.required)
        };
        let fields = table.fields().into_iter();
        Relation {
            name: table.name,
            is_view: false,
            meaning: table.meaning,
            unique_by: table.key.to_vec(),
            columns: fields.map(|field| (field, is_required(&field))).collect(),
        }
    });
    let views = views::all().map(|view| Relation::of_view(view, true));
    let meta = meta::TABLES
        .iter()
        .map(|table| Relation::of_view(table, false));
    tables.chain(views).chain(meta).collect()
}

/// The regular expression that the whole of each value of a column fits, in parentheses. A column that names rows of a
/// table has the form of that table's key.
pub fn pattern(field: &Field) -> Option<String> {
    let of_key = |name: &str| {
        let table = ALL_TABLES.iter().find(|table| table.name == name)?;
        let [key] = table.key else { return None };
        let fields = table.fields();
        fields.iter().find(|field| field.name == *key)?.form()
    };
    let one = |form: Form| format!("({})", form.pattern());
    match field.holds {
        Holds::Key(table) => of_key(table).map(one),
        Holds::Keys(table) => of_key(table).map(one).map(|id| format!("({id}(;{id})*)")),
        Holds::Text
        | Holds::Word(_)
        | Holds::Date
        | Holds::Day
        | Holds::Url
        | Holds::Integer
        | Holds::Number
        | Holds::Flag => field.form().map(one),
    }
}

/// The column that is the key of a table; none where several are.
pub fn key_of(table: &str) -> Option<&'static str> {
    let relations = described();
    let found = relations.iter().find(|relation| relation.name == table)?;
    if table == "meta_tables" {
        return Some("table_name");
    }
    match found.unique_by.as_slice() {
        [key] => Some(key),
        _ => None,
    }
}

/// The rows of `meta_tables`, in the order of its columns.
pub fn rows_of_tables() -> Vec<Vec<Value>> {
    let row = |(at, relation): (usize, &Relation)| {
        vec![
            text(relation.name),
            place(at),
            text(if relation.is_view { "view" } else { "table" }),
            text(relation.meaning),
            text(&relation.unique_by.join(", ")),
        ]
    };
    described().iter().enumerate().map(row).collect()
}

/// The rows of `meta_columns`, in the order of its columns, sorted by table and name.
pub fn rows_of_columns() -> Vec<Vec<Value>> {
    let mut rows = BTreeMap::new();
    for relation in described() {
        for (at, (field, is_required)) in relation.columns.iter().enumerate() {
            let (words, refers_to) = match field.holds {
                Holds::Word(words) => (text(&words.join(";")), Value::Null),
                Holds::Key(table) => (Value::Null, text(table)),
                Holds::Text
                | Holds::Keys(_)
                | Holds::Date
                | Holds::Day
                | Holds::Url
                | Holds::Integer
                | Holds::Number
                | Holds::Flag => (Value::Null, Value::Null),
            };
            let row = vec![
                text(relation.name),
                place(at),
                text(field.name),
                text(field.holds.word()),
                Value::Integer(i64::from(*is_required)),
                if field.unit.is_empty() {
                    Value::Null
                } else {
                    text(field.unit)
                },
                words,
                refers_to,
                text(field.meaning),
            ];
            rows.insert((relation.name, field.name), row);
        }
    }
    rows.into_values().collect()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A place, from 1.
fn place(at: usize) -> Value {
    Value::Integer(i64::try_from(at).unwrap_or(i64::MAX).saturating_add(1))
}

/// The columns of one of the two tables, in the order of its rows.
pub fn columns(table: &str) -> Vec<&'static str> {
    let of_it = meta::TABLES.iter().filter(|meta| meta.name == table);
    of_it
        .flat_map(|meta| meta.own)
        .map(|field| field.name)
        .collect()
}

/// True if the tables hold anything but what the declarations say.
pub fn differs(connection: &Connection) -> Result<bool, Error> {
    let held = |table: &str, order: &str, columns: usize| -> Result<Vec<Vec<Value>>, Error> {
        connection.rows(
            "read the dictionary",
            &format!("SELECT * FROM {table} ORDER BY {order}"),
            [],
            |row| (0..columns).map(|at| row.get(at)).collect(),
        )
    };
    Ok(held("meta_tables", "position", 5)? != rows_of_tables()
        || held("meta_columns", "table_name, column_name", 9)? != rows_of_columns())
}

/// True where the schema has a place for the dictionary; older ones have none.
pub fn has_a_place(connection: &Connection) -> Result<bool, Error> {
    Ok(schema::has(connection, "meta_tables")? && schema::has(connection, "meta_columns")?)
}
