//! Claims about documents from a user's own file: a quotation or a digest, and numbers. No table of the dataset is
//! involved.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::error::{Error, Problem};
use crate::passages::copies::{CitedWindow, Declares, SourceCopy};
use crate::passages::documents::Reading;
use crate::passages::signs::{is_declarable, marked_number, signs};
use crate::passages::skeleton::{Skeleton, digest};
use crate::passages::tokens;
use crate::passages::verify::{Report, Scope, verify};
use crate::seeds::form;
use crate::seeds::limits::read_file;
use crate::seeds::sheet::Sheet;
use crate::seeds::whole_file;

/// The columns of a file of claims.
pub const CLAIM_COLUMNS: [&str; 6] = [
    "claim",
    "document",
    "quotation",
    "digest",
    "n_chars",
    "numbers",
];

/// Claims as they are looked for.
#[derive(Debug)]
pub struct OwnClaims {
    windows: Vec<CitedWindow>,
}

impl OwnClaims {
    /// Reads a file of claims. Its columns are those of [`CLAIM_COLUMNS`], in any order: `document` is the name of the
    /// copy without its ending, and each claim has a `quotation`, or a `digest` of the scheme `pa1` with its `n_chars`.
    ///
    /// # Errors
    ///
    /// Every line that is no claim, with the remedy.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        let Some(bytes) = read_file(path)? else {
            let problem = Problem {
                message: "is too large for a file of claims".into(),
                help: "divide it".into(),
                ..whole_file(&name)
            };
            return Err(Error::Problems(vec![problem]));
        };
        let empty = || {
            let help = format!(
                "write a header and a line for each claim; the columns are {}",
                CLAIM_COLUMNS.join(", ")
            );
            bytes.trim_ascii().is_empty().then(|| Problem {
                message: "is empty".into(),
                help,
                ..whole_file(&name)
            })
        };
        if let Some(problem) = form::of_csv(&name, &bytes, "a file of claims").or_else(empty) {
            return Err(Error::Problems(vec![problem]));
        }
        let mut problems = Vec::new();
        let sheet = Sheet::read(&name, &bytes, &CLAIM_COLUMNS, &mut problems);
        let windows = sheet.map(|sheet| windows(&sheet, &mut problems));
        Error::unless_empty(problems)?;
        Ok(Self {
            windows: windows.unwrap_or_default(),
        })
    }

    /// Looks for every claim in the files of a folder.
    pub fn verify(&self, folder: &Path, reading: &Reading) -> Result<Report, Error> {
        let documents: BTreeSet<&str> = self
            .windows
            .iter()
            .map(|one| one.source_id.as_str())
            .collect();
        let document = |id: &str| SourceCopy {
            source_id: id.to_owned(),
            ..SourceCopy::default()
        };
        let sources: Vec<SourceCopy> = documents.into_iter().map(document).collect();
        verify(&sources, &self.windows, Scope::All, folder, reading)
            .map_err(|error| Error::Copies(error.of_claims()))
    }
}

fn windows(sheet: &Sheet, problems: &mut Vec<Problem>) -> Vec<CitedWindow> {
    let unknown = sheet
        .columns
        .iter()
        .find(|name| !CLAIM_COLUMNS.contains(&name.as_str()));
    let lacking = (sheet.position("document").is_none()).then_some("document");
    if let Some(name) = unknown.map(String::as_str).or(lacking) {
        let message = if unknown.is_some() {
            "is no column of a file of claims"
        } else {
            "is missing"
        };
        problems.push(Problem {
            line: 1,
            column: Some(name.to_owned()),
            message: message.into(),
            help: format!("the columns are {}", CLAIM_COLUMNS.join(", ")),
            ..whole_file(&sheet.file)
        });
        return Vec::new();
    }
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    let mut windows = Vec::new();
    for (line, cells) in &sheet.rows {
        let row = Row {
            sheet,
            line: *line,
            cells,
        };
        match row.window() {
            Ok(window) => {
                if let Some(first) = seen.insert(window.citation_id.clone(), *line) {
                    let message = format!("is the name of the claim on line {first}, too");
                    problems.push(row.problem("claim", &message, "give each a name of its own"));
                }
                windows.push(window);
            }
            Err(problem) => problems.push(*problem),
        }
    }
    windows
}

/// A line of the file.
struct Row<'a> {
    sheet: &'a Sheet,
    line: u64,
    cells: &'a [String],
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        let at = self.sheet.position(column);
        let cell = at.and_then(|at| self.cells.get(at));
        cell.map_or("", |cell| cell.trim())
    }

    fn problem(&self, column: &str, message: &str, help: &str) -> Problem {
        let value = self.cell(column);
        Problem {
            line: self.line,
            column: Some(column.to_owned()),
            value: (!value.is_empty()).then(|| value.to_owned()),
            message: message.to_owned(),
            help: help.to_owned(),
            ..whole_file(&self.sheet.file)
        }
    }

    fn window(&self) -> Result<CitedWindow, Box<Problem>> {
        let fault = |column, message, help| Err(Box::new(self.problem(column, message, help)));
        let document = self.cell("document");
        if document.is_empty() {
            return fault(
                "document",
                "is empty",
                "write the name of its copy without the ending",
            );
        }
        let (quotation, named) = (self.cell("quotation"), self.cell("digest"));
        let skeleton = Skeleton::of(quotation);
        let (n_chars, digest) = match (quotation.is_empty(), named.is_empty()) {
            (false, true) if skeleton.n_chars() > 0 => {
                (skeleton.n_chars(), digest(skeleton.text()))
            }
            (false, true) => {
                return fault(
                    "quotation",
                    "has no letter or digit",
                    "copy the words from the document",
                );
            }
            (true, false) => (self.length()?, self.digest()?),
            (false, false) => {
                return fault("digest", "stands beside a quotation", "keep one of them");
            }
            (true, true) => {
                return fault(
                    "quotation",
                    "is empty",
                    "give the words, or their digest and n_chars",
                );
            }
        };
        let locator = format!("line {}", self.line);
        let name = self.cell("claim");
        Ok(CitedWindow {
            citation_id: if name.is_empty() {
                locator.clone()
            } else {
                name.to_owned()
            },
            source_id: document.to_owned(),
            // Nobody says where it begins.
            start_word: usize::MAX,
            n_chars,
            digest,
            tokens: self.tokens(quotation)?,
            // The passage is looked for without the numbers, since a claim may name some that are not in it.
            clues: Some(tokens::of(quotation).into_iter().collect()),
            declares: if quotation.is_empty() {
                Declares::Some
            } else {
                Declares::All
            },
            occurrence: None,
            locator,
        })
    }

    fn length(&self) -> Result<usize, Box<Problem>> {
        let length = self
            .cell("n_chars")
            .parse()
            .ok()
            .filter(|length| *length > 0);
        length.ok_or_else(|| {
            let help = "write how many letters and digits the passage has";
            Box::new(self.problem("n_chars", "is no length", help))
        })
    }

    fn digest(&self) -> Result<String, Box<Problem>> {
        let text = self.cell("digest");
        let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == 64 && text.bytes().all(is_hex) {
            return Ok(text.to_owned());
        }
        let help = "write the SHA-256 of the scheme pa1 in 64 lower-case hexadecimal digits";
        Err(Box::new(self.problem("digest", "is no digest", help)))
    }

    /// The tokens of the numbers that are claimed, as printed, and what a quotation says in no digest.
    fn tokens(&self, quotation: &str) -> Result<Vec<String>, Box<Problem>> {
        let mut tokens = signs(quotation, &(0..quotation.len())).to_declare();
        let numbers = self.cell("numbers").split('|').map(str::trim);
        for number in numbers.filter(|number| !number.is_empty()) {
            let found = of_number(number);
            if found.is_empty() {
                let help = "write numbers as the document prints them, separated by `|`";
                return Err(Box::new(self.problem("numbers", "holds no number", help)));
            }
            tokens.extend(found);
        }
        Ok(tokens.into_iter().collect())
    }
}

/// The tokens of a number as printed: with its sign, currency and per cent where it has them.
fn of_number(printed: &str) -> BTreeSet<String> {
    let folded = printed.to_lowercase();
    if is_declarable(&folded) && marked_number(&folded).is_none() {
        return BTreeSet::from([folded]);
    }
    let signs = signs(printed, &(0..printed.len()));
    let mut found = signs.to_declare();
    let covered: BTreeSet<String> = found
        .iter()
        .flat_map(|token| crate::passages::signs::parts(token))
        .collect();
    found.extend(
        tokens::fold(printed)
            .into_iter()
            .filter(|part| !covered.contains(part)),
    );
    found
}
