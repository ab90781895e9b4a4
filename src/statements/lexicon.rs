//! The words that sentences are made of: names of entities and events, and the patterns of terms.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::db::{Queries, text_of};
use crate::error::Error;
use crate::sentence::{Name, Pattern, dated, framed, lasted};
use crate::vocab::{EventKind, GrammaticalNumber, Status, TermKind, Vocabulary};

/// The cells of one row by column; an empty cell is none.
pub(super) struct Cells(BTreeMap<String, String>);

impl Cells {
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        self.0.get(column).map(String::as_str)
    }

    pub(super) fn text(&self, column: &str) -> String {
        self.get(column).unwrap_or_default().to_owned()
    }

    pub(super) fn word<V: Vocabulary>(&self, column: &str) -> Option<V> {
        V::from_word(self.get(column)?)
    }

    pub(super) fn integer(&self, column: &str) -> Option<i64> {
        self.get(column)?.parse().ok()
    }

    pub(super) fn status(&self) -> Status {
        self.word("status").unwrap_or(Status::Stated)
    }
}

/// The rows of a question.
pub(super) fn rows(connection: &Connection, sql: &str) -> Result<Vec<Cells>, Error> {
    connection.rows("read the facts for their sentences", sql, [], |row| {
        let statement = row.as_ref();
        let mut cells = BTreeMap::new();
        for at in 0..statement.column_count() {
            let text = text_of(row.get_ref(at)?);
            if !text.is_empty() {
                cells.insert(statement.column_name(at)?.to_owned(), text);
            }
        }
        Ok(Cells(cells))
    })
}

/// A term with its patterns, as far as it has some that can be read.
pub(super) struct Term {
    pub(super) label: String,
    singular: Option<Pattern>,
    plural: Option<Pattern>,
    expected: Option<Pattern>,
    past: Option<Pattern>,
    past_plural: Option<Pattern>,
}

impl Term {
    /// The pattern for a fact of this status whose sentence begins with a name of this number; none where a
    /// user's term has none.
    pub(super) fn pattern(&self, status: Status, is_plural: bool) -> Option<&Pattern> {
        let expected = self
            .expected
            .as_ref()
            .filter(|_| status == Status::Expected);
        let plural = self.plural.as_ref().filter(|_| is_plural);
        expected.or(plural).or(self.singular.as_ref())
    }

    /// The pattern for a time that is over; none where a user's term has none.
    pub(super) fn past(&self, is_plural: bool) -> Option<&Pattern> {
        let plural = self.past_plural.as_ref().filter(|_| is_plural);
        plural.or(self.past.as_ref())
    }
}

/// A pattern for a term without one: written in the program, so that it can be read.
pub(super) fn plain(text: &str) -> Pattern {
    text.parse().expect("a pattern of the program is sound")
}

/// An event as other facts name it.
struct Event {
    title: String,
    kind: Option<EventKind>,
    date: Option<String>,
    status: Status,
}

/// The date of an event of a kind, in parentheses: a summit goes on from its first to its last day, and of most
/// else an interval gives bounds.
pub(super) fn dated_event(kind: Option<EventKind>, date: Option<&str>) -> String {
    use EventKind::{Exercise, Meeting, Summit, Visit};
    match (kind, date) {
        (Some(Summit | Meeting | Visit | Exercise), Some(days)) => lasted(days),
        _ => None,
    }
    .unwrap_or_else(|| dated(date))
}

pub(super) struct Lexicon {
    names: BTreeMap<String, Name>,
    terms: BTreeMap<String, Term>,
    events: BTreeMap<String, Event>,
}

impl Lexicon {
    pub(super) fn read(connection: &Connection) -> Result<Self, Error> {
        let names = rows(
            connection,
            "SELECT entity_id, coalesce(in_text, name) AS text, number FROM entities",
        )?;
        let terms = rows(
            connection,
            "SELECT term, label, pattern, pattern_plural, pattern_expected, pattern_past, pattern_past_plural
             FROM terms",
        )?;
        let events = rows(
            connection,
            "SELECT events.fact_id, events.title, events.kind, events.date, facts.status
             FROM events JOIN facts ON facts.fact_id = events.fact_id",
        )?;
        Ok(Self {
            names: names
                .iter()
                .map(|cells| (cells.text("entity_id"), name(cells)))
                .collect(),
            terms: terms
                .iter()
                .map(|cells| (cells.text("term"), term(cells)))
                .collect(),
            events: events
                .iter()
                .map(|cells| (cells.text("fact_id"), event(cells)))
                .collect(),
        })
    }

    /// The entity in a column, as its name reads in a sentence.
    pub(super) fn name(&self, cells: &Cells, column: &str) -> Option<Name> {
        Some(self.named(cells.get(column)?))
    }

    /// The name of an entity. One that is not there was left dangling by another program: its id is said.
    fn named(&self, id: &str) -> Name {
        let known = self.names.get(id).cloned();
        known.unwrap_or_else(|| Name::plain(id))
    }

    /// The entity in a column with those of a list beside it, as one name.
    pub(super) fn names(&self, cells: &Cells, column: &str, others: &str) -> Option<Name> {
        let first = self.name(cells, column)?;
        let Some(ids) = cells.get(others) else {
            return Some(first);
        };
        let mut names = vec![first.text];
        names.extend(ids.split(';').map(|id| self.named(id).text));
        let last = names.pop().unwrap_or_default();
        Some(Name {
            text: format!("{} and {last}", names.join(", ")),
            is_plural: true,
        })
    }

    pub(super) fn term(&self, id: &str) -> Option<&Term> {
        self.terms.get(id)
    }

    /// The term for a word of a closed vocabulary.
    pub(super) fn term_for(&self, kind: TermKind, word: &str) -> Option<&Term> {
        self.term(&kind.term_for(word))
    }

    /// The label of the term in a column.
    pub(super) fn label(&self, cells: &Cells, column: &str) -> String {
        let term = cells.get(column).and_then(|id| self.term(id));
        term.map_or_else(|| cells.text(column), |term| term.label.clone())
    }

    /// The event in a column: its title in quotation marks, with its date. A fact that is told as such never
    /// makes an event that is only expected look as if it had come.
    pub(super) fn event(&self, cells: &Cells, column: &str) -> String {
        let Some(event) = cells.get(column).and_then(|id| self.events.get(id)) else {
            return cells.text(column);
        };
        let is_ahead = event.status == Status::Expected && cells.status() != Status::Expected;
        let ahead = if is_ahead { "the expected event " } else { "" };
        let date = dated_event(event.kind, event.date.as_deref());
        format!("{ahead}“{}”{date}", event.title)
    }

    /// The date of the event in a column.
    pub(super) fn date_of_event(&self, cells: &Cells, column: &str) -> Option<&str> {
        self.events.get(cells.get(column)?)?.date.as_deref()
    }

    /// A sentence with the words that say whose it is.
    pub(super) fn framed(&self, cells: &Cells, sentence: &str) -> String {
        let whom = self.name(cells, "attributed_to");
        framed(cells.status(), whom.as_ref(), sentence)
    }
}

fn name(cells: &Cells) -> Name {
    Name {
        text: cells.text("text"),
        is_plural: cells.word("number") == Some(GrammaticalNumber::Plural),
    }
}

fn term(cells: &Cells) -> Term {
    let pattern = |column: &str| cells.get(column)?.parse().ok();
    Term {
        label: cells.text("label"),
        singular: pattern("pattern"),
        plural: pattern("pattern_plural"),
        expected: pattern("pattern_expected"),
        past: pattern("pattern_past"),
        past_plural: pattern("pattern_past_plural"),
    }
}

fn event(cells: &Cells) -> Event {
    Event {
        title: cells.text("title"),
        kind: cells.word("kind"),
        date: cells.get("date").map(str::to_owned),
        status: cells.status(),
    }
}
