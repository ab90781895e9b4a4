//! The errors about objects of the user's, with their texts, so that none is lost by following the advice.

use crate::db::schema::{Object, ObjectKind, quoted};
use crate::error::Error;
use crate::migrate::other_bytes::has_other_bytes;
use crate::migrate::run::{place_of, remedy};
use crate::migrate::set::File;

/// The error for an object of the user's that has the name of one that the migrations make.
pub(super) fn name_taken(object: &Object, ours: ObjectKind) -> Error {
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
        sql = shown_text(object)
    );
    Error::migrations(message, help)
}

/// The text of an object as a message gives it.
fn shown_text(object: &Object) -> String {
    if has_other_bytes(object) {
        let sql = &object.sql;
        return format!(
            "{sql}; bytes that are no UTF-8 stand as U+FFFD here: `SELECT sql FROM sqlite_schema` gives them"
        );
    }
    object.sql.clone()
}

fn with_article(kind: ObjectKind) -> String {
    let article = if kind == ObjectKind::Index { "an" } else { "a" };
    format!("{article} {kind}")
}

/// The error for an object of the user's whose words do not mean any more what they did.
pub(super) fn no_longer_works(object: &Object, why: &str) -> Error {
    Error::migrations(
        format!("your {object} uses what the migrations change: {why}"),
        format!(
            "keep its text, `DROP {kind} {name}`, run again, then recreate it; its text is: {sql}",
            kind = object.kind.word().to_uppercase(),
            name = quoted(&object.name),
            sql = shown_text(object)
        ),
    )
}

/// The error for an object of the dataset that does not work after these files.
pub(super) fn does_not_work(
    object: &Object,
    said: &str,
    was_there: bool,
    files: &[&File],
) -> Error {
    let place = match (place_of(files, object), files) {
        (Some(place), _) => format!("{place}: "),
        (None, [only]) => format!("{}: ", only.path),
        (None, _) => String::new(),
    };
    let (fault, help) = match remedy(said) {
        "" if was_there => ("would no longer work", "recreate it in the migration"),
        "" => ("does not work", "correct the statement that makes it"),
        help => ("does not work", help),
    };
    Error::migrations(format!("{place}{object} {fault}: {said}"), help)
}
