//! Every schema version that was released upgrades to the newest with its rows intact.

use sco_facts::migrate::compare::TableChange;
use sco_facts::tables::Holds;

use crate::fixture::{ask, changes};
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

/// How the tables differ before and after, without the search index, which is filled anew from the others.
fn kept_tables(world: &World) -> Vec<TableChange> {
    let mut tables = changes(&world.path("before.db"), &world.path("sco.db"));
    tables.retain(|table| !table.table.starts_with("search_"));
    tables
}

/// The columns whose values have another form since V013: all numbers are reals, and one standing has
/// another word.
fn is_new_form(table: &str, column: &str) -> bool {
    let is_number = sco_facts::tables::ALL_TABLES
        .iter()
        .find(|known| known.name == table)
        .into_iter()
        .flat_map(|known| known.fields())
        .any(|field| field.name == column && field.holds == Holds::Number);
    is_number || (table, column) == ("memberships", "standing")
}

/// The numbers and standings that do not mean what they meant before.
fn compared(before: &std::path::Path, after: &std::path::Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(after).unwrap();
    let attach = format!("ATTACH '{}' AS before", before.display());
    connection.execute_batch(&attach).unwrap();
    let moved =
        "SELECT count(*) FROM pragma_table_info('positions', 'before') WHERE name = 'about'";
    // What a position is about stood in a column before V013.
    let about = match ask(&connection, moved)[0].as_str() {
        "0" => "SELECT fact_id, entity_id, origin FROM before.position_about",
        _ => "SELECT fact_id, about, origin FROM before.positions WHERE about IS NOT NULL",
    };
    let sql = format!(
        "SELECT now.fact_id FROM memberships AS now JOIN before.memberships AS was USING (fact_id)
         WHERE now.standing <> replace(was.standing, 'none', 'not_member')
         UNION ALL
         SELECT fact_id FROM ({about}
             EXCEPT SELECT fact_id, entity_id, origin FROM position_about)
         UNION ALL
         SELECT now.fact_id FROM indicators AS now JOIN before.indicators AS was USING (fact_id)
         WHERE (now.value, now.value_plain) IS NOT (CAST(was.value AS REAL), CAST(was.value_plain AS REAL))
         UNION ALL
         SELECT now.fact_id FROM trade_figures AS now JOIN before.trade_figures AS was USING (fact_id)
         WHERE (now.value, now.value_usd, now.corrected_value, now.corrected_min, now.corrected_max, now.corrected_value_usd)
            IS NOT (was.value, was.value_usd, was.corrected_value, was.corrected_min, was.corrected_max, was.corrected_value_usd)"
    );
    ask(&connection, &sql)
}

fn fixtures() -> Vec<String> {
    let found = contents(&here().join("tests/it/fixtures"));
    found
        .into_keys()
        .filter(|name| name.starts_with('v'))
        .collect()
}

fn every_fact_is_said(world: &World, fixture: &str) {
    assert_eq!(
        world.ask("SELECT fact_id FROM v_facts WHERE statement IS NULL"),
        Vec::<String>::new(),
        "{fixture}: every fact is said in a sentence"
    );
    assert_eq!(
        world.ask(
            "SELECT statement FROM v_memberships
             WHERE fact_id = 'my-forecast' AND statement NOT LIKE 'Expected: %'"
        ),
        Vec::<String>::new(),
        "{fixture}: without a pattern too"
    );
}

#[test]
fn every_old_version_upgrades_with_its_rows() {
    for fixture in fixtures() {
        let world = older(&fixture);
        let run = world.sco(&["migrate", "up"]);
        assert_eq!(run.code, 0, "{fixture}: {run:?}");
        for table in kept_tables(&world) {
            // What a position is about has a table of its own since V013.
            let moved = |column: &&String| {
                (table.table.as_str(), column.as_str()) == ("positions", "about")
            };
            let columns_lost = table.columns_lost.iter().filter(|column| !moved(column));
            let lost = (table.removed, columns_lost.count());
            assert_eq!(lost, (0, 0), "{fixture}: {table:?}");
            let changed = table
                .cells
                .keys()
                .filter(|column| !is_new_form(&table.table, column));
            assert_eq!(changed.count(), 0, "{fixture}: {table:?}");
        }
        assert_eq!(
            compared(&world.path("before.db"), &world.path("sco.db")),
            Vec::<String>::new(),
            "{fixture}: numbers and standings mean the same"
        );
        assert_eq!(
            world.sco(&["migrate", "check"]).code,
            0,
            "the schema is that of a fresh build"
        );
        assert_eq!(world.ask("PRAGMA integrity_check"), ["ok"]);
        assert_eq!(
            world.ask("SELECT count(*) > 0 FROM search_rows"),
            ["1"],
            "the new index is filled"
        );
        assert!(world.ask("PRAGMA foreign_key_check").is_empty());
        assert_eq!(
            world.ask(
                "SELECT typeof(value) || ' ' || value FROM indicators WHERE fact_id = 'my-int'"
            ),
            // The nearest number that there is; the printed one has all digits.
            ["real 9007199254740992.0"]
        );
        every_fact_is_said(&world, &fixture);
        assert_eq!(
            world.ask("SELECT name FROM entities WHERE entity_id = 'my-01234'"),
            ["01234"]
        );
        assert_eq!(
            world.ask("SELECT count(*) FROM my_view"),
            world.ask("SELECT count(*) FROM facts WHERE origin = 'me'")
        );
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
        // V013 made the table anew.
        let missed = "note: your trigger my_trigger on facts does not fire while migrations write the table: ";
        let is_remade = fixture.as_str() < "v013";
        assert_eq!(run.stderr.contains(missed), is_remade, "{run:?}");
        assert_eq!(
            contents(&world.path("exports")),
            contents(&fresh.path("exports")),
            "{fixture}"
        );
        let of_others = kept_tables(&world);
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

#[test]
fn a_fresh_build_over_an_old_version_names_the_rows_that_it_would_drop() {
    for fixture in fixtures() {
        let world = older(&fixture);
        let run = world.sco(&["build", "--fresh"]);
        assert_eq!(run.code, 2, "{fixture}: {run:?}");
        let message = "sco.db holds what `--fresh` would drop";
        assert!(run.stderr.contains(message), "{fixture}: {run:?}");
    }
}

/// A new database has nothing to lose, and so the program's own files run on it without the guard.
#[test]
fn a_new_database_is_the_same_with_the_guard_and_without_it() {
    let world = World::new();
    let set = here().join("migrations");
    let guarded = ["migrate", "up", "--dir", set.to_str().unwrap(), "--db"];
    for (arguments, db) in [
        (&guarded[..], "guarded.db"),
        (&["migrate", "up", "--db"], "plain.db"),
    ] {
        let run = world.sco(&[arguments, &[db]].concat());
        assert_eq!(run.code, 0, "{run:?}");
    }
    let [one, two] = ["guarded.db", "plain.db"].map(|db| std::fs::read(world.path(db)).unwrap());
    assert!(one == two, "the files differ");
}
