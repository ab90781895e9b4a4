//! `src/tables/` and the schema know the same tables, columns, keys, words and views, and whoever forgets
//! a side is told which and what to do.

use std::collections::BTreeSet;

use rusqlite::Connection;
use sco_facts::tables::{ALL_TABLES, Field, Holds, views};

use crate::fixture::ask;
use crate::world::World;

/// Views that other views are made of; they are not exported and need no declaration.
const INNER_VIEWS: &[&str] = &["fact_support", "printed_intervals"];

fn built() -> (World, Connection) {
    let world = World::new();
    world.build();
    let connection = Connection::open(world.path("sco.db")).unwrap();
    (world, connection)
}

/// The tables or views of a database. The search index is a virtual table and no part of the dataset.
fn named(connection: &Connection, kind: &str) -> BTreeSet<String> {
    let sql = format!(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = '{kind}'
             AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'refinery%'"
    );
    ask(connection, &sql)
        .into_iter()
        .filter(|name| !INNER_VIEWS.contains(&name.as_str()))
        .collect()
}

fn columns(connection: &Connection, table: &str) -> Vec<String> {
    ask(
        connection,
        &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"),
    )
}

/// What only one side knows, with the remedy.
fn differences(
    connection: &Connection,
    kind: &str,
    declared: &[(&str, Vec<Field>)],
) -> Vec<String> {
    let held = named(connection, kind);
    let names: BTreeSet<String> = declared
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let mut found: Vec<String> = held
        .difference(&names)
        .map(|name| format!("{kind} {name} is in the schema alone: declare it in src/tables/, or drop it in a migration"))
        .collect();
    for (name, fields) in declared {
        if !held.contains(*name) {
            found.push(format!("{kind} {name} is in src/tables/ alone: make it in a migration, or remove the declaration"));
            continue;
        }
        let (wanted, held): (Vec<&str>, Vec<String>) = (
            fields.iter().map(|field| field.name).collect(),
            columns(connection, name),
        );
        for column in held
            .iter()
            .filter(|column| !wanted.contains(&column.as_str()))
        {
            found.push(format!("column {name}.{column} is in the schema alone: declare it in src/tables/, or drop it in a migration"));
        }
        for column in wanted
            .iter()
            .filter(|column| !held.iter().any(|held| held == *column))
        {
            found.push(format!("column {name}.{column} is in src/tables/ alone: add it in a migration, or remove the declaration"));
        }
        if found.is_empty() && wanted != held {
            found.push(format!("the columns of {name} are declared as {wanted:?} and stand in the schema as {held:?}: give them the order of the schema"));
        }
    }
    found
}

fn declared_tables() -> Vec<(&'static str, Vec<Field>)> {
    ALL_TABLES
        .iter()
        .map(|table| (table.name, table.fields()))
        .collect()
}

#[test]
fn tables_and_schema_know_the_same_columns() {
    let (_world, connection) = built();
    let found = differences(&connection, "table", &declared_tables());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn views_and_schema_know_the_same_columns() {
    let (_world, connection) = built();
    let declared: Vec<_> = views::all()
        .map(|view| (view.name, view.fields()))
        .collect();
    let found = differences(&connection, "view", &declared);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_table_or_column_that_one_side_alone_knows_is_named_with_the_remedy() {
    let (_world, connection) = built();
    connection
        .execute_batch("CREATE TABLE treaties (x); ALTER TABLE entities ADD COLUMN region TEXT")
        .unwrap();
    let mut declared = declared_tables();
    let column = declared[0].1[0];
    declared.push(("pacts", vec![column]));
    declared[0].1.push(Field {
        name: "shelf",
        ..column
    });
    assert_eq!(
        differences(&connection, "table", &declared),
        [
            "table treaties is in the schema alone: declare it in src/tables/, or drop it in a migration",
            "column sources.shelf is in src/tables/ alone: add it in a migration, or remove the declaration",
            "column entities.region is in the schema alone: declare it in src/tables/, or drop it in a migration",
            "table pacts is in src/tables/ alone: make it in a migration, or remove the declaration",
        ]
    );
}

#[test]
fn keys_and_need_are_those_of_the_schema() {
    let (_world, connection) = built();
    for table in ALL_TABLES {
        let key = ask(
            &connection,
            &format!(
                "SELECT name FROM pragma_table_info('{}') WHERE pk > 0 ORDER BY pk",
                table.name
            ),
        );
        assert_eq!(key, table.key, "the primary key of {}", table.name);
        let needed = ask(
            &connection,
            &format!(
                "SELECT name FROM pragma_table_info('{}') WHERE \"notnull\"",
                table.name
            ),
        );
        for column in table.own {
            assert_eq!(
                needed.iter().any(|name| name == column.name),
                column.required,
                "{}.{}: NOT NULL in the schema and `need` in src/tables/ go together",
                table.name,
                column.name
            );
        }
    }
}

#[test]
fn a_column_holds_what_its_declaration_says() {
    let (_world, connection) = built();
    let relations = declared_tables()
        .into_iter()
        .chain(views::all().map(|view| (view.name, view.fields())));
    for (name, fields) in relations {
        for field in fields {
            let condition = match field.holds {
                Holds::Text | Holds::Key(_) | Holds::Date | Holds::Url => "text".to_owned(),
                Holds::Word(words) => {
                    let list: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
                    let sql = format!(
                        "SELECT {0} FROM {name} WHERE {0} NOT IN ({1})",
                        field.name,
                        list.join(", ")
                    );
                    assert_eq!(
                        ask(&connection, &sql),
                        Vec::<String>::new(),
                        "{name}.{}",
                        field.name
                    );
                    "text".to_owned()
                }
                Holds::Day => {
                    let sql = format!(
                        "SELECT {0} FROM {name} WHERE {0} NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
                        field.name
                    );
                    assert_eq!(
                        ask(&connection, &sql),
                        Vec::<String>::new(),
                        "{name}.{}",
                        field.name
                    );
                    "text".to_owned()
                }
                Holds::Integer | Holds::Flag => "integer".to_owned(),
                Holds::Number => "integer', 'real".to_owned(),
            };
            let sql = format!(
                "SELECT DISTINCT typeof({0}) FROM {name} WHERE {0} IS NOT NULL AND typeof({0}) NOT IN ('{condition}')",
                field.name
            );
            assert_eq!(
                ask(&connection, &sql),
                Vec::<String>::new(),
                "{name}.{}",
                field.name
            );
        }
    }
}

#[test]
fn every_fact_is_in_its_table_its_view_and_v_facts() {
    let (_world, connection) = built();
    for (table, fact) in sco_facts::tables::kinds() {
        let ids = |relation: &str| {
            ask(
                &connection,
                &format!("SELECT fact_id FROM {relation} ORDER BY fact_id"),
            )
        };
        let held = ids(table.name);
        assert_eq!(
            held,
            ids(fact.view.name),
            "{} shows every fact once",
            fact.view.name
        );
        let of_kind = format!("v_facts WHERE kind = '{}'", table.name);
        assert_eq!(
            held,
            ids(&of_kind),
            "v_facts has the facts of {}: add it to the view in a migration",
            table.name
        );
        let registered = format!("facts WHERE kind = '{}'", table.name);
        assert_eq!(held, ids(&registered));
    }
}

#[test]
fn a_column_that_the_user_added_keeps_its_values_over_a_build() {
    let (world, connection) = built();
    connection
        .execute_batch(
            "ALTER TABLE entities ADD COLUMN mine TEXT; UPDATE entities SET mine = 'kept'",
        )
        .unwrap();
    drop(connection);
    let world = world.replace("seeds/entities.csv", "Cantria", "Kantria");
    world.build();
    assert_eq!(
        world.ask("SELECT DISTINCT name || ' ' || mine FROM entities WHERE entity_id = 'CAN'"),
        ["Kantria kept"]
    );
}

#[test]
fn a_declared_column_or_table_that_the_database_lacks_is_named() {
    let (world, connection) = built();
    connection.execute_batch("DROP TABLE omissions").unwrap();
    let run = world.sco(&["build"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: the database has no table omissions, which the migrations make; nothing was changed; `sco migrate check` shows what differs\n"
        )
    );
    let (world, connection) = built();
    connection
        .execute_batch("DROP VIEW v_sources; ALTER TABLE sources DROP COLUMN rights")
        .unwrap();
    let run = world.sco(&["build"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: the database has no column sources.rights, which the migrations make; nothing was changed; `sco migrate check` shows what differs\n"
        )
    );
}
