//! What a migration says in its head that it will take away: `-- expect: rows facts -12`.

use super::set::File;
use crate::error::Error;

/// Something that a migration takes away, in the words in which its head has to say so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// What to write behind `-- expect:`, such as `drop index facts_by_kind`.
    pub words: String,
    /// The table that it belonged to, or that it is.
    pub table: String,
    /// How many rows, where it is about rows.
    pub rows: i64,
    /// What happened, as a sentence without an end.
    pub told: String,
}

/// The expectations of one migration.
#[derive(Debug, Default)]
pub struct Expectations {
    rows: Vec<(String, i64)>,
    /// Each other line, with single spaces, and where it stands.
    pub lines: Vec<(usize, String)>,
}

impl Expectations {
    /// Reads the head of a file: its comment lines before the first other line.
    pub fn read(file: &File) -> Result<Self, Error> {
        let mut found = Self::default();
        for (number, line) in head(&file.sql) {
            let Some(words) = line.strip_prefix("-- expect:") else {
                continue;
            };
            let words: Vec<&str> = words.split_whitespace().collect();
            match words.as_slice() {
                ["rows", table, count] => {
                    let fewer = count.strip_prefix('-').and_then(|n| n.parse().ok());
                    let fewer = fewer.ok_or_else(|| unknown(file, number, line))?;
                    found.rows.push(((*table).to_owned(), fewer));
                }
                [
                    "drop",
                    "table" | "index" | "trigger" | "view" | "column" | "constraint",
                    ..,
                ]
                | ["values" | "sequence", ..]
                    if words.len() > 1 =>
                {
                    found.lines.push((number, words.join(" ")));
                }
                _ => return Err(unknown(file, number, line)),
            }
        }
        Ok(found)
    }

    /// Whether the head says so; a table that goes takes all that is its own along.
    pub fn cover(&self, loss: &Loss) -> bool {
        if loss.rows > 0 {
            let said = self.rows.iter().filter(|(table, _)| *table == loss.table);
            if said.map(|(_, rows)| rows).any(|rows| *rows >= loss.rows) {
                return true;
            }
        }
        self.says(&loss.words)
            || self.says(&format!("drop table {}", loss.table))
            || self.covers_by_column(loss)
    }

    fn says(&self, words: &str) -> bool {
        self.lines.iter().any(|(_, line)| line == words)
    }

    /// A column that goes takes the constraints along that name it.
    fn covers_by_column(&self, loss: &Loss) -> bool {
        let prefix = format!("drop column {}.", loss.table);
        loss.words.starts_with("drop constraint")
            && self.lines.iter().any(|(_, line)| {
                line.strip_prefix(&prefix).is_some_and(|column| {
                    loss.words
                        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                        .any(|word| word == column)
                })
            })
    }
}

/// The comment lines with which a file begins, with their numbers.
pub fn head(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    sql.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()))
        .take_while(|(_, line)| line.starts_with("--"))
}

fn unknown(file: &File, line: usize, text: &str) -> Error {
    Error::Migrations(format!(
        "{}:{line}: `{text}` is not understood; write `rows TABLE -N`, `drop table|index|trigger|view|column|constraint NAME`, `values TABLE.COLUMN` or `sequence TABLE`",
        file.path
    ))
}
