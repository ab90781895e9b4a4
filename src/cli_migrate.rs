//! What can be typed after `sco migrate`. The doc comments are the help texts; there is no behaviour here.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What `sco migrate` accepts.
#[derive(Debug, Args)]
pub(crate) struct MigrateArgs {
    /// Read the migrations of this folder instead of those compiled in
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: MigrateCommand,
}

/// The commands about migrations.
#[derive(Debug, Subcommand)]
pub(crate) enum MigrateCommand {
    /// Apply all pending migrations, or none
    Up {
        /// Stop after this one
        #[arg(long, value_name = "N")]
        to: Option<i32>,
        /// Do everything, then undo it
        #[arg(long)]
        dry_run: bool,
        /// Keep no copy of the database as it was
        #[arg(long)]
        no_backup: bool,
    },
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
        #[arg(long)]
        list: bool,
    },
}
