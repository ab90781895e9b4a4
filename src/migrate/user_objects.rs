//! Views, triggers, indexes and tables that are the user's own, and how they survive a migration.
//!
//! A view, trigger or index belongs to the dataset if it has the text that the migrations give it. Every other one is
//! the user's, including one with the name of a dataset's object that somebody has changed. A table belongs to the
//! dataset by its name; its rows and columns are guarded by `effect`.
//!
//! A table cannot be renamed while a view uses it, and a trigger would fire on rows that a migration writes. So the
//! user's views and triggers are dropped first and recreated from their own text before the commit.

mod lacking;
mod not_fired;
mod recreate;
mod references;
mod refusals;
mod standing;
mod uses;
mod words;

use rusqlite::Connection;

use self::references::Reference;
use self::refusals::{does_not_work, name_taken, no_longer_works};
use self::standing::{Standing, Works, standings, works};
use self::uses::Use;
use super::defining_statement::MadeUnlessThere;
use super::effect::definition::Definition;
use super::moved::Moved;
use super::other_bytes::{SchemaRows, named_table_that_changes, names_other_bytes};
use super::other_meaning::other_meaning;
use super::replay::Replayed;
use super::sandbox::Sandbox;
use super::set::File;
use super::sql;
use crate::db::Queries;
use crate::db::schema::{self, Object, ObjectKind, quoted};
use crate::error::Error;

/// The user's own objects of a database.
#[derive(Debug, Default)]
pub(super) struct UserObjects {
    /// All of them.
    objects: Vec<Object>,
    /// Those whose name the migrations give to an object with another text.
    changed: Vec<Object>,
    /// Views and triggers to be dropped and recreated: the user's, triggers of the dataset on the user's views, and
    /// triggers that would fire when the history is written.
    aside: Vec<Object>,
    /// The rows of the schema of those that have other bytes than were read.
    rows: SchemaRows,
    /// What these use.
    uses: Vec<Use>,
    /// Columns that the user added to tables of the dataset: the table and the column.
    columns: Vec<(String, String)>,
    /// Their foreign keys.
    references: Vec<Reference>,
    /// Whether the views and triggers worked before the migrations.
    before: Vec<Standing>,
}

impl UserObjects {
    /// The objects of a database that a replay of its migrations does not make. Objects that the replay cannot know
    /// do not count as the user's.
    pub(super) fn find(
        connection: &Connection,
        sandbox: &Sandbox,
        replayed: &Replayed,
    ) -> Result<Self, Error> {
        let made = schema::objects(&replayed.connection)?;
        let mut found = Self::default();
        for object in schema::objects(connection)? {
            let unknown = [&object.name, &object.table]
                .iter()
                .any(|name| replayed.not_known(name).is_some());
            let ours = made.iter().find(|ours| ours.is_same(&object));
            let same = ours.is_some_and(|ours| {
                object.kind == ObjectKind::Table || sql::same_text(&ours.sql, &object.sql)
            });
            if let Some(ours) = ours.filter(|ours| !unknown && ours.sql != object.sql) {
                found.columns.extend(own_columns(&object, ours));
            }
            if unknown || same {
                continue;
            }
            if ours.is_some() {
                found.changed.push(object.clone());
            }
            found.objects.push(object);
        }
        found.references = found.own_references(connection)?;
        found.before = standings(connection)?;
        found.aside = found.to_put_aside(connection)?;
        found.rows = SchemaRows::of(connection, &found.aside)?;
        for object in &found.aside {
            found.uses.push(Use::of(connection, sandbox, object)?);
        }
        Ok(found)
    }

    fn to_put_aside(&self, connection: &Connection) -> Result<Vec<Object>, Error> {
        let mut all = schema::objects(connection)?;
        let is_users = |object: &Object| self.objects.contains(object);
        let on_users_view = |object: &Object| {
            self.objects
                .iter()
                .any(|view| view.kind == ObjectKind::View && view.name == object.table)
        };
        all.retain(|object| match object.kind {
            ObjectKind::View => is_users(object),
            ObjectKind::Trigger => is_users(object) || on_users_view(object),
            ObjectKind::Table | ObjectKind::Index => false,
        });
        all.extend(schema::triggers_on_the_history(connection)?);
        Ok(all)
    }

    /// Drops the user's views and triggers.
    pub(super) fn put_aside(&self, connection: &Connection) -> Result<(), Error> {
        for kind in [ObjectKind::Trigger, ObjectKind::View] {
            for object in self.aside.iter().filter(|object| object.kind == kind) {
                if self.rows.take_out(connection, object)? {
                    continue;
                }
                connection.run_all(
                    &format!("put your {object} aside"),
                    &format!("DROP {kind} IF EXISTS {}", quoted(&object.name)),
                )?;
            }
        }
        Ok(())
    }

    /// Recreates the user's views and triggers, and the user's indexes that were dropped with a rebuilt table; what
    /// `before_triggers` writes, no trigger of the user's sees. Fails if a migration has taken one of their names, if
    /// one of them no longer works, or if the names in its text are
    /// now those of other tables or columns.
    pub(super) fn put_back(
        &self,
        connection: &Connection,
        sandbox: &Sandbox,
        (moved, files): (&[Moved], &[&File]),
        before_triggers: impl FnOnce() -> Result<(), Error>,
    ) -> Result<(), Error> {
        let views = || self.aside.iter().filter(|it| it.kind == ObjectKind::View);
        for view in views() {
            refuse_other_meaning(connection, view, moved)?;
            self.recreate(connection, view, |_| true)?;
        }
        // A view may stand on another one that was recreated after it.
        for view in views() {
            self.refuse_other_use(connection, sandbox, view, moved)?;
        }
        let made = sandbox.made(ObjectKind::Index);
        for index in self
            .objects
            .iter()
            .filter(|it| it.kind == ObjectKind::Index)
        {
            // If no migration has made an index of this name, the existing one is the user's, whose text SQLite has
            // rewritten after a rename.
            let by_a_migration = |there: &Object| {
                there.kind != ObjectKind::Index
                    || made
                        .iter()
                        .any(|name| name.eq_ignore_ascii_case(&there.name))
            };
            if !schema::objects(connection)?
                .iter()
                .any(|there| there.is_same(index))
            {
                refuse_other_meaning(connection, index, moved)?;
            }
            self.recreate(connection, index, by_a_migration)?;
        }
        self.refuse_newly_broken(connection, files)?;
        before_triggers()?;
        let triggers = || {
            self.aside
                .iter()
                .filter(|it| it.kind == ObjectKind::Trigger)
        };
        for trigger in triggers() {
            refuse_other_meaning(connection, trigger, moved)?;
            self.recreate(connection, trigger, |_| true)?;
        }
        // A trigger may write into a view by way of one that was recreated after it.
        for trigger in triggers() {
            if let Some(said) = self.newly_broken(connection, trigger)? {
                return Err(no_longer_works(trigger, &said));
            }
            self.refuse_other_use(connection, sandbox, trigger, moved)?;
        }
        Ok(())
    }

    /// Fails if a view or trigger would use other columns or tables than before, or if a view would lose a column.
    fn refuse_other_use(
        &self,
        connection: &Connection,
        sandbox: &Sandbox,
        object: &Object,
        moved: &[Moved],
    ) -> Result<(), Error> {
        if names_other_bytes(object)
            && let Some(why) = named_table_that_changes(object, moved)
        {
            return Err(no_longer_works(object, &why));
        }
        let Some(before) = self.uses.iter().find(|before| before.is_of(object)) else {
            return Ok(());
        };
        match before.other(connection, sandbox, moved)? {
            Some(why) => Err(no_longer_works(object, &why)),
            None => Ok(()),
        }
    }

    /// True if the user added this column to a table of the dataset.
    pub(super) fn has_column(&self, table: &str, column: &str) -> bool {
        self.columns.iter().any(|(own_table, own)| {
            own_table.eq_ignore_ascii_case(table) && own.eq_ignore_ascii_case(column)
        })
    }

    /// True if a table is the user's.
    pub(super) fn has_table(&self, name: &str) -> bool {
        let mut own = self.objects.iter();
        own.any(|own| own.kind == ObjectKind::Table && own.name.eq_ignore_ascii_case(name))
    }

    /// True if a view of this name was there before the migrations.
    pub(super) fn had_view(&self, name: &str) -> bool {
        let mut all = self.before.iter().map(|known| &known.object);
        all.any(|object| object.kind == ObjectKind::View && object.name.eq_ignore_ascii_case(name))
    }

    /// True if the index is the user's, so that it is recreated after a rebuild of its table.
    pub(super) fn has_index(&self, index: &Object) -> bool {
        index.kind == ObjectKind::Index && self.objects.iter().any(|own| own.is_same(index))
    }

    /// Fails for a file that would take an object of the user's for its own, because it makes one only if there is
    /// none of the name. Tables, indexes and views share their names.
    pub(super) fn refuse_taken_by(&self, file: &File) -> Result<(), Error> {
        for statement in sql::statements(&file.sql) {
            let Some(made) = MadeUnlessThere::by(&statement) else {
                continue;
            };
            let taken = self.objects.iter().find(|own| {
                (own.kind == ObjectKind::Trigger) == (made.kind == ObjectKind::Trigger)
                    && own.name.eq_ignore_ascii_case(&made.name)
                    && !sql::same_text(&own.sql, &made.sql)
            });
            if let Some(own) = taken {
                return Err(name_taken(own, made.kind));
            }
        }
        Ok(())
    }

    /// Fails if a table of the user's was dropped, even if the head announces this, and under whatever name. A table
    /// that exists again under its name was rebuilt, and is guarded by `effect`; another name is that of another table,
    /// in whose place the new one came.
    pub(super) fn refuse_dropped(&self, file: &File, moved: &[Moved]) -> Result<(), Error> {
        let is_gone = |moved: &&Moved| {
            let is_kept =
                |after: &String| !moved.is_remade || after.eq_ignore_ascii_case(&moved.before);
            !moved.after.as_ref().is_some_and(is_kept) && self.has_table(&moved.before)
        };
        let Some(Moved { before, .. }) = moved.iter().find(is_gone) else {
            return Ok(());
        };
        Err(Error::migrations(
            format!("{} drops table {before}, which is your own", file.path),
            "rename it, and run again",
        ))
    }

    /// The advice on an object of the user's that SQLite's message names, if it names one. The message is the only
    /// sign that such an object is the cause.
    pub(super) fn advice_on(&self, said: &str, statement: &str) -> Option<String> {
        if let Some(advice) = self.advice_on_lacking(said, statement) {
            return Some(advice);
        }
        let named = sql::tokens(said);
        let object = self.objects.iter().find(|object| {
            // For a unique index SQLite names its columns, each with the table.
            let is_violated = || {
                let said = said.strip_prefix("UNIQUE constraint failed: ");
                let is_of = |said: &str| said.starts_with(&format!("{}.", object.table));
                object.kind == ObjectKind::Index && said.is_some_and(is_of)
            };
            is_violated() || named
                .iter()
                .any(|token| token.name().eq_ignore_ascii_case(&object.name))
                // SQLite writes a name of several words without quotes.
                || !sql::is_plain(&object.name) && said.contains(&object.name)
        })?;
        if self.changed.contains(object) {
            return Some(format!(
                "{object} is not as the migrations made it, so it counts as your own: keep its text, put theirs in its place (`sco migrate check` shows both), run again, then change it again; its text is: {}",
                object.sql
            ));
        }
        // The migration makes one of this name, which is then taken.
        let (way, name) = match (object.kind, said.contains("already ")) {
            (ObjectKind::Table, true) => {
                return Some(format!("{object} is your own: rename it, and run again"));
            }
            (ObjectKind::Table, false) => (
                "copy its rows into another table before you rename or drop it",
                "",
            ),
            (_, true) => ("keep its text, drop it", " under another name"),
            (_, false) => ("rename or drop it", ""),
        };
        Some(format!(
            "{object} is your own: {way}, run again, then recreate it{name}"
        ))
    }

    fn refuse_newly_broken(&self, connection: &Connection, files: &[&File]) -> Result<(), Error> {
        for object in schema::objects(connection)? {
            let Some(said) = self.newly_broken(connection, &object)? else {
                continue;
            };
            if self.objects.iter().any(|own| own.is_same(&object)) {
                return Err(no_longer_works(&object, &said));
            }
            let mut before = self.before.iter();
            let was_there = before.any(|known| known.object.is_same(&object));
            return Err(does_not_work(&object, &said, was_there, files));
        }
        Ok(())
    }

    /// SQLite's message about a view or trigger that does not work now, and that worked before or is new.
    fn newly_broken(
        &self,
        connection: &Connection,
        object: &Object,
    ) -> Result<Option<String>, Error> {
        let before = self
            .before
            .iter()
            .find(|known| known.object.is_same(object));
        let before = before.map_or(&Works::Well, |known| &known.works);
        Ok(match (before, works(connection, object)?) {
            (Works::Not(_), _) | (_, Works::Well) | (Works::Loosely(_), Works::Loosely(_)) => None,
            (_, Works::Loosely(said) | Works::Not(said)) => Some(said),
        })
    }
}

/// The views and triggers that do not work, with what SQLite says, where texts in double quotes are not allowed.
pub(super) fn not_working(connection: &Connection) -> Result<Vec<(Object, String)>, Error> {
    let fault = |standing: Standing| match standing.works {
        Works::Well => None,
        Works::Loosely(said) | Works::Not(said) => Some((standing.object, said)),
    };
    Ok(standings(connection)?
        .into_iter()
        .filter_map(fault)
        .collect())
}

/// The columns that a table of the dataset has and that the migrations do not give it.
fn own_columns(object: &Object, ours: &Object) -> Vec<(String, String)> {
    let made = Definition::of(&ours.sql).columns;
    let is_made = |column: &String| made.iter().any(|made| made.eq_ignore_ascii_case(column));
    let mut columns = Definition::of(&object.sql).columns;
    columns.retain(|column| !is_made(column));
    let of_table = |column| (object.name.clone(), column);
    columns.into_iter().map(of_table).collect()
}

fn refuse_other_meaning(
    connection: &Connection,
    object: &Object,
    moved: &[Moved],
) -> Result<(), Error> {
    match other_meaning(connection, object, moved)? {
        Some(why) => Err(no_longer_works(object, &why)),
        None => Ok(()),
    }
}
