//! Each trap into which plain refinery falls in silence is refused, or passed with every row.

use rusqlite::Connection;

use crate::fixture::{Fixture, PARENT, ask, rows};

/// The body of a rebuild of `parent`, as the documents of SQLite teach it.
const REBUILD: &str = "-- Rebuild.
CREATE TABLE parent_new (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL, note TEXT, CONSTRAINT code_once UNIQUE (code));
INSERT INTO parent_new (id, code, note) SELECT id, code, note FROM parent;
DROP TABLE parent;
ALTER TABLE parent_new RENAME TO parent;
CREATE INDEX parent_by_note ON parent (note);
CREATE TRIGGER parent_watched AFTER DELETE ON parent BEGIN SELECT CASE WHEN old.id = 99 THEN 1 END; END;
";

/// Writes V2, takes the view away so that refinery gets to the trap.
fn fixture(second: &str) -> Fixture {
    let fixture = Fixture::with_parents();
    fixture.file("V002__change.sql", second);
    fixture
}

#[test]
fn a_commit_inside_a_file() {
    let fixture = fixture("-- Two.\nCREATE TABLE a (x);\nCOMMIT;\nCREATE TABLE b (x);\n");
    let (plain, ran) = fixture.refinery();
    assert!(ran.is_err(), "{ran:?}");
    assert_eq!(
        ask(
            &plain,
            "SELECT count(*) FROM sqlite_schema WHERE name = 'a'"
        ),
        ["1"],
        "refinery keeps half"
    );
    let error = fixture.refused();
    assert!(
        error.contains(
            "migrations/V002__change.sql:3:1: a migration runs in one transaction with all others"
        ),
        "{error}"
    );
    assert!(error.contains("  | COMMIT;"), "{error}");
    assert!(
        error.contains(
            "nothing was changed; a backup of the database as it is lies at sco.db.before-V002."
        ),
        "{error}"
    );
}

#[test]
fn a_run_that_fails_again_keeps_one_backup() {
    let fixture = fixture("-- Two.\nCREATE TABLE parent (x);\n");
    let first = fixture.refused();
    assert_eq!(fixture.refused(), first);
    assert_eq!(fixture.files().len(), 2, "{:?}", fixture.files());
    fixture
        .open()
        .execute("UPDATE parent SET note = 'new' WHERE id = 1", [])
        .unwrap();
    assert_ne!(fixture.refused(), first);
    assert_eq!(fixture.files().len(), 3, "{:?}", fixture.files());
}

#[test]
fn a_rollback_a_savepoint_and_a_hidden_begin() {
    for words in [
        "ROLLBACK;",
        "SAVEPOINT a;",
        "COMMIT; BEGIN;",
        "END;",
        "BEGIN;",
    ] {
        let error = fixture(&format!("-- Two.\nCREATE TABLE a (x);\n{words}\n")).refused();
        assert!(
            error.contains("V002__change.sql:3:1: a migration runs in one transaction"),
            "{words}: {error}"
        );
    }
}

#[test]
fn pragmas_other_files_and_the_history() {
    for (words, wanted) in [
        (
            "PRAGMA journal_mode = WAL;",
            "PRAGMA journal_mode is not for migrations",
        ),
        (
            "PRAGMA foreign_keys = OFF;",
            "PRAGMA foreign_keys is not for migrations",
        ),
        (
            "PRAGMA writable_schema = ON;",
            "PRAGMA writable_schema is not for migrations",
        ),
        (
            "PRAGMA defer_foreign_keys = ON;",
            "PRAGMA defer_foreign_keys is not for migrations",
        ),
        (
            "PRAGMA user_version = 9;",
            "PRAGMA user_version is not for migrations",
        ),
        (
            "ATTACH 'other.db' AS other;",
            "a migration sees one database alone",
        ),
        (
            "DELETE FROM refinery_schema_history;",
            "refinery_schema_history is written by the program alone",
        ),
        (
            "UPDATE refinery_schema_history SET checksum = 1;",
            "refinery_schema_history is written by the program alone",
        ),
        (
            "DROP TABLE refinery_schema_history;",
            "refinery_schema_history is written by the program alone",
        ),
        (
            "CREATE TRIGGER t AFTER INSERT ON refinery_schema_history BEGIN SELECT 1; END;",
            "refinery_schema_history is written by the program alone",
        ),
        ("SELECT load_extension('x');", "load"),
        ("VACUUM;", "VACUUM"),
        (
            "UPDATE sqlite_schema SET sql = 'x';",
            "sqlite_master may not be modified",
        ),
        (
            "CREATE TEMP TABLE t (x);",
            "leaves the temporary table t behind",
        ),
        (
            "CREATE TEMP TABLE t (x INTEGER PRIMARY KEY AUTOINCREMENT);\nDROP TABLE t;",
            "leave AUTOINCREMENT out of the temporary table",
        ),
    ] {
        let error = fixture(&format!("-- Two.\n{words}\n")).refused();
        assert!(error.contains(wanted), "{words}: {error}");
    }
}

#[test]
fn a_typo_in_double_quotes() {
    let fixture = fixture("-- Two.\nUPDATE parent\nSET note = \"cdoe\" WHERE id = 1;\n");
    let (plain, ran) = fixture.refinery();
    assert!(ran.is_ok());
    assert_eq!(
        ask(&plain, "SELECT note FROM parent WHERE id = 1"),
        ["cdoe"]
    );
    let error = fixture.refused();
    assert!(
        error.contains("V002__change.sql:3:12: no such column: \"cdoe\""),
        "{error}"
    );
}

#[test]
fn a_nul_byte() {
    let fixture = fixture("-- Two.\nCREATE TABLE a (x);\n\0CREATE TABLE b (x);\n");
    let (plain, ran) = fixture.refinery();
    assert!(ran.is_ok());
    assert_eq!(
        ask(
            &plain,
            "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"
        ),
        ["0"],
        "the rest is dropped"
    );
    let error = fixture.refused();
    assert!(
        error.contains("V002__change.sql:3:1: a NUL byte"),
        "{error}"
    );
}

#[test]
fn a_number_twice() {
    let fixture = fixture("-- Two.\nCREATE TABLE a (x);\n");
    fixture.file("V002__other.sql", "-- Two.\nCREATE TABLE b (x);\n");
    let (_, first) = fixture.refinery();
    assert!(first.is_err());
    let error = fixture.refused();
    assert!(
        error.contains("V002__other.sql:1: has the number of migrations/V002__change.sql"),
        "{error}"
    );
}

#[test]
fn a_name_that_would_be_skipped() {
    for name in [
        "V003__b-c.sql",
        "V3__d.SQL",
        "V4 __e.sql",
        "v5__f.sql",
        "V006__.sql",
        "|7__bar.sql",
        "V8_one_bar.sql",
    ] {
        let fixture = fixture("-- Two.\nCREATE TABLE a (x);\n");
        fixture.file(name, "-- Three.\nCREATE TABLE b (x);\n");
        let error = fixture.refused();
        assert!(
            error.contains(&format!(
                "migrations/{name}:1: this is no name for a migration"
            )),
            "{error}"
        );
    }
    let fixture = fixture("-- Two.\nCREATE TABLE a (x);\n");
    fixture.file("V003__b-c.sql", "-- Three.\nCREATE TABLE b (x);\n");
    let (plain, ran) = fixture.refinery();
    assert!(
        ran.is_ok()
            && ask(
                &plain,
                "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"
            ) == ["0"]
    );
}

#[test]
fn a_late_number() {
    let fixture = Fixture::new();
    fixture.file("V001__a.sql", "-- One.\nCREATE TABLE a (x);\n");
    fixture.file("V003__c.sql", "-- Three.\nCREATE TABLE c (x);\n");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.file("V002__b.sql", "-- Two.\nCREATE TABLE b (x);\n");
    let error = fixture.refused();
    assert!(
        error.contains("V002__b.sql comes before V3, which the database has seen already"),
        "{error}"
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_are_no_change() {
    let fixture = Fixture::with_parents();
    fixture.file(
        "V001__parents.sql",
        format!("\u{feff}{}", PARENT.replace('\n', "\r\n")),
    );
    assert!(
        fixture.refinery().1.is_err(),
        "refinery takes it for another migration"
    );
    let run = fixture.migrate(&["up"]);
    assert_eq!(
        run.stdout, "sco.db is up to date; not a byte was changed\n",
        "{run:?}"
    );
}

#[test]
fn a_history_edited_by_hand() {
    let fixture = fixture("-- Two.\nCREATE TABLE a (x);\n");
    fixture
        .open()
        .execute(
            "UPDATE refinery_schema_history SET applied_on = datetime('now')",
            [],
        )
        .unwrap();
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "refinery would panic: {run:?}");
    for checksum in ["NULL", "''", "'x'", "1", "x'00'"] {
        fixture
            .open()
            .execute(
                &format!(
                    "UPDATE refinery_schema_history SET checksum = {checksum} WHERE version = 2"
                ),
                [],
            )
            .unwrap();
        let error = fixture.refused();
        assert!(
            error.contains("migration V2__change is not the one that the database has seen"),
            "{error}"
        );
    }
}

#[test]
fn a_rebuild_keeps_children_of_every_sort() {
    let fixture = fixture(REBUILD);
    // refinery stumbles over the view; without it, and the child that objects, it loses rows in silence.
    let user = fixture.open();
    user.execute_batch("DROP VIEW parents; DELETE FROM restricting")
        .unwrap();
    let (plain, ran) = fixture.refinery();
    assert!(ran.is_ok(), "{ran:?}");
    assert_eq!(
        ask(&plain, "SELECT count(*) FROM cascading"),
        ["0"],
        "children deleted"
    );
    assert_eq!(
        ask(&plain, "SELECT count(parent) FROM nulling"),
        ["0"],
        "links nulled"
    );

    let fixture = Fixture::with_parents();
    let before = fixture.rows();
    let rebuild = REBUILD.replace(
        "DROP TABLE parent;",
        "DROP VIEW parents;\nDROP TABLE parent;",
    ) + "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'parent';\nCREATE VIEW parents AS SELECT id, code FROM parent;\n";
    fixture.file("V002__change.sql", rebuild);
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fixture.rows(), before);
    assert!(fixture.ask("PRAGMA foreign_key_check").is_empty());
    assert_eq!(fixture.ask("SELECT seq FROM sqlite_sequence"), ["4"]);
}

#[test]
fn the_wrong_order_of_a_rebuild() {
    let fixture = fixture("-- Two.
ALTER TABLE parent RENAME TO parent_old;
CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL, note TEXT, CONSTRAINT code_once UNIQUE (code));
INSERT INTO parent (id, code, note) SELECT id, code, note FROM parent_old;
DROP VIEW parents;
DROP TABLE parent_old;
CREATE VIEW parents AS SELECT id, code FROM parent;
CREATE INDEX parent_by_note ON parent (note);
CREATE TRIGGER parent_watched AFTER DELETE ON parent BEGIN SELECT CASE WHEN old.id = 99 THEN 1 END; END;
UPDATE sqlite_sequence SET seq = 4 WHERE name = 'parent';
");
    let error = fixture.refused();
    assert!(error.contains("a constraint of cascading was `FOREIGN KEY (parent) REFERENCES parent (id) ON UPDATE NO ACTION ON DELETE CASCADE` and is gone"), "{error}");
}

#[test]
fn a_view_on_the_rebuilt_table() {
    let error = fixture(REBUILD).refused();
    assert!(
        error.contains("V002__change.sql:5:1: error in view parents: no such table: main.parent"),
        "{error}"
    );
    let fixture = fixture(
        &REBUILD
            .replace(
                "DROP TABLE parent;",
                "PRAGMA legacy_alter_table = ON;\nDROP TABLE parent;",
            )
            .replace(
                "CREATE INDEX",
                "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'parent';\nCREATE INDEX",
            ),
    );
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fixture.ask("SELECT count(*) FROM parents"), ["3"]);
}

/// A rebuild that is right but for one thing.
fn rebuilt_with(change: impl Fn(String) -> String) -> Fixture {
    let right = REBUILD.replace(
        "DROP TABLE parent;",
        "DROP VIEW parents;\nDROP TABLE parent;",
    ) + "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'parent';\nCREATE VIEW parents AS SELECT id, code FROM parent;\n";
    fixture(&change(right))
}

/// A rebuild with one thing changed, and the words that would allow the loss.
const FORGOTTEN: &[(&str, &str, &str)] = &[
    (
        "CREATE INDEX parent_by_note ON parent (note);\n",
        "",
        "drop index parent_by_note",
    ),
    (
        "CREATE TRIGGER parent_watched AFTER DELETE ON parent BEGIN SELECT CASE WHEN old.id = 99 THEN 1 END; END;\n",
        "",
        "drop trigger parent_watched",
    ),
    (
        "CREATE VIEW parents AS SELECT id, code FROM parent;\n",
        "",
        "drop view parents",
    ),
    (
        "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'parent';\n",
        "",
        "sequence parent",
    ),
    (" AUTOINCREMENT", "", "drop constraint parent.AUTOINCREMENT"),
    (
        "code TEXT NOT NULL",
        "code TEXT",
        "drop constraint parent.NOT NULL code",
    ),
    (
        ", CONSTRAINT code_once UNIQUE (code)",
        "",
        "drop constraint parent.UNIQUE (code)",
    ),
    (
        "FROM parent;\nDROP VIEW",
        "FROM parent WHERE id < 3;\nDROP VIEW",
        "rows parent -1",
    ),
    (
        "code TEXT NOT NULL",
        "code INTEGER NOT NULL",
        "values parent.code",
    ),
    (
        "SELECT id, code, note FROM parent",
        "SELECT id, ifnull(note, id), code FROM parent",
        "values parent.code",
    ),
];

#[test]
fn what_a_rebuild_forgets() {
    for (from, to, words) in FORGOTTEN {
        let change = |right: String| {
            assert!(right.contains(from), "{from}");
            right.replacen(from, to, 1)
        };
        let fixture = rebuilt_with(change);
        let silent = fixture.refinery_without_keys();
        assert!(silent.is_ok(), "refinery says nothing: {silent:?}");
        let error = fixture.refused();
        assert!(
            error.contains(&format!("`-- expect: {words}`")),
            "{words}: {error}"
        );
    }
}

#[test]
fn a_text_that_becomes_a_number_is_told() {
    let error = rebuilt_with(|right| right.replacen("code TEXT", "code INTEGER", 1)).refused();
    for told in [
        "the type of parent.code was `TEXT` and is now `INTEGER`",
        "parent.code: 2 values changed (2 from text to integer)",
    ] {
        assert!(error.contains(told), "{error}");
    }
}

#[test]
fn what_is_declared_in_the_head_passes() {
    let fixture = rebuilt_with(|right| {
        let fewer = right
            .replacen(
                "FROM parent;\nDROP VIEW",
                "FROM parent WHERE id < 3;\nDELETE FROM restricting;\nDROP VIEW",
                1,
            )
            .replace("CREATE INDEX parent_by_note ON parent (note);\n", "");
        format!(
            "-- Less.\n-- expect: rows parent -1\n-- expect: rows restricting -1\n-- expect: drop index parent_by_note\n{fewer}"
        )
    });
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fixture.ask("SELECT count(*) FROM parent"), ["2"]);
    let error = fixture_with_head("-- expect: rows parent -1");
    assert!(
        error.contains("parent: 2 rows gone (3 before, 1 after)"),
        "more than declared: {error}"
    );
    let error = fixture_with_head("-- expect: nothing");
    assert!(
        error.contains("V002__change.sql:1: `-- expect: nothing` is not understood"),
        "{error}"
    );
}

fn fixture_with_head(head: &str) -> String {
    fixture(&format!(
        "{head}\nDELETE FROM cascading;\nDELETE FROM nulling;\nDELETE FROM parent WHERE id < 3;\n"
    ))
    .refused()
}

#[test]
fn a_row_left_dangling_names_itself() {
    let error = fixture("-- expect: rows parent -1\nDELETE FROM parent WHERE id = 3;\n").refused();
    assert!(error.contains("rows would be left dangling: 1 row of restricting names a row of parent that is not there (rowid 1)"), "{error}");
}

#[test]
fn a_new_column_leaves_rows_dangling_where_it_refers_to_others() {
    for (table, refers) in [
        ("parent", true),
        ("\"parent\"", true),
        ("main.parent", true),
        ("parent", false),
    ] {
        let to = if refers {
            " REFERENCES parent (id)"
        } else {
            ""
        };
        let fixture = fixture(&format!(
            "-- Two.\nALTER TABLE {table} ADD COLUMN up INTEGER DEFAULT 77{to};\nCREATE INDEX ups ON parent (up);\n"
        ));
        if refers {
            let error = fixture.refused();
            assert!(error.contains("rows would be left dangling: 3 rows of parent name rows of parent that are not there (rowid 1, 2, 3)"), "{error}");
        } else {
            let run = fixture.migrate(&["up"]);
            assert_eq!(run.code, 0, "{run:?}");
        }
    }
}

#[test]
fn a_row_that_dangled_before_is_no_hindrance() {
    let fixture = fixture("-- Two.\nCREATE TABLE a (x);\n");
    fixture
        .open()
        .execute_batch("PRAGMA foreign_keys = OFF; INSERT INTO restricting VALUES (7, 77)")
        .unwrap();
    assert_eq!(fixture.migrate(&["up"]).code, 0);
}

#[test]
fn a_failure_half_way_changes_nothing_and_points() {
    let fixture = fixture("-- Two.\nCREATE TABLE a (x);\n");
    fixture.file("V003__fails.sql", "-- Three.\nINSERT INTO parent (id, code) VALUES (9, 'q');\n\n  INSERT INTO parent (id, code)\n  VALUES (9, 'r');\n");
    let (plain, ran) = fixture.refinery();
    assert!(
        ran.is_err()
            && ask(
                &plain,
                "SELECT count(*) FROM sqlite_schema WHERE name = 'a'"
            ) == ["1"]
    );
    let error = fixture.refused();
    assert!(error.contains("migrations/V003__fails.sql:4:3: UNIQUE constraint failed: parent.id\n  | INSERT INTO parent (id, code)\n  |   VALUES (9, 'r');\n"), "{error}");
    assert_eq!(
        fixture.ask("SELECT count(*) FROM refinery_schema_history"),
        ["1"]
    );
}

#[test]
fn a_constraint_that_rows_break_names_them() {
    let error = fixture("-- Two.\nALTER TABLE parent ALTER COLUMN note SET NOT NULL;\n").refused();
    assert!(
        error.contains("V002__change.sql:2:1: constraint failed by parent 2\n"),
        "{error}"
    );
    let error =
        fixture("-- Two.\nALTER TABLE parent ADD CONSTRAINT short CHECK (length(code) < 5);\n")
            .refused();
    assert!(
        error.contains("constraint failed by parent 1, 2\n"),
        "{error}"
    );
    // The first five are shown, wherever in the file the statement stands.
    for (rows, told) in [
        (5, "by many 1, 2, 3, 4, 5\n"),
        (6, "by many 1, 2, 3, 4, 5, …\n"),
        (7, "by many 1, 2, 3, 4, 5, …\n"),
    ] {
        let values: Vec<String> = (1..=rows).map(|id| format!("({id}, 7)")).collect();
        let error = fixture(&format!(
            "-- Two.\nCREATE TABLE many (id INTEGER PRIMARY KEY, n);\nINSERT INTO many (id, n) VALUES {};\nALTER TABLE many ADD CONSTRAINT small CHECK (n < 7);\n",
            values.join(", ")
        ))
        .refused();
        assert!(
            error.contains(&format!("constraint failed {told}")),
            "{error}"
        );
    }
}

#[test]
fn every_row_of_a_select_is_stepped() {
    // refinery would run the first row alone.
    let error = fixture("-- Two.\nSELECT abs(CASE id WHEN 3 THEN -9223372036854775807 - 1 ELSE id END) FROM parent;\n").refused();
    assert!(error.contains("integer overflow"), "{error}");
}

#[test]
fn the_users_objects_survive_a_rebuild() {
    let fixture = rebuilt_with(|right| right);
    fixture
        .open()
        .execute_batch(
            "
        CREATE VIEW my_view AS SELECT count(*) AS n FROM parent;
        CREATE VIEW my_second AS SELECT n FROM my_view;
        CREATE INDEX my_index ON parent (code, note);
        CREATE TABLE my_table (parent INTEGER REFERENCES parent (id) ON DELETE CASCADE);
        INSERT INTO my_table VALUES (1);
        CREATE TRIGGER my_trigger AFTER INSERT ON parent BEGIN DELETE FROM my_table; END;
    ",
        )
        .unwrap();
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fixture.ask("SELECT n FROM my_second"), ["3"]);
    assert_eq!(
        fixture.ask("SELECT count(*) FROM my_table"),
        ["1"],
        "the trigger did not fire"
    );
    let status = fixture.migrate(&["status"]);
    assert_eq!(status.code, 0, "{status:?}");
    for object in [
        "view my_view",
        "view my_second",
        "index my_index",
        "table my_table",
        "trigger my_trigger",
    ] {
        assert!(
            status
                .stdout
                .contains(&format!("extra      {object} (your own)")),
            "{}",
            status.stdout
        );
    }
}

#[test]
fn a_view_of_the_users_that_leans_on_what_goes() {
    let fixture = fixture(
        "-- expect: drop column parent.note\n-- expect: drop index parent_by_note\nDROP INDEX parent_by_note;\nALTER TABLE parent DROP COLUMN note;\n",
    );
    fixture
        .open()
        .execute_batch("CREATE VIEW my_view AS SELECT note FROM parent")
        .unwrap();
    let error = fixture.refused();
    assert!(error.contains("your view my_view uses what the migrations change: no such column: note; keep its text, `DROP VIEW \"my_view\"`, run again, then recreate it"), "{error}");
    let user = fixture.open();
    user.execute_batch("DROP VIEW my_view; CREATE TRIGGER my_trigger AFTER DELETE ON cascading BEGIN UPDATE parent SET note = 'x'; END;").unwrap();
    let error = fixture.refused();
    assert!(error.contains("your trigger my_trigger uses"), "{error}");
    user.execute_batch("DROP TRIGGER my_trigger; CREATE INDEX my_index ON parent (note)")
        .unwrap();
    let error = fixture.refused();
    assert!(error.contains("index my_index is your own"), "{error}");
    user.execute_batch("DROP INDEX my_index; CREATE TABLE later (x)")
        .unwrap();
    fixture.file("V003__later.sql", "-- Three.\nCREATE TABLE later (x);\n");
    let error = fixture.refused();
    assert!(
        error.contains("table later is your own: rename it, and run again\n"),
        "{error}"
    );
}

#[test]
fn refinery_and_sco_read_each_others_databases() {
    let fixture = fixture("-- Two.\nCREATE TABLE a (x);\n");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let (plain, ran) = fixture.refinery();
    assert!(ran.is_ok(), "{ran:?}");
    assert_eq!(rows(&plain), fixture.rows());
    let other = Fixture::new();
    other.file("V001__parents.sql", PARENT);
    let (plain, ran) = other.refinery();
    assert!(ran.is_ok(), "{ran:?}");
    drop::<Connection>(plain);
    std::fs::rename(other.path("refinery.sqlite"), other.path("sco.db")).unwrap();
    other.file("V002__change.sql", "-- Two.\nCREATE TABLE a (x);\n");
    let run = other.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(other.migrate(&["status"]).code, 0);
    assert_eq!(other.rows(), fixture.rows());
}
