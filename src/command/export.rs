//! `sco export`.

mod folder;
mod page;
mod parquet;
mod workbook;

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use rusqlite::Connection;
use sco_facts::Error;
use sco_facts::export::{Choice, Form, Overwrite, Remarks, Request, remarks, write_to};
use sco_facts::load::{curated, refuse_unknown_origin};
use sco_facts::show::refuse_unknown_entity;
use serde_json::{Map, Value, json};

use super::Shared;
use super::output::print_notes;

/// Write the CSV files and what describes them from the database
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "\
Examples:
  sco export --exports csv
  sco export --only v_trade_figures --entity KAZ --year 2012 --exports kaz-2012
  sco export --workbook facts.xlsx"
)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a flag that a user types, and none excludes what another says"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    form: Option<Other>,
    /// Folder of the exported files (default: exports)
    #[arg(long, value_name = "DIR", group = "place")]
    exports: Option<PathBuf>,
    /// Write nothing; fail if a file is not what the database gives
    #[arg(long)]
    check: bool,
    /// Replace files that sco did not write, or that were changed since
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// Write a workbook with a sheet for each view, for Excel or LibreOffice, instead of a folder
    #[arg(long, value_name = "FILE", group = "place", conflicts_with_all = ["exports", "excel", "delimiter"])]
    workbook: Option<PathBuf>,
    /// Export the rows of this origin instead of the curated ones; wants a folder of its own
    #[arg(long, value_name = "NAME", requires = "place")]
    origin: Option<String>,
    /// Export these tables, views and other files alone
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// Export these columns, in this order, of the one table or view that `--only` names
    #[arg(long, value_name = "NAME", value_delimiter = ',', requires_all = ["only", "place"])]
    columns: Vec<String>,
    /// Export the rows that name this entity by its id, of the tables and views that `--only` names
    #[arg(long, value_name = "ID", requires_all = ["only", "place"])]
    entity: Option<String>,
    /// Export the rows of this year, or of these (`2001-2015`), of the views that `--only` names
    #[arg(long, value_name = "YEAR", requires_all = ["only", "place"])]
    year: Option<String>,
    /// Put comma, semicolon, tab or pipe between cells; wants a folder of its own
    #[arg(long, value_name = "SIGN", requires = "place")]
    delimiter: Option<String>,
    /// Write for Excel: a byte-order mark and CR LF; wants a folder of its own
    #[arg(long, requires = "place", conflicts_with = "check")]
    excel: bool,
    /// Write the one table or view that `--only` names to standard output instead of a folder
    #[arg(long, group = "place", requires = "only", conflicts_with_all = ["exports", "check", "force"])]
    stdout: bool,
}

impl Arguments {
    fn folder(&self) -> &Path {
        self.exports.as_deref().unwrap_or(Path::new("exports"))
    }
}

/// Forms with options of their own.
#[derive(Debug, Subcommand)]
enum Other {
    Page(page::Arguments),
    Parquet(parquet::Arguments),
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    export(shared, arguments).map_err(|error| match error.downcast::<Error>() {
        Ok(Error::Stale {
            files, of_others, ..
        }) => Error::Stale {
            files,
            of_others,
            command: typed_without_check(
                std::env::args_os()
                    .skip(1)
                    .map(|word| word.to_string_lossy().into_owned()),
            ),
        }
        .into(),
        Ok(other) => other.into(),
        Err(other) => other,
    })
}

/// The command that mends what a check found: the one that was typed, without `--check`.
fn typed_without_check(mut arguments: impl Iterator<Item = String>) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./,=:+@%".contains(c);
    let quoted = |word: String| {
        if !word.is_empty() && word.chars().all(is_plain) {
            return word;
        }
        format!("'{}'", word.replace('\'', "'\\''"))
    };
    let mut words = vec!["sco".to_owned()];
    while let Some(word) = arguments.next() {
        match word.as_str() {
            "--check" | "--quiet" | "-q" => {}
            // How it is told is no matter of what is written.
            "--format" => drop(arguments.next()),
            word if word.starts_with("--format=") => {}
            _ => words.push(quoted(word)),
        }
    }
    words.join(" ")
}

fn export(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    if let Some(form) = &arguments.form {
        refuse_options_of_csv(arguments)?;
        return match form {
            Other::Page(form) => page::run(shared, form),
            Other::Parquet(form) => parquet::run(shared, form),
        };
    }
    refuse_standard_output(arguments)?;
    let connection = shared.open_to_read()?;
    let request = request(&connection, arguments)?;
    let remarks = remarks(&connection, &request)?;
    if arguments.stdout {
        print_one(&connection, &request)?;
    } else if let Some(place) = &arguments.workbook {
        workbook::run(
            shared,
            &connection,
            place,
            &request,
            (&remarks, arguments.check),
        )?;
    } else {
        folder::run(shared, &connection, arguments, &request, &remarks)?;
    }
    print_notes(&remarks.lines());
    Ok(())
}

/// Adds the remarks to a summary for scripts.
fn tell_remarks(remarks: &Remarks, summary: &mut Value) {
    let undated: Map<String, Value> = remarks
        .undated
        .iter()
        .map(|(name, rows)| ((*name).to_owned(), json!(rows)))
        .collect();
    summary["left_out_without_a_date"] = undated.into();
    summary["has_no_row"] = remarks.empty.is_some().into();
}

/// Fails for options before the name of another form, to which they would mean nothing.
fn refuse_options_of_csv(arguments: &Arguments) -> Result<(), Error> {
    let given = [
        ("--exports", arguments.exports.is_some()),
        ("--check", arguments.check),
        ("--force", arguments.force),
        ("--workbook", arguments.workbook.is_some()),
        ("--origin", arguments.origin.is_some()),
        ("--only", !arguments.only.is_empty()),
        ("--columns", !arguments.columns.is_empty()),
        ("--entity", arguments.entity.is_some()),
        ("--year", arguments.year.is_some()),
        ("--delimiter", arguments.delimiter.is_some()),
        ("--excel", arguments.excel),
        ("--stdout", arguments.stdout),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        None => Ok(()),
        Some((option, _)) => Err(Error::request(
            format!("`{option}` before `page` or `parquet` is for CSV files and workbooks"),
            "leave it out, or say it behind the word where that has it: `sco export parquet --help`",
        )),
    }
}

/// Fails for `-` in place of a folder or file, which would be created under that name.
fn refuse_dash(path: &Path, option: &str, help: &str) -> Result<(), Error> {
    if path.as_os_str() == "-" {
        return Err(Error::request(
            format!("`{option} -` does not write to standard output"),
            help,
        ));
    }
    Ok(())
}

/// The same for each option.
fn refuse_standard_output(arguments: &Arguments) -> Result<(), Error> {
    if let Some(place) = &arguments.workbook {
        refuse_dash(
            place,
            "--workbook",
            "name a file: a workbook is no text that a terminal or pipe could show",
        )?;
    }
    refuse_dash(
        arguments.folder(),
        "--exports",
        "name a folder, or write one table or view with `--only NAME --stdout`",
    )
}

fn request(connection: &Connection, arguments: &Arguments) -> Result<Request, Error> {
    let choice = Choice {
        only: names(&arguments.only),
        columns: names(&arguments.columns),
        entity: arguments.entity.clone(),
        years: arguments.year.as_deref().map(years).transpose()?,
    };
    let form = Form {
        is_for_excel: arguments.excel,
        delimiter: match &arguments.delimiter {
            Some(sign) => Form::delimiter(sign)?,
            None => Form::PLAIN.delimiter,
        },
    };
    let origin = arguments.origin.as_deref();
    if let Some(origin) = origin {
        refuse_unknown_origin(connection, origin)?;
    }
    if let Some(entity) = &arguments.entity {
        refuse_unknown_entity(connection, entity)?;
    }
    let overwrite = Overwrite::when_forced(arguments.force);
    Request::of(&choice, &curated(connection)?, origin, form, overwrite)
}

/// Names of a list, which people also write with a blank after the comma.
fn names(list: &[String]) -> Vec<String> {
    list.iter().map(|name| name.trim().to_owned()).collect()
}

/// A year, or the first and the last of several.
fn years(text: &str) -> Result<(i64, i64), Error> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let year = |digits: &str| {
        let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_year.then(|| digits.parse().ok()).flatten()
    };
    match (year(first), year(last)) {
        (Some(first), Some(last)) if first <= last => Ok((first, last)),
        _ => Err(Error::request(
            format!("`{text}` is no year"),
            "write a year, such as 2012, or two: 2001-2015",
        )),
    }
}

/// Writes the one export to standard output. A closed pipe is no error.
fn print_one(connection: &Connection, request: &Request) -> anyhow::Result<()> {
    if request.exports.len() != 1 {
        return Err(Error::request(
            "`--stdout` is for one table or view",
            "name it with `--only`",
        )
        .into());
    }
    let unwritten = |error| Error::File {
        doing: "write",
        path: "standard output".into(),
        source: error,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let written = write_to(connection, request, &mut out, unwritten)
        .and_then(|()| out.flush().map_err(unwritten));
    match written {
        Err(Error::File { source, .. }) if source.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

#[cfg(test)]
mod tests {
    use super::typed_without_check;

    #[test]
    fn the_command_that_mends_is_the_one_that_was_typed() {
        let typed =
            |words: &[&str]| typed_without_check(words.iter().map(|word| (*word).to_owned()));
        assert_eq!(typed(&["export", "--check"]), "sco export");
        assert_eq!(
            typed(&[
                "--format",
                "json",
                "--quiet",
                "export",
                "--format=json",
                "--check"
            ]),
            "sco export"
        );
        assert_eq!(
            typed(&[
                "export",
                "--check",
                "--delimiter",
                "|",
                "--exports",
                "my files"
            ]),
            "sco export --delimiter '|' --exports 'my files'"
        );
        assert_eq!(
            typed(&["export", "page", "it's"]),
            r"sco export page 'it'\''s'"
        );
    }
}
