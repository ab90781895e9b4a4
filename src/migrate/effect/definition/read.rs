//! Reads `CREATE TABLE` clause by clause. The text comes from `sqlite_schema`, so SQLite has accepted it.

use super::{Clause, ClauseKind, Definition, Word};
use crate::migrate::sql::{Sort, Token, plain, tokens};

impl Definition {
    /// Reads the SQL of a table as SQLite keeps it. A virtual table has one clause, its module and
    /// arguments.
    pub(crate) fn of(sql: &str) -> Self {
        let tokens = tokens(sql);
        let mut definition = Self::default();
        if let Some(at) = virtual_at(&tokens) {
            definition.add(ClauseKind::Constraint, &[], "USING", &tokens[at..]);
            return definition;
        }
        let Some(open) = tokens.iter().position(|token| token.is_mark("(")) else {
            return definition;
        };
        let close = closing(&tokens, open);
        for part in split(&tokens[open + 1..close]) {
            definition.read_part(part);
        }
        for option in split(tokens.get(close + 1..).unwrap_or_default()) {
            if option.first().is_some_and(|token| token.is("STRICT")) {
                definition.add(ClauseKind::Strict, &[], "STRICT", option);
            } else if option.len() >= 2 {
                definition.add(ClauseKind::Rowid, &[], "WITHOUT ROWID", option);
            }
        }
        definition.tell_apart();
        definition
    }

    fn add(&mut self, kind: ClauseKind, columns: &[String], words: &str, tokens: &[Token<'_>]) {
        self.clauses.push(Clause {
            kind,
            columns: columns.to_vec(),
            words: words.to_owned(),
            tokens: tokens.iter().map(Word::of).collect(),
            references: None,
        });
    }

    /// A column with its clauses, or a constraint of the table.
    fn read_part(&mut self, part: &[Token<'_>]) {
        const OF_TABLE: [&str; 5] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
        let Some(first) = part.first() else {
            return;
        };
        if OF_TABLE.iter().any(|word| first.is(word)) {
            self.read_clauses(part, &[]);
            return;
        }
        let column = vec![first.name()];
        self.columns.push(first.name());
        let rest = &part[1..];
        let of_type = type_length(rest);
        self.add(
            ClauseKind::Type,
            &column,
            &spelt(&rest[..of_type]),
            &rest[..of_type],
        );
        self.read_clauses(&rest[of_type..], &column);
    }

    /// Reads clauses one after the other; `column` has the column to which they belong, or is empty.
    fn read_clauses(&mut self, tokens: &[Token<'_>], column: &[String]) {
        let (mut at, mut name) = (0, None);
        while at < tokens.len() {
            if tokens[at].is("CONSTRAINT") && at + 1 < tokens.len() {
                name = Some(tokens[at + 1].name());
                at += 2;
                continue;
            }
            let length = clause_length(&tokens[at..]);
            self.read_clause(&tokens[at..at + length], column, name.take().as_deref());
            at += length;
        }
    }

    fn read_clause(&mut self, clause: &[Token<'_>], column: &[String], name: Option<&str>) {
        let about = || column.first().map_or("", String::as_str);
        let first = &clause[0];
        if first.is("DEFAULT") {
            let words = format!("DEFAULT {}", spelt(&clause[1..]));
            self.add(ClauseKind::Default, column, &words, clause);
        } else if first.is("COLLATE") && clause.get(1).is_some_and(|name| name.is("BINARY")) {
            // `COLLATE BINARY` is the default.
        } else if first.is("COLLATE") {
            let words = format!("COLLATE {}", spelt(&clause[1..]));
            self.add(ClauseKind::Collation, column, &words, clause);
        } else if first.is("GENERATED") || first.is("AS") {
            // `AS (…)` is short for `GENERATED ALWAYS AS (…)`, and `VIRTUAL` is the default.
            let at = clause.iter().position(|token| token.is("AS")).unwrap_or(0);
            let kept: Vec<Token<'_>> = clause[at..]
                .iter()
                .filter(|token| !token.is("VIRTUAL"))
                .copied()
                .collect();
            let words = format!("GENERATED ALWAYS {}", spelt(&kept));
            self.add(ClauseKind::Generated, column, &words, &kept);
        } else if first.is("CHECK") {
            let words = match name {
                Some(name) => format!("CHECK {}", plain(name)),
                None => format!("CHECK {}", spelt(&clause[1..])),
            };
            let columns = names_in(&clause[1..]);
            self.add(ClauseKind::Constraint, &columns, &words, clause);
        } else if first.is("NOT") {
            let words = format!("NOT NULL {}", plain(about()));
            self.add(ClauseKind::Constraint, column, &words, clause);
        } else if first.is("NULL") {
            // `NULL` is the default.
        } else if first.is("REFERENCES") || first.is("FOREIGN") {
            self.read_foreign_key(clause, column);
        } else {
            self.read_key(clause, column);
        }
    }

    /// `PRIMARY KEY` or `UNIQUE`, of a column or of the table: both are written in the form for the table.
    fn read_key(&mut self, clause: &[Token<'_>], column: &[String]) {
        let is_key = clause[0].is("PRIMARY");
        let start = if is_key { 2 } else { 1 };
        let mut rest: Vec<Token<'_>> = clause.get(start..).unwrap_or_default().to_vec();
        if let Some(at) = rest.iter().position(|token| token.is("AUTOINCREMENT")) {
            self.add(ClauseKind::Constraint, &[], "AUTOINCREMENT", &rest[at..=at]);
            rest.remove(at);
        }
        let (columns, mut parts, after) = match rest.first() {
            Some(open) if open.is_mark("(") => {
                let close = closing(&rest, 0);
                let inner = &rest[1..close];
                let columns = split(inner).iter().map(|part| part[0].name()).collect();
                let words: Vec<Word> = inner.iter().map(Word::of).collect();
                (columns, words, rest[close + 1..].to_vec())
            }
            _ => {
                let about = column.to_vec();
                let order = rest
                    .iter()
                    .take_while(|token| token.is("ASC") || token.is("DESC"))
                    .count();
                let mut words: Vec<Word> = about.iter().map(|name| Word::name(name)).collect();
                words.extend(rest[..order].iter().map(Word::of));
                (about, words, rest[order..].to_vec())
            }
        };
        parts.retain(|word| *word != Word::name("asc"));
        parts.extend(after.iter().map(Word::of));
        let (kind, head) = if is_key {
            (ClauseKind::Key, "PRIMARY KEY")
        } else {
            (ClauseKind::Constraint, "UNIQUE")
        };
        parts.insert(0, Word::name(head));
        self.clauses.push(Clause {
            kind,
            words: format!("{head} ({})", named(&columns)),
            columns,
            tokens: parts,
            references: None,
        });
    }

    /// A foreign key of a column or of the table. Both are given the form of the table, with defaults written out.
    fn read_foreign_key(&mut self, clause: &[Token<'_>], column: &[String]) {
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
        let mut rest = clause.get(at + 2..).unwrap_or_default();
        let mut parents = Vec::new();
        if rest.first().is_some_and(|token| token.is_mark("(")) {
            let close = closing(rest, 0);
            parents = list(&rest[..=close]);
            rest = &rest[close + 1..];
        }
        let action = |of: &str| {
            let on = (0..rest.len().saturating_sub(2))
                .find(|at| rest[*at].is("ON") && rest[at + 1].is(of));
            on.map_or("NO ACTION".to_owned(), |on| match &rest[on + 2] {
                token if token.is("SET") || token.is("NO") => {
                    let second = rest.get(on + 3).map_or("", |token| token.text);
                    format!("{} {second}", token.text).to_ascii_uppercase()
                }
                token => token.text.to_ascii_uppercase(),
            })
        };
        let is_deferred = rest.iter().any(|token| token.is("DEFERRED"))
            && !(0..rest.len().saturating_sub(1))
                .any(|at| rest[at].is("NOT") && rest[at + 1].is("DEFERRABLE"));
        let actions = format!(
            "ON UPDATE {} ON DELETE {}{}",
            action("UPDATE"),
            action("DELETE"),
            if is_deferred {
                " DEFERRABLE INITIALLY DEFERRED"
            } else {
                ""
            }
        );
        self.clauses.push(Clause {
            kind: ClauseKind::Constraint,
            words: format!(
                "FOREIGN KEY ({}) REFERENCES {} ({}) {actions}",
                named(&columns),
                plain(&parent),
                named(&parents),
            ),
            columns,
            tokens: tokens(&actions).iter().map(Word::of).collect(),
            references: Some((parent, parents)),
        });
    }
}

/// The place of `USING` in the SQL of a virtual table.
fn virtual_at(tokens: &[Token<'_>]) -> Option<usize> {
    let is_virtual = tokens.get(1).is_some_and(|token| token.is("VIRTUAL"));
    is_virtual.then(|| tokens.iter().position(|token| token.is("USING")))?
}

/// The place of the bracket that closes the one at `open`; the last place if there is none.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
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

/// The parts between commas that stand in no brackets.
fn split<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, token) in tokens.iter().enumerate() {
        if token.is_mark("(") {
            depth += 1;
        } else if token.is_mark(")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && token.is_mark(",") {
            parts.push(&tokens[start..at]);
            start = at + 1;
        }
    }
    parts.push(&tokens[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}

/// The names in a list in brackets.
fn list(tokens: &[Token<'_>]) -> Vec<String> {
    let inner = tokens.get(1..closing(tokens, 0)).unwrap_or_default();
    split(inner).iter().map(|part| part[0].name()).collect()
}

/// Every word that may be a name.
fn names_in(tokens: &[Token<'_>]) -> Vec<String> {
    tokens
        .iter()
        .filter(|token| matches!(token.sort, Sort::Word | Sort::Quoted))
        .map(Token::name)
        .collect()
}

/// Names as a head of a migration writes them.
fn named(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
    names.join(", ")
}

/// The text of tokens on one line, with a blank where there is white space or a comment between them.
fn spelt(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    let mut end = None;
    for token in tokens {
        if end.is_some_and(|end| end != token.at) {
            text.push(' ');
        }
        text.push_str(token.text);
        end = Some(token.at + token.text.len());
    }
    text
}

/// The words with which a clause of a column begins.
const BEGINNINGS: [&str; 11] = [
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS",
];

fn begins_clause(token: &Token<'_>) -> bool {
    BEGINNINGS.iter().any(|word| token.is(word)) || token.is("FOREIGN")
}

/// The number of tokens of a column's type, such as `VARCHAR (20)`.
fn type_length(tokens: &[Token<'_>]) -> usize {
    tokens
        .iter()
        .position(begins_clause)
        .unwrap_or(tokens.len())
}

/// The number of tokens of the clause with which these begin.
fn clause_length(tokens: &[Token<'_>]) -> usize {
    let is_foreign_key = tokens[0].is("REFERENCES") || tokens[0].is("FOREIGN");
    let mut at = match () {
        () if tokens[0].is("DEFAULT") => 2,
        () if tokens[0].is("COLLATE") => 2,
        () if tokens[0].is("NOT") => 2,
        () if tokens[0].is("GENERATED") => 3,
        () if is_foreign_key => tokens
            .iter()
            .position(|token| token.is("REFERENCES"))
            .map_or(1, |at| at + 2),
        () => 1,
    };
    at = at.min(tokens.len());
    if tokens[0].is("DEFAULT") && tokens.get(1).is_some_and(|token| token.is_mark("(")) {
        return (closing(tokens, 1) + 1).min(tokens.len());
    }
    let mut depth = 0_usize;
    while at < tokens.len() {
        let token = &tokens[at];
        if token.is_mark("(") {
            depth += 1;
        } else if token.is_mark(")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && begins_clause(token) && !continues(tokens, at, is_foreign_key) {
            break;
        }
        at += 1;
    }
    at
}

/// True where a word that could begin a clause belongs to a foreign key: `ON DELETE SET NULL`,
/// `SET DEFAULT`, `NOT DEFERRABLE`.
fn continues(tokens: &[Token<'_>], at: usize, is_foreign_key: bool) -> bool {
    let before = &tokens[at - 1];
    let next = tokens.get(at + 1);
    is_foreign_key && (before.is("SET") || next.is_some_and(|next| next.is("DEFERRABLE")))
}

#[cfg(test)]
mod tests;
