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
    assert!(
        run.stdout.contains(
            "sco.db is current; not a byte was changed\nexports/: 37 files, 0 of them written\n"
        ),
        "{}",
        run.stdout
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
        .replace("seeds/entities.csv", "Cantria", "Kantria")
        .append("seeds/entity_codes.csv", "BOR,m49,011,,,\n")
        .replace(
            "seeds/entity_names.csv",
            "LC,the council,variant,en,lake2011-report,\n",
            "",
        );
    let run = world.build();
    assert!(
        run.stdout
            .contains("sco.db written: 0 migrations, 1 rows inserted, 1 updated, 1 deleted"),
        "{}",
        run.stdout
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
        "INSERT INTO entities VALUES ('my-lake', 'place', 'My lake', NULL, 'me')",
        [],
    )
    .unwrap();
    user.execute(
        "CREATE VIEW my_view AS SELECT count(*) AS rows FROM entities",
        [],
    )
    .unwrap();
    drop(user);
    let world = world.replace("seeds/entities.csv", "Cantria", "Kantria");
    world.build();
    assert_eq!(
        world.ask("SELECT name FROM entities WHERE origin = 'me'"),
        ["My lake"]
    );
    assert_eq!(world.ask("SELECT rows FROM my_view"), ["9"]);
    assert!(!world.read("exports/entities.csv").contains("my-lake"));
    let run = world.sco(&["build", "--fresh"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("sco.db holds what `--fresh` would drop: view my_view, 1 rows of entities; nothing was changed"), "{}", run.stderr);
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
        "INSERT INTO entities VALUES ('new-lake', 'place', 'Mine', NULL, 'me')",
        [],
    )
    .unwrap();
    drop(user);
    let before = hashes(&world);
    let world = world
        .append("seeds/entities.csv", "new-lake,place,New lake,\n")
        .replace("seeds/events.csv", "1999-05,northport", "1999-05,new-lake");
    let run = world.sco(&["build"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .contains("the id `new-lake` of entities is used by rows of origin `me`"),
        "{}",
        run.stderr
    );
    assert!(before == hashes(&world));
}

#[test]
fn fresh_gives_the_bytes_of_a_first_build() {
    let world = World::new();
    world.build();
    let first = hashes(&world);
    let changed = world.replace("seeds/entities.csv", "Cantria", "Kantria");
    changed.build();
    let back = changed.replace("seeds/entities.csv", "Kantria", "Cantria");
    assert_eq!(back.sco(&["build", "--fresh"]).code, 0);
    assert!(first == hashes(&back));
    let left: Vec<String> = contents(&back.path("")).into_keys().collect();
    assert_eq!(left, ["sco.db"]);
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
    assert_eq!(world.ask("SELECT typeof(value_usd) || typeof(value) FROM trade_figures WHERE fact_id = 't-bor-export'"), ["integerreal"]);
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
    let world = World::new().append(
        "seeds/sources.csv",
        "lake2011-annex,part,original,lake2011-report,,report,Annex,,\"Reed, Ana\",,,,,,,,2011-01,,,,,,,,,,,,,,\n",
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
