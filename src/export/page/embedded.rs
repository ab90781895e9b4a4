//! The copy of the database that goes into a page: the rows of the dataset, and of one user if they are asked for, and
//! nothing else that somebody may have in their database.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::db::copy::copy;
use crate::db::schema::{ObjectKind, quoted};
use crate::db::{Queries, close, open_draft, schema};
use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::migrate::drift;
use crate::migrate::set::Set;
use crate::search;
use crate::stop::Stop;

const DOING: &str = "make the copy for the page";

/// A compact copy, in a file beside the page that goes with this value.
#[derive(Debug)]
pub(super) struct Copy {
    pub(super) connection: Connection,
    /// Whose rows it holds, the dataset first.
    pub(super) origins: Vec<String>,
    draft: Draft,
}

impl Copy {
    /// Copies what is for everybody, and the rows of an origin.
    pub(super) fn make(
        from: &Connection,
        place: &Path,
        origins: &[String],
        stop: &Stop,
    ) -> Result<Self, Error> {
        let draft = Draft::beside(place, Access::PRIVATE)?;
        let mut connection = open_draft(&draft)?;
        copy(from, &mut connection, stop)?;
        leave_out_what_is_a_users(&connection)?;
        // A row may go before another that names it.
        connection.run_all(DOING, "BEGIN; PRAGMA defer_foreign_keys = 1")?;
        leave_out_other_origins(&connection, origins)?;
        connection.run_all(DOING, "COMMIT")?;
        leave_out_most_statistics(&connection)?;
        leave_out_most_of_the_index(&connection)?;
        // A browser cannot open a database that has a log beside it. Where a page of the file is not full, SQLite leaves
        // pieces of what it wrote before, be it a user's; secure_delete puts zeros there.
        connection.run_all(
            DOING,
            "PRAGMA secure_delete = 1; PRAGMA journal_mode = DELETE; VACUUM",
        )?;
        Ok(Self {
            connection,
            origins: origins.to_vec(),
            draft,
        })
    }

    /// The bytes of the file.
    pub(super) fn into_bytes(self) -> Result<Vec<u8>, Error> {
        let path: PathBuf = self.draft.path().to_owned();
        close(self.connection)?;
        std::fs::read(&path).map_err(Error::file("read", &path))
    }
}

/// Drops tables, views, indexes and triggers that no migration makes, and views of the dataset that were changed.
fn leave_out_what_is_a_users(connection: &Connection) -> Result<(), Error> {
    let found = drift::check(connection, &Set::embedded())?;
    let order = |kind: &ObjectKind| match kind {
        ObjectKind::Trigger => 0,
        ObjectKind::View => 1,
        ObjectKind::Index => 2,
        ObjectKind::Table => 3,
    };
    let mut extra = found.extra;
    extra.sort_by_key(|object| order(&object.kind));
    for object in &extra {
        // An index or trigger may have gone with its table.
        let sql = format!(
            "DROP {} IF EXISTS {}",
            object.kind.word(),
            quoted(&object.name)
        );
        connection.run_all(DOING, &sql)?;
    }
    for changed in &found.differences {
        if let (ObjectKind::View, Some(wanted)) = (changed.kind, &changed.wanted) {
            let drop = format!("DROP VIEW IF EXISTS {}", quoted(&changed.name));
            connection.run_all(DOING, &format!("{drop}; {wanted}"))?;
        }
    }
    Ok(())
}

/// Deletes the rows of all origins but these, and what was worked out from them.
fn leave_out_other_origins(connection: &Connection, origins: &[String]) -> Result<(), Error> {
    let kept: Vec<String> = origins
        .iter()
        .map(|name| format!("'{}'", name.replace('\'', "''")))
        .collect();
    let kept = kept.join(", ");
    let mut of_facts = Vec::new();
    for table in schema::tables(connection)? {
        if table.starts_with("search_") {
            continue;
        }
        let columns = schema::columns(connection, &table)?;
        let has = |name: &str| columns.iter().any(|column| column == name);
        if has("origin") {
            let sql = format!(
                "DELETE FROM {} WHERE origin NOT IN ({kept})",
                quoted(&table)
            );
            connection.write(DOING, &sql, [])?;
        } else if has("fact_id") {
            of_facts.push(table);
        }
    }
    for table in of_facts {
        let sql = format!(
            "DELETE FROM {} WHERE fact_id NOT IN (SELECT fact_id FROM facts)",
            quoted(&table)
        );
        connection.write(DOING, &sql, [])?;
    }
    Ok(())
}

/// Leaves of the search index the words alone, which take a browser longest to make. The page fills the rows and names
/// from what it has: they would be a quarter of it.
fn leave_out_most_of_the_index(connection: &Connection) -> Result<(), Error> {
    if !schema::has(connection, "search_rows")? {
        return Err(Error::database(
            "the database is of an older version, whose names cannot be searched",
            "bring it up to date with `sco build`",
        ));
    }
    // Rows have gone since it was filled.
    search::fill(connection)?;
    // A deleted row leaves its pieces in an index of FTS5 until that is made anew.
    connection.run_all(
        DOING,
        "INSERT INTO search_words (search_words) VALUES ('optimize');
         DELETE FROM search_rows;
         DELETE FROM search_names;
         INSERT INTO search_names (search_names) VALUES ('rebuild')",
    )
}

/// Of imported trade statistics the yearly totals stay between those of whose trade a fact tells, as each side has them,
/// and between the members of groups: all of them would be too much for a page.
fn leave_out_most_statistics(connection: &Connection) -> Result<(), Error> {
    if !schema::has(connection, "trade_flows")? {
        return Ok(());
    }
    connection.run_all(
        DOING,
        "WITH sides (entity, area) AS (
             SELECT entity_id, entity_id FROM entities UNION SELECT entity_id, member FROM entity_members
         ),
         pairs (reporter, partner) AS (
             SELECT reporters.area, partners.area FROM trade_figures
             JOIN sides AS reporters ON reporters.entity = trade_figures.reporter
             JOIN sides AS partners ON partners.entity = trade_figures.partner
         )
         DELETE FROM trade_flows WHERE NOT (
             commodity = 'TOTAL' AND frequency = 'A' AND flow IN ('M', 'X') AND (
                 (reporter, partner) IN (SELECT reporter, partner FROM pairs)
                 OR (partner, reporter) IN (SELECT reporter, partner FROM pairs)
             )
         );
         DELETE FROM imports WHERE import_id NOT IN (SELECT import_id FROM trade_flows);
         DELETE FROM trade_datasets WHERE dataset NOT IN (SELECT dataset FROM trade_flows)
             AND dataset NOT IN (SELECT dataset FROM imports);
         DELETE FROM trade_areas WHERE area NOT IN (SELECT reporter FROM trade_flows)
             AND area NOT IN (SELECT partner FROM trade_flows)",
    )
}
