//! Rows of a table whose key changes: what an `UPDATE` left alone is compared by the old key.

use crate::migrate_effect::refused_as_asked;

const TABLE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\n";
const ROWS: &str = "INSERT INTO t VALUES (1, 'a', 'x'), (2, 'b', 'y'), (3, 'c', 'z');";

/// What the rebuild takes from the old table, the `UPDATE` of the new one, and what the refusal asks for.
const CASES: &[(&str, &str, Option<&str>)] = &[
    // The old key tells the rows apart.
    (
        "id, code, CASE WHEN code = 'b' THEN 'lost' ELSE note END",
        "UPDATE n SET note = 'q' WHERE code = 'a';",
        Some("values t.note"),
    ),
    (
        "id, code, note",
        "UPDATE n SET note = 'q' WHERE code = 'a';",
        None,
    ),
    // The rows have exchanged their old keys, as announced, and the values of no other column.
    ("4 - id, code, note", "UPDATE n SET note = 'q';", None),
    // Values of the old key that are announced to change tell no rows apart, whether they are still different or not.
    (
        "0, code, CASE WHEN code = 'b' THEN 'lost' ELSE note END",
        "UPDATE n SET note = 'q' WHERE code = 'a';",
        Some("values t.note"),
    ),
    (
        "0, code, note",
        "UPDATE n SET note = 'q' WHERE code = 'a';",
        None,
    ),
    (
        "10 + id, code, CASE WHEN code = 'b' THEN 'lost' ELSE note END",
        "UPDATE n SET note = 'q' WHERE code = 'a';",
        Some("values t.note"),
    ),
    (
        "10 + id, code, note",
        "UPDATE n SET note = 'q' WHERE id = 11;",
        None,
    ),
    (
        "4 - id, code, CASE WHEN code = 'b' THEN 'lost' ELSE note END",
        "UPDATE n SET note = 'q' WHERE code = 'a';",
        Some("values t.note"),
    ),
];

#[test]
fn a_changed_key_is_compared_by_what_it_was() {
    for (taken, update, head) in CASES {
        let announced = if taken.starts_with("id") {
            ""
        } else {
            "-- expect: values t.id\n"
        };
        let file = format!(
            "-- N.\n-- expect: change key t\n{announced}CREATE TABLE n (id INTEGER, code TEXT PRIMARY KEY, note TEXT);
INSERT INTO n SELECT {taken} FROM t;\n{update}\nDROP TABLE t;\nALTER TABLE n RENAME TO t;"
        );
        refused_as_asked(&[(&[TABLE], ROWS, &[&file], *head)]);
    }
}

/// The new key is one of no two rows afterwards, but it was before: it pairs no rows, and what the `UPDATE` wrote is
/// known by its column alone.
#[test]
fn a_new_key_that_two_rows_had_before_pairs_no_rows() {
    let rows = "INSERT INTO t VALUES (1, 'a', 'x'), (2, 'a', 'y'), (3, 'b', 'z');";
    let file = "-- N.\n-- expect: change key t\n-- expect: rows t -1\n-- expect: values t.id
CREATE TABLE n (id INTEGER, code TEXT PRIMARY KEY, note TEXT);
INSERT INTO n SELECT 10 + id, code, note FROM t WHERE id <> 1;
UPDATE n SET note = 'q' WHERE code = 'b';\nDROP TABLE t;\nALTER TABLE n RENAME TO t;";
    refused_as_asked(&[(&[TABLE], rows, &[file], None)]);
}

/// The old key is announced to change in one row, and still pairs the others: the `UPDATE` statements are known by it.
#[test]
fn a_key_that_changes_in_one_row_pairs_the_others() {
    for (note, head) in [
        ("note", None),
        (
            "CASE WHEN code = 'b' THEN 'lost' ELSE note END",
            Some("values t.note"),
        ),
    ] {
        let file = format!(
            "-- N.\n-- expect: change key t\n-- expect: values t.id
UPDATE t SET note = 'q' WHERE code = 'a';
CREATE TABLE n (id INTEGER, code TEXT PRIMARY KEY, note TEXT);
INSERT INTO n SELECT CASE WHEN id = 3 THEN 30 ELSE id END, code, {note} FROM t;
DROP TABLE t;\nALTER TABLE n RENAME TO t;"
        );
        refused_as_asked(&[(&[TABLE], ROWS, &[&file], head)]);
    }
}
