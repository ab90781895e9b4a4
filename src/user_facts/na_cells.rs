//! Recognises a file in which every empty cell was written as `NA`, as R does unless told otherwise.

use crate::error::Problem;
use crate::wording::count;

use super::one_problem;

const NA: &str = "NA";

/// The one problem of a file whose empty cells are `NA`: there are several of them, and no cell is empty. A single
/// `NA` may be a code, such as that of Namibia.
pub(super) fn problem(file: &str, bytes: &[u8], delimiter: u8) -> Option<Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(bytes);
    let mut found = 0;
    for record in reader.byte_records() {
        // What is no CSV is reported where the file is read.
        for cell in &record.ok()? {
            match cell {
                b"" => return None,
                _ if cell == NA.as_bytes() => found += 1,
                _ => {}
            }
        }
    }
    (found > 1).then(|| {
        one_problem(
            file,
            &format!(
                "has {} with `{NA}` and none that is empty: R writes empty cells so",
                count(found, "cell")
            ),
            "write it with `write.csv(..., na = \"\", row.names = FALSE)` or `write_csv(..., na = \"\")`",
        )
    })
}
