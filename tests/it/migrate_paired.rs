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
