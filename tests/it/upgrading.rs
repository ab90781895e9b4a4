//! Every schema version that was released upgrades to the newest with its rows intact.

use crate::fixture::changes;
use crate::world::{World, contents, here};

/// A world whose database is that of an older version, as a user left it.
fn older(fixture: &str) -> World {
    let world = World::new();
    let sql = std::fs::read_to_string(here().join("tests/it/fixtures").join(fixture)).unwrap();
    for name in ["sco.db", "before.db"] {
        let connection = rusqlite::Connection::open(world.path(name)).unwrap();
        connection.execute_batch(&sql).unwrap();
    }
    world
}

fn fixtures() -> Vec<String> {
    let found = contents(&here().join("tests/it/fixtures"));
    found
        .into_keys()
        .filter(|name| name.starts_with('v'))
        .collect()
}

#[test]
fn every_old_version_upgrades_with_its_rows() {
    for fixture in fixtures() {
        let world = older(&fixture);
        let run = world.sco(&["migrate", "up"]);
        assert_eq!(run.code, 0, "{fixture}: {run:?}");
        for table in changes(&world.path("before.db"), &world.path("sco.db")) {
            let lost = (
                table.removed,
                table.changed,
                table.types.len(),
                table.columns_lost.len(),
            );
            assert_eq!(lost, (0, 0, 0, 0), "{fixture}: {table:?}");
        }
        assert_eq!(
            world.sco(&["migrate", "check"]).code,
            0,
            "the schema is that of a fresh build"
        );
        assert_eq!(world.ask("PRAGMA integrity_check"), ["ok"]);
        assert_eq!(
            world.ask("SELECT count(*) > 0 FROM search_index"),
            ["1"],
            "the new index is filled"
        );
        assert!(world.ask("PRAGMA foreign_key_check").is_empty());
        assert_eq!(
            world.ask(
                "SELECT typeof(value) || ' ' || value FROM indicators WHERE fact_id = 'my-int'"
            ),
            ["integer 9007199254740993"]
        );
        assert_eq!(
            world.ask("SELECT name FROM entities WHERE entity_id = 'my-01234'"),
            ["01234"]
        );
        assert_eq!(world.ask("SELECT count(*) FROM my_view"), ["4"]);
        assert_eq!(
            world.ask("SELECT seq FROM sqlite_sequence WHERE name = 'my_notes'"),
            ["9"]
        );
        let objects = "SELECT group_concat(type, ' ') FROM (SELECT type FROM sqlite_schema WHERE name LIKE 'my\\_%' ESCAPE '\\' ORDER BY type)";
        assert_eq!(world.ask(objects), ["index table trigger view"]);
    }
}

#[test]
fn an_upgraded_database_equals_a_fresh_build_in_content() {
    let fresh = World::new();
    fresh.build();
    for fixture in fixtures() {
        let world = older(&fixture);
        let run = world.build();
        assert!(
            run.stderr
                .contains("note: the database as it was is kept at sco.db.before-V"),
            "{run:?}"
        );
        assert_eq!(
            contents(&world.path("exports")),
            contents(&fresh.path("exports")),
            "{fixture}"
        );
        let of_others = changes(&world.path("before.db"), &world.path("sco.db"));
        assert!(
            of_others.iter().all(|table| table.removed == 0),
            "{of_others:?}"
        );
        let current = world.build();
        assert!(
            current
                .stdout
                .contains("is current; not a byte was changed"),
            "{current:?}"
        );
    }
}
