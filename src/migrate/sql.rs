//! SQL as a sequence of tokens, to find statements, their places and the words in them.
//!
//! What a statement means, and whether it is correct, is left to SQLite.

mod keyword;
mod token;

pub(crate) use self::keyword::{is_keyword, is_reserved, is_value};
pub use self::token::{Sort, Token, each_comment, each_token};
use crate::db::schema::quoted;

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
    /// follows its tables, whatever their names.
    pub fn verb(&self) -> String {
        let Some(first) = self.tokens.first() else {
            return String::new();
        };
        if !first.is("WITH") {
            return first.text.to_ascii_uppercase();
        }
        let (mut depth, mut after_brackets) = (0_usize, false);
        for token in &self.tokens {
            if token.is_mark("(") {
                depth += 1;
            } else if token.is_mark(")") {
                depth = depth.saturating_sub(1);
                after_brackets = depth == 0;
            } else if depth == 0 {
                // Brackets hold the columns of a table, before `AS`, or its query, before a comma or the verb.
                if after_brackets && !token.is("AS") && !token.is_mark(",") {
                    return token.text.to_ascii_uppercase();
                }
                after_brackets = false;
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
    one == other || pieces(one) == pieces(other)
}

/// The tokens of a text, each with the text before it, with line ends of one sort and without quotes around names.
/// For each, it says whether it is a name: a text or a keyword never equals a name.
fn pieces(sql: &str) -> Vec<(String, bool, String)> {
    let unix = |text: &str| text.replace("\r\n", "\n");
    let tokens = tokens(sql);
    let mut end = 0;
    let piece = |(at, token): (usize, &Token<'_>)| {
        let before = unix(&sql[end..token.at]);
        end = token.at + token.text.len();
        let is_name = match token.sort {
            Sort::Word => !is_keyword(&tokens, at),
            sort => sort == Sort::Quoted,
        };
        let text = if is_name {
            unix(&token.name())
        } else {
            unix(token.text)
        };
        (before, is_name, text)
    };
    tokens.iter().enumerate().map(piece).collect()
}

/// The tokens of a text; comments and white space are left out.
pub fn tokens(sql: &str) -> Vec<Token<'_>> {
    each_token(sql).collect()
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
/// A statement ends with its semicolon, except for semicolons inside a trigger or the brackets of a virtual table. As
/// in SQLite's own `sqlite3_complete`, a trigger ends with an `END` that is alone between two semicolons. So columns in
/// a trigger may be called `begin` and `end`, and the `END` of a `CASE` does not end it. The brackets of a virtual
/// table may contain any token: its module reads them.
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
    /// The number of brackets that are open.
    depth: usize,
}

/// What a statement may still turn out to be.
#[derive(Default, PartialEq)]
enum Beginning {
    #[default]
    Nothing,
    Create,
    Trigger,
    Virtual,
    Other,
}

impl Tail {
    /// Takes the next token; returns true if the statement ends with it.
    fn ends_with(&mut self, token: &Token<'_>) -> bool {
        if token.is_mark(";") {
            let inside = match self.beginning {
                Beginning::Trigger => !self.after_end,
                Beginning::Virtual => self.depth > 0,
                _ => false,
            };
            self.after_semicolon = inside;
            self.after_end = false;
            return !inside;
        }
        self.holds_something = true;
        if token.is_mark("(") {
            self.depth += 1;
        } else if token.is_mark(")") {
            self.depth = self.depth.saturating_sub(1);
        }
        self.after_end = self.after_semicolon && token.is("END");
        self.after_semicolon = false;
        self.beginning = match self.beginning {
            Beginning::Nothing if token.is("CREATE") => Beginning::Create,
            Beginning::Nothing if EXPLAINING.iter().any(|word| token.is(word)) => {
                Beginning::Nothing
            }
            Beginning::Create if token.is("TEMP") || token.is("TEMPORARY") => Beginning::Create,
            Beginning::Create if token.is("TRIGGER") => Beginning::Trigger,
            Beginning::Create if token.is("VIRTUAL") => Beginning::Virtual,
            Beginning::Trigger => Beginning::Trigger,
            Beginning::Virtual => Beginning::Virtual,
            _ => Beginning::Other,
        };
        false
    }
}

/// Words that may stand before a statement.
const EXPLAINING: [&str; 3] = ["EXPLAIN", "QUERY", "PLAN"];
