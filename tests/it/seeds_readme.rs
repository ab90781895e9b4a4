//! The list of seed files in `seeds/README.md` is made from the declarations, and its words are those of
//! the program.

use sco_facts::tables::{CellType, TABLES, Table};

use crate::world::here;

const BEGIN: &str = "<!-- made by the tests: SNAPSHOTS=overwrite cargo test -->\n";
const END: &str = "<!-- end -->\n";

fn list_of_files() -> String {
    let head = "\n| File | One line is | Its own columns |\n| --- | --- | --- |\n".to_owned();
    TABLES.iter().fold(head, |list, table| list + &line(table)) + "\n"
}

fn line(table: &Table) -> String {
    let kind = match &table.fact {
        Some(fact) => format!("fact, `{}`: ", fact.prefix),
        None => String::new(),
    };
    let columns: Vec<String> = table
        .own
        .iter()
        .map(|column| format!("`{}`", column.name))
        .collect();
    format!(
        "| `{}` | {kind}{} | {} |\n",
        table.file_name(),
        table.meaning,
        columns.join(", ")
    )
}

#[test]
fn every_file_and_column_is_listed() {
    let path = here().join("seeds/README.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let current = format!("{before}{BEGIN}{}{END}{after}", list_of_files());
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write(path, current).unwrap();
    } else {
        snapbox::assert_data_eq!(page, current);
    }
}

#[test]
fn every_word_that_a_curator_may_write_is_told() {
    let page = std::fs::read_to_string(here().join("seeds/README.md")).unwrap();
    let mut missing = Vec::new();
    for table in TABLES {
        for column in table.columns() {
            // The kinds of work are those of CSL, of which the page names some and the check the rest.
            let CellType::Word(words) = column.cell else {
                continue;
            };
            if (table.name, column.name) == ("sources", "kind") {
                continue;
            }
            for word in words {
                if !page.contains(&format!("`{word}`")) {
                    missing.push(format!("`{word}` of {}.{}", table.name, column.name));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "seeds/README.md does not tell of these words; add each with what it means: {}",
        missing.join(", ")
    );
}

#[test]
fn every_predicate_and_topic_has_a_definition_and_an_example() {
    let page = std::fs::read_to_string(here().join("seeds/README.md")).unwrap();
    let mut terms = csv::Reader::from_path(here().join("seeds/terms.csv")).unwrap();
    let mut missing = Vec::new();
    for term in terms.records() {
        let term = term.unwrap();
        let heading = match &term[1] {
            "predicate" => "\n## Predicates\n",
            "topic" => "\n## Topics\n",
            _ => continue,
        };
        let (_, rest) = page.split_once(heading).unwrap();
        let section = rest.split("\n## ").next().unwrap();
        if !section.lines().any(|row| defines(row, &term[0])) {
            missing.push(term[0].to_owned());
        }
    }
    assert!(
        missing.is_empty(),
        "seeds/README.md has no row with a definition and an example for: {}",
        missing.join(", ")
    );
}

/// Whether a row of a table names the term in its first cell and fills two more.
fn defines(row: &str, term: &str) -> bool {
    let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
    let names = |cell: &str| cell.split(", ").any(|name| name == format!("`{term}`"));
    cells.len() == 3 && names(cells[0]) && cells[1..].iter().all(|cell| !cell.is_empty())
}
