//! Full-text tables: with rows of their own, with words alone, and over the rows of other tables.

use crate::fixture::Fixture;
use crate::migrate_effect::refused_as_asked;

/// Runs a file on rows, with a backup and without one; `head` is what the refusal asks for, none where the file passes.
fn check(schema: &str, rows: &str, file: &str, head: Option<&str>) {
    refused_as_asked(&[(&[schema], rows, &[file], head)]);
}

#[test]
fn words_without_content_are_compared_row_by_row() {
    let rows =
        "INSERT INTO f (rowid, a, b) VALUES (1, 'alpha one', 'x'), (2, 'beta', ''), (3, '', '');";
    for options in ["", ", detail=none", ", detail=column", ", tokenize=porter"] {
        let table = format!("CREATE VIRTUAL TABLE f USING fts5 (a, b, content=''{options});\n");
        let again = |rows: &str| {
            format!(
                "INSERT INTO f (f) VALUES ('delete-all');\nINSERT INTO f (rowid, a, b) VALUES {rows};"
            )
        };
        let same = "(3, '', ''), (1, 'alpha one', 'x'), (2, 'beta', '')";
        check(&table, rows, &again(same), None);
        check(
            &table,
            rows,
            &again(&same.replace("'beta'", "'x'")),
            Some("values f.a"),
        );
        check(
            &table,
            rows,
            &again(&same.replace("(3,", "(4,")),
            Some("rows f -1"),
        );
        let one = "INSERT INTO f (f, rowid, a, b) VALUES ('delete', 2, 'beta', '');";
        check(&table, rows, one, Some("rows f -1"));
        check(&table, rows, "INSERT INTO f (f) VALUES ('optimize');", None);
        check(
            &table,
            rows,
            "INSERT INTO f (rowid, a, b) VALUES (4, 'new', 'x');",
            None,
        );
        let rebuilt = |rows: &str| {
            format!("DROP TABLE f;\n{table}INSERT INTO f (rowid, a, b) VALUES {rows};")
        };
        check(&table, rows, &rebuilt(same), None);
        check(
            &table,
            rows,
            &rebuilt(&same.replace("alpha", "other")),
            Some("values f.a"),
        );
    }
}

#[test]
fn words_can_be_compared_where_rows_cannot_be_listed() {
    let table = "CREATE VIRTUAL TABLE f USING fts5 (a, content='', columnsize=0);\n";
    let rows = "INSERT INTO f (rowid, a) VALUES (1, 'alpha'), (2, 'beta');";
    check(
        table,
        rows,
        "INSERT INTO f (rowid, a) VALUES (3, 'c');",
        None,
    );
    let all = "INSERT INTO f (f) VALUES ('delete-all');";
    check(table, rows, all, Some("rows f -2"));
    let kept = "CREATE VIRTUAL TABLE f USING fts5 (a, u UNINDEXED, content='', contentless_unindexed=1, contentless_delete=1);\n";
    let rows = "INSERT INTO f (rowid, a, u) VALUES (1, 'alpha', 'one'), (2, 'beta', 'two');";
    check(
        kept,
        rows,
        "DELETE FROM f WHERE rowid = 2;",
        Some("rows f -1"),
    );
    let again = |u: &str| {
        format!(
            "DELETE FROM f WHERE rowid = 2;\nINSERT INTO f (rowid, a, u) VALUES (2, 'beta', {u});"
        )
    };
    check(kept, rows, &again("NULL"), Some("values f.u"));
    check(kept, rows, &again("'two'"), None);
}

#[test]
fn a_table_of_fts4_without_content_is_lost_only_as_a_whole() {
    let table = "CREATE VIRTUAL TABLE f USING fts4 (a, content=\"\");\n";
    let rows = "INSERT INTO f (docid, a) VALUES (1, 'alpha'), (2, 'beta');";
    check(
        table,
        rows,
        "INSERT INTO f (docid, a) VALUES (3, 'c');",
        None,
    );
    check(table, rows, "INSERT INTO f (f) VALUES ('optimize');", None);
    check(table, rows, "DROP TABLE f;", Some("drop table f"));
    let again =
        format!("DROP TABLE f;\n{table}INSERT INTO f (docid, a) VALUES (1, 'x'), (2, 'y');");
    check(table, rows, &again, Some("rows f -2"));
}

#[test]
fn the_languages_of_rows_are_values() {
    let table = "CREATE VIRTUAL TABLE f USING fts4 (a, languageid=\"lid\");\n";
    let rows = "INSERT INTO f (a, lid) VALUES ('alpha', 5), ('beta', 7);";
    let again = |rows: &str| format!("DELETE FROM f;\nINSERT INTO f (a, lid) VALUES {rows};");
    check(table, rows, &again("('beta', 7), ('alpha', 5)"), None);
    check(
        table,
        rows,
        &again("('alpha', 5), ('beta', 0)"),
        Some("rows f -1"),
    );
}

const OVER_T: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT);
CREATE VIRTUAL TABLE f USING fts5 (note, content='t', content_rowid='id');\n";
const TRIGGERS: &str = "CREATE TRIGGER fi AFTER INSERT ON t BEGIN
    INSERT INTO f (rowid, note) VALUES (new.id, new.note); END;
CREATE TRIGGER fu AFTER UPDATE ON t BEGIN
    INSERT INTO f (f, rowid, note) VALUES ('delete', old.id, old.note);
    INSERT INTO f (rowid, note) VALUES (new.id, new.note); END;
CREATE TRIGGER fd AFTER DELETE ON t BEGIN
    INSERT INTO f (f, rowid, note) VALUES ('delete', old.id, old.note); END;\n";
const IN_T: &str =
    "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c'); INSERT INTO f (f) VALUES ('rebuild');";

/// Such a table finds the rows of another, which are compared there.
#[test]
fn an_index_over_another_table_loses_no_row_of_its_own() {
    let again = "UPDATE t SET note = upper(note);\nINSERT INTO f (f) VALUES ('rebuild');";
    check(OVER_T, IN_T, again, None);
    let kept = format!("{OVER_T}{TRIGGERS}");
    let in_t = "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c');";
    check(&kept, in_t, "UPDATE t SET note = upper(note);", None);
    check(
        &kept,
        in_t,
        "DELETE FROM t WHERE id = 1;",
        Some("rows t -1"),
    );
    let announced = "-- N.\n-- expect: rows t -1\nDELETE FROM t WHERE id = 1;";
    check(&kept, in_t, announced, None);
    check(OVER_T, IN_T, "DROP TABLE f;", Some("drop table f"));
}

/// All ways of running a file say the same of the index.
#[test]
fn the_rows_of_an_index_over_another_table_cannot_be_announced() {
    for arguments in [&["rehearse"][..], &["up", "--no-backup"], &["up"]] {
        let fixture = over_t(
            "-- N.\n-- expect: rows f -3\nUPDATE t SET note = upper(note);\nINSERT INTO f (f) VALUES ('rebuild');",
        );
        let run = fixture.migrate(arguments);
        let untrue = run
            .stderr
            .contains("`rows f -3` is expected, but does not happen");
        assert!(run.code == 2 && untrue, "{run:?}");
    }
}

fn over_t(file: &str) -> Fixture {
    let fixture = Fixture::new();
    fixture.file("V001__first.sql", format!("-- One.\n{OVER_T}"));
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    fixture.open().execute_batch(IN_T).unwrap();
    fixture.file("V002__next.sql", file);
    fixture
}

/// SQLite does not follow the names of what such a table reads.
#[test]
fn an_index_over_a_table_that_it_cannot_read_any_more_is_refused() {
    let rename = "ALTER TABLE t RENAME COLUMN note TO remark;\n";
    let fixture = over_t(rename);
    for arguments in [&["rehearse"][..], &["up", "--no-backup"], &["up"]] {
        let run = fixture.migrate(arguments);
        let told = run
            .stderr
            .contains("full-text table f would no longer work: ");
        assert!(run.code == 2 && told, "{run:?}");
    }
    let found = "SELECT rowid FROM f WHERE f MATCH 'b'";
    assert_eq!(fixture.ask(found), ["2"]);
    let made_again = format!(
        "-- N.\n-- expect: drop column f.note\n-- expect: drop constraint f.USING\n{rename}DROP TABLE f;
CREATE VIRTUAL TABLE f USING fts5 (remark, content='t', content_rowid='id');\nINSERT INTO f (f) VALUES ('rebuild');\n"
    );
    let fixture = over_t(&made_again);
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fixture.ask(found), ["2"]);
}

/// The name alone makes nothing an inner table.
#[test]
fn a_view_with_the_name_of_an_inner_table_is_a_view() {
    let over = |content: &str| {
        format!(
            "CREATE TABLE pages (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIEW docs_content AS SELECT id, body FROM pages;\nCREATE VIRTUAL TABLE docs USING fts5 (body, {content});\n"
        )
    };
    let rows = "INSERT INTO pages VALUES (1, 'hello');";
    for content in ["content='docs_content', content_rowid='id'", "content=''"] {
        let lost = Some("drop view docs_content");
        check(&over(content), rows, "DROP VIEW docs_content;", lost);
        check(&over(content), rows, "UPDATE pages SET body = 'x';", None);
    }
    let table = "CREATE TABLE docs_content (id INTEGER PRIMARY KEY, body TEXT);
CREATE INDEX by_body ON docs_content (body);
CREATE VIRTUAL TABLE docs USING fts5 (body, content='docs_content', content_rowid='id');\n";
    check(table, "", "DROP INDEX by_body;", Some("drop index by_body"));
}
