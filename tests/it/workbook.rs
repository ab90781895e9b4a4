//! The workbook: every cell of every sheet is what the database says, read by programs of other makers; the same data
//! give the same bytes; what does not fit is refused, and nobody's file is lost.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::world::{Run, World, here, run, sco};

/// A built world in which a statement of SQL has changed rows, so that no rule of the seeds is asked.
fn built_with(sql: &str) -> World {
    let world = World::new();
    world.build();
    world.open().execute_batch(sql).unwrap();
    world
}

fn export(world: &World, more: &[&str]) -> Run {
    let mut arguments = vec!["export", "--workbook", "lakes.xlsx"];
    arguments.extend(more);
    world.sco(&arguments)
}

fn exported(world: &World, more: &[&str]) -> Xlsx<std::io::BufReader<std::fs::File>> {
    let run = export(world, more);
    assert_eq!(run.code, 0, "{run:?}");
    open_workbook(world.path("lakes.xlsx")).unwrap()
}

/// The cells of a sheet as texts that say of what type they are.
fn cells(book: &mut Xlsx<std::io::BufReader<std::fs::File>>, sheet: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(sheet).unwrap();
    range
        .rows()
        .map(|row| row.iter().map(shown).collect())
        .collect()
}

fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => format!("text {text}"),
        Data::Int(number) => format!("number {number}"),
        Data::Float(number) => format!("number {number}"),
        Data::DateTime(day) => format!("day {}", day.as_f64()),
        other => format!("other {other:?}"),
    }
}

/// The same of what the database says, with nothing but its own dictionary at hand.
fn wanted(connection: &Connection, sheet: &str) -> Vec<Vec<String>> {
    let told = crate::world::ask(
        connection,
        &format!(
            "SELECT column_name || '|' || type || '|' || coalesce(unit, '') FROM meta_columns
             WHERE table_name = '{sheet}' ORDER BY position"
        ),
    );
    let order = crate::world::ask(
        connection,
        &format!("SELECT unique_by FROM meta_tables WHERE table_name = '{sheet}'"),
    );
    let columns: Vec<Vec<&str>> = told
        .iter()
        .map(|line| line.splitn(3, '|').collect())
        .collect();
    let is_ours = columns.iter().any(|column| column[0] == "origin");
    let filter = if is_ours {
        "WHERE origin = 'sco-facts'"
    } else {
        ""
    };
    let names: Vec<&str> = columns.iter().map(|column| column[0]).collect();
    let sql = format!(
        "SELECT {} FROM {sheet} {filter} ORDER BY {}",
        names.join(", "),
        order[0]
    );
    let mut rows = vec![heads(&columns)];
    let mut statement = connection.prepare(&sql).unwrap();
    let mut answer = statement.query([]).unwrap();
    while let Some(row) = answer.next().unwrap() {
        let mut cells = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            let value: Value = row.get(at).unwrap();
            cells.push(cell(connection, column[1], &value));
            if column[1] == "date" {
                cells.push(cell(connection, "one day", &value));
            }
        }
        rows.push(cells);
    }
    rows
}

fn heads(columns: &[Vec<&str>]) -> Vec<String> {
    let mut heads = Vec::new();
    for column in columns {
        let unit = column[2].split(':').next().unwrap().replace('`', "");
        heads.push(if unit.is_empty() {
            format!("text {}", column[0])
        } else {
            format!("text {} ({unit})", column[0])
        });
        if column[1] == "date" {
            heads.push(format!("text {} as a day", column[0]));
        }
    }
    heads
}

fn cell(connection: &Connection, kind: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => format!("number {number}"),
        Value::Real(number) => format!("number {number}"),
        Value::Text(text) if kind == "day" => serial(connection, text),
        Value::Text(text) if kind == "one day" => {
            let is_day = text.len() == 10 && !text.contains(['.', 'X', '/', '?', '~', '%']);
            if is_day {
                serial(connection, text)
            } else {
                String::new()
            }
        }
        Value::Text(text) => format!("text {text}"),
        Value::Blob(_) => unreachable!("no column holds bytes"),
    }
}

/// The day as spreadsheets count it.
fn serial(connection: &Connection, day: &str) -> String {
    let sql = format!("SELECT CAST(julianday('{day}') - julianday('1899-12-30') AS INTEGER)");
    format!("day {}", crate::world::ask(connection, &sql)[0])
}

/// Every cell that is not what the database says.
fn differences(workbook: &Path, connection: &Connection) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook(workbook).unwrap();
    let mut found = Vec::new();
    let sheets = book.sheet_names();
    assert_eq!(sheets[0], "about");
    for sheet in &sheets[1..] {
        let (has, wants) = (cells(&mut book, sheet), wanted(connection, sheet));
        if has.len() != wants.len() {
            found.push(format!(
                "{sheet}: {} rows and not {}",
                has.len(),
                wants.len()
            ));
        }
        for (number, (row, right)) in has.iter().zip(&wants).enumerate() {
            for (at, right) in right.iter().enumerate() {
                let cell = row.get(at).map_or("", String::as_str);
                if cell != right {
                    found.push(format!(
                        "{sheet}, row {}, column {at}: `{cell}` and not `{right}`",
                        number + 1
                    ));
                }
            }
        }
    }
    found
}

/// The parts of the file, by name.
fn parts(workbook: &Path) -> BTreeMap<String, String> {
    let bytes = std::fs::read(workbook).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut found = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        found.insert(part.name().unwrap().into_owned(), text);
    }
    found
}

/// Puts other parts in the place of the workbook.
fn put_parts(workbook: &Path, parts: &BTreeMap<String, String>) {
    let mut writer = zip::ZipWriter::new(std::fs::File::create(workbook).unwrap());
    for (name, text) in parts {
        writer
            .start_file(name.as_str(), zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap();
}

/// Values that tools are known to change, set into rows of the small world.
const ODD_VALUES: &str = "
    UPDATE entities SET name = '+972 Magazine', note = '=1+1' WHERE entity_id = 'CAN';
    UPDATE entities SET name = 'Шанхай', note = '=HYPERLINK(\"https://lake.example\")' WHERE entity_id = 'ARD';
    UPDATE entities SET name = '上海合作组织', note = '-1' WHERE entity_id = 'BOR';
    UPDATE entities SET name = 'Türkiye Ñandú 🌊', note = '12345678901234567890' WHERE entity_id = 'DOR';
    UPDATE entities SET note = '@SUM(1,2)' WHERE entity_id = 'LC';
    UPDATE entities SET note = 'NA' WHERE entity_id = 'northport';
    UPDATE entities SET note = ' a space, a tab' || char(9) || 'and' || char(10) || 'a line ' WHERE entity_id = 'mira-oldfield';
    UPDATE entities SET note = '1E5' WHERE entity_id = 'harbour-institute';
    INSERT INTO entity_codes (entity_id, scheme, code, origin) VALUES ('BOR', 'iso3166_1_alpha2', 'NA', 'sco-facts');
    UPDATE memberships SET date = '2001-06-15', date_from = '2001-06-15', date_to = '2001-06-15' WHERE fact_id = 'm-ard';
    UPDATE memberships SET date = '2001-06', date_from = '2001-06-01', date_to = '2001-06-30' WHERE fact_id = 'm-bor';
    UPDATE memberships SET date = '2001/2015', date_from = '2001-01-01', date_to = '2015-12-31' WHERE fact_id = 'm-can';
    UPDATE events SET date = '2001-06-15~', date_from = '2001-06-15', date_to = '2001-06-15';
    UPDATE indicators SET value = 0.1 + 0.2, value_plain = 1234567890123.4567, value_as_printed = '1,000';
    UPDATE trade_figures SET value_usd = 0.000000000123 WHERE fact_id = 't-bor-export';
    UPDATE trade_figures SET value_usd = -1e300 WHERE fact_id = 't-bor-import';
    UPDATE sources SET url = 'https://lake.example/%D0%A8%20x?q=a%2Fb#part%201' WHERE source_id = 'marsh2005-lakes';
";

#[test]
fn every_cell_is_what_the_database_says() {
    let world = built_with(ODD_VALUES);
    let mut book = exported(&world, &[]);
    let entities = cells(&mut book, "entities");
    for text in [
        "+972 Magazine",
        "=1+1",
        "Шанхай",
        "上海合作组织",
        "Türkiye Ñandú 🌊",
        "NA",
        "-1",
        "1E5",
    ] {
        let cell = format!("text {text}");
        assert!(
            entities.iter().any(|row| row.contains(&cell)),
            "{cell}: {entities:?}"
        );
    }
    assert_eq!(
        differences(&world.path("lakes.xlsx"), &world.open()),
        [""; 0]
    );
    assert!(
        !parts(&world.path("lakes.xlsx"))
            .values()
            .any(|part| part.contains("<f>"))
    );

    exported(&world, &["--only", "entity_codes,v_facts", "--force"]);
    assert_eq!(
        differences(&world.path("lakes.xlsx"), &world.open()),
        [""; 0]
    );
    let mut book = exported(&world, &["--only", "entity_codes"]);
    let codes = cells(&mut book, "entity_codes");
    assert_eq!(codes[1][..3], ["text ARD", "text m49", "text 004"]);
    assert_eq!(
        codes[2][..3],
        ["text BOR", "text iso3166_1_alpha2", "text NA"]
    );
}

#[test]
fn the_curated_dataset_is_what_the_database_says() {
    let (folder, connection) = crate::world::curated();
    let run = run(sco()
        .current_dir(folder.path())
        .args(["export", "--workbook", "facts.xlsx"]));
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        differences(&folder.path().join("facts.xlsx"), &connection),
        [""; 0]
    );
    read_back(
        &folder.path().join("facts.xlsx"),
        &folder.path().join("sco.db"),
        "",
    );
}

/// A date of one day is a real date beside the text; any other is text alone.
#[test]
fn dates_are_as_precise_as_they_are() {
    let world = built_with(ODD_VALUES);
    let mut book = exported(
        &world,
        &[
            "--only",
            "v_memberships",
            "--columns",
            "member_id,date,date_from",
        ],
    );
    assert_eq!(
        cells(&mut book, "v_memberships"),
        [
            [
                "text member_id",
                "text date",
                "text date as a day",
                "text date_from"
            ],
            ["text CAN", "text 2001/2015", "", "day 36892"],
            ["text DOR", "text ../2012", "", ""],
            ["text ARD", "text 2001-06-15", "day 37057", "day 37057"],
            ["text BOR", "text 2001-06", "", "day 37043"],
        ]
    );
    let mut book = exported(
        &world,
        &["--only", "v_events", "--columns", "date", "--force"],
    );
    assert_eq!(cells(&mut book, "v_events")[1], ["text 2001-06-15~", ""]);
}

/// Before March 1900 spreadsheets do not count alike, and a column has one type.
#[test]
fn days_before_march_1900_are_text_and_so_is_their_column() {
    let day = |day: &str| {
        let world = built_with(&format!(
            "UPDATE memberships SET date = '{day}', date_from = '{day}', date_to = '{day}' WHERE fact_id = 'm-ard'"
        ));
        let columns = ["--only", "v_memberships", "--columns", "date,date_from"];
        let mut book = exported(&world, &columns);
        let rows = cells(&mut book, "v_memberships");
        (rows, early_days(&cells(&mut book, "about")))
    };
    let row = |rows: &[Vec<String>], date: &str| {
        let found = rows.iter().find(|row| row[0] == format!("text {date}"));
        found.unwrap().clone()
    };
    let (first, told) = day("1900-03-01");
    let early = row(&first, "1900-03-01");
    assert_eq!(early, ["text 1900-03-01", "day 61", "day 61"]);
    assert_eq!(told, [""; 0]);
    let (before, told) = day("1900-02-28");
    let early = row(&before, "1900-02-28");
    assert_eq!(early, ["text 1900-02-28", "", "text 1900-02-28"]);
    assert_eq!(row(&before, "1999-05")[2], "text 1999-05-01");
    assert_eq!(
        told,
        [
            "In v_memberships these columns of days are text, since they hold some before March 1900, which spreadsheets do not count alike: date_from",
            "In v_memberships some dates are one day before March 1900, and these columns are empty beside them: date as a day",
        ]
    );
}

/// What the first sheet says of days before March 1900.
fn early_days(about: &[Vec<String>]) -> Vec<String> {
    let rows = about.iter().filter(|row| row[0] == "text Early days");
    rows.map(|row| row[1].trim_start_matches("text ").to_owned())
        .collect()
}

/// In whatever sheet a date of one day has no real date beside it, the first sheet names the column.
#[test]
fn every_sheet_with_an_early_day_is_told() {
    let world = built_with(
        "UPDATE events SET date = '1888-01-05', date_from = '1888-01-05', date_to = '1888-01-05'",
    );
    let mut book = exported(&world, &[]);
    let about = early_days(&cells(&mut book, "about"));
    let mut told = Vec::new();
    for sheet in &book.sheet_names()[1..] {
        let rows = cells(&mut book, sheet);
        for (at, head) in rows[0].iter().enumerate() {
            let Some(date) = head.strip_suffix(" as a day") else {
                continue;
            };
            let dates = rows[0].iter().position(|head| head == date).unwrap();
            let left_out = rows
                .iter()
                .any(|row| row[dates] == "text 1888-01-05" && row[at].is_empty());
            if left_out {
                let head = head.trim_start_matches("text ");
                told.push(format!("In {sheet} some dates are one day before March 1900, and these columns are empty beside them: {head}"));
            }
        }
    }
    assert!(
        told.iter().any(|line| line.contains("In v_facts ")),
        "{told:?}"
    );
    let without = about.iter().filter(|line| line.contains("some dates"));
    assert_eq!(without.collect::<Vec<_>>(), told.iter().collect::<Vec<_>>());
    // A part of a day that nobody stated is not one day, and no day is left out.
    let world = built_with(
        "UPDATE events SET date = '1888-01', date_from = '1888-01-01', date_to = '1888-01-31'",
    );
    let mut book = exported(&world, &[]);
    let about = early_days(&cells(&mut book, "about"));
    assert!(
        about
            .iter()
            .all(|line| line.contains("columns of days are text")),
        "{about:?}"
    );
}

#[test]
fn a_changed_cell_is_noticed() {
    let world = built_with("");
    let place = world.path("lakes.xlsx");
    for (from, to) in [
        (">Ardenia<", ">Ardonia<"),
        ("<v>4200000000</v>", "<v>4200000001</v>"),
    ] {
        exported(&world, &["--force"]);
        let mut parts = parts(&place);
        let mut texts = parts.values_mut();
        let text = texts.find(|text| text.contains(from)).unwrap();
        *text = text.replace(from, to);
        put_parts(&place, &parts);
        assert_ne!(differences(&place, &world.open()), [""; 0], "{from}");
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let world = World::new();
    world.build();
    assert_eq!(export(&world, &[]).code, 0);
    let first = std::fs::read(world.path("lakes.xlsx")).unwrap();
    let run = export(&world, &[]);
    assert!(
        run.stdout.ends_with("sheets, which it had already\n"),
        "{run:?}"
    );
    std::fs::remove_file(world.path("lakes.xlsx")).unwrap();
    // The times in a zip file count in twos of seconds.
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert_eq!(export(&world, &[]).code, 0);
    assert!(first == std::fs::read(world.path("lakes.xlsx")).unwrap());
    let core = &parts(&world.path("lakes.xlsx"))["docProps/core.xml"];
    assert!(core.contains("1980-01-01T00:00:00Z"), "{core}");
}

#[test]
fn a_release_gives_the_file_its_date() {
    let world = built_with("UPDATE dataset SET released = '2026-11-27'");
    exported(&world, &[]);
    let core = &parts(&world.path("lakes.xlsx"))["docProps/core.xml"];
    assert!(core.contains("2026-11-27T00:00:00Z"), "{core}");
}

#[test]
fn the_first_sheet_tells_what_it_is() {
    let world = World::new();
    world.build();
    let mut book = exported(&world, &[]);
    let about = cells(&mut book, "about");
    let has = |label: &str, text: &str| {
        let row = about.iter().find(|row| row[0] == format!("text {label}"));
        assert_eq!(row.unwrap()[1], format!("text {text}"), "{about:?}");
    };
    assert_eq!(about[0][0], "text The lakes");
    has("Release", "0.1.0");
    has("Licence", "CC-BY-4.0");
    has("How to cite", "The lakes 0.1.0");
    has("v_facts", "a fact of any kind, on one line");
    has(
        "rank, rank_1, rank_2",
        "The best supported of its claim group.",
    );
    let rows = about.iter().find(|row| row[0] == "text entities").unwrap();
    assert_eq!(rows[2], "number 8");
    let source = about.last().unwrap();
    assert_eq!(source[1], "text The Lake Council and its members");
    assert!(!parts(&world.path("lakes.xlsx"))["xl/sharedStrings.xml"].contains("A choice"));
}

#[test]
fn an_id_leads_to_its_row_and_an_address_to_its_page() {
    let world = built_with(ODD_VALUES);
    let mut book = exported(&world, &[]);
    let events = cells(&mut book, "v_events");
    let place = |rows: &[Vec<String>], head: &str| {
        let head = format!("text {head}");
        rows[0].iter().position(|cell| *cell == head).unwrap()
    };
    let organisation = place(&events, "organisation_id");
    let entities = cells(&mut book, "entities");
    let row = entities.iter().position(|row| row[0] == "text LC").unwrap() + 1;
    let file = parts(&world.path("lakes.xlsx"));
    let sheet = |name: &str| {
        let at = book_order(&world)
            .iter()
            .position(|sheet| sheet == name)
            .unwrap()
            + 1;
        (
            file[&format!("xl/worksheets/sheet{at}.xml")].clone(),
            file[&format!("xl/worksheets/_rels/sheet{at}.xml.rels")].clone(),
        )
    };
    let (events_xml, _) = sheet("v_events");
    let column = char::from(b'A' + u8::try_from(organisation).unwrap());
    let link = format!("<hyperlink ref=\"{column}2\" location=\"'entities'!A{row}\"");
    assert!(events_xml.contains(&link), "{link}: {events_xml}");
    assert!(events_xml.contains("<hyperlink ref=\"A1\" location=\"'about'!A1\""));
    let (sources_xml, sources_rels) = sheet("v_sources");
    assert!(
        sources_rels.contains("Target=\"https://lake.example/%D0%A8%20x?q=a%2Fb\""),
        "{sources_rels}"
    );
    assert!(
        sources_xml.contains("location=\"part%201\""),
        "{sources_xml}"
    );
    let (facts_xml, _) = sheet("v_facts");
    assert!(
        !facts_xml.contains("<hyperlink ref=\"A2\""),
        "an id leads not to itself"
    );
}

fn book_order(world: &World) -> Vec<String> {
    let book: Xlsx<_> = open_workbook(world.path("lakes.xlsx")).unwrap();
    book.sheet_names()
}

/// The sheets in which the values stand that fit or do not.
const SHEETS: &[&str] = &["--only", "entities,citations,v_indicators"];

/// Changes one value of a world, and puts back what was changed before.
fn change(world: &World, sql: &str) {
    let back = "UPDATE entities SET note = NULL; UPDATE citations SET n_chars = 34;
                UPDATE indicators SET value = 7000";
    for sql in [back, sql] {
        world.open().execute_batch(sql).unwrap();
    }
}

/// A note made by an expression of SQL.
fn note(sql: &str) -> String {
    format!("UPDATE entities SET note = {sql} WHERE entity_id = 'CAN'")
}

/// A note of so many signs, after one other.
fn note_of(count: usize, sign: char) -> String {
    note(&format!(
        "'x' || replace(hex(zeroblob({count})), '00', '{sign}')"
    ))
}

fn whole(number: &str) -> String {
    format!(
        "PRAGMA ignore_check_constraints = 1;
         UPDATE citations SET n_chars = {number} WHERE citation_id = 'c-lake-seat'"
    )
}

/// Sets a number in a column of floats.
fn number(value: &str) -> String {
    format!("UPDATE indicators SET value = {value} WHERE fact_id = 'i-soldiers'")
}

#[test]
fn what_just_fits_is_there() {
    let world = built_with("");
    for fits in [
        note_of(32_766, 'a'),
        // A sign beyond the first 65,536 counts twice.
        note_of(16_383, '🌊'),
        whole("999999999999999"),
        whole("1000000000000000"),
        number("999999999999999.0"),
        number("-999999999999999.0"),
        number("-1234567890123450000.0"),
        number("1e15"),
        number("1234567890123.4567"),
        note("char(9)"),
        note("char(127)"),
    ] {
        change(&world, &fits);
        exported(&world, SHEETS);
        let found = differences(&world.path("lakes.xlsx"), &world.open());
        assert_eq!(found, [""; 0], "{fits:.60}");
    }
}

/// What a cell cannot hold is refused and named, and the file stays as it is.
#[test]
fn what_does_not_fit_is_refused() {
    let world = built_with("");
    exported(&world, SHEETS);
    let before = std::fs::read(world.path("lakes.xlsx")).unwrap();
    let control = |sign: &str| {
        format!("entities `CAN`, column `note`: it has the control character \\u{{{sign}}}")
    };
    let long = |count: usize| {
        format!(
            "entities `CAN`, column `note`: its {count} letters are more than a cell holds, which is 32767"
        )
    };
    let digits = |number: &str| {
        format!("v_indicators `i-soldiers`, column `value`: {number} has more than fifteen digits")
    };
    for (does_not, why) in [
        (note_of(32_767, 'a'), long(32_768)),
        (note_of(16_384, '🌊'), long(32_769)),
        (note("char(8)"), control("8")),
        (note("char(13)"), control("d")),
        (note("char(65535)"), control("ffff")),
        (
            whole("1000000000000001"),
            "citations `c-lake-seat`, column `n_chars`: 1000000000000001 has more than fifteen digits".to_owned(),
        ),
        (number("1000000000000001.0"), digits("1000000000000001")),
        (number("-1234567890123456.0"), digits("-1234567890123456")),
        // The float nearest to twenty digits; the database has no more of them.
        (number("12345678901234567890.0"), digits("12345678901234567000")),
        (
            "UPDATE indicators SET value = 9e999".to_owned(),
            "v_indicators `i-soldiers`, column `value`: inf is no number to a spreadsheet".to_owned(),
        ),
    ] {
        change(&world, &does_not);
        let run = export(&world, SHEETS);
        let help = "change it, leave the column out with `--only` and `--columns`, or export CSV files, which hold it";
        assert_eq!(
            (run.code, run.stderr),
            (2, format!("error: {why}; {help}\n"))
        );
        assert!(before == std::fs::read(world.path("lakes.xlsx")).unwrap());
    }
}

/// A sheet holds so many links; what comes after them is there as text.
#[test]
fn more_links_than_a_sheet_holds_are_text() {
    let world = built_with(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 65540)
         INSERT INTO entity_names (entity_id, name, name_kind, origin) SELECT 'CAN', 'name ' || n, 'variant', 'sco-facts' FROM n",
    );
    exported(&world, &["--only", "entity_names,entities"]);
    assert_eq!(
        differences(&world.path("lakes.xlsx"), &world.open()),
        [""; 0]
    );
    let file = parts(&world.path("lakes.xlsx"));
    let links = file["xl/worksheets/sheet3.xml"]
        .matches("<hyperlink ")
        .count();
    assert_eq!(
        links.max(
            file["xl/worksheets/sheet2.xml"]
                .matches("<hyperlink ")
                .count()
        ),
        65_530
    );
}

#[test]
fn nobodys_file_is_lost() {
    let world = World::new();
    world.build();
    let place = world.path("lakes.xlsx");
    let refused = "error: lakes.xlsx is no workbook that sco wrote, or was changed since; move it away, name another file, \
                   or replace it with `--force`\n";
    world.write("lakes.xlsx", "mine");
    let run = export(&world, &[]);
    assert_eq!((run.code, run.stderr.as_str()), (2, refused));
    assert_eq!(world.read("lakes.xlsx"), "mine");
    let run = export(&world, &["--check"]);
    assert!(
        run.code == 1
            && run.stderr.contains(
                "run `sco export --workbook lakes.xlsx --force`: sco did not write lakes.xlsx"
            ),
        "{run:?}"
    );
    assert_eq!(export(&world, &["--force"]).code, 0);
    assert_eq!(export(&world, &["--check"]).code, 0);

    // Ours, and as it was: the next state of the data takes its place.
    let entity = |name: &str| {
        let sql = format!("UPDATE entities SET name = '{name}' WHERE entity_id = 'CAN'");
        world.open().execute_batch(&sql).unwrap();
    };
    entity("Cantria the second");
    let run = export(&world, &["--check"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            1,
            "error: 1 export out of date: lakes.xlsx; run `sco export --workbook lakes.xlsx`\n"
        )
    );
    assert!(export(&world, &[]).stdout.ends_with("sheets, written\n"));

    // Ours, and saved by somebody with a word of his own.
    let mut parts = parts(&place);
    let text = parts.get_mut("xl/sharedStrings.xml").unwrap();
    *text = text.replace(">Ardenia<", ">my Ardenia<");
    put_parts(&place, &parts);
    entity("Cantria the third");
    let before = std::fs::read(&place).unwrap();
    let run = export(&world, &[]);
    assert_eq!((run.code, run.stderr.as_str()), (2, refused));
    assert!(before == std::fs::read(&place).unwrap());
    assert_eq!(export(&world, &["--force"]).code, 0);
    let left: Vec<String> = crate::world::contents(&world.path("."))
        .into_keys()
        .collect();
    assert_eq!(left, ["lakes.xlsx", "sco.db"]);
}

/// Excel opens no file of this format under another ending.
#[test]
fn a_workbook_has_the_ending_of_one() {
    let world = World::new();
    world.build();
    for (name, advice) in [("lakes.xls", "lakes.xlsx"), ("lakes", "lakes.xlsx")] {
        let run = world.sco(&["export", "--workbook", name]);
        assert_eq!(
            (run.code, run.stderr),
            (
                2,
                format!("error: {name} does not end in `.xlsx`; name it {advice}\n")
            )
        );
        assert!(!world.path(name).exists());
    }
    assert_eq!(world.sco(&["export", "--workbook", "LAKES.XLSX"]).code, 0);
}

#[test]
fn a_choice_is_told_and_other_forms_are_refused() {
    let world = World::new();
    world.build();
    let mut book = exported(
        &world,
        &[
            "--only",
            "v_memberships",
            "--columns",
            "member,date",
            "--entity",
            "CAN",
        ],
    );
    assert_eq!(book.sheet_names(), ["about", "v_memberships"]);
    assert_eq!(
        cells(&mut book, "v_memberships")[1..],
        [["text Cantria", "text 2004", ""]]
    );
    let about = cells(&mut book, "about");
    let told = "text These are the rows and columns of --columns member,date --entity CAN.";
    assert!(about.iter().any(|row| row[1] == told), "{about:?}");
    for wrong in [
        &["--excel"][..],
        &["--delimiter", "tab"],
        &["--exports", "exports"],
        &["--stdout", "--only", "entities"],
        &["--only", "sources.bib"],
        &["--only", "sources.bib,entities"],
        &["--only", "sources.bib", "--origin", "sco-facts"],
    ] {
        assert_eq!(export(&world, wrong).code, 2, "{wrong:?}");
    }
}

/// What a user brought in is not under the dataset's licence, nor cited like it.
#[test]
fn rows_of_a_user_are_told_as_the_users() {
    let world = World::new();
    world.build();
    let world = world.add(
        "mine/entities",
        &[("entity_id", "MY"), ("kind", "state"), ("name", "Mystate")],
    );
    assert_eq!(
        world
            .sco(&["import", "facts", "--origin", "me", "mine"])
            .code,
        0
    );
    let mut book = exported(&world, &["--origin", "me"]);
    assert_eq!(
        cells(&mut book, "entities")[1][..3],
        ["text MY", "text state", "text Mystate"]
    );
    let about = cells(&mut book, "about");
    assert_eq!(about[0][0], "text Facts of the origin me");
    assert!(
        !about
            .iter()
            .any(|row| row[0] == "text Licence" || row[0] == "text How to cite")
    );
}

/// Whenever Ctrl-C comes, the file is whole or not there, and nothing lies beside it.
#[test]
fn ctrl_c_leaves_nothing_behind() {
    let world = World::new();
    world.build();
    for delay in [0, 5, 10, 20, 40, 80, 160] {
        let _ = std::fs::remove_file(world.path("lakes.xlsx"));
        let mut child = sco()
            .current_dir(world.path("."))
            .args(["export", "--workbook", "lakes.xlsx", "--quiet"])
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(delay));
        let _ = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .output();
        let ended = child.wait().unwrap();
        let left: Vec<String> = crate::world::contents(&world.path("."))
            .into_keys()
            .collect();
        if left.contains(&"lakes.xlsx".to_owned()) {
            assert_eq!(left, ["lakes.xlsx", "sco.db"]);
            assert_eq!(
                differences(&world.path("lakes.xlsx"), &world.open()),
                [""; 0]
            );
        } else {
            assert_eq!(left, ["sco.db"]);
            assert!(!ended.success(), "success was told");
        }
    }
}

/// Names of sheets have at most 31 letters, and two are taken.
#[test]
fn every_table_and_view_has_a_name_for_a_sheet() {
    for relation in sco_facts::dictionary::relations() {
        let name = relation.name;
        assert!(name.len() <= 31, "{name}");
        assert!(
            name != sco_facts::export::workbook::ABOUT && name != "history",
            "{name}"
        );
    }
}

/// The python that has openpyxl: `WORKBOOK_PYTHON`, or the one on the path. With `CI` set there has to be one.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn python() -> Option<String> {
    let python = std::env::var("WORKBOOK_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python)
        .args(["-c", "import openpyxl"])
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        found || std::env::var_os("CI").is_none(),
        "`{python}` has no openpyxl; install it as .ci/run does, name a python that has it in WORKBOOK_PYTHON, or unset CI to skip what needs it"
    );
    if !found {
        eprintln!("skipped: `{python}` has no openpyxl");
    }
    found.then_some(python)
}

/// Reads the workbook with openpyxl; what differs has to be this, where there is a python that has it.
fn read_back(workbook: &Path, database: &Path, differs: &str) {
    if let Some(python) = python() {
        let read = run(Command::new(python)
            .arg(here().join("tests/it/workbook/read_back.py"))
            .args([workbook, database]));
        assert_eq!(
            (read.code, read.stdout.trim_end()),
            (i32::from(!differs.is_empty()), differs),
            "{}",
            read.stderr
        );
    }
}

#[test]
fn openpyxl_reads_what_the_database_says_and_notices_a_change() {
    let world = built_with(ODD_VALUES);
    exported(&world, &[]);
    let place = world.path("lakes.xlsx");
    read_back(&place, &world.path("sco.db"), "");
    let mut parts = parts(&place);
    let text = parts.get_mut("xl/sharedStrings.xml").unwrap();
    *text = text.replace(">=1+1<", ">=1+2<");
    put_parts(&place, &parts);
    read_back(
        &place,
        &world.path("sco.db"),
        "entities F4: value: '=1+2' instead of '=1+1'",
    );
}
