//! The commands, with the options that all of them have.
//!
//! To add a command: write its file in `src/command/` with an `Arguments` struct, whose doc comments are
//! the help texts, and a function `run`; then name it in the two lists below.

mod build;
mod check;
mod cite;
mod completions;
mod copies;
mod diff;
mod export;
mod fold;
mod import;
mod man;
mod migrate;
mod open;
mod options;
mod output;
mod progress;
mod report;
mod search;
mod show;
mod stop;
mod template;
mod terminal;
mod terms;
mod verify;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sco_facts::migrate::open_ours_to_read;
use sco_facts::seeds::{self, Seeds};
use sco_facts::{Error, check as rules};

pub(crate) use options::parse;
pub(crate) use report::{report, report_usage};

/// Makes the enum of the commands and runs the one that was typed. The first line of a command's help is
/// the first line of its `Arguments`.
macro_rules! commands {
    ($($variant:ident => $module:ident,)+) => {
        /// The commands.
        #[derive(Debug, Subcommand)]
        enum Command {
            $($variant($module::Arguments),)+
        }

        /// Runs the command.
        pub(crate) fn run(cli: &Cli) -> anyhow::Result<()> {
            options::refuse_unused(cli)?;
            refuse_markdown(cli)?;
            match &cli.command {
                $(Command::$variant(arguments) => $module::run(&cli.shared, arguments)?,)+
            }
            output::refuse_lost_output()
        }
    };
}

commands! {
    Build => build,
    Check => check,
    Verify => verify,
    Cite => cite,
    Diff => diff,
    Export => export,
    Import => import,
    Migrate => migrate,
    Template => template,
    Search => search,
    Show => show,
    Open => open,
    Terms => terms,
    Completions => completions,
    Man => man,
}

/// A citation-grounded dataset on the Shanghai Cooperation Organisation
///
/// Exit codes: 0 fine; 1 the data is bad or something is out of date; 2 the command could not run.
#[derive(Debug, Parser)]
#[command(
    name = "sco",
    version,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "`sco help COMMAND` has examples; `sco search` and `sco show` are the ones to begin with."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
    /// An option that the command has no use for.
    #[arg(skip)]
    unused: Option<options::Unused>,
}

/// Fails for `--format markdown` with any other command than `sco diff`.
fn refuse_markdown(cli: &Cli) -> Result<(), Error> {
    if cli.shared.format == Format::Markdown && !matches!(cli.command, Command::Diff(_)) {
        return Err(Error::request(
            "`--format markdown` is for `sco diff` alone",
            "use text or json",
        ));
    }
    Ok(())
}

/// The options that several commands accept; `options` says which.
#[derive(Debug, Args)]
struct Shared {
    /// Database file (default: sco.db)
    #[arg(long, global = true, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Read the seed files of this folder (default: `seeds`, if a dataset lies there, else those compiled in)
    #[arg(long, global = true, value_name = "DIR")]
    seeds: Option<PathBuf>,
    /// How to print results and problems
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Say nothing of success
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Wait this long for another program that holds the database (default: 5)
    #[arg(long, global = true, value_name = "SECONDS",
        value_parser = options::whole_number::<u64>, allow_negative_numbers = true)]
    wait: Option<u64>,
}

/// The form of results and problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people
    Text,
    /// One JSON object a line, on standard output
    Json,
    /// A part of a changelog, of `sco diff` alone
    Markdown,
}

impl Shared {
    fn database(&self) -> PathBuf {
        self.db.clone().unwrap_or_else(|| PathBuf::from("sco.db"))
    }

    fn waiting_time(&self) -> Duration {
        const SECONDS: u64 = 5;
        Duration::from_secs(self.wait.unwrap_or(SECONDS))
    }

    /// Whether a command that reads either a database or seeds reads the database. Fails if both are named.
    fn reads_database(&self) -> Result<bool, Error> {
        let (db, seeds) = (self.db.is_some(), self.seeds.is_some());
        options::refuse_both(db, seeds, self.wait.is_some())?;
        Ok(db || (self.folder_of_seeds().is_none() && self.database().exists()))
    }

    /// The folder of seeds that is named, or that lies here; none if there is neither.
    fn folder_of_seeds(&self) -> Option<PathBuf> {
        self.seeds.clone().or_else(seeds_at_hand)
    }

    /// The seeds, and the problems of reading them. Says so if they are those that lie here.
    fn read_seeds(&self) -> Result<(Seeds, Vec<sco_facts::Problem>), Error> {
        let Some(folder) = self.folder_of_seeds() else {
            return Ok(seeds::embedded());
        };
        if self.seeds.is_none() && !self.quiet {
            output::print_note(
                "the seeds are those of the folder seeds; `--seeds DIR` names others",
            );
        }
        seeds::read(&folder)
    }

    /// Reads the seeds and applies every rule; fails with all problems.
    fn checked_seeds(&self) -> Result<Seeds, Error> {
        let (seeds, mut problems) = self.read_seeds()?;
        rules::run(&seeds, &mut problems);
        Error::unless_empty(problems)?;
        Ok(seeds)
    }

    /// The database, opened for reading alone.
    fn open_to_read(&self) -> Result<rusqlite::Connection, Error> {
        open_ours_to_read(&self.database(), self.waiting_time())
    }
}

/// The folder `seeds` of the working directory, if a dataset lies there.
fn seeds_at_hand() -> Option<PathBuf> {
    let folder = PathBuf::from("seeds");
    seeds::is_dataset(&folder).then_some(folder)
}
