//! One of two states that are compared: the rows of one origin, from a database or a folder of exports.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::held::Held;
use crate::db::{Queries, schema, text_of};
use crate::error::{Error, Problem};
use crate::export::{choice_of_rows, resaved};
use crate::load::curated;
use crate::seeds::heading::{meant, shown};
use crate::seeds::sheet::Sheet;
use crate::seeds::{form, limits, whole_file};
use crate::tables::{ALL_TABLES, ORIGIN, Table};

/// A state of the dataset, or of the facts of a user.
#[derive(Debug)]
pub struct Side {
    /// Its name in the report.
    pub(super) name: String,
    /// Its release, if it names one.
    pub(super) release: Option<String>,
    /// The origin of its rows.
    pub(super) origin: String,
    held: BTreeMap<&'static str, Held>,
    statements: BTreeMap<String, String>,
    /// Whether it is a folder of exports, which may hold some of the tables alone.
    may_be_partial: bool,
    /// The option by which it has some of the rows alone; empty where it has all, and `None` where nothing tells.
    pub(super) rows: Option<String>,
}

impl Side {
    /// Reads the rows of an origin, or without one those of the dataset, from a database of this or an older version.
    /// All rows are read at one moment.
    pub fn of_database(
        connection: &Connection,
        name: &str,
        origin: Option<&str>,
    ) -> Result<Self, Error> {
        // Inside a transaction of the caller's, all reads already see one moment.
        let _moment = if connection.is_autocommit() {
            let transaction = connection.unchecked_transaction();
            Some(transaction.map_err(Error::sql("begin to read"))?)
        } else {
            None
        };
        let origin = match origin {
            Some(origin) => origin.to_owned(),
            None => curated(connection)?,
        };
        let mut held = BTreeMap::new();
        for table in ALL_TABLES {
            let columns = schema::columns(connection, table.name)?;
            if !columns.is_empty() {
                let mut rows = Held::of(table, &columns);
                read_rows(connection, table, &origin, &mut rows)?;
                held.insert(table.name, rows);
            }
        }
        Ok(Self {
            name: name.to_owned(),
            origin,
            held,
            statements: statements(connection)?,
            release: None,
            may_be_partial: false,
            rows: Some(String::new()),
        }
        .with_release())
    }

    /// Reads the rows of an origin from a folder of exports; without an origin, those of the only one in the folder.
    pub fn of_exports(folder: &Path, name: &str, origin: Option<&str>) -> Result<Self, Error> {
        let mut problems = Vec::new();
        let mut sheets = BTreeMap::new();
        for table in ALL_TABLES {
            if let Some(sheet) =
                read_sheet(folder, table.name, &table.field_names(), &mut problems)?
            {
                sheets.insert(table.name, sheet);
            }
        }
        let facts = read_sheet(folder, "v_facts", &["fact_id", "statement"], &mut problems)?;
        Error::unless_empty(problems)?;
        let origin = match origin {
            Some(origin) => origin.to_owned(),
            None => the_origin(folder, &sheets)?,
        };
        let mut held = BTreeMap::new();
        for table in ALL_TABLES {
            if let Some(sheet) = sheets.remove(table.name) {
                let mut rows = Held::of(table, &sheet.columns);
                rows.take(sheet, &origin);
                held.insert(table.name, rows);
            }
        }
        Ok(Self {
            name: name.to_owned(),
            origin,
            held,
            statements: facts.map(told_in).unwrap_or_default(),
            release: None,
            may_be_partial: true,
            rows: choice_of_rows(folder)?,
        }
        .with_release())
    }

    fn with_release(mut self) -> Self {
        let release = self
            .held("dataset")
            .and_then(|held| held.cell(&self.origin, "release"));
        self.release = release.map(str::to_owned);
        self
    }

    /// The rows of a table; `None` if the state lacks it.
    pub(super) fn held(&self, table: &str) -> Option<&Held> {
        self.held.get(table)
    }

    /// True if it says which rows a table has. A database without a table has none of its rows; a folder of exports
    /// without it may have been written without it.
    pub(super) fn tells_of(&self, table: &Table) -> bool {
        !self.may_be_partial || self.held(table.name).is_some()
    }

    /// True if it was read from files, which another program may have saved again.
    pub(super) fn is_of_files(&self) -> bool {
        self.may_be_partial
    }

    /// True if it has no row at all.
    pub(super) fn is_empty(&self) -> bool {
        self.held.values().all(|held| held.rows.is_empty())
    }

    /// The sentence of a fact.
    pub(super) fn statement(&self, fact_id: &str) -> Option<&str> {
        self.statements.get(fact_id).map(String::as_str)
    }

    /// How many facts it has.
    pub(super) fn facts(&self) -> usize {
        self.held("facts").map_or(0, |held| held.rows.len())
    }
}

fn read_rows(
    connection: &Connection,
    table: &Table,
    origin: &str,
    held: &mut Held,
) -> Result<(), Error> {
    let width = held.columns.len();
    held.put(connection.rows(
        &format!("read the rows of {}", table.name),
        &format!(
            "SELECT {} FROM {} WHERE {} = ?1",
            held.columns.join(", "),
            table.name,
            ORIGIN.name
        ),
        [origin],
        |row| (0..width).map(|at| row.get_ref(at).map(text_of)).collect(),
    )?);
    Ok(())
}

/// The sentence of each fact. Older versions have it only in the view.
fn statements(connection: &Connection) -> Result<BTreeMap<String, String>, Error> {
    for relation in ["fact_statements", "v_facts"] {
        let columns = schema::columns(connection, relation)?;
        if columns.iter().any(|column| column == "statement") {
            let sql =
                format!("SELECT fact_id, statement FROM {relation} WHERE statement IS NOT NULL");
            let told: Vec<(String, String)> =
                connection.rows("read the sentences of the facts", &sql, [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            return Ok(told.into_iter().collect());
        }
    }
    Ok(BTreeMap::new())
}

/// Whether a folder is one of exports: it has their table of facts, or another table with an origin.
pub fn is_of_exports(folder: &Path) -> bool {
    file_of(folder, "facts").is_some() || ALL_TABLES.iter().any(|table| has_origin(folder, table))
}

fn has_origin(folder: &Path, table: &Table) -> bool {
    let Some(path) = file_of(folder, table.name) else {
        return false;
    };
    let mut line = String::new();
    let read = File::open(path).and_then(|file| BufReader::new(file).read_line(&mut line));
    let mut names = line
        .trim_end()
        .split([',', ';', '\t', '|'])
        .map(|name| name.trim_matches('"'));
    read.is_ok() && names.any(|name| name == ORIGIN.name)
}

/// The file of an export, whose ending may be in capitals.
fn file_of(folder: &Path, name: &str) -> Option<PathBuf> {
    let place = folder.join(format!("{name}.csv"));
    if place.is_file() {
        return Some(place);
    }
    let paths = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let is_it = |path: &PathBuf| {
        let ending = path.extension().unwrap_or_default();
        path.file_stem() == Some(name.as_ref())
            && ending.eq_ignore_ascii_case("csv")
            && path.is_file()
    };
    paths.map(|entry| entry.path()).find(is_it)
}

/// Reads an export; `None` if there is no such file.
fn read_sheet(
    folder: &Path,
    name: &str,
    known: &[&str],
    problems: &mut Vec<Problem>,
) -> Result<Option<Sheet>, Error> {
    let Some(path) = file_of(folder, name) else {
        return Ok(None);
    };
    let file = path.display().to_string();
    let Some(bytes) = limits::read_file(&path)? else {
        problems.push(limits::long_file(&file));
        return Ok(None);
    };
    if form::is_empty(&bytes) && resaved::had_no_row(folder, &format!("{name}.csv"))? {
        return Ok(Some(Sheet {
            file,
            columns: known.iter().map(|column| (*column).to_owned()).collect(),
            rows: Vec::new(),
        }));
    }
    if let Some(problem) = form::of_csv(&file, &bytes, "an export") {
        problems.push(problem);
        return Ok(None);
    }
    let sheet = Sheet::read(&file, &bytes, known, problems);
    if let Some(sheet) = &sheet {
        let missing = ["fact_id", ORIGIN.name]
            .into_iter()
            .find(|column| known.contains(column) && sheet.position(column).is_none());
        if let Some(column) = missing {
            let unknown = sheet
                .columns
                .iter()
                .filter(|name| !known.contains(&name.as_str()));
            let mut written = unknown.filter(|name| meant(name, &[column]).is_some());
            problems.push(Problem {
                line: 1,
                value: Some(column.to_owned()),
                message: "is missing from the header".into(),
                help: match written.next() {
                    Some(name) => format!("rename {} to it", shown(name)),
                    None => "export the table again with all its columns".into(),
                },
                ..whole_file(&file)
            });
        }
    }
    Ok(sheet)
}

/// The sentences in an export of `v_facts`.
fn told_in(facts: Sheet) -> BTreeMap<String, String> {
    let places = (facts.position("fact_id"), facts.position("statement"));
    let (Some(id), Some(statement)) = places else {
        return BTreeMap::new();
    };
    let rows = facts.rows.into_iter();
    rows.map(|(_, cells)| (cells[id].clone(), cells[statement].clone()))
        .collect()
}

/// The origin of the rows in a folder of exports. Fails if there are several.
fn the_origin(folder: &Path, sheets: &BTreeMap<&'static str, Sheet>) -> Result<String, Error> {
    let mut origins: Vec<&str> = Vec::new();
    for sheet in sheets.values() {
        let place = sheet.position(ORIGIN.name);
        let cells = sheet.rows.iter().filter_map(|(_, cells)| cells.get(place?));
        origins.extend(cells.map(String::as_str));
        origins.sort_unstable();
        origins.dedup();
    }
    match origins.as_slice() {
        [origin] => Ok((*origin).to_owned()),
        [] => Err(Error::request(
            format!("{} holds exports without a row", folder.display()),
            "name the origin that is meant with `--origin NAME`",
        )),
        several => Err(Error::request(
            format!("{} holds rows of several origins", folder.display()),
            format!("name one of them with `--origin`: {}", several.join(", ")),
        )),
    }
}
