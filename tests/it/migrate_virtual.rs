//! Virtual tables: what is lost in R-tree and full-text tables, on which no trigger can watch an `UPDATE`, and what those
//! that read another table read afterwards. Each case that is just refused has one beside it that just passes.

use crate::fixture::Fixture;
use crate::migrate_effect::refused_as_asked;
use crate::migrate_written::in_another_encoding;
use crate::world::Run;

/// Runs a file on rows, with a backup and without one; `head` is what the refusal asks for, none where the file passes.
fn check(schema: &str, rows: &str, file: &str, head: Option<&str>) {
    refused_as_asked(&[(&[schema], rows, &[file], head)]);
}

const BOXES: &str = "CREATE VIRTUAL TABLE r USING rtree(id, x0, x1, +note);\n";
const IN_BOXES: &str = "INSERT INTO r VALUES (1, 0, 1, 'a'), (2, 3, 4, 'b'), (3, 5, 6, 'c');";

#[test]
fn the_rows_of_an_r_tree_are_compared() {
    for encoding in ["UTF-8", "UTF-16le"] {
        let run_all = |file: &str| {
            let fixture = Fixture::new();
            fixture.file("V001__first.sql", "-- One.\nCREATE TABLE first (a);\n");
            assert_eq!(fixture.migrate(&["up"]).code, 0);
            in_another_encoding(&fixture, encoding);
            fixture.file("V002__boxes.sql", format!("-- N.\n{BOXES}"));
            let run = fixture.migrate(&["up"]);
            assert_eq!(run.code, 0, "{run:?}");
            fixture.open().execute_batch(IN_BOXES).unwrap();
            fixture.file("V003__next.sql", format!("-- N.\n{file}"));
            let runs = [
                &["rehearse"][..],
                &["up", "--no-backup", "--dry-run"],
                &["up"],
            ];
            runs.map(|arguments| fixture.migrate(arguments))
        };
        for (file, asked) in [
            ("INSERT INTO r VALUES (5, 7, 8, 'd');", None),
            ("REPLACE INTO r VALUES (1, 0, 1, 'a');", None),
            ("REPLACE INTO r VALUES (1, 0, 1, NULL);", Some("rows r -1")),
            ("DELETE FROM r WHERE id = 1;", Some("rows r -1")),
            ("-- expect: rows r -1\nDELETE FROM r WHERE id = 1;", None),
            ("UPDATE r SET x1 = 9 WHERE id = 1;", None),
        ] {
            for run in run_all(file) {
                let as_asked = match asked {
                    None => run.code == 0,
                    Some(head) => {
                        run.code == 2 && run.stderr.contains(&format!("`-- expect: {head}`"))
                    }
                };
                assert!(as_asked, "{file} {run:?}");
            }
        }
    }
}

/// A later file may still change the schema.
#[test]
fn an_r_tree_that_was_read_stops_no_later_file() {
    let rebuilt = "CREATE TABLE n (a, b);\nINSERT INTO n (a) SELECT a FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;";
    let fixture = Fixture::new();
    fixture.file(
        "V001__first.sql",
        format!("-- One.\n{BOXES}CREATE TABLE t (a);\n"),
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture
        .open()
        .execute_batch(&format!("{IN_BOXES} INSERT INTO t VALUES (1);"))
        .unwrap();
    fixture.file(
        "V002__next.sql",
        "-- N.\nREPLACE INTO r VALUES (1, 0, 1, 'a');\nDELETE FROM r WHERE id = 7;\n",
    );
    fixture.file(
        "V003__next.sql",
        format!("-- N.\n{rebuilt}\nREPLACE INTO r VALUES (2, 3, 4, 'b');\n"),
    );
    for arguments in [&["rehearse"][..], &["up"]] {
        let run = fixture.migrate(arguments);
        assert_eq!(run.code, 0, "{run:?}");
    }
}

/// Where only `UPDATE` and plain `INSERT` statements write a virtual table, what they write is meant. Another statement
/// may have written the same column in any row.
#[test]
fn an_update_of_a_virtual_table_excuses_nothing_else() {
    let rows = "(1, 'one', 'k'), (2, 'two', 'l')";
    for (table, key) in [
        (
            "CREATE VIRTUAL TABLE r USING rtree(id, x0, x1, +a, +b)",
            "id",
        ),
        ("CREATE VIRTUAL TABLE r USING fts5(a, b)", "rowid"),
        ("CREATE VIRTUAL TABLE r USING fts4(a, b)", "docid"),
    ] {
        let made = format!("{table};\n");
        let filled = format!("INSERT INTO r ({key}, a, b) VALUES {rows};");
        let update = format!("UPDATE r SET a = 'new' WHERE {key} = 2;");
        let insert =
            |with: &str, row: &str| format!("INSERT {with} INTO r ({key}, a, b) VALUES ({row});");
        let nulled = insert("OR REPLACE", "1, NULL, 'k'");
        check(&made, &filled, &update, None);
        check(
            &made,
            &filled,
            &format!("{update}\n{}", insert("", "3, 'c', 'd'")),
            None,
        );
        let deleted = format!("{update}\nDELETE FROM r WHERE {key} = 1;");
        check(&made, &filled, &deleted, Some("rows r -1"));
        let announced = format!("-- N.\n-- expect: rows r -1\n{deleted}");
        check(&made, &filled, &announced, None);
        let again = format!("{deleted}\n{}", insert("", "1, NULL, 'k'"));
        check(&made, &filled, &again, Some("values r.a"));
        for both in [format!("{update}\n{nulled}"), format!("{nulled}\n{update}")] {
            check(&made, &filled, &both, Some("values r.a"));
            let announced = format!("-- N.\n-- expect: values r.a\n{both}");
            check(&made, &filled, &announced, None);
        }
        let other = format!("UPDATE r SET b = 'new' WHERE {key} = 2;\n{nulled}");
        check(&made, &filled, &other, Some("rows r -1"));
        // In a rebuild, the copy writes every column.
        let rebuilt = |columns: &str| {
            let n = made.replace("TABLE r", "TABLE n");
            let update = update.replace("UPDATE r", "UPDATE n");
            format!(
                "{n}INSERT INTO n ({key}, {columns}) SELECT {key}, {columns} FROM r;\n{update}\nDROP TABLE r;\nALTER TABLE n RENAME TO r;"
            )
        };
        check(&made, &filled, &rebuilt("b"), Some("values r.a"));
        check(
            &made,
            &filled,
            &rebuilt("a, b").replace(&update.replace("UPDATE r", "UPDATE n"), ""),
            None,
        );
    }
}

#[test]
fn commands_and_other_tables_do_not_write_beside_an_update() {
    let table = "CREATE VIRTUAL TABLE f USING fts5(a, b);\nCREATE TABLE t (a);
CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT OR REPLACE INTO f (rowid, a) VALUES (1, new.a); END;\n";
    let rows = "INSERT INTO f (rowid, a, b) VALUES (1, 'one', 'k'), (2, 'two', 'l');";
    let update = "UPDATE f SET a = upper(a);";
    let optimized = format!("{update}\nINSERT INTO f (f) VALUES ('optimize');");
    check(table, rows, &optimized, None);
    let fired = format!("{update}\nINSERT INTO t VALUES ('x');");
    check(table, rows, &fired, Some("values f.a"));
    let not_fired = format!("{update}\nDELETE FROM t;");
    check(table, rows, &not_fired, None);
}

/// A table without content knows its rows by their numbers; a plain `INSERT` may add words to one of them.
#[test]
fn words_that_something_else_writes_beside_an_update_are_told() {
    let table = "CREATE VIRTUAL TABLE g USING fts5(a, b, content='', contentless_delete=1);\n";
    let rows = "INSERT INTO g (rowid, a, b) VALUES (1, 'one', 'k'), (2, 'two', 'l');";
    let update = "UPDATE g SET a = 'new', b = 'l' WHERE rowid = 2;";
    check(table, rows, update, None);
    for row in ["1, 'nothing', 'k'", "1, '', 'k'"] {
        let both = format!("{update}\nINSERT OR REPLACE INTO g (rowid, a, b) VALUES ({row});");
        check(table, rows, &both, Some("values g.a"));
    }
}

/// A table that becomes a full-text table, in which an `UPDATE` then writes.
#[test]
fn an_update_of_a_virtual_table_that_replaces_a_plain_one() {
    let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\n";
    let rows = "INSERT INTO t VALUES (1, 'one'), (2, 'two');";
    let file = |a: &str, update: &str| {
        format!(
            "-- N.\n-- expect: change key t\n-- expect: change rowid t\n-- expect: change type t.id\n-- expect: change type t.a
CREATE VIRTUAL TABLE n USING fts5(id, a);\nINSERT INTO n (id, a) SELECT id, {a} FROM t;\n{update}DROP TABLE t;\nALTER TABLE n RENAME TO t;"
        )
    };
    let update = "UPDATE n SET a = 'x' WHERE id = 2;\n";
    check(table, rows, &file("NULL", update), Some("values t.a"));
}

const OVER: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, other TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, note TEXT, other TEXT);\n";
const IN_OVER: &str = "INSERT INTO t VALUES (1, 'a', 'x'), (2, 'b', 'y');";

/// Runs files on a full-text table over `t`, of the migrations' own and of the user's own; returns how each was
/// refused, and an empty text where it passed.
fn over(own: bool, content: &str, files: &[&str]) -> Vec<String> {
    let index = format!("CREATE VIRTUAL TABLE f USING {content};\n");
    let fixture = Fixture::new();
    let ours = if own { "" } else { &index };
    fixture.file("V001__first.sql", format!("-- One.\n{OVER}{ours}"));
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let users = if own { &index } else { "" };
    let filled = format!("{users}{IN_OVER} INSERT INTO f (f) VALUES ('rebuild');");
    fixture.open().execute_batch(&filled).unwrap();
    for (number, file) in (2..).zip(files) {
        fixture.file(&format!("V00{number}__next.sql"), format!("-- N.\n{file}"));
    }
    let told = |run: Run| {
        if run.code == 0 {
            String::new()
        } else {
            run.stderr
        }
    };
    [
        &["rehearse"][..],
        &["up", "--no-backup", "--dry-run"],
        &["up"],
    ]
    .map(|arguments| told(fixture.migrate(arguments)))
    .to_vec()
}

const FTS5_OVER_T: &str = "fts5(note, content=t, content_rowid=id)";
const FTS4_OVER_T: &str = "fts4(note, content=\"t\")";

#[test]
fn an_index_that_would_read_another_table_or_column_is_refused() {
    let table = "another table is called t now";
    let column = "another column of t is called note now";
    let refused: &[(&[&str], &str)] = &[
        (
            &["ALTER TABLE t RENAME TO old;\nALTER TABLE u RENAME TO t;"],
            table,
        ),
        (
            &["ALTER TABLE t RENAME TO old;", "ALTER TABLE u RENAME TO t;"],
            table,
        ),
        (
            &["-- expect: drop table t\nDROP TABLE t;\nALTER TABLE u RENAME TO t;"],
            table,
        ),
        (
            &["ALTER TABLE t RENAME TO old;\nCREATE VIEW t AS SELECT * FROM old;"],
            "another view is called t now",
        ),
        (
            &["ALTER TABLE t RENAME note TO n;\nALTER TABLE t RENAME other TO note;"],
            column,
        ),
        (
            &[
                "-- expect: drop column t.note\nALTER TABLE t DROP note;\nALTER TABLE t ADD note TEXT;",
            ],
            column,
        ),
    ];
    for index in [FTS5_OVER_T, FTS4_OVER_T] {
        for own in [false, true] {
            for (files, why) in refused {
                for told in over(own, index, files) {
                    let whose = if own { "your " } else { "" };
                    let wanted = format!("{whose}full-text table f would no longer work: {why}; ");
                    assert!(told.contains(&wanted), "{index} {files:?} {told}");
                }
            }
        }
    }
    let told = over(true, FTS5_OVER_T, refused[0].0).remove(1);
    let help = "keep its text, `DROP TABLE \"f\"`, run again, then make it again over the new names; its text is: CREATE VIRTUAL TABLE f USING fts5(note, content=t, content_rowid=id)";
    assert!(told.contains(help), "{told}");
}

#[test]
fn an_index_that_still_reads_its_table_passes() {
    let rebuilt = "CREATE TABLE n (id INTEGER PRIMARY KEY, note TEXT, other TEXT);\nINSERT INTO n SELECT * FROM t;\nDROP TABLE t;
ALTER TABLE n RENAME TO t;";
    let made_again = format!(
        "ALTER TABLE t RENAME TO old;\nALTER TABLE u RENAME TO t;\nDROP TABLE f;\nCREATE VIRTUAL TABLE f USING {FTS5_OVER_T};"
    );
    let renamed = "ALTER TABLE f RENAME TO g;\nALTER TABLE u RENAME TO v;\nALTER TABLE t RENAME other TO more;";
    let passing: &[&[&str]] = &[
        &[rebuilt],
        &[&made_again],
        &[renamed],
        &["ALTER TABLE t RENAME TO old;\nALTER TABLE old RENAME TO t;"],
        &["-- expect: drop column t.other\nALTER TABLE t DROP other;"],
        &["-- expect: drop table u\nDROP TABLE u;"],
    ];
    for files in passing {
        for told in over(false, FTS5_OVER_T, files) {
            assert_eq!(told, "", "{files:?}");
        }
    }
}

#[test]
fn a_rehearsal_tells_which_index_has_another_name() {
    let told = |change: &str| {
        let fixture = Fixture::new();
        let index = format!("CREATE VIRTUAL TABLE f USING {FTS5_OVER_T};\n");
        fixture.file("V001__first.sql", format!("-- One.\n{OVER}{index}"));
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        fixture.file("V002__next.sql", format!("-- N.\n{change}\n"));
        fixture.migrate(&["rehearse"]).stdout
    };
    let renamed = told("ALTER TABLE f RENAME TO g;");
    assert!(renamed.contains("\n  was called f\n"), "{renamed}");
    let filled = told("INSERT INTO f (rowid, note) VALUES (1, 'a');");
    assert!(!filled.contains("was called"), "{filled}");
}

/// What a head announces of rows is not asked for where there are none, as in every new database.
#[test]
fn a_table_without_content_has_rows_to_lose_or_none() {
    let table = "CREATE VIRTUAL TABLE h USING fts4(a, content='');\n";
    let file = "-- N.\n-- expect: rows h -1\nINSERT INTO h (docid, a) VALUES (7, 'x');";
    check(table, "", file, None);
    let fixture = Fixture::new();
    fixture.file("V001__first.sql", format!("-- One.\n{table}"));
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let rows = "INSERT INTO h (docid, a) VALUES (1, 'one')";
    fixture.open().execute_batch(rows).unwrap();
    fixture.file("V002__next.sql", file);
    let error = fixture.refused();
    let told = "`rows h -1` is expected, but does not happen";
    assert!(error.contains(told), "{error}");
}

#[test]
fn an_index_over_a_view_reads_what_the_view_shows() {
    let schema = format!(
        "{OVER}CREATE VIEW v AS SELECT id, note FROM t;\nCREATE VIRTUAL TABLE f USING fts5(note, content=v, content_rowid=id);\n"
    );
    let run_file = |file: &str| {
        let fixture = Fixture::new();
        fixture.file("V001__first.sql", format!("-- One.\n{schema}"));
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        fixture.file("V002__next.sql", format!("-- N.\n{file}"));
        fixture.migrate(&["up"])
    };
    let again = "DROP VIEW v;\nCREATE VIEW v AS SELECT id, upper(note) AS note FROM t;";
    let run = run_file(again);
    assert_eq!(run.code, 0, "{run:?}");
    let run = run_file("-- expect: drop view v\nDROP VIEW v;\nALTER TABLE u RENAME TO v;");
    let told = "full-text table f would no longer work: another table is called v now; ";
    assert!(run.code == 2 && run.stderr.contains(told), "{run:?}");
}

/// Lists of words read the full-text table whose name they hold.
#[test]
fn a_list_of_words_that_would_read_nothing_or_another_table_is_refused() {
    for (module, list) in [
        ("fts5", "fts5vocab(f, row)"),
        ("fts5", "fts5vocab('f', col)"),
        ("fts4", "fts4aux(f)"),
    ] {
        for own in [false, true] {
            let schema = format!(
                "CREATE VIRTUAL TABLE f USING {module}(a);\nCREATE VIRTUAL TABLE g USING {module}(a);\n"
            );
            let words = format!("CREATE VIRTUAL TABLE w USING {list};\n");
            let run_file = |file: &str| {
                let fixture = Fixture::new();
                let ours = if own { "" } else { &words };
                fixture.file("V001__first.sql", format!("-- One.\n{schema}{ours}"));
                let run = fixture.migrate(&["up"]);
                assert_eq!(run.code, 0, "{run:?}");
                let users = if own { &words } else { "" };
                let filled = format!("{users}INSERT INTO f (a) VALUES ('one two');");
                fixture.open().execute_batch(&filled).unwrap();
                fixture.file("V002__next.sql", format!("-- N.\n{file}"));
                [&["rehearse"][..], &["up"]].map(|arguments| fixture.migrate(arguments))
            };
            let whose = if own { "your " } else { "" };
            for (file, why) in [
                ("ALTER TABLE f RENAME TO h;", "no such fts"),
                ("-- expect: drop table f\nDROP TABLE f;", "no such fts"),
                (
                    "ALTER TABLE f RENAME TO h;\nALTER TABLE g RENAME TO f;",
                    "another table is called f now",
                ),
            ] {
                for run in run_file(file) {
                    let told = format!("{whose}virtual table w would no longer work: ");
                    let is_told = run.stderr.contains(&told)
                        && (list.starts_with("fts4") || run.stderr.contains(why));
                    assert!(run.code == 2 && is_told, "{list} {file} {run:?}");
                }
            }
            for run in run_file("INSERT INTO f (a) VALUES ('three');\nALTER TABLE g RENAME TO h;") {
                assert_eq!(run.code, 0, "{list} {run:?}");
            }
        }
        let schema = format!(
            "CREATE VIRTUAL TABLE f USING {module}(a);\nCREATE VIRTUAL TABLE w USING {list};\n"
        );
        let rows = "INSERT INTO f (a) VALUES ('one two');";
        let all =
            "-- N.\n-- expect: drop table f\n-- expect: drop table w\nDROP TABLE w;\nDROP TABLE f;";
        check(&schema, rows, all, None);
        let again = format!(
            "-- N.\n-- expect: drop constraint w.USING\n-- expect: values f.a\nINSERT OR REPLACE INTO f (rowid, a) VALUES (1, 'three');
DROP TABLE w;\nALTER TABLE f RENAME TO g;\nCREATE VIRTUAL TABLE w USING {};",
            list.replace("'f'", "g").replace("(f", "(g")
        );
        check(&schema, rows, &again, None);
    }
}
