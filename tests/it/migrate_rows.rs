//! Rows and their identity where SQLite tells them apart in a way of its own: keys that replace, the rowid, equal
//! numbers, keys that change, and full-text tables. Each case that is just refused has one beside it that just passes.

use crate::fixture::Fixture;
use crate::migrate_effect::refused_as_asked;

/// Runs a file on rows, with a backup and without one; `head` is what the refusal asks for, none where the file passes.
fn check(schema: &str, rows: &str, file: &str, head: Option<&str>) {
    refused_as_asked(&[(&[schema], rows, &[file], head)]);
}

/// Where an `UPDATE` wrote one row, rows that a plain `INSERT` replaced are no part of it.
#[test]
fn a_key_that_replaces_rows_writes_beside_an_update() {
    let rows = "INSERT INTO t VALUES (1, 'a', 'n1'), (2, 'b', 'n2'), (3, 'c', 'n3');";
    for columns in [
        "id INTEGER PRIMARY KEY ON CONFLICT REPLACE, code TEXT, note TEXT",
        "id INTEGER, code TEXT, note TEXT, PRIMARY KEY (id) ON CONFLICT REPLACE",
    ] {
        let table = format!("CREATE TABLE t ({columns});\n");
        let update = "UPDATE t SET note = 'x' WHERE id = 3;";
        let replaced = format!("{update}\nINSERT INTO t (id, code) VALUES (1, 'a'), (2, 'b');");
        check(&table, rows, &replaced, Some("values t.note"));
        let equal = format!("{update}\nINSERT INTO t VALUES (1, 'a', 'n1'), (4, 'd', 'n4');");
        check(&table, rows, &equal, None);
        let written = format!("INSERT INTO t (id, code) VALUES (3, 'c');\n{update}");
        check(&table, rows, &written, None);
        // The same in a rebuild.
        let made = table.replace("TABLE t", "TABLE n");
        let rebuilt = |then: &str| {
            format!(
                "{made}INSERT INTO n SELECT * FROM t;\nUPDATE n SET note = 'x' WHERE id = 3;\n{then}DROP TABLE t;
ALTER TABLE n RENAME TO t;"
            )
        };
        let again = "INSERT INTO n (id, code) VALUES (2, 'b');\n";
        check(&table, rows, &rebuilt(again), Some("values t.note"));
        check(&table, rows, &rebuilt(""), None);
    }
    let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT UNIQUE ON CONFLICT REPLACE, note TEXT);\n";
    let insert = |code: &str| format!("INSERT INTO t VALUES (9, '{code}', 'n');");
    check(table, rows, &insert("a"), Some("rows t -1"));
    check(table, rows, &insert("d"), None);
}

#[test]
fn whether_a_key_is_the_rowid_is_not_told_by_its_words() {
    let columns = [
        ("id INTEGER, note TEXT, PRIMARY KEY (id DESC)", true),
        ("id INTEGER PRIMARY KEY ASC, note TEXT", true),
        ("id INTEGER PRIMARY KEY DESC, note TEXT", false),
    ];
    for (was, was_rowid) in columns {
        for (is, is_rowid) in columns {
            let desc = |columns: &str| columns.contains("DESC");
            if desc(was) != desc(is) {
                continue;
            }
            let file = format!(
                "CREATE TABLE n ({is});\nINSERT INTO n SELECT * FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;"
            );
            let lost = was_rowid && !is_rowid;
            check(
                &format!("CREATE TABLE t ({was});\n"),
                "INSERT INTO t VALUES (1, 'a');",
                &file,
                lost.then_some("change rowid t"),
            );
        }
    }
}

#[test]
fn a_column_may_be_called_rowid() {
    let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, ROWID TEXT);\n";
    let rows = "INSERT INTO t VALUES (1, 'x'), (2, 'y');";
    check(table, rows, "UPDATE t SET ROWID = 'z' WHERE id = 1;", None);
    check(
        table,
        rows,
        "UPDATE t SET rowid = 'z', oid = 7 WHERE id = 1;",
        None,
    );
    check(
        table,
        rows,
        "UPDATE OR REPLACE t SET _rowid_ = 2 WHERE id = 1;",
        Some("rows t -1"),
    );
}

/// 0.0 and -0.0 are one value for SQLite's order and two values for everybody who reads them.
#[test]
fn the_sign_of_zero_is_kept_and_is_no_matter_of_order() {
    let table = "CREATE TABLE t (a, b);\n";
    let rows = "INSERT INTO t SELECT 0.0 * value ->> 0, value ->> 1 FROM json_each(
        '[[1,\"a\"],[-1,\"a\"],[-1,\"b\"],[1,\"c\"],[-1,\"c\"]]');
        INSERT INTO t VALUES (0, 'a'), (0, 'c');";
    let rebuilt = |copied: &str| {
        format!(
            "CREATE TABLE n (a, b);\nINSERT INTO n SELECT {copied} FROM t ORDER BY rowid DESC;\nINSERT INTO n VALUES (9, 9);
DROP TABLE t;\nALTER TABLE n RENAME TO t;"
        )
    };
    check(table, rows, &rebuilt("a, b"), None);
    let turned = rebuilt("CASE WHEN b = 'b' THEN 0.0 ELSE a END, b");
    check(table, rows, &turned, Some("rows t -1"));
    let keyed = "CREATE TABLE k (a PRIMARY KEY, b) WITHOUT ROWID;\n";
    let row = "INSERT INTO k VALUES (-1 * 0.0, 'x'), (1, 'y');";
    let again = "UPDATE k SET b = 'z' WHERE a = 1;\nREPLACE INTO k VALUES (0.0, 'x');";
    check(keyed, row, again, Some("values k.a"));
}

/// Turning the signs of two reals must not cancel in a sum.
#[test]
fn no_pair_of_changed_signs_cancels() {
    let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, celsius REAL);\n";
    let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
        INSERT INTO t SELECT i, 56.25 FROM n;";
    let file = |which: &str| {
        format!(
            "CREATE TABLE n (id INTEGER PRIMARY KEY, celsius REAL);
INSERT INTO n SELECT id, CASE WHEN id IN ({which}) THEN -celsius ELSE celsius END FROM t;
DROP TABLE t;\nALTER TABLE n RENAME TO t;"
        )
    };
    check(table, rows, &file("22, 29"), Some("values t.celsius"));
    check(table, rows, &file(""), None);
}

#[test]
fn rows_and_values_of_one_table_are_announced_together() {
    let table = "CREATE TABLE t (a, b, c);\n";
    let rows = "INSERT INTO t VALUES (1, 'x', 1), (2, 'y', 1), (3, 'z', 1);";
    let file = |heads: &str, copied: &str, gone: &str| {
        format!(
            "-- N.\n{heads}DELETE FROM t WHERE {gone};\nCREATE TABLE n (a, b, c);\nINSERT INTO n SELECT {copied} FROM t;
DROP TABLE t;\nALTER TABLE n RENAME TO t;"
        )
    };
    let (row, b, c) = (
        "-- expect: rows t -1\n",
        "-- expect: values t.b\n",
        "-- expect: values t.c\n",
    );
    let both = format!("{row}{b}");
    let changed = "a, b || '!', c";
    check(table, rows, &file(&both, changed, "a = 1"), None);
    check(
        table,
        rows,
        &file(&both, changed, "a < 3"),
        Some("rows t -2"),
    );
    check(table, rows, &file(b, changed, "a = 1"), Some("rows t -1"));
    let three = format!("{both}{c}");
    check(
        table,
        rows,
        &file(&three, "a, b || '!', c + 1", "a = 1"),
        None,
    );
    for (heads, copied) in [(&both, "a, b, c"), (&three, changed)] {
        let fixture = on_rows(table, rows, &file(heads, copied, "a = 1"));
        let error = fixture.refused();
        assert!(
            error.contains("is expected, but does not happen"),
            "{error}"
        );
    }
}

/// A database with a table and rows, on which a file is pending.
fn on_rows(schema: &str, rows: &str, file: &str) -> Fixture {
    let fixture = Fixture::new();
    fixture.file("V001__first.sql", format!("-- One.\n{schema}"));
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    fixture.open().execute_batch(rows).unwrap();
    fixture.file("V002__next.sql", file);
    fixture
}

/// A table with many rows uses up no room of another.
#[test]
fn the_limit_of_rows_counts_for_each_table_and_each_column() {
    let schema = "CREATE TABLE big (id INTEGER PRIMARY KEY, x INT, y INT);
CREATE TABLE log (x);
CREATE TRIGGER g AFTER INSERT ON log BEGIN SELECT 1; END;
CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\n";
    let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000001)
        INSERT INTO big SELECT i, 0, 7 FROM n;
        INSERT INTO t VALUES (1, 'a', 'n1'), (2, 'b', 'n2'), (3, 'c', 'n3');";
    let file = "UPDATE big SET x = 1;\nUPDATE t SET note = 'x' WHERE id = 1;\nUPDATE big SET y = 8 WHERE id = 1;
REPLACE INTO t (id, code) VALUES (2, 'b');\nREPLACE INTO big (id, x) VALUES (5, 1), (6, 3);";
    let fixture = on_rows(schema, rows, file);
    let error = fixture.refused();
    for (asked, is) in [
        ("t.note: 1 value changed", true),
        ("big.y: 2 values changed", true),
        ("big.x", false),
    ] {
        assert_eq!(error.contains(asked), is, "{asked} {error}");
    }
}

/// What a trigger moves onto the key of a row that is gone was not written by the statement.
#[test]
fn a_row_that_takes_the_key_of_another_is_no_part_of_the_update() {
    let schema = |trigger: &str| {
        format!(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, at INT);\nCREATE TRIGGER g {trigger} END;\n"
        )
    };
    let rows = "INSERT INTO t VALUES (1, 'n1', 0), (7, 'n7', 0), (8, 'n8', 0);";
    let update = "UPDATE t SET id = 5, note = note WHERE id = 1;";
    let announced = |rows: u8| format!("-- N.\n-- expect: rows t -{rows}\n{update}");
    for moved in [
        "DELETE FROM t WHERE id = 5; UPDATE t SET id = 5, note = NULL WHERE id = 7;",
        "UPDATE t SET id = 9 WHERE id = 5; DELETE FROM t WHERE id = 9; UPDATE t SET id = 5, note = NULL WHERE id = 7;",
        "DELETE FROM t WHERE id = 5; UPDATE t SET id = 1, note = NULL WHERE id = 7;",
    ] {
        let schema = schema(&format!(
            "AFTER UPDATE ON t WHEN new.id = 5 AND old.id = 1 BEGIN {moved}"
        ));
        let fixture = on_rows(&schema, rows, &announced(1));
        let error = fixture.refused();
        assert!(
            error.contains("gone") || error.contains("t.note"),
            "{moved}: {error}"
        );
    }
    // A trigger that writes the same row again.
    let stamp = "AFTER UPDATE OF id ON t BEGIN UPDATE t SET at = at WHERE id = new.id;";
    check(&schema(stamp), rows, update, None);
    check(
        &schema(stamp),
        rows,
        "UPDATE t SET id = id + 100, note = 'x';",
        None,
    );
    let before = "BEFORE UPDATE OF id ON t BEGIN UPDATE t SET at = at WHERE id = old.id;";
    check(&schema(before), rows, update, None);
    let another = "AFTER UPDATE OF id ON t BEGIN UPDATE t SET note = NULL WHERE id = 7;";
    check(&schema(another), rows, update, Some("values t.note"));
}

/// Where the key changes, the old one or the new one still tells the rows apart, as long as it does.
#[test]
fn a_changed_key_leaves_no_value_out_of_the_comparison() {
    let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, note TEXT);\n";
    let rows = "INSERT INTO t VALUES (1, 'a', 'n1'), (2, 'b', 'n2'), (3, 'c', 'n3');";
    let file = |before: &str, copied: &str, between: &str| {
        format!(
            "-- N.\n-- expect: change key t\n-- expect: drop constraint t.NOT NULL code\n{before}
CREATE TABLE n (id INTEGER NOT NULL, code TEXT PRIMARY KEY, note TEXT);
INSERT INTO n SELECT {copied} FROM t;\n{between}\nDROP TABLE t;\nALTER TABLE n RENAME TO t;"
        )
    };
    let one = "UPDATE t SET note = 'x' WHERE id = 1;";
    let lost = Some("values t.note");
    check(table, rows, &file(one, "id, code, NULL", ""), lost);
    check(table, rows, &file(one, "id, code, note", ""), None);
    let in_new = |rows: &str| format!("UPDATE n SET note = 'x' WHERE {rows};");
    check(
        table,
        rows,
        &file("", "id, code, NULL", &in_new("id = 1")),
        lost,
    );
    check(table, rows, &file("", "id, code, NULL", &in_new("1")), None);
    check(
        table,
        rows,
        &file("", "id, code, note", &in_new("code = 'a'")),
        None,
    );
    check(
        table,
        rows,
        &file(
            "UPDATE t SET id = id + 10;",
            "id, code, note",
            &in_new("code = 'a'"),
        ),
        None,
    );
    check(
        table,
        rows,
        &file(
            "UPDATE t SET id = id + 10;",
            "id, code, NULL",
            &in_new("code = 'a'"),
        ),
        lost,
    );
    check(
        table,
        rows,
        &file("DELETE FROM t WHERE id = 2;", "id, code, note", ""),
        Some("rows t -1"),
    );
}

/// Without the old column, rows are known by the new key.
#[test]
fn a_changed_key_without_its_column_leaves_no_value_out_of_the_comparison() {
    let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, note TEXT);\n";
    let rows = "INSERT INTO t VALUES (1, 'a', 'n1'), (2, 'b', 'n2'), (3, 'c', 'n3');";
    let dropped = |copied: &str| {
        format!(
            "-- N.\n-- expect: drop column t.id\n-- expect: change key t\n-- expect: drop constraint t.NOT NULL code
CREATE TABLE n (code TEXT PRIMARY KEY, note TEXT);\nINSERT INTO n SELECT {copied} FROM t;
UPDATE n SET note = 'x' WHERE code = 'a';\nDROP TABLE t;\nALTER TABLE n RENAME TO t;"
        )
    };
    check(table, rows, &dropped("code, NULL"), Some("values t.note"));
    check(table, rows, &dropped("code, note"), None);
}

/// What was there before a file is kept also where only a trigger of the file takes rows away later.
#[test]
fn a_row_of_the_file_may_be_taken_away_by_a_trigger_of_the_file() {
    let schema = "CREATE TABLE t (id INTEGER PRIMARY KEY, note);\nCREATE TABLE other (a);\n";
    let file = |id: u8| {
        format!(
            "CREATE TRIGGER g AFTER INSERT ON other BEGIN DELETE FROM t WHERE id = {id}; END;
INSERT INTO t VALUES (99, 'own');\nINSERT INTO other VALUES (1);"
        )
    };
    check(schema, "INSERT INTO t VALUES (1, 'a');", &file(99), None);
    check(
        schema,
        "INSERT INTO t VALUES (1, 'a');",
        &file(1),
        Some("rows t -1"),
    );
}

/// What was wrong before excuses the same fault, and no other of the same table.
#[test]
fn a_fault_from_before_excuses_itself_alone() {
    let schema = "CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE gone (id INTEGER PRIMARY KEY);
CREATE TABLE c (x REFERENCES gone (id), y REFERENCES p (id));
CREATE TABLE q (id INTEGER PRIMARY KEY);\nCREATE TABLE r (id INTEGER PRIMARY KEY);
CREATE TABLE d (id INTEGER PRIMARY KEY, a REFERENCES q, b REFERENCES r);\n";
    let rows = "PRAGMA foreign_keys = OFF; DROP TABLE gone; INSERT INTO r VALUES (5), (6);
        INSERT INTO d VALUES (1, 5, NULL), (2, NULL, 5);";
    let run = |file: &str| on_rows(schema, rows, file).migrate(&["up"]);
    let parent = run("-- N.\n-- expect: drop table p\nDROP TABLE p;");
    let told = parent
        .stderr
        .contains("every row to come of c, which refers to p");
    assert!(parent.code == 2 && told, "{parent:?}");
    let other =
        run("-- N.\n-- expect: rows r -1\nUPDATE d SET a = NULL;\nDELETE FROM r WHERE id = 5;");
    let told = other
        .stderr
        .contains("1 row of d names a row of r that is not there (rowid 2)");
    assert!(other.code == 2 && told, "{other:?}");
    for honest in [
        "-- N.\n-- expect: rows r -1\nDELETE FROM r WHERE id = 6;\nUPDATE d SET id = id + 10;",
        "ALTER TABLE d RENAME COLUMN a TO aa;\nALTER TABLE q RENAME TO qq;\nALTER TABLE d RENAME TO dd;",
        "ALTER TABLE c ADD COLUMN note;\nALTER TABLE p RENAME TO pp;",
    ] {
        let run = run(honest);
        assert_eq!(run.code, 0, "{honest} {run:?}");
    }
}

/// A computed column that is a plain one afterwards keeps the values that it showed, or they are lost.
#[test]
fn computed_values_that_become_plain_are_values() {
    let rebuilt = |head: &str, columns: &str, copied: &str| {
        format!(
            "-- N.\n{head}CREATE TABLE n ({columns});\nINSERT INTO n ({copied}) SELECT {copied} FROM t;\nDROP TABLE t;
ALTER TABLE n RENAME TO t;"
        )
    };
    let generated = "-- expect: change generated t.price\n";
    let both = format!("{generated}-- expect: values t.price\n");
    let rows = "INSERT INTO t (id, net) VALUES (1, 10), (2, 20);";
    for kind in ["STORED", "VIRTUAL"] {
        for (key, lost) in [
            (" INTEGER PRIMARY KEY", "values t.price"),
            ("", "rows t -2"),
        ] {
            let price = format!("price AS (net * 1.2) {kind}");
            let table = format!("CREATE TABLE t (id{key}, net, {price});\n");
            let plain = format!("id{key}, net, price");
            let kept = rebuilt(generated, &plain, "id, net, price");
            check(&table, rows, &kept, None);
            let nulled = rebuilt(generated, &plain, "id, net");
            check(&table, rows, &nulled, Some(lost));
            check(&table, rows, &rebuilt(&both, &plain, "id, net"), None);
            let computed = format!("id{key}, net, price AS (net * 2) {kind}");
            check(
                &table,
                rows,
                &rebuilt(generated, &computed, "id, net"),
                None,
            );
        }
    }
    // Nobody could read what SQLite cannot work out.
    let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, net);\nINSERT INTO t VALUES (1, '{\"a\":1}'), (2, 'no object');
ALTER TABLE t ADD price AS (net ->> 'a');\n";
    let plain = "id INTEGER PRIMARY KEY, net, price";
    check(table, "", &rebuilt(generated, plain, "id, net"), None);
}

/// A rebuild of `t` in which the type of `k` changes; the head also announces that its values do, if `told`.
fn of_another_type(told: bool, columns: &str, then: &str) -> String {
    let told = if told { "-- expect: values t.k\n" } else { "" };
    format!(
        "-- N.\n-- expect: change type t.k\n{told}CREATE TABLE n ({columns});\n{then}\nDROP TABLE t;\nALTER TABLE n RENAME TO t;"
    )
}

/// Rows are paired by what becomes of the old key in the new type.
#[test]
fn a_key_that_gets_another_type_still_tells_rows_apart() {
    let all = "INSERT INTO n SELECT * FROM t;";
    for (was, is, rows) in [
        ("INTEGER", "TEXT", "(1, 'x'), (10, 'y'), (9, 'z')"),
        ("TEXT", "INTEGER", "('01', 'x'), ('10', 'y'), ('9', 'z')"),
        ("REAL", "TEXT", "(1, 'x'), (10.5, 'y'), (9, 'z')"),
    ] {
        let table = format!("CREATE TABLE t (k {was} PRIMARY KEY, a TEXT);\n");
        let rows = format!("INSERT INTO t VALUES {rows};");
        let plain = format!("k {is} PRIMARY KEY, a TEXT");
        let refused = |told: bool, then: &str, head: Option<&str>| {
            check(&table, &rows, &of_another_type(told, &plain, then), head);
        };
        refused(true, all, None);
        refused(false, all, Some("values t.k"));
        let nulled = "INSERT INTO n (k) SELECT k FROM t;";
        refused(true, nulled, Some("values t.a"));
        let fewer = "INSERT INTO n SELECT * FROM t WHERE a <> 'y';";
        refused(true, fewer, Some("rows t -1"));
        let more = "INSERT INTO n VALUES ('77', 'new');\nUPDATE n SET a = 'new' WHERE a = 'x';";
        refused(true, &format!("{all}\n{more}"), None);
        let moved = "UPDATE n SET k = '78' WHERE a = 'x';";
        refused(true, &format!("{all}\n{moved}"), None);
        refused(
            true,
            &format!("{nulled}\nUPDATE n SET k = '78' WHERE k = '10';"),
            Some("values t.a"),
        );
    }
}

#[test]
fn a_key_of_which_one_column_gets_another_type_tells_rows_apart() {
    let table = "CREATE TABLE t (k INT, l TEXT, a, PRIMARY KEY (l, k));\n";
    let rows = "INSERT INTO t VALUES (1, '1', 'x'), (1, '2', 'y'), (2, '1', 'z');";
    let plain = "k TEXT, l TEXT, a, PRIMARY KEY (l, k)";
    let all = "INSERT INTO n SELECT * FROM t;";
    check(table, rows, &of_another_type(true, plain, all), None);
    let nulled = "INSERT INTO n (k, l) SELECT k, l FROM t;";
    let nulled = of_another_type(true, plain, nulled);
    check(table, rows, &nulled, Some("values t.a"));
}

/// Two rows whose keys become the same cannot be paired by it.
#[test]
fn keys_that_become_the_same_pair_no_rows() {
    let table = "CREATE TABLE t (k PRIMARY KEY, a TEXT);\n";
    let rows = "INSERT INTO t VALUES (1, 'x'), ('1', 'y');";
    let file = of_another_type(
        true,
        "k TEXT PRIMARY KEY, a TEXT",
        "INSERT OR IGNORE INTO n SELECT * FROM t;",
    );
    check(table, rows, &file, Some("rows t -1"));
}

/// SQLite reads two thousand columns at once. With one more, for the key in its former type, a row whose key gets
/// another type is one that is gone.
#[test]
fn a_key_that_gets_another_type_in_the_widest_table() {
    for (columns, head) in [(1999, None), (2000, Some("rows t -1"))] {
        let others: Vec<String> = (2..=columns).map(|number| format!("c{number}")).collect();
        let others = others.join(", ");
        let table = format!("CREATE TABLE t (k TEXT PRIMARY KEY, {others});\n");
        let file = of_another_type(
            true,
            &format!("k INTEGER PRIMARY KEY, {others}"),
            "INSERT INTO n SELECT * FROM t;",
        );
        check(
            &table,
            "INSERT INTO t (k, c2) VALUES ('1', 'x');",
            &file,
            head,
        );
    }
}

/// A number of a key that becomes another of the same value is a changed value, however many columns the key has.
#[test]
fn a_number_of_a_wide_key_that_is_written_otherwise_is_a_changed_value() {
    for columns in [1000, 1001] {
        let names: Vec<String> = (1..=columns).map(|number| format!("c{number}")).collect();
        let names = names.join(", ");
        let table = format!("CREATE TABLE t ({names}, PRIMARY KEY ({names})) WITHOUT ROWID;\n");
        let ones = vec!["1"; columns - 1].join(", ");
        let file = format!("DELETE FROM t;\nINSERT INTO t VALUES ({ones}, 1.0);");
        let rows = format!("INSERT INTO t VALUES ({ones}, 1);");
        check(&table, &rows, &file, Some(&format!("values t.c{columns}")));
    }
}

/// SQLite sorts by two thousand terms at most, and each column of a row without a key takes two.
#[test]
fn rows_of_a_thousand_columns_and_more_are_compared() {
    for columns in [1000, 1001] {
        let names: Vec<String> = (1..=columns).map(|number| format!("c{number}")).collect();
        let names = names.join(", ");
        let last = format!("c{columns}");
        let rows = format!(
            "INSERT INTO t (c1, {last}) VALUES (1, 'a'), (1.0, 'b'), (0.0 * -1, x'61'), (NULL, 'ä');"
        );
        let rebuilt = |rows: &str| {
            format!(
                "CREATE TABLE n ({names}, d);\nINSERT INTO n SELECT *, 1 FROM t ORDER BY rowid DESC;\n{rows}\nDROP TABLE t;\nALTER TABLE n RENAME TO t;"
            )
        };
        let table = format!("CREATE TABLE t ({names});\n");
        let added = rebuilt("INSERT INTO n (c1) VALUES (3);");
        check(&table, &rows, &added, None);
        let changed = rebuilt(&format!(
            "INSERT INTO n (c1) VALUES (3);\nDELETE FROM n WHERE {last} = 'b';"
        ));
        check(&table, &rows, &changed, Some("rows t -1"));
        let fixture = Fixture::new();
        fixture.file("V001__first.sql", format!("-- One.\n{table}"));
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        fixture.open().execute_batch(&rows).unwrap();
        fixture.file("V002__next.sql", format!("-- N.\n{added}"));
        let run = fixture.migrate(&["rehearse"]);
        let told = run
            .stdout
            .contains("t: 4 rows before, 5 after: 1 added, 0 removed, 0 changed");
        assert!(run.code == 0 && told, "{run:?}");
    }
}
