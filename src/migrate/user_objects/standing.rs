//! Whether views and triggers work.

use rusqlite::Connection;

use crate::db::message;
use crate::db::schema::{self, Object, ObjectKind, quoted};
use crate::error::Error;
use crate::migrate::elsewhere::{elsewhere, firing_statements};
use crate::migrate::firing::{alone, fires_for, is_no_table};
use crate::migrate::other_bytes::names_other_bytes;
use crate::migrate::sql::tokens;

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
    /// Only in a program that allows texts in double quotes, or has functions or collations that this one lacks; this
    /// is SQLite's message.
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
/// it. A trigger is not blamed for the fault of another one that fires with it.
pub(super) fn works(connection: &Connection, object: &Object) -> Result<Works, Error> {
    if matches!(object.kind, ObjectKind::Table | ObjectKind::Index) {
        return Ok(Works::Well);
    }
    if names_other_bytes(object) {
        return works_by_its_columns(connection, object);
    }
    let statements = || match object.kind {
        ObjectKind::View => Ok(vec![format!("SELECT * FROM {}", quoted(&object.name))]),
        _ => firing(connection, object),
    };
    let with_all = compiled(connection, statements, |_| false)?;
    if object.kind == ObjectKind::View || with_all == Works::Well {
        return Ok(with_all);
    }
    // Whether rows of another view can be changed is a matter of its triggers.
    let of_own_view = |said: &str| said.contains(&format!("cannot modify {} ", object.table));
    let of_others = |said: &str| is_no_table(said) && of_own_view(said);
    let look = || compiled(connection, statements, of_others);
    let by_itself = alone(connection, object, |_| false, look)?;
    match &by_itself {
        Works::Loosely(said) | Works::Not(said) if is_no_table(said) => {}
        _ => return Ok(by_itself),
    }
    let views = schema::objects(connection)?
        .into_iter()
        .filter(|it| it.kind == ObjectKind::View);
    let views: Vec<String> = views.map(|view| view.name).collect();
    let on_another_view = |other: &Object| {
        !other.table.eq_ignore_ascii_case(&object.table)
            && views
                .iter()
                .any(|view| view.eq_ignore_ascii_case(&other.table))
    };
    alone(connection, object, on_another_view, look)
}

/// The statements that would fire a trigger, or all that would fire one of its table, where that one is not known.
fn firing(connection: &Connection, trigger: &Object) -> Result<Vec<String>, Error> {
    let mut statements = firing_statements(connection, &trigger.table)?;
    let verb = fires_for(&tokens(&trigger.sql)).unwrap_or_default();
    let is_own = |sql: &String| sql.starts_with(verb);
    if statements.iter().any(is_own) {
        statements.retain(|sql| is_own(sql) || sql.starts_with("SELECT"));
    }
    Ok(statements)
}

/// Whether SQLite finds the columns of a view in which a name is no UTF-8. Of a trigger it does not tell so much.
fn works_by_its_columns(connection: &Connection, object: &Object) -> Result<Works, Error> {
    if object.kind != ObjectKind::View {
        return Ok(Works::Well);
    }
    match schema::columns(connection, &object.name) {
        Ok(_) => Ok(Works::Well),
        Err(Error::Sql { source, .. }) => Ok(Works::Not(message(&source))),
        Err(error) => Err(error),
    }
}

/// Whether SQLite can compile statements, but for messages that say nothing.
fn compiled(
    connection: &Connection,
    statements: impl Fn() -> Result<Vec<String>, Error>,
    says_nothing: impl Fn(&str) -> bool,
) -> Result<Works, Error> {
    let fault = || -> Result<Option<String>, Error> {
        let statements = statements()?.into_iter();
        let errors = statements.filter_map(|sql| connection.prepare(&sql).err());
        Ok(errors
            .map(|error| message(&error))
            .find(|said| !says_nothing(said)))
    };
    let Some(said) = fault()? else {
        return Ok(Works::Well);
    };
    let still = elsewhere(connection, || {
        let fault = fault()?;
        Ok((fault.clone(), Vec::from_iter(fault)))
    })?;
    Ok(match still {
        None => Works::Loosely(said),
        Some(still) => Works::Not(still),
    })
}
