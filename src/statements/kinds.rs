//! The sentence of each kind of fact.

use super::figures;
use super::lexicon::{Cells, Lexicon, Term, dated_event, plain};
use crate::sentence::{Name, Pattern, dated, framed, lasting, when};
use crate::vocab::{DateRole, EventProperty, Status, TermKind};

/// A kind of fact, and how one of it is said.
pub(super) struct Kind {
    table: &'static str,
    /// A column that the table and `facts` do not have.
    more: Option<&'static str>,
    pub(super) say: fn(&Lexicon, &Cells) -> String,
}

impl Kind {
    const fn new(table: &'static str, say: fn(&Lexicon, &Cells) -> String) -> Self {
        Self {
            table,
            more: None,
            say,
        }
    }

    const fn with(self, column: &'static str) -> Self {
        Self {
            more: Some(column),
            ..self
        }
    }

    /// The question for its rows.
    pub(super) fn sql(&self) -> String {
        let table = self.table;
        let more = self.more.map(|column| format!(", {column}"));
        let more = more.unwrap_or_default();
        format!(
            "SELECT {table}.*, facts.status, facts.attributed_to{more}
             FROM {table} JOIN facts ON facts.fact_id = {table}.fact_id"
        )
    }
}

/// Every kind of fact.
pub(super) const KINDS: &[Kind] = &[
    Kind::new("memberships", membership).with(SPOKE),
    Kind::new("offices", office),
    Kind::new("relations", relation).with(SPOKE),
    Kind::new("events", event),
    Kind::new("event_participants", participant),
    Kind::new("event_variants", variant),
    Kind::new("trade_figures", figures::trade),
    Kind::new("indicators", figures::indicator).with(TOGETHER),
    Kind::new("positions", position),
];

/// The last day on which the latest of the documents behind a fact can have spoken.
const SPOKE: &str = "(
    SELECT max(coalesce(sources.issued_to, sources.issued_from))
    FROM fact_citations
    JOIN citations ON citations.citation_id = fact_citations.citation_id
    JOIN sources ON sources.source_id = citations.source_id
    WHERE fact_citations.fact_id = facts.fact_id AND fact_citations.role = 'supports'
) AS spoke";

/// The ids of those of which a number holds together.
const TOGETHER: &str = "(
    SELECT group_concat(entity_id, ';')
    FROM (
        SELECT entity_id FROM indicator_together
        WHERE indicator_together.fact_id = facts.fact_id ORDER BY position
    )
) AS together";

fn lasting_date(cells: &Cells) -> String {
    let role: Option<DateRole> = cells.word("date_role");
    lasting(cells.get("date"), role, cells.status())
}

/// True if the time of something lasting was over when the latest document behind it spoke: of an end the day has
/// come, of a time its last day has gone by. Where the document has no date, only what has an end is over.
fn is_over(cells: &Cells) -> bool {
    let Some(last_day) = cells.get("date_to") else {
        return false;
    };
    let spoke = cells.get("spoke");
    match cells.word("date_role") {
        _ if cells.status() == Status::Expected => false,
        Some(DateRole::Until) => spoke.is_none_or(|spoke| last_day <= spoke),
        Some(DateRole::During | DateRole::AsOf) => spoke.is_some_and(|spoke| last_day < spoke),
        Some(DateRole::Since) | None => false,
    }
}

/// Two names in the pattern of a term, with the date at the end.
fn between(
    lexicon: &Lexicon,
    cells: &Cells,
    (term, default): (Option<&Term>, &Pattern),
    (subject, object): (&str, &str),
) -> String {
    let subject = lexicon.name(cells, subject).unwrap_or(Name::plain(""));
    let object = lexicon.name(cells, object).unwrap_or(Name::plain(""));
    let words = |place: &str| match place {
        "subject" => Some(subject.text.clone()),
        "object" => Some(object.text.clone()),
        _ => None,
    };
    let present = || {
        let pattern = term.and_then(|term| term.pattern(cells.status(), subject.is_plural));
        pattern.unwrap_or(default).fill(&words)
    };
    let past = term.and_then(|term| term.past(subject.is_plural));
    let sentence = match (is_over(cells), past) {
        (false, _) => present(),
        (true, Some(past)) => past.fill(&words),
        (true, None) => format!("formerly: {}", present()),
    };
    lexicon.framed(cells, &(sentence + &lasting_date(cells)))
}

fn membership(lexicon: &Lexicon, cells: &Cells) -> String {
    let standing = cells.text("standing");
    let term = lexicon.term_for(TermKind::Standing, &standing);
    let default = plain(&format!(
        "{{subject}}: {} of {{object}}",
        standing.replace('_', " ")
    ));
    between(lexicon, cells, (term, &default), ("member", "organisation"))
}

fn relation(lexicon: &Lexicon, cells: &Cells) -> String {
    let predicate = cells.text("predicate");
    let label = lexicon
        .label(cells, "predicate")
        .replace(['{', '}', '[', ']'], "");
    let default = plain(&format!("{{subject}} {label} {{object}}"));
    let term = lexicon.term(&predicate);
    between(lexicon, cells, (term, &default), ("subject", "object"))
}

/// The title of an office makes no sentence with a verb: it is a noun with or without an article, or a post.
fn office(lexicon: &Lexicon, cells: &Cells) -> String {
    let person = lexicon.name(cells, "person").unwrap_or(Name::plain(""));
    let organisation = lexicon
        .name(cells, "organisation")
        .map_or_else(String::new, |name| format!(", {}", name.text));
    let sentence = format!(
        "{}: {}{organisation}{}",
        person.text,
        cells.text("office"),
        lasting_date(cells)
    );
    lexicon.framed(cells, &sentence)
}

/// What happened is said by the curators themselves: a title and a sentence.
fn event(lexicon: &Lexicon, cells: &Cells) -> String {
    let sentence = format!(
        "{}{}. {}",
        cells.text("title"),
        dated_event(cells.word("kind"), cells.get("date")),
        cells.text("summary")
    );
    lexicon.framed(cells, &sentence)
}

fn participant(lexicon: &Lexicon, cells: &Cells) -> String {
    let role = cells.text("role");
    let term = lexicon.term_for(TermKind::Role, &role);
    let default = plain(&format!(
        "{{subject}}: {} in {{event}}",
        role.replace('_', " ")
    ));
    let subject = lexicon.name(cells, "entity").unwrap_or(Name::plain(""));
    let pattern = term.and_then(|term| term.pattern(cells.status(), subject.is_plural));
    let sentence = pattern.unwrap_or(&default).fill(&|place| match place {
        "subject" => Some(subject.text.clone()),
        "event" => Some(lexicon.event(cells, "event")),
        _ => None,
    });
    lexicon.framed(cells, &sentence)
}

fn variant(lexicon: &Lexicon, cells: &Cells) -> String {
    let property = cells.text("property");
    let term = lexicon.term_for(TermKind::Property, &property);
    let value = match cells.word("property") {
        Some(EventProperty::Date) => when(&cells.text("value")),
        Some(EventProperty::Place) => lexicon
            .name(cells, "value")
            .map_or_else(String::new, |name| name.text),
        Some(EventProperty::Name) => format!("“{}”", cells.text("value")),
        Some(EventProperty::Number | EventProperty::Participants) | None => cells.text("value"),
    };
    let default = plain(&format!(
        "of {{event}}, the {property} by another account: {{value}}"
    ));
    let pattern = term.and_then(|term| term.pattern(cells.status(), false));
    let sentence = pattern.unwrap_or(&default).fill(&|place| match place {
        "event" => Some(lexicon.event(cells, "event")),
        "value" => Some(value.clone()),
        _ => None,
    });
    lexicon.framed(cells, &sentence)
}

/// A position is somebody's, whoever it is reported by: the holder is named before it.
fn position(lexicon: &Lexicon, cells: &Cells) -> String {
    let holder = lexicon.name(cells, "holder").unwrap_or(Name::plain(""));
    let status = match cells.status() {
        Status::Expected => Status::Expected,
        Status::Stated | Status::Attributed => Status::Attributed,
    };
    let whom = Name {
        text: holder.text + &dated(cells.get("date")),
        ..holder
    };
    let sentence = framed(status, Some(&whom), &cells.text("summary"));
    match lexicon.name(cells, "attributed_to") {
        // Somebody else's account of a position is said to be theirs.
        Some(teller) if cells.get("attributed_to") != cells.get("holder") => {
            framed(Status::Attributed, Some(&teller), &sentence)
        }
        _ => sentence,
    }
}
