//! What `sco export parquet` writes reads back with every value, and what `sco import trade` reads of it is the same.

mod altered;
mod folder;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use parquet::basic::{Compression, Encoding, Repetition, Type};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use rusqlite::types::Value;
use serde_json::json;

use crate::trade_world::{comtrade, imported, world};
use crate::world::{Run, World, ask};

/// A map whose values may be of any kind.
const MAP: &str = r#"dataset = "customs"
title = "Customs"
currency = "EUR"
reporter = { column = "reporter", codes = ["iso3166_1_alpha3"] }
partner = { column = "partner", codes = ["iso3166_1_alpha3"] }
period = { column = "period" }
flow = { column = "flow", words = { M = "M", X = "X" } }
classification = { constant = "none" }
commodity = { constant = "TOTAL" }
value = { column = "value" }
quantity = { column = "quantity", unit = "t" }
"#;

/// A world with two datasets: years, months and a quarter; digits beyond a float; quantities and none; a total.
fn traded() -> World {
    let world = world();
    let rows = [
        ["2012", "4", "M", "699", "TOTAL", "100.5"],
        ["2012", "4", "X", "0", "TOTAL", "9007199254740993"],
        ["201209", "4", "M", "156", "010121", "0"],
        ["2013", "643", "X", "156", "010121", "-3"],
    ];
    let rows = comtrade(&rows).replace("C,A,2012,201209", "C,M,2012,201209");
    imported(&world, "first.csv", rows, &[]);
    world.write("map.toml", MAP);
    let rows = "reporter,partner,flow,period,value,quantity\n\
                ARD,BOR,M,2012,1588852981506.719,\n\
                ARD,BOR,M,2012Q3,0.1,123456789012345678\n\
                BOR,ARD,X,1999,7,2.5\n";
    imported(&world, "second.csv", rows, &["--map", "map.toml"]);
    world
}

fn export(world: &World, options: &[&str]) -> Run {
    world.sco(&[&["export", "parquet", "pq"], options].concat())
}

fn exported(world: &World) -> Run {
    let run = export(world, &[]);
    assert_eq!(run.code, 0, "{run:?}");
    run
}

/// The files below a folder with their bytes, by their paths in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).unwrap() {
            let entry = entry.unwrap().path();
            if entry.is_dir() {
                open.push(entry);
            } else {
                let name = entry.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, std::fs::read(entry).unwrap());
            }
        }
    }
    found
}

/// The partitions of an export.
fn partitions(world: &World) -> Vec<String> {
    let all = files(&world.path("pq")).into_keys();
    all.filter(|name| name.starts_with("trade_flows/"))
        .collect()
}

fn open(path: PathBuf) -> SerializedFileReader<std::fs::File> {
    SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap()
}

/// The rows of a file: the names of the columns, and the values as the database would have them.
fn rows(path: PathBuf) -> Vec<Vec<(String, Value)>> {
    let reader = open(path);
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| {
        let row = row.unwrap();
        let cells = row.get_column_iter();
        cells
            .map(|(name, field)| {
                let value = match field {
                    Field::Null => Value::Null,
                    Field::Str(text) => Value::Text(text.clone()),
                    Field::Long(number) => Value::Integer(*number),
                    Field::Double(number) => Value::Real(*number),
                    other => panic!("{name} holds {other:?}"),
                };
                (name.clone(), value)
            })
            .collect()
    })
    .collect()
}

/// The rows of a table or view of the database.
fn held(world: &World, sql: &str) -> Vec<Vec<(String, Value)>> {
    let connection = world.open();
    let mut statement = connection.prepare(sql).unwrap();
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let rows = statement.query_map([], |row| {
        let cell = |(at, name): (usize, &String)| Ok((name.clone(), row.get(at)?));
        names.iter().enumerate().map(cell).collect()
    });
    rows.unwrap().map(Result::unwrap).collect()
}

const KEY: &str =
    "reporter, partner, flow, valuation, classification, commodity, frequency, period";

#[test]
fn flows_lie_in_a_folder_for_each_dataset_and_year_in_the_order_of_their_key() {
    let world = traded();
    let run = exported(&world);
    let count = files(&world.path("pq")).len() - 1;
    assert_eq!(
        run.stdout,
        format!("pq/: {count} files, {count} of them written; 7 flows in 4 partitions\n")
    );
    assert_eq!(
        partitions(&world),
        [
            "trade_flows/dataset=comtrade/year=2012/part-0.parquet",
            "trade_flows/dataset=comtrade/year=2013/part-0.parquet",
            "trade_flows/dataset=customs/year=1999/part-0.parquet",
            "trade_flows/dataset=customs/year=2012/part-0.parquet",
        ]
    );
    for (dataset, year) in [
        ("comtrade", 2012),
        ("comtrade", 2013),
        ("customs", 1999),
        ("customs", 2012),
    ] {
        let columns = world.ask("SELECT group_concat(name) FROM pragma_table_info('trade_flows') WHERE name <> 'dataset'");
        let sql = format!(
            "SELECT {} FROM trade_flows WHERE dataset = '{dataset}' AND substr(period, 1, 4) = '{year}' ORDER BY {KEY}",
            columns[0]
        );
        let name = format!("pq/trade_flows/dataset={dataset}/year={year}/part-0.parquet");
        let found = rows(world.path(&name));
        assert_eq!(found, held(&world, &sql), "{name}");
        assert!(!found.is_empty());
    }
}

#[test]
fn every_table_and_view_reads_back_as_it_is() {
    let world = traded().with_facts_of_mine(&[]);
    let mine = world.sco(&["import", "facts", "mine", "--origin", "mine"]);
    assert_eq!(mine.code, 0, "{mine:?}");
    exported(&world);
    let relations = sco_facts::dictionary::described();
    for relation in &relations {
        if relation.name == "trade_flows" {
            continue;
        }
        // They show the flows again.
        if sco_facts::tables::trade::VIEWS
            .iter()
            .any(|view| view.name == relation.name)
        {
            assert!(
                !world
                    .path(&format!("pq/{}.parquet", relation.name))
                    .exists()
            );
            continue;
        }
        let has_origin = relation
            .columns
            .iter()
            .any(|(field, _)| field.name == "origin");
        let filter = if has_origin {
            "WHERE origin = 'sco-facts'"
        } else {
            ""
        };
        let columns: Vec<&str> = relation
            .columns
            .iter()
            .map(|(field, _)| field.name)
            .collect();
        let sql = format!(
            "SELECT {} FROM {} {filter} ORDER BY {}",
            columns.join(", "),
            relation.name,
            relation.unique_by.join(", ")
        );
        let found = rows(world.path(&format!("pq/{}.parquet", relation.name)));
        assert_eq!(found, held(&world, &sql), "{}", relation.name);
    }
    let whole = relations.len() - sco_facts::tables::trade::VIEWS.len() - 1;
    assert_eq!(files(&world.path("pq")).len(), whole + 4 + 1);
}

#[test]
fn codes_have_a_dictionary_and_numbers_have_none() {
    let world = traded();
    exported(&world);
    let reader = open(world.path("pq/trade_flows/dataset=comtrade/year=2012/part-0.parquet"));
    let group = reader.metadata().row_group(0);
    let is_sorted_by: Vec<i32> = group
        .sorting_columns()
        .unwrap()
        .iter()
        .map(|column| column.column_idx)
        .collect();
    assert_eq!(is_sorted_by, (0..8).collect::<Vec<i32>>());
    for column in group.columns() {
        let name = column.column_path().string();
        let is_number = ["value", "quantity"].contains(&name.as_str());
        assert!(
            matches!(column.compression(), Compression::ZSTD(_)),
            "{name}"
        );
        let has_dictionary = column
            .encodings()
            .any(|one| one == Encoding::RLE_DICTIONARY);
        assert_eq!(has_dictionary, !is_number, "{name}");
        let declared = column.column_descr().self_type();
        let may_lack = [
            "value_exact",
            "quantity",
            "quantity_exact",
            "quantity_unit",
            "value_equals",
        ];
        let expected = if may_lack.contains(&name.as_str()) {
            Repetition::OPTIONAL
        } else {
            Repetition::REQUIRED
        };
        assert_eq!(declared.get_basic_info().repetition(), expected, "{name}");
        let physical = match name.as_str() {
            "value" | "quantity" => Type::DOUBLE,
            "is_total" | "import_id" => Type::INT64,
            _ => Type::BYTE_ARRAY,
        };
        assert_eq!(column.column_type(), physical, "{name}");
    }
}

/// What a file says of itself.
fn description(path: PathBuf) -> serde_json::Value {
    let reader = open(path);
    let pairs = reader
        .metadata()
        .file_metadata()
        .key_value_metadata()
        .unwrap();
    let told = pairs.iter().find(|pair| pair.key == "sco").unwrap();
    serde_json::from_str(told.value.as_ref().unwrap()).unwrap()
}

#[test]
fn a_file_says_what_its_columns_mean() {
    let world = traded();
    exported(&world);
    let told = description(world.path("pq/trade_flows/dataset=customs/year=1999/part-0.parquet"));
    assert_eq!(told["table"], "trade_flows");
    assert_eq!(told["partitioned_by"], json!(["dataset", "year"]));
    let columns = told["columns"].as_array().unwrap();
    let column = |name: &str| {
        columns
            .iter()
            .find(|column| column["name"] == name)
            .unwrap()
    };
    assert_eq!(column("value")["unit"], "the currency of the set");
    assert_eq!(column("value")["type"], "number");
    assert_eq!(column("reporter")["refers_to"], "trade_areas");
    assert_eq!(column("frequency")["words"], json!(["A", "M", "Q"]));
    let meanings = world.ask(
        "SELECT meaning FROM meta_columns WHERE table_name = 'trade_flows' AND column_name <> 'dataset' ORDER BY position",
    );
    let found: Vec<&str> = columns
        .iter()
        .map(|column| column["meaning"].as_str().unwrap())
        .collect();
    assert_eq!(found, meanings);
    // The curated ones say of which release they are.
    let told = description(world.path("pq/v_events.parquet"));
    assert_eq!(told["release"]["licence"], "CC-BY-4.0");
    assert_eq!(
        description(world.path("pq/imports.parquet"))["release"],
        json!(null)
    );
}

/// A group of rows is written when it is full: neither its last row nor the first of the next is lost.
#[test]
fn more_rows_than_a_group_has_come_through() {
    let world = traded();
    let insert = "WITH RECURSIVE n (at) AS (VALUES (0) UNION ALL SELECT at + 1 FROM n WHERE at < 131072)
        INSERT INTO trade_flows
        SELECT 'customs', 'ARD', 'CAN', 'M', 'fob', 'H6', printf('%06d', at), 'A', '2020', 0, at + 0.5, NULL,
            iif(at % 3, at, NULL), NULL, iif(at % 3, 'kg', NULL), 2, NULL FROM n";
    world.open().execute(insert, []).unwrap();
    let run = export(&world, &["--only", "trade_flows,imports,trade_datasets"]);
    assert_eq!(run.code, 0, "{run:?}");
    let name = "pq/trade_flows/dataset=customs/year=2020/part-0.parquet";
    let reader = open(world.path(name));
    let groups: Vec<i64> = (0..reader.num_row_groups())
        .map(|at| reader.metadata().row_group(at).num_rows())
        .collect();
    assert_eq!(groups, [131_072, 1]);
    let back = world_without_flows(&world);
    let run = back.sco(&["import", "trade", &world.path("pq").display().to_string()]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_same_flows(&world, &back);
}

/// The same world before any import.
fn world_without_flows(_: &World) -> World {
    world()
}

/// Everything that is held of flows.
fn assert_same_flows(one: &World, two: &World) {
    for table in ["trade_flows", "imports", "trade_datasets", "trade_areas"] {
        let sql = format!("SELECT * FROM {table} ORDER BY 1, 2");
        let sql = if table == "trade_flows" {
            format!("SELECT * FROM trade_flows ORDER BY dataset, {KEY}")
        } else {
            sql
        };
        let rows = held(one, &sql);
        assert!(!rows.is_empty() && rows == held(two, &sql), "{table}");
    }
}

#[test]
fn what_is_exported_is_imported_again_with_where_it_came_from() {
    let world = traded();
    exported(&world);
    let folder = world.path("pq").display().to_string();
    let back = world_without_flows(&world);
    let run = back.sco(&["import", "trade", &folder]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (
            0,
            format!(
                "{folder}: 4 rows read as parquet into comtrade\n{folder}: 3 rows read as parquet into customs\n\
                 7 values inserted, 0 changed, 0 left alone\n"
            )
            .as_str()
        ),
        "{run:?}"
    );
    assert_same_flows(&world, &back);
    assert_eq!(
        back.ask(
            "SELECT DISTINCT file_name FROM trade_flows JOIN imports USING (import_id) ORDER BY 1"
        ),
        ["first.csv", "second.csv"]
    );
    exported(&back);
    assert!(
        files(&world.path("pq")) == files(&back.path("pq")),
        "the same bytes"
    );
    let again = back.sco(&["import", "trade", &folder]);
    assert!(
        again
            .stdout
            .ends_with("0 values inserted, 0 changed, 7 left alone\n"),
        "{again:?}"
    );
}

#[test]
fn imports_get_another_number_where_theirs_is_taken() {
    let world = traded();
    exported(&world);
    let back = world_without_flows(&world);
    imported(
        &back,
        "own.csv",
        comtrade(&[["2001", "4", "M", "699", "TOTAL", "1"]]),
        &[],
    );
    let folder = world.path("pq").display().to_string();
    let run = back.sco(&["import", "trade", &folder, "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let told = run.objects();
    let of_files: Vec<_> = told.iter().filter(|one| one["type"] == "file").collect();
    assert_eq!(of_files[0]["file"], folder.as_str());
    assert_eq!([&of_files[0]["written"], &of_files[1]["written"]], [4, 3]);
    assert_eq!(told.last().unwrap()["inserted"], 7);
    assert_eq!(
        back.ask(
            "SELECT file_name || ' ' || count(*) FROM trade_flows JOIN imports USING (import_id)
             GROUP BY import_id ORDER BY import_id"
        ),
        ["own.csv 1", "second.csv 3", "first.csv 4"]
    );
}

#[test]
fn a_revision_comes_with_a_folder_too() {
    let world = traded();
    exported(&world);
    let back = world_without_flows(&world);
    let other = comtrade(&[["2012", "4", "M", "699", "TOTAL", "101"]]);
    imported(&back, "own.csv", other, &[]);
    let folder = world.path("pq").display().to_string();
    let run = back.sco(&["import", "trade", &folder]);
    assert_eq!(run.code, 1, "{run:?}");
    let place = format!("{folder}/trade_flows/dataset=comtrade/year=2012/part-0.parquet:1: ");
    assert!(
        run.stderr.starts_with(&format!(
            "{place}says 100.5 of ARD BOR M unstated H6 TOTAL 2012, of which the database says 101; "
        )),
        "{run:?}"
    );
    let run = back.sco(&["import", "trade", &folder, "--replace"]);
    assert!(
        run.stdout
            .ends_with("6 values inserted, 1 changed, 0 left alone\n"),
        "{run:?}"
    );
}

#[test]
fn one_dataset_may_get_another_name_and_several_may_not() {
    let world = traded();
    exported(&world);
    let folder = world.path("pq").display().to_string();
    let run = world.sco(&["import", "trade", &folder, "--dataset", "other"]);
    assert_eq!(
        (run.code, run.stderr),
        (
            2,
            format!(
                "error: {folder} holds several datasets; leave `--dataset` out: each keeps its name\n"
            )
        )
    );
    assert_eq!(world.sco(&["import", "remove", "customs"]).code, 0);
    exported(&world);
    let run = world.sco(&["import", "trade", &folder, "--dataset", "other"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        world.ask("SELECT dataset || ' ' || count(*) FROM trade_flows GROUP BY dataset"),
        ["comtrade 4", "other 4"]
    );
    assert_eq!(
        world.ask("SELECT DISTINCT dataset FROM imports ORDER BY 1"),
        ["comtrade", "other"]
    );
}

/// A name that somebody wrote into the table by hand.
#[test]
fn odd_signs_in_the_name_of_a_dataset_come_through() {
    let world = traded();
    let odd = "a/b=c 1%é";
    let connection = world.open();
    connection
        .execute_batch("PRAGMA foreign_keys = OFF")
        .unwrap();
    for table in ["trade_flows", "imports", "trade_datasets"] {
        let sql = format!("UPDATE {table} SET dataset = ?1 WHERE dataset = 'customs'");
        connection.execute(&sql, [odd]).unwrap();
    }
    exported(&world);
    assert_eq!(
        partitions(&world)[0],
        "trade_flows/dataset=a%2Fb%3Dc 1%25é/year=1999/part-0.parquet"
    );
    let back = world_without_flows(&world);
    let run = back.sco(&["import", "trade", &world.path("pq").display().to_string()]);
    assert_eq!(run.code, 2, "a name that is none for a dataset: {run:?}");
    assert!(
        run.stderr.contains("cannot be the name of a dataset"),
        "{run:?}"
    );
}

#[test]
fn without_rows_there_is_no_partition_and_it_is_said() {
    let world = world();
    let run = exported(&world);
    assert!(
        run.stdout.ends_with("; 0 flows in 0 partitions\n"),
        "{run:?}"
    );
    assert_eq!(
        run.stderr,
        "note: trade_flows has no row, and so no file; `sco import trade` brings rows in\n"
    );
    assert!(!world.path("pq/trade_flows").exists());
    let run = world.sco(&["import", "trade", "pq"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: the files hold no value to import; look whether the right files were named\n"
        )
    );
}

#[test]
fn a_row_without_a_year_or_with_another_type_stops_the_export() {
    for (change, wanted) in [
        (
            "UPDATE trade_flows SET period = 'x' WHERE value = 7",
            "error: trade_flows holds the period `x`, which begins with no year; correct the row, or remove its \
             dataset with `sco import remove`\n",
        ),
        (
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'value REAL', 'value ANY') WHERE name = 'trade_flows';
             PRAGMA writable_schema = RESET;
             UPDATE trade_flows SET value = 'much' WHERE value = 7",
            "error: trade_flows holds `much` in the column `value`, whose type is number; correct the row\n",
        ),
    ] {
        let world = traded();
        let connection = world.open();
        connection.execute_batch(change).unwrap();
        let run = export(&world, &["--only", "trade_flows"]);
        assert_eq!((run.code, run.stderr.as_str()), (2, wanted));
        assert!(!world.path("pq").exists(), "nothing is left");
    }
}

#[test]
fn a_dataset_is_told_apart_for_scripts() {
    let world = traded();
    let run = export(
        &world,
        &["--format", "json", "--only", "trade_flows,imports"],
    );
    assert_eq!(
        run.objects(),
        [
            json!({"type": "summary", "export_files": 5, "partitions": 4, "flows": 7, "written": 5, "current": true})
        ]
    );
    assert_eq!(export(&world, &["--quiet"]).stdout, "");
    let unknown = export(&world, &["--only", "events,flows"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown
            .stderr
            .starts_with("error: `flows` is no table or view; did you mean `trade_flows`?"),
        "{unknown:?}"
    );
    let misplaced = world.sco(&["export", "--only", "events", "parquet", "pq"]);
    assert_eq!(
        (misplaced.code, misplaced.stderr.as_str()),
        (
            2,
            "error: `--only` before `page` or `parquet` is for CSV files and workbooks; leave it out, or say it behind the word \
             where that has it: `sco export parquet --help`\n"
        )
    );
    assert_eq!(world.sco(&["export", "parquet", "-"]).code, 2);
    assert_eq!(
        ask(&world.open(), "SELECT count(*) FROM trade_flows"),
        ["7"]
    );
}

/// What `--check` advises is what helps.
#[test]
fn a_check_advises_force_only_where_it_is_needed() {
    let world = traded();
    exported(&world);
    let check = ["export", "parquet", "pq", "--check"];
    std::fs::remove_file(world.path("pq/facts.parquet")).unwrap();
    let run = world.sco(&check);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            1,
            "error: 1 export out of date: pq/facts.parquet; run `sco export parquet pq`\n"
        )
    );
    assert_eq!(world.sco(&check[..3]).code, 0);
    world.write("pq/facts.parquet", "mine");
    let run = world.sco(&check);
    assert!(
        run.code == 1
            && run.stderr.contains(
                "run `sco export parquet pq --force`: sco did not write pq/facts.parquet"
            ),
        "{run:?}"
    );
    assert_eq!(world.sco(&check[..3]).code, 2);
    assert_eq!(world.read("pq/facts.parquet"), "mine");
    assert_eq!(world.sco(&["export", "parquet", "pq", "--force"]).code, 0);
    assert_eq!(world.sco(&check).code, 0);
    world.write("pq/SHA256SUMS", "");
    let run = world.sco(&check);
    let told = "run `sco export parquet pq --force`: sco did not write pq/SHA256SUMS";
    assert!(run.code == 1 && run.stderr.contains(told), "{run:?}");
    assert_eq!(world.sco(&check[..3]).code, 2);
    assert_eq!(world.sco(&["export", "parquet", "pq", "--force"]).code, 0);
    assert_eq!(world.sco(&check).code, 0);
}
