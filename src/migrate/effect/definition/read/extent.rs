//! How far the clauses of a `CREATE TABLE` reach, by the grammar of SQLite.

use crate::migrate::sql::{Sort, Token, is_reserved};

/// The place of the bracket that closes the one at `open`; the last place if there is none.
pub(super) fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if token.is_mark("(") {
            depth += 1;
        } else if token.is_mark(")") {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    tokens.len().saturating_sub(1)
}

/// The number of tokens of a column's type, such as `VARCHAR (20)`.
pub(super) fn type_length(tokens: &[Token<'_>]) -> usize {
    let is_clause = |at: usize| {
        let has = |place: usize, word| tokens.get(place).is_some_and(|token| token.is(word));
        has(at, "GENERATED") && has(at + 1, "ALWAYS") && has(at + 2, "AS")
    };
    let is_of_type = |at: &usize| match tokens[*at].sort {
        Sort::Word => !is_reserved(&tokens[*at]) && !is_clause(*at),
        sort => matches!(sort, Sort::Quoted | Sort::Text),
    };
    let words = (0..tokens.len()).take_while(is_of_type).count();
    let mut ahead = Ahead { tokens, at: words };
    ahead.brackets();
    ahead.at
}

/// The number of tokens of the clause with which these begin.
pub(super) fn clause_length(tokens: &[Token<'_>]) -> usize {
    let first = &tokens[0];
    let mut ahead = Ahead { tokens, at: 1 };
    match () {
        () if first.is("DEFAULT") => ahead.value(),
        () if first.is("COLLATE") => ahead.at += 1,
        () if first.is("NOT") && ahead.take("DEFERRABLE") => ahead.initially(),
        () if first.is("DEFERRABLE") => ahead.initially(),
        () if first.is("REFERENCES") => ahead.reference(),
        () if first.is("FOREIGN") => {
            ahead.take("KEY");
            ahead.brackets();
            ahead.take("REFERENCES");
            ahead.reference();
        }
        () if first.is("GENERATED") || first.is("AS") => {
            ahead.take("ALWAYS");
            ahead.take("AS");
            ahead.brackets();
            let _ = ahead.take("STORED") || ahead.take("VIRTUAL");
        }
        () => {
            // `NOT NULL`, `NULL`, `PRIMARY KEY`, `UNIQUE`, `CHECK`.
            let _ = ahead.take("NULL") || ahead.take("KEY");
            ahead.brackets();
            let _ = ahead.take("ASC") || ahead.take("DESC");
            if ahead.take("ON") {
                ahead.at += 2;
            }
            ahead.take("AUTOINCREMENT");
        }
    }
    ahead.at.min(tokens.len())
}

/// Tokens, and the place up to which they are read.
struct Ahead<'a, 't> {
    tokens: &'a [Token<'t>],
    at: usize,
}

impl Ahead<'_, '_> {
    fn next_is(&self, is_it: impl Fn(&Token<'_>) -> bool) -> bool {
        self.tokens.get(self.at).is_some_and(is_it)
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.next_is(|token| token.is(word));
        self.at += usize::from(there);
        there
    }

    /// Reads what stands in brackets, if they come next.
    fn brackets(&mut self) -> bool {
        let there = self.next_is(|token| token.is_mark("("));
        if there {
            self.at = closing(self.tokens, self.at) + 1;
        }
        there
    }

    /// The value of a default, which may have a sign.
    fn value(&mut self) {
        if !self.brackets() {
            let signed = self.next_is(|token| token.is_mark("+") || token.is_mark("-"));
            self.at += 1 + usize::from(signed);
        }
    }

    /// `INITIALLY DEFERRED` or `INITIALLY IMMEDIATE`.
    fn initially(&mut self) {
        self.at += usize::from(self.take("INITIALLY"));
    }

    /// The table behind `REFERENCES`, its columns, and what follows a change of its rows.
    fn reference(&mut self) {
        self.at += 1;
        self.brackets();
        loop {
            if self.take("MATCH") {
                self.at += 1;
            } else if self.take("ON") {
                self.at += 1;
                let _ = self.take("SET") || self.take("NO");
                self.at += 1;
            } else {
                return;
            }
        }
    }
}
