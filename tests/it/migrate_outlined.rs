//! What becomes of a table in a file that renames, rebuilds and writes it in several steps: which table it has become,
//! and which cells an `UPDATE` wrote, in which file, under which key and among how many rows.

use crate::fixture::Fixture;
use crate::migrate_effect::{Case, refused_as_asked};

const T: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\n";
const ROWS: &str = "INSERT INTO t VALUES (1, 'a', 'x'), (2, 'b', 'y'), (3, 'c', 'z');";

/// A rebuild of `t`, with the rows of these columns, that passes through a table of another name.
fn rebuild(through: &str, columns: &str, copied: &str) -> String {
    format!(
        "CREATE TABLE {through} ({columns});\nINSERT INTO {through} SELECT {copied} FROM t;
DROP TABLE t;\nALTER TABLE {through} RENAME TO t;\n"
    )
}

/// Runs files on the rows of `t`, with a backup and without one; `head` is what the refusal asks for, none where they
/// pass.
fn check(files: &[&str], head: Option<&str>) {
    let case: Case<'_> = (&[T], ROWS, files, head);
    refused_as_asked(&[case]);
}

#[test]
fn of_several_tables_with_its_names_a_table_has_become_the_one_with_its_columns() {
    let all = "id INTEGER PRIMARY KEY, code TEXT, note TEXT";
    let moved = |code: &str| {
        format!(
            "ALTER TABLE t RENAME TO old;\nCREATE TABLE t (code TEXT);\nCREATE TABLE n ({all});
INSERT INTO n SELECT id, {code}, note FROM old;\nDROP TABLE old;\nALTER TABLE n RENAME TO old;"
        )
    };
    check(&[&moved("code")], None);
    check(&[&moved("NULL")], Some("values t.code"));
}

/// The second table is made under the name that the first had before it took that of `t`.
#[test]
fn a_name_that_was_given_up_before_the_rebuild_leads_nowhere() {
    let all = "id INTEGER PRIMARY KEY, code TEXT, note TEXT";
    let twice = |copied: &str| {
        format!(
            "-- N.\n-- expect: drop column t.note\n{}CREATE TABLE n ({all});\n{}",
            rebuild("n", all, "id, code, note"),
            rebuild("m", "id INTEGER PRIMARY KEY, code TEXT", copied)
        )
    };
    check(&[&twice("id, code")], None);
    check(&[&twice("id, NULL")], Some("values t.code"));
}

#[test]
fn an_update_counts_in_its_own_file_alone() {
    let first = "UPDATE t SET code = 'k' WHERE id = 2;\nREPLACE INTO t (id, code, note) VALUES (3, 'c', 'z');";
    let second = |code: &str| {
        format!(
            "UPDATE t SET code = 'l' WHERE id = 1;\nREPLACE INTO t (id, code, note) VALUES (2, '{code}', 'y');"
        )
    };
    check(&[first, &second("k")], None);
    check(&[first, &second("other")], Some("values t.code"));
}

#[test]
fn a_value_that_an_update_wrote_stays_written_when_the_key_changes() {
    // Nothing but `UPDATE` writes the rows.
    check(
        &["UPDATE t SET code = 'k';\nUPDATE t SET id = id + 100;"],
        None,
    );
    // Something else writes them too.
    let beside = |code: &str| {
        format!(
            "UPDATE t SET code = 'k' WHERE id = 1;\nUPDATE t SET id = id + 10;
REPLACE INTO t (id, code, note) VALUES (13, '{code}', 'z');"
        )
    };
    check(&[&beside("c")], None);
    check(&[&beside("other")], Some("values t.code"));
}

/// The `UPDATE` was followed by the old key, which is not there any more. So it is only known which column it wrote.
#[test]
fn by_a_new_key_the_columns_of_an_update_count() {
    let rebuilt = |update: &str| {
        format!(
            "-- N.\n-- expect: drop column t.id\n-- expect: change key t\n{update}{}",
            rebuild("n", "code TEXT PRIMARY KEY, note TEXT", "code, upper(note)")
        )
    };
    let update = "UPDATE t SET note = 'n' WHERE id < 3;\n";
    check(&[&rebuilt(update)], None);
    check(&[&rebuilt("")], Some("rows t -3"));
}

/// SQLite cannot work out the value in one row. Only a table that is made can have a plain column in its place.
#[test]
fn a_computed_value_that_is_too_long_to_be_read_stops_no_file_that_makes_no_table() {
    let users = "INSERT INTO t VALUES (1, 'a', 3000000000), (2, 'b', 1);
ALTER TABLE t ADD COLUMN long AS (zeroblob(note));";
    for more in ["CREATE INDEX i ON t (code);", "ALTER TABLE t ADD COLUMN k;"] {
        let file = |code: &str| {
            format!("{more}\nREPLACE INTO t (id, code, note) VALUES (2, '{code}', 1);")
        };
        refused_as_asked(&[
            (&[T], users, &[&file("b")], None),
            (&[T], users, &[&file("other")], Some("values t.code")),
        ]);
    }
}

/// In `t`, a million rows are written, so that it is known of each whether its code was. In `u`, the trigger writes one
/// more: the code of every row may have been meant.
#[test]
fn of_up_to_a_million_rows_each_cell_is_known() {
    const MILLION: u32 = 1_000_000;
    let table = |name: &str| T.replace(" t ", &format!(" {name} "));
    let two_rows =
        |name: &str| format!("INSERT INTO {name} VALUES (1, 'a', 'x'), (2, 'b', 'y');\n");
    // The rows that only make up the number come and go in the file. The row 2 is not written.
    let written = |name: &str| {
        format!(
            "INSERT INTO {name} (id) WITH RECURSIVE number (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM number LIMIT {})
    SELECT i FROM number;
UPDATE {name} SET code = 'k' WHERE id <> 2;\nDELETE FROM {name} WHERE id > 2;\n",
            MILLION - 1
        )
    };
    let trigger = "CREATE TRIGGER tr AFTER UPDATE OF code ON u WHEN new.id = 1
BEGIN UPDATE u SET code = 'l' WHERE id = 2; END;\n";
    let first = format!("-- One.\n{T}{}{trigger}", table("u"));
    let users = two_rows("t") + &two_rows("u");
    let replaced = "REPLACE INTO t (id, code, note) VALUES (2, 'l', 'y');\n";
    let change = format!("-- Two.\n{}{replaced}{}", written("t"), written("u"));
    let error = Fixture::beside(&first, &users, &change).refused();
    assert!(error.contains("`-- expect: values t.code`"), "{error}");
    assert!(!error.contains("values u.code"), "{error}");
}
