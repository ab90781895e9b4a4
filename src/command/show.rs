//! `sco show`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rusqlite::Connection;
use sco_facts::Error;
use sco_facts::bibliography::{
    About, Work, about, bibtex, csl_items, csl_json, reference, ris, works_named,
};
use sco_facts::confirm::Claims;
use sco_facts::show::{Shown, documents_behind, show};
use serde_json::{Value, json};

use super::Shared;
use super::copies::reading;
use super::open;

/// Show a fact, passage, source or entity with all that stands behind it
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Its id
    #[arg(value_name = "ID")]
    id: String,
    /// Print instead how to cite the documents behind it
    #[arg(long, value_name = "STYLE")]
    cite: Option<Style>,
    /// Print also its passages, from the copies of documents in this folder, or from one copy
    #[arg(long, value_name = "DIR", conflicts_with = "cite")]
    sources: Option<PathBuf>,
    /// Encoding of the text files that are not UTF-8 and do not tell it, such as windows-1252
    #[arg(long, value_name = "NAME", requires = "sources")]
    encoding: Option<String>,
}

/// The form of a bibliography.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    /// Entries for BibTeX and biblatex
    Bibtex,
    /// A list of CSL JSON items
    Csl,
    /// RIS records
    Ris,
    /// A line for each document, and one for the dataset
    Text,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let connection = shared.open_to_read()?;
    match arguments.cite {
        None => {
            let shown = show(&connection, &arguments.id)?;
            match &arguments.sources {
                None => shared.print(|| shown.to_text(), || shown.to_json()),
                Some(sources) => with_passages(shared, arguments, &connection, &shown, sources)?,
            }
        }
        Some(style) => {
            let works = works_behind(&connection, &arguments.id)?;
            let about = about(&connection)?;
            let text = written(style, &works, about.as_ref())?;
            if !text.is_empty() || shared.is_json() {
                shared.print(
                    || text.clone(),
                    || object(&arguments.id, style, &works, &text),
                );
            }
        }
    }
    Ok(())
}

/// Prints what is known of an id, and its passages as the copies have them.
fn with_passages(
    shared: &Shared,
    arguments: &Arguments,
    connection: &Connection,
    shown: &Shown,
    sources: &Path,
) -> anyhow::Result<()> {
    let claims = Claims::of_database(connection)?;
    let reading = reading(arguments.encoding.as_deref())?;
    let ids = std::slice::from_ref(&arguments.id);
    let chosen = claims.chosen(ids)?;
    let report = claims.verify_chosen(&chosen, sources, &reading)?;
    let passages = claims.opened(&report, ids);
    let text = || {
        format!(
            "{}\n{}",
            shown.to_text(),
            open::under_a_heading(&passages, &claims, sources)
        )
    };
    let value = || {
        let mut value = shown.to_json();
        let passages = passages
            .iter()
            .map(|passage| open::value(passage, &claims, sources));
        value["passages_in_your_copies"] = passages.collect();
        value
    };
    shared.print(text, value);
    open::fault(&report).map_or(Ok(()), |error| Err(error.into()))
}

/// The documents behind an id, each with the places of the passages.
fn works_behind(connection: &Connection, id: &str) -> Result<Vec<Work>, Error> {
    let documents = documents_behind(connection, id)?;
    let ids = documents.iter().map(|document| document.source_id.as_str());
    let mut works = works_named(connection, ids)?;
    for work in &mut works {
        let document = documents
            .iter()
            .find(|document| document.source_id == work.id);
        work.locators = document
            .map(|document| document.locators.clone())
            .unwrap_or_default();
    }
    Ok(works)
}

/// The works in a style, with the line ends of the terminal and without the last one.
fn written(style: Style, works: &[Work], about: Option<&About>) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    match style {
        Style::Bibtex => bibtex(works, &mut bytes)?,
        Style::Csl => csl_json(works, &mut bytes)?,
        Style::Ris => ris(works, &mut bytes)?,
        Style::Text => return Ok(lines(works, about)),
    }
    let text = String::from_utf8(bytes)?.replace("\r\n", "\n");
    Ok(text.trim_end_matches('\n').to_owned())
}

/// A line for each work, and one for the dataset.
fn lines(works: &[Work], about: Option<&About>) -> String {
    let works = works.iter().map(reference);
    let dataset = about.map(|about| format!("Dataset: {}", about.cite_as));
    works.chain(dataset).collect::<Vec<_>>().join("\n")
}

/// The same as one object: CSL JSON as a list, every other style as the text.
fn object(id: &str, style: Style, works: &[Work], text: &str) -> Value {
    match style {
        Style::Bibtex => json!({"id": id, "cite": "bibtex", "text": text}),
        Style::Csl => json!({"id": id, "cite": "csl", "items": csl_items(works)}),
        Style::Ris => json!({"id": id, "cite": "ris", "text": text}),
        Style::Text => json!({"id": id, "cite": "text", "text": text}),
    }
}
