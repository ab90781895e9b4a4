//! Names that are exchanged or taken: a text that stays and means something else by its words, what stands on another
//! table than before, and triggers of the user's that miss what a migration writes.

use crate::fixture::Fixture;

const TABLES: &str = "-- One.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE t2 (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE log (x);
INSERT INTO t (id, a, b) VALUES (1, 'in a', 'in b'), (2, 'a', 'b');
INSERT INTO t2 (id, a, b) VALUES (1, 'other', 'other');
INSERT INTO log (x) VALUES (0);
";

/// A database at V1 with these objects of the dataset, then these of the user's, and a second migration.
fn beside(ours: &str, users: &str, change: &str) -> Fixture {
    Fixture::beside(&format!("{TABLES}{ours}\n"), users, change)
}

/// `lint` and `up` pass and say nothing of another meaning.
fn passes(fixture: &Fixture) {
    for command in ["lint", "up"] {
        let run = fixture.migrate(&[command]);
        assert!(
            run.code == 0 && !run.stdout.contains("means something else"),
            "{run:?}"
        );
    }
}

const COLUMNS: &str =
    "ALTER TABLE t RENAME a TO z;\nALTER TABLE t RENAME b TO a;\nALTER TABLE t RENAME z TO b;\n";
const EXCHANGED: &str =
    "ALTER TABLE t RENAME TO z;\nALTER TABLE t2 RENAME TO t;\nALTER TABLE z RENAME TO t2;\n";

/// A trigger or view, an exchange of names, and what the text would use after it.
const AROUND: &[(&str, &str, &str)] = &[
    (
        "TRIGGER o BEFORE UPDATE OF a ON t BEGIN INSERT INTO log (x) VALUES (1); END",
        COLUMNS,
        "it would use t.a in the place of t.b",
    ),
    (
        "TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO t (a) VALUES ('v'); END",
        COLUMNS,
        "it would use t.a in the place of t.b",
    ),
    (
        "TRIGGER o AFTER INSERT ON log BEGIN REPLACE INTO t (id, \"A\") VALUES (1, 'v'); END",
        COLUMNS,
        "it would use t.a in the place of t.b",
    ),
    (
        "TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = Excluded.b; DELETE FROM log; END",
        COLUMNS,
        "it would use t.b in the place of t.a",
    ),
    (
        "TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO t (a) VALUES (1); INSERT INTO t2 (b) VALUES (2); END",
        EXCHANGED,
        "it would use t.a in the place of t2.a",
    ),
    (
        "TRIGGER o AFTER INSERT ON log BEGIN DELETE FROM t; DELETE FROM t2; END",
        EXCHANGED,
        "another table is called t now",
    ),
    (
        "VIEW o AS SELECT log.x FROM log, t",
        EXCHANGED,
        "another table is called t now",
    ),
    (
        "VIEW o AS SELECT x FROM log WHERE EXISTS (SELECT 1 FROM t2)",
        EXCHANGED,
        "another table is called t2 now",
    ),
    (
        "VIEW o AS SELECT (SELECT count(*) FROM t) AS n, (SELECT count(*) FROM t2) AS m",
        EXCHANGED,
        "another table is called t now",
    ),
];

#[test]
fn a_text_that_is_made_again_around_an_exchange_of_names() {
    for (object, exchange, wanted) in AROUND {
        let kind = object.split(' ').next().unwrap();
        let ours = format!("CREATE {object};");
        let change = format!("DROP {kind} o;\n{exchange}{ours}\n");
        let announcement = format!("-- expect: change {} o\n", kind.to_lowercase());
        let fixture = beside(&ours, "", &format!("-- Two.\n{change}"));
        let error = fixture.refused();
        assert!(
            error.contains(&format!(
                "o keeps its words and means something else: {wanted}; "
            )) && error.contains(&format!("`{}`", announcement.trim())),
            "{object}: {error}"
        );
        for (command, code) in [("rehearse", 2), ("lint", 1)] {
            let run = fixture.migrate(&[command]);
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(
                run.code == code && said.contains(wanted),
                "{object}: {run:?}"
            );
        }
        passes(&beside(&ours, "", &format!("{announcement}{change}")));
        // SQLite follows the exchange in a text that stays, and the same names again are no exchange.
        passes(&beside(&ours, "", &format!("-- Two.\n{exchange}")));
        let twice = change.replace(exchange, &exchange.repeat(2));
        passes(&beside(&ours, "", &format!("-- Two.\n{twice}")));
    }
}

#[test]
fn a_text_of_the_users_around_an_exchange_of_names() {
    for (object, exchange, _) in AROUND {
        let users = format!("CREATE {object};");
        let error = beside("", &users, &format!("-- Two.\n{exchange}")).refused();
        assert!(
            error.contains(" o uses what the migrations change: another "),
            "{object}: {error}"
        );
        passes(&beside(
            "",
            &users,
            &format!("-- Two.\n{exchange}{exchange}"),
        ));
    }
}

/// Tables of a `WITH`, columns and names of rows are no tables, whatever has their names.
#[test]
fn words_that_are_no_tables() {
    for object in [
        "VIEW o AS WITH t AS (SELECT x FROM log) SELECT x FROM t",
        "VIEW o AS SELECT t.x, t2.x AS t2 FROM log AS t, log t2",
        "VIEW o AS SELECT t, t2 FROM (SELECT x AS t, x AS t2 FROM log)",
    ] {
        let ours = format!("CREATE {object};");
        let change = format!("-- Two.\nDROP VIEW o;\n{EXCHANGED}{ours}\n");
        passes(&beside(&ours, "", &change));
    }
}

/// A rebuild of `t` with its columns in this order.
fn rebuild(columns: &str) -> String {
    format!(
        "-- Two.\nPRAGMA legacy_alter_table = ON;\nCREATE TABLE n (id INTEGER PRIMARY KEY, {columns});\nINSERT INTO n (id, a, b) SELECT id, a, b FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n"
    )
}

#[test]
fn an_insert_that_names_no_columns_after_a_rebuild_in_another_order() {
    let trigger = |insert: &str| {
        format!("CREATE TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO t {insert}; END;")
    };
    let by_place = [
        "VALUES (new.x, 'for a', 'for b')",
        "SELECT x, 'for a', 'for b' FROM log",
        "WITH w AS (SELECT x, 'for a', 'for b' FROM log) SELECT * FROM w",
    ]
    .map(trigger);
    let (same, other) = (rebuild("a TEXT, b TEXT"), rebuild("b TEXT, a TEXT"));
    let wanted = "it would use t.b in the place of t.a";
    for text in &by_place {
        let error = beside(text, "", &other).refused();
        assert!(
            error.contains(&format!(
                "trigger o keeps its words and means something else: {wanted}; "
            )),
            "{text}: {error}"
        );
        passes(&beside(text, "", &same));
        let fixture = beside("", text, &other);
        let error = fixture.refused();
        assert!(
            error.contains(&format!("your trigger o uses what the migrations change: {wanted}; keep its text, `DROP TRIGGER \"o\"`, run again, then recreate it; its text is: CREATE TRIGGER o")),
            "{text}: {error}"
        );
        let rehearsed = fixture.migrate(&["rehearse"]);
        assert!(
            rehearsed.code == 2 && rehearsed.stderr.contains(wanted),
            "{rehearsed:?}"
        );
        fixture.open().execute_batch("DROP TRIGGER o").unwrap();
        passes(&fixture);
        passes(&beside("", text, &same));
    }
    for by_name in [
        "(id, a, b) VALUES (new.x, 'for a', 'for b')",
        "(b, a) SELECT x, x FROM log",
    ]
    .map(trigger)
    {
        passes(&beside(&by_name, "", &other));
        passes(&beside("", &by_name, &other));
    }
}

/// The columns of a view count as those of a table.
#[test]
fn an_insert_into_a_view_with_its_columns_in_another_order() {
    let view = |columns: &str| {
        format!(
            "CREATE VIEW v AS SELECT {columns} FROM t;\nCREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a, b) VALUES (new.a, new.b); END;\n"
        )
    };
    let ours = view("a, b");
    let users =
        "CREATE TRIGGER o AFTER INSERT ON log BEGIN INSERT INTO v VALUES ('for a', 'for b'); END;";
    let error = beside(
        &ours,
        users,
        &format!("-- Two.\nDROP VIEW v;\n{}", view("b, a")),
    )
    .refused();
    assert!(
        error.contains(
            "your trigger o uses what the migrations change: it would use v.b in the place of v.a"
        ),
        "{error}"
    );
    passes(&beside(
        &ours,
        users,
        &format!("-- Two.\nDROP VIEW v;\n{}", view("upper(a) AS a, b")),
    ));
}

#[test]
fn an_index_or_trigger_of_the_users_on_a_table_whose_name_another_takes() {
    const TAKEN: &str = "-- expect: drop table t\nDROP TABLE t;\nALTER TABLE t2 RENAME TO t;\n";
    for (kind, object) in [
        ("index", "CREATE UNIQUE INDEX mine ON t (a)"),
        ("index", "CREATE INDEX mine ON T (a) WHERE b > 0"),
        (
            "trigger",
            "CREATE TRIGGER mine AFTER INSERT ON t BEGIN INSERT INTO log (x) VALUES (1); END",
        ),
    ] {
        let fixture = beside("", object, TAKEN);
        let error = fixture.refused();
        let drop = format!("DROP {} \"mine\"", kind.to_uppercase());
        assert!(
            error.contains(&format!("your {kind} mine uses what the migrations change: another table is called t now; keep its text, `{drop}`, run again, then recreate it; its text is: {object}")),
            "{error}"
        );
        let rehearsed = fixture.migrate(&["rehearse"]);
        assert_eq!((rehearsed.code, rehearsed.stdout.as_str()), (2, ""));
        fixture.open().execute_batch(&drop).unwrap();
        passes(&fixture);
        // A rebuild gives the name to the same table, and another table may go.
        passes(&beside("", object, &rebuild("b TEXT, a TEXT")));
        passes(&beside(
            "",
            object,
            "-- expect: drop table t2\nDROP TABLE t2;\n",
        ));
        passes(&beside(
            "",
            object,
            "-- expect: drop table t2\nDROP TABLE t2;\nALTER TABLE log RENAME TO t2;\nALTER TABLE t2 RENAME TO log;\n",
        ));
    }
}

#[test]
fn an_index_or_trigger_of_the_users_on_a_column_whose_name_another_takes() {
    let by_rebuild = "-- expect: drop column t.a\nCREATE TABLE n (id INTEGER PRIMARY KEY, b TEXT);\nINSERT INTO n (id, b) SELECT id, b FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\nALTER TABLE t RENAME b TO a;\n";
    let by_alter =
        "-- expect: drop column t.a\nALTER TABLE t DROP COLUMN a;\nALTER TABLE t RENAME b TO a;\n";
    let again = "-- expect: drop column t.a\nALTER TABLE t DROP COLUMN a;\nALTER TABLE t ADD COLUMN a TEXT;\n";
    let trigger = |of: &str| {
        format!(
            "CREATE TRIGGER mine AFTER UPDATE OF {of} ON t BEGIN INSERT INTO log (x) VALUES (1); END"
        )
    };
    for (object, change, wanted) in [
        (
            "CREATE INDEX mine ON t (a)".to_owned(),
            by_rebuild,
            "another column of t is called a now",
        ),
        (
            "CREATE INDEX mine ON t (id) WHERE A > 'x'".to_owned(),
            by_rebuild,
            "another column of t is called a now",
        ),
        (trigger("a"), by_rebuild, "another column is called t.a now"),
        (trigger("a"), by_alter, "another column is called t.a now"),
        (trigger("a"), again, "another column is called t.a now"),
    ] {
        let error = beside("", &object, change).refused();
        assert!(
            error.contains(&format!(
                " mine uses what the migrations change: {wanted}; keep its text"
            )),
            "{object}: {error}"
        );
    }
    for (object, change) in [
        ("CREATE INDEX mine ON t (id)".to_owned(), by_rebuild),
        ("CREATE INDEX mine ON t2 (a)".to_owned(), by_rebuild),
        (trigger("id"), by_rebuild),
        (trigger("id"), by_alter),
        (trigger("id"), again),
    ] {
        passes(&beside("", &object, change));
    }
}

/// A trigger of the dataset that writes `t2`, and triggers of the user's that keep a count.
const OURS: &str =
    "CREATE TRIGGER ours AFTER INSERT ON log BEGIN INSERT INTO t2 (a) VALUES ('seen'); END;";

fn counting() -> String {
    let events = [
        ("i", "AFTER INSERT ON t"),
        ("u", "AFTER UPDATE OF a ON T"),
        ("d", "BEFORE DELETE ON t"),
        ("on_t2", "AFTER INSERT ON t2"),
        ("on_own", "AFTER UPDATE ON my_count"),
    ];
    let triggers = events.map(|(name, event)| {
        format!("CREATE TRIGGER {name} {event} BEGIN UPDATE my_count SET n = n + 1; END;")
    });
    format!("CREATE TABLE my_count (n);{}", triggers.concat())
}

/// The note on these triggers of the user's.
fn missed(triggers: &str, table: &str) -> String {
    let (noun, does, keeps) = if triggers.contains(',') {
        ("triggers", "do", "they keep")
    } else {
        ("trigger", "does", "it keeps")
    };
    format!(
        "note: your {noun} {triggers} on {table} {does} not fire while migrations write the table: what {keeps} up to date, such as a count or a search index, may have to be filled again\n"
    )
}

/// What the user's triggers keep up to date is stale after a migration that writes their table.
#[test]
fn triggers_of_the_users_that_miss_what_a_statement_writes() {
    for (change, names) in [
        ("INSERT INTO t (id) VALUES (9);", "i"),
        ("UPDATE t SET b = 'x' WHERE id = 1;", "u"),
        (
            "DELETE FROM t2 WHERE id = 9;\n-- The next one.\nUPDATE t SET b = 'x' WHERE id = 1;",
            "u",
        ),
        (
            "ALTER TABLE t RENAME TO z;\nUPDATE z SET b = 'x' WHERE id = 1;\nALTER TABLE z RENAME TO t;",
            "u",
        ),
        ("UPDATE t SET a = 'x' WHERE id = 9;", ""),
        ("INSERT INTO t (id) SELECT 9 FROM log WHERE x = 9;", ""),
        (
            "ALTER TABLE t ADD COLUMN c;\nCREATE INDEX t_a ON t (a);",
            "",
        ),
        ("CREATE TABLE n (x);\nINSERT INTO n (x) VALUES (1);", ""),
    ] {
        let wanted = if names.is_empty() {
            String::new()
        } else {
            missed(names, "t")
        };
        for arguments in [&["rehearse"][..], &["up", "--dry-run"], &["up", "--quiet"]] {
            let fixture = beside(OURS, &counting(), &format!("-- Two.\n{change}\n"));
            let run = fixture.migrate(arguments);
            assert_eq!((run.code, run.stderr), (0, wanted.clone()), "{change}");
        }
    }
}

#[test]
fn triggers_of_the_users_that_miss_what_files_triggers_and_rebuilds_write() {
    let note = |change: &str| {
        let run = beside(OURS, &counting(), change).migrate(&["up"]);
        assert_eq!(run.code, 0, "{run:?}");
        run.stderr
    };
    assert_eq!(note(&rebuild("a TEXT, b TEXT")), missed("i, u, d", "t"));
    let one_less = "-- expect: rows t -1\nDELETE FROM t WHERE id = 2;\n";
    assert_eq!(note(one_less), missed("d", "t"));
    let by_trigger = "-- Two.\nINSERT INTO log (x) VALUES (1);\n";
    assert_eq!(note(by_trigger), missed("on_t2", "t2"));
    let update = "-- Two.\nUPDATE t SET b = 'y' WHERE id = 1;\n";
    let fixture = beside(OURS, &counting(), update);
    let insert = "-- Three.\nINSERT INTO t (id) VALUES (9);\n";
    fixture.file("V003__three.sql", insert);
    assert_eq!(fixture.migrate(&["up"]).stderr, missed("i, u", "t"));
    assert_eq!(fixture.migrate(&["up"]).stderr, "", "nothing is pending");
}
