//! Clauses that a table has more than once. SQLite uses one of them.

use super::{Clause, ClauseKind, Definition, Word};

impl Definition {
    /// Leaves out the clauses that a later one replaces, and gives those for which only another one says what happens
    /// in a conflict the words of that one.
    pub(super) fn settle(&mut self) {
        let all = std::mem::take(&mut self.clauses);
        let is_last = |at: &usize| !all[at + 1..].iter().any(|later| replaces(later, &all[*at]));
        let kept = (0..all.len()).filter(is_last).map(|at| all[at].clone());
        // `COLLATE BINARY` is the default.
        self.clauses = kept.filter(|clause| !is_binary(clause)).collect();
        self.share_conflicts();
    }

    /// Two keys of the same columns are one index for SQLite. If only one of them says what happens in a conflict,
    /// this holds for both.
    fn share_conflicts(&mut self) {
        let keys: Vec<Option<Key>> = self
            .clauses
            .iter()
            .map(|clause| self.key_of(clause))
            .collect();
        for (at, key) in keys.iter().enumerate() {
            let Some(key) = key.as_ref().filter(|key| key.conflict.is_empty()) else {
                continue;
            };
            let others = keys.iter().flatten();
            let says = others.filter(|other| other.parts == key.parts);
            let conflict = says.map(|other| &other.conflict).find(|it| !it.is_empty());
            self.clauses[at]
                .tokens
                .extend(conflict.into_iter().flatten().cloned());
        }
    }

    /// The index of a key; `None` for another clause, and for the key that is the rowid, which has no index.
    fn key_of(&self, clause: &Clause) -> Option<Key> {
        let is_unique = clause.kind == ClauseKind::Constraint
            && clause.tokens.first() == Some(&Word::keyword("unique"));
        if !is_unique && (clause.kind != ClauseKind::Key || self.is_rowid(clause)) {
            return None;
        }
        let on = clause
            .tokens
            .iter()
            .position(|word| *word == Word::keyword("on"));
        let on = on.unwrap_or(clause.tokens.len());
        let parts = clause.tokens[1..on].split(|word| *word == Word::Other(",".to_owned()));
        let part = |(words, column): (&[Word], &String)| {
            let at = words
                .iter()
                .position(|word| *word == Word::keyword("collate"));
            let named = at.and_then(|at| words.get(at + 1)).cloned();
            let collation = named.or_else(|| self.collation_of(column));
            let binary = || Word::name("binary");
            (Word::name(column), collation.unwrap_or_else(binary))
        };
        Some(Key {
            parts: parts.zip(&clause.columns).map(part).collect(),
            conflict: clause.tokens[on..].to_vec(),
        })
    }

    fn is_rowid(&self, key: &Clause) -> bool {
        let has = |is_it: &dyn Fn(&Clause) -> bool| self.clauses.iter().any(is_it);
        let is_integer = |clause: &Clause| {
            clause.kind == ClauseKind::Type
                && is_same_column(clause, key)
                && clause.tokens == [Word::name("integer")]
        };
        key.columns.len() == 1
            && has(&is_integer)
            && !has(&|clause| clause.kind == ClauseKind::Rowid)
    }

    fn collation_of(&self, column: &str) -> Option<Word> {
        let is_it = |clause: &&Clause| {
            clause.kind == ClauseKind::Collation && clause.columns[0].eq_ignore_ascii_case(column)
        };
        self.clauses.iter().find(is_it)?.tokens.get(1).cloned()
    }
}

/// An index of SQLite for a key.
struct Key {
    /// The columns, each with its collation.
    parts: Vec<(Word, Word)>,
    /// `ON CONFLICT` and what follows; nothing if it is left out.
    conflict: Vec<Word>,
}

/// True if a later clause takes the place of a former one.
fn replaces(later: &Clause, former: &Clause) -> bool {
    let is_not_null = |clause: &Clause| {
        clause.kind == ClauseKind::Constraint
            && clause.tokens.first() == Some(&Word::keyword("not"))
    };
    let of_column = |kind| later.kind == kind && former.kind == kind;
    let is_again = of_column(ClauseKind::Default)
        || of_column(ClauseKind::Collation)
        || is_not_null(later) && is_not_null(former);
    is_again && is_same_column(later, former)
}

fn is_same_column(one: &Clause, other: &Clause) -> bool {
    let names = one.columns.first().zip(other.columns.first());
    names.is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
}

fn is_binary(clause: &Clause) -> bool {
    clause.kind == ClauseKind::Collation && clause.tokens.get(1) == Some(&Word::name("binary"))
}
