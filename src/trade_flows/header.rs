//! Finds the header of a text, the layout that it belongs to, and what separates its cells.

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::layout::{Layout, Name};
use crate::seeds::form;

/// The signs that may stand between cells.
const DELIMITERS: &[u8] = b",;\t|";
/// The header stands among so many first rows; what is before it is a preamble.
pub(super) const AMONG_FIRST: usize = 40;

/// A header that was found.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// The place of the layout in the list.
    pub(super) layout: usize,
    pub(super) delimiter: u8,
    /// How many rows stand before it.
    pub(super) preamble: usize,
    /// Its cells.
    pub(super) names: Vec<Name>,
}

/// Why no header was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoHeader {
    /// Nothing to read.
    Empty,
    /// The text is UTF-16 without a mark that says so.
    Utf16,
    /// It is no text of cells: what it is, and how to make one of it.
    NoTable(&'static str, &'static str),
    /// No layout knows it: the cells of a row, and the layout that lacks least, with what it lacks.
    Unknown {
        first: Vec<String>,
        /// None where no layout has anything of the row.
        nearest: Option<(String, Vec<String>)>,
        /// True if only so many rows were looked at.
        looked_at_first_rows: bool,
    },
    /// Several layouts know it.
    Ambiguous(Vec<String>),
}

/// A reader of rows of any number of cells.
pub(super) fn rows<R: std::io::Read>(bytes: R, delimiter: u8) -> Reader<R> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes)
}

/// Looks for a header that one of the layouts knows in the first bytes of a text.
pub(super) fn find(start: &[u8], layouts: &[Layout]) -> Result<Header, NoHeader> {
    if start.iter().all(u8::is_ascii_whitespace) {
        return Err(NoHeader::Empty);
    }
    match form::other_form(start) {
        Some(("in UTF-16", _)) => return Err(NoHeader::Utf16),
        Some((what, help)) => return Err(NoHeader::NoTable(what, help)),
        None if form::is_json(start) => {
            return Err(NoHeader::NoTable(
                "JSON, and trade statistics are read from CSV",
                "see whether it is an answer for programs, and download the table as CSV",
            ));
        }
        None => {}
    }
    let mut nearest = None;
    for &delimiter in DELIMITERS {
        match find_with(start, layouts, delimiter, &mut nearest) {
            Ok(None) => {}
            Ok(Some(header)) => return Ok(header),
            Err(error) => return Err(error),
        }
    }
    let Near {
        first,
        layout,
        lacks,
        share,
    } = nearest.ok_or(NoHeader::Empty)?;
    let looked_at = rows(start, b',').into_byte_records().take(AMONG_FIRST + 1);
    Err(NoHeader::Unknown {
        first,
        nearest: (share > 0 || layouts.len() == 1).then_some((layout, lacks)),
        looked_at_first_rows: looked_at.count() > AMONG_FIRST,
    })
}

/// The row and the layout that are nearest to each other.
struct Near {
    /// The share of the wanted columns that are there, in thousandths.
    share: usize,
    first: Vec<String>,
    layout: String,
    lacks: Vec<String>,
}

fn find_with(
    start: &[u8],
    layouts: &[Layout],
    delimiter: u8,
    nearest: &mut Option<Near>,
) -> Result<Option<Header>, NoHeader> {
    let records = rows(start, delimiter).into_byte_records();
    for (preamble, record) in records.map_while(Result::ok).take(AMONG_FIRST).enumerate() {
        let cells = texts(&record);
        let names: Vec<Name> = cells.iter().map(|cell| Name::of(cell)).collect();
        let mut known = Vec::new();
        for (at, layout) in layouts.iter().enumerate() {
            if layout.delimiter.is_some_and(|wanted| wanted != delimiter) {
                continue;
            }
            let lacks = layout.missing_from(&names);
            if lacks.is_empty() && has_values(layout, &cells) {
                known.push(at);
                continue;
            }
            let wanted = layout.required().len().max(1);
            let share = (wanted - lacks.len()) * 1000 / wanted;
            if nearest.as_ref().is_none_or(|near| share > near.share) {
                *nearest = Some(Near {
                    share,
                    first: cells.clone(),
                    layout: layout.profile.clone(),
                    lacks: told(&lacks, has_values(layout, &cells)),
                });
            }
        }
        match known.as_slice() {
            [] => {}
            [layout] => {
                return Ok(Some(Header {
                    layout: *layout,
                    delimiter,
                    preamble,
                    names,
                }));
            }
            several => {
                let names = several.iter().map(|at| layouts[*at].profile.clone());
                return Err(NoHeader::Ambiguous(names.collect()));
            }
        }
    }
    Ok(None)
}

/// What a layout lacks, in words; a column that it reads for two things once.
fn told(lacks: &[&str], has_values: bool) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for lack in lacks {
        let name = format!("`{lack}`");
        if !told.contains(&name) {
            told.push(name);
        }
    }
    if !has_values {
        told.push("columns whose names are periods, such as `2012`".to_owned());
    }
    told
}

/// The header that a row is for the same layout, with its columns in another order or others beside them.
pub(super) fn same_layout(row: &ByteRecord, header: &Header, layout: &Layout) -> Option<Header> {
    let mut cells = texts(row);
    if let Some(first) = cells.first_mut() {
        // A joined file may bring its byte-order mark along.
        *first = first.trim_start_matches('\u{feff}').to_owned();
    }
    let names: Vec<Name> = cells.iter().map(|cell| Name::of(cell)).collect();
    let is_known = layout.missing_from(&names).is_empty() && has_values(layout, &cells);
    is_known.then(|| Header {
        names,
        ..header.clone()
    })
}

/// A layout with a column for each period wants at least one.
fn has_values(layout: &Layout, cells: &[String]) -> bool {
    use super::layout::ValueName;
    layout.values.iter().all(|value| match value.name {
        ValueName::Column(_) => true,
        ValueName::Periods => cells.iter().any(|cell| period_of(cell).is_some()),
    })
}

/// The period that the name of a column is; R writes an `X` before it.
pub(super) fn period_of(name: &str) -> Option<super::record::Period> {
    let name = name.trim();
    let name = name.strip_prefix('X').unwrap_or(name);
    super::record::Period::parse(name.replace('.', "-").as_bytes())
}

/// The cells of a row as text. What is not UTF-8 is no name that anybody looks for.
fn texts(record: &ByteRecord) -> Vec<String> {
    record
        .iter()
        .map(|cell| String::from_utf8_lossy(cell).into_owned())
        .collect()
}
