//! `src/tables/` and the schema know the same tables, columns, keys, words and views, and whoever forgets
//! a side is told which and what to do.

use std::collections::BTreeSet;

use rusqlite::Connection;
use sco_facts::dictionary::relations;
use sco_facts::tables::views::View;
use sco_facts::tables::{ALL_TABLES, Field, Holds, meta, trade, views};

use crate::fixture::ask;
use crate::world::World;

/// Views that other views are made of; they are not exported and need no declaration.
const INNER_VIEWS: &[&str] = &[
    "cited_trade",
    "expectations",
    "fact_lists",
    "fact_passages",
    "printed_intervals",
    "support_worked_out",
    "fact_days",
    "unnamed_entities",
];

/// Tables that hold what follows from the others; like the search index they are filled by the program,
/// belong to no origin and are not exported.
const WORKED_OUT: &[&str] = &[
    "fact_statements",
    "fact_support",
    "meta_columns",
    "meta_tables",
    "search_rows",
];

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
        .filter(|name| {
            !INNER_VIEWS.contains(&name.as_str()) && !WORKED_OUT.contains(&name.as_str())
        })
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
    let fields = |table: &trade::BulkTable| table.columns.iter().map(|(field, _)| *field).collect();
    ALL_TABLES
        .iter()
        .map(|table| (table.name, table.fields()))
        .chain(
            trade::TABLES
                .iter()
                .map(|table| (table.name, fields(table))),
        )
        .collect()
}

/// Every declared view: those that are exported, and those on trade statistics.
fn all_views() -> impl Iterator<Item = &'static views::View> {
    views::all().chain(trade::VIEWS)
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
    let declared: Vec<_> = all_views().map(|view| (view.name, view.fields())).collect();
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

/// The same of the tables of trade statistics, whose declarations say it column by column.
#[test]
fn keys_and_need_of_trade_statistics_are_those_of_the_schema() {
    let (_world, connection) = built();
    for table in trade::TABLES {
        let of = |condition: &str| {
            let name = table.name;
            ask(
                &connection,
                &format!("SELECT name FROM pragma_table_info('{name}') WHERE {condition}"),
            )
        };
        assert_eq!(of("pk > 0 ORDER BY pk"), table.key, "{}", table.name);
        let needed: Vec<&str> = table
            .columns
            .iter()
            .filter(|(_, is_required)| *is_required)
            .map(|(field, _)| field.name)
            .collect();
        assert_eq!(of("\"notnull\" ORDER BY cid"), needed, "{}", table.name);
        let sql = ask(
            &connection,
            &format!(
                "SELECT sql FROM sqlite_schema WHERE name = '{}'",
                table.name
            ),
        );
        for (field, _) in table.columns {
            if let Holds::Word(words) = field.holds {
                let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
                let check = format!("{} IN ({})", field.name, quoted.join(", "));
                assert!(
                    sql[0].contains(&check),
                    "{} does not hold {check}",
                    table.name
                );
            }
        }
    }
}

#[test]
fn the_dictionary_takes_the_words_of_the_types_of_value_and_no_others() {
    let (_world, connection) = built();
    let sql = ask(
        &connection,
        "SELECT sql FROM sqlite_schema WHERE name = 'meta_columns'",
    );
    let sql: Vec<&str> = sql[0].split_whitespace().collect();
    let declared = meta::TABLES.iter().flat_map(View::fields);
    let words = declared.filter_map(|field| match field.holds {
        Holds::Word(words) if field.name == "type" => Some(words),
        _ => None,
    });
    let words: Vec<&str> = words.flatten().copied().collect();
    let check = format!("CHECK (type IN ( '{}' ))", words.join("', '"));
    assert!(
        sql.join(" ").contains(&check),
        "meta_columns does not hold {check}"
    );
    let used = relations()
        .into_iter()
        .flat_map(|relation| relation.columns);
    for (field, _) in used {
        assert!(words.contains(&field.holds.word()), "{}", field.name);
    }
}

#[test]
fn a_column_holds_what_its_declaration_says() {
    let (_world, connection) = built();
    let relations = declared_tables()
        .into_iter()
        .chain(all_views().map(|view| (view.name, view.fields())));
    for (name, fields) in relations {
        for field in fields {
            let finds_nothing = |sql: &str| {
                let found = ask(&connection, sql);
                assert_eq!(found, Vec::<String>::new(), "{name}.{}", field.name);
            };
            let condition = match field.holds {
                Holds::Text | Holds::Key(_) | Holds::Keys(_) | Holds::Date | Holds::Url => {
                    "text".to_owned()
                }
                Holds::Word(words) => {
                    let list: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
                    let sql = format!(
                        "SELECT {0} FROM {name} WHERE {0} NOT IN ({1})",
                        field.name,
                        list.join(", ")
                    );
                    finds_nothing(&sql);
                    "text".to_owned()
                }
                Holds::Day => {
                    let sql = format!(
                        "SELECT {0} FROM {name} WHERE {0} NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
                        field.name
                    );
                    finds_nothing(&sql);
                    "text".to_owned()
                }
                Holds::Integer | Holds::Flag => "integer".to_owned(),
                Holds::Number => "real".to_owned(),
            };
            let sql = format!(
                "SELECT DISTINCT typeof({0}) FROM {name} WHERE {0} IS NOT NULL AND typeof({0}) NOT IN ('{condition}')",
                field.name
            );
            finds_nothing(&sql);
        }
    }
}

/// A choice of rows by entity leans on this: a list of ids that is declared as text is not looked at.
#[test]
fn a_list_of_ids_names_rows_of_its_table() {
    let (_world, connection) = built();
    for view in all_views() {
        for field in view.fields() {
            let Holds::Keys(table) = field.holds else {
                assert!(
                    !field.name.ends_with("_ids"),
                    "{}.{} is declared as no list of ids",
                    view.name,
                    field.name
                );
                continue;
            };
            let key = ALL_TABLES
                .iter()
                .find(|known| known.name == table)
                .unwrap()
                .key[0];
            let known = ask(&connection, &format!("SELECT {key} FROM {table}"));
            let lists = ask(
                &connection,
                &format!(
                    "SELECT {0} FROM {1} WHERE {0} IS NOT NULL",
                    field.name, view.name
                ),
            );
            for id in lists.iter().flat_map(|list| list.split(';')) {
                assert!(
                    known.iter().any(|known| known == id),
                    "{}.{}: {id}",
                    view.name,
                    field.name
                );
            }
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

/// Every kind of fact with its view.
pub(crate) fn kinds_with_views() -> Vec<(&'static str, &'static str)> {
    sco_facts::tables::kinds()
        .map(|(table, fact)| (table.name, fact.view.name))
        .collect()
}

/// The kinds of fact that `start_here` or `v_conflicts` leaves out, and what these name that is not there.
pub(crate) fn unlisted_kinds(connection: &Connection, kinds: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    let mut relations = &named(connection, "table") | &named(connection, "view");
    relations.extend(WORKED_OUT.iter().map(|name| (*name).to_owned()));
    let listed = ask(connection, "SELECT look_at FROM start_here");
    let compared = compared_kinds(connection);
    for (table, view) in kinds {
        if !listed.iter().any(|name| name == view) {
            found.push(format!("start_here has no line for {view}: add it to the view in a migration, with the question that it answers"));
        }
        if !compared.iter().any(|name| name == table) {
            found.push(format!("v_conflicts compares no facts of {table}: in a migration, add the kind to the list of those whose groups are conflicts, or say in the view when two of them cannot both be true"));
        }
    }
    for name in listed.iter().filter(|name| !relations.contains(*name)) {
        found.push(format!("start_here sends the reader to {name}, which is no table or view: correct the line in a migration"));
    }
    for kind in compared_by_group(connection) {
        if kind != "mixed" && !kinds.iter().any(|(table, _)| *table == kind) {
            found.push(format!("v_conflicts lists {kind}, which is no kind of fact: correct the list in a migration"));
        }
    }
    found
}

/// The SQL of a view without its comments.
fn sql_of_view(connection: &Connection, view: &str) -> String {
    let sql = format!("SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = '{view}'");
    let text = ask(connection, &sql).concat();
    let code = text.lines().map(|line| line.split("--").next().unwrap());
    code.collect::<Vec<_>>().join("\n")
}

/// Every word of `v_conflicts` and of the inner views that it is made of: among them the kinds that it compares.
fn compared_kinds(connection: &Connection) -> BTreeSet<String> {
    let words = |view: &str| -> BTreeSet<String> {
        let sql = sql_of_view(connection, view);
        let words = sql.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.map(str::to_owned).collect()
    };
    let mut found = words("v_conflicts");
    for inner in INNER_VIEWS {
        if found.contains(*inner) {
            found.extend(words(inner));
        }
    }
    found
}

/// The kinds that `v_conflicts` lists whenever they share a group.
fn compared_by_group(connection: &Connection) -> Vec<String> {
    let sql = sql_of_view(connection, "v_conflicts");
    let (_, list) = sql.split_once("pairs.kind IN (").unwrap();
    let (list, _) = list.split_once(')').unwrap();
    list.split(',')
        .map(|kind| kind.trim().trim_matches('\'').to_owned())
        .collect()
}

#[test]
fn every_kind_of_fact_is_in_start_here_and_v_conflicts() {
    let (_world, connection) = built();
    let found = unlisted_kinds(&connection, &kinds_with_views());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_view_is_in_start_here() {
    let (_world, connection) = built();
    let listed = ask(&connection, "SELECT look_at FROM start_here");
    for view in all_views().filter(|view| view.name != "start_here") {
        assert!(
            listed.iter().any(|name| name == view.name),
            "start_here has no line for {}: add it to the view in a migration, with the question that it answers",
            view.name
        );
    }
}

#[test]
fn a_kind_that_a_list_leaves_out_or_alone_knows_is_named_with_the_remedy() {
    let (_world, connection) = built();
    let start_here = sql_of_view(&connection, "start_here").replace("'v_sources'", "'v_pacts'");
    let v_conflicts =
        sql_of_view(&connection, "v_conflicts").replace("'event_participants'", "'pacts'");
    connection
        .execute_batch(&format!(
            "DROP VIEW start_here; {start_here}; DROP VIEW v_conflicts; {v_conflicts}"
        ))
        .unwrap();
    let mut kinds = kinds_with_views();
    kinds.push(("treaties", "v_treaties"));
    assert_eq!(
        unlisted_kinds(&connection, &kinds),
        [
            "v_conflicts compares no facts of event_participants: in a migration, add the kind to the list of those whose groups are conflicts, or say in the view when two of them cannot both be true",
            "start_here has no line for v_treaties: add it to the view in a migration, with the question that it answers",
            "v_conflicts compares no facts of treaties: in a migration, add the kind to the list of those whose groups are conflicts, or say in the view when two of them cannot both be true",
            "start_here sends the reader to v_pacts, which is no table or view: correct the line in a migration",
            "v_conflicts lists pacts, which is no kind of fact: correct the list in a migration",
        ]
    );
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
