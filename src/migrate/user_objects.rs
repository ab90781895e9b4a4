//! Views, triggers, indexes and tables that are the user's own, and how they survive a migration.
//!
//! A view, trigger or index belongs to the dataset if it has the text that the migrations give it. Every other one is
//! the user's, including one with the name of a dataset's object that somebody has changed. A table belongs to the
//! dataset by its name; its rows and columns are guarded by `effect`.
//!
//! A table cannot be renamed while a view uses it, and a trigger would fire on rows that a migration writes. So the
//! user's views and triggers are dropped first and recreated from their own text before the commit.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::defining_statement::MadeUnlessThere;
use super::firing::{firing_statements, is_no_table};
use super::moved::Moved;
use super::other_meaning::other_meaning;
use super::replay::Replayed;
use super::run::remedy;
use super::sandbox::Sandbox;
use super::set::File;
use super::sql;
use crate::db::schema::{self, Object, ObjectKind, quoted};
use crate::db::{self, Queries, message};
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
    /// Whether the views and triggers worked before the migrations.
    before: Vec<Standing>,
}

/// Whether a view or trigger works.
#[derive(Debug)]
struct Standing {
    object: Object,
    works: Works,
}

/// Whether SQLite can compile a view or trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Works {
    Well,
    /// Only if texts in double quotes are allowed; this is SQLite's message if they are not.
    Loosely(String),
    Not(String),
}

impl UserObjects {
    /// The objects of a database that a replay of its migrations does not make. Objects that the replay cannot know
    /// do not count as the user's.
    pub(super) fn find(connection: &Connection, replayed: &Replayed) -> Result<Self, Error> {
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
            if unknown || same {
                continue;
            }
            if ours.is_some() {
                found.changed.push(object.clone());
            }
            found.objects.push(object);
        }
        found.before = standings(connection)?;
        found.aside = found.to_put_aside(connection)?;
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
                connection.run_all(
                    &format!("put your {object} aside"),
                    &format!("DROP {kind} IF EXISTS {}", quoted(&object.name)),
                )?;
            }
        }
        Ok(())
    }

    /// Recreates the user's views and triggers, and the user's indexes that were dropped with a rebuilt table. Fails
    /// if a migration has taken one of their names, if one of them no longer works, or if the names in its text are
    /// now those of other tables or columns.
    pub(super) fn put_back(
        &self,
        connection: &Connection,
        sandbox: &Sandbox,
        moved: &[Moved],
    ) -> Result<(), Error> {
        for view in self.aside.iter().filter(|it| it.kind == ObjectKind::View) {
            refuse_other_meaning(connection, view, moved)?;
            recreate(connection, view, |_| true)?;
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
            recreate(connection, index, by_a_migration)?;
        }
        self.refuse_newly_broken(connection)?;
        for trigger in self
            .aside
            .iter()
            .filter(|it| it.kind == ObjectKind::Trigger)
        {
            refuse_other_meaning(connection, trigger, moved)?;
            recreate(connection, trigger, |_| true)?;
            if let Some(said) = self.newly_broken(connection, trigger)? {
                return Err(no_longer_works(trigger, &said));
            }
        }
        Ok(())
    }

    /// True if the index is the user's, so that it is recreated after a rebuild of its table.
    pub(super) fn has_index(&self, index: &Object) -> bool {
        index.kind == ObjectKind::Index && self.objects.iter().any(|own| own.is_same(index))
    }

    /// Fails for a file that would use a table or index of the user's as its own, because it makes one only if there
    /// is none of the name.
    pub(super) fn refuse_taken_by(&self, file: &File) -> Result<(), Error> {
        for statement in sql::statements(&file.sql) {
            let Some(made) = MadeUnlessThere::by(&statement) else {
                continue;
            };
            let taken = self.objects.iter().find(|own| {
                own.kind == made.kind
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
    /// that exists again was rebuilt, and is guarded by `effect`.
    pub(super) fn refuse_dropped<'a>(
        &self,
        file: &File,
        connection: &Connection,
        dropped: impl Iterator<Item = &'a str>,
        moved: &'a [Moved],
    ) -> Result<(), Error> {
        let is_users = |name: &&str| {
            self.objects
                .iter()
                .any(|own| own.kind == ObjectKind::Table && own.name.eq_ignore_ascii_case(name))
        };
        let gone = moved.iter().filter(|moved| moved.after.is_none());
        let gone = gone.map(|moved| moved.before.as_str());
        for table in dropped.chain(gone).filter(is_users) {
            if !schema::has(connection, table)? {
                return Err(Error::migrations(
                    format!("{} drops table {table}, which is your own", file.path),
                    "rename it, and run again",
                ));
            }
        }
        Ok(())
    }

    /// The advice on an object of the user's that SQLite's message names, if it names one. The message is the only
    /// sign that such an object is the cause.
    pub(super) fn advice_on(&self, said: &str) -> Option<String> {
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
        Some(format!(
            "{object} is your own: rename or drop it, run again, then recreate it"
        ))
    }

    fn refuse_newly_broken(&self, connection: &Connection) -> Result<(), Error> {
        for object in schema::objects(connection)? {
            let Some(said) = self.newly_broken(connection, &object)? else {
                continue;
            };
            if self.objects.iter().any(|own| own.is_same(&object)) {
                return Err(no_longer_works(&object, &said));
            }
            let was_there = self
                .before
                .iter()
                .any(|known| known.object.is_same(&object));
            return Err(match remedy(&said) {
                "" if was_there => Error::migrations(
                    format!("{object} would no longer work: {said}"),
                    "recreate it in the migration",
                ),
                "" => Error::migrations(
                    format!("{object} does not work: {said}"),
                    "correct the statement that makes it",
                ),
                help => Error::migrations(format!("{object} does not work: {said}"), help),
            });
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

/// Recreates an object from its text, unless it exists. Fails if a migration has given its name to something else.
fn recreate(
    connection: &Connection,
    object: &Object,
    came_meanwhile: impl Fn(&Object) -> bool,
) -> Result<(), Error> {
    let is_trigger = |object: &Object| object.kind == ObjectKind::Trigger;
    let there = schema::objects(connection)?.into_iter().find(|there| {
        is_trigger(there) == is_trigger(object) && there.name.eq_ignore_ascii_case(&object.name)
    });
    match there {
        None => connection
            .execute_batch(&object.sql)
            .map_err(|error| no_longer_works(object, &message(&error))),
        Some(there) if there.kind == object.kind && sql::same_text(&there.sql, &object.sql) => {
            Ok(())
        }
        Some(there) if came_meanwhile(&there) => Err(name_taken(object, there.kind)),
        Some(_) => Ok(()),
    }
}

/// The error for an object of the user's that has the name of one that the migrations make.
fn name_taken(object: &Object, ours: ObjectKind) -> Error {
    let message = format!(
        "your {object} has the name of {} that the migrations make",
        with_article(ours)
    );
    if object.kind == ObjectKind::Table {
        return Error::migrations(message, "rename it, and run again");
    }
    let help = format!(
        "keep its text, `DROP {kind} {name}`, run again, then recreate it under another name; its text is: {sql}",
        kind = object.kind.word().to_uppercase(),
        name = quoted(&object.name),
        sql = object.sql
    );
    Error::migrations(message, help)
}

fn with_article(kind: ObjectKind) -> String {
    let article = if kind == ObjectKind::Index { "an" } else { "a" };
    format!("{article} {kind}")
}

/// The error for an object of the user's whose words do not mean any more what they did.
fn no_longer_works(object: &Object, why: &str) -> Error {
    Error::migrations(
        format!("your {object} uses what the migrations change: {why}"),
        format!(
            "keep its text, `DROP {kind} {name}`, run again, then recreate it; its text is: {sql}",
            kind = object.kind.word().to_uppercase(),
            name = quoted(&object.name),
            sql = object.sql
        ),
    )
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

fn standings(connection: &Connection) -> Result<Vec<Standing>, Error> {
    let mut all = schema::objects(connection)?;
    all.extend(schema::triggers_on_the_history(connection)?);
    all.into_iter()
        .map(|object| {
            let works = works(connection, &object)?;
            Ok(Standing { object, works })
        })
        .collect()
}

/// Whether a view or trigger works. Nothing is run: SQLite finds the faults when it compiles a statement that uses
/// it.
fn works(connection: &Connection, object: &Object) -> Result<Works, Error> {
    let statements = match object.kind {
        ObjectKind::View => vec![format!("SELECT * FROM {}", quoted(&object.name))],
        ObjectKind::Trigger => firing_statements(connection, &object.table)?,
        ObjectKind::Table | ObjectKind::Index => return Ok(Works::Well),
    };
    let compile = || {
        let errors = statements
            .iter()
            .filter_map(|sql| connection.prepare(sql).err());
        errors
            .map(|error| message(&error))
            .find(|said| !is_no_table(said))
    };
    let Some(said) = compile() else {
        return Ok(Works::Well);
    };
    // Objects that the user made with other programs may have texts in double quotes.
    db::switch(connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, true)?;
    let still = compile();
    db::switch(connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    Ok(match still {
        None => Works::Loosely(said),
        Some(_) => Works::Not(said),
    })
}
