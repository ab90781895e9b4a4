//! What the migrations leave at their end: views and triggers that do not work, and rows without the row that they refer
//! to. `sco migrate up` refuses both.

use rusqlite::Connection;

use super::super::rule::Rule;
use super::super::run::remedy;
use super::super::set::File;
use super::super::user_objects;
use super::{Finding, finding};
use crate::db::dangling::{Dangling, Unmoved};
use crate::db::schema::Object;
use crate::error::Error;

/// The views and triggers that do not work, each with the file after which it did not.
#[derive(Debug, Default)]
pub(super) struct Broken<'f>(Vec<(Object, String, &'f File)>);

impl<'f> Broken<'f> {
    /// Looks at them after a file. What works again is mended.
    pub(super) fn follow(&mut self, connection: &Connection, file: &'f File) -> Result<(), Error> {
        let known = std::mem::take(&mut self.0);
        for (object, said) in user_objects::not_working(connection)? {
            let since = known.iter().find(|(other, ..)| other.is_same(&object));
            let file = since.map_or(file, |(_, _, file)| file);
            self.0.push((object, said, file));
        }
        Ok(())
    }

    /// Reports those that are left at the end.
    pub(super) fn report(&self, findings: &mut Vec<Finding>) {
        for (object, said, file) in &self.0 {
            let help = match remedy(said) {
                "" => "correct the statement that makes it, or make it again",
                help => help,
            };
            let message = format!("{object} does not work: {said}");
            findings.push(finding(file, 1, Rule::Refused, message, help));
        }
    }
}

/// Reports rows of the migrations themselves that refer to a row which is not there, and tables without the one that they
/// refer to.
pub(super) fn dangling(
    connection: &Connection,
    last: &File,
    findings: &mut Vec<Finding>,
) -> Result<(), Error> {
    let now = Dangling::find(connection, |_| true)?;
    let before = Dangling::default();
    if let Some(new) = now.new_since(connection, &before, &Unmoved)? {
        let message = format!("rows would be left dangling: {}", new.message);
        findings.push(finding(last, 1, Rule::Refused, message, &new.help));
    }
    Ok(())
}
