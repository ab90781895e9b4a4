//! `sco open`.

use std::fmt::Write as _;
use std::path::Path;

use clap::Args;
use sco_facts::Error;
use sco_facts::complaint::Complaint;
use sco_facts::confirm::{Claims, OpenPassage};
use sco_facts::passages::verify::{Report, Verdict};
use serde_json::{Value, json};

use super::Shared;
use super::copies::{Copies, claims, reading};
use super::output::object;
use super::progress::waiting;
use super::terminal::{Terminal, beside, folded};

/// Open the passages behind a fact in your copies: their words, what stands around them, and a link to the page
///
/// Nothing of the copy is stored: the words and the link are made from it at that moment.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco open t-eprs-t1-kgz-import-2012 --sources my-copies
  sco open KAZ --sources my-copies --link")]
pub(super) struct Arguments {
    /// Id of a fact, passage, document or entity
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    copies: Copies,
    /// Print the links alone, one a line
    #[arg(long)]
    link: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let (claims, _) = claims(shared)?;
    let copies = &arguments.copies;
    let reading = reading(copies.encoding.as_deref())?;
    let chosen = claims.chosen(&arguments.ids)?;
    let report = waiting(shared, "looking for the passages", || {
        claims.verify_chosen(&chosen, &copies.sources, &reading)
    })?;
    let passages = claims.opened(&report, &arguments.ids);
    for passage in &passages {
        if arguments.link {
            let link = address(passage, &copies.sources);
            if let Some(link) = link {
                shared.print_exactly(|| link.clone(), || json!({"type": "link", "link": link}));
            }
        } else {
            shared.print_exactly(
                || text(passage, &claims, &copies.sources),
                || value(passage, &claims, &copies.sources),
            );
        }
    }
    fault(&report).map_or(Ok(()), |error| Err(error.into()))
}

/// What is wrong with passages that were to be opened: one was not confirmed, or none could be opened at all.
pub(super) fn fault(report: &Report) -> Option<Error> {
    let failures = report.failures(false).len();
    let without_copy = report
        .citations
        .iter()
        .filter(|one| one.verdict == Verdict::NoCopy)
        .count();
    let all = without_copy == report.citations.len();
    match failures + if all { without_copy } else { 0 } {
        0 => None,
        n => Some(Error::Unconfirmed(n)),
    }
}

/// A passage for people.
pub(super) fn text(passage: &OpenPassage<'_>, claims: &Claims, sources: &Path) -> String {
    let citation = passage.citation;
    let facts = claims.facts();
    let facts = facts
        .get(citation.citation_id.as_str())
        .map_or_else(String::new, |facts| format!(" for {}", facts.join(", ")));
    let complaint = Complaint::new(citation.detail.as_str(), citation.help.as_str());
    let width = Terminal::of_stdout().width();
    let first = format!(
        "{} ({}, {}){facts}: {}: {complaint}",
        citation.citation_id, citation.source_id, citation.locator, citation.verdict
    );
    let mut lines = vec![folded(&first, width)];
    let mut add = |name: &str, text: &str| {
        // An address that is broken cannot be followed.
        let width = width.filter(|_| !matches!(name, "link:" | "file:"));
        if !text.is_empty() {
            lines.push(beside(&format!("  {name:9}"), text, width));
        }
    };
    if let Some(opened) = passage.opened {
        add("before:", &opened.before);
        add("passage:", &passage.marked);
        add("after:", &opened.after);
    } else if let Some(nearest) = &citation.nearest {
        add("nearest:", nearest);
    }
    add("link:", passage.link.as_deref().unwrap_or_default());
    add("file:", &page_of_file(passage, sources).unwrap_or_default());
    lines.join("\n")
}

/// The same for scripts.
pub(super) fn value(passage: &OpenPassage<'_>, claims: &Claims, sources: &Path) -> Value {
    let mut value = object("passage", passage.citation);
    let facts = claims.facts();
    value["facts"] = json!(
        facts
            .get(passage.citation.citation_id.as_str())
            .cloned()
            .unwrap_or_default()
    );
    value["opened"] = json!(passage.opened);
    value["marked"] = json!(passage.marked);
    value["link"] = json!(passage.link);
    value["file_link"] = json!(page_of_file(passage, sources));
    value
}

/// The one address at which to open a passage: the page of the PDF that the user has, else the page in the web.
fn address(passage: &OpenPassage<'_>, sources: &Path) -> Option<String> {
    page_of_file(passage, sources).or_else(|| passage.link.clone())
}

/// The address of the page of a PDF.
fn page_of_file(passage: &OpenPassage<'_>, sources: &Path) -> Option<String> {
    let opened = passage.opened.filter(|opened| opened.is_pdf)?;
    let path = if sources.is_file() {
        sources.to_owned()
    } else {
        sources.join(&opened.file)
    };
    let path = std::path::absolute(path).ok()?;
    let page = opened.page.unwrap_or(1);
    Some(format!("file://{}#page={page}", encoded(path.to_str()?)))
}

/// A path as an address has it.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// Prints the passages behind an id as a list under `sco show`.
pub(super) fn under_a_heading(
    passages: &[OpenPassage<'_>],
    claims: &Claims,
    sources: &Path,
) -> String {
    let texts: Vec<String> = passages
        .iter()
        .map(|passage| text(passage, claims, sources))
        .collect();
    format!("passages in your copies:\n{}", texts.join("\n"))
}
