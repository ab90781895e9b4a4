//! The tokens of SQL, cut exactly where SQLite's own tokenizer cuts them. A text between two tokens that SQLite reads
//! otherwise could hide a statement or a clause, or invent one.

/// The sorts of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A bare word, keyword or name.
    Word,
    /// A name in double quotes, backticks or brackets.
    Quoted,
    /// A text in single quotes.
    Text,
    /// Bytes: `x'0a'`.
    Blob,
    /// A number.
    Number,
    /// A parameter: `?1`, `:name`, `@name`, `$name`.
    Parameter,
    /// An operator, or any other character.
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

    /// The name without its quotes. Only the mark that encloses it can be doubled in it. Where SQLite needs a name, it
    /// also accepts a text in single quotes.
    pub fn name(&self) -> String {
        if !matches!(self.sort, Sort::Text | Sort::Quoted) {
            return self.text.to_owned();
        }
        let (mark, inner) = self.text.split_at(1);
        let closing = if mark == "[" { "]" } else { mark };
        let inner = inner.strip_suffix(closing).unwrap_or(inner);
        if mark == "[" {
            return inner.to_owned();
        }
        inner.replace(&mark.repeat(2), mark)
    }
}

/// The tokens of a text, one at a time; comments and white space are left out.
pub fn each_token(sql: &str) -> impl Iterator<Item = Token<'_>> {
    each_piece(sql).filter_map(|(sort, at, text)| {
        Some(Token {
            sort: sort?,
            text,
            at,
        })
    })
}

/// The comments of a text, each with the byte at which it begins.
pub fn each_comment(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_comment = |text: &str| text.starts_with("--") || text.starts_with("/*");
    each_piece(sql)
        .filter(move |(sort, _, text)| sort.is_none() && is_comment(text))
        .map(|(_, at, text)| (at, text))
}

/// All of a text in pieces, each with the byte at which it begins; comments and white space have no sort.
fn each_piece(sql: &str) -> impl Iterator<Item = (Option<Sort>, usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let rest = sql.get(start..).filter(|rest| !rest.is_empty())?;
        let (sort, length) = measured(rest);
        at += length;
        Some((sort, start, &sql[start..at]))
    })
}

/// The sort and the length of the token at the beginning of a text; no sort for a comment or white space.
fn measured(rest: &str) -> (Option<Sort>, usize) {
    let bytes = Bytes(rest.as_bytes());
    match (bytes.at(0), bytes.at(1)) {
        (b' ' | b'\t' | b'\n' | b'\x0c' | b'\r', _) => (None, bytes.run(1, is_space)),
        (b'-', b'-') => (None, rest.find('\n').unwrap_or(rest.len())),
        // At the end of a text, `/*` is no comment.
        (b'/', b'*') if rest.len() > 2 => {
            let end = rest[2..].find("*/");
            (None, end.map_or(rest.len(), |end| end + 4))
        }
        (mark @ b'\'', _) => (Some(Sort::Text), bytes.closed(mark)),
        (mark @ (b'"' | b'`'), _) => (Some(Sort::Quoted), bytes.closed(mark)),
        (b'[', _) => {
            let end = rest.find(']');
            (Some(Sort::Quoted), end.map_or(rest.len(), |end| end + 1))
        }
        (b'0'..=b'9', _) | (b'.', b'0'..=b'9') => (Some(Sort::Number), bytes.number()),
        (b'x' | b'X', b'\'') => (Some(Sort::Blob), bytes.blob()),
        (b'?', _) => {
            let end = bytes.run(1, |byte| byte.is_ascii_digit());
            (Some(Sort::Parameter), end)
        }
        (b'$' | b'@' | b':' | b'#', _) => (Some(Sort::Parameter), bytes.parameter()),
        _ if rest.starts_with('\u{feff}') => (None, '\u{feff}'.len_utf8()),
        (first, _) if is_word(first) => (Some(Sort::Word), bytes.run(1, is_word)),
        _ => (Some(Sort::Mark), bytes.mark()),
    }
}

/// True for a byte of a word. As in SQLite, everything that is not ASCII is part of a word, also white space.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || !byte.is_ascii()
}

/// True for a byte that goes on with white space. A vertical tab does, but cannot begin it.
fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// The rest of a text from a token on.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    /// The byte at a place; 0 behind the end.
    fn at(&self, place: usize) -> u8 {
        self.0.get(place).copied().unwrap_or(0)
    }

    /// The place from `start` on at which bytes of a sort end.
    fn run(&self, start: usize, belongs: impl Fn(u8) -> bool) -> usize {
        let rest = self.0.iter().skip(start);
        start.min(self.0.len()) + rest.take_while(|byte| belongs(**byte)).count()
    }

    /// The length of a quoted name or text; a doubled mark is part of it.
    fn closed(&self, mark: u8) -> usize {
        let mut at = 1;
        while at < self.0.len() {
            at += 1;
            if self.at(at - 1) == mark {
                if self.at(at) != mark {
                    return at;
                }
                at += 1;
            }
        }
        self.0.len()
    }

    /// The length of a number. What SQLite adds to one that it refuses, `1abc`, are bytes of a word, and so are those of
    /// a hexadecimal number.
    fn number(&self) -> usize {
        let digits = |start| self.run(start, |byte| byte.is_ascii_digit() || byte == b'_');
        let mut end = digits(0);
        if self.at(end) == b'.' {
            end = digits(end + 1);
        }
        if matches!(self.at(end), b'e' | b'E') {
            let signed = usize::from(matches!(self.at(end + 1), b'+' | b'-'));
            if self.at(end + 1 + signed).is_ascii_digit() {
                end = digits(end + 2);
            }
        }
        self.run(end, is_word)
    }

    fn blob(&self) -> usize {
        let end = self.run(2, |byte| byte != b'\'');
        (end + 1).min(self.0.len())
    }

    /// The length of a named parameter, which may have a part in brackets: `$name(part)`.
    fn parameter(&self) -> usize {
        let (mut at, mut is_named) = (1, false);
        loop {
            match self.at(at) {
                byte if is_word(byte) => {
                    is_named = true;
                    at += 1;
                }
                b'(' if is_named => {
                    let end = self.run(at, |byte| !is_space(byte) && byte != b')');
                    return end + usize::from(self.at(end) == b')');
                }
                b':' if self.at(at + 1) == b':' => at += 2,
                _ => return at,
            }
        }
    }

    /// The length of an operator.
    fn mark(&self) -> usize {
        match (self.at(0), self.at(1)) {
            (b'-', b'>') if self.at(2) == b'>' => 3,
            (b'-' | b'<' | b'>', b'>')
            | (b'=' | b'<' | b'>' | b'!', b'=')
            | (b'<', b'<')
            | (b'|', b'|') => 2,
            _ => 1,
        }
    }
}
