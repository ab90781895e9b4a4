//! What changed between two states is told by id and column; what the dataset says apart from what is clerical.

mod edges;

use std::process::Stdio;

use rusqlite::Connection;
use sco_facts::diff::{Class, Differences, Side, compare};
use sco_facts::tables::{ALL_TABLES, Bearing, Column, Rows, TABLES, Table};
use serde_json::Value;

use crate::world::{Run, World, contents, here, sco};

/// A built world, with a copy of its database that these statements have changed.
fn changed(sql: &str) -> World {
    let world = World::new();
    world.build();
    std::fs::copy(world.path("sco.db"), world.path("new.db")).unwrap();
    let connection = Connection::open(world.path("new.db")).unwrap();
    let loose = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;";
    connection.execute_batch(&format!("{loose}{sql}")).unwrap();
    world
}

fn diff(world: &World, more: &[&str]) -> Run {
    let run = world.sco(&[&["diff", "sco.db", "new.db"], more].concat());
    assert_eq!(run.code, 0, "{run:?}");
    run
}

const EVERY_SORT: &str = "
    UPDATE indicators SET value_as_printed = '7 500', value = 7500, value_plain = 7500 WHERE fact_id = 'i-soldiers';
    UPDATE trade_figures SET value_as_printed = '4.4', value = 4.4, value_usd = 4.4e9, corrected_value = 4.2,
        corrected_value_usd = 4.2e9, correction_reason = 'exports and imports make 7.5' WHERE fact_id = 't-bor-export';
    UPDATE trade_figures SET unit_mult = 6, value_usd = 3.3e6 WHERE fact_id = 't-bor-import';
    UPDATE memberships SET date = '2005', date_from = '2005-01-01', date_to = '2005-12-31' WHERE fact_id = 'm-can';
    UPDATE memberships SET member = 'CAN' WHERE fact_id = 'm-bor';
    UPDATE facts SET status = 'attributed', attributed_to = 'mira-oldfield', note = 'she says' WHERE fact_id = 'm-ard';
    UPDATE facts SET rank = 'deprecated', rank_reason = 'the report corrects itself' WHERE fact_id = 't-can-total';
    UPDATE facts SET note = NULL WHERE fact_id = 'm-dor-expected';
    UPDATE positions SET summary = 'the Council will admit Dorvania, by 2012' WHERE fact_id = 'p-oldfield';
    UPDATE events SET summary = 'Three states set up the council.' WHERE fact_id = 'ev-founding';
    INSERT INTO fact_citations (fact_id, citation_id, role, detail, origin)
        VALUES ('ev-founding', 'c-lake-seat', 'context', NULL, 'sco-facts');
    UPDATE fact_citations SET detail = 'first column' WHERE fact_id = 't-can-export';
    INSERT INTO position_about (fact_id, entity_id, position, origin) VALUES ('p-oldfield', 'DOR', 2, 'sco-facts');
    UPDATE citations SET locator = '4' WHERE citation_id = 'c-lake-seat';
    UPDATE entities SET name = 'Kantria' WHERE entity_id = 'CAN';
    UPDATE entities SET name = 'Härbour institute' WHERE entity_id = 'harbour-institute';
    DELETE FROM terms WHERE term = 'enlargement';
    INSERT INTO retired_ids (id, kind, replaced_by, reason, origin)
        VALUES ('enlargement', 'term', 'based-in', 'said twice', 'sco-facts');
    INSERT INTO entities (entity_id, kind, name, origin) VALUES ('EST', 'state', 'Estalia', 'sco-facts');
";

#[test]
fn each_sort_of_change_is_told_for_people() {
    let world = changed(EVERY_SORT);
    snapbox::assert_data_eq!(
        diff(&world, &[]).stdout,
        snapbox::str![[r#"
sco.db (release 0.1.0, 20 facts of sco-facts) -> new.db (release 0.1.0, 20 facts of sco-facts)
facts: 9 changed, 2 changed clerically; other rows: 2 added, 1 removed, 1 changed, 2 changed clerically

what is said
+ entities/EST: Estalia
~ entities/CAN: Kantria
    name Cantria -> Kantria
- terms/enlargement: enlargement
    reason: said twice; see based-in
~ memberships/m-ard: Ardenia is a founding member of Lake Council (since May 1999)
    status stated -> attributed
    attributed_to nothing -> mira-oldfield (Mira Oldfield)
    note nothing -> she says (clerical)
~ memberships/m-bor: Borland is a founding member of Lake Council (since May 1999)
    member BOR (Borland) -> CAN (Kantria)
~ memberships/m-can: Cantria is a member of Lake Council (since 2004)
    date 2004 -> 2005
~ events/ev-founding: Founding of the Lake Council (May 1999). Two states set up the council.
    summary Two states set up the council. -> Three states set up the council.
    citations +context:c-lake-seat (Reed 2011, paragraph 4)
~ trade_figures/t-bor-export: Ardenia's exports to Borland in 2010 were worth US$ 4.2 billion
    value_as_printed 4.2 -> 4.4 (billion US dollars)
    corrected_value nothing -> 4.2 (billion US dollars)
    correction_reason nothing -> exports and imports make 7.5 (clerical)
    reason: exports and imports make 7.5
~ trade_figures/t-bor-import: Ardenia's imports from Borland in 2010 were worth US$ 3.3 billion
    unit_mult 9 -> 6 (powers of ten)
~ trade_figures/t-can-total: Ardenia's trade with Cantria in 2010 was worth US$ 5.0 billion
    rank normal -> deprecated
    rank_reason nothing -> the report corrects itself (clerical)
    reason: the report corrects itself
~ indicators/i-soldiers: Expected by Mira Oldfield: Lake Council to have about 7,000 soldiers
    value_as_printed 7 000 -> 7 500 (persons)
~ positions/p-oldfield: According to Mira Oldfield (2011): The council will admit Dorvania by 2012.
    about +DOR (Dorvania)
    summary The council will admit Dorvania by 2012. -> the Council will admit Dorvania, by 2012 (clerical)
+ retired_ids/enlargement term

clerical
~ citations/c-lake-seat: Reed 2011, paragraph 4
    locator 2 -> 4
~ entities/harbour-institute: Härbour institute
    name Harbour Institute -> Härbour institute
~ memberships/m-dor-expected: Expected by Mira Oldfield: Dorvania to become a member of Lake Council (until 2012 at the latest)
    note by 2012 at the latest -> nothing
~ trade_figures/t-can-export: Ardenia's exports to Cantria in 2010 were worth US$ 2.0 billion
    citations c-lake-cantria[column export] (Reed 2011, table 1) -> c-lake-cantria[first column] (Reed 2011, table 1)

"#]]
    );
}

#[test]
fn each_sort_of_change_is_told_for_a_changelog() {
    let world = changed(EVERY_SORT);
    snapbox::assert_data_eq!(
        diff(&world, &["--format", "markdown"]).stdout,
        snapbox::str![[r#"
#### Added

- `entities` `EST`, Estalia
- `retired_ids` `enlargement term`

#### Changed

- `entities` `CAN`, Kantria: `name` Cantria -> Kantria
- `memberships` `m-ard`, Ardenia is a founding member of Lake Council (since May 1999): `status` stated -> attributed; `attributed_to` nothing -> mira-oldfield (Mira Oldfield); `note` nothing -> she says
- `memberships` `m-bor`, Borland is a founding member of Lake Council (since May 1999): `member` BOR (Borland) -> CAN (Kantria)
- `memberships` `m-can`, Cantria is a member of Lake Council (since 2004): `date` 2004 -> 2005
- `events` `ev-founding`, Founding of the Lake Council (May 1999). Two states set up the council. `summary` Two states set up the council. -> Three states set up the council.; `citations` +context:c-lake-seat (Reed 2011, paragraph 4)
- `trade_figures` `t-bor-export`, Ardenia's exports to Borland in 2010 were worth US/$ 4.2 billion: `value_as_printed` 4.2 -> 4.4 (billion US dollars); `corrected_value` nothing -> 4.2 (billion US dollars); `correction_reason` nothing -> exports and imports make 7.5. Reason: exports and imports make 7.5
- `trade_figures` `t-bor-import`, Ardenia's imports from Borland in 2010 were worth US/$ 3.3 billion: `unit_mult` 9 -> 6 (powers of ten)
- `trade_figures` `t-can-total`, Ardenia's trade with Cantria in 2010 was worth US/$ 5.0 billion: `rank` normal -> deprecated; `rank_reason` nothing -> the report corrects itself. Reason: the report corrects itself
- `indicators` `i-soldiers`, Expected by Mira Oldfield: Lake Council to have about 7,000 soldiers: `value_as_printed` 7 000 -> 7 500 (persons)
- `positions` `p-oldfield`, According to Mira Oldfield (2011): The council will admit Dorvania by 2012. `about` +DOR (Dorvania); `summary` The council will admit Dorvania by 2012. -> the Council will admit Dorvania, by 2012

#### Removed

- `terms` `enlargement`, enlargement. Reason: said twice; see `based-in`

#### Clerical

- `citations` `c-lake-seat`, Reed 2011, paragraph 4: `locator` 2 -> 4
- `entities` `harbour-institute`, Härbour institute: `name` Harbour Institute -> Härbour institute
- `memberships` `m-dor-expected`, Expected by Mira Oldfield: Dorvania to become a member of Lake Council (until 2012 at the latest): `note` by 2012 at the latest -> nothing
- `trade_figures` `t-can-export`, Ardenia's exports to Cantria in 2010 were worth US/$ 2.0 billion: `citations` c-lake-cantria/[column export/] (Reed 2011, table 1) -> c-lake-cantria/[first column/] (Reed 2011, table 1)

"#]]
    );
}

/// The object of a row.
fn object(objects: &[Value], id: &str) -> Value {
    let found: Vec<&Value> = objects.iter().filter(|one| one["id"] == id).collect();
    assert_eq!(found.len(), 1, "{id}: {found:?}");
    found[0].clone()
}

/// The change of a column in the object of a row.
fn cell(object: &Value, column: &str) -> Value {
    let changes = object["changes"].as_array().unwrap();
    let found = changes.iter().find(|change| change["column"] == column);
    found
        .unwrap_or_else(|| panic!("{column} is not in {object}"))
        .clone()
}

#[test]
fn each_sort_of_change_is_told_for_scripts() {
    let world = changed(EVERY_SORT);
    let objects = diff(&world, &["--format", "json"]).objects();
    let soldiers = object(&objects, "i-soldiers");
    assert_eq!(
        [&soldiers["type"], &soldiers["table"], &soldiers["class"]],
        ["changed", "indicators", "substantive"]
    );
    let value = cell(&soldiers, "value_as_printed");
    assert_eq!(
        [
            &value["old"],
            &value["new"],
            &value["class"],
            &value["new_unit"]
        ],
        ["7 000", "7 500", "substantive", "persons"]
    );
    assert_eq!(cell(&soldiers, "value")["class"], "following");
    let corrected = cell(&object(&objects, "t-bor-export"), "corrected_value");
    assert_eq!(corrected["old"], Value::Null);
    assert_eq!(corrected["reason"], "exports and imports make 7.5");
    let member = cell(&object(&objects, "m-bor"), "member");
    assert_eq!(
        [&member["old_name"], &member["new_name"]],
        ["Borland", "Kantria"]
    );
    let about = cell(&object(&objects, "p-oldfield"), "about");
    assert_eq!(about["items_added"], serde_json::json!(["DOR"]));
    assert_eq!(about["items_removed"], serde_json::json!([]));
    let locator = object(&objects, "c-lake-seat");
    assert_eq!(locator["class"], "clerical");
    let term = object(&objects, "enlargement");
    assert_eq!(
        [&term["type"], &term["reason"], &term["replaced_by"]],
        ["removed", "said twice", "based-in"]
    );
    assert_eq!(object(&objects, "EST")["cells"]["name"], "Estalia");
    let summary = objects.last().unwrap();
    assert_eq!(summary["type"], "summary");
    let rows = objects.iter().filter(|one| one["id"].is_string()).count();
    let counts = [
        "added",
        "removed",
        "renamed",
        "changed_in_substance",
        "changed_clerically",
    ];
    let told: u64 = counts
        .iter()
        .map(|name| summary[*name].as_u64().unwrap())
        .sum();
    assert_eq!(told, rows as u64);
}

#[test]
fn the_same_state_has_no_difference_and_the_exit_code_tells_where_it_was_wanted() {
    let world = changed("UPDATE facts SET note = 'x' WHERE fact_id = 'm-ard'");
    let before = contents(&world.path(""));
    let same = world.sco(&["diff", "sco.db", "sco.db", "--exit-code"]);
    snapbox::assert_data_eq!(
        same.stdout.clone(),
        snapbox::str![[r#"
sco.db (release 0.1.0, [..] facts of sco-facts) -> sco.db (release 0.1.0, [..] facts of sco-facts)
no difference

"#]]
    );
    assert_eq!((same.code, same.stderr.as_str()), (0, ""));
    let markdown = world.sco(&["diff", "sco.db", "sco.db", "--format", "markdown"]);
    assert_eq!(
        (markdown.code, markdown.stdout.as_str()),
        (0, "No difference.\n")
    );
    let quiet = world.sco(&["diff", "sco.db", "sco.db", "--quiet"]);
    assert_eq!((quiet.code, quiet.stdout.as_str()), (0, ""));
    for (more, code) in [(&[][..], 0), (&["--exit-code"][..], 1)] {
        let run = world.sco(&[&["diff", "sco.db", "new.db"], more].concat());
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.stdout.contains("note nothing -> x"), "{run:?}");
    }
    assert!(before == contents(&world.path("")), "no file was changed");
}

/// The changes that one statement makes, undone afterwards.
fn found(connection: &Connection, before: &Side, sql: &str) -> Differences {
    connection.execute_batch("SAVEPOINT change").unwrap();
    connection
        .execute_batch(sql)
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
    // Within a savepoint the program has its moment already.
    let after = Side::of_database(connection, "new", None).unwrap();
    connection
        .execute_batch("ROLLBACK TO change; RELEASE change")
        .unwrap();
    compare(before, &after).unwrap()
}

/// The class of the one change that a comparison found, which has to be in this column.
fn class_in(found: &Differences, table: &str, column: &str) -> Class {
    let tables: Vec<&str> = found.tables.iter().map(|one| one.table.name).collect();
    assert_eq!(tables, [table], "{column}");
    let rows = &found.tables[0].changed;
    assert_eq!(rows.len(), 1, "{table}.{column}: {found:?}");
    let cells: Vec<&str> = rows[0].cells.iter().map(|cell| cell.column).collect();
    assert_eq!(cells, [column], "{table}");
    rows[0].cells[0].class
}

/// The table in which a change of a column of a table is told, and the column there.
fn told_in(table: &'static Table, column: &'static str) -> Option<(&'static str, &'static str)> {
    match table.rows {
        Rows::SeedFile(_) => Some((table.name, column)),
        Rows::Facts => Some(("memberships", column)),
        Rows::ListIn { table, column } => Some((table, column)),
        Rows::ListsOfFacts { .. } => None,
    }
}

/// The kind of the fact whose row, or a part of it, stands in a table; one alone has rows in `facts`.
fn kind_of(table: &Table) -> &'static str {
    match table.rows {
        Rows::ListIn { table, .. } => table,
        Rows::SeedFile(_) => table.name,
        Rows::Facts | Rows::ListsOfFacts { .. } => "memberships",
    }
}

/// A row of every table, so that a cell of each can be changed.
fn with_a_row_in_every_table() -> Connection {
    let world = World::new();
    world.build();
    let mut connection = Connection::open_in_memory().unwrap();
    let file = world.path("sco.db");
    connection
        .restore("main", file, None::<fn(rusqlite::backup::Progress)>)
        .unwrap();
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        .unwrap();
    let triggers: Vec<String> = crate::fixture::ask(
        &connection,
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'",
    );
    for trigger in triggers {
        connection
            .execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
    for table in ALL_TABLES {
        let fields = table.fields();
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let cells: Vec<String> = names
            .iter()
            .map(|name| match *name {
                "origin" => "'sco-facts'".to_owned(),
                "fact_id" => format!("'f-{}'", kind_of(table)),
                "kind" if table.name == "facts" => "'memberships'".to_owned(),
                _ => "1".to_owned(),
            })
            .collect();
        let sql = format!(
            "DELETE FROM {0}; INSERT INTO {0} ({1}) VALUES ({2})",
            table.name,
            names.join(", "),
            cells.join(", ")
        );
        connection.execute_batch(&sql).unwrap();
    }
    connection
}

#[test]
fn a_change_of_any_column_is_told_as_its_declaration_says() {
    let connection = with_a_row_in_every_table();
    let before = Side::of_database(&connection, "old", Some("sco-facts")).unwrap();
    for table in ALL_TABLES {
        let own = table.own.iter().map(|own| (own.name, own.bearing));
        let derived = table.derived.iter().map(|one| (one.name, one.bearing));
        for (column, bearing) in own.chain(derived) {
            let is_list = table
                .own
                .iter()
                .any(|own| own.name == column && !own.is_in_table());
            // What a row is known by makes another row of it, and the kind of a fact is where it stands.
            let is_place = (table.name, column) == ("facts", "kind");
            if table.key.contains(&column) || is_list || is_place {
                continue;
            }
            let Some((told_table, told_column)) = told_in(table, column) else {
                continue;
            };
            let update = format!("UPDATE {} SET {column} = 2", table.name);
            let difference = {
                connection.execute_batch("SAVEPOINT change").unwrap();
                connection.execute_batch(&update).unwrap();
                let after = Side::of_database(&connection, "new", Some("sco-facts"));
                connection
                    .execute_batch("ROLLBACK TO change; RELEASE change")
                    .unwrap();
                compare(&before, &after.unwrap()).unwrap()
            };
            let is_order = table.rows.are_lists() && column == "position";
            if is_order {
                // One item alone has no order.
                assert!(difference.is_empty(), "{}.{column}", table.name);
                continue;
            }
            let wanted = match bearing {
                Bearing::Substance | Bearing::Wording => Class::Substantive,
                Bearing::Clerical | Bearing::Reason(_) => Class::Clerical,
            };
            assert_eq!(
                class_in(&difference, told_table, told_column),
                wanted,
                "{}.{column}",
                table.name
            );
        }
    }
}

#[test]
fn a_reason_names_columns_of_its_own_table() {
    let columns = |table: &'static Table| table.columns().collect::<Vec<&Column>>();
    for table in TABLES {
        for column in columns(table) {
            if let Bearing::Reason(of) = column.bearing {
                for name in of {
                    assert!(
                        table.has(name),
                        "{}.{} is no reason for {name}",
                        table.name,
                        column.name
                    );
                }
            }
        }
        for derived in table.derived {
            for name in derived.worked_out_from() {
                let may_lack = ["numerator", "denominator", "unit_mult"].contains(&name);
                assert!(may_lack || table.has(name), "{}.{name}", table.name);
            }
        }
    }
}

#[test]
fn an_order_and_a_detail_are_clerical_and_an_item_and_its_role_are_not() {
    let world = changed("");
    let connection = Connection::open(world.path("sco.db")).unwrap();
    connection
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             INSERT INTO position_about (fact_id, entity_id, position, origin) VALUES ('p-oldfield', 'DOR', 2, 'sco-facts')",
        )
        .unwrap();
    let before = Side::of_database(&connection, "old", None).unwrap();
    let class =
        |sql: &str, table, column| class_in(&found(&connection, &before, sql), table, column);
    assert_eq!(
        class(
            "UPDATE position_about SET position = 3 - position",
            "positions",
            "about"
        ),
        Class::Clerical
    );
    assert_eq!(
        class(
            "DELETE FROM position_about WHERE entity_id = 'LC'",
            "positions",
            "about"
        ),
        Class::Substantive
    );
    assert_eq!(
        class(
            "UPDATE fact_citations SET detail = 'x' WHERE fact_id = 'm-ard'",
            "memberships",
            "citations"
        ),
        Class::Clerical
    );
    assert_eq!(
        class(
            "UPDATE fact_citations SET role = 'context' WHERE fact_id = 'm-ard'",
            "memberships",
            "citations"
        ),
        Class::Substantive
    );
    assert_eq!(
        class(
            "DELETE FROM fact_references WHERE fact_id = 'm-ard'",
            "memberships",
            "references"
        ),
        Class::Substantive
    );
}

#[test]
fn a_worked_out_value_that_changes_alone_is_no_consequence() {
    let world =
        changed("UPDATE indicators SET value = 7, value_plain = 7 WHERE fact_id = 'i-soldiers'");
    let told = diff(&world, &[]).stdout;
    assert!(told.contains("    value 7000 -> 7 (persons)\n"), "{told}");
    assert!(told.contains("what is said"), "{told}");
}

#[test]
fn a_fact_under_another_id_is_renamed_only_where_nothing_else_is_the_same() {
    let rename = |table: &str, from: &str, to: &str| {
        let tables = [table, "facts", "fact_citations", "fact_references"];
        tables
            .map(|table| format!("UPDATE {table} SET fact_id = '{to}' WHERE fact_id = '{from}';"))
            .concat()
    };
    let world = changed(&rename("memberships", "m-can", "m-cantria"));
    let told = diff(&world, &[]).stdout;
    assert!(
        told.contains("> memberships/m-can is renamed m-cantria, with the same content\n"),
        "{told}"
    );
    let objects = diff(&world, &["--format", "json"]).objects();
    let renamed = object(&objects, "m-cantria");
    assert_eq!([&renamed["type"], &renamed["old_id"]], ["renamed", "m-can"]);
    // Another note makes another fact of it.
    let world = changed(
        &(rename("memberships", "m-can", "m-cantria")
            + "UPDATE facts SET note = 'x' WHERE fact_id = 'm-cantria'"),
    );
    let told = diff(&world, &[]).stdout;
    assert!(told.contains("+ memberships/m-cantria"), "{told}");
    assert!(told.contains("- memberships/m-can: Cantria"), "{told}");
}

/// A reason is told for every sort of id that is used no more, in every form.
#[test]
fn what_is_used_no_more_is_told_with_its_reason() {
    let world = changed(
        "UPDATE memberships SET fact_id = 'm-cantria' WHERE fact_id = 'm-can';
         UPDATE facts SET fact_id = 'm-cantria' WHERE fact_id = 'm-can';
         UPDATE fact_citations SET fact_id = 'm-cantria' WHERE fact_id = 'm-can';
         UPDATE fact_references SET fact_id = 'm-cantria' WHERE fact_id = 'm-can';
         DELETE FROM entities WHERE entity_id = 'harbour-institute';
         INSERT INTO retired_ids (id, kind, replaced_by, reason, origin) VALUES
            ('m-can', 'fact', 'm-cantria', 'misspelt', 'sco-facts'),
            ('harbour-institute', 'entity', NULL, 'no document names it', 'sco-facts');",
    );
    let told = diff(&world, &[]).stdout;
    for line in [
        "> memberships/m-can is renamed m-cantria, with the same content\n    reason: misspelt; see m-cantria\n",
        "- entities/harbour-institute: Harbour Institute\n    reason: no document names it\n",
    ] {
        assert!(told.contains(line), "{told}");
    }
    let told = diff(&world, &["--format", "markdown"]).stdout;
    for line in [
        "- `memberships` `m-can` is now `m-cantria`. Reason: misspelt; see `m-cantria`\n",
        "- `entities` `harbour-institute`, Harbour Institute. Reason: no document names it\n",
    ] {
        assert!(told.contains(line), "{told}");
    }
    assert_eq!(told.matches("m-cantria").count(), 2, "{told}");
}

/// What only one side has is told once, with the side, and is no row that came or went.
#[test]
fn what_one_side_alone_has_is_told_with_the_side() {
    let world = World::new();
    world.build();
    for (folder, tables) in [
        ("less", "facts,memberships"),
        ("more", "facts,memberships,entities"),
    ] {
        let run = world.sco(&["export", "--exports", folder, "--only", tables]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    // As a version wrote them that had no notes.
    world.write(
        "less/entities.csv",
        "entity_id,kind,name,in_text,number,origin\n",
    );
    for (old, new, side, said) in [
        ("less", "more", "new", "new"),
        ("more", "less", "old", "gone"),
    ] {
        let run = world.sco(&["diff", old, new, "--format", "json"]);
        let objects = run.objects();
        let one_sided: Vec<_> = objects
            .iter()
            .filter(|one| one["type"] == "one_sided")
            .collect();
        let [column] = &one_sided[..] else {
            panic!("{run:?}");
        };
        assert_eq!(
            [&column["table"], &column["column"], &column["only_in"]],
            ["entities", "note", side]
        );
        let told = world
            .sco(&["diff", old, new, "--format", "markdown"])
            .stdout;
        assert!(
            told.contains(&format!("- `entities.note`: {said}, filled in ")),
            "{told}"
        );
    }
}

/// Places without end, added to the newer database.
fn with_new_entities(count: usize) -> World {
    changed(&format!(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count})
         INSERT INTO entities (entity_id, kind, name, origin)
         SELECT printf('x-%03d', n), 'place', 'Place ' || n, 'sco-facts' FROM n"
    ))
}

#[test]
fn a_long_list_ends_with_a_count_unless_all_is_wanted() {
    let shown = |told: &str| {
        told.lines()
            .filter(|line| line.starts_with("+ entities/x-"))
            .count()
    };
    let told = diff(&with_new_entities(20), &[]).stdout;
    assert_eq!(shown(&told), 20);
    assert!(!told.contains("more row"), "{told}");
    let world = with_new_entities(21);
    let told = diff(&world, &[]).stdout;
    assert_eq!(shown(&told), 20);
    assert!(
        told.contains("\n+ 1 more row of entities; `--all` shows it\n"),
        "{told}"
    );
    let told = diff(&world, &["--all"]).stdout;
    assert_eq!(shown(&told), 21);
    assert!(!told.contains("more row"), "{told}");
    let markdown = diff(&world, &["--format", "markdown"]).stdout;
    assert!(
        markdown.contains("- and 1 more row of `entities`\n"),
        "{markdown}"
    );
    let json = diff(&world, &["--format", "json"]).objects();
    assert_eq!(json.iter().filter(|one| one["type"] == "added").count(), 21);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let world = with_new_entities(20_000);
    let mut child = sco()
        .current_dir(world.path(""))
        .args(["diff", "sco.db", "new.db", "--all"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap().as_str()
        ),
        (Some(0), "")
    );
}

#[test]
fn no_cell_steers_the_terminal_or_makes_a_line_of_its_own() {
    let world = changed(
        "UPDATE facts SET note = 'a' || char(27) || '[31m' || char(10) || '+ memberships/m-false: x' || char(8238)
         WHERE fact_id = 'm-ard';
         UPDATE entities SET entity_id = 'x' || char(10) || 'y', name = char(7) || '*b*' || char(96) WHERE entity_id = 'DOR'",
    );
    for form in ["text", "json", "markdown"] {
        let told = diff(&world, &["--format", form]).stdout;
        assert!(
            !told
                .lines()
                .any(|line| line.starts_with("+ memberships/m-false")),
            "{told}"
        );
        let steers = |c: char| c != '\n' && c.is_control() || c == '\u{202e}';
        assert!(!told.contains(steers), "{told:?}");
    }
    let markdown = diff(&world, &["--format", "markdown"]).stdout;
    assert!(markdown.contains("\\*b\\*\\`"), "{markdown}");
}

#[test]
fn seeds_are_compared_with_a_database_and_with_seeds() {
    let world = World::new();
    world.build();
    let copy = world.path("older-seeds");
    crate::world::copy_folder(&world.path("seeds"), &copy);
    let world = world.set("memberships", "m-can", "standing", "observer");
    let before = contents(&world.path("seeds"));
    for old in ["sco.db", "older-seeds", "exports"] {
        let run = world.sco(&["diff", old, "seeds"]);
        assert_eq!(run.code, 0, "{run:?}");
        let told = run.stdout;
        assert!(told.contains("    standing member -> observer\n"), "{told}");
        let (heading, counts) = (told.lines().next().unwrap(), told.lines().nth(1).unwrap());
        assert!(
            heading.starts_with(&format!("{old} (release 0.1.0, ")),
            "{heading}"
        );
        assert_eq!(counts, "facts: 1 changed");
    }
    assert!(before == contents(&world.path("seeds")));
    let world = world.set("memberships", "m-can", "standing", "watcher");
    let run = world.sco(&["diff", "sco.db", "seeds"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(
        run.stderr
            .contains("seeds/memberships.csv:4: `standing`: `watcher`"),
        "{run:?}"
    );
}

#[test]
fn exports_of_any_form_are_compared_with_their_database() {
    let world = World::new();
    world.build();
    for (folder, form) in [
        ("for-excel", &["--excel"][..]),
        ("semicolons", &["--delimiter", "semicolon"][..]),
        ("tabs", &["--delimiter", "tab", "--excel"][..]),
    ] {
        let export = [&["export", "--exports", folder], form].concat();
        assert_eq!(world.sco(&export).code, 0);
        let run = world.sco(&["diff", folder, "sco.db", "--exit-code"]);
        assert_eq!(run.code, 0, "{run:?}");
        let run = world.sco(&["diff", "exports", folder, "--exit-code"]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    let world = world.replace("exports/facts.csv", ",stated,", ",stated,x,");
    let run = world.sco(&["diff", "exports", "sco.db"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("exports/facts.csv:2: "), "{run:?}");
}

#[test]
fn a_database_of_an_older_schema_is_read_and_its_columns_are_named_once() {
    let fixtures = contents(&here().join("tests/it/fixtures"));
    for (fixture, sql) in fixtures {
        let world = World::new();
        world.build();
        let old = Connection::open(world.path("old.db")).unwrap();
        old.execute_batch(std::str::from_utf8(&sql).unwrap())
            .unwrap();
        drop(old);
        let before = std::fs::read(world.path("old.db")).unwrap();
        std::fs::copy(world.path("old.db"), world.path("sco.db")).unwrap();
        world.build();
        // What the user had in the older version is the same in the newer.
        let run = world.sco(&[
            "diff", "old.db", "sco.db", "--origin", "me", "--format", "json",
        ]);
        assert_eq!(run.code, 0, "{fixture}: {run:?}");
        let one_sided = run.objects();
        let one_sided: Vec<String> = one_sided
            .iter()
            .filter(|one| one["type"] == "one_sided" && one["column"].is_string())
            .map(|one| format!("{}.{}", one["table"], one["column"]))
            .collect();
        let mut once = one_sided.clone();
        once.dedup();
        assert_eq!(once, one_sided, "{fixture}");
        for object in run.objects().iter().filter(|one| one["id"].is_string()) {
            assert_eq!(object["type"], "changed", "{fixture}: {object}");
        }
        // With the dataset, every row of the older one is another, and every row has come.
        let run = world.sco(&["diff", "old.db", "sco.db"]);
        assert_eq!(run.code, 0, "{fixture}: {run:?}");
        assert!(
            before == std::fs::read(world.path("old.db")).unwrap(),
            "{fixture}"
        );
        assert!(!world.path("old.db-journal").exists());
    }
}

/// A folder without a table does not say that its rows are gone.
#[test]
fn of_a_part_of_the_exports_the_tables_that_are_there_are_compared() {
    let world = World::new();
    world.build();
    for (folder, tables) in [("part", "facts,events"), ("other", "sources,events")] {
        let run = world.sco(&["export", "--exports", folder, "--only", tables]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    for sides in [["sco.db", "part"], ["part", "sco.db"], ["sco.db", "other"]] {
        let run = world.sco(&["diff", sides[0], sides[1], "--exit-code"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(
            run.stderr.starts_with("error: no row differs, but "),
            "{run:?}"
        );
        assert!(
            run.stdout.contains("memberships: in sco.db alone, "),
            "{run:?}"
        );
        assert!(
            !run.stdout.contains("removed") && !run.stdout.contains("added"),
            "{run:?}"
        );
    }
    let world = world.set("part/events", "ev-founding", "title", "Another title");
    let run = world.sco(&["diff", "sco.db", "part", "--exit-code"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (1, "error: 1 row differs\n")
    );
}

#[test]
fn facts_of_a_user_are_compared_by_their_origin() {
    let world = World::new();
    world.build();
    std::fs::copy(world.path("sco.db"), world.path("old.db")).unwrap();
    let world = world.add(
        "mine/memberships",
        &[
            ("fact_id", "m-mine"),
            ("member", "DOR"),
            ("organisation", "LC"),
            ("standing", "guest"),
            ("date", "2012"),
            ("date_role", "since"),
        ],
    );
    let run = world.sco(&["import", "facts", "mine", "--origin", "me"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = world.sco(&["diff", "old.db", "sco.db", "--exit-code"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = world.sco(&["diff", "old.db", "sco.db", "--origin", "me", "--exit-code"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (1, "error: 1 row differs\n")
    );
    assert!(
        run.stdout
            .contains("+ memberships/m-mine: Dorvania is a guest of Lake Council"),
        "{run:?}"
    );
    let run = world.sco(&["diff", "old.db", "sco.db", "--origin", "nobody"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: neither old.db nor sco.db has a row of the origin `nobody`; name another with `--origin`, or leave it out for the dataset itself\n"
    );
}

#[test]
fn what_cannot_be_compared_is_refused_with_what_can() {
    let world = World::new();
    world.build();
    std::fs::create_dir(world.path("empty")).unwrap();
    for (arguments, message) in [
        (
            &["diff", "nowhere.db", "sco.db"][..],
            "error: there is nothing at nowhere.db; name a database, a folder of seeds, or one of exports\n",
        ),
        (
            &["diff", "empty", "sco.db"][..],
            "error: empty holds neither seeds nor exports; name a database, a folder of seeds, or one of exports\n",
        ),
        (
            &["check", "--format", "markdown"][..],
            "error: `--format markdown` is for `sco diff` alone; use text or json\n",
        ),
    ] {
        let run = world.sco(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (2, message));
    }
}

/// A changed name is told as one, also where only a mark of another script has changed.
#[test]
fn a_mark_that_makes_another_letter_is_a_change_of_substance() {
    for (was, is, class) in [
        ("São Lake", "Sao Lake", "clerical"),
        ("Горбачёв", "Горбачев", "clerical"),
        ("Край", "Краи", "substantive"),
        ("がま", "かま", "substantive"),
        ("a = b", "a ≠ b", "substantive"),
        ("Łake", "Lake", "substantive"),
        ("who joins?", "who joins", "substantive"),
    ] {
        let world = changed(&format!(
            "UPDATE entities SET name = '{is}' WHERE entity_id = 'CAN';"
        ));
        let old = Connection::open(world.path("sco.db")).unwrap();
        old.execute(
            "UPDATE entities SET name = ?1 WHERE entity_id = 'CAN'",
            [was],
        )
        .unwrap();
        let told = diff(&world, &["--format", "json"]).objects();
        assert_eq!(told[0]["class"], class, "{was} {is}");
    }
}

#[test]
fn what_is_no_state_is_refused_with_what_one_may_name() {
    let world = World::new();
    world.build();
    world.write("text.db", "no database at all, but longer than nothing");
    Connection::open(world.path("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    for path in ["text.db", "other.db"] {
        let run = world.sco(&["diff", path, "sco.db"]);
        assert!(
            run.code == 2
                && run.stderr.contains(path)
                && run
                    .stderr
                    .ends_with("; name a database, a folder of seeds, or one of exports\n")
                && !run.stderr.contains("--db"),
            "{run:?}"
        );
    }
    let run = world.sco(&["diff", "exports", "sco.db", "--db", "sco.db"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: `sco diff` has no use for `--db`; name the database as OLD or NEW\n"
        )
    );
}

/// Copies the exports into the folder `saved`, and writes the cells of a column that have a text as another text.
fn save(world: &World, (name, column): (&str, &str), from: &str, to: &str) {
    std::fs::create_dir_all(world.path("saved")).unwrap();
    for (file, bytes) in contents(&world.path("exports")) {
        std::fs::write(world.path("saved").join(file), bytes).unwrap();
    }
    let file = format!("saved/{name}.csv");
    let text = world.read(&file);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = header.iter().position(|name| name == column).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    let mut changed = 0;
    for row in reader.records() {
        let mut cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        if cells[at] == from {
            to.clone_into(&mut cells[at]);
            changed += 1;
        }
        writer.write_record(cells).unwrap();
    }
    assert!(changed > 0, "{name}.{column} has no {from}");
    world.write(&file, writer.into_inner().unwrap());
}

/// pandas writes `5.0` in a column with empty cells, and `5e9` for some numbers.
#[test]
fn a_number_in_another_form_is_the_same_number_and_a_printed_text_is_not() {
    let world = World::new();
    world.build();
    let told = |of: (&str, &str), from: &str, to: &str| {
        save(&world, of, from, to);
        world.sco(&["diff", "sco.db", "saved"]).stdout
    };
    for (table, column, from, to) in [
        ("trade_figures", "value", "5", "5.0"),
        ("trade_figures", "value", "5", "5.00"),
        ("trade_figures", "value_usd", "5000000000", "5e9"),
        ("trade_figures", "unit_mult", "9", "9.0"),
        ("trade_figures", "period", "2010", "2010.0"),
        ("citations", "n_words", "22", "22.0"),
        ("position_about", "position", "1", "1.0"),
        ("source_references", "position", "1", "1.0"),
    ] {
        let told = told((table, column), from, to);
        assert!(told.contains("no difference"), "{table}.{column}: {told}");
    }
    for (table, column, from, to) in [
        ("trade_figures", "value", "5", "5.01"),
        ("trade_figures", "value_as_printed", "5.0", "5"),
        ("citations", "locator", "2", "2.0"),
    ] {
        let told = told((table, column), from, to);
        let change = format!("{column} {from} -> {to}");
        assert!(told.contains(&change), "{table}.{column}: {told}");
    }
}

/// A changelog on GitHub: a name keeps its point, and nothing becomes a link.
#[test]
fn names_keep_their_points_and_signs_make_no_links() {
    let world = changed(
        "UPDATE entities SET name = '5.' WHERE entity_id = 'CAN';
         UPDATE entities SET name = 'No. #5 of @handle, a@b.c #' WHERE entity_id = 'BOR';",
    );
    let told = diff(&world, &["--format", "markdown"]).stdout;
    assert!(
        told.contains("- `entities` `CAN`, 5. `name` Cantria -> 5.\n"),
        "{told}"
    );
    assert!(
        told.contains("- `entities` `BOR`, No. #<!-- -->5 of @<!-- -->handle, a@<!-- -->b.c #: `name` Borland -> No. #<!-- -->5 of @<!-- -->handle, a@<!-- -->b.c #\n"),
        "{told}"
    );
}

/// Where coordinates are from is no reason for which they changed.
#[test]
fn what_a_place_rests_on_is_no_reason_of_a_change() {
    let add = "INSERT INTO places (entity_id, latitude, longitude, basis, origin)
        VALUES ('CAN', 4.5, 9.5, 'an atlas', 'sco-facts');";
    let world = changed(add);
    world.open().execute_batch(add).unwrap();
    let now = Connection::open(world.path("new.db")).unwrap();
    now.execute_batch("UPDATE places SET latitude = 5.5")
        .unwrap();
    drop(now);
    let told = diff(&world, &[]).stdout;
    assert!(
        told.contains("latitude 4.5 -> 5.5 (degrees)\n") && !told.contains("reason"),
        "{told}"
    );
}
