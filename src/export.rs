//! Writes the CSV files, from the database alone: header, rows in a stated order, the same bytes each time.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::error::Error;

/// One exported file: a table or view, and the order of its rows.
#[derive(Debug, Clone, Copy)]
pub struct Export {
    /// The table or view, and the stem of the file.
    pub name: &'static str,
    /// A unique key, in the order in which people read.
    pub order: &'static str,
}

const fn export(name: &'static str, order: &'static str) -> Export {
    Export { name, order }
}

/// Every exported file.
pub const EXPORTS: &[Export] = &[
    export("sources", "source_id"),
    export("source_references", "citing, note, position"),
    export("citations", "citation_id"),
    export("omissions", "source_id, paragraph, omitted"),
    export("entities", "entity_id"),
    export("entity_names", "entity_id, name"),
    export("entity_codes", "entity_id, scheme, code"),
    export("terms", "term"),
    export("facts", "fact_id"),
    export("fact_citations", "fact_id, citation_id"),
    export("fact_references", "fact_id, citing, note, position"),
    export("fact_links", "fact_id, link, other_fact"),
    export("retired_ids", "id, kind"),
    export("memberships", "fact_id"),
    export("offices", "fact_id"),
    export("relations", "fact_id"),
    export("events", "fact_id"),
    export("event_participants", "fact_id"),
    export("event_variants", "fact_id"),
    export("trade_figures", "fact_id"),
    export("indicators", "fact_id"),
    export("positions", "fact_id"),
    export("start_here", "position"),
    export("v_facts", "fact_id"),
    export("v_memberships", "organisation, year, member, fact_id"),
    export("v_offices", "person, year, fact_id"),
    export("v_relations", "subject, predicate, object, fact_id"),
    export("v_events", "date_from, title, fact_id"),
    export(
        "v_event_participants",
        "event_date_from, event, entity, fact_id",
    ),
    export("v_event_variants", "event, property, fact_id"),
    export(
        "v_trade_figures",
        "reporter, partner, date_from, flow, measure, fact_id",
    ),
    export("v_indicators", "subject, indicator, date_from, fact_id"),
    export("v_positions", "holder, topic, fact_id"),
    export("v_sources", "source_id"),
    export("v_sco_standing", "entity, year"),
    export("v_expected", "date, fact_id, outcome_fact_id"),
    export("v_conflicts", "claim_group, fact_1, fact_2, about"),
];

/// A file and its text.
pub type File = (String, String);

/// Renders every export with the rows of one origin.
pub fn render(connection: &Connection, origin: &str) -> Result<Vec<File>, Error> {
    EXPORTS
        .iter()
        .map(|export| {
            Ok((
                format!("{}.csv", export.name),
                render_one(connection, export, origin)?,
            ))
        })
        .collect()
}

fn render_one(connection: &Connection, export: &Export, origin: &str) -> Result<String, Error> {
    let failed = || Error::sql(format!("export {}", export.name));
    let columns = columns(connection, export.name)?;
    let has_origin = columns.iter().any(|column| column == "origin");
    let filter = if has_origin {
        "WHERE origin = ?1"
    } else {
        "WHERE ?1 IS NOT NULL"
    };
    let sql = format!(
        "SELECT {} FROM {} {filter} ORDER BY {}",
        columns.join(", "),
        export.name,
        export.order
    );
    let mut statement = connection.prepare(&sql).map_err(failed())?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    let unwritten =
        |error: csv::Error| Error::Request(format!("could not render {}: {error}", export.name));
    writer.write_record(&columns).map_err(unwritten)?;
    let mut rows = statement.query([origin]).map_err(failed())?;
    while let Some(row) = rows.next().map_err(failed())? {
        for at in 0..columns.len() {
            writer
                .write_field(cell(row.get_ref(at).map_err(failed())?))
                .map_err(unwritten)?;
        }
        writer.write_record(None::<&[u8]>).map_err(unwritten)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| Error::Request(format!("could not render {}: {error}", export.name)))?;
    String::from_utf8(bytes).map_err(|error| {
        Error::Request(format!(
            "{} holds text that is not UTF-8: {error}",
            export.name
        ))
    })
}

fn columns(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    let failed = || Error::sql(format!("read the columns of {table}"));
    let mut statement = connection
        .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")
        .map_err(failed())?;
    statement
        .query_map([table], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(failed())
}

/// NULL is the empty cell; a number has the shortest digits that read back as the same number.
fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
    }
}

/// The files of these tables and views alone; all of them where none is named.
pub fn select(mut files: Vec<File>, only: &[String]) -> Result<Vec<File>, Error> {
    let file_name = |name: &String| format!("{name}.csv");
    if let Some(unknown) = only
        .iter()
        .find(|name| !files.iter().any(|(file, _)| *file == file_name(name)))
    {
        let known: Vec<&str> = EXPORTS.iter().map(|export| export.name).collect();
        return Err(Error::Request(format!(
            "`{unknown}` is no export; use one of {}",
            known.join(", ")
        )));
    }
    if !only.is_empty() {
        files.retain(|(file, _)| only.iter().any(|name| *file == file_name(name)));
    }
    Ok(files)
}

/// The same files with a byte-order mark and CR LF, without which Excel garbles letters beyond ASCII.
pub fn for_excel(files: Vec<File>) -> Vec<File> {
    // No cell holds a line end: the seeds are refused otherwise.
    files
        .into_iter()
        .map(|(name, text)| (name, format!("\u{feff}{}", text.replace('\n', "\r\n"))))
        .collect()
}

/// Files that are written beside their places and not yet put there.
#[derive(Debug)]
pub struct Staged {
    files: Vec<(PathBuf, PathBuf)>,
}

/// Writes every file that differs from what stands in the folder beside its place.
pub fn stage(folder: &Path, files: &[File]) -> Result<Staged, Error> {
    std::fs::create_dir_all(folder).map_err(Error::file("make the folder", folder))?;
    let mut staged = Staged { files: Vec::new() };
    for (name, text) in files {
        let place = folder.join(name);
        if holds(&place, text)? {
            continue;
        }
        let beside = folder.join(format!("{name}.tmp"));
        staged.files.push((beside.clone(), place));
        std::fs::write(&beside, text).map_err(Error::file("write", &beside))?;
    }
    Ok(staged)
}

impl Staged {
    /// Puts the files in their places; returns how many.
    pub fn publish(mut self) -> Result<usize, Error> {
        let files = std::mem::take(&mut self.files);
        for (beside, place) in &files {
            std::fs::rename(beside, place).map_err(Error::file("put in its place", place))?;
        }
        Ok(files.len())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        for (beside, _) in &self.files {
            // A build that failed leaves nothing behind; a file that is not there is no loss.
            let _ = std::fs::remove_file(beside);
        }
    }
}

fn holds(path: &Path, text: &str) -> Result<bool, Error> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(bytes == text.as_bytes()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::file("read", path)(error)),
    }
}

/// The files of a folder that are not what the database gives.
pub fn stale(folder: &Path, files: &[File]) -> Result<Vec<String>, Error> {
    let mut stale = Vec::new();
    for (name, text) in files {
        let place = folder.join(name);
        if !holds(&place, text)? {
            stale.push(place.display().to_string());
        }
    }
    Ok(stale)
}
