//! The page as a file: the same database gives the same bytes, nobody's file is lost, and what is a user's own, or too
//! much, stays out of it.

use std::process::Command;

use rusqlite::Connection;
use sco_facts::search::FILLING_WORDS;
use serde_json::{Value, json};

use crate::trade_world::{self, comtrade, imported};
use crate::world::{Run, World, here, run};

pub(crate) fn built() -> World {
    let world = World::new();
    world.build();
    world
}

pub(crate) fn export(world: &World, more: &[&str]) -> Run {
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
fn between_the_rows_of_the_page_stands_nothing() {
    let world = built().with_facts_of_mine(&[("note", "my secret")]);
    let imported = world.sco(&["import", "facts", "--origin", "mine", "mine"]);
    assert_eq!(imported.code, 0, "{imported:?}");
    assert_eq!(export(&world, &[]).code, 0);
    // Written anew with zeros wherever no row is, it is the same but for the counters in its head.
    let anew = world.path("anew.db");
    inside(&world)
        .execute_batch(&format!(
            "PRAGMA secure_delete = 1; VACUUM INTO '{}'",
            anew.display()
        ))
        .unwrap();
    let bytes = std::fs::read(world.path("inside.db")).unwrap();
    assert!(bytes[100..] == std::fs::read(anew).unwrap()[100..]);
}

#[test]
fn the_page_has_the_words_of_the_search_and_fills_in_the_rest() {
    let world = built().with_facts_of_mine(&[("note", "my secret")]);
    let imported = world.sco(&["import", "facts", "--origin", "mine", "mine"]);
    assert_eq!(imported.code, 0, "{imported:?}");
    assert_eq!(export(&world, &[]).code, 0);
    let connection = inside(&world);
    let ask = |sql: &str| crate::world::ask(&connection, sql);
    let words = "SELECT count(*) FROM search_words_docsize";
    let of_mine = "SELECT count(*) FROM search_words WHERE search_words MATCH 'secret'";
    let filled = ask(words);
    assert_eq!(
        [ask("SELECT count(*) FROM search_rows"), ask(of_mine)],
        [["0"], ["0"]]
    );
    // Each word belongs to a row, in the order in which the page fills these in.
    let statements = |name: &str| about(&world)["search"][name].as_str().unwrap().to_owned();
    let sample = "SELECT group_concat(rowid || kind || id) FROM search_rows";
    connection
        .execute_batch(&(statements("fill_rows") + &statements("fill_names")))
        .unwrap();
    let by_page = [
        ask("SELECT count(*) FROM search_rows"),
        ask(sample),
        ask(of_mine),
    ];
    connection.execute_batch(&statements("fill")).unwrap();
    assert_eq!(by_page[0], filled);
    assert_eq!(by_page, [filled, ask(sample), ask(of_mine)]);
    assert_eq!(ask(words), by_page[0]);
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

/// What the page says of itself.
fn about(world: &World) -> Value {
    let page = world.read("lakes.html");
    let (_, rest) = page.split_once("id=\"about\">").unwrap();
    serde_json::from_str(rest.split_once('<').unwrap().0).unwrap()
}

#[test]
fn the_page_has_the_filling_words_of_the_search_from_the_program() {
    let world = built();
    assert_eq!(export(&world, &[]).code, 0);
    assert_eq!(
        about(&world)["search"]["filling_words"],
        json!(FILLING_WORDS)
    );
    // And nowhere else.
    let scripts = here().join("src/export/page/js");
    for name in ["question.js", "find.js"] {
        let text = std::fs::read_to_string(scripts.join(name)).unwrap();
        assert!(!text.contains("whom"), "{name} has words of its own");
    }
}

#[test]
fn of_statistics_the_yearly_totals_of_those_stay_of_whose_trade_a_fact_tells() {
    let world = trade_world::world();
    // Facts tell of the trade of Ardenia (4) with Borland (699) and Cantria (156).
    let rows = comtrade(&[
        ["2010", "4", "X", "699", "TOTAL", "42"],
        ["2011", "4", "M", "699", "TOTAL", "33"],
        ["2010", "699", "M", "4", "TOTAL", "41"],
        ["2010", "4", "X", "156", "TOTAL", "20"],
        ["2010", "4", "X", "156", "0101", "2"],
        ["2010", "4", "X", "0", "TOTAL", "99"],
        ["2010", "699", "X", "643", "TOTAL", "7"],
    ]);
    imported(&world, "trade.csv", rows, &[]);
    assert_eq!(export(&world, &[]).code, 0);
    let flows = "SELECT reporter || ' ' || partner || ' ' || flow || ' ' || period || ' ' || value FROM trade_flows
        ORDER BY reporter, partner, flow DESC, period";
    assert_eq!(
        crate::world::ask(&inside(&world), flows),
        [
            "ARD BOR X 2010 42.0",
            "ARD BOR M 2011 33.0",
            "ARD CAN X 2010 20.0",
            "BOR ARD M 2010 41.0"
        ]
    );
    assert_eq!(
        crate::world::ask(
            &inside(&world),
            "SELECT area FROM trade_areas ORDER BY area"
        ),
        ["ARD", "BOR", "CAN"]
    );
}
