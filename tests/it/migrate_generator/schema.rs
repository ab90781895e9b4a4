//! Definitions of tables, indexes, triggers and views, and the SQL that makes them.

use super::value::{Affinity, Value};

/// A text of SQL in which the names of columns can be told from the rest, so that a rename can follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Sql(String),
    Column(String),
}

pub(super) type Expression = Vec<Piece>;

/// `c IS NOT 'n7'`: true of every value that is ever generated.
pub(super) fn is_not(column: &str, number: i64) -> Expression {
    vec![
        Piece::Column(column.to_owned()),
        Piece::Sql(format!("IS NOT 'never{number}'")),
    ]
}

pub(super) fn written(expression: &Expression) -> String {
    let parts: Vec<String> = expression
        .iter()
        .map(|piece| match piece {
            Piece::Sql(sql) => sql.clone(),
            Piece::Column(column) => name(column),
        })
        .collect();
    parts.join(" ")
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Generated {
    pub(super) expression: Expression,
    pub(super) stored: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Given when the column is made; a rename keeps it.
    pub(super) uid: u32,
    pub(super) name: String,
    pub(super) declared: String,
    pub(super) not_null: bool,
    pub(super) default: Option<Value>,
    pub(super) collation: Option<String>,
    pub(super) generated: Option<Generated>,
}

impl Column {
    pub(super) fn new(name: &str, declared: &str) -> Self {
        Self {
            uid: 0,
            name: name.to_owned(),
            declared: declared.to_owned(),
            not_null: false,
            default: None,
            collation: None,
            generated: None,
        }
    }

    pub(super) fn is_plain(&self) -> bool {
        self.generated.is_none()
    }

    /// The definition; `key` is what stands for the primary key.
    pub(super) fn sql(&self, key: &str) -> String {
        let mut sql = name(&self.name);
        let mut add = |text: String| {
            if !text.is_empty() {
                sql = format!("{sql} {text}");
            }
        };
        add(self.declared.clone());
        add(key.to_owned());
        if self.not_null {
            add("NOT NULL".to_owned());
        }
        if let Some(default) = &self.default {
            add(format!("DEFAULT {}", default.sql()));
        }
        if let Some(collation) = &self.collation {
            add(format!("COLLATE {collation}"));
        }
        if let Some(generated) = &self.generated {
            let sort = if generated.stored {
                "STORED"
            } else {
                "VIRTUAL"
            };
            let expression = written(&generated.expression);
            add(format!("GENERATED ALWAYS AS ({expression}) {sort}"));
        }
        sql
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Constraint {
    Unique {
        columns: Vec<String>,
        /// `ON CONFLICT` and this word, where there is one.
        on_conflict: Option<String>,
    },
    Check {
        name: Option<String>,
        expression: Expression,
    },
    ForeignKey {
        column: String,
        parent: String,
        parent_column: String,
        on_delete: Option<String>,
        deferrable: bool,
    },
}

impl Constraint {
    fn sql(&self) -> String {
        match self {
            Self::Unique {
                columns,
                on_conflict,
            } => {
                let end = on_conflict
                    .as_ref()
                    .map_or_else(String::new, |word| format!(" ON CONFLICT {word}"));
                format!("UNIQUE ({}){end}", names(columns))
            }
            Self::Check {
                name: named,
                expression,
            } => {
                let start = named
                    .as_ref()
                    .map_or_else(String::new, |named| format!("CONSTRAINT {} ", name(named)));
                format!("{start}CHECK ({})", written(expression))
            }
            Self::ForeignKey {
                column,
                parent,
                parent_column,
                on_delete,
                deferrable,
            } => {
                let action = on_delete
                    .as_ref()
                    .map_or_else(String::new, |word| format!(" ON DELETE {word}"));
                let end = if *deferrable {
                    " DEFERRABLE INITIALLY DEFERRED"
                } else {
                    ""
                };
                format!(
                    "FOREIGN KEY ({}) REFERENCES {} ({}){action}{end}",
                    name(column),
                    name(parent),
                    name(parent_column)
                )
            }
        }
    }

    /// The columns of its own table that it names.
    pub(super) fn columns(&self) -> Vec<String> {
        match self {
            Self::Unique { columns, .. } => columns.clone(),
            Self::Check { expression, .. } => columns_of(expression),
            Self::ForeignKey { column, .. } => vec![column.clone()],
        }
    }
}

pub(super) fn columns_of(expression: &Expression) -> Vec<String> {
    let column = |piece: &Piece| match piece {
        Piece::Column(column) => Some(column.clone()),
        Piece::Sql(_) => None,
    };
    expression.iter().filter_map(column).collect()
}

pub(super) type Row = Vec<Value>;

/// A table with its rows. A generated column has NULL in the model's rows; its values are compared only where it becomes
/// a plain one, which does not keep them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// Given when the table is made; a rename keeps it.
    pub(super) uid: u32,
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    pub(super) key: Vec<String>,
    pub(super) autoincrement: bool,
    pub(super) strict: bool,
    pub(super) without_rowid: bool,
    pub(super) constraints: Vec<Constraint>,
    pub(super) rows: Vec<Row>,
}

impl Table {
    /// The table with something in each generated column that shows a value. Which one it is makes no difference: the
    /// plain column that takes its place has NULL or a default.
    pub(super) fn with_shown(&self) -> Self {
        let mut shown = self.clone();
        for (at, column) in self.columns.iter().enumerate() {
            let Some(generated) = &column.generated else {
                continue;
            };
            let needs = columns_of(&generated.expression);
            for row in &mut shown.rows {
                if needs
                    .iter()
                    .all(|name| row[self.place(name).unwrap()] != Value::Null)
                {
                    row[at] = Value::Text("shown".to_owned());
                }
            }
        }
        shown
    }

    /// The constraint as SQLite takes it: two that demand the same are one, and what one of them says about conflicts
    /// holds for both.
    pub(super) fn in_effect(&self, constraint: &Constraint) -> Constraint {
        let mut constraint = constraint.clone();
        if let Constraint::Unique {
            columns,
            on_conflict,
        } = &mut constraint
        {
            *on_conflict = on_conflict.clone().or_else(|| self.conflict_of(columns));
        }
        constraint
    }

    /// What happens in a conflict of the key, as a constraint of the same columns says.
    pub(super) fn conflict_of_key(&self) -> Option<String> {
        if self.key_is_rowid() {
            return None;
        }
        self.conflict_of(&self.key)
    }

    pub(super) fn key_is_rowid(&self) -> bool {
        let is_integer = |name: &String| {
            let column = self.columns.iter().find(|column| column.name == *name);
            column.is_some_and(|column| column.declared.eq_ignore_ascii_case("INTEGER"))
        };
        !self.without_rowid && self.key.len() == 1 && self.key.iter().all(is_integer)
    }

    fn conflict_of(&self, key: &[String]) -> Option<String> {
        self.constraints
            .iter()
            .find_map(|constraint| match constraint {
                Constraint::Unique {
                    columns,
                    on_conflict,
                } if columns == key => on_conflict.clone(),
                _ => None,
            })
    }

    pub(super) fn sql(&self) -> String {
        let alone = self.key.len() == 1;
        let mut parts: Vec<String> = self
            .columns
            .iter()
            .map(|column| {
                let is_key = alone && self.key[0] == column.name;
                column.sql(match (is_key, self.autoincrement) {
                    (false, _) => "",
                    (true, false) => "PRIMARY KEY",
                    (true, true) => "PRIMARY KEY AUTOINCREMENT",
                })
            })
            .collect();
        if self.key.len() > 1 {
            parts.push(format!("PRIMARY KEY ({})", names(&self.key)));
        }
        parts.extend(self.constraints.iter().map(Constraint::sql));
        let options: Vec<&str> = [
            self.strict.then_some("STRICT"),
            self.without_rowid.then_some("WITHOUT ROWID"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let end = if options.is_empty() {
            String::new()
        } else {
            format!(" {}", options.join(", "))
        };
        format!(
            "CREATE TABLE {} (\n    {}\n){end}",
            name(&self.name),
            parts.join(",\n    ")
        )
    }

    pub(super) fn column(&self, named: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == named)
    }

    pub(super) fn place(&self, named: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == named)
    }

    pub(super) fn plain(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.is_plain())
    }

    pub(super) fn affinity(&self, column: &Column) -> Affinity {
        Affinity::of(&column.declared, self.strict)
    }

    /// The values of some columns in a row.
    pub(super) fn values(&self, row: &Row, columns: &[String]) -> Vec<Value> {
        let place = |name: &String| self.place(name).unwrap();
        columns
            .iter()
            .map(|name| row[place(name)].clone())
            .collect()
    }
}

pub(super) fn names(list: &[String]) -> String {
    list.iter()
        .map(|one| name(one))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A name in SQL: as it is, or in quotes where it needs them.
pub(super) fn name(name: &str) -> String {
    const KEYWORDS: &[&str] = &["order", "select", "group", "table", "index"];
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.bytes().any(|byte| !byte.is_ascii_digit())
        && !name.as_bytes()[0].is_ascii_digit();
    if plain && !KEYWORDS.contains(&name) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
