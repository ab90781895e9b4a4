//! `sco cite`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;
use sco_facts::citing::{CiteRequest, citation_line, fingerprint};
use sco_facts::vocab::{LocatorLabel, Vocabulary};
use serde_json::json;

use super::Shared;
use super::output::print_to_stderr;

/// Make the line of a passage for citations.csv from its first and last words
///
/// Without `--from` and `--to`, print the fingerprint of the copy for sources.csv.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Id of the document, as in sources.csv
    #[arg(long, value_name = "ID")]
    source: String,
    /// The reference copy
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// First words of the passage, as printed
    #[arg(long, value_name = "WORDS", requires = "to")]
    from: Option<String>,
    /// Last words of the passage, as printed
    #[arg(long, value_name = "WORDS", requires = "from")]
    to: Option<String>,
    /// Which occurrence of the first words is meant, from 1
    #[arg(long, value_name = "N")]
    nth: Option<usize>,
    /// Numbers and single words that the passage must contain, separated by `|`
    #[arg(long, value_name = "TOKENS", default_value = "")]
    tokens: String,
    /// Id for the new passage
    #[arg(long, value_name = "ID", default_value = "c-new")]
    id: String,
    /// What the locator counts, where it is not the paragraph
    #[arg(long, value_name = "LABEL", requires = "locator",
        value_parser = PossibleValuesParser::new(LocatorLabel::WORDS))]
    locator_label: Option<String>,
    /// Where a person finds the passage, where it is not the paragraph's number
    #[arg(long, value_name = "LOCATOR", requires = "locator_label")]
    locator: Option<String>,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    // Problems in the seeds are ignored here: the new line may be the fix.
    let (seeds, _) = shared.read_seeds()?;
    let (Some(from), Some(to)) = (&arguments.from, &arguments.to) else {
        let made = fingerprint(&seeds, &arguments.source, &arguments.file)?;
        shared.print(|| made.to_string(), || json!(made));
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
        first_words: from,
        last_words: to,
        occurrence: arguments.nth,
        tokens: &arguments.tokens,
        citation_id: &arguments.id,
        locator,
    };
    let made = citation_line(&seeds, &request)?;
    shared.print(|| made.csv.clone(), || made.json.clone());
    if !shared.quiet {
        print_to_stderr(format!(
            "tokens to choose from: {}",
            made.candidates.join(" ")
        ));
    }
    Ok(())
}
