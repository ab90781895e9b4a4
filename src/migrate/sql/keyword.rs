//! Which bare words SQLite takes for keywords where a name could stand. In quotes, the same word is a name.

use super::{Sort, Token};

/// The keywords that SQLite never takes for names unless they are quoted.
const RESERVED: &[&str] = &[
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "AS",
    "AUTOINCREMENT",
    "BETWEEN",
    "CASE",
    "CHECK",
    "COLLATE",
    "COMMIT",
    "CONSTRAINT",
    "CREATE",
    "DEFAULT",
    "DEFERRABLE",
    "DELETE",
    "DISTINCT",
    "DROP",
    "ELSE",
    "ESCAPE",
    "EXCEPT",
    "EXISTS",
    "FOREIGN",
    "FROM",
    "GROUP",
    "HAVING",
    "IN",
    "INDEX",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "ISNULL",
    "JOIN",
    "LIMIT",
    "NOT",
    "NOTHING",
    "NOTNULL",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "PRIMARY",
    "REFERENCES",
    "RETURNING",
    "SELECT",
    "SET",
    "TABLE",
    "THEN",
    "TO",
    "TRANSACTION",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
];

/// The words that are values where they are not quoted.
const VALUES: &[&str] = &[
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "FALSE",
    "TRUE",
];

/// The words that may stand before `JOIN`, where a quoted word would be another name of the table before it.
const JOINING: &[&str] = &[
    "CROSS", "FULL", "INNER", "LEFT", "NATURAL", "OUTER", "RIGHT",
];

/// True if the token is a keyword that is never a name.
pub(crate) fn is_reserved(token: &Token<'_>) -> bool {
    is_one_of(token, RESERVED)
}

/// True if the token at this place is a keyword, and would mean something else in quotes.
pub(crate) fn is_keyword(tokens: &[Token<'_>], at: usize) -> bool {
    /// `JOIN` comes at most this many words behind the first one of these words.
    const FARTHEST: usize = 3;
    let token = &tokens[at];
    if is_reserved(token) || is_one_of(token, VALUES) {
        return true;
    }
    is_one_of(token, JOINING) && {
        let mut next = tokens[at + 1..].iter().take(FARTHEST);
        next.find(|token| !is_one_of(token, JOINING))
            .is_some_and(|token| token.is("JOIN"))
    }
}

/// True for a bare word that is a value, such as `NULL` or `TRUE`.
pub(crate) fn is_value(token: &Token<'_>) -> bool {
    token.is("NULL") || is_one_of(token, VALUES)
}

fn is_one_of(token: &Token<'_>, words: &[&str]) -> bool {
    token.sort == Sort::Word && words.iter().any(|word| token.is(word))
}
