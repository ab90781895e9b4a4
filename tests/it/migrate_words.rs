//! How the words of SQL are read: comments, quotes, keywords, clauses that are given twice. SQLite itself says what
//! is right.

mod clauses;

use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::{Batch, Connection, Error};
use sco_facts::migrate::sql;

use crate::fixture::Fixture;
use crate::migrate_effect::{Case, refused_as_asked};
use crate::migrate_generator::random::Random;

/// The seed of the random texts: `SCO_SEED`, or always the same.
fn seed() -> u64 {
    std::env::var("SCO_SEED").map_or(9, |seed| seed.parse().unwrap())
}

/// Pieces of SQL that are read wrongly as soon as one of their signs is.
const PIECES: &[&str] = &[
    "/*/", "*/", "/*", "/**/", "/***/", "/*//*/", "/", "*", "--", "-", "->", "->>", ">", "<", "=",
    "==", "!", "!=", "|", "||", "&", "%", "~", "^", "\\", "{", "'", "''", "\"", "\"\"", "`", "``",
    "[", "]", "[]", "(", ")", ",", ".", ";", "\n", "\r", "\t", "\u{b}", "\u{c}", " ", " \u{b}",
    "\u{a0}", "\u{feff}", "é", "a", "x", "X'", "x'0a'", "x'0'", "0", "0x", "0x1F", "1", "1_0",
    ".5", "1.", "e", "E+1", "e-", "_", "$", "$a", "$a(", ":", "::", ":b", "@", "@c", "#", "?",
    "?12", "UNION", "END", "replace", "\u{7f}", "\u{1}", "日本",
];

/// The first token of a text as SQLite reads it, with its place: behind these words, every token is an error that SQLite
/// quotes. `None` where there is none.
fn first_token(connection: &Connection, text: &str) -> Option<(usize, String)> {
    const BEFORE: &str = "SELECT * FROM t NOT/**/";
    match connection.prepare(&format!("{BEFORE}{text}")) {
        Err(Error::SqliteFailure(_, Some(msg))) if msg == "incomplete input" => None,
        Err(Error::SqlInputError { msg, offset, .. }) => {
            let quoted = msg
                .strip_prefix("near \"")
                .and_then(|rest| rest.strip_suffix("\": syntax error"))
                .or_else(|| {
                    let rest = msg.strip_prefix("unrecognized token: \"")?;
                    rest.strip_suffix('"')
                });
            let at = usize::try_from(offset).unwrap() - BEFORE.len();
            Some((at, quoted.unwrap_or_else(|| panic!("{msg}")).to_owned()))
        }
        other => panic!("{text:?}: {other:?}"),
    }
}

fn tokens_of_sqlite(connection: &Connection, text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some((at, token)) = first_token(connection, &text[start..]) {
        let end = start + at + token.len();
        found.push((start + at, token));
        start = end;
    }
    found
}

#[test]
fn tokens_are_those_of_sqlite() {
    let connection = Connection::open_in_memory().unwrap();
    let mut random = Random::new(seed());
    let mut texts: Vec<String> = PIECES.iter().map(|piece| (*piece).to_owned()).collect();
    for _ in 0..6000 {
        let pieces = (0..=random.below(9)).filter_map(|_| random.of(PIECES).copied());
        texts.push(pieces.collect());
    }
    for text in texts {
        let ours: Vec<(usize, String)> = sql::tokens(&text)
            .iter()
            .map(|token| (token.at, token.text.to_owned()))
            .collect();
        assert_eq!(ours, tokens_of_sqlite(&connection, &text), "{text:?}");
    }
}

/// What may stand between two tokens without being one.
const GAPS: &[&str] = &[
    " ",
    "\n",
    "\r\n\t\u{c}",
    " \u{b}",
    "/**/",
    "/* ; */",
    "/*/ ; ' \" */",
    "/*//;//*/",
    "/***/",
    "\n-- ; ' /*\n",
    "\n--\n",
    " \u{feff} ",
];

/// The tokens of statements that can run one after the other, any number of times.
const STATEMENTS: &[&[&str]] = &[
    &["SELECT", "';'", "AS", "\"a;\"\"b\"", ";"],
    &[
        "SELECT", "[;\"]", "FROM", "(", "SELECT", "1", "AS", "`;\"`", ")", ";",
    ],
    &["SELECT", "$a(';')", ",", ":b::c(\";)", ",", "?1", ";"],
    &[
        "CREATE", "TEMP", "TRIGGER", "IF", "NOT", "EXISTS", "\"end\"", "AFTER", "INSERT", "ON",
        "t", "BEGIN", "SELECT", "CASE", "WHEN", "1", "THEN", "2", "END", ";", "SELECT", "new", ".",
        "a", "AS", "[END]", ";", "END", ";",
    ],
    &[
        "CREATE", "TABLE", "IF", "NOT", "EXISTS", "trigger", "(", "\"END\"", ",", "virtual", ")",
        ";",
    ],
    &[
        "CREATE", "VIRTUAL", "TABLE", "IF", "NOT", "EXISTS", "words", "USING", "fts4", "(", "a",
        ",", "b", ";", "(", ";", ")", ")", ";",
    ],
    &[
        "EXPLAIN", "CREATE", "TRIGGER", "g", "AFTER", "INSERT", "ON", "t", "BEGIN", "SELECT", "1",
        ";", "END", ";",
    ],
    &[
        "WITH", "replace", "(", "a", ")", "AS", "(", "SELECT", "x'3b'", ")", "INSERT", "INTO",
        "'t'", "SELECT", "a", "FROM", "replace", ";",
    ],
    &[";"],
];

#[test]
fn statements_are_cut_where_sqlite_cuts_them() {
    const SCHEMA: &str = "CREATE TABLE t (a);";
    let mut random = Random::new(seed());
    for _ in 0..300 {
        let mut text = String::new();
        for _ in 0..4 {
            for token in *random.of(STATEMENTS).unwrap() {
                text.push_str(random.of(GAPS).unwrap());
                text.push_str(token);
            }
        }
        text.push_str(random.of(GAPS).unwrap());
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        let mut batch = Batch::new(&connection, &text);
        let mut theirs = Vec::new();
        while let Some(mut statement) = batch.next().unwrap() {
            theirs.push(statement.expanded_sql().unwrap());
            let mut rows = statement.raw_query();
            while rows.next().unwrap().is_some() {}
        }
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        let mut ours = Vec::new();
        for statement in sql::statements(&text) {
            let mut statement = connection.prepare(statement.text).unwrap();
            ours.push(statement.expanded_sql().unwrap());
            let mut rows = statement.raw_query();
            while rows.next().unwrap().is_some() {}
        }
        let words = |all: &[String]| all.iter().map(|one| words_of(one)).collect::<Vec<_>>();
        assert_eq!(words(&ours), words(&theirs), "{text:?}");
    }
}

/// The tokens of a statement. SQLite leaves semicolons without a statement to the next one.
fn words_of(statement: &str) -> Vec<String> {
    sql::tokens(statement)
        .iter()
        .map(|token| token.text.to_owned())
        .skip_while(|token| token == ";")
        .collect()
}

const T: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT UNIQUE, note TEXT CHECK (note <> ''), p INT REFERENCES p);
CREATE TABLE c (n);
CREATE INDEX i ON c (n) WHERE n > 5;
CREATE TRIGGER g AFTER INSERT ON t WHEN new.id > 100 BEGIN INSERT INTO p VALUES (new.id); UPDATE c SET n = n + 1; END;\n";
const ROWS: &str = "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (0), (1); INSERT INTO t VALUES (1, 'a', 'x', 1);";

/// A rebuild of `t` of [`T`] with these columns.
fn rebuilt(columns: &str) -> String {
    format!(
        "DROP TRIGGER g;
CREATE TABLE t_new ({columns});
INSERT INTO t_new (id, code, note, p) SELECT id, code, note, p FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
CREATE TRIGGER g AFTER INSERT ON t WHEN new.id > 100 BEGIN INSERT INTO p VALUES (new.id); UPDATE c SET n = n + 1; END;"
    )
}

fn refused(change: &str, head: Option<&str>) {
    refused_as_asked(&[(&[T], ROWS, &[change], head)]);
}

#[test]
fn a_clause_in_a_comment_is_none() {
    for (columns, head) in [
        (
            "id INTEGER PRIMARY KEY, code TEXT /*/ UNIQUE /**/, note TEXT CHECK (note <> ''), p INT REFERENCES p",
            Some("drop constraint t.UNIQUE (code)"),
        ),
        (
            "id INTEGER PRIMARY KEY, code TEXT UNIQUE, note TEXT /*/ CHECK (note <> '') /**/, p INT REFERENCES p",
            Some("drop constraint t.CHECK (note <> '')"),
        ),
        (
            "id INTEGER PRIMARY KEY, code TEXT UNIQUE, note TEXT CHECK (note <> ''), p INT /*/ REFERENCES p /**/",
            Some(
                "drop constraint t.FOREIGN KEY (p) REFERENCES p () ON UPDATE NO ACTION ON DELETE NO ACTION",
            ),
        ),
        // The same marks around other words, and the clauses where they count.
        (
            "id INTEGER PRIMARY KEY, code TEXT /*/ once /**/ UNIQUE, /*//*/ note TEXT CHECK (/***/note <> ''), p INT /*//////*/ REFERENCES p",
            None,
        ),
    ] {
        refused(&rebuilt(columns), head);
    }
    refused(
        "DROP INDEX i;\nCREATE INDEX i ON c (n) /*/ WHERE n > 5 /**/;",
        Some("change index i"),
    );
    refused(
        "DROP INDEX i;\nCREATE INDEX i ON c (n) /*/ AND WHERE n > 5 */ WHERE n > 5;",
        None,
    );
    refused(
        "DROP TRIGGER g;\nCREATE TRIGGER g AFTER INSERT ON t WHEN new.id > 100 BEGIN INSERT INTO p VALUES (new.id); /*/ UPDATE c SET n = n + 1; /**/ END;",
        Some("change trigger g"),
    );
}

#[test]
fn what_stands_behind_a_comment_is_read() {
    for update in [
        "/*//////////*/ UPDATE t SET note = upper(note);",
        "/*/ was: id; note\n*/\nUPDATE t SET note = upper(note);",
        "/*/;\nINSERT INTO p VALUES (99);\n-- */\nUPDATE t SET note = upper(note);",
        "\u{feff}UPDATE t SET note = upper(note); -- a comment; UPDATE",
        // A table of a query may have the name of a verb.
        "WITH replace AS (SELECT 'X' AS x) UPDATE t SET note = (SELECT x FROM replace);",
        "WITH RECURSIVE replace (x) AS NOT MATERIALIZED (SELECT 'X'), \"INSERT\" AS (SELECT 1) UPDATE t SET note = (SELECT x FROM replace);",
    ] {
        refused(update, None);
        let fixture = with_rows();
        fixture.file("V002__next.sql", format!("-- N.\n{update}"));
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        assert_eq!(fixture.ask("SELECT note FROM t"), ["X"], "{update}");
        assert_eq!(fixture.ask("SELECT max(id) FROM p"), ["2"], "{update}");
    }
    refused(
        "WITH replace AS (SELECT 1 AS id) REPLACE INTO t (id, code) SELECT id, 'a' FROM replace;",
        Some("values t.note"),
    );
    // What is no comment at the end of a file is an error, as for refinery.
    let fixture = with_rows();
    fixture.file("V002__next.sql", "-- N.\nDELETE FROM c;\n/*");
    let error = fixture.refused();
    assert!(
        error.contains("V002__next.sql:3:1: near \"/\": syntax error"),
        "{error}"
    );
    let fixture = with_rows();
    fixture.file("V002__next.sql", "-- N.\nINSERT INTO c VALUES (7);\n/*/");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
}

fn with_rows() -> Fixture {
    let fixture = Fixture::new();
    fixture.file("V001__first.sql", format!("-- One.\n{T}"));
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.open().execute_batch(ROWS).unwrap();
    fixture
}

#[test]
fn a_statement_between_two_marks_is_seen() {
    for delete in [
        "/*/ ' */ DELETE FROM p WHERE id = 1 /*/ ' /**/;",
        "/*/ \" */ DELETE FROM p WHERE id = 1; /*/ \" /**/",
    ] {
        let fixture = with_rows();
        fixture.file(
            "V002__next.sql",
            format!("-- N.\n-- expect: rows p -1\n{delete}"),
        );
        let error = fixture.refused();
        assert!(
            error.contains("rows would be left dangling: 1 row of t"),
            "{error}"
        );
        // A row to which none refers may go.
        fixture.file(
            "V002__next.sql",
            format!(
                "-- N.\n-- expect: rows p -1\n{}",
                delete.replace("id = 1", "id = 2")
            ),
        );
        assert_eq!(fixture.migrate(&["up"]).code, 0, "{delete}");
        assert_eq!(fixture.ask("SELECT id FROM p"), ["1"]);
    }
}

#[test]
fn the_function_of_the_program_is_seen_between_two_marks() {
    for (call, is_refused) in [
        ("/*/ ' */ SELECT sco_row_updated(1, 2) /*/ ' /**/;", true),
        ("/*/ ' */ SELECT 'sco_row_updated(1, 2)' /*/ ' /**/;", false),
        ("SELECT 1 /*/ sco_row_updated(1, 2) /**/;", false),
    ] {
        let fixture = with_rows();
        fixture.file("V002__next.sql", format!("-- N.\n{call}"));
        let run = fixture.migrate(&["up"]);
        let told = "V002__next.sql:2:17: sco_row_updated is called by the program alone";
        assert_eq!(run.stderr.contains(told), is_refused, "{run:?}");
        assert_eq!(run.code == 0, !is_refused, "{run:?}");
    }
}

#[test]
fn a_name_has_its_marks_as_sqlite_reads_them() {
    for (written, name) in [
        ("\"a``b\"", "a``b"),
        ("[a\"\"b]", "a\"\"b"),
        ("[a``b]", "a``b"),
        ("`a\"\"b`", "a\"\"b"),
        ("`a``b`", "a`b"),
        ("\"a\"\"b\"", "a\"b"),
        ("\"a''b\"", "a''b"),
    ] {
        let table = format!("CREATE TABLE q (id INTEGER PRIMARY KEY, {written} TEXT);\n");
        let rows = "INSERT INTO q VALUES (1, 'x');";
        let quoted = format!("\"{}\"", name.replace('"', "\"\""));
        let cases: &[(String, Option<String>)] = &[
            ("UPDATE q SET id = id + 1;".to_owned(), None),
            (format!("ALTER TABLE q RENAME COLUMN {written} TO z;"), None),
            (
                format!(
                    "CREATE TABLE n (id INTEGER PRIMARY KEY, {quoted} TEXT);\nINSERT INTO n SELECT id, {written} FROM q;\nDROP TABLE q;\nALTER TABLE n RENAME TO q;"
                ),
                None,
            ),
            (
                format!("ALTER TABLE q DROP COLUMN {written};"),
                Some(format!("drop column q.{quoted}")),
            ),
            (
                format!(
                    "-- N.\n-- expect: drop column q.{quoted}\nALTER TABLE q DROP COLUMN {written};"
                ),
                None,
            ),
        ];
        for (change, head) in cases {
            let case: Case<'_> = (&[&table], rows, &[change], head.as_deref());
            refused_as_asked(&[case]);
        }
    }
}

#[test]
fn a_keyword_is_no_name_in_quotes() {
    const MADE: &str = "CREATE TRIGGER g AFTER INSERT ON c BEGIN INSERT INTO b SELECT 1 FROM a LEFT JOIN b ON b.x = new.x WHERE new.x IS NOT NULL; SELECT x'6a' FROM a; END;\n";
    let schema =
        format!("CREATE TABLE a (x, \"null\");\nCREATE TABLE b (x);\nCREATE TABLE c (x);\n{MADE}");
    for (from, to, head) in [
        ("IS NOT NULL", "IS NOT \"null\"", Some("change trigger g")),
        ("a LEFT JOIN", "a \"LEFT\" JOIN", Some("change trigger g")),
        ("x'6a'", "x '6a'", Some("change trigger g")),
        ("x'6a'", "X'6A'", None),
        ("IS NOT NULL", "is not null", None),
        ("b.x = new.x", "\"b\".[x] = new.`x`", None),
        ("a LEFT JOIN", "[a] left JOIN", None),
    ] {
        assert!(MADE.contains(from), "{from}");
        let change = format!("DROP TRIGGER g;\n{}", MADE.replacen(from, to, 1));
        refused_as_asked(&[(&[&schema], "", &[&change], head)]);
    }
}

/// SQLite would take each for NULL. No text begins where the name of one has a mark.
#[test]
fn a_parameter_has_no_value() {
    for (statement, place) in [
        ("SELECT 1, $a('), 2; DELETE FROM p; SELECT $a(');", "2:11"),
        ("UPDATE c SET n = :n::m;", "2:18"),
        ("INSERT INTO c VALUES (?);", "2:23"),
    ] {
        let fixture = with_rows();
        fixture.file("V002__next.sql", format!("-- N.\n{statement}"));
        let error = fixture.refused();
        let told =
            format!("V002__next.sql:{place}: a parameter has no value here; write the value out");
        assert!(error.contains(&told), "{error}");
    }
    refused("UPDATE c SET n = '?1 :n $a';", None);
}

/// A view of the migrations that was changed so is the user's own: a migration may not take its place in silence.
#[test]
fn a_view_that_says_something_else_is_the_users() {
    let fixture = |own: &str| {
        let fixture = Fixture::new();
        fixture.file(
            "V001__first.sql",
            "-- One.\nCREATE TABLE a (x, \"null\");\nCREATE VIEW v AS SELECT '5' AS y, NULL AS z, x FROM a;\n",
        );
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        let changed = format!("DROP VIEW v; CREATE VIEW v AS SELECT {own} FROM a;");
        fixture.open().execute_batch(&changed).unwrap();
        fixture.file(
            "V002__next.sql",
            "-- Two.\nDROP VIEW IF EXISTS v;\nCREATE VIEW v AS SELECT 1 AS y, 2 AS z, 3 AS x;\n",
        );
        fixture
    };
    for own in ["5 AS y, NULL AS z, x", "'5' AS y, \"null\" AS z, x"] {
        let error = fixture(own).refused();
        assert!(
            error.contains("your view v has the name of a view"),
            "{error}"
        );
    }
    let ours = fixture("'5' AS \"y\", NULL AS z, [x]");
    assert_eq!(ours.migrate(&["up"]).code, 0);
    assert_eq!(ours.ask("SELECT x FROM v"), ["3"]);
}

/// A schema, and a change of it that loses one thing.
const AWKWARD: &[(&str, &str)] = &[
    (
        "CREATE TABLE t (id INTEGER, note TEXT CHECK (note <> 'a\nb'));",
        WITHOUT_CHECK,
    ),
    (
        "CREATE TABLE t (id INTEGER, note TEXT CHECK (note <> 'a\\nb'));",
        WITHOUT_CHECK,
    ),
    (
        "CREATE TABLE t (id INTEGER, note TEXT CHECK (note NOT LIKE '\\%\\\r\n\u{1b}\u{2028}\t -- /*' /* once */ AND -- twice\n note <> '\\'));",
        WITHOUT_CHECK,
    ),
    (
        "CREATE TABLE \"a\nb\" (z, \"c\r\nd\" TEXT);",
        "ALTER TABLE \"a\nb\" DROP COLUMN \"c\r\nd\";",
    ),
    ("CREATE TABLE [a\n\"\"b] (x);", "DROP TABLE [a\n\"\"b];"),
    (
        "CREATE TABLE t (x);\nCREATE INDEX `i\n-- expect: drop table t` ON t (x);",
        "DROP INDEX \"i\n-- expect: drop table t\";",
    ),
    (
        "CREATE TABLE t (x);\nCREATE VIEW \"é\n\" AS SELECT x FROM t;",
        "DROP VIEW \"é\n\";",
    ),
];

const WITHOUT_CHECK: &str =
    "CREATE TABLE n (id INTEGER, note TEXT);\nDROP TABLE t;\nALTER TABLE n RENAME TO t;";

#[test]
fn a_remedy_can_be_followed_whatever_the_words() {
    for (schema, change) in AWKWARD {
        let fixture = Fixture::new();
        fixture.file("V001__first.sql", format!("-- One.\n{schema}\n"));
        assert_eq!(fixture.migrate(&["up"]).code, 0, "{schema}");
        fixture.file("V002__next.sql", format!("-- Two.\n{change}\n"));
        let error = fixture.refused();
        let asked = error.split("has to say `").nth(1).unwrap();
        let head = asked.lines().next().unwrap().strip_suffix('`').unwrap();
        fixture.file("V002__next.sql", format!("-- Two.\n{head}\n{change}\n"));
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{head} {run:?}");
    }
}

#[test]
fn a_line_break_is_announced_as_one() {
    let (schema, change) = AWKWARD[0];
    for (said, passes) in [
        (r"CHECK (note <> 'a\nb')", true),
        (r"check ( NOTE <> 'a\u000ab' )", true),
        (r"CHECK (note <> 'a b')", false),
        (r"CHECK (note <> 'a\\nb')", false),
        (r"CHECK (note <> 'a\u000Db')", false),
    ] {
        let fixture = Fixture::new();
        fixture.file("V001__first.sql", format!("-- One.\n{schema}\n"));
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        let head = format!("-- expect: drop constraint t.{said}");
        fixture.file("V002__next.sql", format!("-- Two.\n{head}\n{change}\n"));
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code == 0, passes, "{head} {run:?}");
    }
}

#[test]
fn a_head_that_ends_within_a_name_is_not_understood() {
    for head in [
        "drop table \"é",
        "drop table 'é",
        "drop table [é",
        "drop table `",
        "drop constraint t.'é",
    ] {
        let fixture = with_rows();
        fixture.file(
            "V002__next.sql",
            format!("-- Two.\n-- expect: {head}\nSELECT 1;\n"),
        );
        let error = fixture.refused();
        assert!(error.contains("V002__next.sql:2: "), "{error}");
    }
}
