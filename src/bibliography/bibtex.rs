//! The works for LaTeX: entry types and fields of biblatex, with `year`, `month` and `journal` for classic BibTeX.

use std::io::{self, Write};

use super::date::Issued;
use super::langid::langid;
use super::{Work, one_line, page_range};
use crate::contributor::{Contributor, is_small};
use crate::vocab::WorkKind;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Writes an entry for each work.
pub fn bibtex(works: &[Work], out: &mut dyn Write) -> io::Result<()> {
    for (place, work) in works.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        writeln!(out, "@{}{{{},", entry_type(work), work.id)?;
        for (field, value) in fields(work) {
            writeln!(out, "  {field} = {value},")?;
        }
        writeln!(out, "}}")?;
    }
    Ok(())
}

/// The type of the entry. Biblatex demands the container of an article or chapter; without one the entry is `misc`.
fn entry_type(work: &Work) -> &'static str {
    let with_container = |entry_type| match work.container {
        Some(_) => entry_type,
        None => "misc",
    };
    match work.kind {
        WorkKind::Article
        | WorkKind::ArticleJournal
        | WorkKind::ArticleMagazine
        | WorkKind::ArticleNewspaper
        | WorkKind::Interview => with_container("article"),
        WorkKind::Chapter => with_container("incollection"),
        WorkKind::PaperConference => with_container("inproceedings"),
        WorkKind::Book => "book",
        WorkKind::Dataset => "dataset",
        WorkKind::Legislation => "legislation",
        WorkKind::Treaty => "legal",
        WorkKind::PersonalCommunication => "letter",
        WorkKind::Post | WorkKind::PostWeblog | WorkKind::Webpage => "online",
        WorkKind::Report => "report",
        WorkKind::Broadcast | WorkKind::Document | WorkKind::Speech => "misc",
    }
}

/// The field that tells the sorts of `@article` apart for pandoc and Zotero.
fn entry_subtype(work: &Work) -> Option<&'static str> {
    match work.kind {
        WorkKind::ArticleMagazine => Some("magazine"),
        WorkKind::ArticleNewspaper => Some("newspaper"),
        WorkKind::Interview => Some("interview"),
        _ => None,
    }
}

/// The fields that hold something, with their values in braces.
fn fields(work: &Work) -> Vec<(&'static str, String)> {
    let mut fields = Fields(Vec::new());
    let or_empty = |value: &Option<String>, form: fn(&str) -> String| {
        value.as_deref().map(form).unwrap_or_default()
    };
    fields.raw("author", &names(&work.authors));
    fields.raw("editor", &names(&work.editors));
    fields.as_printed("title", Some(&work.title));
    fields.as_printed("origtitle", work.original_title.as_deref());
    if work.container.is_some() {
        fields.raw("entrysubtype", entry_subtype(work).unwrap_or_default());
    }
    fields.container(work);
    fields.text("volume", work.volume.as_deref());
    fields.numbers(work);
    fields.raw("pages", &or_empty(&work.pages, pages));
    fields.text("version", work.version.as_deref());
    fields.date(work.issued.as_ref());
    fields.raw("url", &or_empty(&work.url, verbatim));
    fields.raw(
        "urldate",
        &work.accessed.as_ref().map(edtf).unwrap_or_default(),
    );
    fields.raw("archiveurl", &or_empty(&work.archive_url, verbatim));
    fields.raw("langid", &or_empty(&work.language, langid));
    fields.as_printed("copyright", work.rights.as_deref());
    fields.text("annotation", Some(&work.locators.join("; ")));
    fields.0
}

/// The fields of an entry. What is empty is left out.
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// A value that needs no escaping, or has it.
    fn raw(&mut self, field: &'static str, value: &str) {
        if !value.is_empty() {
            self.0.push((field, format!("{{{value}}}")));
        }
    }

    fn text(&mut self, field: &'static str, value: Option<&str>) {
        self.raw(field, &value.map(escaped).unwrap_or_default());
    }

    /// A text in a second pair of braces: no style changes its capitals, and " and " in it separates nothing.
    fn as_printed(&mut self, field: &'static str, value: Option<&str>) {
        let value = value.map(escaped).unwrap_or_default();
        if !value.is_empty() {
            self.raw(field, &format!("{{{value}}}"));
        }
    }

    /// Container and publisher in the fields that the entry type has for them.
    fn container(&mut self, work: &Work) {
        let publisher = work.publisher.as_deref();
        let container = work.container.as_deref();
        let (container_field, publisher_field) = match entry_type(work) {
            "article" => ("journal", "publisher"),
            "incollection" | "inproceedings" => ("booktitle", "publisher"),
            "book" => ("series", "publisher"),
            "report" => ("series", "institution"),
            "online" | "dataset" => {
                self.organisations(&[container, publisher]);
                return;
            }
            _ => ("howpublished", "organization"),
        };
        self.as_printed(container_field, container);
        self.as_printed(publisher_field, publisher);
    }

    /// A site and its publisher, which are often the same.
    fn organisations(&mut self, names: &[Option<&str>]) {
        let mut list: Vec<String> = names
            .iter()
            .flatten()
            .map(|name| format!("{{{}}}", escaped(name)))
            .collect();
        list.dedup();
        self.raw("organization", &list.join(" and "));
    }

    /// Issue and number. biblatex has `number` for both, so that the number of an article that has both goes
    /// into `eid`.
    fn numbers(&mut self, work: &Work) {
        self.text("number", work.issue.as_deref().or(work.number.as_deref()));
        if work.issue.is_some() {
            self.text("eid", work.number.as_deref());
        }
    }

    /// The date as biblatex knows it, EDTF, and its year and month for programs that know no other.
    fn date(&mut self, issued: Option<&Issued>) {
        let Some(issued) = issued else {
            return;
        };
        if !issued.is_edtf {
            self.text("year", Some(&issued.text));
            return;
        }
        self.raw("date", &edtf(issued));
        let year = issued.year().map(|year| year.to_string());
        self.raw("year", &year.unwrap_or_default());
        if let Some(month) = issued.one().and_then(|date| date.month) {
            // A macro, which every BibTeX style defines in its own language.
            self.0
                .push(("month", MONTHS[usize::from(month) - 1].to_owned()));
        }
    }
}

fn edtf(date: &Issued) -> String {
    if date.is_edtf {
        date.text.clone()
    } else {
        escaped(&date.text)
    }
}

/// Names as BibTeX takes them apart.
fn names(contributors: &[Contributor]) -> String {
    let names: Vec<String> = contributors.iter().map(name).collect();
    names.join(" and ")
}

fn name(contributor: &Contributor) -> String {
    match contributor {
        Contributor::Institution(name) => format!("{{{}}}", escaped(name)),
        Contributor::Person {
            particle,
            family,
            given,
        } => {
            let before = if particle.is_empty() { "" } else { " " };
            format!(
                "{}{before}{}, {}",
                escaped(particle),
                family_name(family),
                part_of_name(given, false)
            )
        }
    }
}

/// A family name. BibTeX would take everything up to a word that is written small for a particle, so that
/// `García y Vega` goes into braces.
fn family_name(family: &str) -> String {
    let has_small_word = family.contains(' ') && family.split(' ').any(is_small);
    part_of_name(family, has_small_word)
}

/// A part of a name, in braces where BibTeX would take it apart.
fn part_of_name(part: &str, always: bool) -> String {
    let is_taken_apart =
        part.contains([',', '=']) || part.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    let value = escaped(part);
    if always || is_taken_apart {
        format!("{{{value}}}")
    } else {
        value
    }
}

/// Pages; a range with two hyphens.
fn pages(pages: &str) -> String {
    match page_range(pages) {
        Some((first, last)) => format!("{first}--{last}"),
        None => escaped(pages),
    }
}

/// An address, which biblatex takes as it stands. What would end the value is written as an address writes it.
fn verbatim(address: &str) -> String {
    one_line(address)
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace('\\', "%5C")
}

/// A text for TeX: every character that means something there is written so that it means itself.
///
/// A brace is a command, since BibTeX counts braces also behind a backslash. A quotation mark stands in braces
/// because babel gives it a meaning in German, and two hyphens, apostrophes or commas are kept from growing together.
fn escaped(text: &str) -> String {
    let mut tex = String::new();
    let mut last = ' ';
    for character in one_line(text).chars() {
        match character {
            '\\' => tex.push_str(r"\textbackslash{}"),
            '{' => tex.push_str(r"\textbraceleft{}"),
            '}' => tex.push_str(r"\textbraceright{}"),
            '~' => tex.push_str(r"\textasciitilde{}"),
            '^' => tex.push_str(r"\textasciicircum{}"),
            '<' => tex.push_str(r"\textless{}"),
            '>' => tex.push_str(r"\textgreater{}"),
            '|' => tex.push_str(r"\textbar{}"),
            '`' => tex.push_str(r"\textasciigrave{}"),
            '"' => tex.push_str("{\"}"),
            '&' | '%' | '$' | '#' | '_' => tex.extend(['\\', character]),
            '-' | '\'' | ',' if last == character => tex.extend(['{', '}', character]),
            _ => tex.push(character),
        }
        last = character;
    }
    tex
}
