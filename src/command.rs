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
mod import;
mod man;
mod migrate;
mod open;
mod output;
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
use sco_facts::migrate::open_to_read;
use sco_facts::migrate::set::Set;
use sco_facts::seeds::{self, Seeds};
use sco_facts::{Error, check as rules};

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
    after_help = "`sco help COMMAND` has examples; `sco search` and `sco show` are the ones to begin with."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
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

/// The options that every command accepts.
#[derive(Debug, Args)]
struct Shared {
    /// Database file (default: sco.db)
    #[arg(long, global = true, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Read the seed files of this folder instead of those compiled in
    #[arg(long, global = true, value_name = "DIR")]
    seeds: Option<PathBuf>,
    /// How to print results and problems
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Say nothing of success
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Wait this long for another program that holds the database
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 5)]
    wait: u64,
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
        Duration::from_secs(self.wait)
    }

    /// The seeds, and the problems of reading them.
    fn read_seeds(&self) -> Result<(Seeds, Vec<sco_facts::Problem>), Error> {
        match &self.seeds {
            Some(folder) => seeds::read(folder),
            None => Ok(seeds::embedded()),
        }
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
        open_to_read(&self.database(), &Set::embedded(), self.waiting_time())
    }
}
