//! What sources.csv wants to know of a copy.

use std::fmt;
use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{csv_line, read_copy};
use crate::error::Error;
use crate::passages::documents::Reading;
use crate::passages::paragraphs::fitting_rule;
use crate::passages::skeleton::Skeleton;
use crate::seeds::{Record, Seeds};
use crate::tables::{self, Table};
use crate::vocab::ParagraphRule;
use crate::wording::name_one_of;

/// Columns that a reader wants of every document, where it says what they hold.
const WANTED: [&str; 5] = ["authors", "publisher", "issued", "url", "language"];

/// A request to describe a copy.
#[derive(Debug)]
pub struct NewSource<'a> {
    /// The document, which may have a row or not.
    pub source_id: &'a str,
    /// Its copy.
    pub file: &'a Path,
    /// How the copy is read where it does not tell it itself.
    pub reading: &'a Reading,
    /// Cells of the new row that the copy does not tell, by column.
    pub cells: &'a [(String, String)],
}

/// What a copy tells of its document.
#[derive(Debug, Serialize)]
pub struct Fingerprint {
    /// Letters and digits in its skeleton.
    pub ref_chars: usize,
    /// The digest of its skeleton.
    pub ref_digest: String,
    /// The digest of its bytes.
    pub bytes_sha256: String,
    /// Where its paragraphs end.
    pub paragraph_rule: ParagraphRule,
    /// How many words it has, which is no column.
    pub words: usize,
    /// The line of sources.csv, where the document has no row yet.
    pub line: Option<String>,
    /// The columns that the row has to have and does not.
    pub missing: Vec<&'static str>,
    /// Columns that the row should have where the document says what they hold.
    pub wanted: Vec<&'static str>,
    /// The columns in which the row says otherwise than the copy.
    pub differs: Vec<&'static str>,
}

/// The line for sources.csv, or where there is a row already, its columns as `column: value` pairs on one line.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = &self.line {
            return f.write_str(line);
        }
        write!(
            f,
            "ref_chars: {}; ref_digest: {}; bytes_sha256: {}; paragraph_rule: {}; words: {}",
            self.ref_chars, self.ref_digest, self.bytes_sha256, self.paragraph_rule, self.words
        )
    }
}

/// Describes a copy of a source: the line that it needs, or what its row lacks.
pub fn fingerprint(seeds: &Seeds, request: &NewSource<'_>) -> Result<Fingerprint, Error> {
    let document = read_copy(request.file, request.reading)?;
    let skeleton = Skeleton::of(&document.text);
    let mut made = Fingerprint {
        ref_chars: skeleton.n_chars(),
        ref_digest: skeleton.digest(),
        bytes_sha256: document.sha256,
        paragraph_rule: fitting_rule(&skeleton),
        words: skeleton.n_words(),
        line: None,
        missing: Vec::new(),
        wanted: Vec::new(),
        differs: Vec::new(),
    };
    let mut rows = seeds.of("sources").iter();
    match rows.find(|row| row.raw("source_id") == request.source_id) {
        Some(row) => made.compare(row, request.cells)?,
        None => made.make_line(request)?,
    }
    Ok(made)
}

impl Fingerprint {
    /// What the copy tells, by column.
    fn told(&self) -> [(&'static str, String); 4] {
        [
            ("paragraph_rule", self.paragraph_rule.word().to_owned()),
            ("ref_chars", self.ref_chars.to_string()),
            ("ref_digest", self.ref_digest.clone()),
            ("bytes_sha256", self.bytes_sha256.clone()),
        ]
    }

    fn compare(&mut self, row: &Record, cells: &[(String, String)]) -> Result<(), Error> {
        if let Some((column, _)) = cells.first() {
            return Err(Error::request(
                format!("`{column}` cannot be set: the document has a row"),
                "correct it there",
            ));
        }
        for (column, value) in self.told() {
            match row.text(column) {
                None if row.text("part_of").is_none() => self.missing.push(column),
                Some(other) if other != value && column != "paragraph_rule" => {
                    self.differs.push(column);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn make_line(&mut self, request: &NewSource<'_>) -> Result<(), Error> {
        let columns: Vec<_> = tables::named("sources")
            .into_iter()
            .flat_map(Table::columns)
            .collect();
        let mut row = Map::new();
        row.insert("source_id".into(), json!(request.source_id));
        for (column, value) in self.told() {
            row.insert(column.into(), json!(value));
        }
        for (column, value) in request.cells {
            if !columns.iter().any(|known| known.name == column) {
                let names: Vec<&str> = columns.iter().map(|known| known.name).collect();
                return Err(Error::request(
                    format!("`{column}` is no column of sources"),
                    name_one_of(column, &names),
                ));
            }
            if row.insert(column.clone(), json!(value)).is_some() {
                return Err(Error::request(
                    format!("`{column}` is told twice"),
                    "what the copy tells is not set",
                ));
            }
        }
        let is_empty = |name: &str| !row.contains_key(name);
        let required = columns.iter().filter(|column| column.required);
        self.missing = required
            .map(|column| column.name)
            .filter(|name| is_empty(name))
            .collect();
        self.wanted = WANTED.into_iter().filter(|name| is_empty(name)).collect();
        self.line = Some(csv_line("sources", &Value::Object(row)));
        Ok(())
    }
}
