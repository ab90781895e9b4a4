//! The dictionary: no column is undescribed and no description is stale, in the database and in the files that
//! describe the exports; and independent validators take these files.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use rusqlite::Connection;
use sco_facts::dictionary::{bulk, described, relations};
use sco_facts::tables::Holds;
use serde_json::Value;

use crate::world::{World, here, is_installed};

fn built() -> World {
    let world = World::new();
    world.build();
    world
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Every column of the tables and views that the dictionary names, as the live schema has them.
fn columns_of_the_schema(world: &World) -> Vec<String> {
    world.ask(
        "SELECT table_name || '.' || columns.name
         FROM meta_tables
         JOIN pragma_table_info(meta_tables.table_name) AS columns
         ORDER BY 1",
    )
}

#[test]
fn every_column_is_described_and_no_description_is_stale() {
    let world = built();
    let described =
        world.ask("SELECT table_name || '.' || column_name FROM meta_columns ORDER BY 1");
    assert_eq!(described, columns_of_the_schema(&world));
    let exported: BTreeSet<String> = crate::world::contents(&world.path("exports"))
        .into_keys()
        .filter_map(|name| Some(name.strip_suffix(".csv")?.to_owned()))
        .collect();
    let of_imports = bulk();
    let is_exported = |name: &String| !of_imports.iter().any(|table| table.name == name);
    let named: BTreeSet<String> = world
        .ask("SELECT table_name FROM meta_tables")
        .into_iter()
        .filter(is_exported)
        .collect();
    assert_eq!(exported, named);
}

#[test]
fn datasette_describes_or_hides_everything_that_it_lists() {
    let world = built();
    let metadata = json(&world.path("exports/metadata.json"));
    let tables = metadata["databases"]["sco"]["tables"].as_object().unwrap();
    let told: BTreeSet<String> = tables.keys().cloned().collect();
    let listed: BTreeSet<String> = world
        .ask(
            "SELECT name FROM pragma_table_list
             WHERE schema = 'main' AND type <> 'shadow' AND name NOT GLOB 'sqlite_*'",
        )
        .into_iter()
        .collect();
    assert_eq!(told, listed);
    for (name, of_table) in tables {
        let is_hidden = of_table["hidden"] == true;
        assert_eq!(is_hidden, of_table["description"].is_null(), "{name}");
    }
}

#[test]
fn the_types_words_and_keys_are_those_of_the_values() {
    let world = built();
    let connection = Connection::open(world.path("sco.db")).unwrap();
    for relation in relations() {
        for (field, is_required) in &relation.columns {
            let (name, column) = (relation.name, field.name);
            if *is_required {
                let empty = format!("SELECT count(*) FROM {name} WHERE {column} IS NULL");
                assert_eq!(world.ask(&empty), ["0"], "{name}.{column}");
            }
            if let Holds::Key(table) = field.holds
                && let Some(key) = sco_facts::dictionary::key_of(table)
            {
                let dangling = format!(
                    "SELECT count(*) FROM {name} WHERE {column} NOT IN (SELECT {key} FROM {table})"
                );
                assert_eq!(world.ask(&dangling), ["0"], "{name}.{column}");
            }
        }
        let unique = format!(
            "SELECT count(*) = (SELECT count(*) FROM (SELECT DISTINCT {} FROM {name})) FROM {name}",
            relation.unique_by.join(", "),
            name = relation.name
        );
        let is_unique: bool = connection.query_row(&unique, [], |row| row.get(0)).unwrap();
        assert!(
            is_unique,
            "{} is not unique by {:?}",
            relation.name, relation.unique_by
        );
    }
}

#[test]
fn every_number_has_a_unit() {
    for relation in described() {
        for (field, _) in relation.columns {
            assert!(
                field.holds != Holds::Number || !field.unit.is_empty(),
                "{}.{} is a number without a unit: declare it with `in_unit`",
                relation.name,
                field.name
            );
        }
    }
}

/// What somebody changes in the dictionary is put right by the next build, which says so.
#[test]
fn a_changed_dictionary_is_filled_again() {
    let world = built();
    let before = world.ask("SELECT * FROM meta_columns");
    let connection = Connection::open(world.path("sco.db")).unwrap();
    connection
        .execute(
            "UPDATE meta_columns SET meaning = 'other' WHERE position = 1",
            [],
        )
        .unwrap();
    drop(connection);
    let run = world.sco(&["build"]);
    assert!(run.stdout.contains("worked out again"), "{run:?}");
    assert_eq!(world.ask("SELECT * FROM meta_columns"), before);
}

#[test]
fn the_package_describes_the_files_beside_it() {
    let world = built();
    let package = json(&world.path("exports/datapackage.json"));
    let list = world.read("exports/SHA256SUMS");
    for resource in package["resources"].as_array().unwrap() {
        let path = resource["path"].as_str().unwrap();
        let text = world.read(&format!("exports/{path}"));
        assert_eq!(resource["bytes"], text.len());
        let hash = resource["hash"]
            .as_str()
            .unwrap()
            .strip_prefix("sha256:")
            .unwrap();
        assert!(list.contains(&format!("{hash}  {path}\n")), "{path}");
        let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        let fields: Vec<&str> = resource["schema"]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        assert_eq!(head, fields, "{path}");
    }
    let dataset = world
        .ask("SELECT name || '|' || title || '|' || version || '|' || licence FROM meta_release");
    let said = ["name", "title", "version"].map(|key| package[key].as_str().unwrap().to_owned());
    let licence = package["licenses"][0]["name"].as_str().unwrap();
    assert_eq!(dataset, [format!("{}|{licence}", said.join("|"))]);
}

#[test]
fn datasette_is_told_every_table_and_column() {
    let world = built();
    let metadata = json(&world.path("exports/metadata.json"));
    let tables = metadata["databases"]["sco"]["tables"].as_object().unwrap();
    let mut described: Vec<String> = tables
        .iter()
        .flat_map(|(name, table)| {
            let columns = table["columns"].as_object().into_iter().flatten();
            columns
                .map(|(column, _)| column)
                .map(move |column| format!("{name}.{column}"))
        })
        .collect();
    described.sort();
    assert_eq!(described, columns_of_the_schema(&world));
}

#[test]
fn the_dictionary_in_words_has_every_column() {
    let world = built();
    let text = world.read("exports/data-dictionary.md");
    for relation in described() {
        assert!(text.contains(&format!("\n## `{}`\n", relation.name)));
        for (field, _) in relation.columns {
            assert!(
                text.contains(&format!("| `{}`", field.name)),
                "{}",
                field.name
            );
        }
    }
    assert!(
        text.contains("| `name`* | text | the name to show | `Ardenia` |"),
        "{text}"
    );
    assert!(here().join("docs/data-dictionary.md").exists());
}

/// Whether a validator of another maker takes a file.
fn is_valid(program: &str, file: &str, folder: &Path) -> bool {
    let arguments: &[&str] = match program {
        "frictionless" => &["validate", file],
        _ => &[file],
    };
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    output.status.success()
}

/// The validator takes what a build made, and refuses it after a change of one cell.
fn is_taken_whole_and_refused_broken(program: &str, file: &str) {
    if !is_installed(program) {
        return;
    }
    let world = built();
    let folder = world.path("exports");
    assert!(is_valid(program, file, &folder));
    let text = world.read("exports/entities.csv");
    let broken = text.replacen("BOR,state,", "BOR,stately,", 1);
    assert_ne!(text, broken);
    world.write("exports/entities.csv", broken);
    assert!(!is_valid(program, file, &folder));
}

#[test]
fn frictionless_takes_the_package_and_refuses_a_broken_one() {
    is_taken_whole_and_refused_broken("frictionless", "datapackage.json");
}

#[test]
fn csvw_takes_the_metadata_and_refuses_broken_data() {
    is_taken_whole_and_refused_broken("csvwvalidate", "csvw-metadata.json");
}
