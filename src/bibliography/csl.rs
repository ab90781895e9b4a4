//! The works as CSL JSON, for citeproc, pandoc and Zotero.

use std::io::{self, Write};

use serde::Serialize;

use super::date::{Issued, Partial, Stated};
use super::{Work, one_line};
use crate::contributor::Contributor;
use crate::vocab::WorkKind;

/// An item as the schema of CSL 1.0.2 has it. What is empty is left out.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item {
    id: String,
    #[serde(rename = "type")]
    kind: WorkKind,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Date>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(rename = "archive_location", skip_serializing_if = "Option::is_none")]
    archive_location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A name: its parts, or the whole of an institution.
#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "kebab-case")]
enum Name {
    Literal {
        literal: String,
    },
    Parts {
        #[serde(skip_serializing_if = "Option::is_none")]
        non_dropping_particle: Option<String>,
        family: String,
        given: String,
    },
}

/// A date: its parts, or the text of one that has none.
#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "kebab-case")]
enum Date {
    Parts {
        date_parts: Vec<Vec<i32>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        season: Option<u8>,
        #[serde(skip_serializing_if = "Option::is_none")]
        circa: Option<bool>,
    },
    Literal {
        literal: String,
    },
}

/// Writes a list with an item for each work.
pub fn csl_json(works: &[Work], out: &mut dyn Write) -> io::Result<()> {
    let items: Vec<Item> = works.iter().map(item).collect();
    serde_json::to_writer_pretty(&mut *out, &items)?;
    writeln!(out)
}

/// The list of items, for a program that puts it into something larger.
pub fn csl_items(works: &[Work]) -> serde_json::Value {
    let items: Vec<Item> = works.iter().map(item).collect();
    serde_json::json!(items)
}

fn item(work: &Work) -> Item {
    // A report or a book appears in a series, which CSL calls a collection.
    let is_in_series = matches!(work.kind, WorkKind::Report | WorkKind::Book);
    let container = text(work.container.as_deref());
    let (collection_title, container_title) = if is_in_series {
        (container, None)
    } else {
        (None, container)
    };
    Item {
        id: work.id.clone(),
        kind: work.kind,
        title: one_line(&work.title),
        original_title: text(work.original_title.as_deref()),
        author: work.authors.iter().map(name).collect(),
        editor: work.editors.iter().map(name).collect(),
        container_title,
        collection_title,
        publisher: text(work.publisher.as_deref()),
        volume: text(work.volume.as_deref()),
        issue: text(work.issue.as_deref()),
        page: text(work.pages.as_deref()),
        number: text(work.number.as_deref()),
        version: text(work.version.as_deref()),
        issued: work.issued.as_ref().map(date),
        url: text(work.url.as_deref()),
        archive_location: text(work.archive_url.as_deref()),
        accessed: work.accessed.as_ref().map(date),
        language: text(work.language.as_deref()),
        note: (!work.locators.is_empty()).then(|| work.locators.join("; ")),
    }
}

fn text(value: Option<&str>) -> Option<String> {
    value.map(one_line).filter(|value| !value.is_empty())
}

fn name(contributor: &Contributor) -> Name {
    match contributor {
        Contributor::Institution(name) => Name::Literal {
            literal: one_line(name),
        },
        Contributor::Person {
            particle,
            family,
            given,
        } => Name::Parts {
            non_dropping_particle: text(Some(particle)),
            family: one_line(family),
            given: one_line(given),
        },
    }
}

/// CSL has no date without a year and none with an open end: those are given as they are written.
fn date(date: &Issued) -> Date {
    let literal = || Date::Literal {
        literal: one_line(&date.text),
    };
    let circa = date.is_doubtful.then_some(true);
    match date.stated {
        Some(Stated::One(one)) => Date::Parts {
            date_parts: vec![parts(one)],
            season: one.season,
            circa,
        },
        // A season belongs to the whole date, not to one end of it.
        Some(Stated::Between(from, to)) if from.season.is_none() && to.season.is_none() => {
            Date::Parts {
                date_parts: vec![parts(from), parts(to)],
                season: None,
                circa,
            }
        }
        Some(Stated::Between(..)) | None => literal(),
    }
}

fn parts(date: Partial) -> Vec<i32> {
    let month = date.month.map(i32::from);
    let day = date.day.map(i32::from);
    [Some(date.year), month, day]
        .into_iter()
        .flatten()
        .collect()
}
