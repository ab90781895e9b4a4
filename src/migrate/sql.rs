//! SQL as a row of tokens: enough to find statements, their places and the words in them.
//!
//! What a statement means is for SQLite to say; nothing here decides whether SQL is right.

use crate::db::schema::quoted;

/// The sorts of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A bare word, keyword or name.
    Word,
    /// A name in double quotes, backticks or brackets.
    Quoted,
    /// A text in single quotes.
    Text,
    /// A number.
    Number,
    /// Any other character.
    Mark,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// Its sort.
    pub sort: Sort,
    /// As it is written.
    pub text: &'a str,
    /// The byte at which it begins.
    pub at: usize,
}

impl Token<'_> {
    /// True if this is the bare word, in any case of letters.
    pub fn is(&self, word: &str) -> bool {
        self.sort == Sort::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// True if this is the mark.
    pub fn is_mark(&self, mark: &str) -> bool {
        self.sort == Sort::Mark && self.text == mark
    }

    /// The name that it stands for, without its quotes.
    pub fn name(&self) -> String {
        match self.sort {
            Sort::Quoted => {
                let inner = &self.text[1..self.text.len().max(2) - 1];
                inner.replace("\"\"", "\"").replace("``", "`")
            }
            _ => self.text.to_owned(),
        }
    }
}

/// One statement of a file, with the comments before it.
#[derive(Debug, Clone)]
pub struct Statement<'a> {
    /// From the end of the one before to its semicolon.
    pub text: &'a str,
    /// The byte of the file at which `text` begins.
    pub at: usize,
    /// Its tokens; `at` counts from the beginning of the file.
    pub tokens: Vec<Token<'a>>,
}

impl Statement<'_> {
    /// The byte of the file at which its first word stands.
    pub fn first(&self) -> usize {
        self.tokens.first().map_or(self.at, |token| token.at)
    }

    /// The word that says what the statement does, in capitals: the first one, or what follows the tables of
    /// a `WITH`.
    pub fn verb(&self) -> String {
        const AFTER_WITH: [&str; 5] = ["SELECT", "INSERT", "REPLACE", "UPDATE", "DELETE"];
        let Some(first) = self.tokens.first() else {
            return String::new();
        };
        if !first.is("WITH") {
            return first.text.to_ascii_uppercase();
        }
        let mut depth = 0_usize;
        for token in &self.tokens {
            if token.is_mark("(") {
                depth += 1;
            } else if token.is_mark(")") {
                depth = depth.saturating_sub(1);
            } else if depth == 0 && AFTER_WITH.iter().any(|word| token.is(word)) {
                return token.text.to_ascii_uppercase();
            }
        }
        first.text.to_ascii_uppercase()
    }

    /// The first token at which these words stand next to each other.
    pub fn find(&self, words: &[&str]) -> Option<usize> {
        (0..self.tokens.len()).find(|start| self.has_at(*start, words))
    }

    /// True if these words stand next to each other from this token on.
    pub fn has_at(&self, start: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(n, word)| {
            self.tokens
                .get(start + n)
                .is_some_and(|token| token.is(word) || token.is_mark(word))
        })
    }
}

/// A name as a head writes it: in double quotes where it is not a plain word.
pub(crate) fn plain(name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && name.chars().next().is_some_and(|c| !c.is_ascii_digit());
    if is_plain {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// Line and column of a byte, both from 1; the column counts characters.
pub fn place(sql: &str, at: usize) -> (usize, usize) {
    let before = sql.get(..at).unwrap_or(sql);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[start..].chars().count() + 1)
}

/// The tokens of a text; comments and white space are left out.
pub fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < sql.len() {
        let rest = &sql[at..];
        let first = rest.chars().next().unwrap_or(' ');
        let (sort, length) = match first {
            _ if first.is_whitespace() || first == '\u{feff}' => (None, first.len_utf8()),
            '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => {
                (None, rest.find("*/").map_or(rest.len(), |end| end + 2))
            }
            '\'' => (Some(Sort::Text), closed(rest, '\'')),
            '"' | '`' => (Some(Sort::Quoted), closed(rest, first)),
            '[' => (
                Some(Sort::Quoted),
                rest.find(']').map_or(rest.len(), |end| end + 1),
            ),
            _ if is_word(first) && !first.is_ascii_digit() => {
                (Some(Sort::Word), run(rest, is_word))
            }
            _ if first.is_ascii_digit() => {
                (Some(Sort::Number), run(rest, |c| is_word(c) || c == '.'))
            }
            _ => (Some(Sort::Mark), first.len_utf8()),
        };
        if let Some(sort) = sort {
            let text = &rest[..length];
            found.push(Token { sort, text, at });
        }
        at += length;
    }
    found
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$' || !character.is_ascii()
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// The length of a quoted thing; its quote doubled is part of it.
fn closed(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = text[at..].find(quote) {
        at += end + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// The statements of a file; what holds no token is none.
pub fn statements(sql: &str) -> Vec<Statement<'_>> {
    let mut found = Vec::new();
    let (mut at, mut taken) = (0, Vec::new());
    let mut depth = 0_usize;
    for token in tokens(sql) {
        let in_trigger = is_trigger(&taken);
        taken.push(token);
        if in_trigger && (token.is("BEGIN") || token.is("CASE")) {
            depth += 1;
        } else if in_trigger && token.is("END") {
            depth = depth.saturating_sub(1);
        } else if token.is_mark(";") && depth == 0 {
            let end = token.at + 1;
            if taken.len() > 1 {
                let tokens = std::mem::take(&mut taken);
                found.push(Statement {
                    text: &sql[at..end],
                    at,
                    tokens,
                });
            }
            taken.clear();
            at = end;
        }
    }
    if !taken.is_empty() {
        found.push(Statement {
            text: &sql[at..],
            at,
            tokens: taken,
        });
    }
    found
}

fn is_trigger(tokens: &[Token<'_>]) -> bool {
    let second = tokens
        .iter()
        .skip(1)
        .find(|token| !(token.is("TEMP") || token.is("TEMPORARY")));
    tokens.first().is_some_and(|token| token.is("CREATE"))
        && second.is_some_and(|token| token.is("TRIGGER"))
}
