//! What is advised where a migration fails because something of the user's uses a function or collation that only the
//! user's program has.

use super::UserObjects;
use crate::db::schema::{Object, ObjectKind, quoted};
use crate::db::stand_ins::Lacking;
use crate::migrate::sql;

impl UserObjects {
    /// The advice on the index or column that uses what SQLite lacks, if one does. SQLite does not say which it is: one of
    /// a table that the statement names comes first.
    pub(super) fn advice_on_lacking(&self, said: &str, statement: &str) -> Option<String> {
        let lacking = Lacking::of(said)?;
        let name = lacking.name();
        let words = sql::tokens(statement);
        let is_named = |table: &str| {
            let mut words = words.iter().map(sql::Token::name);
            words.any(|word| word.eq_ignore_ascii_case(table))
        };
        let index = self.index_that_uses(name, is_named);
        let column = self.column_that_uses(name, is_named);
        let is_of_the_column = column
            .as_ref()
            .is_some_and(|(table, _)| is_named(&table.name));
        if let Some(index) = index.filter(|index| is_named(&index.table) || !is_of_the_column) {
            return Some(format!(
                "{index} is your own and uses {name}, which only your program has: keep its text, `DROP INDEX {}`, run again, then recreate it with your program; its text is: {}",
                quoted(&index.name),
                index.sql
            ));
        }
        let (table, column) = column?;
        Some(format!(
            "column {column} of {table} is your own and uses {name}, which only your program has: keep its values in a table of your own, drop it with your program (`ALTER TABLE {} DROP COLUMN {}`), run again, then add it again",
            quoted(&table.name),
            quoted(&column)
        ))
    }

    /// The index of the user's, on a table of the dataset, that uses a function or collation.
    fn index_that_uses(&self, name: &str, is_first: impl Fn(&str) -> bool) -> Option<&Object> {
        // A migration does not write into a table of the user's.
        let on_the_dataset =
            |object: &&Object| object.kind == ObjectKind::Index && !self.has_table(&object.table);
        self.objects
            .iter()
            .filter(on_the_dataset)
            .filter(|index| uses(index, name))
            .min_by_key(|index| !is_first(&index.table))
    }

    /// The column of the user's, and its table, that uses a function or collation.
    fn column_that_uses(
        &self,
        name: &str,
        is_first: impl Fn(&str) -> bool,
    ) -> Option<(&Object, String)> {
        let all = self.before.iter().map(|known| &known.object);
        all.filter(|object| object.kind == ObjectKind::Table)
            .filter_map(|table| Some((table, self.column_before(table, name)?)))
            .min_by_key(|(table, _)| !is_first(&table.name))
    }

    /// The last column of the user's that the text of a table names before this word.
    fn column_before(&self, table: &Object, word: &str) -> Option<String> {
        let tokens = sql::tokens(&table.sql);
        let names: Vec<String> = tokens.iter().map(sql::Token::name).collect();
        let at = names
            .iter()
            .position(|name| name.eq_ignore_ascii_case(word))?;
        let is_users = |name: &&String| self.has_column(&table.name, name);
        names[..at].iter().rev().find(is_users).cloned()
    }
}

/// True if the text of an object has this name.
fn uses(object: &Object, name: &str) -> bool {
    let tokens = sql::tokens(&object.sql);
    let mut names = tokens.iter().map(sql::Token::name);
    names.any(|word| word.eq_ignore_ascii_case(name))
}
