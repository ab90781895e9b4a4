//! The user's triggers that would have fired for what the migrations wrote, if they had not been put aside.

use super::UserObjects;
use crate::db::schema::{Object, ObjectKind};
use crate::migrate::firing::fires_for;
use crate::migrate::moved::Moved;
use crate::migrate::sql::tokens;
use crate::wording::agreeing;

impl UserObjects {
    /// A sentence for each table whose rows the migrations wrote, so that triggers of the user's on it have missed
    /// something.
    pub(in crate::migrate) fn not_fired(&self, moves: &[Moved]) -> Vec<String> {
        let mut notes = Vec::new();
        for moved in moves {
            let missing = self.objects.iter().filter(|own| {
                own.kind == ObjectKind::Trigger
                    && own.table.eq_ignore_ascii_case(&moved.before)
                    && has_missed(own, moved)
            });
            let names: Vec<&str> = missing.map(|own| own.name.as_str()).collect();
            if names.is_empty() {
                continue;
            }
            let agree = |one, more| agreeing(names.len(), one, more);
            notes.push(format!(
                "your trigger{} {} on {} {} not fire while migrations write the table: what {} up to date, such as a count or a \
                 search index, may have to be filled again",
                agree("", "s"),
                names.join(", "),
                moved.before,
                agree("does", "do"),
                agree("it keeps", "they keep"),
            ));
        }
        notes
    }
}

/// True if a trigger would have fired, or may have: of a rebuild it is not known which rows it changed.
fn has_missed(trigger: &Object, moved: &Moved) -> bool {
    let rows = moved.rows;
    moved.is_remade
        || match fires_for(&tokens(&trigger.sql)) {
            Some("INSERT") => rows.inserted,
            Some("UPDATE") => rows.updated,
            Some("DELETE") => rows.deleted,
            _ => false,
        }
}
