//! To which table and columns the foreign keys of a table refer before and after a file. Words that stay the same may
//! mean others: those of a table that has taken the name of the former one, or of another key.

use super::definition::{Clause, ClauseKind, Renames, Word};
use super::lineage::Lineage;
use super::schema::Schema;
use crate::db::schema::ObjectKind;
use crate::migrate::moved::{Moved, moved};

/// The schema at both ends of a file, and what became of it.
pub(super) struct Parents<'a> {
    pub(super) lineage: &'a Lineage,
    pub(super) was: &'a Schema,
    pub(super) is: &'a Schema,
    /// What the files before this one have made of the tables of the run.
    pub(super) earlier: &'a [Moved],
}

/// To what the words of a foreign key refer after a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refers {
    /// To the same as before, if to anything. So it is with every clause that is no foreign key.
    Same,
    /// To the key of the same table, which is another key now.
    OtherKey,
    /// To another table, or to another column of the same name.
    Elsewhere,
}

impl Parents<'_> {
    /// To what a foreign key from before the file refers if it keeps its words.
    pub(super) fn refers(&self, clause: &Clause) -> Refers {
        let Some((parent, columns)) = &clause.references else {
            return Refers::Same;
        };
        let is_there = |at: &Schema| at.find(ObjectKind::Table, parent).is_some();
        let elsewhere = |is_so: bool| {
            if is_so {
                Refers::Elsewhere
            } else {
                Refers::Same
            }
        };
        if !is_there(self.was) {
            let is_lost = moved(self.earlier, parent).is_some_and(|moved| moved.after.is_none());
            let holder = self.lineage.get(parent);
            return elsewhere(is_lost && holder.is_some_and(|track| track.before.is_some()));
        }
        let Some(successor) = self.lineage.successor_of_any_case(parent) else {
            return elsewhere(is_there(self.is));
        };
        let (was, is) = (
            self.was.definition(parent),
            self.is.definition(&successor.after),
        );
        let has = |names: &[String], name: &String| {
            names.iter().any(|one| one.eq_ignore_ascii_case(name))
        };
        if !columns.is_empty() {
            let is_another = |name: &String| {
                has(&was.columns, name)
                    && successor.column(name).is_none()
                    && has(&is.columns, name)
                    && !(was.is_generated(name) && is.is_generated(name))
            };
            return elsewhere(columns.iter().any(is_another));
        }
        let (key, now) = (was.key(), is.key());
        let kept: Option<Vec<&str>> = key.iter().map(|name| successor.column(name)).collect();
        match kept {
            // Without a key, SQLite cannot follow the foreign key, and says so.
            _ if now.is_empty() => Refers::Same,
            None => Refers::Elsewhere,
            Some(kept) if kept.len() == now.len() => {
                let is_same = |(was, is): (&&str, &String)| was.eq_ignore_ascii_case(is);
                if kept.iter().zip(&now).all(is_same) {
                    Refers::Same
                } else {
                    Refers::OtherKey
                }
            }
            Some(_) => Refers::OtherKey,
        }
    }

    /// True if a foreign key from after the file demands what one from before did, though only one of them names the
    /// columns of the parent.
    pub(super) fn refer_alike(&self, was: &Clause, is: &Clause, names: &impl Renames) -> bool {
        let (Some((_, ones)), Some((_, twos))) = (&was.references, &is.references) else {
            return false;
        };
        ones.is_empty() != twos.is_empty()
            && is_kept(
                &written_out(self.was, was).renamed(names),
                &written_out(self.is, is),
            )
    }
}

fn written_out(schema: &Schema, clause: &Clause) -> Clause {
    let mut clause = clause.clone();
    if let Some((parent, columns)) = &mut clause.references
        && columns.is_empty()
    {
        *columns = schema.definition(parent).key();
    }
    clause
}

/// True if a present clause demands at least what the former one did, under its name if it had one: a primary key also
/// demands what `UNIQUE` does.
pub(super) fn is_kept(wanted: &Clause, now: &Clause) -> bool {
    let is_unique = wanted.kind == ClauseKind::Constraint
        && wanted.tokens.first() == Some(&Word::keyword("unique"));
    let keeps_name = match (&wanted.name, &now.name) {
        (Some(name), Some(now)) => name.eq_ignore_ascii_case(now),
        (name, _) => name.is_none(),
    };
    let is_in_key =
        || is_unique && now.kind == ClauseKind::Key && wanted.tokens[1..] == now.tokens[1..];
    keeps_name && (wanted.is_same(now) || is_in_key())
}
