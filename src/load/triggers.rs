//! The user's triggers that may have hindered a load: which of them may change a table, and which fire when one is
//! written.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::db::schema::{self, Object, ObjectKind};
use crate::error::Error;

/// The triggers that may have changed a table: those that name it in their statements, and those on it that may drop
/// a row silently.
pub(super) fn interfering(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    let mut triggers = all(connection)?;
    triggers.retain(|trigger| may_change(trigger, table));
    Ok(names(triggers.iter()))
}

/// The triggers that fire when rows of a table are written, those that fire through others included.
pub(super) fn firing(connection: &Connection, table: &str) -> Result<Vec<Object>, Error> {
    Ok(fired(all(connection)?, table))
}

/// The triggers among these that may raise, on purpose.
pub(super) fn raising(triggers: &[Object]) -> impl Iterator<Item = &Object> {
    triggers.iter().filter(|trigger| {
        let words = words_of_statements(trigger);
        words.iter().any(|word| word == "raise")
    })
}

/// The names as messages have them.
pub(super) fn names<'a>(triggers: impl Iterator<Item = &'a Object>) -> Vec<String> {
    triggers
        .map(|trigger| format!("`{}`", trigger.name))
        .collect()
}

fn all(connection: &Connection) -> Result<Vec<Object>, Error> {
    let mut objects = schema::objects(connection)?;
    objects.retain(|object| object.kind == ObjectKind::Trigger);
    Ok(objects)
}

/// Those on the table, and those on every table or view that one of them names.
fn fired(triggers: Vec<Object>, table: &str) -> Vec<Object> {
    let mut left = triggers;
    let mut found: Vec<Object> = Vec::new();
    let mut reached = BTreeSet::from([table.to_ascii_lowercase()]);
    loop {
        let is_reached =
            |trigger: &mut Object| reached.contains(&trigger.table.to_ascii_lowercase());
        let more: Vec<Object> = left.extract_if(.., is_reached).collect();
        if more.is_empty() {
            return found;
        }
        for next in &left {
            let name = next.table.to_ascii_lowercase();
            if more
                .iter()
                .any(|trigger| trigger.sql.to_ascii_lowercase().contains(&name))
            {
                reached.insert(name);
            }
        }
        found.extend(more);
    }
}

fn may_change(trigger: &Object, table: &str) -> bool {
    let statements = words_of_statements(trigger);
    let names = |word: &str| statements.iter().any(|own| own == word);
    let stands_on_it = trigger.table.eq_ignore_ascii_case(table);
    names(&table.to_ascii_lowercase()) || (stands_on_it && names("raise"))
}

fn words_of_statements(trigger: &Object) -> Vec<String> {
    let words: Vec<String> = words(&trigger.sql).collect();
    let begin = words.iter().position(|word| word == "begin");
    words[begin.unwrap_or_default()..].to_vec()
}

/// The words of a text in small letters.
fn words(sql: &str) -> impl Iterator<Item = String> {
    sql.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trigger(table: &str, sql: &str) -> Object {
        Object {
            kind: ObjectKind::Trigger,
            name: "t".into(),
            table: table.into(),
            sql: sql.into(),
        }
    }

    #[test]
    fn a_trigger_is_named_for_the_tables_that_it_may_change() {
        let audit = trigger(
            "facts",
            "CREATE TRIGGER t AFTER INSERT ON facts BEGIN INSERT INTO log VALUES (new.fact_id); END",
        );
        assert!(!may_change(&audit, "facts"));
        let deletes = trigger(
            "positions",
            "CREATE TRIGGER t AFTER UPDATE ON positions BEGIN DELETE FROM \"Entity_Codes\"; END",
        );
        assert!(may_change(&deletes, "entity_codes"));
        assert!(!may_change(&deletes, "positions"));
        let swallows = trigger(
            "Facts",
            "CREATE TRIGGER t BEFORE INSERT ON Facts BEGIN SELECT RAISE(IGNORE); END",
        );
        assert!(may_change(&swallows, "facts"));
        assert!(!may_change(&swallows, "positions"));
    }

    #[test]
    fn triggers_fire_through_others_and_no_others_do() {
        let all = vec![
            trigger(
                "my log",
                "CREATE TRIGGER t ON \"my log\" BEGIN DELETE FROM third; END",
            ),
            trigger(
                "third",
                "CREATE TRIGGER t ON third BEGIN SELECT raise(ABORT, 'no'); END",
            ),
            trigger(
                "Facts",
                "CREATE TRIGGER t ON Facts BEGIN INSERT INTO \"My Log\" VALUES (1); END",
            ),
            trigger(
                "fourth",
                "CREATE TRIGGER t ON fourth BEGIN DELETE FROM facts; END",
            ),
        ];
        let fired = fired(all, "facts");
        let on: Vec<&str> = fired.iter().map(|trigger| trigger.table.as_str()).collect();
        assert_eq!(on, ["Facts", "my log", "third"]);
        assert_eq!(raising(&fired).count(), 1);
    }
}
