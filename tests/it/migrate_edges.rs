//! Rules of `sco migrate` at their edges: what is just found and what is just not, in its words.

use crate::fixture::Fixture;

/// What the lint finds in a second migration, after a sound first one; each finding without the folder.
fn linted(sql: &str) -> String {
    let fixture = Fixture::with_parents();
    fixture.file("V002__two.sql", sql);
    fixture.migrate(&["lint"]).stdout
}

/// Statements, and the rule that the lint names for them; none where it finds nothing.
const LINTED: &[(&str, Option<&str>)] = &[
    ("UPDATE parent AS p SET note = 'x' WHERE p.id = 1;", None),
    ("SELECT id AS one FROM parent;", None),
    ("CREATE TABLE a AS SELECT 1 AS x;", Some("create-as")),
    (
        "CREATE TEMP TABLE a AS SELECT 1 AS x;\nDROP TABLE a;",
        Some("create-as"),
    ),
    (
        "CREATE TABLE a (x, y TEXT CHECK (x IS CAST(y AS INT)));",
        None,
    ),
    ("CREATE VIEW v AS SELECT * FROM parent;", None),
    ("CREATE TEMP VIEW v AS SELECT 1 AS x;\nDROP VIEW v;", None),
    (
        "CREATE TRIGGER tr AFTER INSERT ON parent BEGIN INSERT OR IGNORE INTO nulling VALUES (1, 1); END;",
        None,
    ),
    (
        "CREATE INDEX IF NOT EXISTS i ON parent (id, note);",
        Some("if-exists"),
    ),
    ("DROP INDEX IF EXISTS i;", Some("if-exists")),
    (
        "ALTER TABLE parent ADD COLUMN c TEXT NOT NULL;",
        Some("not-null"),
    ),
    (
        "ALTER TABLE parent ADD COLUMN c TEXT NOT NULL DEFAULT '';",
        None,
    ),
    (
        "ALTER TABLE nulling ADD CONSTRAINT filled CHECK (id NOT NULL);",
        None,
    ),
    ("ALTER TABLE parent ALTER COLUMN code SET NOT NULL;", None),
    ("CREATE TABLE a (x TEXT NOT NULL);", None),
    ("INSERT INTO parent (code) VALUES ('k');", None),
    ("INSERT INTO main.cascading DEFAULT VALUES;", None),
    (
        "INSERT INTO parent VALUES (9, 'k', 'n');",
        Some("no-columns"),
    ),
    (
        "INSERT INTO main.\"parent\" SELECT 9, 'k', 'n';",
        Some("no-columns"),
    ),
    (
        "WITH into_it AS (SELECT 9 AS id) INSERT INTO main.'parent' SELECT id, 'k', 'n' FROM into_it;",
        Some("no-columns"),
    ),
    (
        "WITH replace (id) AS (SELECT 9) INSERT INTO main.'parent' (id, code) SELECT id, 'k' FROM replace;",
        None,
    ),
    (
        "WITH new (id) AS (SELECT (8) + 1) INSERT INTO parent SELECT id, 'k', 'n' FROM new;",
        Some("no-columns"),
    ),
    (
        "WITH gone AS (SELECT 9 AS id) DELETE FROM nulling;",
        Some("no-where"),
    ),
    (
        "ALTER TABLE parent ADD COLUMN c;\nCREATE TABLE made (x);",
        None,
    ),
    (
        "CREATE TABLE a (x);\nALTER TABLE a RENAME TO b;\nCREATE TABLE A (x);",
        Some("rename-old"),
    ),
    (
        "CREATE TABLE a (x);\nALTER TABLE a ADD COLUMN y;\nDROP TABLE a;\nCREATE TABLE a (x);",
        None,
    ),
    (
        "CREATE TABLE a (x);\nALTER TABLE a RENAME TO b;\nCREATE TABLE c (x);",
        None,
    ),
];

#[test]
fn the_lint_finds_what_it_means_and_nothing_near_it() {
    for (sql, found) in LINTED {
        let said = linted(&format!("-- Two.\n{sql}\n"));
        match found {
            Some(rule) => assert!(said.contains(&format!(": {rule}: ")), "{sql}: {said}"),
            None => assert_eq!(said, "2 migrations, nothing found\n", "{sql}"),
        }
    }
}

/// A remark inside a statement allows what that statement does, and not what the next one does.
#[test]
fn a_remark_in_a_statement_is_about_that_statement() {
    let allowed =
        "CREATE TABLE a (x);\nUPDATE parent -- lint-allow: no-where all of them\nSET note = 'k';\n";
    assert_eq!(
        linted(&format!("-- Two.\n{allowed}")),
        "2 migrations, nothing found\n"
    );
    let next = linted(&format!(
        "-- Two.\n{allowed}UPDATE nulling SET parent = NULL;\n"
    ));
    assert!(next.contains("V002__two.sql:5: no-where"), "{next}");
}

#[test]
fn each_line_of_the_record_is_a_checksum_and_a_name() {
    let fixture = Fixture::with_parents();
    let whole = |line: &str| {
        fixture.file("migrations.lock", format!("{line}\n"));
        fixture.migrate(&["lint"]).stdout
    };
    for line in [
        "V001__parents",
        " V001__parents",
        "12x V001__parents",
        "12 parents",
        "12 V001__parents and",
        "twelve V001__parents",
    ] {
        let said = whole(line);
        assert!(
            said.contains(&format!(
                "`{line}` is not a checksum and the name of a migration"
            )),
            "{said}"
        );
    }
    let said = whole("12 V001__parents");
    assert!(
        said.contains("is not the one that migrations.lock records"),
        "{said}"
    );
    let said = whole("12 V007__gone");
    assert!(said.contains("the migration V007__gone is gone"), "{said}");
}

/// A view that a recorded file changed has been seen by whoever recorded it.
#[test]
fn a_changed_view_is_shown_until_its_file_is_recorded() {
    let fixture = Fixture::with_parents();
    fixture.file(
        "V002__two.sql",
        "-- Two.\nDROP VIEW parents;\nCREATE VIEW parents AS SELECT id, code FROM parent WHERE id > 0;\n",
    );
    fixture.file("V003__three.sql", "-- Three.\nCREATE TABLE three (x);\n");
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let lines =
        fixture.ask("SELECT checksum || ' ' || printf('V%03d__', version) || name FROM refinery_schema_history ORDER BY version");
    for (recorded, is_shown) in [(&lines[..1], true), (&lines[..2], false)] {
        fixture.file("migrations.lock", recorded.join("\n") + "\n");
        let said = fixture.migrate(&["lint"]).stdout;
        assert_eq!(
            said.contains("view parents says something else"),
            is_shown,
            "{recorded:?}: {said}"
        );
    }
}

#[test]
fn an_announcement_that_says_it_otherwise_is_not_understood() {
    for words in [
        "rows parent + 1",
        "rows parent - one",
        "rows parent 1",
        "rows parent -1 more",
        "rows - 1",
    ] {
        let fixture = Fixture::with_parents();
        fixture.file(
            "V002__two.sql",
            format!("-- Two.\n-- expect: {words}\nDELETE FROM nulling WHERE id = 1;\n"),
        );
        let error = fixture.refused();
        assert!(
            error.contains(&format!(
                "V002__two.sql:2: `-- expect: {words}` is not understood"
            )),
            "{error}"
        );
    }
}

/// What is lost is told on one line, and as another one where its words are the same.
#[test]
fn a_loss_is_told_in_its_words() {
    let fixture = Fixture::new();
    fixture.file(
        "V001__one.sql",
        "-- One.\nCREATE TABLE t (a TEXT, CONSTRAINT known CHECK (a <> 'x'));\nCREATE INDEX i ON t (a);\n",
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.file(
        "V002__two.sql",
        "-- Two.
CREATE TABLE n (a TEXT, CONSTRAINT known CHECK (a <> 'y'));
DROP TABLE t;\nALTER TABLE n RENAME TO t;\nCREATE INDEX i ON t (a\n  DESC);\n",
    );
    let error = fixture.refused();
    assert!(
        error.contains("a constraint of t was `CHECK known` and is another one now;")
            && error.contains("index i says something else: CREATE INDEX i ON t (a DESC);"),
        "{error}"
    );
}

/// Eight lines of a statement are shown, and of a longer one that there are more.
#[test]
fn a_long_statement_is_quoted_in_part() {
    for lines in [3, 8, 9, 12] {
        let more: Vec<String> = (2..lines).map(|line| format!("-- {line}\n")).collect();
        let more = more.concat();
        let fixture = Fixture::with_parents();
        fixture.file(
            "V002__two.sql",
            format!("-- Two.\nSELECT nosuch\n{more};\n"),
        );
        let error = fixture.refused();
        let shown = error
            .lines()
            .filter(|line| line.starts_with("  | ") && !line.contains('…'));
        assert_eq!(shown.count(), lines.min(8), "{error}");
        assert_eq!(error.contains("  | …\n"), lines > 8, "{lines}: {error}");
    }
}

/// A temporary table is another than the one of its name, also where the schema is made again on an empty database.
#[test]
fn a_temporary_table_from_a_query_leaves_nothing_behind() {
    let fixture = Fixture::new();
    fixture.file(
        "V001__one.sql",
        "-- One.\nCREATE TEMP TABLE kept AS SELECT 1 AS x;\nCREATE TABLE a AS SELECT x FROM kept;\nDROP TABLE temp.kept;\n",
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let check = fixture.migrate(&["check"]);
    assert_eq!(
        (check.code, check.stdout.as_str()),
        (0, "the schema is what the migrations make\n"),
        "{check:?}"
    );
}

#[test]
fn why_a_migration_is_not_as_it_was_seen() {
    const SQL: &str = "-- One.\n\nCREATE TABLE a (x);\n";
    for (now, why) in [
        (
            "-- One.\n-- More.\n\nCREATE TABLE a (x);\n",
            "SQL or comments differ",
        ),
        (
            "-- One.\n\nCREATE TABLE a (x);",
            "only the last newline differs",
        ),
        ("-- One.\n\nCREATE TABLE a (y);\n", "SQL or comments differ"),
    ] {
        let said = diverged(SQL, now);
        assert!(said.contains(why), "{now}: {said}");
    }
    // Before its first comment line was there.
    let said = diverged("CREATE TABLE a (x);\n", "-- One.\nCREATE TABLE a (x);\n");
    assert!(
        said.contains("only comments differ; bring the file back as it was"),
        "{said}"
    );
    let said = diverged("CREATE TABLE a (x);\n", "-- One.\nCREATE TABLE b (x);\n");
    assert!(said.contains("SQL or comments differ"), "{said}");
}

fn diverged(seen: &str, now: &str) -> String {
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", seen);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.file("V001__one.sql", now);
    let status = fixture.migrate(&["status"]);
    assert_eq!(status.code, 1, "{status:?}");
    status.stdout + &status.stderr
}

#[test]
fn migrations_that_one_side_alone_has() {
    let fixture = Fixture::new();
    for number in [1, 2, 4] {
        fixture.file(
            &format!("V00{number}__n.sql"),
            format!("-- N.\nCREATE TABLE t{number} (x);\n"),
        );
    }
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.file("V003__late.sql", "-- Late.\nCREATE TABLE late (x);\n");
    let state = |version: &str| {
        let status = fixture.migrate(&["status", "--format", "json"]);
        let told = &status.objects()[0];
        let migrations = told["migrations"].as_array().unwrap();
        let one = migrations
            .iter()
            .find(|one| one["migration"].as_str().unwrap().starts_with(version));
        one.unwrap()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state("V003"), "late");
    std::fs::remove_file(fixture.path("migrations/V003__late.sql")).unwrap();
    std::fs::remove_file(fixture.path("migrations/V002__n.sql")).unwrap();
    assert_eq!(state("V002"), "missing");
    std::fs::remove_file(fixture.path("migrations/V004__n.sql")).unwrap();
    assert_eq!(state("V004"), "missing", "a folder makes no program old");
}

#[test]
fn up_to_a_number_that_there_is() {
    let fixture = Fixture::new();
    for number in [1, 2, 4] {
        fixture.file(
            &format!("V00{number}__n.sql"),
            format!("-- N.\nCREATE TABLE t{number} (x);\n"),
        );
    }
    assert_eq!(fixture.migrate(&["up", "--to", "2"]).code, 0);
    let again = fixture.migrate(&["up", "--to", "2"]);
    assert_eq!(again.code, 0, "{again:?}");
    let back = fixture.migrate(&["up", "--to", "1"]);
    assert!(
        back.code == 2 && back.stderr.contains("the database is at V2 already"),
        "{back:?}"
    );
    for none in ["3", "5"] {
        let run = fixture.migrate(&["up", "--to", none]);
        assert!(
            run.code == 2
                && run
                    .stderr
                    .contains(&format!("there is no migration V{none}")),
            "{run:?}"
        );
    }
    assert_eq!(
        fixture.ask("SELECT count(*) FROM sqlite_schema WHERE name LIKE 't_'"),
        ["2"]
    );
}

/// A view that was there is to be made again; one that the file brings is to be corrected.
#[test]
fn a_view_that_does_not_work_is_told_with_the_remedy() {
    for (sql, wanted) in [
        (
            "ALTER TABLE t RENAME TO others;",
            "view seen would no longer work: no such table: main.t; recreate it in the migration",
        ),
        (
            "CREATE TABLE a (x);\nCREATE VIEW odd AS SELECT x FROM a;\nALTER TABLE a RENAME TO b;",
            "view odd does not work: no such table: main.a; correct the statement that makes it",
        ),
    ] {
        let fixture = Fixture::new();
        fixture.file(
            "V001__one.sql",
            "-- One.\nCREATE TABLE t (x);\nCREATE VIEW seen AS SELECT x FROM t;\n",
        );
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        fixture.file(
            "V002__two.sql",
            format!("-- Two.\nPRAGMA legacy_alter_table = ON;\n{sql}\n"),
        );
        let error = fixture.refused();
        assert!(error.contains(wanted), "{error}");
    }
}
