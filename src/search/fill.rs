//! Fills the search index from the rows of the database.

use rusqlite::Connection;

use crate::db::{Queries, schema};
use crate::error::Error;
use crate::tables::{ALL_TABLES, CellType, Rows, Table};

/// The table of what can be found.
pub const ROWS: &str = "search_rows";

const COLUMNS: &str = "id, kind, sort, heading, names, labels, note, citation, documents, entities, first_year, last_year, n_facts, origin";

/// Fills the index anew from the rows of the database in a fixed order, inside the caller's transaction.
pub fn fill(connection: &Connection) -> Result<(), Error> {
    connection.run_all("fill the search index", &filling())
}

/// The statements that fill the index, for whoever has the database and no `sco`.
pub fn filling() -> String {
    format!(
        "DELETE FROM search_rows;
         INSERT INTO search_rows ({COLUMNS}) {};
         {}",
        wanted_rows(),
        filling_of_words()
    )
}

/// The columns of `search_rows`.
pub fn columns() -> impl Iterator<Item = &'static str> {
    COLUMNS.split(", ")
}

/// The question for the rows that `search_rows` is to hold, in the order in which a new index has them.
pub fn wanted_rows() -> String {
    let rows = with_entities(include_str!("rows.sql"));
    format!("SELECT {COLUMNS} FROM ({rows}) ORDER BY kind, id")
}

/// Fills anew what the index has besides `search_rows`, which must be up to date, inside the caller's transaction.
pub fn fill_words(connection: &Connection) -> Result<(), Error> {
    connection.run_all("fill the search index", &filling_of_words())
}

/// The statements that fill `search_words` from `search_rows`, and `search_names`.
fn filling_of_words() -> String {
    let about = with_entities(include_str!("about.sql"));
    format!(
        "INSERT INTO search_words (search_words) VALUES ('delete-all');
         INSERT INTO search_words (rowid, heading, names, labels, about, note)
             SELECT search_rows.rowid, heading, names, labels, ifnull(named.about, ''), note
             FROM search_rows
             LEFT JOIN ({about}) AS named ON named.id = search_rows.id
             ORDER BY search_rows.rowid;
         {}",
        filling_of_names()
    )
}

/// The statements that fill `search_rows` of a database whose words are there, with what `find.sql` asks for; what is
/// only there to be taken apart into words stays empty.
pub fn filling_of_rows() -> String {
    let rows = with_entities(include_str!("rows.sql"));
    let columns = COLUMNS.replace("names, labels, note", "'', '', ''");
    format!(
        "DELETE FROM search_rows;
         INSERT INTO search_rows ({COLUMNS}) SELECT {columns} FROM ({rows}) ORDER BY kind, id;"
    )
}

/// The statements that fill `search_names`.
pub fn filling_of_names() -> String {
    format!(
        "DELETE FROM search_names;
         INSERT INTO search_names (name, id, kind) SELECT name, id, kind FROM ({names}) ORDER BY name, id, kind;",
        names = include_str!("names.sql"),
    )
}

/// True if the index holds anything but what follows from the rows, as after a change by another program. The index
/// itself has no content to compare; all that it is made from stands in the two tables beside it.
pub fn differs(connection: &Connection) -> Result<bool, Error> {
    let compared = |wanted: &str, columns: &str, table: &str| {
        connection.value::<bool>(
            "compare the search index",
            &format!(
                "WITH wanted AS MATERIALIZED ({wanted})
                 SELECT (SELECT count(*) FROM wanted) <> (SELECT count(*) FROM {table})
                     OR EXISTS (SELECT {columns} FROM wanted EXCEPT SELECT {columns} FROM {table})"
            ),
            [],
        )
    };
    let rows = with_entities(include_str!("rows.sql"));
    Ok(compared(&rows, COLUMNS, "search_rows")?
        || compared(include_str!("names.sql"), "name, id, kind", "search_names")?)
}

/// True where the schema has a place for the index and the views that it is made from; older ones have none.
pub fn has_a_place(connection: &Connection) -> Result<bool, Error> {
    Ok(schema::has(connection, ROWS)? && schema::has(connection, "v_facts")?)
}

/// A question that stands after what all of them have in common.
fn with_entities(question: &str) -> String {
    include_str!("entities.sql").replace("{pairs}", &pairs()) + question
}

/// The question for every entity that a fact names, made from the columns that hold the key of one: so a new kind of
/// fact, or a new column, is followed without a word here. An event also names who took part in it.
fn pairs() -> String {
    let mut parts: Vec<String> = ALL_TABLES
        .iter()
        .flat_map(|table| pairs_of(table))
        .collect();
    parts.push(
        "SELECT event AS fact_id, entity AS entity_id FROM event_participants WHERE entity IS NOT NULL"
            .to_owned(),
    );
    parts.join("\n    UNION ")
}

fn pairs_of(table: &Table) -> Vec<String> {
    if !(table.is_fact() || matches!(table.rows, Rows::Facts | Rows::ListIn { .. })) {
        return Vec::new();
    }
    let list = matches!(table.rows, Rows::ListIn { .. }).then_some(("entity_id", String::new()));
    let columns = table.columns().filter_map(|column| match column.cell {
        CellType::Reference("entities") if table.own.iter().any(|own| own.name == column.name) => {
            Some((column.name, String::new()))
        }
        _ => None,
    });
    let conditional = table
        .references_when
        .iter()
        .filter(|reference| reference.table == "entities")
        .map(|reference| {
            let (column, word) = reference.when;
            (reference.column, format!(" AND {column} = '{word}'"))
        });
    list.into_iter()
        .chain(columns)
        .chain(conditional)
        .map(|(column, condition)| {
            format!(
                "SELECT fact_id, {column} AS entity_id FROM {} WHERE {column} IS NOT NULL{condition}",
                table.name
            )
        })
        .collect()
}
