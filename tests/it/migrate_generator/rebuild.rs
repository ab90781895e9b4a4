//! Rebuilds of a table, right and wrong, in either order of their statements.

use super::maker::Maker;
use super::objects::Trigger;
use super::operation::{Conflict, Filter, Operation, Term};
use super::schema::Table;
use super::state::State;

/// A rebuild that is being planned.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) old: Table,
    pub(super) new: Table,
    pub(super) terms: Vec<(String, Term)>,
    pub(super) filter: Filter,
    pub(super) ignore: bool,
    pub(super) added: usize,
    pub(super) as_query: bool,
    pub(super) counter_kept: bool,
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
        if !plan.as_query && self.random.percent(25) {
            done.extend(self.update_of_rebuilt(plan));
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

    /// An `UPDATE` of the new table, which covers nothing that was copied wrong in other rows.
    fn update_of_rebuilt(&mut self, plan: &Plan) -> Vec<Operation> {
        let names = |table: &Table| -> Vec<String> {
            table
                .columns
                .iter()
                .map(|column| column.name.clone())
                .collect()
        };
        if names(&plan.old) != names(&plan.new) {
            return Vec::new();
        }
        let copy = Table {
            name: plan.old.name.clone(),
            rows: plan.old.rows.clone(),
            ..plan.new.clone()
        };
        let mut state = State::default();
        state.tables.push(copy);
        self.update(&state).unwrap_or_default()
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
fn leaning(state: &State, table: &str) -> (Vec<super::objects::View>, Vec<Trigger>) {
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
