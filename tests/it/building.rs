//! The same seeds give the same bytes, a current file keeps its own, and what is the user's stays.

use rusqlite::Connection;

use crate::world::{World, contents};

fn hashes(world: &World) -> (Vec<u8>, std::collections::BTreeMap<String, Vec<u8>>) {
    (
        std::fs::read(world.path("sco.db")).unwrap(),
        contents(&world.path("exports")),
    )
}

/// The lines of every seed file but the header, turned round.
fn shuffled(world: &World) {
    for name in contents(&world.path("seeds"))
        .keys()
        .filter(|name| name.ends_with(".csv"))
    {
        let text = world.read(&format!("seeds/{name}"));
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        world.write(&format!("seeds/{name}"), lines.join("\n") + "\n");
    }
}

#[test]
fn another_dataset_has_its_own_name_and_organisation_and_no_place_in_this_one() {
    let world = World::new().set("dataset", "sco-facts", "name", "lakes");
    world.build();
    assert_eq!(world.ask("SELECT DISTINCT origin FROM facts"), ["lakes"]);
    let export = world.sco(&["export", "--check"]);
    assert_eq!(export.code, 0, "{export:?}");
    let run = world
        .set("dataset", "lakes", "name", "ponds")
        .sco(&["build"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: the database holds the dataset `lakes`, and the seeds are `ponds`; nothing was changed; name another file with `--db`\n"
        )
    );
}

#[test]
fn a_build_says_what_the_file_holds_and_what_was_written() {
    let world = World::new();
    let run = world.build();
    snapbox::assert_data_eq!(
        &run.stdout,
        snapbox::str![[r#"
[..]  sources
[..]  source_references
[..]  source_authors
[..]  citations
[..]  omissions
[..]  entities
[..]  entity_names
[..]  entity_codes
[..]  entity_members
[..]  places
[..]  dataset
[..]  terms
[..]  facts
[..]  fact_citations
[..]  fact_references
[..]  memberships
[..]  offices
[..]  relations
[..]  events
[..]  event_participants
[..]  event_variants
[..]  trade_figures
[..]  indicators
[..]  indicator_together
[..]  positions
[..]  position_about
[..]  fact_links
[..]  retired_ids
[..] facts on [..] citations in [..] sources; [..] rules hold
sco.db written: [..] migrations, [..] rows inserted, 0 updated, 0 deleted
exports/: [..] files, [..] of them written
[..] s

"#]]
    );
    for table in sco_facts::tables::TABLES {
        let line = format!("{:>7}  {}\n", world.count(table.name), table.name);
        assert!(run.stdout.contains(&line), "{line}{}", run.stdout);
    }
    let (facts, files) = (world.count_facts(), crate::exporting::count_files());
    let (citations, sources) = (world.count("citations"), world.count("sources"));
    let rules = sco_facts::check::RULES.len();
    for line in [
        format!("{facts:>7}  facts\n"),
        format!(
            "{facts} facts on {citations} citations in {sources} sources; {rules} rules hold\n"
        ),
        format!("exports/: {files} files, {files} of them written\n"),
    ] {
        assert!(run.stdout.contains(&line), "{line}{}", run.stdout);
    }
}

#[test]
fn the_same_seeds_in_any_order_give_the_same_bytes() {
    let (one, two) = (World::new(), World::new());
    shuffled(&two);
    one.build();
    two.build();
    assert!(hashes(&one) == hashes(&two));
}

#[test]
fn a_current_file_keeps_its_bytes_and_its_time() {
    let world = World::new();
    world.build();
    let (before, time) = (
        hashes(&world),
        std::fs::metadata(world.path("sco.db"))
            .unwrap()
            .modified()
            .unwrap(),
    );
    let run = world.build();
    snapbox::assert_data_eq!(
        run.stdout,
        snapbox::str![[r#"
...
sco.db is current; not a byte was changed
exports/: [..] files, 0 of them written
[..] s

"#]]
    );
    assert!(before == hashes(&world));
    assert_eq!(
        time,
        std::fs::metadata(world.path("sco.db"))
            .unwrap()
            .modified()
            .unwrap()
    );
}

#[test]
fn only_what_differs_is_written() {
    let world = World::new();
    world.build();
    let world = world
        .set("entities", "CAN", "name", "Kantria")
        .add(
            "entity_codes",
            &[("entity_id", "BOR"), ("scheme", "m49"), ("code", "011")],
        )
        .remove("entity_names", "LC");
    let run = world.build();
    snapbox::assert_data_eq!(
        run.stdout,
        snapbox::str![[r#"
...
sco.db written: 0 migrations, 1 row inserted, 1 updated, 1 deleted
exports/: [..] files, 11 of them written
[..] s

"#]]
    );
    let fresh = World::new();
    for (name, bytes) in contents(&world.path("seeds")) {
        fresh.write(&format!("seeds/{name}"), bytes);
    }
    fresh.build();
    assert_eq!(
        contents(&world.path("exports")),
        contents(&fresh.path("exports"))
    );
}

#[test]
fn rows_of_another_origin_stay() {
    let world = World::new();
    world.build();
    let user = Connection::open(world.path("sco.db")).unwrap();
    user.execute(
        "INSERT INTO entities (entity_id, kind, name, origin) VALUES ('my-lake', 'place', 'My lake', 'me')",
        [],
    )
    .unwrap();
    user.execute(
        "CREATE VIEW my_view AS SELECT count(*) AS rows FROM entities",
        [],
    )
    .unwrap();
    drop(user);
    let world = world.set("entities", "CAN", "name", "Kantria");
    world.build();
    assert_eq!(
        world.ask("SELECT name FROM entities WHERE origin = 'me'"),
        ["My lake"]
    );
    let rows = world.count("entities") + 1;
    assert_eq!(world.ask("SELECT rows FROM my_view"), [rows.to_string()]);
    assert!(!world.read("exports/entities.csv").contains("my-lake"));
    let run = world.sco(&["build", "--fresh"]);
    assert_eq!(run.code, 2);
    snapbox::assert_data_eq!(
        &run.stderr,
        snapbox::str![[r#"
error: sco.db holds what `--fresh` would drop: view my_view, 1 row of entities; nothing was changed; run `sco build` without `--fresh`, or name another file with `--db`

"#]]
    );
    // The size of the pages is no reason to drop it.
    let of_pages = |size: u32| {
        let sql = format!("PRAGMA page_size = {size}; VACUUM");
        Connection::open(world.path("sco.db"))
            .unwrap()
            .execute_batch(&sql)
            .unwrap();
    };
    of_pages(8192);
    assert_eq!(world.sco(&["build", "--fresh"]).stderr, run.stderr);
    of_pages(4096);
    assert_eq!(
        world.ask("SELECT name FROM entities WHERE origin = 'me'"),
        ["My lake"]
    );
}

#[test]
fn an_id_that_the_user_took_is_named_and_nothing_is_written() {
    let world = World::new();
    world.build();
    let user = Connection::open(world.path("sco.db")).unwrap();
    user.execute(
        "INSERT INTO entities (entity_id, kind, name, origin) VALUES ('new-lake', 'place', 'Mine', 'me')",
        [],
    )
    .unwrap();
    drop(user);
    let before = hashes(&world);
    let world = world
        .add(
            "entities",
            &[
                ("entity_id", "new-lake"),
                ("kind", "place"),
                ("name", "New lake"),
            ],
        )
        .set("events", "ev-founding", "place", "new-lake");
    let run = world.sco(&["build"]);
    assert_eq!(run.code, 2);
    snapbox::assert_data_eq!(
        run.stderr,
        snapbox::str![[r#"
error: the id `new-lake` of entities is used by rows of origin `me` in this database; nothing was changed; rename those rows, then run again

"#]]
    );
    assert!(before == hashes(&world));
}

#[test]
fn fresh_gives_the_bytes_of_a_first_build() {
    let world = World::new();
    world.build();
    let first = hashes(&world);
    let changed = world.set("entities", "CAN", "name", "Kantria");
    changed.build();
    let back = changed.set("entities", "CAN", "name", "Cantria");
    assert_eq!(back.sco(&["build", "--fresh"]).code, 0);
    assert!(first == hashes(&back));
    let left: Vec<String> = contents(&back.path("")).into_keys().collect();
    assert_eq!(left, ["sco.db"]);
    // Pages of another size are kept.
    Connection::open(back.path("sco.db"))
        .unwrap()
        .execute_batch("PRAGMA page_size = 8192; VACUUM")
        .unwrap();
    let run = back.sco(&["build", "--fresh"]);
    assert!(
        run.code == 0
            && run.stderr.contains(
                "sco.db had pages of another size; what was there is kept as sco.db.replaced."
            ),
        "{run:?}"
    );
    assert!(first == hashes(&back));
}

#[test]
fn dates_and_amounts_are_worked_out() {
    let world = World::new();
    world.build();
    assert_eq!(
        world.ask("SELECT fact_id || ' ' || ifnull(date_from, '-') || ' ' || ifnull(date_to, '-') || ' ' || date_precision FROM memberships ORDER BY fact_id"),
        ["m-ard 1999-05-01 1999-05-31 month", "m-bor 1999-05-01 1999-05-31 month", "m-can 2004-01-01 2004-12-31 year", "m-dor-expected - 2012-12-31 open"]
    );
    assert_eq!(
        world.ask("SELECT value_usd FROM trade_figures WHERE fact_id = 't-bor-export'"),
        ["4200000000"]
    );
    assert_eq!(world.ask("SELECT typeof(value_usd) || typeof(value) FROM trade_figures WHERE fact_id = 't-bor-export'"), ["realreal"]);
    assert_eq!(world.ask("SELECT value_plain FROM indicators"), ["7000"]);
    assert_eq!(
        world.ask("SELECT cite FROM sources ORDER BY 1"),
        ["Marsh 2005", "Reed 2011"]
    );
    assert_eq!(world.ask("SELECT code FROM entity_codes"), ["004"]);
}

#[test]
fn builds_that_start_at_once_all_succeed_and_give_one_dataset() {
    let world = World::new();
    let alone = World::new();
    alone.build();
    let mut builds: Vec<_> = (0..4)
        .map(|_| {
            crate::world::sco()
                .current_dir(world.path(""))
                .args([
                    "build",
                    "--seeds",
                    "seeds",
                    "--no-exports",
                    "--quiet",
                    "--wait",
                    "60",
                ])
                .spawn()
                .unwrap()
        })
        .collect();
    for build in &mut builds {
        assert!(build.wait().unwrap().success());
    }
    assert!(
        std::fs::read(world.path("sco.db")).unwrap()
            == std::fs::read(alone.path("sco.db")).unwrap()
    );
}

#[test]
fn documents_that_share_author_and_year_are_told_apart() {
    let world = World::new().add(
        "sources",
        &[
            ("source_id", "lake2011-annex"),
            ("tier", "part"),
            ("source_kind", "original"),
            ("part_of", "lake2011-report"),
            ("kind", "report"),
            ("title", "Annex"),
            ("authors", "Reed, Ana"),
            ("issued", "2011-01"),
        ],
    );
    world.build();
    assert_eq!(
        world.ask("SELECT source_id || ' ' || cite FROM sources ORDER BY 1"),
        [
            "lake2011-annex Reed 2011a",
            "lake2011-report Reed 2011b",
            "marsh2005-lakes Marsh 2005"
        ]
    );
}
