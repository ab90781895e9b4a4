//! The model of a database: definitions and rows, and what each statement makes of them.

use std::collections::BTreeMap;

use super::Rejected;
use super::log::Log;
use super::operation::Operation;
use super::schema::{Index, Table, Trigger, View};

/// A database. A statement that SQLite would refuse, or whose outcome the model does not know, is rejected.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) tables: Vec<Table>,
    pub(super) indexes: Vec<Index>,
    pub(super) triggers: Vec<Trigger>,
    pub(super) views: Vec<View>,
    pub(super) sequences: BTreeMap<String, i64>,
    pub(super) legacy: bool,
    pub(super) log: Log,
    uids: u32,
}

impl State {
    pub(super) fn apply(&mut self, operation: &Operation) -> Result<(), Rejected> {
        match operation {
            Operation::CreateTable(table) => self.create_table(table.clone()),
            Operation::CreateTableAs(table, from, columns) => {
                self.create_table_as(table, from, columns)
            }
            Operation::DropTable(table) => self.drop_table(table),
            Operation::CreateIndex(index) => self.create_index(index),
            Operation::DropIndex(index) => {
                take(&mut self.indexes, |one| one.name == *index).map(|_| ())
            }
            Operation::CreateTrigger(trigger) => self.create_trigger(trigger),
            Operation::DropTrigger(trigger) => {
                take(&mut self.triggers, |one| one.name == *trigger).map(|_| ())
            }
            Operation::CreateView(view) => self.create_view(view),
            Operation::DropView(view) => take(&mut self.views, |one| one.name == *view).map(|_| ()),
            Operation::SetSequence(table, number) => {
                *self.sequences.get_mut(table).ok_or("no counter")? = *number;
                Ok(())
            }
            Operation::LegacyAlter(on) => {
                self.legacy = *on;
                Ok(())
            }
            Operation::Insert { .. }
            | Operation::Copy { .. }
            | Operation::Update { .. }
            | Operation::Delete(..) => self.change_rows(operation),
            _ => self.alter(operation),
        }
    }

    /// Begins a file: from here on, losses are counted.
    pub(super) fn begin_file(&mut self) {
        self.log = Log::of(&self.tables);
    }

    /// Ends a file. What a program may not leave behind is rejected.
    pub(super) fn end_file(&mut self) -> Result<(), Rejected> {
        self.legacy = false;
        self.log.refuse_unclear(&self.tables)?;
        self.refuse_broken()?;
        self.refuse_mismatched_keys()
    }

    pub(super) fn table(&self, name: &str) -> Result<&Table, Rejected> {
        self.tables
            .iter()
            .find(|table| table.name == name)
            .ok_or("no such table")
    }

    pub(super) fn table_mut(&mut self, name: &str) -> Result<&mut Table, Rejected> {
        self.tables
            .iter_mut()
            .find(|table| table.name == name)
            .ok_or("no such table")
    }

    pub(super) fn uid(&mut self) -> u32 {
        self.uids += 1;
        self.uids
    }

    /// True if something has the name, in whatever letters.
    pub(super) fn has(&self, name: &str) -> bool {
        let tables = self.tables.iter().map(|one| &one.name);
        let indexes = self.indexes.iter().map(|one| &one.name);
        let views = self.views.iter().map(|one| &one.name);
        let triggers = self.triggers.iter().map(|one| &one.name);
        tables
            .chain(indexes)
            .chain(views)
            .chain(triggers)
            .any(|other| other.eq_ignore_ascii_case(name))
    }

    fn refuse_taken(&self, name: &str) -> Result<(), Rejected> {
        if self.has(name) {
            return Err("the name is taken");
        }
        Ok(())
    }

    fn create_table(&mut self, mut table: Table) -> Result<(), Rejected> {
        self.refuse_taken(&table.name)?;
        if table.plain().count() == 0 {
            return Err("no column that is not generated");
        }
        table.uid = self.uid();
        for column in &mut table.columns {
            column.uid = self.uid();
        }
        table.rows.clear();
        self.tables.push(table);
        Ok(())
    }

    fn create_table_as(
        &mut self,
        name: &str,
        from: &str,
        columns: &[String],
    ) -> Result<(), Rejected> {
        self.refuse_taken(name)?;
        let source = self.table(from)?.clone();
        let mut made = Vec::new();
        for named in columns {
            let column = source.column(named).filter(|column| column.is_plain());
            let column = column.ok_or("no such plain column")?;
            let declared = source.affinity(column).type_of_copy();
            made.push(super::schema::Column::new(named, declared));
        }
        self.create_table(Table {
            uid: 0,
            name: name.to_owned(),
            columns: made,
            key: Vec::new(),
            autoincrement: false,
            strict: false,
            without_rowid: false,
            constraints: Vec::new(),
            rows: Vec::new(),
        })?;
        let rows = source.rows.iter().map(|row| source.values(row, columns));
        self.table_mut(name)?.rows = rows.collect();
        Ok(())
    }

    fn drop_table(&mut self, name: &str) -> Result<(), Rejected> {
        take(&mut self.tables, |table| table.name == name)?;
        self.indexes.retain(|index| index.table != name);
        self.triggers.retain(|trigger| trigger.table != name);
        self.sequences.remove(name);
        Ok(())
    }

    fn create_index(&mut self, index: &Index) -> Result<(), Rejected> {
        self.refuse_taken(&index.name)?;
        let table = self.table(&index.table)?;
        if index.names().iter().any(|name| table.place(name).is_none()) {
            return Err("no such column");
        }
        self.indexes.push(index.clone());
        self.refuse_doubles(&index.table)
    }

    fn create_view(&mut self, view: &View) -> Result<(), Rejected> {
        self.refuse_taken(&view.name)?;
        self.views.push(view.clone());
        self.refuse_broken()
    }

    /// A table that a trigger writes has no triggers, unless the trigger writes another column of the row
    /// that fired it and is alone: so the order in which triggers fire never matters.
    fn create_trigger(&mut self, trigger: &Trigger) -> Result<(), Rejected> {
        self.refuse_taken(&trigger.name)?;
        let has_triggers =
            |table: &String| self.triggers.iter().any(|trigger| trigger.table == *table);
        let written = trigger.action.table();
        let wakes_others = written.is_some_and(has_triggers);
        let is_woken = self
            .triggers
            .iter()
            .any(|one| one.action.table() == Some(&trigger.table));
        // In which order two triggers write one table is not defined.
        let is_second = written.is_some_and(|table| {
            let same =
                |one: &&Trigger| one.table == trigger.table && one.action.table() == Some(table);
            self.triggers.iter().any(|one| same(&one))
        });
        if wakes_others || is_woken || is_second {
            return Err("a trigger whose order matters");
        }
        self.triggers.push(trigger.clone());
        self.refuse_broken()
    }

    /// Refuses views and triggers that name what is not there.
    pub(super) fn refuse_broken(&self) -> Result<(), Rejected> {
        let has = |table: &str, columns: &[String]| {
            self.table(table)
                .is_ok_and(|table| columns.iter().all(|column| table.place(column).is_some()))
        };
        for view in &self.views {
            let columns: Vec<String> = view
                .columns
                .iter()
                .map(|(column, _)| column.clone())
                .collect();
            if !has(&view.table, &columns) {
                return Err("a view that does not work");
            }
        }
        for trigger in &self.triggers {
            let (own, other) = trigger.columns();
            if !has(&trigger.table, &own)
                || trigger
                    .action
                    .table()
                    .is_some_and(|table| !has(table, &other))
            {
                return Err("a trigger that does not work");
            }
        }
        Ok(())
    }
}

/// Takes the one that is meant out of a list.
pub(super) fn take<T>(list: &mut Vec<T>, is_meant: impl Fn(&T) -> bool) -> Result<T, Rejected> {
    let at = list.iter().position(is_meant).ok_or("no such object")?;
    Ok(list.remove(at))
}
