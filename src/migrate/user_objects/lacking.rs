//! What is advised where a migration fails because something of the user's uses a function or collation that only the
//! user's program has.

use super::UserObjects;
use crate::db::schema::{Object, ObjectKind, quoted};
use crate::db::stand_ins::Lacking;
use crate::migrate::sql;

impl UserObjects {
    /// The advice on the index or column that uses what SQLite lacks, if one does. SQLite does not say which it is.
    pub(super) fn advice_on_lacking(&self, said: &str) -> Option<String> {
        let lacking = Lacking::of(said)?;
        let name = lacking.name();
        let uses = |object: &&Object| {
            let tokens = sql::tokens(&object.sql);
            let mut names = tokens.iter().map(sql::Token::name);
            names.any(|word| word.eq_ignore_ascii_case(name))
        };
        // A migration does not write into a table of the user's.
        let on_the_dataset =
            |object: &&Object| object.kind == ObjectKind::Index && !self.has_table(&object.table);
        let mut indexes = self.objects.iter().filter(on_the_dataset);
        if let Some(index) = indexes.find(uses) {
            return Some(format!(
                "{index} is your own and uses {name}, which only your program has: keep its text, `DROP INDEX {}`, run again, then recreate it with your program; its text is: {}",
                quoted(&index.name),
                index.sql
            ));
        }
        let all = self.before.iter().map(|known| &known.object);
        let mut tables = all
            .filter(|object| object.kind == ObjectKind::Table)
            .filter(uses);
        let (table, column) =
            tables.find_map(|table| Some((table, self.column_before(table, name)?)))?;
        Some(format!(
            "column {column} of {table} is your own and uses {name}, which only your program has: keep its values in a table of your own, drop it with your program (`ALTER TABLE {} DROP COLUMN {}`), run again, then add it again",
            quoted(&table.name),
            quoted(&column)
        ))
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
