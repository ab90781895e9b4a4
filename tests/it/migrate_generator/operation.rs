//! Single statements of a migration, and their SQL in many spellings.

use super::random::Random;
use super::schema::{
    Column, Expression, Index, Row, Table, Trigger, View, name, names, quoted, written,
};
use super::value::Value;

/// A value worked out from a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    Value(Value),
    Column(String),
    /// A text with `x` behind it.
    Longer(String),
    /// A whole number and some more.
    Plus(String, i64),
}

/// Which rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filter {
    All,
    IsNull(String),
    /// One of these values, byte by byte; or, where it is turned round, none of them.
    In(String, Vec<Value>),
    NotIn(String, Vec<Value>),
}

/// What an INSERT does about a row that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Conflict {
    Abort,
    Replace,
    Ignore,
    /// `ON CONFLICT (key) DO UPDATE`; none of the columns is part of the key.
    Update(Vec<String>, Vec<(String, Term)>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operation {
    CreateTable(Table),
    CreateTableAs(String, String, Vec<String>),
    DropTable(String),
    RenameTable(String, String),
    AddColumn(String, Column),
    DropColumn(String, String),
    RenameColumn(String, String, String),
    AddCheck(String, String, Expression),
    DropCheck(String, String),
    DropNotNull(String, String),
    Insert {
        table: String,
        columns: Vec<String>,
        rows: Vec<Row>,
        conflict: Conflict,
    },
    Copy {
        into: String,
        from: String,
        columns: Vec<(String, Term)>,
        filter: Filter,
        ignore: bool,
    },
    Update {
        table: String,
        set: Vec<(String, Term)>,
        filter: Filter,
        conflict: Conflict,
    },
    Delete(String, Filter),
    CreateIndex(Index),
    DropIndex(String),
    CreateTrigger(Trigger),
    DropTrigger(String),
    CreateView(View),
    DropView(String),
    SetSequence(String, i64),
    LegacyAlter(bool),
}

/// Writes names as people write them: bare, quoted, with the schema before them, in other letters.
pub(super) struct Pen<'a>(pub(super) &'a mut Random);

impl Pen<'_> {
    fn table(&mut self, table: &str) -> String {
        let spelt = self.name(table);
        if self.0.percent(10) {
            return format!("main.{spelt}");
        }
        spelt
    }

    fn name(&mut self, plain: &str) -> String {
        match self.0.below(12) {
            0 | 1 => quoted(plain),
            2 if !plain.contains(']') => format!("[{plain}]"),
            3 => name(&plain.to_ascii_uppercase()),
            4 if !plain.contains('`') => format!("`{plain}`"),
            _ => name(plain),
        }
    }

    /// The statement, with what people put before it.
    pub(super) fn statement(&mut self, operation: &Operation) -> String {
        let sql = self.sql(operation);
        match self.0.below(14) {
            0 => format!("-- UPDATE t SET a = 1;\n{sql};"),
            1 => format!("/* one; two */ {sql};"),
            _ => format!("{sql};"),
        }
    }

    fn sql(&mut self, operation: &Operation) -> String {
        match operation {
            Operation::CreateTable(table) => table.sql(),
            Operation::CreateIndex(index) => index.sql(),
            Operation::CreateTrigger(trigger) => trigger.sql(),
            Operation::CreateView(view) => view.sql(),
            Operation::CreateTableAs(table, from, columns) => format!(
                "CREATE TABLE {} AS SELECT {} FROM {}",
                name(table),
                names(columns),
                self.table(from)
            ),
            Operation::DropTable(table) => format!("DROP TABLE {}", self.table(table)),
            Operation::DropIndex(index) => format!("DROP INDEX {}", self.table(index)),
            Operation::DropTrigger(trigger) => format!("DROP TRIGGER {}", self.table(trigger)),
            Operation::DropView(view) => format!("DROP VIEW {}", self.table(view)),
            Operation::SetSequence(table, number) => format!(
                "UPDATE sqlite_sequence SET seq = {number} WHERE name = {}",
                Value::text(table.as_str()).sql()
            ),
            Operation::LegacyAlter(on) => format!(
                "PRAGMA legacy_alter_table = {}",
                if *on { "ON" } else { "OFF" }
            ),
            Operation::Insert { .. } | Operation::Copy { .. } => self.insert(operation),
            Operation::Update { .. } => self.update(operation),
            Operation::Delete(table, filter) => {
                format!("DELETE FROM {}{}", self.table(table), self.filter(filter))
            }
            _ => self.alter(operation),
        }
    }

    fn alter(&mut self, operation: &Operation) -> String {
        let (table, change) = match operation {
            Operation::RenameTable(table, to) => (table, format!("RENAME TO {}", name(to))),
            Operation::AddColumn(table, column) => {
                let word = if self.0.percent(50) { "COLUMN " } else { "" };
                (table, format!("ADD {word}{}", column.sql("")))
            }
            Operation::DropColumn(table, column) => {
                let word = if self.0.percent(50) { "COLUMN " } else { "" };
                (table, format!("DROP {word}{}", self.name(column)))
            }
            Operation::RenameColumn(table, from, to) => {
                let word = if self.0.percent(50) { "COLUMN " } else { "" };
                let from = self.name(from);
                (table, format!("RENAME {word}{from} TO {}", name(to)))
            }
            Operation::AddCheck(table, check, expression) => {
                let check = name(check);
                let expression = written(expression);
                (
                    table,
                    format!("ADD CONSTRAINT {check} CHECK ({expression})"),
                )
            }
            Operation::DropCheck(table, check) => {
                (table, format!("DROP CONSTRAINT {}", name(check)))
            }
            Operation::DropNotNull(table, column) => (
                table,
                format!("ALTER COLUMN {} DROP NOT NULL", name(column)),
            ),
            other => panic!("not an ALTER: {other:?}"),
        };
        format!("ALTER TABLE {} {change}", self.table(table))
    }

    fn insert(&mut self, operation: &Operation) -> String {
        match operation {
            Operation::Insert {
                table,
                columns,
                rows,
                conflict,
            } => {
                let rows: Vec<String> = rows
                    .iter()
                    .map(|row| {
                        let values: Vec<String> = row.iter().map(Value::sql).collect();
                        format!("({})", values.join(", "))
                    })
                    .collect();
                let (start, end) = self.conflict(conflict);
                let table = self.table(table);
                format!(
                    "{start} INTO {table} ({}) VALUES {}{end}",
                    names(columns),
                    rows.join(", ")
                )
            }
            Operation::Copy {
                into,
                from,
                columns,
                filter,
                ignore,
            } => {
                let start = if *ignore {
                    "INSERT OR IGNORE"
                } else {
                    "INSERT"
                };
                let terms: Vec<String> = columns.iter().map(|(_, term)| term.sql("")).collect();
                let columns: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
                let order = if *ignore { " ORDER BY 1" } else { "" };
                format!(
                    "{start} INTO {} ({}) SELECT {} FROM {}{}{order}",
                    self.table(into),
                    names(&columns),
                    terms.join(", "),
                    self.table(from),
                    self.filter(filter),
                )
            }
            other => panic!("not an INSERT: {other:?}"),
        }
    }

    /// What stands before INTO, and behind the values.
    fn conflict(&mut self, conflict: &Conflict) -> (&'static str, String) {
        match conflict {
            Conflict::Abort => ("INSERT", String::new()),
            Conflict::Ignore if self.0.percent(40) => {
                ("INSERT", " ON CONFLICT DO NOTHING".to_owned())
            }
            Conflict::Ignore => ("INSERT OR IGNORE", String::new()),
            Conflict::Replace if self.0.percent(30) => ("REPLACE", String::new()),
            Conflict::Replace => ("INSERT OR REPLACE", String::new()),
            Conflict::Update(target, set) => {
                let set = self.set(set, "excluded.");
                let target = names(target);
                (
                    "INSERT",
                    format!(" ON CONFLICT ({target}) DO UPDATE SET {set}"),
                )
            }
        }
    }

    fn update(&mut self, operation: &Operation) -> String {
        let Operation::Update {
            table,
            set,
            filter,
            conflict,
        } = operation
        else {
            panic!("not an UPDATE: {operation:?}");
        };
        let or = match conflict {
            Conflict::Replace => " OR REPLACE",
            Conflict::Ignore => " OR IGNORE",
            _ => "",
        };
        let before = match self.0.below(12) {
            0 => "WITH one AS (SELECT 1) ",
            1 => "with \"update\"(n) as (values (1)) ",
            _ => "",
        };
        let update = if self.0.percent(20) {
            "update"
        } else {
            "UPDATE"
        };
        let after = if self.0.percent(8) {
            " RETURNING 1"
        } else {
            ""
        };
        let table = self.table(table);
        let set = self.set(set, "");
        let filter = self.filter(filter);
        format!("{before}{update}{or} {table} SET {set}{filter}{after}")
    }

    /// What stands behind SET; a column of the new row has `from` before it.
    fn set(&mut self, set: &[(String, Term)], from: &str) -> String {
        let terms: Vec<String> = set.iter().map(|(_, term)| term.sql(from)).collect();
        let columns: Vec<String> = set.iter().map(|(column, _)| self.name(column)).collect();
        if set.len() > 1 && self.0.percent(30) {
            return format!("({}) = ({})", columns.join(", "), terms.join(", "));
        }
        let pairs: Vec<String> = columns
            .iter()
            .zip(terms)
            .map(|(column, term)| format!("{column} = {term}"))
            .collect();
        pairs.join(", ")
    }

    fn filter(&mut self, filter: &Filter) -> String {
        let (column, word, values) = match filter {
            Filter::All if self.0.percent(20) => return " WHERE 1".to_owned(),
            Filter::All => return String::new(),
            Filter::IsNull(column) => return format!(" WHERE {} IS NULL", name(column)),
            Filter::In(column, values) => (column, "IN", values),
            Filter::NotIn(column, values) => (column, "NOT IN", values),
        };
        let values: Vec<String> = values.iter().map(Value::sql).collect();
        format!(
            " WHERE {} COLLATE BINARY {word} ({})",
            name(column),
            values.join(", ")
        )
    }
}

impl Term {
    fn sql(&self, from: &str) -> String {
        match self {
            Self::Value(value) => value.sql(),
            Self::Column(column) => format!("{from}{}", name(column)),
            Self::Longer(column) => format!("{from}{} || 'x'", name(column)),
            Self::Plus(column, number) => format!("{from}{} + {number}", name(column)),
        }
    }
}
