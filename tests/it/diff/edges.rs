//! Each rule of a comparison at its edge: the last state that it holds for, and the first that it does not.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{cell, changed, diff, object};
use crate::world::{World, contents, copy_folder};

/// Two built databases, each changed by statements of its own.
fn two(old: &str, new: &str) -> World {
    let world = changed(new);
    let connection = Connection::open(world.path("sco.db")).unwrap();
    let loose = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;";
    connection.execute_batch(&format!("{loose}{old}")).unwrap();
    world
}

/// The rows that a comparison tells, each with what happened to it.
fn rows(world: &World) -> Vec<String> {
    let objects = diff(world, &["--format", "json"]).objects();
    let rows = objects.iter().filter(|one| one["id"].is_string());
    let told = rows.map(|one| {
        format!(
            "{} {}",
            one["type"].as_str().unwrap(),
            one["id"].as_str().unwrap()
        )
    });
    told.collect()
}

/// The tables and columns that one side alone has.
fn one_sided(world: &World) -> Vec<Value> {
    let objects = diff(world, &["--format", "json"]).objects();
    objects
        .into_iter()
        .filter(|one| one["type"] == "one_sided")
        .collect()
}

fn rename(from: &str, to: &str) -> String {
    ["memberships", "facts", "fact_citations", "fact_references"]
        .map(|table| format!("UPDATE {table} SET fact_id = '{to}' WHERE fact_id = '{from}';"))
        .concat()
}

#[test]
fn a_renamed_row_hides_no_other_that_came_or_went() {
    let world = changed(
        &(rename("m-can", "m-cantria")
            + "DELETE FROM memberships WHERE fact_id = 'm-bor';
               DELETE FROM facts WHERE fact_id = 'm-bor';
               INSERT INTO memberships SELECT 'm-new', 'DOR', organisation, standing, '2007', date_basis, date_role,
                   '2007-01-01', '2007-12-31', date_precision, origin FROM memberships WHERE fact_id = 'm-ard';
               INSERT INTO facts SELECT 'm-new', kind, status, attributed_to, rank, rank_reason, claim_group, note, origin
                   FROM facts WHERE fact_id = 'm-ard';"),
    );
    assert_eq!(
        rows(&world),
        ["added m-new", "removed m-bor", "renamed m-cantria"]
    );
}

#[test]
fn what_stands_in_lists_of_a_fact_belongs_to_its_content() {
    for (sql, wanted) in [
        ("", &["renamed m-cantria"][..]),
        (
            "UPDATE fact_citations SET citation_id = 'c-lake-seat' WHERE fact_id = 'm-cantria';",
            &["added m-cantria", "removed m-can"],
        ),
        (
            "DELETE FROM fact_references WHERE fact_id = 'm-cantria';",
            &["added m-cantria", "removed m-can"],
        ),
    ] {
        assert_eq!(
            rows(&changed(&(rename("m-can", "m-cantria") + sql))),
            wanted,
            "{sql}"
        );
    }
}

/// Rows with the same content as others cannot be told apart by it.
#[test]
fn of_several_rows_with_the_same_content_none_is_renamed() {
    let same = "UPDATE memberships SET member = 'CAN', standing = 'member', date = '2004', date_basis = 'printed',
            date_role = 'since', date_from = '2004-01-01', date_to = '2004-12-31', date_precision = 'year'
        WHERE fact_id IN ('m-ard', 'm-can');";
    let world = two(same, &(same.to_owned() + &rename("m-can", "m-cantria")));
    assert_eq!(
        rows(&world),
        ["renamed m-cantria"],
        "one of them is still there"
    );
    let both = rename("m-can", "m-cantria") + &rename("m-ard", "m-ardenia");
    let world = two(same, &(same.to_owned() + &both));
    let added = [
        "added m-ardenia",
        "added m-cantria",
        "removed m-ard",
        "removed m-can",
    ];
    assert_eq!(rows(&world), added);
    let world = two(
        same,
        &(same.to_owned()
            + &rename("m-can", "m-cantria")
            + "DELETE FROM memberships WHERE fact_id = 'm-ard'"),
    );
    assert_eq!(
        rows(&world),
        ["added m-cantria", "removed m-ard", "removed m-can"]
    );
}

/// A version that had no column for notes told the same facts.
#[test]
fn a_column_that_one_state_lacks_does_not_keep_a_row_from_being_renamed() {
    let world = World::new();
    world.build();
    copy_folder(&world.path("exports"), &world.path("new"));
    let mut lines = csv::Reader::from_path(world.path("exports/facts.csv")).unwrap();
    let note = lines
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "note")
        .unwrap();
    let mut older = csv::Writer::from_writer(Vec::new());
    let head = lines.headers().unwrap().clone();
    for record in [head]
        .into_iter()
        .chain(lines.records().map(Result::unwrap))
    {
        let cells = record.iter().enumerate().filter(|(at, _)| *at != note);
        older.write_record(cells.map(|(_, cell)| cell)).unwrap();
    }
    world.write("exports/facts.csv", older.into_inner().unwrap());
    for name in ["facts", "memberships", "fact_citations", "fact_references"] {
        let place = format!("new/{name}.csv");
        let text = world
            .read(&place)
            .replace("m-dor-expected,", "m-dor-hoped,");
        world.write(&place, text);
    }
    let objects = world
        .sco(&["diff", "exports", "new", "--format", "json"])
        .objects();
    assert_eq!(
        objects[0],
        json!({"type": "one_sided", "table": "facts", "column": "note", "only_in": "new", "rows_filled": 1})
    );
    let renamed = object(&objects, "m-dor-hoped");
    assert_eq!(
        [&renamed["type"], &renamed["old_id"]],
        ["renamed", "m-dor-expected"]
    );
}

#[test]
fn a_reason_is_told_of_an_id_of_its_own_sort_alone() {
    let retired = |id: &str, kind: &str| {
        format!(
            "INSERT INTO retired_ids (id, kind, reason, origin) VALUES ('{id}', '{kind}', 'said twice', 'sco-facts');"
        )
    };
    for (table, column, id, kind, other) in [
        (
            "entities",
            "entity_id",
            "harbour-institute",
            "entity",
            "source",
        ),
        (
            "citations",
            "citation_id",
            "c-lake-seat",
            "citation",
            "fact",
        ),
        (
            "sources",
            "source_id",
            "marsh2005-lakes",
            "source",
            "entity",
        ),
        ("terms", "term", "enlargement", "term", "citation"),
        ("memberships", "fact_id", "m-can", "fact", "term"),
    ] {
        let delete = format!("DELETE FROM {table} WHERE {column} = '{id}';");
        for (kind, reason) in [(kind, json!("said twice")), (other, Value::Null)] {
            let world = changed(&(delete.clone() + &retired(id, kind)));
            let objects = diff(&world, &["--format", "json"]).objects();
            let removed: Vec<&Value> = objects
                .iter()
                .filter(|one| one["id"] == id && one["type"] == "removed")
                .collect();
            assert_eq!(removed.len(), 1, "{objects:?}");
            assert_eq!(removed[0]["reason"], reason, "{id} as {kind}");
        }
    }
}

#[test]
fn a_column_that_nobody_declares_is_named_where_one_state_alone_has_it() {
    let more = "ALTER TABLE entities ADD COLUMN colour TEXT; UPDATE entities SET colour = 'red';";
    let told = |only_in: &str| json!({"type": "one_sided", "table": "entities", "column": "colour", "only_in": only_in, "rows_filled": 0});
    assert_eq!(one_sided(&two("", more)), [told("new")]);
    assert_eq!(one_sided(&two(more, "")), [told("old")]);
    assert_eq!(one_sided(&two(more, more)), [] as [Value; 0]);
    let other = "ALTER TABLE entities ADD COLUMN hue TEXT;";
    let world = two(more, other);
    assert_eq!(one_sided(&world).len(), 2);
    assert_eq!(
        diff(&world, &["--format", "markdown"]).stdout,
        "#### Tables and columns\n\n- `entities.colour`: gone, filled in 0 rows\n- `entities.hue`: new, filled in 0 rows\n"
    );
}

#[test]
fn a_table_that_one_state_alone_has_is_told_with_its_rows() {
    let world = two("", "DROP TABLE omissions");
    let said = one_sided(&world);
    let rows: i64 = world.ask("SELECT count(*) FROM omissions WHERE origin = 'sco-facts'")[0]
        .parse()
        .unwrap();
    assert!(rows > 0);
    let told = json!({"type": "one_sided", "table": "omissions", "column": null, "only_in": "old", "rows_filled": rows});
    assert_eq!(said, [told]);
    // Its rows are gone with it.
    let told = diff(&world, &[]).stdout;
    assert!(told.contains("- omissions/"), "{told}");
    let told = diff(&world, &["--format", "markdown"]).stdout;
    let row = if rows == 1 { "row" } else { "rows" };
    let item = format!("\n#### Tables and columns\n\n- `omissions`: gone, {rows} {row}\n");
    assert!(told.ends_with(&item), "{told}");
}

/// An older version had the list in a column.
#[test]
fn a_list_that_was_a_column_is_compared_with_the_table_that_it_became() {
    for (about, came, went) in [
        ("LC", &[][..], &[][..]),
        ("LC;DOR", &[], &["DOR"]),
        ("", &["LC"], &[]),
        ("DOR", &["LC"], &["DOR"]),
        // An end of a list is no item.
        ("LC;", &[], &[]),
    ] {
        let older = format!(
            "ALTER TABLE positions ADD COLUMN about TEXT; UPDATE positions SET about = '{about}'; DROP TABLE position_about"
        );
        let world = two(&older, "");
        let objects = diff(&world, &["--format", "json"]).objects();
        let sides: Vec<&Value> = objects
            .iter()
            .filter(|one| one["type"] == "one_sided")
            .collect();
        assert_eq!(sides.len(), 1, "{sides:?}");
        assert_eq!(
            [&sides[0]["table"], &sides[0]["only_in"]],
            ["position_about", "new"]
        );
        let told: Vec<&Value> = objects
            .iter()
            .filter(|one| one["id"] == "p-oldfield")
            .collect();
        if came.is_empty() && went.is_empty() {
            assert_eq!(told, [] as [&Value; 0], "{about}");
        } else {
            let change = cell(told[0], "about");
            assert_eq!(
                [&change["items_added"], &change["items_removed"]],
                [&json!(came), &json!(went)],
                "{about}"
            );
        }
    }
    let older = "ALTER TABLE positions ADD COLUMN about TEXT; UPDATE positions SET about = 'DOR'; DROP TABLE position_about";
    let told = diff(&two(older, ""), &[]).stdout;
    assert!(
        told.contains("    about -DOR (Dorvania), +LC (Lake Council)\n"),
        "{told}"
    );
}

#[test]
fn a_cell_is_told_with_the_name_of_what_it_names() {
    let variant = |property: &str, value: &str| {
        format!(
            "INSERT INTO event_variants (fact_id, event, property, value, origin)
                VALUES ('evv-founding', 'ev-founding', '{property}', '{value}', 'sco-facts');
             INSERT INTO facts (fact_id, kind, status, rank, origin)
                VALUES ('evv-founding', 'event_variants', 'stated', 'normal', 'sco-facts');"
        )
    };
    for (old, new, told) in [
        // What the value is depends on another cell.
        (
            variant("place", "northport"),
            variant("place", "LC"),
            "    value northport (Northport) -> LC (Lake Council)\n",
        ),
        (
            variant("name", "northport"),
            variant("name", "LC"),
            "    value northport -> LC\n",
        ),
        // A word, and one that is its own label.
        (
            String::new(),
            "UPDATE relations SET predicate = 'role-absent'".to_owned(),
            "    predicate based-in (has its seat in) -> role-absent (absent)\n",
        ),
        (
            String::new(),
            "UPDATE relations SET predicate = 'enlargement'".to_owned(),
            "    predicate based-in (has its seat in) -> enlargement\n",
        ),
        // A work that a document cites, by the document.
        (
            String::new(),
            "UPDATE fact_references SET note = '2' WHERE fact_id = 'm-can'".to_owned(),
            "    references -lake2011-report#1.1 (Reed 2011), +lake2011-report#2.1 (Reed 2011)\n",
        ),
        (
            String::new(),
            "DELETE FROM fact_references WHERE fact_id = 'm-can'".to_owned(),
            "    references -lake2011-report#1.1 (Reed 2011)\n",
        ),
    ] {
        let text = diff(&two(&old, &new), &[]).stdout;
        assert!(text.contains(told), "{told}: {text}");
    }
}

/// A folder of exports has the sentences of its facts in the view alone.
#[test]
fn facts_of_exports_are_told_in_their_sentences() {
    let world = World::new();
    world.build();
    copy_folder(&world.path("exports"), &world.path("new"));
    let text = world.read("new/memberships.csv");
    let standing = text.replace("m-can,CAN,LC,member,", "m-can,CAN,LC,observer,");
    assert_ne!(text, standing);
    world.write("new/memberships.csv", standing);
    let told = || world.sco(&["diff", "exports", "new"]).stdout;
    assert!(
        told().contains("\n~ memberships/m-can: Cantria is a member of Lake Council (since 2004)\n    standing member -> observer\n"),
        "{}",
        told()
    );
    for folder in ["exports", "new"] {
        std::fs::remove_file(world.path(folder).join("v_facts.csv")).unwrap();
    }
    assert!(
        told().contains("\n~ memberships/m-can\n    standing"),
        "{}",
        told()
    );
}

#[test]
fn a_release_and_the_number_of_facts_are_told_of_each_side() {
    let world = two(
        "",
        "UPDATE dataset SET release = '0.2.0'; DELETE FROM facts WHERE fact_id = 'm-can'",
    );
    let objects = diff(&world, &["--format", "json"]).objects();
    let summary = objects.last().unwrap();
    let facts: u64 = world.ask("SELECT count(*) FROM facts WHERE origin = 'sco-facts'")[0]
        .parse()
        .unwrap();
    assert_eq!(
        [&summary["old"], &summary["new"]],
        [
            &json!({"name": "sco.db", "release": "0.1.0", "origin": "sco-facts", "facts": facts}),
            &json!({"name": "new.db", "release": "0.2.0", "origin": "sco-facts", "facts": facts - 1}),
        ]
    );
}

/// A number has its unit beside it, in whatever the number is counted.
#[test]
fn a_number_is_told_with_its_unit() {
    for (sql, told) in [
        (
            "UPDATE trade_figures SET value_as_printed = '5' WHERE fact_id = 't-bor-export'",
            "    value_as_printed 4.2 -> 5 (billion US dollars)\n",
        ),
        (
            "UPDATE trade_figures SET value_as_printed = '5', unit_mult = 0 WHERE fact_id = 't-bor-export'",
            "    value_as_printed 4.2 (billion US dollars) -> 5 (US dollars)\n",
        ),
        (
            "UPDATE trade_figures SET value_as_printed = '5', unit_mult = 2 WHERE fact_id = 't-bor-export'",
            "    value_as_printed 4.2 (billion US dollars) -> 5 (hundred US dollars)\n",
        ),
        (
            "UPDATE trade_figures SET value_as_printed = '5', unit_mult = 3 WHERE fact_id = 't-bor-export'",
            "    value_as_printed 4.2 (billion US dollars) -> 5 (thousand US dollars)\n",
        ),
        (
            "UPDATE trade_figures SET value_as_printed = '5', unit_mult = 12, currency = 'EUR'
             WHERE fact_id = 't-bor-export'",
            "    value_as_printed 4.2 (billion US dollars) -> 5 (trillion EUR)\n",
        ),
        (
            "UPDATE trade_figures SET value_as_printed = '5', unit_mult = 4 WHERE fact_id = 't-bor-export'",
            "    value_as_printed 4.2 (billion US dollars) -> 5 (times 10^4 US dollars)\n",
        ),
        (
            "UPDATE trade_figures SET value_as_printed = '5', unit_mult = 0, currency = NULL, measure = 'multiple'
             WHERE fact_id = 't-bor-export'",
            "    value_as_printed 4.2 (billion US dollars) -> 5 (times)\n",
        ),
        (
            "UPDATE trade_figures SET value_as_printed = '5', unit_mult = 0, currency = NULL, measure = 'share'
             WHERE fact_id = 't-bor-export'",
            "    value_as_printed 4.2 (billion US dollars) -> 5 (per cent)\n",
        ),
        (
            "UPDATE trade_figures SET value_as_printed = '5', unit_mult = 0, currency = NULL, measure = 'growth'
             WHERE fact_id = 't-bor-export'",
            "    value_as_printed 4.2 (billion US dollars) -> 5 (per cent)\n",
        ),
        // A rank is counted in nothing, and a text has no unit.
        (
            "UPDATE trade_figures SET value_as_printed = '5', unit_mult = 0, currency = NULL, measure = 'rank'
             WHERE fact_id = 't-bor-export'",
            "    value_as_printed 4.2 -> 5 (billion US dollars)\n",
        ),
        ("UPDATE events SET title = '5' WHERE fact_id = 'ev-founding'", "    title Founding of the Lake Council -> 5\n"),
    ] {
        let text = diff(&changed(sql), &[]).stdout;
        assert!(text.contains(told), "{sql}: {text}");
    }
}

/// Reading changes no byte of either side, and what a reader sees is one moment.
#[test]
fn nothing_of_a_side_is_written() {
    let world = two("", "DELETE FROM memberships");
    let before = contents(&world.path(""));
    for form in ["text", "json", "markdown"] {
        diff(&world, &["--format", form]);
    }
    assert!(before == contents(&world.path("")));
}

/// What a choice of rows leaves out is not removed. Two of the same choice are compared.
#[test]
fn a_choice_of_rows_is_compared_with_the_same_choice_alone() {
    let world = changed("UPDATE facts SET note = 'later' WHERE fact_id = 'm-bor'");
    for (folder, db, more) in [
        ("all", "sco.db", &[][..]),
        ("old", "sco.db", &["--entity", "BOR"]),
        ("new", "new.db", &["--entity", "BOR"]),
        ("other", "new.db", &["--entity", "ARD"]),
    ] {
        let choice = [
            "export",
            "--db",
            db,
            "--exports",
            folder,
            "--only",
            "facts,v_facts,memberships",
        ];
        let run = world.sco(&[&choice[..], more].concat());
        assert_eq!(run.code, 0, "{run:?}");
    }
    let run = world.sco(&["diff", "old", "new"]);
    assert!(run.code == 0 && run.stdout.contains("later"), "{run:?}");
    for (one, other, told) in [
        (
            "sco.db",
            "old",
            "sco.db has all, and old has the rows of `--entity BOR` alone",
        ),
        (
            "old",
            "all",
            "old has the rows of `--entity BOR` alone, and all has all",
        ),
        (
            "new",
            "other",
            "new has the rows of `--entity BOR` alone, and other has the rows of `--entity ARD` alone",
        ),
    ] {
        let run = world.sco(&["diff", one, other]);
        let told =
            format!("error: {told}; compare two exports that were made with the same choice\n");
        assert_eq!((run.code, run.stderr), (2, told));
    }
    assert_eq!(world.sco(&["diff", "sco.db", "all"]).code, 0);
    // Without its list, nothing tells what a folder holds.
    std::fs::remove_file(world.path("new/SHA256SUMS")).unwrap();
    let run = world.sco(&["diff", "old", "new"]);
    assert!(run.code == 0 && run.stdout.contains("later"), "{run:?}");
}
