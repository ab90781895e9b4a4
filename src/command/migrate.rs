//! `sco migrate` and the commands below it.

mod check;
mod files;
mod lint;
mod rehearse;
mod status;
mod up;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use sco_facts::migrate::set::Set;
use sco_facts::migrate::up::{Ending, Keep, Options};
use sco_facts::{Error, load};

use super::Shared;
use super::stop::stop_at_ctrl_c;

/// Bring the schema of a database up to date, and look after it
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "\
Examples:
  sco migrate status       what is pending
  sco migrate rehearse     on a copy: which rows and cells would change
  sco migrate up           all of it, or nothing"
)]
pub(super) struct Arguments {
    /// Read the migrations of this folder instead of those compiled in
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Apply all pending migrations, or none
    Up(up::Arguments),
    /// Say what is applied, pending, missing, changed or drifted; only reads
    Status,
    /// Compare the schema with what the migrations make
    Check,
    /// Print the schema as SQL that makes it again
    Dump,
    /// Try the pending migrations on a copy, and say which rows and cells they would change
    Rehearse {
        /// Stop after this one
        #[arg(long, value_name = "N")]
        to: Option<i32>,
    },
    /// Copy the database, also while it is in use
    Backup {
        /// The copy; never overwritten (default: beside the database, with the time)
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Put a backup in the database's place; what is replaced is kept
    Restore {
        /// The backup
        #[arg(value_name = "BACKUP")]
        backup: PathBuf,
    },
    /// Make the next migration file (in `--dir`, default: migrations)
    New {
        /// What it does, as in `add_region`
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Find what is dangerous in migrations
    Lint {
        /// List the rules instead
        #[arg(long, conflicts_with = "dir")]
        list: bool,
    },
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    match &arguments.command {
        Command::Up(up) => up::run(shared, &arguments.set()?.verified()?, up),
        Command::Status => status::run(shared, &arguments.set()?),
        Command::Check => check::run(shared, &arguments.set()?.verified()?),
        Command::Dump => files::dump(shared, &arguments.set()?),
        Command::Rehearse { to } => rehearse::run(shared, &arguments.set()?.verified()?, *to),
        Command::Backup { out } => files::back_up(shared, &arguments.set()?, out.as_deref()),
        Command::Restore { backup } => files::restore(shared, &arguments.set()?, backup),
        Command::New { name } => files::new(shared, &arguments.folder(), name),
        Command::Lint { list: true } => {
            lint::list_rules(shared);
            Ok(())
        }
        Command::Lint { list: false } => lint::run(shared, &arguments.set()?, &arguments.folder()),
    }
}

impl Arguments {
    /// The migrations of the folder named, or those compiled in.
    fn set(&self) -> Result<Set, Error> {
        match &self.dir {
            Some(folder) => Set::read(folder),
            None => Ok(Set::embedded()),
        }
    }

    fn folder(&self) -> PathBuf {
        let default = || PathBuf::from("migrations");
        self.dir.clone().unwrap_or_else(default)
    }
}

/// The options of `up` and `rehearse`, up to a migration or to the newest.
fn options(shared: &Shared, to: Option<i32>) -> anyhow::Result<Options> {
    Ok(Options {
        db: shared.database(),
        wait: shared.waiting_time(),
        to,
        ending: Ending::Commit,
        backup: Keep::Backup,
        stop: stop_at_ctrl_c()?,
        afterwards: load::fill_if_there,
    })
}
