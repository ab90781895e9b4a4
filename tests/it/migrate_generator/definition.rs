//! Definitions before and after: a definition of before, under the names of after, has to be there still.

use super::alter::rename_in_expression;
use super::head::Words;
use super::log::Known;
use super::lost::{Called, Loss, dropped_and_added};
use super::objects::{Index, Trigger};
use super::schema::{Column, Constraint, Table};
use super::state::State;

fn drop_of(sort: &'static str, name: &str) -> Loss {
    Loss::new(sort, vec![Words::new(&["drop", sort, name])])
}

/// Gives a column of a table of before the name that it has now.
fn follow<'a>(known: &'a Known, now: &'a Table) -> impl Fn(&mut String) + use<'a> {
    let columns = known.columns_in(now);
    move |name: &mut String| {
        let column = known.before.column(name);
        if let Some(heir) = column.and_then(|column| columns.get(&column.uid)) {
            name.clone_from(&heir.name);
        }
    }
}

impl State {
    /// The losses in the definition of a table that is there still.
    pub(super) fn definition(
        &self,
        known: &Known,
        now: &Table,
        table: &Called,
        losses: &mut Vec<Loss>,
    ) {
        let columns = known.columns_in(now);
        for column in &known.before.columns {
            let heir = columns.get(&column.uid);
            let called = Called::new(&known.columns[&column.uid], heir.map(|heir| &heir.name));
            let Some(heir) = heir else {
                let words = table.say_with(&called, |table, column| {
                    Words::new(&["drop", "column", table, ".", column])
                });
                losses.push(Loss::new("column", words));
                continue;
            };
            let mut wanted = column.clone();
            if let Some(generated) = &mut wanted.generated {
                rename_in_expression(&mut generated.expression, &follow(known, now));
            }
            let or = dropped_and_added(known, now, table, column);
            let from = losses.len();
            column_changed(&wanted, heir, table, &called, losses);
            for loss in &mut losses[from..] {
                loss.words.extend_from_slice(&or);
            }
            if !or.is_empty() {
                losses.push(Loss::new("column", or).or_not(false));
            }
        }
        key_and_options(known, now, table, losses);
        for constraint in &known.before.constraints {
            self.constraint(known, now, constraint, table, losses);
        }
    }

    fn constraint(
        &self,
        known: &Known,
        now: &Table,
        constraint: &Constraint,
        table: &Called,
        losses: &mut Vec<Loss>,
    ) {
        let mut wanted = known.before.in_effect(constraint);
        self.follow_constraint(&mut wanted, known, now);
        let mut present = now.constraints.iter().map(|one| now.in_effect(one));
        if present.any(|one| one == wanted) {
            return;
        }
        let columns = known.columns_in(now);
        // Columns that go take along the constraints that name them alone.
        let stays = |name: &String| {
            known
                .before
                .column(name)
                .is_some_and(|column| columns.contains_key(&column.uid))
        };
        let required = constraint.columns().iter().any(stays);
        let words = [constraint, &wanted].into_iter().flat_map(|constraint| {
            table.say(|table| {
                let mut tokens = vec!["drop", "constraint", table, "."];
                let (first, name) = match constraint {
                    Constraint::Unique { .. } => ("UNIQUE", None),
                    Constraint::Check { name, .. } => ("CHECK", name.as_deref()),
                    Constraint::ForeignKey { .. } => ("FOREIGN", None),
                };
                tokens.push(first);
                tokens.extend(name);
                if let Constraint::Unique { columns, .. } = constraint {
                    tokens.extend(["(", &columns[0]]);
                }
                if let Constraint::ForeignKey { column, .. } = constraint {
                    tokens.extend(["KEY", "(", column]);
                }
                Words::new(&tokens).open()
            })
        });
        let sort = match constraint {
            Constraint::Unique { .. } => "unique",
            Constraint::Check { .. } => "check",
            Constraint::ForeignKey { .. } => "foreign key",
        };
        losses.push(Loss::new(sort, words.collect()).or_not(required));
    }

    fn follow_constraint(&self, constraint: &mut Constraint, known: &Known, now: &Table) {
        let renamed = follow(known, now);
        match constraint {
            Constraint::Unique { columns, .. } => columns.iter_mut().for_each(renamed),
            Constraint::Check { expression, .. } => rename_in_expression(expression, &renamed),
            Constraint::ForeignKey {
                column,
                parent,
                parent_column,
                ..
            } => {
                renamed(column);
                if let Some((parent_before, parent_now)) = self.heir_of(parent) {
                    follow(parent_before, parent_now)(parent_column);
                    parent.clone_from(&parent_now.name);
                }
            }
        }
    }

    /// The table of before with this name, and the one that stands for it now.
    fn heir_of(&self, name: &str) -> Option<(&Known, &Table)> {
        let known = self
            .log
            .known
            .iter()
            .find(|known| known.before.name == name)?;
        Some((known, self.log.heir(known, &self.tables)?))
    }

    /// Indexes, triggers and views.
    pub(super) fn objects(&self, before: &State, losses: &mut Vec<Loss>) {
        for index in &before.indexes {
            let Some((known, now)) = self.heir_of(&index.table) else {
                losses.push(drop_of("index", &index.name).or_not(false));
                continue;
            };
            let Some(found) = self.indexes.iter().find(|one| one.name == index.name) else {
                losses.push(drop_of("index", &index.name));
                continue;
            };
            if *found != Self::index_now(index, known, now) {
                let mut words = vec![Words::new(&["change", "index", &index.name])];
                if found.table != now.name {
                    words.push(Words::new(&["drop", "index", &index.name]));
                }
                losses.push(Loss::new("index changed", words));
            }
        }
        for trigger in &before.triggers {
            let Some((known, now)) = self.heir_of(&trigger.table) else {
                losses.push(drop_of("trigger", &trigger.name).or_not(false));
                continue;
            };
            match self.triggers.iter().find(|one| one.name == trigger.name) {
                None => losses.push(drop_of("trigger", &trigger.name)),
                Some(found) if *found == self.trigger_now(trigger, known, now) => {}
                Some(_) => {
                    let words = vec![Words::new(&["change", "trigger", &trigger.name])];
                    losses.push(Loss::new("trigger changed", words));
                }
            }
        }
        for view in &before.views {
            let Some(found) = self.views.iter().find(|one| one.name == view.name) else {
                losses.push(drop_of("view", &view.name));
                continue;
            };
            if let Some((known, now)) = self.heir_of(&view.table) {
                let renamed = follow(known, now);
                let mut wanted = view.clone();
                wanted.table.clone_from(&now.name);
                for (column, _) in &mut wanted.columns {
                    renamed(column);
                }
                // Whether a column that was dropped and is there again is another one is left open.
                let is_open = view.columns.iter().any(|(column, _)| {
                    let column = known.before.column(column);
                    column.is_some_and(|column| known.dropped.contains(&column.uid))
                });
                if found == view && (*found != wanted || is_open) {
                    let words = Words::new(&["change", "view", &view.name]);
                    losses.push(Loss::new("view", vec![words]).or_not(!is_open));
                }
            }
            for (_, shown) in &view.columns {
                if !found.columns.iter().any(|(_, other)| other == shown) {
                    let words = Words::new(&["drop", "column", &view.name, ".", shown]);
                    losses.push(Loss::new("column of a view", vec![words]));
                }
            }
        }
    }

    fn index_now(index: &Index, known: &Known, now: &Table) -> Index {
        let mut wanted = index.clone();
        let renamed = follow(known, now);
        wanted.table.clone_from(&now.name);
        wanted
            .columns
            .iter_mut()
            .for_each(|column| renamed(&mut column.name));
        wanted.filter.iter_mut().for_each(renamed);
        wanted
    }

    fn trigger_now(&self, trigger: &Trigger, known: &Known, now: &Table) -> Trigger {
        let mut wanted = trigger.clone();
        wanted.rename_column(&known.before.name, &follow(known, now));
        if let Some(written) = trigger.action.table()
            && *written != known.before.name
            && let Some((other, other_now)) = self.heir_of(written)
        {
            wanted.rename_column(written, &follow(other, other_now));
        }
        wanted.table.clone_from(&now.name);
        if let Some(written) = wanted.action.table_mut() {
            let heir = self.heir_of(written).map(|(_, now)| now.name.clone());
            *written = heir.unwrap_or_else(|| written.clone());
        }
        wanted
    }
}

/// The losses in the definition of a column; `before` is written in the names of after.
fn column_changed(
    before: &Column,
    now: &Column,
    table: &Called,
    column: &Called,
    losses: &mut Vec<Loss>,
) {
    let mut change = |sort: &'static str, required: bool| {
        let words = table.say_with(column, |table, column| {
            Words::new(&["change", sort, table, ".", column])
        });
        losses.push(Loss::new(sort, words).or_not(required));
    };
    if !before.declared.eq_ignore_ascii_case(&now.declared) {
        change("type", true);
    }
    if before.collation != now.collation {
        change("collation", true);
    }
    if before.default != now.default {
        // A default where none was is an addition, or a change: the definition does not say.
        change("default", before.default.is_some());
    }
    if before.generated != now.generated {
        change("generated", true);
    }
    if before.not_null && !now.not_null {
        let words = table.say_with(column, |table, column| {
            Words::new(&["drop", "constraint", table, ".", "NOT", "NULL", column])
        });
        losses.push(Loss::new("not null", words));
    }
}

fn key_and_options(known: &Known, now: &Table, table: &Called, losses: &mut Vec<Loss>) {
    let before = &known.before;
    let change = |word: &'static str, constraint: &str| {
        let mut words = table.say(|table| Words::new(&["change", word, table]));
        words.extend(
            table.say(|table| Words::new(&["drop", "constraint", table, ".", constraint]).open()),
        );
        words
    };
    let follow = |columns: &[String]| -> Vec<String> {
        let mut columns = columns.to_vec();
        columns.iter_mut().for_each(follow(known, now));
        columns
    };
    let conflicts = before.conflict_of_key() != now.conflict_of_key()
        && follow(&before.key) == now.key
        && before.key_is_rowid() == now.key_is_rowid();
    if !before.key.is_empty() && (!known.keeps_key(now) || conflicts) {
        losses.push(Loss::new("key", change("key", "PRIMARY")));
    }
    if before.autoincrement && !now.autoincrement {
        losses.push(Loss::new("autoincrement", change("key", "AUTOINCREMENT")));
    }
    if before.strict != now.strict {
        losses.push(Loss::new("strict", change("strict", "STRICT")).or_not(before.strict));
    }
    if before.without_rowid != now.without_rowid {
        let loss = Loss::new("rowid", change("rowid", "WITHOUT"));
        losses.push(loss.or_not(before.without_rowid));
    }
}
