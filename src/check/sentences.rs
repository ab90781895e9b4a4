//! Rules on the words that curators write into sentences: the summaries of positions and events, and titles.

use std::collections::BTreeMap;

use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::vocab::Status;

/// Words for the document itself and its author.
const DOCUMENTS: [&str; 7] = [
    "analysis", "article", "author", "authors", "briefing", "paper", "report",
];

/// Verbs of saying, as in "the article says".
const SPEAKS: [&str; 10] = [
    "argues", "calls", "expects", "expect", "holds", "infers", "says", "sees", "thinks", "writes",
];

/// All names of every entity with which a sentence may begin; for a person also the last word of the name.
struct Names<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Names<'a> {
    fn of(seeds: &'a Seeds) -> Self {
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in seeds.of("entities").iter().chain(seeds.of("entity_names")) {
            let own = names.entry(row.raw("entity_id")).or_default();
            own.extend(row.text("name"));
            own.extend(row.text("in_text"));
            if row.raw("kind") == "person" {
                own.extend(row.raw("name").split(' ').next_back());
            }
        }
        Self(names)
    }

    /// Whether a text begins with a name of an entity, with or without an article.
    fn begin(&self, entity: &str, text: &str) -> bool {
        let names = self.0.get(entity).map_or(&[][..], Vec::as_slice);
        names.iter().any(|name| begins(text, name))
    }
}

/// Whether a text begins with a name as a whole word; `Ardenia's` does not count as `Ardenia`.
fn begins(text: &str, name: &str) -> bool {
    let name = bare(name);
    let rest = bare(text).strip_prefix(name);
    let is_other = |next: char| next.is_alphanumeric() || matches!(next, '\'' | '’' | '-');
    !name.is_empty() && rest.is_some_and(|rest| !rest.starts_with(is_other))
}

/// A text without the article at its beginning.
fn bare(text: &str) -> &str {
    ["The ", "the ", "An ", "an ", "A ", "a "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(text)
}

/// Whether a text begins with words such as "The article says".
fn begins_with_a_document(text: &str) -> bool {
    let mut words = bare(text).split(' ');
    let mut is_one_of = |list: &[&str]| words.next().is_some_and(|word| list.contains(&word));
    is_one_of(&DOCUMENTS) && is_one_of(&SPEAKS)
}

pub(super) fn summaries_leave_out_the_speaker(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let names = Names::of(seeds);
    let positions = seeds.of("positions").iter().map(|own| (own, "holder"));
    let events = seeds.of("events").iter();
    let expected = events.filter(|event| event.word("status") == Some(Status::Expected));
    for (record, whose) in positions.chain(expected.map(|own| (own, "attributed_to"))) {
        let (Some(summary), Some(speaker)) = (record.text("summary"), record.text(whose)) else {
            continue;
        };
        if summary.starts_with("According to ")
            || names.begin(speaker, summary)
            || begins_with_a_document(summary)
        {
            problems.push(record.problem(
                "summary",
                "begins with who says it, and the sentence made with it says so before",
                "write what is claimed or expected itself, with `it` or `they` for the speaker",
            ));
        }
    }
}

pub(super) fn titles_tell_what_happens(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for event in seeds.of("events") {
        let title = event.text("title").unwrap_or_default();
        let says_so = title.starts_with("Expected ") || title.ends_with("(expected)");
        if event.word("status") == Some(Status::Expected) && says_so {
            problems.push(event.problem(
                "title",
                "says that the event is expected, as its status does",
                "leave it out of the title",
            ));
        }
    }
    let names = Names::of(seeds);
    let by_id: BTreeMap<&str, &Record> = seeds
        .of("events")
        .iter()
        .map(|event| (event.raw("fact_id"), event))
        .collect();
    for outcome in seeds.of("event_participants") {
        let Some(event) = by_id.get(outcome.raw("event")) else {
            continue;
        };
        let title = event.text("title").unwrap_or_default();
        if outcome.raw("role") == "outcome" && names.begin(outcome.raw("entity"), title) {
            problems.push(event.problem(
                "title",
                format!(
                    "begins with the name of what came of it ({})",
                    outcome.raw("fact_id")
                ),
                "write what happened, such as `Adoption of the Lake Charter`",
            ));
        }
    }
}
