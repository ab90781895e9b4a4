//! What can be typed. The doc comments are the help texts; there is no behaviour here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cli_migrate::MigrateArgs;

/// A citation-grounded dataset on the Shanghai Cooperation Organisation
///
/// Exit codes: 0 fine; 1 the data is bad or something is out of date; 2 the command could not run.
#[derive(Debug, Parser)]
#[command(
    name = "sco",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) shared: Shared,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command accepts.
#[derive(Debug, Args)]
pub(crate) struct Shared {
    /// Database file (default: sco.db)
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) db: Option<PathBuf>,
    /// Read the seed files of this folder instead of those compiled in
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) seeds: Option<PathBuf>,
    /// How to print results and problems
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// Say nothing of success
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Wait this long for another program that holds the database
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 5)]
    pub(crate) wait: u64,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Lines for people
    Text,
    /// One JSON object a line, on standard output
    Json,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the database and the exports: migrate, load the seeds, check, export
    Build {
        /// Folder of the exported files
        #[arg(long, value_name = "DIR", default_value = "exports")]
        exports: PathBuf,
        /// Write the database alone
        #[arg(long, conflicts_with = "exports")]
        no_exports: bool,
        /// Start from nothing; refused where the database holds anything of yours
        #[arg(long)]
        fresh: bool,
    },
    /// Read the seeds and apply every rule; write nothing
    Check {
        /// List the rules instead
        #[arg(long)]
        list: bool,
        /// Print the ids of this dataset instead, as a release keeps them
        #[arg(long, conflicts_with = "list")]
        ids: bool,
    },
    /// Find every cited passage in the documents that you hold and confirm its numbers
    ///
    /// Looks for the citations of the seeds, or of the database that `--db` names.
    Verify {
        /// Folder with copies of the documents, as text, Markdown or HTML
        #[arg(long, value_name = "DIR")]
        sources: PathBuf,
        /// Fail also where a passage is ambiguous or its document has no copy
        #[arg(long)]
        strict: bool,
        /// Count also what no fact rests on: paragraphs, numbers and notes
        #[arg(long)]
        coverage: bool,
    },
    /// Make the line of a passage for citations.csv from its first and last words
    ///
    /// Without `--from` and `--to`, print the fingerprint of the copy for sources.csv.
    Cite(CiteArgs),
    /// Write the CSV files from the database
    Export {
        /// Folder of the exported files
        #[arg(long, value_name = "DIR", default_value = "exports")]
        exports: PathBuf,
        /// Write nothing; fail if a file is not what the database gives
        #[arg(long)]
        check: bool,
        /// Export the rows of this origin instead of the curated ones; wants a folder of its own
        #[arg(
            long,
            value_name = "NAME",
            requires = "exports",
            default_value = "sco-facts"
        )]
        origin: String,
        /// Export these tables and views alone
        #[arg(long, value_name = "NAME", value_delimiter = ',')]
        only: Vec<String>,
        /// Write for Excel: a byte-order mark and CR LF; wants a folder of its own
        #[arg(long, requires = "exports", conflicts_with = "check")]
        excel: bool,
    },
    /// Bring in your own facts, or take them out again
    #[command(subcommand)]
    Import(ImportCommand),
    /// Bring the schema of a database up to date, and look after it
    Migrate(MigrateArgs),
    /// Print an empty file of a table: its header and an example row
    Template {
        /// The table
        #[arg(value_name = "TABLE")]
        table: String,
    },
    /// Find facts, names and titles by their words, best first
    Search {
        /// Words, or beginnings of words, that must all occur
        #[arg(value_name = "WORDS", required = true)]
        words: Vec<String>,
        /// Show no more than this many
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: u32,
    },
    /// Show a fact, passage, source or entity with all that stands behind it
    Show {
        /// Its id
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Import facts in the seed format; running it again changes nothing
    Facts {
        /// Folders, CSV or JSON Lines files named after their tables, or - for standard input
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
        /// The name under which your rows are kept
        #[arg(long, value_name = "NAME")]
        origin: String,
        /// The table of standard input
        #[arg(long, value_name = "TABLE")]
        table: Option<String>,
        /// Say what would be inserted, changed and left alone; write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Take every row of an origin out again
    Remove {
        /// The name under which the rows are kept
        #[arg(value_name = "ORIGIN")]
        origin: String,
    },
}

/// What `sco cite` needs.
#[derive(Debug, Args)]
pub(crate) struct CiteArgs {
    /// Id of the document, as in sources.csv
    #[arg(long, value_name = "ID")]
    pub(crate) source: String,
    /// The reference copy
    #[arg(long, value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// First words of the passage, as printed
    #[arg(long, value_name = "WORDS", requires = "to")]
    pub(crate) from: Option<String>,
    /// Last words of the passage, as printed
    #[arg(long, value_name = "WORDS", requires = "from")]
    pub(crate) to: Option<String>,
    /// Which occurrence of the first words is meant, from 1
    #[arg(long, value_name = "N")]
    pub(crate) nth: Option<usize>,
    /// Numbers and single words that the passage must contain, separated by `|`
    #[arg(long, value_name = "TOKENS", default_value = "")]
    pub(crate) tokens: String,
    /// Id for the new passage
    #[arg(long, value_name = "ID", default_value = "c-new")]
    pub(crate) id: String,
    /// What the locator counts, where it is not the paragraph
    #[arg(long, value_name = "LABEL", requires = "locator")]
    pub(crate) locator_label: Option<String>,
    /// Where a person finds the passage, where it is not the paragraph's number
    #[arg(long, value_name = "LOCATOR", requires = "locator_label")]
    pub(crate) locator: Option<String>,
}
