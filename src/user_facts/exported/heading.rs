//! One problem for everything that is wrong with the header of an export.

use super::known;
use crate::error::Problem;
use crate::seeds::heading::{NO_NAME, likely, shown};
use crate::seeds::sheet::Sheet;
use crate::tables::{Column, Table};
use crate::user_facts::one_problem;

/// What is wrong with a header, and the remedy.
pub(super) fn header_problem(table: &'static Table, sheet: &Sheet) -> Option<Problem> {
    let names: Vec<&str> = sheet.columns.iter().map(String::as_str).collect();
    let is_missing =
        |column: &&Column| column.is_in_table() && !column.is_late && !names.contains(&column.name);
    let missing: Vec<&str> = table
        .own
        .iter()
        .filter(is_missing)
        .map(|column| column.name)
        .collect();
    let fields = known(table);
    let is_unknown = |name: &&str| !fields.contains(name);
    let unknown: Vec<&str> = names.iter().copied().filter(is_unknown).collect();
    let twice: Vec<&str> = (1..names.len())
        .filter(|at| names[..*at].contains(&names[*at]))
        .map(|at| names[at])
        .collect();
    let (message, help) = if unknown.contains(&"") {
        (NO_NAME.0.to_owned(), NO_NAME.1.to_owned())
    } else if !unknown.is_empty() {
        of_unknown(table, &unknown, &missing)
    } else if !missing.is_empty() {
        (
            format!(
                "is an export of `{}` without {}",
                table.name,
                in_quotes(&missing)
            ),
            "export it again with all its columns: without `--columns`".to_owned(),
        )
    } else if !twice.is_empty() {
        (
            format!("has {} twice in its header", in_quotes(&twice)),
            "keep one of them".to_owned(),
        )
    } else {
        return None;
    };
    Some(Problem {
        line: 1,
        ..one_problem(&sheet.file, &message, help)
    })
}

/// For names that no column has: which those are, what is missing instead, and what was probably meant.
fn of_unknown(table: &Table, unknown: &[&str], missing: &[&str]) -> (String, String) {
    let lacks = match missing {
        [] => String::new(),
        missing => format!(", and lacks {}", in_quotes(missing)),
    };
    let message = format!(
        "has {}, which `{}` does not have{lacks}",
        in_quotes(unknown),
        table.name
    );
    let with_column = |name: &&str| {
        let column = likely(name, missing)?;
        Some(format!("{} to `{column}`", shown(name)))
    };
    let renames: Vec<String> = unknown.iter().filter_map(with_column).collect();
    let help = match (renames.is_empty(), missing.is_empty()) {
        (false, _) => format!("rename {}", renames.join(", ")),
        (true, true) => "take what is not of the table out of the file".to_owned(),
        (true, false) => "write the header as it was exported".to_owned(),
    };
    (message, help)
}

fn in_quotes(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| shown(name)).collect();
    quoted.join(", ")
}
