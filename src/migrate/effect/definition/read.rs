//! Reads `CREATE TABLE` clause by clause. The text comes from `sqlite_schema`, so SQLite has accepted it.

mod extent;
mod foreign_key;

use self::extent::{clause_length, closing, type_length};
use super::{Clause, ClauseKind, Definition, Word};
use crate::migrate::sql::{Sort, Token, is_value, plain, tokens};

impl Definition {
    /// Reads the SQL of a table as SQLite keeps it. A virtual table has one clause, its module and
    /// arguments.
    pub(crate) fn of(sql: &str) -> Self {
        let tokens = tokens(sql);
        let mut definition = Self::default();
        if let Some(at) = virtual_at(&tokens) {
            let words = module_words(sql, &tokens[at..]);
            definition.add(ClauseKind::Constraint, &[], "USING", words);
            return definition;
        }
        let Some(open) = tokens.iter().position(|token| token.is_mark("(")) else {
            return definition;
        };
        let close = closing(&tokens, open);
        for part in split(&tokens[open + 1..close]) {
            definition.read_part(sql, part);
        }
        for option in split(tokens.get(close + 1..).unwrap_or_default()) {
            let words = Word::all(option);
            if option.first().is_some_and(|token| token.is("STRICT")) {
                definition.add(ClauseKind::Strict, &[], "STRICT", words);
            } else if option.len() >= 2 {
                definition.add(ClauseKind::Rowid, &[], "WITHOUT ROWID", words);
            }
        }
        definition.settle();
        definition.tell_apart();
        definition
    }

    fn add(&mut self, kind: ClauseKind, columns: &[String], words: &str, tokens: Vec<Word>) {
        self.clauses.push(Clause {
            kind,
            columns: columns.to_vec(),
            words: words.to_owned(),
            tokens,
            name: None,
            references: None,
        });
    }

    /// A column with its clauses, or a constraint of the table.
    fn read_part(&mut self, sql: &str, part: &[Token<'_>]) {
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
        let (of_type, clauses) = part[1..].split_at(type_length(&part[1..]));
        let mut words = Word::all(of_type);
        words.extend(other_affinity(sql, of_type, clauses));
        self.add(ClauseKind::Type, &column, &spelt(of_type), words);
        self.read_clauses(clauses, &column);
    }

    /// Reads clauses one after the other; `column` has the column to which they belong, or is empty.
    fn read_clauses(&mut self, tokens: &[Token<'_>], column: &[String]) {
        let (mut at, mut name) = (0, None);
        while at < tokens.len() {
            if tokens[at].is("CONSTRAINT") {
                name = Some(tokens[at + 1].name());
                at += 2;
                continue;
            }
            let length = clause_length(&tokens[at..]);
            let known = self.clauses.len();
            self.read_clause(&tokens[at..at + length], column, name.as_deref());
            for clause in &mut self.clauses[known..] {
                clause.name.clone_from(&name);
            }
            name = None;
            at += length;
        }
    }

    fn read_clause(&mut self, clause: &[Token<'_>], column: &[String], name: Option<&str>) {
        let about = || column.first().map_or("", String::as_str);
        let first = &clause[0];
        if first.is("DEFAULT") {
            let words = format!("DEFAULT {}", spelt(&clause[1..]));
            self.add(ClauseKind::Default, column, &words, default_words(clause));
        } else if first.is("COLLATE") {
            let words = format!("COLLATE {}", spelt(&clause[1..]));
            let tokens = clause.iter().map(|token| Word::name(&token.name()));
            self.add(ClauseKind::Collation, column, &words, tokens.collect());
        } else if first.is("GENERATED") || first.is("AS") {
            // `AS (…)` is short for `GENERATED ALWAYS AS (…)`, and `VIRTUAL` is the default.
            let at = clause.iter().position(|token| token.is("AS")).unwrap_or(0);
            let mut kept = &clause[at..];
            if let [before @ .., last] = kept
                && last.is("VIRTUAL")
            {
                kept = before;
            }
            let words = format!("GENERATED ALWAYS {}", spelt(kept));
            self.add(ClauseKind::Generated, column, &words, Word::all(kept));
        } else if first.is("CHECK") {
            let words = match name {
                Some(name) => format!("CHECK {}", plain(name)),
                None => format!("CHECK {}", spelt(&clause[1..])),
            };
            let columns = names_in(&clause[1..]);
            self.add(ClauseKind::Constraint, &columns, &words, Word::all(clause));
        } else if first.is("DEFERRABLE") {
            self.defer(clause.iter().any(|token| token.is("DEFERRED")));
        } else if first.is("NOT") && clause.get(1).is_some_and(|next| next.is("DEFERRABLE")) {
            self.defer(false);
        } else if first.is("NOT") {
            let words = format!("NOT NULL {}", plain(about()));
            self.add(ClauseKind::Constraint, column, &words, Word::all(clause));
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
            let words = Word::all(&rest[at..=at]);
            self.add(ClauseKind::Constraint, &[], "AUTOINCREMENT", words);
            rest.remove(at);
        }
        let (columns, mut parts, after) = match rest.first() {
            Some(open) if open.is_mark("(") => {
                let close = closing(&rest, 0);
                let inner = &rest[1..close];
                let columns = split(inner).iter().map(|part| named_by(part)).collect();
                (columns, key_words(inner), rest[close + 1..].to_vec())
            }
            _ => {
                let about = column.to_vec();
                let order = rest
                    .iter()
                    .take_while(|token| token.is("ASC") || token.is("DESC"))
                    .count();
                let mut words: Vec<Word> = about.iter().map(|name| Word::name(name)).collect();
                let is_descending = |token: &&Token<'_>| token.is("DESC");
                let descending = rest[..order].iter().filter(is_descending);
                words.extend(descending.map(|token| Word::name(token.text)));
                (about, words, rest[order..].to_vec())
            }
        };
        parts.extend(Word::all(&after));
        let (kind, head) = if is_key {
            (ClauseKind::Key, "PRIMARY KEY")
        } else {
            (ClauseKind::Constraint, "UNIQUE")
        };
        parts.insert(0, Word::keyword(head));
        self.clauses.push(Clause {
            kind,
            words: format!("{head} ({})", named(&columns)),
            columns,
            tokens: parts,
            name: None,
            references: None,
        });
    }
}

/// The place of `USING` in the SQL of a virtual table.
fn virtual_at(tokens: &[Token<'_>]) -> Option<usize> {
    let is_virtual = tokens.get(1).is_some_and(|token| token.is("VIRTUAL"));
    is_virtual.then(|| tokens.iter().position(|token| token.is("USING")))?
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

/// The column that a part of a key names, which may stand in brackets.
fn named_by(part: &[Token<'_>]) -> String {
    let name = part.iter().find(|token| !token.is_mark("("));
    name.map(Token::name).unwrap_or_default()
}

/// The words of the parts of a key, in which `ASC` is the default, and a text is a name.
fn key_words(inner: &[Token<'_>]) -> Vec<Word> {
    let is_name = |at: usize| at == 0 || inner[at - 1].is_mark(",");
    let words = Word::all(inner).into_iter().enumerate();
    words
        .filter(|(at, _)| is_name(*at) || !inner[*at].is("ASC"))
        .map(|(at, word)| match inner[at].sort {
            Sort::Text => Word::name(&inner[at].name()),
            _ => word,
        })
        .collect()
}

/// The words of a default. Behind `DEFAULT`, a bare or quoted name is a text, whose letters count.
fn default_words(clause: &[Token<'_>]) -> Vec<Word> {
    let mut words = Word::all(clause);
    if let ([_, value], [_, word]) = (clause, &mut words[..])
        && matches!(value.sort, Sort::Word | Sort::Quoted)
        && !is_value(value)
    {
        *word = Word::Other(format!("'{}'", value.name().replace('\'', "''")));
    }
    words
}

/// A word about the affinity of a column, if it is not the one that the words of its type give: SQLite also reads the
/// comments between them, and between the last one and `GENERATED ALWAYS`.
fn other_affinity(sql: &str, of_type: &[Token<'_>], clauses: &[Token<'_>]) -> Option<Word> {
    let generated = clauses.first().filter(|token| token.is("GENERATED"));
    let always = generated.and(clauses.get(1)).map(|always| always.at);
    let first = of_type.first().or(generated)?;
    let end = always.or_else(|| of_type.last().map(|last| last.at + last.text.len()))?;
    let text = sql[first.at..end].trim_ascii_end().to_ascii_uppercase();
    let of_clause = always.and_then(|_| text.strip_suffix("GENERATED"));
    let written = affinity(of_clause.unwrap_or(&text).trim_ascii_end());
    (written != affinity(&spelt(of_type))).then(|| Word::Other(format!("affinity {written}")))
}

/// The affinity that SQLite derives from the text of a type.
fn affinity(text: &str) -> &'static str {
    let text = text.to_ascii_uppercase();
    let has = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    match () {
        () if has(&["INT"]) => "INTEGER",
        () if has(&["CHAR", "CLOB", "TEXT"]) => "TEXT",
        () if has(&["BLOB"]) || text.is_empty() => "BLOB",
        () if has(&["REAL", "FLOA", "DOUB"]) => "REAL",
        () => "NUMERIC",
    }
}

/// The words of the module of a virtual table and its arguments. The module reads their text: behind `=`, letters
/// count, and so do quotes and comments.
fn module_words(sql: &str, tokens: &[Token<'_>]) -> Vec<Word> {
    let Some(open) = tokens.iter().position(|token| token.is_mark("(")) else {
        return Word::all(tokens);
    };
    let mut words = Word::all(&tokens[..=open]);
    for argument in split(&tokens[open + 1..closing(tokens, open)]) {
        let equals = argument.iter().position(|token| token.is_mark("="));
        let names = match equals {
            None if argument[0].is("TOKENIZE") => 1,
            None => argument.len(),
            Some(at) => at,
        };
        words.extend(Word::all(&argument[..names]));
        let mut end = argument[names.saturating_sub(1)];
        for token in &argument[names..] {
            let between = sql[end.at + end.text.len()..token.at].trim();
            if !between.is_empty() {
                words.push(Word::Other(between.to_owned()));
            }
            words.push(Word::Other(token.text.to_owned()));
            end = *token;
        }
        words.push(Word::Other(",".to_owned()));
    }
    words
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

#[cfg(test)]
mod tests;
