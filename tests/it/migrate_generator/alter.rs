//! ALTER TABLE in the model: renames follow every name that means the table or the column.

use super::Rejected;
use super::objects::{Action, Event, Trigger};
use super::operation::Operation;
use super::schema::{Column, Constraint, Expression, Piece, Table, columns_of};
use super::state::State;

impl State {
    pub(super) fn alter(&mut self, operation: &Operation) -> Result<(), Rejected> {
        if !self.legacy {
            self.refuse_broken()?;
        }
        match operation {
            Operation::RenameTable(from, to) => self.rename_table(from, to),
            Operation::AddColumn(table, column) => self.add_column(table, column.clone()),
            Operation::DropColumn(table, column) => self.drop_column(table, column),
            Operation::RenameColumn(table, from, to) => self.rename_column(table, from, to),
            Operation::AddCheck(table, name, expression) => {
                let check = Constraint::Check {
                    name: Some(name.clone()),
                    expression: expression.clone(),
                };
                self.table_mut(table)?.constraints.push(check);
                Ok(())
            }
            Operation::DropCheck(table, wanted) => {
                let constraints = &mut self.table_mut(table)?.constraints;
                super::state::take(constraints, |one| {
                    matches!(one, Constraint::Check { name: Some(name), .. } if name == wanted)
                })
                .map(|_| ())
            }
            Operation::DropNotNull(table, column) => {
                let table = self.table_mut(table)?;
                let at = table.place(column).ok_or("no such column")?;
                if table.key.contains(column) {
                    return Err("a column of the key");
                }
                table.columns[at].not_null = false;
                Ok(())
            }
            other => panic!("not an ALTER: {other:?}"),
        }
    }

    fn rename_table(&mut self, from: &str, to: &str) -> Result<(), Rejected> {
        if self.has(to) {
            return Err("the name is taken");
        }
        self.log.renamed_table(&self.tables, from, to);
        to.clone_into(&mut self.table_mut(from)?.name);
        let legacy = self.legacy;
        let follow = |name: &mut String| {
            if name == from {
                to.clone_into(name);
            }
        };
        for index in &mut self.indexes {
            follow(&mut index.table);
        }
        for trigger in &mut self.triggers {
            follow(&mut trigger.table);
            if !legacy && let Some(table) = trigger.action.table_mut() {
                follow(table);
            }
        }
        if let Some(counter) = self.sequences.remove(from) {
            self.sequences.insert(to.to_owned(), counter);
        }
        if legacy {
            return Ok(());
        }
        for view in &mut self.views {
            follow(&mut view.table);
        }
        for constraint in self
            .tables
            .iter_mut()
            .flat_map(|table| &mut table.constraints)
        {
            if let Constraint::ForeignKey { parent, .. } = constraint {
                follow(parent);
            }
        }
        Ok(())
    }

    fn add_column(&mut self, table: &str, mut column: Column) -> Result<(), Rejected> {
        column.uid = self.uid();
        let stored = column.generated.as_ref().is_some_and(|one| one.stored);
        let table = self.table_mut(table)?;
        if table
            .columns
            .iter()
            .any(|one| one.name.eq_ignore_ascii_case(&column.name))
        {
            return Err("the column is there");
        }
        if stored || (column.not_null && column.default.is_none() && column.is_plain()) {
            return Err("a column that cannot be added");
        }
        let value = super::terms::default_of(&column, table.strict)?;
        table.columns.push(column);
        for row in &mut table.rows {
            row.push(value.clone());
        }
        Ok(())
    }

    fn drop_column(&mut self, name: &str, column: &str) -> Result<(), Rejected> {
        if self.uses_column(name, column) {
            return Err("the column is used");
        }
        self.log.dropped_column(&self.tables, name, column);
        let table = self.table_mut(name)?;
        let at = table.place(column).ok_or("no such column")?;
        table.columns.remove(at);
        for row in &mut table.rows {
            row.remove(at);
        }
        if table.plain().count() == 0 {
            return Err("no column left");
        }
        Ok(())
    }

    /// True if anything but the rows needs the column.
    pub(super) fn uses_column(&self, name: &str, column: &str) -> bool {
        let Ok(table) = self.table(name) else {
            return true;
        };
        let column = column.to_owned();
        let generated = table
            .columns
            .iter()
            .filter_map(|one| one.generated.as_ref());
        table.key.contains(&column)
            || table
                .constraints
                .iter()
                .any(|one| one.columns().contains(&column))
            || generated
                .into_iter()
                .any(|one| columns_of(&one.expression).contains(&column))
            || self
                .indexes
                .iter()
                .any(|one| one.table == name && one.names().contains(&column))
            || self.views.iter().any(|one| {
                one.table == name && one.columns.iter().any(|(source, _)| *source == column)
            })
            || self.triggers.iter().any(|one| {
                let (own, other) = one.columns();
                (one.table == name && own.contains(&column))
                    || (one.action.table().is_some_and(|table| table == name)
                        && other.contains(&column))
            })
            || self.is_referenced(name, &column)
    }

    pub(super) fn is_referenced(&self, table: &str, column: &str) -> bool {
        let constraints = self.tables.iter().flat_map(|table| &table.constraints);
        constraints.into_iter().any(|one| {
            matches!(one, Constraint::ForeignKey { parent, parent_column, .. }
                if parent == table && parent_column == column)
        })
    }

    fn rename_column(&mut self, name: &str, from: &str, to: &str) -> Result<(), Rejected> {
        if self.legacy {
            return Err("not in legacy mode");
        }
        let table = self.table(name)?;
        let is_taken = |one: &Column| one.name.eq_ignore_ascii_case(to);
        if table.place(from).is_none() || table.columns.iter().any(is_taken) {
            return Err("no such column, or the name is taken");
        }
        self.log.renamed_column(&self.tables, name, from, to);
        let follow = |column: &mut String| {
            if column == from {
                to.clone_into(column);
            }
        };
        rename_in_table(self.table_mut(name)?, &follow);
        for constraint in self
            .tables
            .iter_mut()
            .flat_map(|table| &mut table.constraints)
        {
            if let Constraint::ForeignKey {
                parent,
                parent_column,
                ..
            } = constraint
                && parent == name
            {
                follow(parent_column);
            }
        }
        for index in self.indexes.iter_mut().filter(|one| one.table == name) {
            index
                .columns
                .iter_mut()
                .for_each(|one| follow(&mut one.name));
            index.filter.iter_mut().for_each(&follow);
        }
        for view in self.views.iter_mut().filter(|one| one.table == name) {
            view.columns
                .iter_mut()
                .for_each(|(source, _)| follow(source));
        }
        for trigger in &mut self.triggers {
            trigger.rename_column(name, &follow);
        }
        Ok(())
    }
}

fn rename_in_table(table: &mut Table, follow: &impl Fn(&mut String)) {
    table.key.iter_mut().for_each(follow);
    for column in &mut table.columns {
        follow(&mut column.name);
        if let Some(generated) = &mut column.generated {
            rename_in_expression(&mut generated.expression, follow);
        }
    }
    for constraint in &mut table.constraints {
        match constraint {
            Constraint::Unique { columns, .. } => columns.iter_mut().for_each(follow),
            Constraint::Check { expression, .. } => rename_in_expression(expression, follow),
            Constraint::ForeignKey { column, .. } => follow(column),
        }
    }
}

pub(super) fn rename_in_expression(expression: &mut Expression, follow: &impl Fn(&mut String)) {
    for piece in expression {
        if let Piece::Column(column) = piece {
            follow(column);
        }
    }
}

impl Action {
    pub(super) fn table_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Nothing(_) => None,
            Self::Set { table, .. } | Self::Delete { table, .. } | Self::Log { table, .. } => {
                Some(table)
            }
        }
    }
}

impl Trigger {
    /// The columns of its own table that it names, and those of the table that it writes.
    pub(super) fn columns(&self) -> (Vec<String>, Vec<String>) {
        let mut own = match &self.event {
            Event::Update(columns) => columns.clone(),
            Event::Insert | Event::Delete => Vec::new(),
        };
        let other = match &self.action {
            Action::Nothing(_) => Vec::new(),
            Action::Set { column, key, .. } => {
                own.extend(key.clone());
                std::iter::once(column).chain(key).cloned().collect()
            }
            Action::Delete { column, of_row, .. } => {
                own.push(of_row.clone());
                vec![column.clone()]
            }
            Action::Log { column, .. } => vec![column.clone()],
        };
        (own, other)
    }

    /// Applies `follow` to every name of a column of this table.
    pub(super) fn rename_column(&mut self, table: &str, follow: &impl Fn(&mut String)) {
        let is_own = self.table == table;
        if is_own && let Event::Update(columns) = &mut self.event {
            columns.iter_mut().for_each(follow);
        }
        let writes = self.action.table().is_some_and(|written| written == table);
        match &mut self.action {
            Action::Set { column, key, .. } if writes => {
                follow(column);
                key.iter_mut().for_each(follow);
            }
            Action::Log { column, .. } if writes => follow(column),
            Action::Delete { column, of_row, .. } => {
                if writes {
                    follow(column);
                }
                if is_own {
                    follow(of_row);
                }
            }
            _ => {}
        }
    }
}
