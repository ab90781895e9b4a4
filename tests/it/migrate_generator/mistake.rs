//! What goes wrong in a rebuild: a part of a definition, values, or rows are lost.

use super::maker::Maker;
use super::objects::Index;
use super::operation::{Filter, Term};
use super::rebuild::Plan;
use super::schema::{Column, Constraint, Piece, Table, columns_of, is_not};
use super::value::{Affinity, Value};

impl Maker {
    /// The index with one of its parts lost or changed.
    pub(super) fn other_index(&mut self, index: &Index) -> Index {
        let mut other = index.clone();
        match self.random.below(5) {
            0 if other.unique => other.unique = false,
            1 if other.filter.is_some() => other.filter = None,
            2 => {
                let column = &mut other.columns[0];
                column.collation = match column.collation {
                    None => Some("NOCASE".to_owned()),
                    Some(_) => None,
                };
            }
            3 if other.columns.len() > 1 => {
                other.columns.pop();
            }
            _ => other.columns[0].descending = !other.columns[0].descending,
        }
        other
    }

    /// Makes the plan wrong in one way, or leaves it where that way is none for this table.
    pub(super) fn mistake(&mut self, plan: &mut Plan) {
        match self.random.below(20) {
            0 => self.lose_column(plan),
            1 => self.change_type(plan),
            2..5 => self.change_clause(plan),
            5..8 => self.change_constraint(plan),
            8 => self.change_key(plan),
            9 => self.change_options(plan),
            10..13 => self.change_values(plan),
            13 => self.swap_columns(plan),
            14 => plan.filter = self.few_rows(&plan.old),
            15 => {
                plan.filter = self.few_rows(&plan.old);
                plan.added = 1 + self.random.below(4);
            }
            16 => self.shift_key(plan),
            17 => self.ignore_doubles(plan),
            18 => plan.counter_kept = false,
            _ => plan.as_query = true,
        }
    }

    /// All rows but one or two.
    fn few_rows(&mut self, table: &Table) -> Filter {
        let Some(column) = self.random.of(&table.plain().collect::<Vec<_>>()).copied() else {
            return Filter::All;
        };
        let at = table.place(&column.name).unwrap();
        let values: Vec<Value> = table.rows.iter().map(|row| row[at].clone()).collect();
        let count = 1 + self.random.below(2);
        let mut values = self.random.some(&values, count);
        values.retain(|value| *value != Value::Null);
        if values.is_empty() {
            return Filter::All;
        }
        Filter::NotIn(column.name.clone(), values)
    }

    fn free_columns(table: &Table) -> Vec<String> {
        let free = table
            .plain()
            .filter(|column| !table.key.contains(&column.name));
        free.map(|column| column.name.clone()).collect()
    }

    fn lose_column(&mut self, plan: &mut Plan) {
        if plan.terms.len() < 2 {
            return;
        }
        let Some(lost) = self.random.of(&Self::free_columns(&plan.new)).cloned() else {
            return;
        };
        plan.new.columns.retain(|column| {
            let needs = column.generated.as_ref();
            column.name != lost
                && !needs.is_some_and(|one| columns_of(&one.expression).contains(&lost))
        });
        plan.new
            .constraints
            .retain(|constraint| !constraint.columns().contains(&lost));
        plan.terms.retain(|(name, _)| *name != lost);
    }

    fn change_type(&mut self, plan: &mut Plan) {
        let refers = |name: &String| {
            plan.old.constraints.iter().any(|constraint| {
                matches!(constraint, Constraint::ForeignKey { column, .. } if column == name)
            })
        };
        if let Some(id) = plan.new.key.first().cloned()
            && plan.new.key.len() == 1
            && self.random.percent(25)
        {
            let at = plan.new.place(&id).unwrap();
            if plan.new.columns[at].declared == "INTEGER" && !plan.new.autoincrement {
                "INT".clone_into(&mut plan.new.columns[at].declared);
            }
            return;
        }
        let mut free = Self::free_columns(&plan.new);
        free.retain(|name| !refers(name));
        let Some(name) = self.random.of(&free).cloned() else {
            return;
        };
        let at = plan.new.place(&name).unwrap();
        let column = &mut plan.new.columns[at];
        if Affinity::of(&column.declared, plan.new.strict) == Affinity::Real {
            return;
        }
        let types: &[&str] = if plan.new.strict {
            &["ANY"]
        } else {
            &["TEXT", "INTEGER", "NUMERIC", "BLOB", "VARCHAR(20)", ""]
        };
        self.random.one(types).clone_into(&mut column.declared);
    }

    /// NOT NULL, DEFAULT, COLLATE, GENERATED of a column.
    fn change_clause(&mut self, plan: &mut Plan) {
        let at = self.random.below(plan.new.columns.len());
        let strict = plan.new.strict;
        let mut column = plan.new.columns[at].clone();
        let is_key = plan.new.key.contains(&column.name);
        if let Some(generated) = &mut column.generated {
            if self.random.percent(50) {
                column.generated = None;
            } else {
                generated.expression.push(Piece::Sql("+ 10".to_owned()));
            }
        } else {
            match self.random.below(3) {
                0 if !is_key => column.not_null = false,
                1 if !is_key => column.default = self.other_default(&column, strict),
                2 if Affinity::of(&column.declared, strict) == Affinity::Text => {
                    column.collation = match column.collation {
                        None => Some("NOCASE".to_owned()),
                        Some(_) => None,
                    };
                }
                _ => {}
            }
        }
        plan.new.columns[at] = column;
    }

    fn other_default(&mut self, column: &Column, strict: bool) -> Option<Value> {
        if column.default.is_some() && self.random.percent(50) {
            return None;
        }
        Some(self.value(column, strict))
    }

    fn change_constraint(&mut self, plan: &mut Plan) {
        if plan.new.constraints.is_empty() {
            return;
        }
        let at = self.random.below(plan.new.constraints.len());
        if self.random.percent(45) {
            plan.new.constraints.remove(at);
            return;
        }
        let number = self.number();
        match &mut plan.new.constraints[at] {
            Constraint::Unique { on_conflict, .. } => {
                *on_conflict = Some("REPLACE".to_owned());
            }
            Constraint::Check { expression, .. } => {
                let column = columns_of(expression)[0].clone();
                *expression = is_not(&column, number);
            }
            Constraint::ForeignKey {
                on_delete,
                deferrable,
                ..
            } => {
                if self.random.percent(50) {
                    *deferrable = !*deferrable;
                } else {
                    *on_delete = match on_delete.as_deref() {
                        None => Some("CASCADE".to_owned()),
                        Some(_) => None,
                    };
                }
            }
        }
    }

    fn change_key(&mut self, plan: &mut Plan) {
        let new = &mut plan.new;
        if new.key.is_empty() {
            let free = Self::free_columns(new);
            new.key = self.random.some(&free, 1);
            for column in &mut new.columns {
                column.not_null |= new.key.contains(&column.name);
            }
            return;
        }
        new.autoincrement = false;
        new.without_rowid = false;
        let unique = new
            .constraints
            .iter()
            .find_map(|constraint| match constraint {
                Constraint::Unique { columns, .. } => Some(columns.clone()),
                _ => None,
            });
        new.key = unique
            .filter(|_| self.random.percent(70))
            .unwrap_or_default();
        for column in &mut new.columns {
            column.not_null |= new.key.contains(&column.name);
        }
    }

    fn change_options(&mut self, plan: &mut Plan) {
        let new = &mut plan.new;
        if new.autoincrement {
            new.autoincrement = false;
        } else if new.strict && self.random.percent(60) {
            new.strict = false;
        } else {
            new.without_rowid = !new.without_rowid && !new.key.is_empty();
        }
    }

    /// Writes something else into a column, for every row.
    fn change_values(&mut self, plan: &mut Plan) {
        let Some(name) = self.random.of(&Self::free_columns(&plan.old)).cloned() else {
            return;
        };
        let Some(column) = plan.new.column(&name).cloned() else {
            return;
        };
        let term = match self.random.below(3) {
            0 => Term::Value(self.value(&column, plan.new.strict)),
            1 if Affinity::of(&column.declared, plan.new.strict) == Affinity::Text => {
                Term::Longer(name.clone())
            }
            _ => Term::Value(Value::Null),
        };
        let Some(at) = plan.terms.iter().position(|(other, _)| *other == name) else {
            return;
        };
        // A column that is left out has its default.
        if self.random.percent(20) && plan.terms.len() > 1 {
            plan.terms.remove(at);
        } else {
            plan.terms[at].1 = term;
        }
    }

    fn swap_columns(&mut self, plan: &mut Plan) {
        let count = plan.terms.len();
        let (one, two) = (self.random.below(count), self.random.below(count));
        let kind = |at: usize| {
            plan.old
                .column(&plan.terms[at].0)
                .map(|column| column.declared.clone())
        };
        if kind(one) == kind(two) {
            let (first, second) = (plan.terms[one].1.clone(), plan.terms[two].1.clone());
            plan.terms[one].1 = second;
            plan.terms[two].1 = first;
        }
    }

    fn shift_key(&mut self, plan: &mut Plan) {
        for (name, term) in &mut plan.terms {
            let is_number = plan
                .old
                .column(name)
                .is_some_and(|one| one.declared == "INTEGER");
            if plan.old.key.contains(name) && is_number {
                *term = Term::Plus(name.clone(), self.random.one(&[1, 1000]));
            }
        }
    }

    fn ignore_doubles(&mut self, plan: &mut Plan) {
        let [key] = plan.old.key.as_slice() else {
            return;
        };
        let is_first = plan.terms.first().is_some_and(|(name, _)| name == key);
        let Some(name) = self.random.of(&Self::free_columns(&plan.new)).cloned() else {
            return;
        };
        if is_first {
            plan.ignore = true;
            let unique = Constraint::Unique {
                columns: vec![name],
                on_conflict: None,
            };
            if !plan.new.constraints.contains(&unique) {
                plan.new.constraints.push(unique);
            }
        }
    }
}
