//! `sco show`.

mod rows;
mod text;

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rusqlite::Connection;
use sco_facts::Error;
use sco_facts::bibliography::{
    About, Work, about, bibtex, csl_items, csl_json, reference, ris, works_named,
};
use sco_facts::confirm::Claims;
use sco_facts::load::curated;
use sco_facts::search;
use sco_facts::show::{Shown, documents_behind, events, is_known, origin_of, show};
use serde_json::{Value, json};

use super::Shared;
use super::copies::reading;
use super::open;
use super::output::{print_line, print_note};
use super::progress::waiting;
use super::terminal::{Terminal, cut};
use text::{Page, events_of};

/// Show a fact, passage, source or entity with all that stands behind it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco show KAZ                            a state; so do `kazakhstan` and `398`
  sco show \"Xi Jinping\" --all             an entity by name, with all its facts
  sco show ev-sco-founding-2001           a fact, with its passages
  sco show \"Grieger 2015\" --cite bibtex   a document, as a reference")]
pub(super) struct Arguments {
    /// Its id, or a name, code or label in any case
    #[arg(value_name = "ID")]
    id: String,
    /// Show long lists to their end also on a terminal
    #[arg(long, conflicts_with = "cite")]
    all: bool,
    /// Print instead how to cite the documents behind it, and the dataset
    #[arg(long, value_name = "STYLE")]
    cite: Option<Style>,
    /// Print also its passages, from the copies of documents in this folder, or from one copy
    #[arg(long, value_name = "DIR", conflicts_with = "cite")]
    sources: Option<PathBuf>,
    /// Encoding of the text files that are not UTF-8 and do not tell it, such as windows-1252
    #[arg(long, value_name = "NAME", requires = "sources")]
    encoding: Option<String>,
}

/// The form in which documents and the dataset are cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    /// Entries for BibTeX and biblatex
    Bibtex,
    /// A list of CSL JSON items
    Csl,
    /// RIS records
    Ris,
    /// A line for each
    Text,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    // As in `sco search`, it is left to the end of the program.
    let connection = ManuallyDrop::new(shared.open_to_read()?);
    if let Some(style) = arguments.cite {
        return cite(shared, &connection, &arguments.id, style);
    }
    let id = meant(shared, &connection, &arguments.id)?;
    let shown = show(&connection, &id)?;
    match &arguments.sources {
        None if shared.is_json() => shared.print(String::new, || shown.to_json()),
        None => print_text(arguments, &connection, &id, &shown)?,
        Some(sources) => {
            with_passages(shared, arguments, &connection, &id, &shown, sources)?;
        }
    }
    Ok(())
}

/// Prints how to cite the documents behind what was typed, and the dataset; of the name of the dataset, the dataset
/// alone, and of what a user brought in, the documents alone.
fn cite(shared: &Shared, connection: &Connection, typed: &str, style: Style) -> anyhow::Result<()> {
    let about = about(connection)?;
    let dataset = dataset_named(connection, about.as_ref(), typed)?;
    let (id, documents) = if let Some(name) = dataset {
        (name, Vec::new())
    } else {
        let id = meant(shared, connection, typed)?;
        let documents = works_behind(connection, &id)?;
        (id, documents)
    };
    let about = match origin_of(connection, &id)? {
        Some(origin) if origin != curated(connection)? => {
            print_note(format!(
                "`{id}` was brought in as `{origin}` and is not in the dataset, which is not cited for it"
            ));
            None
        }
        _ => about,
    };
    let cited = Cited { documents, about };
    let text = cited.written(style)?;
    if !text.is_empty() || shared.is_json() {
        let value = || cited.object(&id, style, &text);
        // Sentences are for people; the other forms are copied into files.
        match style {
            Style::Text => shared.print(|| text.clone(), value),
            _ => shared.print_exactly(|| text.clone(), value),
        }
    }
    Ok(())
}

/// The name of the dataset, if that was typed and is no id of something else.
fn dataset_named(
    connection: &Connection,
    about: Option<&About>,
    typed: &str,
) -> Result<Option<String>, Error> {
    match about {
        Some(about) if about.name.eq_ignore_ascii_case(typed) && !is_known(connection, typed)? => {
            Ok(Some(about.name.clone()))
        }
        _ => Ok(None),
    }
}

/// The id that is meant by what was typed: an id as it stands, else one in another case, a code, a name or a label.
fn meant(shared: &Shared, connection: &Connection, typed: &str) -> Result<String, Error> {
    if is_known(connection, typed)? {
        return Ok(typed.to_owned());
    }
    if let Some(hit) = search::meant(connection, typed)? {
        if !shared.quiet && !shared.is_json() {
            print_note(format!("`{typed}` is {}", hit.id));
        }
        return Ok(hit.id);
    }
    if let Some(name) = dataset_named(connection, about(connection)?.as_ref(), typed)? {
        return Err(Error::request(
            format!("`{name}` is the dataset itself"),
            format!(
                "`sco show {name} --cite text` prints how to cite it, and `sco search` finds what is in it"
            ),
        ));
    }
    let near = search::near_to(connection, typed)?;
    if near.is_empty() {
        return Ok(typed.to_owned());
    }
    let near: Vec<String> = near
        .iter()
        .map(|hit| format!("{} ({})", hit.id, cut(&hit.heading, 60)))
        .collect();
    Err(Error::request(
        format!("`{typed}` is no fact, passage, source or entity of this database"),
        format!("near to it: {}", near.join("; ")),
    ))
}

/// Prints what is known of an id for people: in sections, as wide as the terminal.
fn print_text(
    arguments: &Arguments,
    connection: &Connection,
    id: &str,
    shown: &Shown,
) -> anyhow::Result<()> {
    let terminal = Terminal::of_stdout();
    terminal.print(&text(&terminal, arguments, connection, id, shown)?);
    Ok(())
}

fn text(
    terminal: &Terminal,
    arguments: &Arguments,
    connection: &Connection,
    id: &str,
    shown: &Shown,
) -> Result<Vec<String>, Error> {
    let page = Page::new(terminal, id, arguments.all);
    let events = events(connection, &events_of(shown))?;
    Ok(page.lines(shown, &events))
}

/// Prints what is known of an id, and its passages as the copies have them.
fn with_passages(
    shared: &Shared,
    arguments: &Arguments,
    connection: &Connection,
    id: &str,
    shown: &Shown,
    sources: &Path,
) -> anyhow::Result<()> {
    let claims = Claims::of_database(connection)?;
    let reading = reading(arguments.encoding.as_deref())?;
    let ids = &[id.to_owned()];
    let chosen = claims.chosen(ids)?;
    let report = waiting(shared, "looking for the passages", || {
        claims.verify_chosen(&chosen, sources, &reading)
    })?;
    let passages = claims.opened(&report, ids);
    if shared.is_json() {
        let mut value = shown.to_json();
        let passages = passages
            .iter()
            .map(|passage| open::value(passage, &claims, sources));
        value["passages_in_your_copies"] = passages.collect();
        shared.print(String::new, || value);
    } else {
        print_text(arguments, connection, id, shown)?;
        print_line(open::under_a_heading(&passages, &claims, sources));
    }
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

/// What is cited: documents, and the dataset.
struct Cited {
    documents: Vec<Work>,
    about: Option<About>,
}

impl Cited {
    /// The documents, and the dataset as a work behind them.
    fn works(&self) -> Vec<Work> {
        let dataset = self.about.clone().map(About::into_work);
        self.documents.iter().cloned().chain(dataset).collect()
    }

    /// The works in a style, with the line ends of the terminal and without the last one.
    fn written(&self, style: Style) -> anyhow::Result<String> {
        let mut bytes = Vec::new();
        match style {
            Style::Bibtex => bibtex(&self.works(), &mut bytes)?,
            Style::Csl => csl_json(&self.works(), &mut bytes)?,
            Style::Ris => ris(&self.works(), &mut bytes)?,
            Style::Text => return Ok(self.lines()),
        }
        let text = String::from_utf8(bytes)?.replace("\r\n", "\n");
        Ok(text.trim_end_matches('\n').to_owned())
    }

    /// A line for each document, and one for the dataset.
    fn lines(&self) -> String {
        let documents = self.documents.iter().map(reference);
        let dataset = self.about.as_ref();
        let dataset = dataset.map(|about| format!("Dataset: {}", about.cite_as));
        documents.chain(dataset).collect::<Vec<_>>().join("\n")
    }

    /// The same as one object: CSL JSON as a list, every other style as the text.
    fn object(&self, id: &str, style: Style, text: &str) -> Value {
        match style {
            Style::Bibtex => json!({"id": id, "cite": "bibtex", "text": text}),
            Style::Csl => json!({"id": id, "cite": "csl", "items": csl_items(&self.works())}),
            Style::Ris => json!({"id": id, "cite": "ris", "text": text}),
            Style::Text => json!({"id": id, "cite": "text", "text": text}),
        }
    }
}
