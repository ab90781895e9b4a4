//! `sco cite`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;
use sco_facts::Error;
use sco_facts::citing::{CiteRequest, Fingerprint, NewSource, citation_line, fingerprint};
use sco_facts::confirm::Claims;
use sco_facts::passages::cite::Repeated;
use sco_facts::seeds::Seeds;
use sco_facts::vocab::{LocatorLabel, Vocabulary};
use serde_json::json;

use super::Shared;
use super::copies::reading;
use super::output::print_to_stderr;

/// Make the line of a passage for citations.csv from its first and last words
///
/// Without `--from` and `--to`, make the line of the document for sources.csv; of one that has a row, say what its
/// copy tells. The rows are those of the folder `seeds` if a dataset lies there, else of `sco.db`, else of the seeds
/// compiled in; `--seeds` and `--db` name others.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco cite --source my-report --file report.pdf    the line of a new document
  sco cite --source my-report --file report.pdf --from \"first words\" --to \"last\"")]
pub(super) struct Arguments {
    /// Id of the document, as in sources.csv
    #[arg(long, value_name = "ID")]
    source: String,
    /// The reference copy: text, Markdown, HTML, PDF, DOCX, ODT, EPUB or MHTML
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// Encoding of a text file that is not UTF-8 and does not tell it, such as windows-1252
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// A cell of the new line of sources.csv that the copy does not tell, such as `kind=report`
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = cell, conflicts_with = "from")]
    set: Vec<(String, String)>,
    /// First words of the passage, as printed
    #[arg(long, value_name = "WORDS", requires = "to")]
    from: Option<String>,
    /// Last words of the passage, as printed
    #[arg(long, value_name = "WORDS", requires = "from")]
    to: Option<String>,
    /// Which occurrence of the first words is meant, from 1
    #[arg(long, value_name = "N", requires = "from")]
    nth: Option<usize>,
    /// Cite the passage though it stands in the document more than once: by the number of its occurrence
    #[arg(long, requires = "from")]
    repeated: bool,
    /// Numbers and single words that the passage must contain, separated by `|`
    #[arg(long, value_name = "TOKENS", default_value = "", requires = "from")]
    tokens: String,
    /// Id for the new passage
    #[arg(long, value_name = "ID", default_value = "c-new", requires = "from")]
    id: String,
    /// What the locator counts, where it is not the paragraph
    #[arg(long, value_name = "LABEL", requires_all = ["locator", "from"],
        value_parser = PossibleValuesParser::new(LocatorLabel::WORDS))]
    locator_label: Option<String>,
    /// Where a person finds the passage, where it is not the paragraph's number
    #[arg(long, value_name = "LOCATOR", requires = "locator_label")]
    locator: Option<String>,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let seeds = seeds(shared)?;
    let reading = reading(arguments.encoding.as_deref())?;
    let (Some(from), Some(to)) = (&arguments.from, &arguments.to) else {
        let request = NewSource {
            source_id: &arguments.source,
            file: &arguments.file,
            reading: &reading,
            cells: &arguments.set,
        };
        let made = fingerprint(&seeds, &request)?;
        shared.print_exactly(|| made.to_string(), || json!(made));
        if !shared.quiet {
            say_what_is_missing(&made);
        }
        return Ok(());
    };
    let locator = arguments
        .locator_label
        .as_deref()
        .and_then(LocatorLabel::from_word)
        .zip(arguments.locator.as_deref());
    let request = CiteRequest {
        source_id: &arguments.source,
        file: &arguments.file,
        reading: &reading,
        first_words: from,
        last_words: to,
        occurrence: arguments.nth,
        repeated: if arguments.repeated {
            Repeated::Counted
        } else {
            Repeated::Refused
        },
        tokens: &arguments.tokens,
        citation_id: &arguments.id,
        locator,
    };
    let made = citation_line(&seeds, &request)?;
    shared.print_exactly(|| made.csv.clone(), || made.json.clone());
    if !shared.quiet && !made.added.is_empty() {
        print_to_stderr(format!(
            "tokens added, since no digest proves them: {}",
            made.added.join(" ")
        ));
    }
    if !shared.quiet {
        print_to_stderr(format!(
            "tokens to choose from: {}",
            made.candidates.join(" ")
        ));
    }
    Ok(())
}

/// The rows that a new line stands beside. Problems in the seeds are ignored here: the new line may be the fix.
fn seeds(shared: &Shared) -> Result<Seeds, Error> {
    if shared.reads_database()? {
        return Ok(Claims::of_database(&shared.open_to_read()?)?.into_seeds());
    }
    Ok(shared.read_seeds()?.0)
}

fn say_what_is_missing(made: &Fingerprint) {
    for (columns, what) in [
        (&made.missing, "still missing in sources.csv"),
        (&made.wanted, "wanted, where the document says so"),
        (&made.differs, "otherwise in sources.csv"),
    ] {
        if !columns.is_empty() {
            print_to_stderr(format!("{what}: {}", columns.join(", ")));
        }
    }
}

fn cell(text: &str) -> Result<(String, String), String> {
    let (column, value) = text.split_once('=').ok_or("write COLUMN=VALUE")?;
    Ok((column.to_owned(), value.to_owned()))
}
