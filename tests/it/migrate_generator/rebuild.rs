//! Rebuilds of a table, right and wrong, in either order of their statements.

use super::maker::Maker;
use super::operation::{Conflict, Filter, Operation, Term};
use super::schema::{Column, Constraint, Index, Table, Trigger, columns_of, is_not};
use super::state::State;
use super::value::{Affinity, Value};

/// A rebuild that is being planned.
#[derive(Debug)]
struct Plan {
    old: Table,
    new: Table,
    terms: Vec<(String, Term)>,
    filter: Filter,
    ignore: bool,
    added: usize,
    as_query: bool,
    counter_kept: bool,
}

impl Maker {
    /// A rebuild. Half of them keep everything.
    pub(super) fn rebuild(&mut self, state: &State) -> Option<Vec<Operation>> {
        let old = self.random.of(&state.tables)?.clone();
        let terms = old
            .plain()
            .map(|column| (column.name.clone(), Term::Column(column.name.clone())))
            .collect();
        let mut plan = Plan {
            new: old.clone(),
            old,
            terms,
            filter: Filter::All,
            ignore: false,
            added: 0,
            as_query: false,
            counter_kept: true,
        };
        let mistakes = match self.random.below(10) {
            0..5 => 0,
            5..8 => 1,
            _ => 2,
        };
        for _ in 0..mistakes {
            self.mistake(&mut plan);
        }
        if self.random.percent(25) {
            let column = self.column(plan.new.strict);
            let can_be_left_out = column.default.is_some() || !column.not_null;
            if can_be_left_out {
                plan.new.columns.push(column);
            }
        }
        if self.random.percent(10) {
            plan.new.columns.reverse();
        }
        Some(self.statements(&plan, mistakes > 0, state))
    }

    fn statements(&mut self, plan: &Plan, careless: bool, state: &State) -> Vec<Operation> {
        let name = &plan.old.name;
        let other = self.table_name();
        let (views, outside) = leaning(state, name);
        let legacy = (!views.is_empty() || !outside.is_empty()) && self.random.percent(50);
        let old_first = self.random.percent(30);
        // Renamed first, the old table takes the references to it along, unless the old way is kept.
        let legacy = legacy || (old_first && self.random.percent(60));
        let mut done = Vec::new();
        if legacy {
            done.push(Operation::LegacyAlter(true));
        } else {
            done.extend(
                views
                    .iter()
                    .map(|view| Operation::DropView(view.name.clone())),
            );
            done.extend(
                outside
                    .iter()
                    .map(|one| Operation::DropTrigger(one.name.clone())),
            );
        }
        let (from, into) = if old_first {
            done.push(Operation::RenameTable(name.clone(), other.clone()));
            (&other, name)
        } else {
            (name, &other)
        };
        self.fill(plan, from, into, state, &mut done);
        done.push(Operation::DropTable(from.clone()));
        if !old_first {
            done.push(Operation::RenameTable(other.clone(), name.clone()));
        }
        if legacy {
            done.push(Operation::LegacyAlter(false));
        }
        self.remake(plan, careless, state, &mut done);
        if !legacy {
            done.extend(views.into_iter().map(Operation::CreateView));
            done.extend(outside.into_iter().map(Operation::CreateTrigger));
        }
        done
    }

    /// Makes the new table and fills it.
    fn fill(
        &mut self,
        plan: &Plan,
        from: &str,
        into: &str,
        state: &State,
        done: &mut Vec<Operation>,
    ) {
        if plan.as_query {
            let columns = plan.old.plain().map(|column| column.name.clone()).collect();
            done.push(Operation::CreateTableAs(
                into.to_owned(),
                from.to_owned(),
                columns,
            ));
            return;
        }
        done.push(Operation::CreateTable(Table {
            name: into.to_owned(),
            ..plan.new.clone()
        }));
        done.push(Operation::Copy {
            into: into.to_owned(),
            from: from.to_owned(),
            columns: plan.terms.clone(),
            filter: plan.filter.clone(),
            ignore: plan.ignore,
        });
        if plan.added > 0 {
            let table = Table {
                name: into.to_owned(),
                ..plan.new.clone()
            };
            done.push(self.insert(&table, state, plan.added));
        }
    }

    /// Makes the indexes and triggers again, and sets the counter.
    fn remake(&mut self, plan: &Plan, careless: bool, state: &State, done: &mut Vec<Operation>) {
        let name = &plan.old.name;
        let fits = |columns: &[String]| columns.iter().all(|one| plan.new.place(one).is_some());
        for index in state.indexes.iter().filter(|one| one.table == *name) {
            if fits(&index.names()) && !(careless && self.random.percent(15)) {
                let index = if careless && self.random.percent(15) {
                    self.other_index(index)
                } else {
                    index.clone()
                };
                done.push(Operation::CreateIndex(index));
            }
        }
        for trigger in state.triggers.iter().filter(|one| one.table == *name) {
            if fits(&trigger.columns().0) && !(careless && self.random.percent(15)) {
                done.push(Operation::CreateTrigger(trigger.clone()));
            }
        }
        if let Some(counter) = state.sequences.get(name)
            && plan.counter_kept
            && plan.new.autoincrement
            && !plan.old.rows.is_empty()
        {
            done.push(Operation::SetSequence(name.clone(), *counter));
        }
    }

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

    fn mistake(&mut self, plan: &mut Plan) {
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
                generated
                    .expression
                    .push(super::schema::Piece::Sql("+ 10".to_owned()));
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

    /// Drops a table, and makes one of its name again that has the same rows only by chance.
    pub(super) fn made_again(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.random.of(&state.tables)?.clone();
        let count = table.rows.len() + self.random.below(3);
        let mut done = vec![
            Operation::DropTable(table.name.clone()),
            Operation::CreateTable(table.clone()),
        ];
        if self.random.percent(60) && count > 0 {
            let mut insert = self.insert(&table, state, count);
            if let Operation::Insert { conflict, .. } = &mut insert {
                *conflict = Conflict::Ignore;
            }
            done.push(insert);
        }
        Some(done)
    }
}

/// The views of a table, and the triggers of other tables that write it.
fn leaning(state: &State, table: &str) -> (Vec<super::schema::View>, Vec<Trigger>) {
    let views = state
        .views
        .iter()
        .filter(|view| view.table == table)
        .cloned()
        .collect();
    let outside = state
        .triggers
        .iter()
        .filter(|one| one.table != table && one.action.table().is_some_and(|other| other == table));
    (views, outside.cloned().collect())
}
