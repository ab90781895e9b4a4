use super::*;

fn shown(sql: &str) -> Vec<String> {
    Definition::of(sql)
        .clauses
        .iter()
        .map(|clause| format!("{}: {}", clause.kind, clause.words))
        .collect()
}

#[test]
fn every_clause_is_read() {
    let sql = r#"CREATE TABLE "a b" (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- a comment
        "my code" VARCHAR(10, 2) CONSTRAINT c1 NOT NULL ON CONFLICT REPLACE COLLATE NOCASE DEFAULT ('x' || (1)) UNIQUE,
        n DEFAULT -5 NULL REFERENCES p ON DELETE SET NULL ON UPDATE CASCADE NOT DEFERRABLE NOT NULL,
        g TEXT GENERATED ALWAYS AS (n || 'AS') STORED,
        h AS (n),
        CONSTRAINT short CHECK (length("my code") < 3),
        UNIQUE (n, "my code" DESC) ON CONFLICT IGNORE,
        FOREIGN KEY (n, id) REFERENCES q (a, b) DEFERRABLE INITIALLY DEFERRED
    ) STRICT, WITHOUT ROWID"#;
    let wanted = [
        "type: INTEGER",
        "constraint: AUTOINCREMENT",
        "key: PRIMARY KEY (id)",
        "type: VARCHAR(10, 2)",
        "constraint: NOT NULL \"my code\"",
        "collation: COLLATE NOCASE",
        "default: DEFAULT ('x' || (1))",
        "constraint: UNIQUE (\"my code\")",
        "type: ",
        "default: DEFAULT -5",
        "constraint: FOREIGN KEY (n) REFERENCES p () ON UPDATE CASCADE ON DELETE SET NULL",
        "constraint: NOT NULL n",
        "type: TEXT",
        "generated: GENERATED ALWAYS AS (n || 'AS') STORED",
        "type: ",
        "generated: GENERATED ALWAYS AS (n)",
        "constraint: CHECK short",
        "constraint: UNIQUE (n, \"my code\")",
        "constraint: FOREIGN KEY (n, id) REFERENCES q (a, b) ON UPDATE NO ACTION ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED",
        "strict: STRICT",
        "rowid: WITHOUT ROWID",
    ];
    assert_eq!(shown(sql), wanted);
    let definition = Definition::of(sql);
    assert_eq!(definition.columns, ["id", "my code", "n", "g", "h"]);
    assert_eq!(definition.key(), ["id"]);
    assert!(definition.is_generated("H") && !definition.is_generated("n"));
}

#[test]
fn the_form_for_a_column_equals_the_form_for_the_table() {
    let of_columns =
        Definition::of("CREATE TABLE t (a TEXT PRIMARY KEY ASC, b INT UNIQUE REFERENCES p (x))");
    let of_table = Definition::of(
        "create table T (a text, B int, primary key (a), unique (\"b\"), foreign key (b) references [p] (x) on delete no action)",
    );
    let sorted = |definition: &Definition| {
        let mut clauses: Vec<String> = definition
            .clauses
            .iter()
            .map(|clause| format!("{:?} {:?}", clause.kind, clause.tokens))
            .collect();
        clauses.sort();
        clauses
    };
    assert_eq!(sorted(&of_columns), sorted(&of_table));
}

#[test]
fn what_follows_a_conflict_clause_differs() {
    let tokens = |sql: &str| Definition::of(sql).clauses[1].tokens.clone();
    assert_ne!(
        tokens("CREATE TABLE t (a UNIQUE)"),
        tokens("CREATE TABLE t (a UNIQUE ON CONFLICT REPLACE)")
    );
    assert_ne!(
        tokens("CREATE TABLE t (a CHECK (a > 1))"),
        tokens("CREATE TABLE t (a CHECK (a > 2))")
    );
}
