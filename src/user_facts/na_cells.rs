//! Recognises a file in which empty cells were written as `NA`, as R does unless told otherwise. It does so in every column
//! that it does not take for text, and leaves empty texts as they are.

use crate::error::Problem;
use crate::wording::count;

use super::one_problem;

const NA: &str = "NA";

/// The one problem of a file with columns whose empty cells are `NA`: there are several of them in the file, and in no
/// such column is a cell empty. A single `NA` may be a code, such as that of Namibia.
pub(super) fn problem(file: &str, bytes: &[u8], delimiter: u8) -> Option<Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(bytes);
    // Of each column, how many cells are `NA` and whether one is empty.
    let mut columns: Vec<(usize, bool)> = Vec::new();
    for record in reader.byte_records() {
        // What is no CSV is reported where the file is read.
        let record = record.ok()?;
        columns.resize(columns.len().max(record.len()), (0, false));
        for (column, cell) in columns.iter_mut().zip(&record) {
            column.0 += usize::from(cell == NA.as_bytes());
            column.1 |= cell.is_empty();
        }
    }
    let found: usize = columns.iter().map(|(found, _)| found).sum();
    let is_mixed = columns
        .iter()
        .any(|(found, has_empty)| *found > 0 && *has_empty);
    (found > 1 && !is_mixed).then(|| {
        one_problem(
            file,
            &format!(
                "has {} with `{NA}`, and none that is empty in the same columns: R writes empty cells so",
                count(found, "cell")
            ),
            "write it with `write.csv(..., na = \"\", row.names = FALSE)` or `write_csv(..., na = \"\")`",
        )
    })
}
