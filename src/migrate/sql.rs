//! SQL as a sequence of tokens, to find statements, their places and the words in them.
//!
//! What a statement means, and whether it is correct, is left to SQLite.

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

/// A token with its place.
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

    /// The name without its quotes. Where SQLite needs a name, it also accepts a text in single quotes.
    pub fn name(&self) -> String {
        match self.sort {
            Sort::Text => {
                let inner = &self.text[1..self.text.len().max(2) - 1];
                inner.replace("''", "'")
            }
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
    /// The text from the end of the statement before to its semicolon.
    pub text: &'a str,
    /// The byte of the file at which `text` begins.
    pub at: usize,
    /// Its tokens; `at` counts from the beginning of the file.
    pub tokens: Vec<Token<'a>>,
}

impl Statement<'_> {
    /// The byte of the file at which its first word begins.
    pub fn first(&self) -> usize {
        self.tokens.first().map_or(self.at, |token| token.at)
    }

    /// The keyword that says what the statement does, in capitals: the first word, or after a `WITH` the word that
    /// follows its tables.
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

    /// The place of the first token from which on these words follow each other.
    pub fn find(&self, words: &[&str]) -> Option<usize> {
        (0..self.tokens.len()).find(|start| self.has_at(*start, words))
    }

    /// True if these words follow each other from this token on.
    pub fn has_at(&self, start: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(n, word)| {
            self.tokens
                .get(start + n)
                .is_some_and(|token| token.is(word) || token.is_mark(word))
        })
    }
}

/// True if a name is a plain word, which needs no quotes.
pub(crate) fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && name.chars().next().is_some_and(|c| !c.is_ascii_digit())
}

/// A name in the form of an announcement: in double quotes if it is not a plain word.
pub(crate) fn plain(name: &str) -> String {
    if is_plain(name) {
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

/// True if two texts of a schema differ at most in line ends and in quotes around names, which SQLite itself adds
/// when it renames.
pub fn same_text(one: &str, other: &str) -> bool {
    one == other || pieces(one).eq(pieces(other))
}

/// The tokens of a text, each with the text before it, without carriage returns and without quotes around names.
fn pieces(sql: &str) -> impl Iterator<Item = (String, bool, String)> {
    let mut end = 0;
    each_token(sql).map(move |token| {
        let before = sql[end..token.at].replace('\r', "");
        end = token.at + token.text.len();
        let is_name = matches!(token.sort, Sort::Word | Sort::Quoted);
        (before, is_name, token.name().replace('\r', ""))
    })
}

/// The tokens of a text; comments and white space are left out.
pub fn tokens(sql: &str) -> Vec<Token<'_>> {
    each_token(sql).collect()
}

/// The tokens of a text, one at a time.
pub fn each_token(sql: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < sql.len() {
            let start = at;
            let (sort, length) = measured(&sql[start..]);
            at += length;
            if let Some(sort) = sort {
                return Some(Token {
                    sort,
                    text: &sql[start..at],
                    at: start,
                });
            }
        }
        None
    })
}

/// The sort and the length of the token at the beginning of a text; no sort for a comment or white space.
fn measured(rest: &str) -> (Option<Sort>, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    match first {
        // As in SQLite, other white space of Unicode is part of a name.
        _ if first.is_ascii_whitespace() || first == '\u{feff}' => (None, first.len_utf8()),
        '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => (None, rest.find("*/").map_or(rest.len(), |end| end + 2)),
        '\'' => (Some(Sort::Text), closed(rest, '\'')),
        '"' | '`' => (Some(Sort::Quoted), closed(rest, first)),
        '[' => (
            Some(Sort::Quoted),
            rest.find(']').map_or(rest.len(), |end| end + 1),
        ),
        _ if is_word(first) && !first.is_ascii_digit() => (Some(Sort::Word), run(rest, is_word)),
        _ if first.is_ascii_digit() => (Some(Sort::Number), run(rest, |c| is_word(c) || c == '.')),
        _ => (Some(Sort::Mark), first.len_utf8()),
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$' || !character.is_ascii()
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// The length of a quoted name or text; a doubled quote is part of it.
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

/// The statements of a file; a text without tokens is no statement.
pub fn statements(sql: &str) -> Vec<Statement<'_>> {
    each_statement(sql)
        .map(|(at, text)| {
            let tokens = each_token(text).map(|token| Token {
                at: token.at + at,
                ..token
            });
            Statement {
                text,
                at,
                tokens: tokens.collect(),
            }
        })
        .collect()
}

/// The texts of the statements of a file, one at a time, each with the byte at which it begins.
///
/// A statement ends with its semicolon, except for semicolons inside a trigger. As in SQLite's own
/// `sqlite3_complete`, a trigger ends with an `END` that is alone between two semicolons. So columns in a trigger may
/// be called `begin` and `end`, and the `END` of a `CASE` does not end it.
pub fn each_statement(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let mut tokens = each_token(sql).peekable();
    std::iter::from_fn(move || {
        loop {
            tokens.peek()?;
            let start = at;
            at = sql.len();
            let mut tail = Tail::default();
            for token in tokens.by_ref() {
                if tail.ends_with(&token) {
                    at = token.at + 1;
                    break;
                }
            }
            if tail.holds_something {
                return Some((start, &sql[start..at]));
            }
        }
    })
}

/// The state of recognising the end of a statement, token by token.
#[derive(Default)]
struct Tail {
    holds_something: bool,
    beginning: Beginning,
    /// The last token was a semicolon inside a trigger.
    after_semicolon: bool,
    /// The last token was an `END` after such a semicolon.
    after_end: bool,
}

/// What a statement may still turn out to be.
#[derive(Default, PartialEq)]
enum Beginning {
    #[default]
    Nothing,
    Create,
    Trigger,
    Other,
}

impl Tail {
    /// Takes the next token; returns true if the statement ends with it.
    fn ends_with(&mut self, token: &Token<'_>) -> bool {
        if token.is_mark(";") {
            let inside = self.beginning == Beginning::Trigger && !self.after_end;
            self.after_semicolon = inside;
            self.after_end = false;
            return !inside;
        }
        self.holds_something = true;
        self.after_end = self.after_semicolon && token.is("END");
        self.after_semicolon = false;
        self.beginning = match self.beginning {
            Beginning::Nothing if token.is("CREATE") => Beginning::Create,
            Beginning::Nothing if EXPLAINING.iter().any(|word| token.is(word)) => {
                Beginning::Nothing
            }
            Beginning::Create if token.is("TEMP") || token.is("TEMPORARY") => Beginning::Create,
            Beginning::Create if token.is("TRIGGER") => Beginning::Trigger,
            Beginning::Trigger => Beginning::Trigger,
            _ => Beginning::Other,
        };
        false
    }
}

/// Words that may stand before a statement.
const EXPLAINING: [&str; 3] = ["EXPLAIN", "QUERY", "PLAN"];
