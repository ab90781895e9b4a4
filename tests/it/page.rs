//! The page: the same database gives the same bytes, nobody's file is lost, what is a user's own stays out of it, and
//! in a real browser every number on it is that of the database and no value of the data runs.

use std::process::Command;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::world::{Run, World, curated, here, is_installed, run};

fn sco(arguments: &[&str]) -> Run {
    run(crate::world::sco().args(arguments))
}

/// The bound on the page of the dataset, in bytes.
const MOST: u64 = 4 * 1024 * 1024;

fn built() -> World {
    let world = World::new();
    world.build();
    world
}

fn export(world: &World, more: &[&str]) -> Run {
    let mut arguments = vec!["export", "page", "lakes.html"];
    arguments.extend(more);
    world.sco(&arguments)
}

#[test]
fn the_same_database_gives_the_same_bytes_and_nothing_of_its_making_stays() {
    let world = built();
    assert_eq!(export(&world, &[]).code, 0);
    let first = world.read("lakes.html");
    let again = export(&world, &[]);
    assert!(again.stdout.contains("which it had already"), "{again:?}");
    std::fs::remove_file(world.path("lakes.html")).unwrap();
    assert_eq!(export(&world, &[]).code, 0);
    assert_eq!(first, world.read("lakes.html"));
    assert_eq!(export(&world, &["--check"]).code, 0);
    let names = std::fs::read_dir(world.path("")).unwrap();
    let drafts = names.filter(|name| {
        let name = name.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("draft")
    });
    assert_eq!(drafts.count(), 0);
}

#[test]
fn a_file_that_is_no_page_of_sco_or_was_changed_is_not_replaced() {
    let world = built();
    world.write("lakes.html", "my notes");
    let refused = export(&world, &[]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(
        refused.stderr.contains("is no page that sco wrote"),
        "{refused:?}"
    );
    assert_eq!(world.read("lakes.html"), "my notes");
    assert_eq!(export(&world, &["--check"]).code, 1);
    assert_eq!(export(&world, &["--force"]).code, 0);
    let page = world.read("lakes.html");
    world.write(
        "lakes.html",
        page.replacen("Skip to the content", "Skip", 1),
    );
    assert_eq!(export(&world, &[]).code, 2);
    // A page of another database is ours, and is replaced.
    world.write("lakes.html", &page);
    world
        .open()
        .execute("UPDATE dataset SET title = 'Other lakes'", [])
        .unwrap();
    assert_eq!(export(&world, &[]).code, 0);
    assert_ne!(page, world.read("lakes.html"));
    // Under another ending a browser shows the text of the page.
    let run = world.sco(&["export", "page", "lakes.txt"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: lakes.txt does not end in `.html`; name it lakes.html\n"
        )
    );
    assert_eq!(world.sco(&["export", "page", "LAKES.HTM"]).code, 0);
    assert_eq!(world.sco(&["export", "page", "-"]).code, 2);
    assert_eq!(world.sco(&["export", "page", "sco.db"]).code, 2);
}

/// The database in a page.
fn inside(world: &World) -> Connection {
    let page = world.read("lakes.html");
    let (_, rest) = page.split_once("id=\"database\">").unwrap();
    let packed = decoded(rest.split_once('<').unwrap().0);
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&packed[..]), &mut bytes).unwrap();
    world.write("inside.db", bytes);
    Connection::open(world.path("inside.db")).unwrap()
}

fn decoded(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => u32::from(letter - b'A'),
        b'a'..=b'z' => u32::from(letter - b'a') + 26,
        b'0'..=b'9' => u32::from(letter - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        other => panic!("{other} is no letter of base64"),
    };
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::new();
    for four in text.chunks(4) {
        let bits = four
            .iter()
            .fold(0, |bits, letter| bits << 6 | value(*letter));
        let three = (bits << (6 * (4 - four.len()))).to_be_bytes();
        bytes.extend(&three[1..four.len()]);
    }
    bytes
}

#[test]
fn what_is_a_users_own_is_on_the_page_only_where_it_is_asked_for() {
    let world = built().with_facts_of_mine(&[("note", "my secret")]);
    let imported = world.sco(&["import", "facts", "--origin", "mine", "mine"]);
    assert_eq!(imported.code, 0, "{imported:?}");
    world
        .open()
        .execute_batch(
            "CREATE TABLE diary (line TEXT); INSERT INTO diary VALUES ('my secret');
             CREATE VIEW my_view AS SELECT * FROM diary;
             CREATE TRIGGER my_trigger AFTER DELETE ON facts BEGIN INSERT INTO diary VALUES ('deleted'); END;",
        )
        .unwrap();
    let count = |connection: &Connection, sql: &str| -> i64 {
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let mine = "SELECT count(*) FROM v_facts WHERE origin = 'mine'";
    let own = "SELECT count(*) FROM sqlite_schema WHERE name IN ('diary', 'my_view', 'my_trigger')";
    let made = export(&world, &[]);
    assert_eq!(made.code, 0, "{made:?}");
    let connection = inside(&world);
    assert_eq!((count(&connection, mine), count(&connection, own)), (0, 0));
    let bytes = std::fs::read(world.path("inside.db")).unwrap();
    assert!(!bytes.windows(9).any(|part| part == b"my secret"));
    let of_dataset = "SELECT count(*) FROM v_facts WHERE origin <> 'mine'";
    assert_eq!(
        count(&connection, of_dataset),
        count(&world.open(), of_dataset)
    );
    drop(connection);
    assert_eq!(export(&world, &["--origin", "mine"]).code, 0);
    let connection = inside(&world);
    assert_eq!((count(&connection, mine), count(&connection, own)), (1, 0));
    assert_eq!(export(&world, &["--origin", "nobody"]).code, 2);
}

#[test]
fn the_vendored_files_are_those_of_their_list() {
    let folder = here().join("src/export/page/vendor");
    let list = std::fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    assert!(list.contains("plot-and-sqlite.js") && list.contains("sqlite3.wasm.gz"));
    for line in list.lines() {
        let (digest, name) = line.split_once("  ").unwrap();
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let found = run(Command::new("sha256sum").arg(folder.join(name))).stdout;
        assert!(
            found.starts_with(digest),
            "{name} ({} bytes) is not the one of SHA256SUMS: run bundle.mjs",
            bytes.len()
        );
    }
}

/// Whether a browser and what drives it are there.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn has_browser() -> bool {
    let packages = here()
        .join("tests/page/node_modules/playwright-core")
        .is_dir();
    if !packages {
        assert!(
            std::env::var_os("CI").is_none(),
            "run `npm ci --ignore-scripts` in tests/page, or unset CI to skip what needs a browser"
        );
        eprintln!("skipped: playwright-core is not installed in tests/page");
    }
    packages && is_installed("node") && is_installed("chromium")
}

fn browse(what: &str, page: &std::path::Path, more: &[&str]) {
    let mut command = Command::new("node");
    command
        .arg(here().join("tests/page/page.mjs"))
        .arg(what)
        .arg(page)
        .args(more);
    let seen = run(&mut command);
    assert_eq!(seen.code, 0, "{}", seen.stderr);
}

/// What the page finds as `sco search` does: codes, names in other scripts, numbers, phrases, operators, filters, and
/// what nothing holds as it is typed.
const SEARCHES: &[&str] = &[
    "BRI",
    "SCO",
    "US",
    "USA",
    "us",
    "\"10 billion\"",
    "88.9",
    "summits",
    "China's trade",
    "Китай",
    "中国",
    "Daesh",
    "Astana OR Dushanbe",
    "India NOT Pakistan",
    "kind:event 2012",
    "kind:events year:2010..2012",
    "about:kaz source:grieger summit",
    "covid19",
    "Kazahkstan",
    "Uzbekistna summit",
    "who is the president of Kazakhstan and xylophone",
];

/// All that `sco search` finds.
fn hits(database: &str, typed: &str) -> Vec<Value> {
    let mut words = vec!["search", "--all", "--db", database, "--format", "json"];
    words.extend(typed.split(' '));
    let mut found = sco(&words).objects();
    found.retain(|one| one["type"] == "hit");
    assert!(!found.is_empty(), "nothing is found for {typed}");
    found
}

/// How much each search finds, and the ids of the first five.
fn searches(database: &str) -> Vec<Value> {
    let search = |typed: &&str| {
        let found = hits(database, typed);
        let ids: Vec<&Value> = found.iter().take(5).map(|hit| &hit["id"]).collect();
        json!({"typed": typed, "n": found.len(), "ids": ids})
    };
    SEARCHES.iter().map(search).collect()
}

/// What the page has to show, from the database by other ways than the page's own.
fn expected(connection: &Connection, database: &str) -> Value {
    const FACT: &str = "t-eprs-t1-kgz-import-2012";
    const YEAR: &str = "coalesce(year, CAST(substr(date_from, 1, 4) AS INTEGER), CAST(substr(date_to, 1, 4) AS INTEGER))";
    let one = |sql: &str| -> rusqlite::types::Value {
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let count = |rows: &str| match one(&format!("SELECT count(*) FROM {rows}")) {
        rusqlite::types::Value::Integer(n) => n,
        other => panic!("{other:?}"),
    };
    let shown = sco(&["show", "IND", "--db", database, "--format", "json"]);
    let of_entity: Value = shown.objects().remove(0);
    let cite = |style| {
        let run = sco(&["show", FACT, "--db", database, "--cite", style]);
        run.stdout.trim_end_matches('\n').to_owned()
    };
    let astana = hits(database, "astana");
    let events = astana.iter().filter(|hit| hit["kind"] == "events");
    let tables: Vec<Value> = ["v_facts", "v_events", "v_positions", "sources"]
        .iter()
        .map(|name| json!({"name": name, "n": count(name)}))
        .collect();
    let statement = match one(&format!(
        "SELECT statement FROM v_facts WHERE fact_id = '{FACT}'"
    )) {
        rusqlite::types::Value::Text(text) => text,
        other => panic!("{other:?}"),
    };
    json!({
        "facts": count("v_facts"), "passages": count("citations"), "disagreements": count("v_conflicts"),
        "expectations": count("v_expected"), "word": "astana", "hits": astana.len(), "hits_in_events": events.count(),
        "searches": searches(database),
        "fact": FACT, "statement": statement,
        "passages_of_fact": count(&format!("fact_citations WHERE fact_id = '{FACT}'")),
        "bibtex": cite("bibtex"), "ris": cite("ris"), "text": cite("text"),
        "events": count("v_events"), "events_in_chart": count(&format!("v_events WHERE {YEAR} >= 1990")),
        "events_of_2012": count(&format!("v_events WHERE {YEAR} = 2012")),
        "failed": count("v_expected WHERE outcome = 'did not happen'"),
        "standings": count("(SELECT DISTINCT entity_id, year FROM v_sco_standing)"),
        "standings_stated": count("(SELECT DISTINCT entity_id, year FROM v_sco_standing WHERE basis = 'stated')"),
        "dots": count("v_trade_figures WHERE reporter_id = 'CHN' AND period = '2012' AND measure = 'value'"),
        "on_the_map": count("v_map"), "entity": "IND",
        "facts_of_entity": of_entity["facts"].as_array().map_or(0, Vec::len),
        "source": "eprs2015-564367",
        "facts_of_source": count("v_facts WHERE ';' || source_ids || ';' LIKE '%;eprs2015-564367;%'"),
        "tables": tables, "indicators": count("v_indicators"),
        "questions": std::fs::read_to_string(here().join("docs/questions.md")).unwrap().matches("\n```sql\n").count(),
    })
}

#[test]
fn every_view_shows_the_numbers_of_the_database() {
    if !has_browser() {
        return;
    }
    let (folder, connection) = curated();
    let database = connection.path().unwrap().to_owned();
    let page = folder.path().join("facts.html");
    let made = sco(&["export", "page", page.to_str().unwrap(), "--db", &database]);
    assert_eq!(made.code, 0, "{made:?}");
    let length = std::fs::metadata(&page).unwrap().len();
    assert!(length <= MOST, "the page has {length} bytes");
    let wanted = folder.path().join("expected.json");
    std::fs::write(&wanted, expected(&connection, &database).to_string()).unwrap();
    browse("views", &page, &[wanted.to_str().unwrap()]);
}

#[test]
fn a_dropped_copy_lights_up_where_it_is_cited() {
    if !has_browser() {
        return;
    }
    let world = built();
    assert_eq!(export(&world, &[]).code, 0);
    let copy = world.path("copies/lake-report.txt");
    let n: i64 = world
        .open()
        .query_row(
            "SELECT count(*) FROM citations WHERE source_id = 'lake2011-report'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    browse(
        "copy",
        &world.path("lakes.html"),
        &[copy.to_str().unwrap(), &n.to_string()],
    );
}

#[test]
fn no_value_becomes_markup_or_script() {
    if !has_browser() {
        return;
    }
    let world = built();
    let connection = world.open();
    let evil = "</script><script>globalThis.pwned = 1</script><img src=x onerror=\"pwned = 2\">{{script}}<!--\u{202e}gnp\u{2028}";
    let long = "w".repeat(100_000);
    for (sql, value) in [
        ("UPDATE dataset SET title = title || ?1, cite_as = ?1", evil),
        (
            "UPDATE entities SET name = ?1 || entity_id, note = ?1",
            evil,
        ),
        ("UPDATE entity_names SET name = ?1 || entity_id", evil),
        ("UPDATE fact_statements SET statement = ?1 || fact_id", evil),
        ("UPDATE facts SET note = ?1", evil),
        ("UPDATE events SET title = ?1, summary = ?1", evil),
        ("UPDATE fact_support SET citation = ?1", evil),
        (
            "UPDATE sources SET title = ?1, cite = ?1 || source_id, url = 'javascript:pwned=3//' || source_id",
            evil,
        ),
        (
            "UPDATE fact_support SET source_url = 'javascript:pwned=4//' || ?1",
            evil,
        ),
        (
            "UPDATE facts SET note = ?1 WHERE fact_id = (SELECT min(fact_id) FROM facts)",
            &long,
        ),
        (
            "UPDATE fact_statements SET statement = ?1 WHERE fact_id = (SELECT min(fact_id) FROM facts)",
            &long,
        ),
    ] {
        connection
            .execute(sql, [value])
            .unwrap_or_else(|error| panic!("{error}: {sql}"));
    }
    let mut ids = Vec::new();
    for (key, table) in [
        ("fact", "facts"),
        ("entity", "entities"),
        ("source", "sources"),
    ] {
        let sql = format!("SELECT {key}_id FROM {table} ORDER BY 1 LIMIT 6");
        let found = crate::world::ask(&connection, &sql);
        ids.extend(found.iter().map(|id| format!("#{key}={id}")));
    }
    drop(connection);
    assert_eq!(export(&world, &[]).code, 0);
    let list = world.path("ids.json");
    std::fs::write(&list, json!(ids).to_string()).unwrap();
    browse(
        "hostile",
        &world.path("lakes.html"),
        &[list.to_str().unwrap()],
    );
}
