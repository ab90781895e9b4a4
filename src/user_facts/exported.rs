//! Joins tables that `sco export` wrote to the rows of seed files: in an export, a fact has its status in `facts.csv`
//! and its passages in `fact_citations.csv`.

mod facts;
mod heading;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::one_problem;
use super::stated::Stated;
use super::worked_out::Claim;
use crate::error::{Error, Problem};
use crate::export::resaved;
use crate::files::folder_of;
use crate::load::RETIRED;
use crate::seeds::heading::named;
use crate::seeds::sheet::{Sheet, delimiter};
use crate::seeds::signs::first_line;
use crate::seeds::{Placed, Seeds};
use crate::tables::{ALL_TABLES, FACT_COLUMNS, ORIGIN, Rows, TABLES, Table};
use crate::wording::{agreeing, count};
use facts::Facts;
use heading::header_problem;

/// The exported tables that were read.
#[derive(Default)]
pub(super) struct Exported {
    parts: Vec<Part>,
    /// True if a part of a file could not be read; rows that seem to be missing may be in it.
    is_damaged: bool,
}

/// A file of one table.
struct Part {
    table: &'static Table,
    file: Arc<str>,
    sheet: Sheet,
}

/// A row of a file.
#[derive(Clone, Copy)]
struct Line<'a> {
    part: &'a Part,
    at: usize,
}

/// Whether `sco export` wrote a file, so that it is no seed file: it has a column that the program works out, or it
/// is a table of facts without the columns that an export has in `facts`.
pub(super) fn is_exported(table: &'static Table, bytes: &[u8]) -> bool {
    if !table.has_seed_file() {
        return true;
    }
    let names = header(table, bytes);
    let has = |name: &str| names.iter().any(|own| own == name);
    if table.is_fact() {
        return table.own.iter().any(|column| has(column.name))
            && !FACT_COLUMNS.iter().any(|column| has(column.name));
    }
    has(ORIGIN.name) || table.derived.iter().any(|derived| has(derived.name))
}

/// The names in the header of a file.
pub(super) fn header(table: &'static Table, bytes: &[u8]) -> Vec<String> {
    let sign = char::from(delimiter(bytes, &known(table)));
    let line = first_line(bytes);
    let names: Vec<String> = line
        .split(sign)
        .map(|name| name.trim_matches('"').to_owned())
        .collect();
    names[..named(&names)].to_vec()
}

/// The names that the header of a table's export or seed file may have.
pub(super) fn known(table: &'static Table) -> Vec<&'static str> {
    let mut names = table.field_names();
    names.extend(table.columns().map(|column| column.name));
    names
}

impl Exported {
    /// Reads a file.
    pub(super) fn take(
        &mut self,
        table: &'static Table,
        name: &str,
        bytes: &[u8],
        problems: &mut Vec<Problem>,
    ) {
        let before = problems.len();
        if let Some(mut sheet) = Sheet::read(name, bytes, &known(table), problems) {
            problems.extend(header_problem(table, &sheet));
            read_as_declared(table, &mut sheet);
            self.parts.push(Part {
                table,
                file: name.into(),
                sheet,
            });
        }
        self.is_damaged |= problems.len() > before;
    }

    /// Takes a table that had no row when it was exported, and of which some tools write nothing at all.
    pub(super) fn take_empty(&mut self, table: &'static Table, name: &str) {
        let columns = table.field_names().into_iter().map(str::to_owned).collect();
        self.parts.push(Part {
            table,
            file: name.into(),
            sheet: Sheet {
                file: name.to_owned(),
                columns,
                rows: Vec::new(),
            },
        });
    }

    /// Notes that a file is not read, and that rows which seem to be missing may be in it.
    pub(super) fn leave_out(&mut self) {
        self.is_damaged = true;
    }

    /// Fails for rows that belong to the dataset of this name and not to a user.
    pub(super) fn refuse_rows_of(&self, dataset: &str) -> Result<(), Error> {
        let is_of_others = |line: &Line<'_>| matches!(line.text(ORIGIN.name), Some(origin) if origin == dataset || origin == RETIRED);
        let of_others: Vec<Line<'_>> = self.lines().filter(is_of_others).collect();
        let Some(first) = of_others.first() else {
            return Ok(());
        };
        let rows = of_others.len();
        Err(Error::Problems(vec![Problem {
            line: first.line(),
            ..one_problem(
                &first.part.file,
                &format!(
                    "is the first of {} of the dataset `{dataset}` itself, whose ids cannot be yours",
                    count(rows, "row")
                ),
                format!(
                    "export your own with `sco export --origin NAME`; facts of yours want ids of {}",
                    agreeing(rows, "its own", "their own")
                ),
            )
        }]))
    }

    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.parts.iter().flat_map(|part| {
            let rows = 0..part.sheet.rows.len();
            rows.map(move |at| Line { part, at })
        })
    }

    /// The other origin under which all rows were exported, with their number. Fails for rows of several origins:
    /// somebody has edited the column, and the edit would be ignored.
    pub(super) fn named_otherwise(&self, origin: &str) -> Result<Option<(String, usize)>, Error> {
        let origins: BTreeSet<&str> = self.lines().filter_map(Line::origin).collect();
        let others: Vec<Line<'_>> = self
            .lines()
            .filter(|line| line.origin().is_some_and(|text| text != origin))
            .collect();
        let Some(first) = others.first() else {
            return Ok(None);
        };
        if origins.len() == 1 {
            let name = first.origin().unwrap_or_default().to_owned();
            return Ok(Some((name, others.len())));
        }
        let more = match others.len() - 1 {
            0 => String::new(),
            more => format!(", and so in {}", count(more, "other row")),
        };
        Err(Error::Problems(vec![first.problem(
            ORIGIN.name,
            &format!("is not `{origin}`, the origin under which the rows are kept{more}"),
            &format!(
                "write `{origin}` there, or nothing; `--origin` alone says whose the rows are"
            ),
        )]))
    }

    fn of(&self, table: &str) -> impl Iterator<Item = Line<'_>> {
        self.lines()
            .filter(move |line| line.part.table.name == table)
    }

    fn has(&self, table: &str) -> bool {
        self.parts.iter().any(|part| part.table.name == table)
    }

    /// Joins the rows and adds them to the seeds. Returns the cells of the files that the program works out, and the
    /// numbers that they state.
    pub(super) fn join(
        &self,
        seeds: &mut Seeds,
        problems: &mut Vec<Problem>,
    ) -> Result<(Vec<Claim>, Vec<Stated>), Error> {
        if self.is_damaged {
            return Ok(Default::default());
        }
        let facts = Facts::of(self, problems);
        for table in TABLES {
            if table.is_fact() && self.lacks_companions(table, problems)? {
                continue;
            }
            for line in self.of(table.name) {
                if let Some(cells) = facts.cells(line, problems) {
                    seeds.push_placed(table, cells, problems);
                }
            }
        }
        self.name_left_over(&facts, problems);
        let stated = self.lines().filter_map(Line::stated).collect();
        Ok((self.lines().flat_map(Line::claims).collect(), stated))
    }

    /// Reports a file of facts that lacks the other files of its export. Returns true if it does. A table that had no
    /// row when it was exported need not be there.
    fn lacks_companions(
        &self,
        table: &'static Table,
        problems: &mut Vec<Problem>,
    ) -> Result<bool, Error> {
        let Some(part) = self.parts.iter().find(|part| part.table.name == table.name) else {
            return Ok(true);
        };
        let folder = folder_of(Path::new(&*part.file));
        let is_needed = |other: &&&Table| match other.rows {
            Rows::Facts | Rows::ListsOfFacts { .. } => true,
            Rows::ListIn { table: of, .. } => of == table.name,
            Rows::SeedFile(_) => false,
        };
        let mut missing = Vec::new();
        for other in ALL_TABLES.iter().filter(is_needed) {
            if !self.has(other.name) && !resaved::had_no_row(&folder, &other.file_name())? {
                missing.push(format!("`{}`", other.file_name()));
            }
        }
        if !missing.is_empty() && !part.sheet.rows.is_empty() {
            problems.push(one_problem(
                &part.file,
                &format!("is an export without {}, where the rest of its facts stands", missing.join(" and ")),
                "import the folder as it was exported, or facts in the form that `sco template` shows",
            ));
        }
        Ok(!missing.is_empty())
    }

    /// Reports rows that belong to a fact whose own row is missing.
    fn name_left_over(&self, facts: &Facts<'_>, problems: &mut Vec<Problem>) {
        let mut whole: BTreeMap<&str, (Line<'_>, usize)> = BTreeMap::new();
        let there: BTreeSet<(&str, &str)> = self
            .lines()
            .map(|line| {
                (
                    line.part.table.name,
                    line.text("fact_id").unwrap_or_default(),
                )
            })
            .collect();
        for (id, line) in &facts.rows {
            let kind = line.text("kind").unwrap_or_default();
            if !self.has(kind) {
                whole.entry(kind).or_insert((*line, 0)).1 += 1;
            } else if !there.contains(&(kind, *id)) {
                problems.push(line.problem(
                    "fact_id",
                    &format!("has no row in `{kind}.csv`"),
                    "put it back, or take the fact out of all files",
                ));
            }
        }
        for (kind, (line, rows)) in whole {
            problems.push(line.problem(
                "kind",
                &format!(
                    "names the table of {}, and there is no `{kind}.csv`",
                    count(rows, "fact")
                ),
                "import the folder as it was exported",
            ));
        }
        for list in ALL_TABLES.iter().filter(|table| table.rows.are_lists()) {
            for line in self.of(list.name) {
                let id = line.text("fact_id").unwrap_or_default();
                if self.has("facts") && !facts.rows.contains_key(id) {
                    problems.push(line.problem(
                        "fact_id",
                        "has no row in `facts.csv`",
                        "put it back, or take the fact out of all files",
                    ));
                }
            }
        }
    }
}

/// Puts the cells of a file into the form in which their columns are written: another program may have saved it.
fn read_as_declared(table: &Table, sheet: &mut Sheet) {
    for column in table.own {
        let Some(at) = sheet.position(column.name) else {
            continue;
        };
        for (_, cells) in &mut sheet.rows {
            if let Some(text) = column.cell.as_declared(&cells[at]) {
                cells[at] = text;
            }
        }
    }
}

impl<'a> Line<'a> {
    fn line(self) -> u64 {
        self.part.sheet.rows[self.at].0
    }

    /// The text of a cell; `None` if the file has no such column.
    fn text(self, column: &str) -> Option<&'a str> {
        let place = self.part.sheet.position(column)?;
        Some(&self.part.sheet.rows[self.at].1[place])
    }

    /// The origin of the row when it was exported.
    fn origin(self) -> Option<&'a str> {
        self.text(ORIGIN.name).filter(|text| !text.is_empty())
    }

    fn placed(self, text: impl Into<String>) -> Placed {
        Placed {
            text: text.into(),
            is_told: true,
            file: self.part.file.clone(),
            line: self.line(),
        }
    }

    /// The cell of a column, which an older export may not have.
    fn placed_cell(self, column: &str) -> Placed {
        let text = self.text(column);
        Placed {
            is_told: text.is_some(),
            ..self.placed(text.unwrap_or_default())
        }
    }

    fn problem(self, column: &str, message: &str, help: &str) -> Problem {
        Problem {
            line: self.line(),
            column: Some(column.to_owned()),
            value: self.text(column).map(str::to_owned),
            ..one_problem(&self.part.file, message, help)
        }
    }

    /// The cells of its key.
    fn key(self) -> Vec<String> {
        let columns = self.part.table.key.iter();
        columns
            .map(|column| self.text(column).unwrap_or_default().to_owned())
            .collect()
    }

    /// The numbers, dates and texts that the row states.
    fn stated(self) -> Option<Stated> {
        let table = self.part.table;
        let cells: Vec<(&str, String)> = table
            .stated_numbers()
            .chain(table.dates())
            .filter_map(|column| Some((column, self.text(column)?.to_owned())))
            .collect();
        let texts: Vec<(&str, String)> = table
            .texts()
            .filter_map(|column| Some((column, self.text(column)?.to_owned())))
            .collect();
        (!cells.is_empty() || !texts.is_empty()).then(|| Stated {
            table,
            key: self.key(),
            file: self.part.file.clone(),
            line: self.line(),
            cells,
            texts,
        })
    }

    /// The filled cells of the row that the program works out.
    fn claims(self) -> Vec<Claim> {
        let table = self.part.table;
        let filled = table.derived.iter().filter_map(|derived| {
            let text = self.text(derived.name).filter(|text| !text.is_empty())?;
            Some(Claim {
                table,
                key: self.key(),
                derived,
                cell: self.placed(text),
            })
        });
        filled.collect()
    }
}
