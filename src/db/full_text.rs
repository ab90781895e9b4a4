//! Full-text tables: where their words and rows are kept, and which other table they read. No pragma of SQLite tells, so
//! this reads the arguments as the modules do.

/// What a table keeps itself, as far as its rows can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keeps {
    /// Its rows, as any other table does.
    #[default]
    Rows,
    /// The words of its rows and no row: a table of FTS5 without content.
    Words,
    /// Nothing that could be lost: an index of the rows of another table or view, or the list of the words of a
    /// full-text table.
    Index,
    /// Words that SQLite can find and not list: a table of FTS4 without content. SQLite takes none of them out of it.
    Hidden,
}

/// A full-text table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullText {
    /// What it keeps.
    pub keeps: Keeps,
    /// True if it is one of FTS5.
    pub is_fts5: bool,
    /// True if it has an inner table for its rows.
    has_content: bool,
    /// True if it has an inner table for the lengths of its rows.
    has_lengths: bool,
    /// The hidden column with the language of each row.
    pub language: Option<String>,
    /// The table or view that it reads, if it has no rows of its own.
    pub content: Option<String>,
    /// The column of that table with the number of each row, if one is named.
    pub row_number: Option<String>,
}

impl FullText {
    /// Reads the SQL of a table; `None` if it is no full-text table.
    pub fn of(sql: &str) -> Option<Self> {
        let (module, arguments) = module(sql)?;
        let arguments: Vec<(String, String)> = arguments.iter().filter_map(option).collect();
        let is_fts5 = module == "fts5";
        if !is_fts5 && module != "fts4" && module != "fts3" {
            return None;
        }
        let is_option = |key: &str, option: &str| {
            if is_fts5 {
                let mut known = FTS5_OPTIONS.iter();
                known.find(|known| known.starts_with(key)) == Some(&option)
            } else {
                module == "fts4" && key == option
            }
        };
        let value = |option: &str| {
            let mut last_first = arguments.iter().rev();
            last_first
                .find(|(key, _)| is_option(key, option))
                .map(|(_, value)| value.as_str())
        };
        let content = value("content");
        let keeps = match content {
            None => Keeps::Rows,
            Some("") if is_fts5 => Keeps::Words,
            Some("") => Keeps::Hidden,
            Some(_) => Keeps::Index,
        };
        let is_on = |option: &str| value(option).is_some_and(|value| value != "0");
        Some(Self {
            keeps,
            is_fts5,
            has_content: keeps == Keeps::Rows
                || keeps == Keeps::Words && is_on("contentless_unindexed"),
            has_lengths: value("columnsize") != Some("0"),
            language: value("languageid").map(str::to_owned),
            content: content.filter(|_| keeps == Keeps::Index).map(str::to_owned),
            row_number: value("content_rowid").map(str::to_owned),
        })
    }

    /// The endings of the names of inner tables that this one does not have, so that another table or a view may have
    /// such a name.
    pub fn lacks(&self) -> impl Iterator<Item = &'static str> {
        let content = (!self.has_content).then_some("content");
        let lengths = (!self.has_lengths).then_some("docsize");
        content.into_iter().chain(lengths)
    }
}

/// What a table with this SQL keeps.
pub fn keeps(sql: &str) -> Keeps {
    match FullText::of(sql) {
        Some(table) => table.keeps,
        None if words_of(sql).is_some() => Keeps::Index,
        None => Keeps::Rows,
    }
}

/// True if this SQL makes a virtual table.
pub fn is_virtual(sql: &str) -> bool {
    module(sql).is_some()
}

/// The full-text table whose words a table with this SQL lists; `None` for any other table.
pub fn words_of(sql: &str) -> Option<String> {
    let (module, arguments) = module(sql)?;
    // Only a temporary table can name the database too.
    let is_list = matches!(
        (module.as_str(), arguments.len()),
        ("fts4aux", 1) | ("fts5vocab", 2)
    );
    let pieces = arguments.first()?.iter();
    is_list.then(|| pieces.map(|piece| piece.text.as_str()).collect())
}

/// The options of FTS5 in the order in which it looks for one whose name begins with the given word.
const FTS5_OPTIONS: [&str; 10] = [
    "prefix",
    "tokenize",
    "content",
    "contentless_delete",
    "contentless_unindexed",
    "content_rowid",
    "columnsize",
    "locale",
    "detail",
    "tokendata",
];

fn is_word(piece: &Piece, word: &str) -> bool {
    !piece.is_quoted && piece.text.eq_ignore_ascii_case(word)
}

/// The module of a virtual table, in small letters, and its arguments; `None` for any other table.
fn module(sql: &str) -> Option<(String, Vec<Vec<Piece>>)> {
    let pieces = pieces(sql);
    if !pieces.get(1).is_some_and(|piece| is_word(piece, "virtual")) {
        return None;
    }
    let using = pieces.iter().position(|piece| is_word(piece, "using"))?;
    let module = pieces.get(using + 1)?.text.to_ascii_lowercase();
    let mut arguments = vec![Vec::new()];
    let mut depth = 0_usize;
    for piece in pieces.into_iter().skip(using + 3) {
        match piece.text.as_str() {
            "," if !piece.is_quoted && depth == 0 => arguments.push(Vec::new()),
            ")" if !piece.is_quoted && depth == 0 => break,
            text => {
                depth += usize::from(!piece.is_quoted && text == "(");
                depth -= usize::from(!piece.is_quoted && text == ")");
                arguments.last_mut()?.push(piece);
            }
        }
    }
    Some((module, arguments))
}

/// The option that an argument sets, and its value.
fn option(argument: &Vec<Piece>) -> Option<(String, String)> {
    let [key, equals, value @ ..] = argument.as_slice() else {
        return None;
    };
    let value = value.iter().map(|piece| piece.text.as_str()).collect();
    is_word(equals, "=").then(|| (key.text.to_ascii_lowercase(), value))
}

/// A word, a text in quotes, or a mark.
struct Piece {
    /// Without its quotes.
    text: String,
    is_quoted: bool,
}

/// The pieces of a statement, without blanks and comments.
fn pieces(sql: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        let comment = match rest.get(..2) {
            Some("--") => Some(rest.find('\n')),
            Some("/*") => Some(rest[2..].find("*/").map(|at| at + 3)),
            _ => None,
        };
        if let Some(end) = comment {
            rest = end.map_or("", |end| &rest[end + 1..]).trim_start();
            continue;
        }
        let closing = match first {
            '\'' | '"' | '`' => Some(first),
            '[' => Some(']'),
            _ => None,
        };
        let (piece, length) = closing.map_or_else(|| bare(rest), |closing| quoted(rest, closing));
        pieces.push(piece);
        rest = rest[length..].trim_start();
    }
    pieces
}

/// The word or the mark at the beginning, and its length.
fn bare(rest: &str) -> (Piece, usize) {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_' || !c.is_ascii();
    let word = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
    let mark = rest.chars().next().map_or(0, char::len_utf8);
    let length = if word == 0 { mark } else { word };
    let piece = Piece {
        text: rest[..length].to_owned(),
        is_quoted: false,
    };
    (piece, length)
}

/// The text in quotes at the beginning, and its length with them. A doubled mark stands for one.
fn quoted(rest: &str, closing: char) -> (Piece, usize) {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    let mut length = rest.len();
    while let Some((at, c)) = chars.next() {
        if c != closing {
            text.push(c);
        } else if closing != ']' && chars.peek().is_some_and(|(_, next)| *next == closing) {
            chars.next();
            text.push(c);
        } else {
            length = at + c.len_utf8();
            break;
        }
    }
    let is_quoted = true;
    (Piece { text, is_quoted }, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_table_keeps_is_read_as_the_modules_read_it() {
        for (sql, keeps) in [
            ("CREATE TABLE t (a)", None),
            ("CREATE VIRTUAL TABLE t USING rtree(id, x0, x1)", None),
            ("CREATE VIRTUAL TABLE t USING fts5(a)", Some(Keeps::Rows)),
            (
                "CREATE VIRTUAL TABLE t USING fts5(a, content = '')",
                Some(Keeps::Words),
            ),
            (
                "CREATE VIRTUAL TABLE t USING fts5(a, \"content\"=[])",
                Some(Keeps::Words),
            ),
            (
                "CREATE VIRTUAL TABLE t USING fts5(a, co='', contentless_delete=1)",
                Some(Keeps::Words),
            ),
            (
                "CREATE VIRTUAL TABLE t USING fts5(a, content=u, content_rowid='id')",
                Some(Keeps::Index),
            ),
            (
                "CREATE VIRTUAL TABLE t USING fts5(a, content_rowid='id')",
                Some(Keeps::Rows),
            ),
            (
                "CREATE VIRTUAL TABLE \"using fts5(a, content='')\" USING fts5(a)",
                Some(Keeps::Rows),
            ),
            (
                "CREATE VIRTUAL TABLE t /* using */ USING FTS5 -- content=''\n(a)",
                Some(Keeps::Rows),
            ),
            (
                "CREATE VIRTUAL TABLE t USING fts5(a, tokenize=\"unicode61 tokenchars ',content='\")",
                Some(Keeps::Rows),
            ),
            (
                "CREATE VIRTUAL TABLE t USING fts4(a, content=\"\")",
                Some(Keeps::Hidden),
            ),
            (
                "CREATE VIRTUAL TABLE t USING fts4(a, content=`u`)",
                Some(Keeps::Index),
            ),
            (
                "CREATE VIRTUAL TABLE t USING fts3(a, content=u)",
                Some(Keeps::Rows),
            ),
            (
                "CREATE VIRTUAL TABLE t USING fts4(a, tokenize=porter)",
                Some(Keeps::Rows),
            ),
        ] {
            assert_eq!(FullText::of(sql).map(|table| table.keeps), keeps, "{sql}");
        }
    }

    #[test]
    fn the_table_that_is_read_is_told() {
        for (arguments, read) in [
            ("fts5vocab(f, row)", Some("f")),
            ("fts5vocab('f 2', \"col\")", Some("f 2")),
            ("fts4aux([f])", Some("f")),
            ("FTS4AUX(f)", Some("f")),
            ("fts5vocab(f)", None),
            ("fts5(f, row)", None),
        ] {
            let sql = format!("CREATE VIRTUAL TABLE t USING {arguments}");
            assert_eq!(words_of(&sql).as_deref(), read, "{sql}");
        }
        for (arguments, read, number) in [
            (
                "fts5(a, content=t, content_rowid=\"my id\")",
                Some("t"),
                Some("my id"),
            ),
            ("fts4(a, content=\"T 2\")", Some("T 2"), None),
            ("fts5(a, content='')", None, None),
            ("fts5(a)", None, None),
        ] {
            let sql = format!("CREATE VIRTUAL TABLE t USING {arguments}");
            let table = FullText::of(&sql).unwrap();
            assert_eq!(table.content.as_deref(), read, "{sql}");
            assert_eq!(table.row_number.as_deref(), number, "{sql}");
        }
    }

    #[test]
    fn inner_tables_that_are_not_there_are_told() {
        let lacks = |arguments: &str| -> Vec<&str> {
            let sql = format!("CREATE VIRTUAL TABLE t USING fts5(a, {arguments})");
            FullText::of(&sql).unwrap().lacks().collect()
        };
        assert!(lacks("detail=none").is_empty());
        assert_eq!(lacks("content='x'"), ["content"]);
        assert_eq!(lacks("columnsize=0"), ["docsize"]);
        assert_eq!(lacks("content='', col=0"), ["content", "docsize"]);
        assert!(lacks("content='', contentless_unindexed=1").is_empty());
    }
}
