//! The schema is what `schema.sql` shows, holds the same words as the program, and guards itself.

use rusqlite::Connection;
use sco_facts::tables::{CellType, TABLES};

use crate::world::{World, ask, here, is_installed, run};

fn built() -> (World, Connection) {
    let world = World::new();
    world.build();
    let connection = world.open();
    (world, connection)
}

fn schema(connection: &Connection) -> String {
    let sql = "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type = 'view', type = 'index', name";
    ask(connection, sql).join("\n\n") + "\n"
}

#[test]
fn the_schema_is_the_one_on_record() {
    let (_world, connection) = built();
    snapbox::assert_data_eq!(
        schema(&connection),
        snapbox::file!["golden/schema.sql"].raw()
    );
}

#[test]
fn the_words_in_the_schema_are_the_words_of_the_program() {
    let (_world, connection) = built();
    for table in TABLES {
        for column in table.columns() {
            let CellType::Word(words) = column.cell else {
                continue;
            };
            let table = if table.own.iter().any(|own| own.name == column.name) {
                table.name
            } else {
                "facts"
            };
            let sql: String = connection
                .query_row(
                    "SELECT sql FROM sqlite_schema WHERE name = ?1",
                    [table],
                    |row| row.get(0),
                )
                .unwrap();
            let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
            let check = format!("{}IN({})", column.name, quoted.join(","));
            let bare: String = sql.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(bare.contains(&check), "{table} does not hold {check}");
        }
    }
}

#[test]
fn the_database_is_sound_and_says_what_it_is() {
    let (world, _connection) = built();
    assert_eq!(world.ask("PRAGMA integrity_check"), ["ok"]);
    assert!(world.ask("PRAGMA foreign_key_check").is_empty());
    assert_eq!(world.ask("PRAGMA application_id"), ["1396920134"]);
    assert_eq!(
        world.ask("PRAGMA user_version"),
        [sco_facts::migrate::set::Set::embedded()
            .newest()
            .to_string()]
    );
    assert_eq!(
        world.ask("SELECT count(*) FROM refinery_schema_history"),
        [sco_facts::migrate::set::Set::embedded()
            .newest()
            .to_string()]
    );
}

/// Some readers cannot count a table without a rowid, and want one type in a column.
#[test]
fn tables_have_the_form_that_other_readers_want() {
    let (world, _connection) = built();
    let ours = "pragma_table_list AS list WHERE list.schema = 'main' AND list.type = 'table' AND list.name NOT LIKE 'sqlite%' AND list.name NOT LIKE 'refinery%'";
    assert_eq!(
        world.ask(&format!(
            "SELECT name FROM {ours} AND (list.wr OR NOT list.strict)"
        )),
        Vec::<String>::new()
    );
    let any = "SELECT list.name || '.' || info.name FROM pragma_table_info(list.name) AS info, ";
    assert_eq!(
        world.ask(&format!(
            "{any}{ours} AND info.type NOT IN ('TEXT', 'INTEGER', 'REAL')"
        )),
        Vec::<String>::new()
    );
}

#[test]
fn hidden_rowids_follow_the_keys() {
    let (world, _connection) = built();
    for table in sco_facts::tables::ALL_TABLES {
        let in_order = |order: &str| {
            let key = table.key.join(" || ' ' || ");
            world.ask(&format!(
                "SELECT {key} FROM {} ORDER BY {order}",
                table.name
            ))
        };
        assert_eq!(
            in_order("rowid"),
            in_order(&table.key.join(", ")),
            "{}",
            table.name
        );
    }
}

#[test]
fn every_view_answers() {
    let (world, connection) = built();
    let views = world.ask("SELECT name FROM sqlite_schema WHERE type = 'view'");
    for view in views {
        let rows: i64 = connection
            .query_row(&format!("SELECT count(*) FROM {view}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        let of_a_kind = sco_facts::tables::kinds().find(|(_, fact)| fact.view.name == view);
        let may_be_empty = match of_a_kind {
            Some((table, _)) => world.ask(&format!("SELECT count(*) FROM {}", table.name)) == ["0"],
            None => ["v_conflicts", "v_map", "v_trade_flows", "unnamed_entities"]
                .contains(&view.as_str()),
        };
        assert!(rows > 0 || may_be_empty, "{view} is empty");
    }
    let facts = world.ask("SELECT count(*) FROM facts");
    assert_eq!(world.ask("SELECT count(*) FROM v_facts"), facts);
    assert_eq!(
        world.ask("SELECT count(*) FROM v_facts WHERE citation IS NULL OR statement IS NULL"),
        ["0"]
    );
}

/// Each statement breaks a promise that the schema keeps on its own.
const BROKEN: &[(&str, &str)] = &[
    (
        "UPDATE memberships SET standing = 'friend'",
        "standing_is_known",
    ),
    (
        "UPDATE memberships SET date_from = '2001-02-30'",
        "days_are_real",
    ),
    (
        "UPDATE memberships SET date_from = '2020-01-01', date_to = '2019-01-01'",
        "days_are_in_order",
    ),
    (
        "UPDATE memberships SET date_role = NULL",
        "a_date_has_a_role",
    ),
    (
        "UPDATE facts SET status = 'attributed', attributed_to = NULL",
        "an_attributed_fact_names_whom",
    ),
    ("UPDATE facts SET rank = 'preferred'", "a_rank_has_a_reason"),
    (
        "UPDATE citations SET digest = upper(digest)",
        "digest_is_sha256",
    ),
    (
        "UPDATE citations SET n_chars = 10",
        "window_is_20_to_300_characters",
    ),
    (
        "UPDATE trade_figures SET currency = NULL",
        "only_a_value_has_a_currency",
    ),
    (
        "UPDATE trade_figures SET value = 'many'",
        "cannot store TEXT value in REAL column trade_figures.value",
    ),
    (
        "DELETE FROM entities WHERE entity_id = 'ARD'",
        "FOREIGN KEY constraint failed",
    ),
    (
        "INSERT INTO entities (entity_id, kind, name) VALUES ('x', 'state', 'X')",
        "NOT NULL constraint failed: entities.origin",
    ),
];

#[test]
fn the_schema_guards_itself() {
    let (_world, connection) = built();
    connection
        .pragma_update(None, "foreign_keys", true)
        .unwrap();
    for (sql, wanted) in BROKEN {
        let error = connection.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains(wanted), "{sql}: {error}");
    }
}

#[test]
fn every_migration_file_is_in_the_program() {
    let files = crate::world::contents(&here().join("migrations"))
        .into_keys()
        .filter(|name| name.ends_with(".sql"));
    let known: Vec<String> = sco_facts::migrate::set::Set::embedded()
        .files
        .iter()
        .map(|file| format!("{}.sql", file.label()))
        .collect();
    assert_eq!(files.collect::<Vec<_>>(), known);
}

/// The shell of Debian 12 is SQLite 3.40.
#[test]
fn the_sqlite3_shell_opens_it() {
    let (world, connection) = built();
    if !is_installed("sqlite3") {
        return;
    }
    let shell = run(std::process::Command::new("sqlite3")
        .current_dir(world.path(""))
        .args(["-readonly", "sco.db", "PRAGMA integrity_check; SELECT count(*) FROM v_facts; SELECT count(*) FROM start_here;"]));
    let start_here: i64 = connection
        .query_row("SELECT count(*) FROM start_here", [], |row| row.get(0))
        .unwrap();
    let facts = world.count_facts();
    assert_eq!(
        shell.stdout,
        format!("ok\n{facts}\n{start_here}\n"),
        "{shell:?}"
    );
}
