//! One table that the program fills: what it is to hold is put beside it, and the rows that differ are written.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::db::Queries;
use crate::db::schema::quoted;
use crate::error::Error;
use crate::load::{hindered, triggers, verify};
use crate::wording::{agreeing, count};

/// A table that the program fills, of which a user may have added columns and rows may refer to.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) table: &'static str,
    /// The columns of its key.
    pub(super) key: &'static [&'static str],
    /// The columns that the program fills, those of the key among them.
    pub(super) columns: Vec<&'static str>,
    /// What is done, as messages say it.
    pub(super) doing: &'static str,
    /// What the rows follow from, as messages say it.
    pub(super) origin: &'static str,
}

/// The rows that such a table is to hold, in the order in which they are inserted.
#[derive(Debug)]
pub(super) enum Wanted {
    /// What a query answers.
    Answer(String),
    /// These rows.
    Rows(Vec<Vec<Value>>),
}

/// A column that the user added.
#[derive(Debug)]
struct OwnColumn {
    name: String,
    /// The SQL expression of its default, empty if it has none.
    default: String,
}

impl Filled {
    /// Writes the rows that differ from the wanted ones, and no others, so that the triggers of the user's fire for what
    /// changes, and the columns that the user added keep their values. The wanted rows are kept for
    /// [`Filled::refuse_interference`].
    pub(super) fn bring_up_to_date(
        &self,
        connection: &Connection,
        wanted: Wanted,
    ) -> Result<(), Error> {
        self.put_beside(connection, wanted)?;
        self.refuse_to_lose(connection)?;
        for statement in [self.deletion(), self.change(), self.insertion()] {
            connection
                .write(self.doing, &statement, [])
                .map_err(|error| hindered::named(connection, self.table, error))?;
        }
        Ok(())
    }

    /// Fails if the table does not hold the wanted rows, which are dropped.
    pub(super) fn refuse_interference(&self, connection: &Connection) -> Result<(), Error> {
        let differs: bool = connection.value(
            self.doing,
            &format!(
                "SELECT (SELECT count(*) FROM main.{table}) <> (SELECT count(*) FROM {wanted})
                     OR EXISTS (SELECT 1 FROM {wanted} AS wanted WHERE NOT EXISTS (
                         SELECT 1 FROM main.{table} AS held WHERE {is_it} AND ({held}) IS ({values})
                     ))",
                table = self.table,
                wanted = self.beside(),
                is_it = self.is_it(),
                held = self.listed("held"),
                values = self.listed("wanted"),
            ),
            [],
        )?;
        if differs {
            let fault = format!(
                "in {}, rows do not say what follows from {}",
                self.table, self.origin
            );
            let triggers = triggers::interfering(connection, self.table)?;
            return Err(verify::refusal(&[fault], triggers));
        }
        connection.run_all(self.doing, &format!("DROP TABLE {}", self.beside()))
    }

    /// The table of the wanted rows.
    fn beside(&self) -> String {
        format!("temp.wanted_{}", self.table)
    }

    fn put_beside(&self, connection: &Connection, wanted: Wanted) -> Result<(), Error> {
        let (beside, columns) = (self.beside(), self.columns.join(", "));
        // Its columns have no types, so that the values stay as they are.
        connection.run_all(
            self.doing,
            &format!(
                "DROP TABLE IF EXISTS {beside}; CREATE TABLE {beside} ({columns}, PRIMARY KEY ({}))",
                self.key.join(", ")
            ),
        )?;
        match wanted {
            Wanted::Answer(query) => connection
                .write(
                    self.doing,
                    &format!("INSERT INTO {beside} ({columns}) {query}"),
                    [],
                )
                .map(|_| ()),
            Wanted::Rows(rows) => {
                let places = vec!["?"; self.columns.len()].join(", ");
                let sql = format!("INSERT INTO {beside} ({columns}) VALUES ({places})");
                let insert = || -> rusqlite::Result<()> {
                    let mut statement = connection.prepare(&sql)?;
                    for row in rows {
                        statement.execute(params_from_iter(row))?;
                    }
                    Ok(())
                };
                insert().map_err(Error::sql(self.doing))
            }
        }
    }

    /// Fails if a row would go in which a column that the user added is filled.
    fn refuse_to_lose(&self, connection: &Connection) -> Result<(), Error> {
        const SHOWN: usize = 5;
        for column in self.own_columns(connection)? {
            let keys: Vec<String> = connection.column(
                self.doing,
                &format!(
                    "SELECT {key} FROM main.{table} AS held WHERE {is_gone} AND {is_filled} ORDER BY 1",
                    key = self.shown_key(),
                    table = self.table,
                    is_gone = self.is_gone(),
                    is_filled = column.is_filled(),
                ),
                [],
            )?;
            if keys.is_empty() {
                continue;
            }
            let mut shown: Vec<String> = keys.iter().take(SHOWN).cloned().collect();
            if keys.len() > SHOWN {
                shown.push(format!("{} more", keys.len() - SHOWN));
            }
            return Err(Error::database(
                format!(
                    "{} of {} would go, and your column {} of {} is filled: {}; nothing was changed",
                    count(keys.len(), "row"),
                    self.table,
                    column.name,
                    agreeing(keys.len(), "it", "them"),
                    shown.join(", ")
                ),
                "keep these values in a table of your own, empty them here, and run again",
            ));
        }
        Ok(())
    }

    /// The columns that the program does not fill and that are not generated.
    fn own_columns(&self, connection: &Connection) -> Result<Vec<OwnColumn>, Error> {
        let mut columns = connection.rows(
            &format!("read the columns of {}", self.table),
            "SELECT name, ifnull(dflt_value, '') FROM pragma_table_xinfo(?1, 'main')
             WHERE hidden = 0 ORDER BY cid",
            [self.table],
            |row| {
                Ok(OwnColumn {
                    name: row.get(0)?,
                    default: row.get(1)?,
                })
            },
        )?;
        columns.retain(|column| {
            let mut ours = self.columns.iter();
            !ours.any(|name| name.eq_ignore_ascii_case(&column.name))
        });
        Ok(columns)
    }

    /// The key of a row as messages have it.
    fn shown_key(&self) -> String {
        let columns: Vec<String> = self.key.iter().map(|name| format!("held.{name}")).collect();
        columns.join(" || ' ' || ")
    }

    /// The SQL condition that a row held is the wanted one.
    fn is_it(&self) -> String {
        let equal: Vec<String> = self
            .key
            .iter()
            .map(|name| format!("held.{name} = wanted.{name}"))
            .collect();
        equal.join(" AND ")
    }

    /// The SQL condition that a row held is not wanted.
    fn is_gone(&self) -> String {
        format!(
            "NOT EXISTS (SELECT 1 FROM {} AS wanted WHERE {})",
            self.beside(),
            self.is_it()
        )
    }

    /// The columns of a row.
    fn listed(&self, row: &str) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|name| format!("{row}.{name}"))
            .collect();
        columns.join(", ")
    }

    fn deletion(&self) -> String {
        format!(
            "DELETE FROM main.{} AS held WHERE {}",
            self.table,
            self.is_gone()
        )
    }

    fn change(&self) -> String {
        let changed = self.columns.iter().filter(|name| !self.key.contains(name));
        let sets: Vec<String> = changed
            .map(|name| format!("{name} = wanted.{name}"))
            .collect();
        format!(
            "UPDATE main.{} AS held SET {} FROM {} AS wanted WHERE {} AND ({}) IS NOT ({})",
            self.table,
            sets.join(", "),
            self.beside(),
            self.is_it(),
            self.listed("held"),
            self.listed("wanted"),
        )
    }

    fn insertion(&self) -> String {
        format!(
            "INSERT INTO main.{table} ({columns}) SELECT {values} FROM {wanted} AS wanted
             WHERE NOT EXISTS (SELECT 1 FROM main.{table} AS held WHERE {is_it}) ORDER BY wanted.rowid",
            table = self.table,
            columns = self.columns.join(", "),
            values = self.listed("wanted"),
            wanted = self.beside(),
            is_it = self.is_it(),
        )
    }
}

impl OwnColumn {
    /// The SQL condition that the column holds something else than a new row gets.
    fn is_filled(&self) -> String {
        let name = quoted(&self.name);
        let default = plain(&self.default).replace('\'', "''");
        format!("(held.{name} IS NOT NULL AND CAST(held.{name} AS TEXT) <> '{default}')")
    }
}

/// The value of a default as text: that of a literal, and any other expression as it is written.
fn plain(default: &str) -> String {
    let text = default.trim();
    let inner = |quote: char| {
        let text = text.strip_prefix(quote)?.strip_suffix(quote)?;
        Some(text.replace(&format!("{quote}{quote}"), &quote.to_string()))
    };
    let flag = |word: &str| text.eq_ignore_ascii_case(word);
    match inner('\'').or_else(|| inner('"')) {
        Some(text) => text,
        None if flag("true") => "1".to_owned(),
        None if flag("false") => "0".to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_read_as_the_value_that_it_gives() {
        for (default, value) in [
            ("'it''s'", "it's"),
            ("\"a\"", "a"),
            ("-1", "-1"),
            ("TRUE", "1"),
            ("false", "0"),
            ("", ""),
        ] {
            assert_eq!(plain(default), value);
        }
    }
}
