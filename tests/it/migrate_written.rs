//! Which cells an `UPDATE` statement of a file wrote, and what else may have written beside it: by another name of the
//! table, by a trigger, by a rebuild, or under another key.

use rusqlite::Connection;

use crate::fixture::Fixture;
use crate::migrate_effect::{Case, refused_as_asked};

const T: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\n";
const ROWS: &str = "INSERT INTO t VALUES (1, 'a', 'x'), (2, 'b', 'y'), (3, 'c', 'z');";
const U: &str = "CREATE TABLE u (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\n";
const K: &str = "CREATE TABLE k (a TEXT PRIMARY KEY, b TEXT);\n";
const K_ROWS: &str = "INSERT INTO k VALUES ('a', '1'), (NULL, '2'), (NULL, '3');";
const L: &str = "CREATE TABLE l (a, b);\n";
const SWAP: &str =
    "ALTER TABLE t RENAME TO x;\nALTER TABLE u RENAME TO t;\nALTER TABLE x RENAME TO u;\n";
const SWAP_COLUMNS: &str =
    "ALTER TABLE t RENAME COLUMN code TO x;\nALTER TABLE t RENAME COLUMN note TO code;
ALTER TABLE t RENAME COLUMN x TO note;\n";

/// A rebuild of `t`, with statements between the copy and the names.
fn rebuild(copied: &str, between: &str) -> String {
    format!(
        "CREATE TABLE n (id INTEGER PRIMARY KEY, code TEXT, note TEXT);
INSERT INTO n (id, code, note) SELECT {copied} FROM t;\n{between}\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n"
    )
}

fn check(schema: &[&str], rows: &str, file: &str, head: Option<&str>) {
    let files = [file];
    let case: Case<'_> = (schema, rows, &files, head);
    refused_as_asked(&[case]);
}

#[test]
fn what_a_rebuild_copies_wrong_is_not_covered_by_an_update_of_other_rows() {
    let one = "UPDATE n SET code = 'k' WHERE id = 1;";
    check(
        &[T],
        ROWS,
        &rebuild("id, note, note", one),
        Some("values t.code"),
    );
    check(
        &[T],
        ROWS,
        &rebuild("id, NULL, note", "UPDATE n SET code = code WHERE 0;"),
        Some("values t.code"),
    );
    check(
        &[T],
        ROWS,
        &rebuild("id, note, note", "UPDATE n SET code = 'k';"),
        None,
    );
    check(&[T], ROWS, &rebuild("id, code, note", one), None);
    let before = format!(
        "UPDATE t SET code = 'k' WHERE id = 1;\n{}",
        rebuild("id, note, note", "")
    );
    check(&[T], ROWS, &before, Some("values t.code"));
    let after = rebuild("id, note, note", "") + "UPDATE t SET code = 'k' WHERE id = 1;\n";
    check(&[T], ROWS, &after, Some("values t.code"));
    let renamed_first = "ALTER TABLE t RENAME TO old;
CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, note TEXT);
INSERT INTO t (id, code, note) SELECT id, note, note FROM old;
UPDATE t SET code = 'k' WHERE id = 1;
DROP TABLE old;";
    check(&[T], ROWS, renamed_first, Some("values t.code"));
}

#[test]
fn a_table_is_known_by_every_name_that_it_has_in_the_file() {
    for other in [
        "REPLACE INTO m (id, code, note) VALUES (2, 'other', 'y');",
        "INSERT INTO m (id, code, note) VALUES (2, 'b', 'y') ON CONFLICT DO UPDATE SET code = 'other';",
    ] {
        let file = format!(
            "UPDATE t SET code = 'k' WHERE id = 1;\nALTER TABLE t RENAME TO m;\n{other}\nALTER TABLE m RENAME TO t2;"
        );
        check(&[T], ROWS, &file, Some("values t.code"));
    }
}

#[test]
fn cells_are_told_apart_in_a_wide_database() {
    let columns: Vec<String> = (0..80).map(|number| format!("c{number} TEXT")).collect();
    let wide = format!(
        "CREATE TABLE a_wide (id INTEGER PRIMARY KEY, {});\n",
        columns.join(", ")
    );
    let schema = [wide.as_str(), T];
    check(&schema, ROWS, "UPDATE t SET id = id + 10;", None);
    check(
        &schema,
        ROWS,
        "UPDATE t SET id = -id;\nUPDATE t SET id = 4 + id;",
        None,
    );
    let beside = "UPDATE t SET code = 'k' WHERE id = 1;\nREPLACE INTO t (id, code, note) VALUES (2, 'other', 'y');";
    check(&schema, ROWS, beside, Some("values t.code"));
}

#[test]
fn each_update_writes_its_own_columns_alone() {
    let replaced = |code: &str| {
        format!(
            "UPDATE t SET code = 'k' WHERE id = 1;\nUPDATE t SET note = 'k' WHERE id = 2;
REPLACE INTO t (id, code, note) VALUES (2, '{code}', 'k');"
        )
    };
    check(&[T], ROWS, &replaced("b"), None);
    check(&[T], ROWS, &replaced("other"), Some("values t.code"));
}

#[test]
fn what_a_trigger_writes_meanwhile_is_no_update_of_the_statement() {
    let trigger = |set: &str, rows: &str| {
        format!(
            "CREATE TRIGGER tr AFTER UPDATE OF code ON t WHEN new.code <> 'gone' BEGIN UPDATE t SET {set} WHERE {rows}; END;\n"
        )
    };
    let file = "UPDATE t SET code = 'k' WHERE id = 1;";
    for (set, rows, head) in [
        ("code = 'gone'", "id > new.id", Some("values t.code")),
        ("code = 'gone'", "id = new.id", None),
        ("code = 'gone'", "id > 3", None),
        ("id = id + 10", "id = 2", Some("rows t -1")),
        (
            "id = id + 10, code = 'gone'",
            "id = 2",
            Some("values t.code"),
        ),
        ("note = 'gone'", "id = new.id", Some("values t.note")),
    ] {
        check(&[T, &trigger(set, rows)], ROWS, file, head);
    }
}

#[test]
fn a_row_that_a_constraint_replaces_is_lost_under_another_name_too() {
    let t = "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT UNIQUE ON CONFLICT REPLACE, note TEXT);\n";
    for change in [
        "INSERT INTO m (id, code) VALUES (9, 'b');",
        "UPDATE m SET code = 'b' WHERE id = 1;",
    ] {
        check(
            &[t],
            ROWS,
            &format!("ALTER TABLE t RENAME TO m;\n{change}"),
            Some("rows t -1"),
        );
    }
    check(
        &[t],
        ROWS,
        "ALTER TABLE t RENAME TO m;\nINSERT INTO m (id, code) VALUES (9, 'd');",
        None,
    );
}

#[test]
fn a_key_is_followed_from_one_table_into_the_next() {
    let moved = |first: &str, second: &str| {
        format!(
            "{first}\n{}UPDATE t SET id = id + 1000;\n",
            rebuild("id, code, note", second)
        )
    };
    let keys = "UPDATE n SET id = id + 100;";
    check(&[T], ROWS, &moved("UPDATE t SET id = id + 10;", keys), None);
    check(
        &[T],
        ROWS,
        &moved(
            "UPDATE t SET id = id + 10 WHERE id > 1;",
            "UPDATE n SET id = id + 100 WHERE id < 13;",
        ),
        None,
    );
    check(
        &[T],
        ROWS,
        &moved("UPDATE t SET id = id + 10, code = 'k' WHERE id = 1;", keys),
        None,
    );
    check(
        &[T],
        ROWS,
        &moved(
            "UPDATE t SET id = id + 10;\nDELETE FROM t WHERE id = 12;",
            keys,
        ),
        Some("rows t -1"),
    );
    let lost = "UPDATE t SET code = 'k' WHERE id = 1;\nREPLACE INTO t (id, code, note) VALUES (2, 'other', 'y');";
    check(&[T], ROWS, &moved(lost, keys), Some("values t.code"));
    let back = format!(
        "UPDATE t SET id = id + 10;\n{}UPDATE t SET id = id - 10;",
        rebuild("id, code, note", "")
    );
    check(&[T], ROWS, &back, None);
}

/// The rowid of such a table is no column of it, whatever `UPDATE` writes there.
#[test]
fn the_rowid_is_the_key_only_where_it_is_a_column() {
    let wrong = "-- N.\n-- expect: change key k\nUPDATE k SET rowid = rowid + 100;
CREATE TABLE n (a TEXT UNIQUE, b TEXT, id INTEGER PRIMARY KEY);
INSERT INTO n (a, b) SELECT a || 'wrong', b FROM k;
DROP TABLE k;\nALTER TABLE n RENAME TO k;";
    check(
        &[K],
        "INSERT INTO k VALUES ('a', '1');",
        wrong,
        Some("rows k -1"),
    );
    check(
        &[K],
        "INSERT INTO k VALUES ('a', '1');",
        "UPDATE k SET rowid = rowid + 100;",
        None,
    );
    check(&[T], ROWS, "UPDATE t SET rowid = rowid + 100;", None);
}

#[test]
fn where_keys_are_null_the_values_identify_the_rows() {
    let rebuilt = |head: &str, rows: &str| {
        format!(
            "-- N.\n{head}CREATE TABLE n (a TEXT PRIMARY KEY, b TEXT);
INSERT INTO n (a, b) SELECT a, b FROM k WHERE {rows} ORDER BY b DESC;\nDROP TABLE k;\nALTER TABLE n RENAME TO k;"
        )
    };
    check(&[K], K_ROWS, "UPDATE k SET a = b WHERE a IS NULL;", None);
    check(&[K], K_ROWS, "UPDATE k SET a = NULL;", None);
    check(&[K], K_ROWS, &rebuilt("", "1"), None);
    check(
        &[K],
        K_ROWS,
        &rebuilt("-- expect: rows k -1\n", "a IS NOT 'a'"),
        None,
    );
    check(
        &[K],
        K_ROWS,
        &rebuilt("-- expect: rows k -1\n", "a IS NULL AND b = 2"),
        Some("rows k -2"),
    );
}

#[test]
fn an_integer_and_an_equal_real_are_different_rows() {
    let rows = "INSERT INTO l VALUES (1, 'x'), (1.0, 'x'), (77, 'y');";
    let rebuilt = |values: &str| {
        format!(
            "-- N.\n-- expect: rows l -1\nCREATE TABLE n (a, b);
INSERT INTO n (a, b) SELECT {values}, b FROM l WHERE a <> 77 ORDER BY rowid DESC;
DROP TABLE l;\nALTER TABLE n RENAME TO l;"
        )
    };
    check(&[L], rows, &rebuilt("a"), None);
    check(
        &[L],
        rows,
        &rebuilt("CAST(a AS INTEGER)"),
        Some("rows l -2"),
    );
}

/// In a table without a key, a changed row is told as gone, or as changed where the head says which values change.
#[test]
fn values_of_a_table_without_a_key_can_be_announced() {
    let rebuilt = |head: &str, values: &str| {
        format!(
            "-- N.\n{head}CREATE TABLE n (a, b);\nINSERT INTO n (a, b) SELECT {values} FROM l;
DROP TABLE l;\nALTER TABLE n RENAME TO l;"
        )
    };
    let rows = "INSERT INTO l VALUES (1, 'x'), (2, 'y'), (2, 'y');";
    let announced = "-- expect: values l.b\n";
    check(&[L], rows, &rebuilt("", "a, upper(b)"), Some("rows l -3"));
    check(
        &[L],
        rows,
        &rebuilt("-- expect: rows l -3\n", "a, upper(b)"),
        None,
    );
    check(&[L], rows, &rebuilt(announced, "a, upper(b)"), None);
    check(
        &[L],
        rows,
        &rebuilt(announced, "a + 10, upper(b)"),
        Some("rows l -3"),
    );
    let both = "-- expect: values l.a\n-- expect: values l.b\n";
    check(&[L], rows, &rebuilt(both, "a + 1, upper(b)"), None);
    let fixture = Fixture::new();
    fixture.file("V001__first.sql", format!("-- One.\n{L}"));
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.open().execute_batch(rows).unwrap();
    fixture.file("V002__next.sql", rebuilt(announced, "a, b"));
    let error = fixture.refused();
    assert!(
        error.contains("`values l.b` is expected, but does not happen"),
        "{error}"
    );
}

#[test]
fn a_table_that_others_refer_to_stays_though_they_are_empty() {
    let parent = "CREATE TABLE p (id INTEGER PRIMARY KEY);\n";
    let child = "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p (id));\n";
    let fixture = Fixture::new();
    fixture.file("V001__first.sql", format!("-- One.\n{parent}{child}"));
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let dropped = "-- N.\n-- expect: drop table p\nDROP TABLE p;\n";
    fixture.file("V002__next.sql", dropped);
    let error = fixture.refused();
    assert!(
        error.contains("every row to come of c, which refers to p"),
        "{error}"
    );
    let renamed = "-- N.\n-- expect: drop table p
-- expect: drop constraint c.FOREIGN KEY (p) REFERENCES p (id) ON UPDATE NO ACTION ON DELETE NO ACTION
ALTER TABLE p RENAME TO o;\nDROP TABLE o;\n";
    fixture.file("V002__next.sql", renamed);
    let error = fixture.refused();
    assert!(
        error.contains("every row to come of c, which refers to o"),
        "{error}"
    );
    fixture.file("V002__next.sql", format!("-- N.\nDROP TABLE p;\n{parent}"));
    assert_eq!(fixture.migrate(&["up"]).code, 0, "it is there again");
    fixture.file(
        "V003__next.sql",
        "-- N.\nCREATE TABLE d (q INT REFERENCES q (id));\n",
    );
    let error = fixture.refused();
    assert!(
        error.contains("every row to come of d, which refers to q"),
        "it never was: {error}"
    );
}

#[test]
fn the_commands_of_a_full_text_table_may_take_rows() {
    let ft = "CREATE VIRTUAL TABLE ft USING fts5 (a, content = '');\n";
    let rows = "INSERT INTO ft (rowid, a) VALUES (1, 'one'), (2, 'two');";
    check(
        &[ft],
        rows,
        "INSERT INTO ft (ft) VALUES ('delete-all');",
        Some("rows ft -2"),
    );
    check(
        &[ft],
        rows,
        "INSERT INTO ft (rowid, a) VALUES (3, 'three');",
        None,
    );
}

#[test]
fn of_two_counters_sqlite_uses_the_first() {
    let t = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);\n";
    let counters = |first: u8, second: u8| {
        format!(
            "DELETE FROM sqlite_sequence WHERE name = 't';
INSERT INTO sqlite_sequence (name, seq) VALUES ('t', {first}), ('t', {second});"
        )
    };
    let rows = "INSERT INTO t VALUES (50); DELETE FROM t;";
    check(&[t], rows, &counters(1, 50), Some("sequence t"));
    check(&[t], rows, &counters(50, 1), None);
}

#[test]
fn a_table_whose_key_is_the_rowid_keeps_it() {
    let without = |table: &str, columns: &str| {
        format!(
            "CREATE TABLE n ({columns}) WITHOUT ROWID;\nINSERT INTO n SELECT * FROM {table};
DROP TABLE {table};\nALTER TABLE n RENAME TO {table};"
        )
    };
    let t = without("t", "id INTEGER PRIMARY KEY, code TEXT, note TEXT");
    check(&[T], ROWS, &t, Some("change rowid t"));
    let k = without("k", "a TEXT PRIMARY KEY, b TEXT");
    check(&[K], "INSERT INTO k VALUES ('a', '1');", &k, None);
}

/// The same words may mean other rows or another column.
#[test]
fn an_index_or_trigger_with_the_same_text_stands_on_the_same_data() {
    let index = "CREATE UNIQUE INDEX i ON t (code);\n";
    let trigger = "CREATE TRIGGER tr AFTER DELETE ON t BEGIN SELECT old.code; END;\n";
    for (made, kind, name) in [(index, "INDEX", "i"), (trigger, "TRIGGER", "tr")] {
        let lost = format!("change {} {name}", kind.to_lowercase());
        for change in [
            SWAP,
            SWAP_COLUMNS,
            "ALTER TABLE t RENAME COLUMN code TO old_code;\nALTER TABLE t ADD COLUMN code TEXT;\n",
        ] {
            let behind = format!("{change}DROP {kind} {name};\n{made}");
            check(&[T, U, made], ROWS, &behind, Some(&lost));
            let before = format!("DROP {kind} {name};\n{change}{made}");
            check(&[T, U, made], ROWS, &before, Some(&lost));
            check(&[T, U, made], ROWS, change, None);
        }
        let again = format!(
            "DROP {kind} {name};\n{}{made}",
            rebuild("id, code, note", "")
        );
        check(&[T, U, made], ROWS, &again, None);
    }
}

/// A word of a trigger is the name of a column only if the trigger names its table.
#[test]
fn a_renamed_column_excuses_no_other_text_of_a_trigger() {
    let trigger = |word: &str| {
        format!(
            "CREATE TRIGGER tr AFTER INSERT ON u BEGIN UPDATE u SET note = (SELECT {word} FROM (SELECT 1 AS code, 2 AS c)); END;\n"
        )
    };
    let file = format!(
        "ALTER TABLE t RENAME COLUMN code TO c;\nDROP TRIGGER tr;\n{}",
        trigger("c")
    );
    check(
        &[T, U, &trigger("code")],
        ROWS,
        &file,
        Some("change trigger tr"),
    );
}

/// A temporary table or view stands before one of the database of its name: statements that mean the latter say so.
#[test]
fn a_temporary_table_hides_no_loss_in_one_of_its_name() {
    for temporary in [
        "TABLE t AS SELECT 1 AS id",
        "TABLE t (id, code, note)",
        "VIEW T AS SELECT 1 AS id WHERE 0",
        "VIEW t AS SELECT id, 'k' AS code, note FROM main.t",
    ] {
        let kind = &temporary[..temporary.find(' ').unwrap()];
        let file =
            |change: &str| format!("CREATE TEMP {temporary};\n{change}\nDROP {kind} temp.t;");
        check(
            &[T],
            ROWS,
            &file("DELETE FROM main.t WHERE id = 2;"),
            Some("rows t -1"),
        );
        check(&[T], ROWS, &file("UPDATE main.t SET id = id + 10;"), None);
        check(
            &[T],
            ROWS,
            &file("UPDATE main.t SET code = 'k' WHERE id = 1;"),
            None,
        );
        let lost = "REPLACE INTO main.t (id, code) VALUES (2, 'b');";
        check(&[T], ROWS, &file(lost), Some("values t.note"));
        check(&[T], ROWS, &file(""), None);
    }
    check(
        &[T],
        ROWS,
        "CREATE TEMP TABLE x (a);\nALTER TABLE x RENAME TO t;\nDELETE FROM main.t;\nDROP TABLE temp.t;",
        Some("rows t -3"),
    );
}

/// SQLite sorts the texts of such a database by their bytes in UTF-16, and those of the copies that it is compared
/// with by their bytes in UTF-8.
#[test]
fn rows_are_matched_in_every_encoding() {
    for encoding in ["UTF-8", "UTF-16le", "UTF-16be"] {
        for backup in [&["up"][..], &["up", "--no-backup"]] {
            let fixture = Fixture::new();
            fixture.file("V001__first.sql", format!("-- One.\n{K}"));
            assert_eq!(fixture.migrate(&["up"]).code, 0);
            in_another_encoding(&fixture, encoding);
            let rows = "INSERT INTO k VALUES ('a', 1), ('b', 2), ('\u{100}a', 3), ('\u{101}b', 4), ('\u{200}', 5),
                ('\u{ff}', 6), ('\u{fb00}', 7), ('\u{1f600}', 8), ('z', 9);";
            fixture.open().execute_batch(rows).unwrap();
            fixture.file(
                "V002__next.sql",
                "-- N.\n-- expect: rows k -1\nDELETE FROM k WHERE a = 'b';\n",
            );
            let run = fixture.migrate(backup);
            assert_eq!(run.code, 0, "{encoding} {run:?}");
            fixture.file(
                "V003__next.sql",
                "-- N.\nREPLACE INTO k (a, b) VALUES ('\u{200}', 'other');\n",
            );
            let error = fixture.migrate(backup).stderr;
            assert!(error.contains("k.b: 1 value changed"), "{encoding} {error}");
        }
    }
}

pub(crate) fn in_another_encoding(fixture: &Fixture, encoding: &str) {
    let old = fixture.open();
    let path = old.path().unwrap().to_owned();
    let made = |sql: &str| -> Vec<String> {
        let mut statement = old.prepare(sql).unwrap();
        statement
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    };
    let schema = made("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL");
    let history = made(
        "SELECT 'INSERT INTO refinery_schema_history VALUES (' || version || ',' || quote(name) || ',' ||
             quote(applied_on) || ',' || quote(checksum) || ')' FROM refinery_schema_history",
    );
    let marks = made(
        "SELECT 'PRAGMA application_id = ' || application_id FROM pragma_application_id UNION ALL
         SELECT 'PRAGMA user_version = ' || user_version FROM pragma_user_version",
    );
    drop(old);
    std::fs::remove_file(&path).unwrap();
    let new = Connection::open(&path).unwrap();
    new.execute_batch(&format!("PRAGMA encoding = '{encoding}';"))
        .unwrap();
    for sql in schema.iter().chain(&history).chain(&marks) {
        new.execute_batch(sql).unwrap();
    }
}
