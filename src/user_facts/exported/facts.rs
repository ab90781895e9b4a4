//! Joins facts from their own table, `facts.csv` and the files of their lists.

use std::collections::BTreeMap;

use super::{Exported, Line};
use crate::error::Problem;
use crate::seeds::{Placed, citation_cell};
use crate::tables::{ALL_TABLES, CellType, Column, Table, list_of};

/// The rows of facts in `facts.csv`, and in the files of their lists.
pub(super) struct Facts<'a> {
    pub(super) rows: BTreeMap<&'a str, Line<'a>>,
    lists: BTreeMap<(&'static str, &'a str), Vec<Line<'a>>>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(exported: &'a Exported, problems: &mut Vec<Problem>) -> Self {
        let mut rows = BTreeMap::new();
        for line in exported.of("facts") {
            let id = line.text("fact_id").unwrap_or_default();
            if rows.insert(id, line).is_some() {
                problems.push(line.problem("fact_id", "stands twice", "remove one of the rows"));
            }
        }
        let mut lists: BTreeMap<_, Vec<Line<'a>>> = BTreeMap::new();
        for list in ALL_TABLES.iter().filter(|table| table.rows.are_lists()) {
            for line in exported.of(list.name) {
                let id = line.text("fact_id").unwrap_or_default();
                lists.entry((list.name, id)).or_default().push(line);
            }
        }
        Self { rows, lists }
    }

    /// The cells of a row in the form of a seed file; `None` if the rest of the fact is missing.
    pub(super) fn cells(&self, line: Line<'a>, problems: &mut Vec<Problem>) -> Option<Vec<Placed>> {
        let table = line.part.table;
        let fact = if table.is_fact() {
            let id = line.text("fact_id").unwrap_or_default();
            let Some(fact) = self.rows.get(id) else {
                problems.push(line.problem(
                    "fact_id",
                    "has no row in `facts.csv`",
                    "add it there with its status and rank, and its passages in `fact_citations.csv`",
                ));
                return None;
            };
            refuse_another_kind(*fact, table, problems);
            Some(*fact)
        } else {
            None
        };
        let cells = table.columns().map(|column| {
            let list = list_of(table, column);
            match (list, fact) {
                (Some(list), _) => self.list(line, column, list, problems),
                (None, Some(fact)) if !table.own.iter().any(|own| own.name == column.name) => {
                    fact.placed_cell(column.name)
                }
                (None, _) => line.placed_cell(column.name),
            }
        });
        Some(cells.collect())
    }

    /// A list of a fact, from the rows of its table.
    fn list(
        &self,
        line: Line<'a>,
        column: &Column,
        list: &'static Table,
        problems: &mut Vec<Problem>,
    ) -> Placed {
        let id = line.text("fact_id").unwrap_or_default();
        let mut rows = self
            .lists
            .get(&(list.name, id))
            .cloned()
            .unwrap_or_default();
        if matches!(column.cell, CellType::Keys(_)) {
            let place = |row: &Line<'_>| {
                row.text("position")
                    .and_then(|text| text.parse::<u64>().ok())
            };
            for row in rows.iter().filter(|row| place(row).is_none()) {
                problems.push(row.problem(
                    "position",
                    "is no place in a list",
                    "write a whole number",
                ));
            }
            rows.sort_by_key(place);
            refuse_equal_places(&rows, place, problems);
        }
        let items: Vec<String> = rows
            .iter()
            .map(|row| item(column, *row, problems))
            .collect();
        let place = rows.first().copied().unwrap_or(line);
        place.placed(items.join(";"))
    }
}

/// Reports rows of one list with the same place, of which nobody can say which comes first.
fn refuse_equal_places(
    rows: &[Line<'_>],
    place: impl Fn(&Line<'_>) -> Option<u64>,
    problems: &mut Vec<Problem>,
) {
    for pair in rows.windows(2) {
        if place(&pair[0]).is_some() && place(&pair[0]) == place(&pair[1]) {
            problems.push(pair[1].problem(
                "position",
                &format!("is the place of the row on line {}, too", pair[0].line()),
                "number the rows of the list in their order, each with a place of its own",
            ));
        }
    }
}

/// An item of a list in the form of a seed file.
fn item(column: &Column, row: Line<'_>, problems: &mut Vec<Problem>) -> String {
    let text = |name| row.text(name).unwrap_or_default();
    match column.cell {
        CellType::Citations => {
            if text("detail").contains([';', '[', ']']) {
                problems.push(row.problem(
                    "detail",
                    "has a semicolon or bracket in it",
                    "write it without",
                ));
            }
            citation_cell(text("role"), text("citation_id"), text("detail"))
        }
        CellType::References => {
            format!("{}#{}.{}", text("citing"), text("note"), text("position"))
        }
        _ => text("entity_id").to_owned(),
    }
}

/// Reports a fact whose row in `facts.csv` names another table.
fn refuse_another_kind(fact: Line<'_>, table: &Table, problems: &mut Vec<Problem>) {
    if fact.text("kind") != Some(table.name) {
        problems.push(fact.problem(
            "kind",
            &format!(
                "is not the table of the fact, which stands in `{}`",
                table.name
            ),
            &format!("write `{}`", table.name),
        ));
    }
}
