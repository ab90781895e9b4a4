//! What was typed, taken apart: words, phrases, `OR`, `NOT`, and the filters `kind:`, `year:`, `source:`, `about:`.

use std::fmt;

use crate::error::Error;

/// A word or phrase of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) text: String,
    /// Whether it stood in double quotes, so that its words must follow each other.
    pub(super) is_phrase: bool,
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_phrase {
            write!(f, "\"{}\"", self.text)
        } else {
            f.write_str(&self.text)
        }
    }
}

/// What the rows must be, whatever their words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filters {
    pub(super) kind: Option<String>,
    pub(super) years: Option<(i64, i64)>,
    pub(super) source: Option<String>,
    pub(super) about: Option<String>,
}

/// A question to the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Of each group one term must occur: `Astana OR Dushanbe` is one group of two.
    pub(super) groups: Vec<Vec<Term>>,
    /// Terms that must not occur.
    pub(super) without: Vec<Term>,
    pub(super) filters: Filters,
}

impl Question {
    /// Reads the words of a command line, or of one line.
    pub fn read(words: &[String]) -> Result<Self, Error> {
        let mut question = Self {
            groups: Vec::new(),
            without: Vec::new(),
            filters: Filters::default(),
        };
        let mut next = Next::And;
        for piece in pieces(&words.join(" ")) {
            let Piece { field, term } = piece;
            match (field, term.text.as_str()) {
                (Some(field), _) => question.filters.set(field, &term.text)?,
                (None, "AND") if !term.is_phrase => {}
                (None, "OR") if !term.is_phrase => next = Next::Or,
                (None, "NOT") if !term.is_phrase => next = Next::Not,
                (None, text) if !text.chars().any(char::is_alphanumeric) => {}
                (None, _) => {
                    question.take(&next, term);
                    next = Next::And;
                }
            }
        }
        if question.is_empty() && question.filters == Filters::default() {
            return Err(if question.without.is_empty() {
                Error::request("there is no word to search for", "name one or more")
            } else {
                Error::request(
                    "`NOT` alone finds nothing",
                    "name a word to look for before it",
                )
            });
        }
        Ok(question)
    }

    /// The question for a name as it stands, without operators and filters.
    pub(super) fn of_name(name: &str) -> Self {
        let words = name
            .split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric));
        let term = |word: &str| Term {
            text: word.to_owned(),
            is_phrase: false,
        };
        Self {
            groups: words.map(|word| vec![term(word)]).collect(),
            without: Vec::new(),
            filters: Filters::default(),
        }
    }

    /// Whether it asks for words alone: no phrase, alternative, exclusion or filter.
    pub(super) fn is_of_words(&self) -> bool {
        self.without.is_empty()
            && self.filters == Filters::default()
            && self
                .groups
                .iter()
                .all(|group| matches!(group.as_slice(), [term] if !term.is_phrase))
    }

    /// Whether there is no word to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    fn take(&mut self, next: &Next, term: Term) {
        match (next, self.groups.last_mut()) {
            (Next::Not, _) => self.without.push(term),
            (Next::Or, Some(group)) => group.push(term),
            (Next::Or | Next::And, _) => self.groups.push(vec![term]),
        }
    }
}

/// The question as it could be typed, without its filters.
impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |terms: &[Term], by: &str| {
            let terms: Vec<String> = terms.iter().map(Term::to_string).collect();
            terms.join(by)
        };
        let groups: Vec<String> = self
            .groups
            .iter()
            .map(|group| joined(group, " OR "))
            .collect();
        f.write_str(&groups.join(" "))?;
        for term in &self.without {
            write!(f, " NOT {term}")?;
        }
        Ok(())
    }
}

/// How the next term is tied to those before it.
enum Next {
    And,
    Or,
    Not,
}

impl Filters {
    fn set(&mut self, field: Field, value: &str) -> Result<(), Error> {
        let given = Some(value.to_owned());
        match field {
            Field::Kind => self.kind = given,
            Field::Source => self.source = given,
            Field::About => self.about = given,
            Field::Year => self.years = Some(years(value)?),
        }
        Ok(())
    }
}

/// The first and last year of `2012`, `2010..2014`, `2010-2014`, `2010..` or `..2014`.
fn years(value: &str) -> Result<(i64, i64), Error> {
    const FIRST: i64 = 0;
    const LAST: i64 = 9999;
    let (from, to) = value
        .split_once("..")
        .or_else(|| value.split_once('-'))
        .unwrap_or((value, value));
    let bound = |text: &str, open: i64| {
        if text.is_empty() {
            Some(open)
        } else {
            text.parse().ok()
        }
    };
    match (bound(from, FIRST), bound(to, LAST)) {
        (Some(from), Some(to)) if !value.is_empty() && from <= to => Ok((from, to)),
        _ => Err(Error::request(
            format!("`year:{value}` is no year"),
            "write year:2012, year:2010..2014, year:2010.. or year:..2014",
        )),
    }
}

#[derive(Clone, Copy)]
enum Field {
    Kind,
    Year,
    Source,
    About,
}

const FIELDS: &[(&str, Field)] = &[
    ("kind:", Field::Kind),
    ("year:", Field::Year),
    ("source:", Field::Source),
    ("about:", Field::About),
];

struct Piece {
    field: Option<Field>,
    term: Term,
}

/// The pieces of a line: runs without blanks, and what stands in double quotes. A quote that is not closed is a sign
/// like any other.
fn pieces(line: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let mut field = None;
        for (name, meant) in FIELDS {
            let value = rest.strip_prefix(name);
            if let Some(value) =
                value.filter(|value| value.starts_with(|c: char| !c.is_whitespace()))
            {
                field = Some(*meant);
                rest = value;
                break;
            }
        }
        let quoted = rest
            .strip_prefix('"')
            .and_then(|inside| inside.split_once('"'));
        let (text, behind) = quoted.unwrap_or_else(|| {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            rest.split_at(end)
        });
        found.push(Piece {
            field,
            term: Term {
                text: text.to_owned(),
                is_phrase: quoted.is_some(),
            },
        });
        rest = behind.trim_start();
    }
    found
}
