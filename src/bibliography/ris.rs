//! The works as RIS, for `EndNote`, Mendeley, Citavi and Zotero.

use std::io::{self, Write};

use super::date::{Issued, Partial, Stated};
use super::{Work, one_line, page_range};
use crate::contributor::Contributor;
use crate::vocab::WorkKind;

const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// Writes a record for each work. The format ends its lines with CR LF.
pub fn ris(works: &[Work], out: &mut dyn Write) -> io::Result<()> {
    for (place, work) in works.iter().enumerate() {
        if place > 0 {
            write!(out, "\r\n")?;
        }
        write!(out, "TY  - {}\r\n", record_type(work.kind))?;
        for (tag, value) in tags(work) {
            write!(out, "{tag}  - {value}\r\n")?;
        }
        write!(out, "ER  - \r\n")?;
    }
    Ok(())
}

/// The type of the record. The format has none for a speech, a treaty or an interview: those are general.
fn record_type(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::ArticleJournal => "JOUR",
        WorkKind::ArticleMagazine => "MGZN",
        WorkKind::ArticleNewspaper => "NEWS",
        WorkKind::Book => "BOOK",
        WorkKind::Broadcast => "MULTI",
        WorkKind::Chapter => "CHAP",
        WorkKind::Dataset => "DATA",
        WorkKind::Legislation => "STAT",
        WorkKind::PaperConference => "CPAPER",
        WorkKind::PersonalCommunication => "PCOMM",
        WorkKind::Post | WorkKind::Webpage => "ELEC",
        WorkKind::PostWeblog => "BLOG",
        WorkKind::Report => "RPRT",
        WorkKind::Article
        | WorkKind::Document
        | WorkKind::Interview
        | WorkKind::Speech
        | WorkKind::Treaty => "GEN",
    }
}

/// The lines that hold something.
fn tags(work: &Work) -> Vec<(&'static str, String)> {
    let mut tags = Tags(Vec::new());
    tags.add("ID", Some(&work.id));
    tags.names("AU", &work.authors);
    tags.names("A2", &work.editors);
    tags.add("TI", Some(&work.title));
    tags.add("OP", work.original_title.as_deref());
    tags.add("T2", work.container.as_deref());
    tags.add("PB", work.publisher.as_deref());
    tags.add("VL", work.volume.as_deref());
    tags.add("IS", work.issue.as_deref());
    tags.pages(work.pages.as_deref());
    let number = if work.kind == WorkKind::Report {
        "SN"
    } else {
        "M1"
    };
    tags.add(number, work.number.as_deref());
    tags.add("ET", work.version.as_deref());
    tags.issued(work.issued.as_ref());
    tags.add("LA", work.language.as_deref());
    tags.add("UR", work.url.as_deref());
    tags.add("UR", work.archive_url.as_deref());
    tags.accessed(work.accessed.as_ref());
    tags.add("N1", Some(&work.locators.join("; ")));
    tags.0
}

/// The lines of a record. What is empty is left out.
struct Tags(Vec<(&'static str, String)>);

impl Tags {
    fn add(&mut self, tag: &'static str, value: Option<&str>) {
        let value = value.map(one_line).unwrap_or_default();
        if !value.is_empty() {
            self.0.push((tag, value));
        }
    }

    fn names(&mut self, tag: &'static str, contributors: &[Contributor]) {
        for contributor in contributors {
            let name = match contributor {
                Contributor::Person { .. } => contributor.inverted(),
                // A comma makes a person of every name, and nothing in the format says otherwise.
                Contributor::Institution(name) => name.replace(',', ""),
            };
            self.add(tag, Some(&name));
        }
    }

    fn pages(&mut self, pages: Option<&str>) {
        match pages.and_then(page_range) {
            Some((first, last)) => {
                self.add("SP", Some(first));
                self.add("EP", Some(last));
            }
            None => self.add("SP", pages),
        }
    }

    /// The year and the date, and in a note the date as it stands where the format cannot say it.
    fn issued(&mut self, issued: Option<&Issued>) {
        let Some(issued) = issued else {
            return;
        };
        if let Some(year) = issued.year() {
            self.0.push(("PY", format!("{year:04}")));
        }
        if let Some(date) = issued.one() {
            self.0.push(("DA", slashed(date)));
        }
        let is_said = matches!(issued.stated, Some(Stated::One(_))) && !issued.is_doubtful;
        if !is_said {
            self.add("N1", Some(&format!("Date: {}", issued.text)));
        }
    }

    fn accessed(&mut self, accessed: Option<&Issued>) {
        match accessed.and_then(Issued::one) {
            Some(date) => self.0.push(("Y2", slashed(date))),
            None => self.add("Y2", accessed.map(|date| date.text.as_str())),
        }
    }
}

/// `YYYY/MM/DD/other`: what is not stated stays empty between the slashes.
fn slashed(date: Partial) -> String {
    let two_digits = |part: Option<u8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    let season = date
        .season
        .and_then(|season| SEASONS.get(usize::from(season) - 1))
        .unwrap_or(&"");
    format!(
        "{:04}/{}/{}/{season}",
        date.year,
        two_digits(date.month),
        two_digits(date.day)
    )
}
