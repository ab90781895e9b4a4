//! What becomes of the values of a column that gets another type, as SQLite stores them then.

use super::definition::{ClauseKind, Definition};

/// The form that values take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Becomes {
    /// Numbers become texts.
    Text,
    /// Texts that are numbers become these.
    Number,
    /// The same, and whole numbers become reals.
    Real,
}

impl Becomes {
    /// What becomes of the values of a column; `None` if they stay as they are.
    pub(crate) fn of(was: (&Definition, &str), is: (&Definition, &str)) -> Option<Self> {
        let (was, is) = (form(was.0, was.1), form(is.0, is.1));
        is.filter(|_| was != is)
    }

    /// The value that becomes of one with this name, in SQL.
    pub(crate) fn sql(self, name: &str) -> String {
        // SQLite compares a text with a number by what it would store in the place of the text. A text that is no number
        // equals none.
        let is_number = format!("typeof({name}) = 'text' AND CAST({name} AS NUMERIC) = {name}");
        let (is_other, stored) = match self {
            Self::Text => (format!("typeof({name}) IN ('integer', 'real')"), "TEXT"),
            Self::Number => (is_number, "NUMERIC"),
            Self::Real => (format!("typeof({name}) = 'integer' OR {is_number}"), "REAL"),
        };
        format!("CASE WHEN {is_other} THEN CAST({name} AS {stored}) ELSE {name} END")
    }
}

/// The form that a column gives to values; `None` if it takes them as they are.
fn form(definition: &Definition, column: &str) -> Option<Becomes> {
    let of_column = |kind| {
        let mut clauses = definition.clauses.iter();
        clauses.find(|it| it.kind == kind && it.columns[0].eq_ignore_ascii_case(column))
    };
    let words = of_column(ClauseKind::Type).map_or("", |clause| clause.words.as_str());
    let words = words.to_ascii_uppercase();
    let has_any = |some: &[&str]| some.iter().any(|word| words.contains(word));
    // In this order SQLite looks for the words.
    if has_any(&["INT"]) {
        Some(Becomes::Number)
    } else if has_any(&["CHAR", "CLOB", "TEXT"]) {
        Some(Becomes::Text)
    } else if words.is_empty() || has_any(&["BLOB"]) {
        None
    } else if has_any(&["REAL", "FLOA", "DOUB"]) {
        Some(Becomes::Real)
    } else {
        let is_strict = || {
            let mut clauses = definition.clauses.iter();
            clauses.any(|clause| clause.kind == ClauseKind::Strict)
        };
        // Of the types of a strict table, ANY alone comes to here: such a column takes any value as it is.
        (!is_strict()).then_some(Becomes::Number)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    /// SQLite stores each value in a column of each type; what is worked out here is the same.
    #[test]
    fn values_become_what_sqlite_stores() {
        let values = "(1), (-7), (1.0), (0.1), (1e300), (9223372036854775807), ('1'), ('01'), (' 2 '), ('1.0'), ('1e2'), \
            ('1a'), ('a'), (''), ('0x1F'), ('9223372036854775808'), ('0.30000000000000004'), (x'31'), (NULL)";
        for (is, end) in [
            ("TEXT", ""),
            ("VARCHAR(9)", ""),
            ("INTEGER", ""),
            ("REAL", ""),
            ("NUMERIC", ""),
            ("DATE", ""),
            ("BLOB", ""),
            ("", ""),
            ("FLOATING POINT", ""),
            ("ANY", ""),
            ("ANY", " STRICT"),
        ] {
            for was in ["", "BLOB", "TEXT", "INT", "REAL"] {
                let connection = Connection::open_in_memory().unwrap();
                let sql = [
                    format!("CREATE TABLE was (v {was})"),
                    format!("CREATE TABLE its (v {is}){end}"),
                ];
                let [one, two] = sql.each_ref().map(|sql| Definition::of(sql));
                let worked_out = match Becomes::of((&one, "v"), (&two, "v")) {
                    Some(becomes) => becomes.sql("v"),
                    None => "v".to_owned(),
                };
                let rows = format!(
                    "INSERT INTO was VALUES {values}; INSERT INTO its SELECT v FROM was ORDER BY rowid;"
                );
                connection
                    .execute_batch(&format!("{};{rows}", sql.join(";")))
                    .unwrap();
                let ask = format!(
                    "SELECT coalesce(group_concat(quote(v) || ' is ' || quote(stored)), '') FROM (
                         SELECT was.v AS v, its.v AS stored FROM was JOIN its ON its.rowid = was.rowid)
                     WHERE +{worked_out} IS NOT +stored"
                );
                let told: String = connection.query_row(&ask, [], |row| row.get(0)).unwrap();
                assert_eq!(told, "", "{was} to {is}{end}");
            }
        }
    }
}
