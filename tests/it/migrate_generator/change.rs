//! Changes that a migration makes, each a few statements that belong together.

use super::maker::Maker;
use super::objects::Action;
use super::operation::{Conflict, Filter, Operation, Term};
use super::schema::{Constraint, Row, Table, is_not};
use super::state::State;
use super::value::Affinity;

type Change = fn(&mut Maker, &State) -> Option<Vec<Operation>>;

/// The changes, and how often each is tried.
const CHANGES: &[(usize, Change)] = &[
    (30, Maker::rebuild),
    (4, Maker::made_again),
    (4, Maker::rename_table),
    (2, Maker::swap_tables),
    (6, Maker::rename_column),
    (5, Maker::add_column),
    (4, Maker::drop_column),
    (3, Maker::drop_and_add),
    (3, Maker::rename_add_drop),
    (14, Maker::update),
    (4, Maker::swap_keys),
    (6, Maker::delete),
    (5, Maker::insert_rows),
    (8, Maker::insert_over),
    (4, Maker::delete_and_insert),
    (3, Maker::insert_again),
    (3, Maker::drop_table),
    (3, Maker::set_counter),
    (10, Maker::objects),
    (5, Maker::remake_index),
    (4, Maker::remake_trigger),
    (4, Maker::remake_view),
    (4, Maker::constraints),
];

impl Maker {
    pub(super) fn change(&mut self, state: &State) -> Option<Vec<Operation>> {
        let total: usize = CHANGES.iter().map(|(weight, _)| weight).sum();
        let mut at = self.random.below(total);
        for (weight, change) in CHANGES {
            if at < *weight {
                return change(self, state);
            }
            at -= weight;
        }
        None
    }

    fn any_table(&mut self, state: &State) -> Option<Table> {
        self.random.of(&state.tables).cloned()
    }

    fn any_column(&mut self, table: &Table) -> Option<String> {
        let names: Vec<String> = table
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect();
        self.random.of(&names).cloned()
    }

    /// A column that nothing but the rows needs.
    fn idle_column(&mut self, state: &State) -> Option<(Table, String)> {
        let table = self.any_table(state)?;
        let idle = table.columns.iter().map(|column| column.name.clone());
        let idle: Vec<String> = idle
            .filter(|name| !state.uses_column(&table.name, name))
            .collect();
        let column = self.random.of(&idle)?.clone();
        Some((table, column))
    }

    fn rename_table(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        Some(vec![Operation::RenameTable(table.name, self.table_name())])
    }

    fn swap_tables(&mut self, state: &State) -> Option<Vec<Operation>> {
        let (one, two) = (self.any_table(state)?.name, self.any_table(state)?.name);
        let aside = self.table_name();
        Some(vec![
            Operation::RenameTable(one.clone(), aside.clone()),
            Operation::RenameTable(two.clone(), one),
            Operation::RenameTable(aside, two),
        ])
    }

    fn rename_column(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let column = self.any_column(&table)?;
        Some(vec![Operation::RenameColumn(
            table.name,
            column,
            self.column_name(),
        )])
    }

    fn add_column(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let column = if self.random.percent(20) {
            self.generated(&table)
        } else {
            self.column(table.strict)
        };
        Some(vec![Operation::AddColumn(table.name, column)])
    }

    fn drop_column(&mut self, state: &State) -> Option<Vec<Operation>> {
        let (table, column) = self.idle_column(state)?;
        Some(vec![Operation::DropColumn(table.name, column)])
    }

    /// Drops a column and adds one of its name; of its definition too, most times.
    fn drop_and_add(&mut self, state: &State) -> Option<Vec<Operation>> {
        let (table, column) = self.idle_column(state)?;
        let mut again = table.column(&column)?.clone();
        if self.random.percent(20) {
            again = self.column(table.strict);
            again.name.clone_from(&column);
        }
        Some(vec![
            Operation::DropColumn(table.name.clone(), column),
            Operation::AddColumn(table.name, again),
        ])
    }

    fn rename_add_drop(&mut self, state: &State) -> Option<Vec<Operation>> {
        let (table, column) = self.idle_column(state)?;
        let aside = self.column_name();
        let again = table.column(&column)?.clone();
        Some(vec![
            Operation::RenameColumn(table.name.clone(), column, aside.clone()),
            Operation::AddColumn(table.name.clone(), again),
            Operation::DropColumn(table.name, aside),
        ])
    }

    /// Which rows: all, those with some values, those without one.
    fn filter(&mut self, table: &Table) -> Option<Filter> {
        let plain: Vec<String> = table.plain().map(|column| column.name.clone()).collect();
        let column = self.random.of(&plain)?.clone();
        let row = self.random.of(&table.rows)?;
        Some(match self.random.below(10) {
            0..3 => Filter::All,
            3 => Filter::IsNull(column),
            4 => Filter::NotIn(column.clone(), table.values(row, &[column])),
            _ => {
                let by = if table.key.len() == 1 {
                    table.key[0].clone()
                } else {
                    column
                };
                let count = 1 + self.random.below(3);
                let rows: Vec<Row> = self.random.some(&table.rows, count);
                let at = table.place(&by)?;
                Filter::In(by, rows.iter().map(|row| row[at].clone()).collect())
            }
        })
    }

    fn term(&mut self, table: &Table, column: &str) -> Option<Term> {
        let meant = table.column(column)?.clone();
        let like: Vec<String> = table
            .plain()
            .filter(|one| one.declared == meant.declared)
            .map(|one| one.name.clone())
            .collect();
        let affinity = table.affinity(&meant);
        Some(match self.random.below(5) {
            0 if affinity == Affinity::Text => Term::Longer(column.to_owned()),
            0 | 1 if affinity == Affinity::Integer => {
                Term::Plus(column.to_owned(), self.random.one(&[1, 500]))
            }
            2 => Term::Column(self.random.of(&like)?.clone()),
            _ if table.key.contains(&meant.name) => {
                let place = table.plain().position(|one| one.name == meant.name)?;
                Term::Value(self.row(table, &State::default())[place].clone())
            }
            _ => Term::Value(self.value(&meant, table.strict)),
        })
    }

    pub(super) fn update(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let free: Vec<String> = table
            .plain()
            .filter(|column| !table.key.contains(&column.name) || self.random.percent(25))
            .map(|column| column.name.clone())
            .collect();
        let count = 1 + self.random.below(2);
        let mut set = Vec::new();
        for column in self.random.some(&free, count) {
            let term = self.term(&table, &column)?;
            set.push((column, term));
        }
        if set.is_empty() {
            return None;
        }
        let conflict = match self.random.below(8) {
            0 => Conflict::Replace,
            1 => Conflict::Ignore,
            _ => Conflict::Abort,
        };
        // To meet another row, a value has to be one that another has.
        if conflict != Conflict::Abort {
            let row = self.random.of(&table.rows)?;
            set[0].1 = Term::Value(table.values(row, &[set[0].0.clone()])[0].clone());
        }
        let filter = self.filter(&table)?;
        let table = table.name;
        Some(vec![Operation::Update {
            table,
            set,
            filter,
            conflict,
        }])
    }

    /// Exchanges the keys of two rows, by way of a third.
    fn swap_keys(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let [key] = table.key.as_slice() else {
            return None;
        };
        let at = table.place(key)?;
        let (one, two) = (self.random.of(&table.rows)?, self.random.of(&table.rows)?);
        let place = table.plain().position(|column| column.name == *key)?;
        let aside = self.row(&table, &State::default())[place].clone();
        let step = |from: &super::value::Value, to: &super::value::Value| Operation::Update {
            table: table.name.clone(),
            set: vec![(key.clone(), Term::Value(to.clone()))],
            filter: Filter::In(key.clone(), vec![from.clone()]),
            conflict: Conflict::Abort,
        };
        Some(vec![
            step(&one[at], &aside),
            step(&two[at], &one[at]),
            step(&aside, &two[at]),
        ])
    }

    fn delete(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let filter = self.filter(&table)?;
        Some(vec![Operation::Delete(table.name, filter)])
    }

    fn insert_rows(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let count = 1 + self.random.below(3);
        Some(vec![self.insert(&table, state, count)])
    }

    /// Inserts a row whose key is there already, with OR REPLACE, OR IGNORE, or as an upsert.
    fn insert_over(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let old = self.random.of(&table.rows)?.clone();
        let mut columns: Vec<String> = table.plain().map(|column| column.name.clone()).collect();
        let mut row = self.row(&table, state);
        let is_unique = |name: &String| {
            table.constraints.iter().any(|constraint| {
                matches!(constraint, Constraint::Unique { columns, .. } if columns.contains(name))
            })
        };
        let by_key = table.key.len() == 1 && self.random.percent(70);
        for (name, value) in columns.iter().zip(&mut row) {
            if (by_key && table.key.contains(name)) || (!by_key && is_unique(name)) {
                *value = table.values(&old, std::slice::from_ref(name))[0].clone();
            }
        }
        let conflict = match self.random.below(3) {
            0 => Conflict::Ignore,
            1 if table.key.len() == 1 => {
                let free = columns.iter().filter(|name| !table.key.contains(name));
                let free: Vec<String> = free.cloned().collect();
                let column = self.random.of(&free)?.clone();
                Conflict::Update(
                    table.key.clone(),
                    vec![(column.clone(), Term::Column(column))],
                )
            }
            _ => Conflict::Replace,
        };
        if columns.len() > 1 && self.random.percent(30) && table.key.len() == 1 {
            let at = 1 + self.random.below(columns.len() - 1);
            columns.remove(at);
            row.remove(at);
        }
        let table = table.name;
        Some(vec![Operation::Insert {
            table,
            columns,
            rows: vec![row],
            conflict,
        }])
    }

    /// Deletes rows and inserts as many others.
    fn delete_and_insert(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let by = table.plain().next()?.name.clone();
        let rows: Vec<Row> = self.random.some(&table.rows, 2);
        let at = table.place(&by)?;
        let values = rows.iter().map(|row| row[at].clone()).collect();
        Some(vec![
            Operation::Delete(table.name.clone(), Filter::In(by, values)),
            self.insert(&table, state, rows.len().max(1)),
        ])
    }

    /// Deletes a row and inserts it again, the same or with one other value.
    fn insert_again(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let columns: Vec<String> = table.plain().map(|column| column.name.clone()).collect();
        let row = self.random.of(&table.rows)?.clone();
        let mut values = table.values(&row, &columns);
        if self.random.percent(50) {
            let at = self.random.below(columns.len());
            values[at] = self.value(table.column(&columns[at])?, table.strict);
        }
        let by = columns[0].clone();
        let place = table.place(&by)?;
        Some(vec![
            Operation::Delete(table.name.clone(), Filter::In(by, vec![row[place].clone()])),
            Operation::Insert {
                table: table.name,
                columns,
                rows: vec![values],
                conflict: Conflict::Abort,
            },
        ])
    }

    fn drop_table(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let mut done = Vec::new();
        let mut name = table.name.clone();
        let views = state.views.iter().filter(|view| view.table == name);
        done.extend(views.map(|view| Operation::DropView(view.name.clone())));
        let writes = |action: &Action| action.table().is_some_and(|written| *written == name);
        let outside = state
            .triggers
            .iter()
            .filter(|one| one.table != name && writes(&one.action));
        done.extend(outside.map(|one| Operation::DropTrigger(one.name.clone())));
        if self.random.percent(25) {
            let aside = self.table_name();
            done.push(Operation::RenameTable(name, aside.clone()));
            name = aside;
        }
        done.push(Operation::DropTable(name));
        Some(done)
    }

    fn set_counter(&mut self, state: &State) -> Option<Vec<Operation>> {
        let counters: Vec<(&String, &i64)> = state.sequences.iter().collect();
        let (table, counter) = self.random.of(&counters)?;
        let to = (**counter + self.random.one(&[-1, 0, 5])).max(0);
        Some(vec![Operation::SetSequence((*table).clone(), to)])
    }

    /// Something new, or something dropped.
    fn objects(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        Some(vec![match self.random.below(8) {
            0 => Operation::CreateTable(self.table(state)),
            1 => Operation::CreateIndex(self.index(&table)),
            2 => Operation::CreateView(self.view(&table)),
            3 | 4 => Operation::CreateTrigger(self.trigger(&table, state)),
            5 => Operation::DropIndex(self.random.of(&state.indexes)?.name.clone()),
            6 => Operation::DropTrigger(self.random.of(&state.triggers)?.name.clone()),
            _ => Operation::DropView(self.random.of(&state.views)?.name.clone()),
        }])
    }

    fn remake_index(&mut self, state: &State) -> Option<Vec<Operation>> {
        let index = self.random.of(&state.indexes)?.clone();
        let again = match self.random.below(4) {
            0 => index.clone(),
            1 => {
                let table = self.any_table(state)?;
                let mut again = self.index(&table);
                again.name.clone_from(&index.name);
                again
            }
            _ => self.other_index(&index),
        };
        Some(vec![
            Operation::DropIndex(index.name),
            Operation::CreateIndex(again),
        ])
    }

    fn remake_trigger(&mut self, state: &State) -> Option<Vec<Operation>> {
        let trigger = self.random.of(&state.triggers)?.clone();
        let mut again = trigger.clone();
        if self.random.percent(65) {
            again.action = Action::Nothing(self.number());
        }
        Some(vec![
            Operation::DropTrigger(trigger.name),
            Operation::CreateTrigger(again),
        ])
    }

    fn remake_view(&mut self, state: &State) -> Option<Vec<Operation>> {
        let view = self.random.of(&state.views)?.clone();
        let mut again = view.clone();
        match self.random.below(3) {
            0 if view.columns.len() > 1 => {
                again.columns.pop();
            }
            1 => {
                // The same columns, with another text.
                let table = state.table(&view.table).ok()?.clone();
                let other = self.any_column(&table)?;
                again.columns[0].0 = other;
            }
            _ => again
                .columns
                .push((view.columns[0].0.clone(), format!("c{}", self.number()))),
        }
        Some(vec![
            Operation::DropView(view.name),
            Operation::CreateView(again),
        ])
    }

    fn constraints(&mut self, state: &State) -> Option<Vec<Operation>> {
        let table = self.any_table(state)?;
        let checks: Vec<&String> = table
            .constraints
            .iter()
            .filter_map(|constraint| match constraint {
                Constraint::Check { name, .. } => name.as_ref(),
                _ => None,
            })
            .collect();
        Some(vec![match self.random.below(3) {
            0 => {
                let plain: Vec<String> = table.plain().map(|one| one.name.clone()).collect();
                let column = self.random.of(&plain)?.clone();
                let name = self.object_name("known_");
                let number = self.number();
                Operation::AddCheck(table.name.clone(), name, is_not(&column, number))
            }
            1 => Operation::DropCheck(table.name.clone(), (*self.random.of(&checks)?).clone()),
            _ => {
                let held = table.columns.iter().filter(|one| one.not_null);
                let held: Vec<String> = held.map(|one| one.name.clone()).collect();
                Operation::DropNotNull(table.name.clone(), self.random.of(&held)?.clone())
            }
        }])
    }
}
