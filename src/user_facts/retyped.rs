//! Texts of an export that a program took for numbers, dates or truth values and wrote otherwise. Each alone may be an
//! edit, but nobody makes `41.0` of a volume on purpose, and nothing else in the file tells.

use super::as_exported::AsExported;
use super::one_problem;
use super::stated::Stated;
use crate::error::Problem;
use crate::export::WORKED_OUT_CELLS;
use crate::tables::retyped::is_retyped;
use crate::wording::count;

/// How many cells of a file are named.
const NAMED: usize = 6;

/// A cell that is written otherwise than when it was exported.
struct Cell<'r> {
    row: &'r Stated,
    column: &'static str,
    was: &'r str,
    now: &'r str,
}

/// A problem for each file with such cells.
pub(super) fn problems(rows: &[Stated], as_exported: &AsExported) -> Vec<Problem> {
    let mut cells: Vec<Cell<'_>> = rows
        .iter()
        .flat_map(|row| of_row(row, as_exported))
        .collect();
    cells.sort_by(|one, two| one.row.file.cmp(&two.row.file));
    cells
        .chunk_by(|one, two| one.row.file == two.row.file)
        .map(of_file)
        .collect()
}

fn of_row<'r>(row: &'r Stated, as_exported: &'r AsExported) -> Vec<Cell<'r>> {
    let table = row.table;
    let Some((key, was)) = as_exported.row_retyped(table.name, &row.key) else {
        return Vec::new();
    };
    let of_key = table.key.iter().zip(key.iter().zip(&row.key));
    let of_key = of_key.map(|(column, (was, now))| (*column, was.as_str(), now.as_str()));
    let others = table.texts().filter_map(|column| {
        let (_, now) = row.texts.iter().find(|(name, _)| *name == column)?;
        Some((column, was.get(column)?.as_str(), now.as_str()))
    });
    of_key
        .chain(others)
        .filter(|(_, was, now)| is_retyped(was, now))
        .map(|(column, was, now)| Cell {
            row,
            column,
            was,
            now,
        })
        .collect()
}

fn of_file(cells: &[Cell<'_>]) -> Problem {
    let first = &cells[0];
    let mut others: Vec<String> = cells[1..]
        .iter()
        .take(NAMED)
        .map(|cell| {
            let (line, column, now, was) = (cell.row.line, cell.column, cell.now, cell.was);
            format!("line {line} `{column}` (`{now}`, exported as `{was}`)")
        })
        .collect();
    let more = cells.len() - 1 - others.len();
    if more > 0 {
        others.push(count(more, "more cell"));
    }
    let others = match others.as_slice() {
        [] => String::new(),
        others => format!("; so it is in {}", others.join(", ")),
    };
    Problem {
        line: first.row.line,
        column: Some(first.column.to_owned()),
        value: Some(first.now.to_owned()),
        ..one_problem(
            &first.row.file,
            &format!(
                "was exported as `{}`: a program took the text for something else{others}",
                first.was
            ),
            format!(
                "write it as it was exported, and open the file with every column as text, in pandas with `dtype=str, keep_default_na=False`; if the new text is meant, take the row out of `{WORKED_OUT_CELLS}` in the folder"
            ),
        )
    }
}
