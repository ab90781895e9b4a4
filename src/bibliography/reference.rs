//! A work in one line for people. How a journal wants it is the business of a citation style.

use super::{Issued, Work, one_line};
use crate::contributor::Contributor;
use crate::sentence::in_words;

/// The work in a line: who, when, what, where, and the passages that are cited.
pub fn reference(work: &Work) -> String {
    let mut line = Line(String::new());
    let issued = work.issued.as_ref().map(in_parentheses).unwrap_or_default();
    if work.authors.is_empty() {
        line.sentence(&format!("{}{issued}", title(work)));
    } else {
        line.sentence(&format!("{}{issued}", names(&work.authors)));
        line.sentence(&title(work));
    }
    line.sentence(&container(work));
    // A site is often its own publisher.
    let publisher = work
        .publisher
        .clone()
        .filter(|_| work.publisher != work.container);
    line.sentence(&listed([
        publisher,
        work.number.clone(),
        work.version
            .as_ref()
            .map(|version| format!("version {version}")),
    ]));
    line.sentence(&address(work));
    if !work.locators.is_empty() {
        line.sentence(&format!("Cited: {}", work.locators.join("; ")));
    }
    line.0
}

/// Sentences on one line.
struct Line(String);

impl Line {
    /// Adds a sentence, unless it is empty. A full stop follows where the text does not end with a mark, but
    /// not behind an address, which readers copy with it.
    fn sentence(&mut self, text: &str) {
        let text = one_line(text);
        if text.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(&text);
        let last_word = text.rsplit(' ').next().unwrap_or_default();
        let is_address = last_word.starts_with("http://") || last_word.starts_with("https://");
        let bare = text.trim_end_matches(['"', '”', '»', '\'']);
        if !is_address && !bare.ends_with(['.', '?', '!']) {
            self.0.push('.');
        }
    }
}

fn in_parentheses(date: &Issued) -> String {
    format!(" ({})", in_words(&date.text))
}

fn names(contributors: &[Contributor]) -> String {
    let names: Vec<String> = contributors.iter().map(Contributor::inverted).collect();
    names.join("; ")
}

fn title(work: &Work) -> String {
    match &work.original_title {
        Some(original) => format!("{} [{original}]", work.title),
        None => work.title.clone(),
    }
}

/// `In Kavalski, E. (ed.), The New Central Asia, 41(4), 632-656`.
fn container(work: &Work) -> String {
    let editors = match work.editors.as_slice() {
        [] => None,
        [one] => Some(format!("{} (ed.)", one.inverted())),
        several => Some(format!("{} (eds)", names(several))),
    };
    let issue = work.issue.as_ref().map(|issue| format!("({issue})"));
    let volume = match (&work.volume, issue) {
        (None, None) => None,
        (volume, issue) => Some(format!(
            "{}{}",
            volume.as_deref().unwrap_or_default(),
            issue.unwrap_or_default()
        )),
    };
    let opening = if work.container.is_some() && editors.is_some() {
        "In "
    } else {
        ""
    };
    let rest = listed([editors, work.container.clone(), volume, work.pages.clone()]);
    format!("{opening}{rest}")
}

fn address(work: &Work) -> String {
    let Some(url) = &work.url else {
        return String::new();
    };
    let seen = work
        .accessed
        .as_ref()
        .map(|date| format!("accessed {}", in_words(&date.text)));
    let archived = work
        .archive_url
        .as_ref()
        .map(|address| format!("archived at {address}"));
    let seen: Vec<String> = [seen, archived].into_iter().flatten().collect();
    if seen.is_empty() {
        url.clone()
    } else {
        format!("{url} ({})", seen.join(", "))
    }
}

fn listed<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}
