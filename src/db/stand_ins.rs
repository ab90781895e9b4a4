//! Stand-ins for functions and collations that another program has and this one lacks, so that SQLite can compile what
//! uses them. They are there while something is looked at, and what they give counts for nothing.

use std::cmp::Ordering;

use rusqlite::Connection;
use rusqlite::functions::{Aggregate, Context, FunctionFlags, WindowAggregate};

use crate::error::Error;

/// The most stand-ins for one look. A statement that lacks more counts as one that cannot be compiled.
const MOST: usize = 100;

/// The number of arguments of a stand-in: any.
const ANY: i32 = -1;

/// Something that SQLite lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lacking {
    /// A function that gives a value for each row.
    Function(String),
    /// A function that gives a value for many rows.
    Aggregate(String),
    /// A collation.
    Collation(String),
}

impl Lacking {
    /// What SQLite lacks, as its message says; `None` if it lacks nothing.
    pub(crate) fn of(said: &str) -> Option<Self> {
        let behind = |words: &str| said.split_once(words).map(|(_, name)| name.to_owned());
        let called = |words: &str| {
            let (name, _) = said.split_once(words)?;
            Some(name.rsplit(": ").next().unwrap_or(name).to_owned())
        };
        if let Some(name) = behind("no such collation sequence: ") {
            return Some(Self::Collation(name));
        }
        if let Some(name) = behind("no such function: ") {
            return Some(Self::Function(name));
        }
        if let Some(name) = behind("unknown function: ") {
            return Some(Self::Function(name.trim_end_matches("()").to_owned()));
        }
        behind(" may not be used with non-aggregate ")
            .map(|name| name.trim_end_matches("()").to_owned())
            .or_else(|| called("() may not be used as a window function"))
            .map(Self::Aggregate)
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Function(name) | Self::Aggregate(name) | Self::Collation(name) => name,
        }
    }

    fn put(&self, connection: &Connection) -> rusqlite::Result<()> {
        let flags = FunctionFlags::SQLITE_UTF8
            | FunctionFlags::SQLITE_DETERMINISTIC
            | FunctionFlags::SQLITE_INNOCUOUS;
        match self {
            Self::Function(name) => {
                connection.create_scalar_function(name.as_str(), ANY, flags, |_| Ok(None::<i64>))
            }
            Self::Aggregate(name) => {
                connection.create_window_function(name.as_str(), ANY, flags, Nothing)
            }
            Self::Collation(name) => {
                connection.create_collation(name.as_str(), |_, _| Ordering::Equal)
            }
        }
    }

    fn remove(&self, connection: &Connection) -> rusqlite::Result<()> {
        match self {
            Self::Function(name) | Self::Aggregate(name) => {
                connection.remove_function(name.as_str(), ANY)
            }
            Self::Collation(name) => connection.remove_collation(name.as_str()),
        }
    }
}

/// The aggregate that gives NULL.
struct Nothing;

impl Aggregate<(), Option<i64>> for Nothing {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<()> {
        Ok(())
    }

    fn step(&self, _: &mut Context<'_>, (): &mut ()) -> rusqlite::Result<()> {
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, _: Option<()>) -> rusqlite::Result<Option<i64>> {
        Ok(None)
    }
}

impl WindowAggregate<(), Option<i64>> for Nothing {
    fn value(&self, _: Option<&mut ()>) -> rusqlite::Result<Option<i64>> {
        Ok(None)
    }

    fn inverse(&self, _: &mut Context<'_>, (): &mut ()) -> rusqlite::Result<()> {
        Ok(())
    }
}

/// Looks at something with a stand-in for each function and collation that SQLite lacks. `look` gives what it sees, and
/// what SQLite said; it looks again as long as one of these messages names something else that is lacking. Afterwards no
/// statement finds a stand-in.
pub(crate) fn with_stand_ins<T>(
    connection: &Connection,
    look: impl FnMut() -> Result<(T, Vec<String>), Error>,
) -> Result<T, Error> {
    let mut made = Vec::new();
    let seen = look_with(connection, &mut made, look);
    let mut removed = Ok(());
    for one in &made {
        removed = removed.and(one.remove(connection));
    }
    let seen = seen?;
    removed.map_err(Error::sql("remove what stood in for a function"))?;
    Ok(seen)
}

fn look_with<T>(
    connection: &Connection,
    made: &mut Vec<Lacking>,
    mut look: impl FnMut() -> Result<(T, Vec<String>), Error>,
) -> Result<T, Error> {
    loop {
        let (seen, said) = look()?;
        let lacking = said.iter().filter_map(|said| Lacking::of(said));
        let new: Vec<Lacking> = lacking.filter(|one| !made.contains(one)).collect();
        if new.is_empty() || made.len() >= MOST {
            return Ok(seen);
        }
        for one in new.into_iter().take(MOST) {
            one.put(connection)
                .map_err(Error::sql("put something in the place of a function"))?;
            made.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::message;

    /// What SQLite says of a query, without and with stand-ins.
    fn said(connection: &Connection, sql: &str) -> (Option<String>, Option<String>) {
        let fault = || connection.prepare(sql).err().map(|error| message(&error));
        let with = with_stand_ins(connection, || {
            let said = fault();
            Ok((said.clone(), Vec::from_iter(said)))
        });
        (fault(), with.unwrap())
    }

    #[test]
    fn what_another_program_has_compiles_and_is_not_left_behind() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (a, b)").unwrap();
        for (sql, lacking) in [
            ("SELECT a REGEXP 'x' FROM t", "no such function: REGEXP"),
            (
                "SELECT f(g(a, b)), \"my own\"(), F(1) FROM t",
                "no such function: g",
            ),
            (
                "SELECT median(a) FILTER (WHERE b > 1) FROM t",
                "no such function: median",
            ),
            (
                "SELECT median(a) OVER (ORDER BY b) FROM t",
                "no such function: median",
            ),
            (
                "SELECT a FROM t ORDER BY b COLLATE german, shout(a) COLLATE Loud",
                "no such function: shout",
            ),
        ] {
            for _ in 0..2 {
                let (without, with) = said(&connection, sql);
                assert_eq!((without.as_deref(), with), (Some(lacking), None), "{sql}");
            }
        }
    }

    #[test]
    fn what_no_program_could_compile_stays_a_fault() {
        let connection = Connection::open_in_memory().unwrap();
        for (sql, still) in [
            ("SELECT f(1) FROM gone", "no such table: gone"),
            (
                "SELECT abs(1, 2)",
                "wrong number of arguments to function abs()",
            ),
        ] {
            let (without, with) = said(&connection, sql);
            assert_eq!(
                (without.as_deref(), with.as_deref()),
                (Some(still), Some(still))
            );
        }
        // A name that SQLite knows is no stand-in's.
        let (_, with) = said(&connection, "SELECT upper('a'), f(1)");
        assert_eq!(with, None);
        let upper: String = connection
            .query_row("SELECT upper('a')", [], |row| row.get(0))
            .unwrap();
        assert_eq!(upper, "A");
    }
}
