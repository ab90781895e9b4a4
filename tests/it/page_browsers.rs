//! The page in real browsers: every number on it is that of the database, every view can be read at both widths, in the
//! light, in the dark and on paper, with the keyboard alone, and no value of the data runs.

use std::path::Path;
use std::process::Command;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::page::{built, export};
use crate::trade_world::comtrade;
use crate::world::{Run, World, curated, here, is_installed, run};

fn sco(arguments: &[&str]) -> Run {
    run(crate::world::sco().args(arguments))
}

/// The bound on the page of the dataset, in bytes.
const MOST: u64 = 4 * 1024 * 1024;

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

fn browse(what: &str, page: &Path, more: &[&str]) {
    let mut command = Command::new("node");
    command
        .arg(here().join("tests/page/page.mjs"))
        .arg(what)
        .arg(page)
        .args(more);
    let seen = run(&mut command);
    assert_eq!(seen.code, 0, "{}", seen.stderr);
}

/// What the page finds as `sco search` does: codes, names in other scripts, numbers, phrases, operators, filters, what
/// nothing holds as it is typed, and letters alone, which the page asks before anybody types them.
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
    "a",
    "A",
    "s",
    "к",
    "1",
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
        "organisation": "CSTO", "cite_as": crate::world::ask(connection, "SELECT cite_as FROM dataset")[0],
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
        "crosses": count("v_trade_figures WHERE reporter_id = 'CHN' AND period = '2012' AND measure = 'value' AND best_value_is = 'corrected'"),
        "on_the_map": count("v_map"), "entity": "IND",
        "facts_of_entity": of_entity["facts"].as_array().map_or(0, Vec::len),
        "source": "eprs2015-564367",
        "facts_of_source": count("v_facts WHERE ';' || source_ids || ';' LIKE '%;eprs2015-564367;%'"),
        "to_begin_with": crate::world::ask(connection, "SELECT group_concat(look_at, ' ') FROM start_here")[0],
        "listed": count("meta_tables"),
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

/// Puts these texts in the place of what a page shows.
fn spoil(connection: &rusqlite::Connection, evil: &str, long: &str) {
    for (sql, value) in [
        ("UPDATE dataset SET title = title || ?1, cite_as = ?1", evil),
        (
            "UPDATE entities SET name = ?1 || entity_id, note = ?1",
            evil,
        ),
        ("UPDATE entity_names SET name = ?1 || entity_id", evil),
        ("UPDATE fact_statements SET statement = ?1 || fact_id", evil),
        ("UPDATE facts SET note = ?1", evil),
        (
            "UPDATE citations SET note = ?1 || 'scripts', locator = ?1 || locator",
            evil,
        ),
        ("UPDATE fact_citations SET detail = ?1", evil),
        ("UPDATE entity_codes SET code = ?1 || code", evil),
        ("UPDATE fact_links SET note = ?1", evil),
        (
            "UPDATE sources SET authors = ?1, publisher = ?1, container = ?1, rights = ?1, note = ?1, archive_url = ?1",
            evil,
        ),
        (
            "UPDATE entities SET name = ?1 WHERE entity_id = (SELECT min(entity_id) FROM entities)",
            long,
        ),
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
            long,
        ),
        (
            "UPDATE fact_statements SET statement = ?1 WHERE fact_id = (SELECT min(fact_id) FROM facts)",
            long,
        ),
    ] {
        connection
            .execute(sql, [value])
            .unwrap_or_else(|error| panic!("{error}: {sql}"));
    }
}

#[test]
fn no_value_becomes_markup_or_script() {
    if !has_browser() {
        return;
    }
    let world = built().with_facts_of_mine(&[("note", "mine")]);
    let imported = world.sco(&["import", "facts", "--origin", "mine", "mine"]);
    assert_eq!(imported.code, 0, "{imported:?}");
    let connection = world.open();
    let evil = "</script><script>globalThis.pwned = 1</script><img src=x onerror=\"pwned = 2\">{{script}}<!--\u{202e}gnp\u{2028}";
    let long = "w".repeat(100_000);
    spoil(&connection, evil, &long);
    let mut ids = vec!["#fact=m-mine".to_owned(), "#entity=MY".to_owned()];
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
    let made = export(&world, &["--origin", "mine"]);
    assert_eq!(made.code, 0, "{made:?}");
    let list = world.path("ids.json");
    let told = json!({"ids": ids, "evil": evil, "copy": world.read("copies/lake-report.txt")});
    std::fs::write(&list, told.to_string()).unwrap();
    browse(
        "hostile",
        &world.path("lakes.html"),
        &[list.to_str().unwrap()],
    );
}

#[test]
fn official_series_stand_beside_what_is_printed() {
    if !has_browser() {
        return;
    }
    let (folder, connection) = curated();
    let database = connection.path().unwrap().to_owned();
    // Invented: China (156), Kazakhstan (398) and Kyrgyzstan (417), each as it would have its own trade.
    let file = folder.path().join("invented.csv");
    let rows = comtrade(&[
        ["2011", "156", "M", "417", "TOTAL", "80000000"],
        ["2012", "156", "M", "417", "TOTAL", "90000000"],
        ["2012", "417", "X", "156", "TOTAL", "54000000"],
        ["2012", "156", "X", "398", "TOTAL", "11050000000"],
        ["2013", "156", "X", "398", "TOTAL", "12000000000"],
    ]);
    std::fs::write(&file, rows).unwrap();
    let run = sco(&["import", "trade", file.to_str().unwrap(), "--db", &database]);
    assert_eq!(run.code, 0, "{run:?}");
    let page = folder.path().join("facts.html");
    let run = sco(&["export", "page", page.to_str().unwrap(), "--db", &database]);
    assert_eq!(run.code, 0, "{run:?}");
    let expected = json!({
        "group": "CHN~2012~value",
        "official": [
            "UN Comtrade, imports of China from Kyrgyzstan, 2012: US$ 0.09 billion. Printed: 88.9",
            "UN Comtrade, exports of Kyrgyzstan to China, 2012: US$ 0.054 billion. Printed: 88.9",
            "UN Comtrade, exports of China to Kazakhstan, 2012: US$ 11.05 billion. Printed: 11.0",
        ],
        "series": 3,
        "in_csv": "imports of China from Kyrgyzstan, 2012: 90000000 (UN Comtrade)",
        "fact": "t-eprs-t1-kgz-import-2012", "beside": 2, "verdict": "a thousand times too large",
    });
    let wanted = folder.path().join("expected.json");
    std::fs::write(&wanted, expected.to_string()).unwrap();
    browse("official", &page, &[wanted.to_str().unwrap()]);
}

#[test]
fn firefox_opens_searches_and_takes_a_dropped_copy() {
    if !is_installed("node") || !is_installed("firefox-esr") {
        return;
    }
    let world: World = built();
    assert_eq!(export(&world, &[]).code, 0);
    let connection = world.open();
    let count = |rows: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {rows}");
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let states = [
        "timeline",
        "standings",
        "trade",
        "where",
        "disagreements",
        "expectations",
        "tables",
        "copy",
        "about",
    ];
    let mut states: Vec<String> = states.iter().map(|view| format!("#view={view}")).collect();
    states.extend(
        [
            "#fact=t-bor-export",
            "#entity=ARD",
            "#source=lake2011-report",
            "#table=v_facts",
        ]
        .map(str::to_owned),
    );
    let database = world.path("sco.db");
    let expected = json!({
        "facts": count("v_facts"), "word": "ardenia", "hits": hits(database.to_str().unwrap(), "ardenia").len(),
        "states": states, "copy": world.path("copies/lake-report.txt"),
        "passages_of_copy": count("citations WHERE source_id = 'lake2011-report'"),
    });
    let wanted = world.path("expected.json");
    std::fs::write(&wanted, expected.to_string()).unwrap();
    let seen = run(Command::new("node")
        .arg(here().join("tests/page/firefox.mjs"))
        .arg(world.path("lakes.html"))
        .arg(wanted));
    assert_eq!(seen.code, 0, "{}", seen.stderr);
}
