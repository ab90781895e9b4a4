//! `sco diff`.

use std::path::{Path, PathBuf};

use clap::Args;
use sco_facts::build::{Options, build};
use sco_facts::diff::{Differences, Extent, Side, compare, is_of_exports};
use sco_facts::export::Overwrite;
use sco_facts::files::private_folder::PrivateFolder;
use sco_facts::migrate::open_ours_to_read;
use sco_facts::stop::Stop;
use sco_facts::tables::TABLES;
use sco_facts::{Error, check, seeds};

use super::output::{print_folded, print_line};
use super::progress::waiting;
use super::{Format, Shared};

/// Show what changed between two states of the data
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco diff old.db sco.db                           for people
  sco diff old-exports exports --format markdown   for a changelog")]
pub(super) struct Arguments {
    /// The older state: a database, a folder of seeds, or one of exports
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The newer state
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Compare the rows of this origin instead of those of the dataset
    #[arg(long, value_name = "NAME")]
    origin: Option<String>,
    /// Show every row and the whole of every cell
    #[arg(long)]
    all: bool,
    /// End with exit code 1 where something differs
    #[arg(long)]
    exit_code: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let side = |path| side(shared, path, arguments.origin.as_deref());
    let found = waiting(shared, "comparing", || {
        compare(&side(&arguments.old)?, &side(&arguments.new)?)
    })?;
    print(shared, &found, Extent::all_when(arguments.all));
    if arguments.exit_code && !found.is_empty() {
        return Err(Error::Differs {
            rows: found.rows(),
            one_sided: found.one_sided.len(),
        }
        .into());
    }
    Ok(())
}

fn print(shared: &Shared, found: &Differences, extent: Extent) {
    match shared.format {
        Format::Json => found.to_json().iter().for_each(print_line),
        Format::Markdown => found.to_markdown(extent).iter().for_each(print_line),
        Format::Text => {
            if !shared.quiet {
                found.heading().iter().for_each(print_folded);
            }
            found.to_text(extent).iter().for_each(print_folded);
        }
    }
}

/// Reads a database or a folder; seeds are first built into a database of their own.
fn side(shared: &Shared, path: &Path, origin: Option<&str>) -> Result<Side, Error> {
    let name = path.display().to_string();
    if !path.is_dir() {
        return of_database(shared, path, &name, origin);
    }
    if is_of_exports(path) {
        return Side::of_exports(path, &name, origin);
    }
    if TABLES
        .iter()
        .any(|table| path.join(table.file_name()).is_file())
    {
        return of_seeds(shared, path, &name, origin);
    }
    Err(Error::request(
        format!("{name} holds neither seeds nor exports"),
        "name a database, a folder of seeds, or one of exports",
    ))
}

fn of_database(
    shared: &Shared,
    path: &Path,
    name: &str,
    origin: Option<&str>,
) -> Result<Side, Error> {
    if !path.exists() {
        return Err(Error::request(
            format!("there is nothing at {name}"),
            NAME_A_STATE,
        ));
    }
    let connection = open_ours_to_read(path, shared.waiting_time())
        .map_err(|error| named_as_argument(error, name))?;
    Side::of_database(&connection, name, origin)
}

/// The remedy for what is no database, where it is named as an argument and not with `--db`.
fn named_as_argument(error: Error, name: &str) -> Error {
    match error {
        Error::Database(complaint) if complaint.help.contains("--db") => {
            Error::request(complaint.message, NAME_A_STATE)
        }
        Error::Sql { source, .. }
            if source.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) =>
        {
            Error::request(format!("{name} is not an SQLite database"), NAME_A_STATE)
        }
        other => other,
    }
}

/// What the two arguments may be.
const NAME_A_STATE: &str = "name a database, a folder of seeds, or one of exports";

fn of_seeds(shared: &Shared, path: &Path, name: &str, origin: Option<&str>) -> Result<Side, Error> {
    let (seeds, mut problems) = seeds::read(path)?;
    check::run(&seeds, &mut problems);
    Error::unless_empty(problems)?;
    let folder = PrivateFolder::make("sco-diff-")?;
    let options = Options {
        db: folder.path().join("seeds.db"),
        exports: None,
        wait: shared.waiting_time(),
        fresh: false,
        overwrite: Overwrite::Ours,
        stop: Stop::default(),
    };
    build(&seeds, &options)?;
    of_database(shared, &options.db, name, origin)
}
