//! Foreign keys, of a column or of the table.

use super::{Definition, closing, list, named};
use crate::migrate::effect::definition::{Clause, ClauseKind, Word};
use crate::migrate::sql::{Token, plain};

/// The words of a foreign key that is checked at the end of the transaction.
const DEFERRED: &str = " DEFERRABLE INITIALLY DEFERRED";

impl Definition {
    /// A foreign key of a column or of the table. Both are given the form of the table, with defaults written out.
    pub(super) fn read_foreign_key(&mut self, clause: &[Token<'_>], column: &[String]) {
        let at = clause
            .iter()
            .position(|token| token.is("REFERENCES"))
            .unwrap_or(0);
        let columns = if at == 0 {
            column.to_vec()
        } else {
            list(&clause[2..at])
        };
        let parent = clause.get(at + 1).map(Token::name).unwrap_or_default();
        let rest = clause.get(at + 2..).unwrap_or_default();
        let mut parents = Vec::new();
        if rest.first().is_some_and(|token| token.is_mark("(")) {
            let close = closing(rest, 0);
            parents = list(&rest[..=close]);
        }
        let [on_update, on_delete] = ["UPDATE", "DELETE"].map(|of| action(rest, of));
        let actions = format!("ON UPDATE {on_update} ON DELETE {on_delete}");
        self.clauses.push(Clause {
            kind: ClauseKind::Constraint,
            words: format!(
                "FOREIGN KEY ({}) REFERENCES {} ({}) {actions}",
                named(&columns),
                plain(&parent),
                named(&parents),
            ),
            columns,
            tokens: vec![Word::Other(actions)],
            name: None,
            references: Some((parent, parents)),
        });
    }

    /// `DEFERRABLE` or `NOT DEFERRABLE`, which is about the last foreign key before it. The last one counts.
    pub(super) fn defer(&mut self, deferred: bool) {
        let mut latest_first = self.clauses.iter_mut().rev();
        let Some(key) = latest_first.find(|clause| clause.references.is_some()) else {
            return;
        };
        if let Some(at_once) = key.words.strip_suffix(DEFERRED) {
            key.words = at_once.to_owned();
            key.tokens.pop();
        }
        if deferred {
            key.words.push_str(DEFERRED);
            key.tokens.push(Word::Other(DEFERRED.to_owned()));
        }
    }
}

/// What follows an update or the deletion of a row of the parent, in capitals. Of several the last one counts.
fn action(rest: &[Token<'_>], of: &str) -> String {
    let places = 0..rest.len().saturating_sub(2);
    let on = places
        .rev()
        .find(|at| rest[*at].is("ON") && rest[at + 1].is(of));
    on.map_or("NO ACTION".to_owned(), |on| match &rest[on + 2] {
        token if token.is("SET") || token.is("NO") => {
            let second = rest.get(on + 3).map_or("", |token| token.text);
            format!("{} {second}", token.text).to_ascii_uppercase()
        }
        token => token.text.to_ascii_uppercase(),
    })
}
