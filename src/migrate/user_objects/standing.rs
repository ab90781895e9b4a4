//! Whether views and triggers work.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::db::schema::{self, Object, ObjectKind, quoted};
use crate::db::{self, message};
use crate::error::Error;
use crate::migrate::firing::{firing_statements, is_no_table};

/// Whether a view or trigger works.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) object: Object,
    pub(super) works: Works,
}

/// Whether SQLite can compile a view or trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Works {
    Well,
    /// Only if texts in double quotes are allowed; this is SQLite's message if they are not.
    Loosely(String),
    Not(String),
}

/// All of them.
pub(super) fn standings(connection: &Connection) -> Result<Vec<Standing>, Error> {
    let mut all = schema::objects(connection)?;
    all.extend(schema::triggers_on_the_history(connection)?);
    all.into_iter()
        .map(|object| {
            let works = works(connection, &object)?;
            Ok(Standing { object, works })
        })
        .collect()
}

/// Whether a view or trigger works. Nothing is run: SQLite finds the faults when it compiles a statement that uses
/// it.
pub(super) fn works(connection: &Connection, object: &Object) -> Result<Works, Error> {
    let statements = match object.kind {
        ObjectKind::View => vec![format!("SELECT * FROM {}", quoted(&object.name))],
        ObjectKind::Trigger => firing_statements(connection, &object.table)?,
        ObjectKind::Table | ObjectKind::Index => return Ok(Works::Well),
    };
    let compile = || {
        let errors = statements
            .iter()
            .filter_map(|sql| connection.prepare(sql).err());
        errors
            .map(|error| message(&error))
            .find(|said| !is_no_table(said))
    };
    let Some(said) = compile() else {
        return Ok(Works::Well);
    };
    // Objects that the user made with other programs may have texts in double quotes.
    db::switch(connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, true)?;
    let still = compile();
    db::switch(connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    Ok(match still {
        None => Works::Loosely(said),
        Some(_) => Works::Not(said),
    })
}
