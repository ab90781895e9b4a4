//! Makes lines of citations.csv and sources.csv from a reference copy, for curators.

use std::path::Path;

use serde_json::Value;

use crate::error::Error;
use crate::passages::cite::{CiteProblem, Existing, NewCitation, Repeated, Request, cite};
use crate::passages::documents::{self, Document, Reading};
use crate::passages::paragraphs::fitting_rule;
use crate::passages::signs::MINUS;
use crate::passages::skeleton::Skeleton;
use crate::recorded::{count, paragraph_rule, tokens};
use crate::seeds::{self, Record, Seeds};
use crate::tables::{self, Table};
use crate::vocab::LocatorLabel;
use crate::wording::did_you_mean;

mod new_source;

pub use new_source::{Fingerprint, NewSource, fingerprint};

/// A curator's request to `sco cite`.
#[derive(Debug)]
pub struct CiteRequest<'a> {
    /// The document.
    pub source_id: &'a str,
    /// Its reference copy.
    pub file: &'a Path,
    /// How the copy is read, as far as it does not say so itself.
    pub reading: &'a Reading,
    /// The first words of the passage; never stored.
    pub first_words: &'a str,
    /// The last words of the passage; never stored.
    pub last_words: &'a str,
    /// The occurrence of the first words that is meant, from 1.
    pub occurrence: Option<usize>,
    /// Whether the passage itself may stand in the document more than once.
    pub repeated: Repeated,
    /// The tokens that the passage must contain, separated by `|`.
    pub tokens: &'a str,
    /// The id of the new passage.
    pub citation_id: &'a str,
    /// Label and value of the locator, if it is not the paragraph.
    pub locator: Option<(LocatorLabel, &'a str)>,
}

/// A new line of citations.csv.
#[derive(Debug)]
pub struct NewLine {
    /// The line, without its end.
    pub csv: String,
    /// The same as an object.
    pub json: Value,
    /// The tokens to choose from.
    pub candidates: Vec<String>,
    /// The tokens that were declared without being asked for, since no digest proves what they say.
    pub added: Vec<String>,
}

/// Makes the line of a passage for citations.csv.
pub fn citation_line(seeds: &Seeds, request: &CiteRequest<'_>) -> Result<NewLine, Error> {
    let text = read_copy(request.file, request.reading)?.text;
    let source = home(seeds, request.source_id)?;
    let skeleton = Skeleton::of(&text);
    refuse_another_copy(source, &skeleton, request.file)?;
    let rule = paragraph_rule(source).unwrap_or_else(|| fitting_rule(&skeleton));
    let made = cite(
        &text,
        &Request {
            first_words: request.first_words.to_owned(),
            last_words: request.last_words.to_owned(),
            occurrence: request.occurrence,
            tokens: typed(request.tokens),
            rule,
            existing: existing(seeds, source.raw("source_id")),
            repeated: request.repeated,
        },
    )
    .map_err(|problems| Error::Refused(problems.iter().map(CiteProblem::complaint).collect()))?;
    let words = skeleton.word_starts();
    let first = words.get(made.start_word).copied().unwrap_or_default();
    let n_words = words
        .iter()
        .filter(|start| (first..first + made.n_chars).contains(start))
        .count();
    let (label, place) = match page(&skeleton, &made) {
        Some(page) => (LocatorLabel::Page, page.to_string()),
        None => (LocatorLabel::Paragraph, made.paragraph.to_string()),
    };
    let (label, locator) = request.locator.unwrap_or((label, &place));
    Ok(new_line(request, &made, n_words, (label, locator)))
}

/// The tokens as a person types them. Keyboards have a hyphen for the sign of a number, so it counts as a minus.
fn typed(text: &str) -> Vec<String> {
    let as_sign = |token: String| match token.strip_prefix('-') {
        Some(number) => format!("{MINUS}{number}"),
        None => token,
    };
    tokens(text).into_iter().map(as_sign).collect()
}

/// The page on which a passage begins, where the copy has pages.
fn page(skeleton: &Skeleton, made: &NewCitation) -> Option<usize> {
    let text = skeleton.folded();
    let window = skeleton.window(made.start_word, made.n_chars)?;
    let before = &text[..window.folded.start];
    text.contains('\u{c}')
        .then(|| 1 + before.matches('\u{c}').count())
}

fn new_line(
    request: &CiteRequest<'_>,
    made: &NewCitation,
    n_words: usize,
    (label, locator): (LocatorLabel, &str),
) -> NewLine {
    let declared: Vec<&str> = made.tokens.iter().map(String::as_str).collect();
    let json = serde_json::json!({
        "citation_id": request.citation_id, "source_id": request.source_id, "locator_label": label,
        "locator": locator, "start_word": made.start_word, "n_chars": made.n_chars, "n_words": n_words,
        "digest": made.digest, "norm": made.norm, "tokens": declared.join("|"), "occurrence": made.occurrence,
    });
    let asked = typed(request.tokens);
    let added = made.tokens.iter().filter(|token| !asked.contains(token));
    NewLine {
        csv: csv_line("citations", &json),
        added: added.cloned().collect(),
        json,
        candidates: made.candidates.iter().cloned().collect(),
    }
}

/// The line of a seed file, without its end; a column that the object does not have is empty.
fn csv_line(table: &str, row: &Value) -> String {
    let columns = tables::named(table).into_iter().flat_map(Table::columns);
    let cells = columns.map(|column| match &row[column.name] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    seeds::csv_line(cells)
}

/// The source whose reference copy holds the passages of a source: itself, or the whole of which it is a part.
fn home<'a>(seeds: &'a Seeds, source_id: &str) -> Result<&'a Record, Error> {
    let find = |id: &str| {
        seeds
            .of("sources")
            .iter()
            .find(|source| source.raw("source_id") == id)
    };
    let unknown = || {
        let ids: Vec<&str> = seeds
            .of("sources")
            .iter()
            .map(|source| source.raw("source_id"))
            .collect();
        let near = did_you_mean(source_id, &ids).map_or_else(String::new, |near| near + " ");
        Error::request(
            format!("`{source_id}` is not in sources"),
            format!(
                "{near}add its row first: without `--from` and `--to`, `sco cite` makes it of a copy"
            ),
        )
    };
    let source = find(source_id).ok_or_else(unknown)?;
    if source.text("ref_digest").is_some() {
        return Ok(source);
    }
    Ok(source.text("part_of").and_then(find).unwrap_or(source))
}

/// Word numbers count in the reference copy, so another copy is of no use.
fn refuse_another_copy(source: &Record, skeleton: &Skeleton, file: &Path) -> Result<(), Error> {
    match source.text("ref_digest") {
        Some(digest) if digest != skeleton.digest() => Err(Error::request(
            format!(
                "{} is not the reference copy of `{}`: its digest is {}",
                file.display(),
                source.raw("source_id"),
                skeleton.digest()
            ),
            format!("use the copy with digest {digest}"),
        )),
        _ => Ok(()),
    }
}

fn existing(seeds: &Seeds, home: &str) -> Vec<Existing> {
    let shares_copy = |id: &str| {
        id == home
            || seeds
                .of("sources")
                .iter()
                .any(|source| source.raw("source_id") == id && source.raw("part_of") == home)
    };
    let citations = seeds
        .of("citations")
        .iter()
        .filter(|citation| shares_copy(citation.raw("source_id")));
    citations
        .map(|citation| Existing {
            citation_id: citation.raw("citation_id").to_owned(),
            start_word: count(citation.integer("start_word").unwrap_or_default()),
            n_chars: count(citation.integer("n_chars").unwrap_or_default()),
        })
        .collect()
}

fn read_copy(file: &Path, reading: &Reading) -> Result<Document, Error> {
    documents::read(file, reading).map_err(|problem| {
        let message = format!("{}: {}", file.display(), problem.message);
        Error::request(message, problem.help)
    })
}
