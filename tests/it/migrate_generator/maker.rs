//! Makes random tables, rows, indexes, triggers and views.

use super::operation::{Conflict, Operation};
use super::random::Random;
use super::schema::{
    Action, Column, Constraint, Event, Generated, Index, IndexColumn, Piece, Row, Table, Trigger,
    View, is_not,
};
use super::state::State;
use super::value::{Affinity, Value};

const TABLE_NAMES: &[&str] = &[
    "item",
    "Place",
    "my table ",
    "a.b",
    "x-",
    "größe",
    "quo\"te",
    "log_",
];
const COLUMN_NAMES: &[&str] = &[
    "note",
    "Code",
    "two words ",
    "n.",
    "it's",
    "ü",
    "a\"b",
    "begin_",
];
const TEXTS: &[&str] = &[
    "a", "A", "Bern", "01234", "7", "x y", "it's", "", "größe", "1e5z",
];
const LOOSE_TYPES: &[&str] = &[
    "TEXT",
    "INTEGER",
    "REAL",
    "VARCHAR(10)",
    "INT",
    "NUMERIC",
    "BLOB",
    "",
];
const STRICT_TYPES: &[&str] = &["TEXT", "INTEGER", "REAL", "INT", "ANY"];

/// Makes things under names that are there once in a case.
#[derive(Debug)]
pub(super) struct Maker {
    pub(super) random: Random,
    count: i64,
}

impl Maker {
    pub(super) fn new(random: Random) -> Self {
        Self { random, count: 0 }
    }

    pub(super) fn number(&mut self) -> i64 {
        self.count += 1;
        self.count
    }

    fn named(&mut self, names: &[&str]) -> String {
        // Most names are plain, as most names are.
        let start = if self.random.percent(60) {
            names[0]
        } else {
            self.random.one(names)
        };
        format!("{start}{}", self.number())
    }

    pub(super) fn table_name(&mut self) -> String {
        self.named(TABLE_NAMES)
    }

    pub(super) fn column_name(&mut self) -> String {
        self.named(COLUMN_NAMES)
    }

    pub(super) fn object_name(&mut self, plain: &str) -> String {
        self.named(&[plain, "my object ", "o-"])
    }

    pub(super) fn table(&mut self, state: &State) -> Table {
        let strict = self.random.percent(30);
        let mut table = Table {
            uid: 0,
            name: self.table_name(),
            columns: Vec::new(),
            key: Vec::new(),
            autoincrement: false,
            strict,
            without_rowid: false,
            constraints: Vec::new(),
            rows: Vec::new(),
        };
        self.add_key(&mut table);
        for _ in 0..self.random.between(1, 4) {
            let column = self.column(strict);
            table.columns.push(column);
        }
        if table.plain().count() == 0 {
            let name = self.column_name();
            table.columns.push(Column::new(&name, "TEXT"));
        }
        if self.random.percent(25) {
            let column = self.generated(&table);
            table.columns.push(column);
        }
        self.add_constraints(&mut table);
        if self.random.percent(45) {
            self.add_reference(&mut table, state);
        }
        table
    }

    fn add_key(&mut self, table: &mut Table) {
        let sort = self.random.below(10);
        let mut text = Column::new(&self.column_name(), "TEXT");
        text.not_null = true;
        let mut number = Column::new(&self.column_name(), "INTEGER");
        match sort {
            0..5 => {
                table.autoincrement = self.random.percent(35);
                table.columns.push(number);
            }
            5..7 => {
                text.collation = self.random.percent(30).then(|| "NOCASE".to_owned());
                table.columns.push(text);
            }
            7 => {
                number.not_null = true;
                table.columns.extend([text, number]);
            }
            _ => return,
        }
        table.key = table
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect();
        table.without_rowid = !table.autoincrement && self.random.percent(20);
    }

    pub(super) fn column(&mut self, strict: bool) -> Column {
        let types = if strict { STRICT_TYPES } else { LOOSE_TYPES };
        let mut column = Column::new(&self.column_name(), self.random.one(types));
        if self.random.percent(40) {
            "TEXT".clone_into(&mut column.declared);
        }
        column.not_null = self.random.percent(20);
        if self.random.percent(25) {
            column.default = Some(self.value(&column, strict));
        }
        if Affinity::of(&column.declared, strict) == Affinity::Text && self.random.percent(15) {
            column.collation = Some("NOCASE".to_owned());
        }
        column
    }

    pub(super) fn generated(&mut self, table: &Table) -> Column {
        let plain: Vec<String> = table.plain().map(|column| column.name.clone()).collect();
        let mut column = Column::new(
            &self.column_name(),
            if table.strict { "INT" } else { "INTEGER" },
        );
        column.generated = Some(Generated {
            expression: vec![
                Piece::Sql("length(".to_owned()),
                Piece::Column(self.random.one(&plain)),
                Piece::Sql(format!(") + {}", self.random.below(9))),
            ],
            stored: self.random.percent(50),
        });
        column
    }

    fn add_constraints(&mut self, table: &mut Table) {
        let free: Vec<String> = table
            .plain()
            .filter(|column| !table.key.contains(&column.name))
            .map(|column| column.name.clone())
            .collect();
        if free.is_empty() {
            return;
        }
        if self.random.percent(30) {
            let count = 1 + self.random.below(2);
            table.constraints.push(Constraint::Unique {
                columns: self.random.some(&free, count),
                on_conflict: None,
            });
        }
        if self.random.percent(35) {
            let named = self.random.percent(60);
            let name = named.then(|| self.object_name("known_"));
            table.constraints.push(Constraint::Check {
                name,
                expression: is_not(&self.random.one(&free), self.count),
            });
        }
    }

    fn add_reference(&mut self, table: &mut Table, state: &State) {
        let parents: Vec<&Table> = state
            .tables
            .iter()
            .filter(|one| one.key.len() == 1)
            .collect();
        let Some(parent) = self.random.of(&parents) else {
            return;
        };
        let key = parent.column(&parent.key[0]).unwrap();
        let column = Column::new(&self.column_name(), &key.declared);
        let actions = ["CASCADE", "SET NULL", "RESTRICT"];
        table.constraints.push(Constraint::ForeignKey {
            column: column.name.clone(),
            parent: parent.name.clone(),
            parent_column: key.name.clone(),
            on_delete: self
                .random
                .percent(60)
                .then(|| self.random.one(&actions).to_owned()),
            deferrable: self.random.percent(20),
        });
        table.columns.push(column);
    }

    /// A value that the column takes.
    pub(super) fn value(&mut self, column: &Column, strict: bool) -> Value {
        if !column.not_null && self.random.percent(20) {
            return Value::Null;
        }
        match Affinity::of(&column.declared, strict) {
            Affinity::Integer | Affinity::Numeric => self.whole(),
            Affinity::Real => Value::Half(self.random.between(0, 20)),
            Affinity::Text => self.text(),
            Affinity::Nothing => {
                if self.random.percent(50) {
                    self.whole()
                } else {
                    self.text()
                }
            }
        }
    }

    fn whole(&mut self) -> Value {
        if self.random.percent(8) {
            return Value::Integer(9_007_199_254_740_993);
        }
        Value::Integer(self.random.between(0, 30))
    }

    fn text(&mut self) -> Value {
        Value::text(self.random.one(TEXTS))
    }

    /// A row with a value in each column that is not generated; the key is a new one.
    pub(super) fn row(&mut self, table: &Table, state: &State) -> Row {
        let plain: Vec<Column> = table.plain().cloned().collect();
        plain
            .iter()
            .map(|column| self.cell(table, column, state))
            .collect()
    }

    fn cell(&mut self, table: &Table, column: &Column, state: &State) -> Value {
        if table.key.contains(&column.name) {
            let number = self.number();
            return match table.affinity(column) {
                Affinity::Text => Value::Text(format!("k{number}")),
                _ => Value::Integer(number),
            };
        }
        let parent = table
            .constraints
            .iter()
            .find_map(|constraint| match constraint {
                Constraint::ForeignKey {
                    column: own,
                    parent,
                    parent_column,
                    ..
                } if *own == column.name => Some((parent, parent_column)),
                _ => None,
            });
        if let Some((parent, parent_column)) = parent {
            let Ok(parent) = state.table(parent) else {
                return Value::Null;
            };
            let Some(row) = self.random.of(&parent.rows) else {
                return Value::Null;
            };
            return parent.values(row, std::slice::from_ref(parent_column))[0].clone();
        }
        let is_unique = table.constraints.iter().any(|constraint| {
            matches!(constraint, Constraint::Unique { columns, .. } if columns.contains(&column.name))
        });
        match self.value(column, table.strict) {
            Value::Text(text) if is_unique => Value::Text(format!("{text}{}", self.number())),
            Value::Integer(_) if is_unique => Value::Integer(self.number()),
            other => other,
        }
    }

    /// An INSERT of some rows. What the table's constraints refuse, the caller has to leave out.
    pub(super) fn insert(&mut self, table: &Table, state: &State, count: usize) -> Operation {
        Operation::Insert {
            table: table.name.clone(),
            columns: table.plain().map(|column| column.name.clone()).collect(),
            rows: (0..count).map(|_| self.row(table, state)).collect(),
            conflict: Conflict::Abort,
        }
    }

    pub(super) fn index(&mut self, table: &Table) -> Index {
        let plain: Vec<String> = table.plain().map(|column| column.name.clone()).collect();
        let count = 1 + self.random.below(2);
        let columns = self.random.some(&plain, count);
        let columns = columns.into_iter().map(|name| IndexColumn {
            name,
            collation: self.random.percent(15).then(|| "NOCASE".to_owned()),
            descending: self.random.percent(25),
        });
        Index {
            columns: columns.collect(),
            name: self.object_name("by_"),
            table: table.name.clone(),
            unique: self.random.percent(35),
            filter: self.random.percent(25).then(|| self.random.one(&plain)),
        }
    }

    pub(super) fn view(&mut self, table: &Table) -> View {
        let plain: Vec<String> = table
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect();
        let count = 1 + self.random.below(3);
        let columns = self.random.some(&plain, count);
        View {
            name: self.object_name("v_"),
            table: table.name.clone(),
            columns: columns
                .into_iter()
                .map(|column| (column, format!("c{}", self.number())))
                .collect(),
        }
    }

    /// A trigger on a table, that does nothing or writes some table.
    pub(super) fn trigger(&mut self, table: &Table, state: &State) -> Trigger {
        let own: Vec<String> = table.plain().map(|column| column.name.clone()).collect();
        let event = match self.random.below(3) {
            0 => Event::Insert,
            1 => Event::Delete,
            _ => Event::Update(self.random.some(&own, 1)),
        };
        Trigger {
            action: self.action(table, &event, state),
            name: self.object_name("on_"),
            table: table.name.clone(),
            event,
        }
    }

    fn action(&mut self, table: &Table, event: &Event, state: &State) -> Action {
        let Some(other) = self.random.of(&state.tables) else {
            return Action::Nothing(1);
        };
        let free: Vec<&Column> = other
            .plain()
            .filter(|column| !other.key.contains(&column.name))
            .collect();
        let Some(column) = self.random.of(&free).copied().cloned() else {
            return Action::Nothing(2);
        };
        let is_self = other.uid == table.uid;
        let set = Action::Set {
            table: other.name.clone(),
            column: column.name.clone(),
            value: self.value(&column, other.strict),
            key: is_self.then(|| other.key.first().cloned()).flatten(),
        };
        match (self.random.below(5), event) {
            (0, _) => Action::Nothing(self.random.between(1, 9)),
            // Of its own table, a trigger sets another column of the row that fired it.
            (_, Event::Update(of)) if is_self && of.contains(&column.name) => Action::Nothing(3),
            (_, Event::Update(_) | Event::Insert) if is_self && other.key.len() == 1 => set,
            _ if is_self => Action::Nothing(4),
            (1, _) => Action::Delete {
                table: other.name.clone(),
                column: column.name.clone(),
                of_row: self.random.one(
                    &table
                        .plain()
                        .map(|one| one.name.clone())
                        .collect::<Vec<_>>(),
                ),
            },
            (2, _) if free.len() == other.plain().count() && other.key.is_empty() => Action::Log {
                table: other.name.clone(),
                column: column.name.clone(),
                value: self.value(&column, other.strict),
            },
            _ => set,
        }
    }
}
