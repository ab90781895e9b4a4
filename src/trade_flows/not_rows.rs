//! What stands where a header or a row should, and is none.

use csv::ByteRecord;

use super::faults::Fault;
use super::header::{AMONG_FIRST, Header, NoHeader};

/// Refuses a row whose cells do not stand under the names. UN Comtrade ends its rows with a comma that its header
/// lacks: empty cells more change nothing, nor do cells less under empty names.
pub(super) fn refuse_other_length(row: &ByteRecord, header: &Header) -> Result<(), Fault> {
    let (cells, names) = (row.len(), header.names.len());
    let fits = if cells >= names {
        row.iter()
            .skip(names)
            .all(|cell| cell.trim_ascii().is_empty())
    } else {
        header.names[cells..]
            .iter()
            .all(|name| name.text.trim().is_empty())
    };
    if fits {
        return Ok(());
    }
    if let Some(text) = line_of_text(row) {
        return Err(text_fault(&text));
    }
    Err(Fault::of_row(
        "trade-cells",
        format!("has {cells} cells under {names} names"),
        "put cells that hold the separator into quotation marks; a last row that is too short says that the file was cut off",
    ))
}

pub(super) fn text_fault(text: &str) -> Fault {
    Fault::of_row(
        "trade-text",
        format!("is a line of text and no row: `{text}`"),
        "take it out; where it says that there are no data, ask the maker again",
    )
}

/// The text of a line that is none of cells, such as a source below the rows.
pub(super) fn line_of_text(row: &ByteRecord) -> Option<String> {
    const SHOWN: usize = 60;
    let first = String::from_utf8_lossy(row.get(0)?.trim_ascii()).into_owned();
    let is_text = first.contains(' ') && first.chars().any(char::is_alphabetic);
    let is_alone = row.iter().skip(1).all(|cell| cell.trim_ascii().is_empty());
    (is_text && (is_alone || row.len() < 4)).then(|| first.chars().take(SHOWN).collect())
}

pub(super) fn no_header(error: NoHeader) -> Fault {
    match error {
        NoHeader::Empty => Fault::of_row(
            "trade-empty-file",
            "holds nothing",
            "name a file with a header and rows",
        ),
        NoHeader::Utf16 => Fault::of_row(
            "trade-encoding",
            "is not in an encoding that holds ASCII, and has no byte-order mark",
            "name its encoding, such as `--encoding utf-16le`",
        ),
        NoHeader::NoTable(what, help) => {
            Fault::of_row("trade-unknown-header", format!("is {what}"), help)
        }
        NoHeader::Unknown {
            first,
            nearest,
            looked_at_first_rows,
        } => {
            let nearest = nearest.map_or(String::new(), |(layout, lacks)| {
                format!(
                    "; nearest is {layout}, which also wants {}",
                    lacks.join(", ")
                )
            });
            let among = if looked_at_first_rows {
                format!(" among the first {AMONG_FIRST} rows")
            } else {
                String::new()
            };
            Fault::of_row(
                "trade-unknown-header",
                format!(
                    "no profile knows the header {}{among}{nearest}",
                    listed(&first)
                ),
                "describe the columns in a map and say `--map FILE` (see docs/trade.md); take out a longer preamble",
            )
        }
        NoHeader::Ambiguous(profiles) => Fault::of_row(
            "trade-ambiguous-header",
            format!("several profiles know the header: {}", profiles.join(", ")),
            "say which with `--profile NAME`",
        ),
    }
}

fn listed(texts: &[String]) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<String> = texts
        .iter()
        .take(MOST)
        .map(|text| format!("`{}`", text.chars().take(40).collect::<String>()))
        .collect();
    if texts.len() > MOST {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
