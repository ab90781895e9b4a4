//! Words that tell the constraints of a table apart: one announcement names one of them.

use super::{Clause, ClauseKind, Definition, Word};
use crate::migrate::sql::{plain, tokens};

impl Definition {
    /// Names those constraints in full whose short words would name another one too, such as two of one name, or
    /// `UNIQUE (code)` and `UNIQUE (code COLLATE NOCASE)`.
    pub(super) fn tell_apart(&mut self) {
        let read = |clause: &Clause| Word::all(&tokens(&clause.words));
        let words: Vec<Vec<Word>> = self.clauses.iter().map(read).collect();
        let is_ambiguous = |at: usize| {
            let one = &self.clauses[at];
            one.kind == ClauseKind::Constraint
                && self.clauses.iter().enumerate().any(|(other_at, other)| {
                    other.kind == one.kind && words[at] == words[other_at] && !one.is_same(other)
                })
        };
        let ambiguous: Vec<usize> = (0..words.len()).filter(|at| is_ambiguous(*at)).collect();
        for at in ambiguous {
            let clause = &mut self.clauses[at];
            clause.words = in_full(clause);
        }
    }
}

/// The words of a constraint with everything that it says.
fn in_full(clause: &Clause) -> String {
    let is = |at: usize, word: &str| clause.tokens.get(at) == Some(&Word::keyword(word));
    if is(0, "check") {
        return format!("{} {}", clause.words, spelt(&clause.tokens[1..]));
    }
    let conflict = (1..clause.tokens.len())
        .find(|at| is(*at, "on") && clause.tokens.get(at + 1) == Some(&Word::name("conflict")));
    let (own, after) = clause
        .tokens
        .split_at(conflict.unwrap_or(clause.tokens.len()));
    let mut words = format!("UNIQUE ({})", spelt(&own[1..]));
    if !after.is_empty() {
        words.push(' ');
        words.push_str(&spelt(after).to_ascii_uppercase());
    }
    words
}

fn spelt(words: &[Word]) -> String {
    let mut text = String::new();
    for word in words {
        let word = match word {
            Word::Keyword(word) => word.to_ascii_uppercase(),
            Word::Name(name) => plain(name),
            Word::Other(other) => other.clone(),
        };
        if !text.is_empty() && word != "," {
            text.push(' ');
        }
        text.push_str(&word);
    }
    text
}
