//! The statements of a file in outline, to know what later statements may do.

use crate::migrate::defining_statement::Defining;
use crate::migrate::sql::Statement;

/// The statements of a file, and which of them is about to run. A file may have tens of thousands of one sort, so those
/// that matter to later or earlier ones are sorted out once.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    all: Vec<Outline>,
    at: usize,
    /// The places of those that may do more than add something.
    changing: Vec<usize>,
    /// The places of those that rename a table.
    renaming: Vec<usize>,
    makes_tables: bool,
}

impl Outlines {
    /// The outlines of all statements of a file; the first one is about to run.
    pub(super) fn of(statements: &[Statement<'_>]) -> Self {
        let all: Vec<Outline> = statements.iter().map(Outline::of).collect();
        let places = |wanted: &dyn Fn(&Outline) -> bool| {
            let places = 0..all.len();
            places.filter(|at| wanted(&all[*at])).collect()
        };
        Self {
            at: 0,
            changing: places(&|outline| !outline.only_adds()),
            renaming: places(&|outline| outline.renamed.is_some()),
            makes_tables: all.iter().any(Outline::makes_a_table),
            all,
        }
    }

    /// The statement that is about to run, or runs.
    pub(super) fn current(&self) -> Option<&Outline> {
        self.all.get(self.at)
    }

    /// Goes on to the next statement.
    pub(super) fn go_on(&mut self) {
        self.at += 1;
    }

    /// The statements that may do more than add something.
    pub(super) fn changing(&self) -> impl Iterator<Item = &Outline> {
        self.changing.iter().map(|at| &self.all[*at])
    }

    /// Those of them before the present statement.
    pub(super) fn changing_earlier(&self) -> impl Iterator<Item = &Outline> {
        let count = self.changing.partition_point(|at| *at < self.at);
        self.changing().take(count)
    }

    /// Those of them behind the present statement.
    pub(super) fn changing_later(&self) -> impl Iterator<Item = &Outline> {
        let count = self.changing.partition_point(|at| *at <= self.at);
        self.changing().skip(count)
    }

    /// The old and the new name of each table that a statement renames, in small letters.
    pub(super) fn renamed_tables(&self) -> impl Iterator<Item = (&str, &str)> {
        let renaming = self.renaming.iter().map(|at| &self.all[*at]);
        renaming.filter_map(Outline::renamed_table)
    }

    /// True if a statement makes a table.
    pub(super) fn make_tables(&self) -> bool {
        self.makes_tables
    }
}

/// What a statement may do, told from its words.
#[derive(Debug)]
pub(super) struct Outline {
    /// The word that says what it does, in capitals.
    pub(super) verb: String,
    /// The names and words in it, in small letters.
    pub(super) words: Vec<String>,
    /// The old and the new name of a table that it renames, in small letters.
    renamed: Option<(String, String)>,
    /// True if it only adds rows, makes something new or reads.
    only_adds: bool,
}

impl Outline {
    /// The outline of a statement.
    fn of(statement: &Statement<'_>) -> Self {
        let verb = statement.verb();
        let tokens = statement.tokens.iter();
        let words: Vec<String> = tokens
            .map(|token| token.name().to_ascii_lowercase())
            .collect();
        Self {
            only_adds: only_adds(&verb, &words),
            verb,
            words,
            renamed: match Defining::of(statement.text) {
                Some(Defining::Alter {
                    table,
                    to: Some(to),
                }) => Some((table.to_ascii_lowercase(), to.to_ascii_lowercase())),
                _ => None,
            },
        }
    }

    /// True if the statement contains the name or an equal word.
    pub(super) fn names(&self, name: &str) -> bool {
        self.words
            .iter()
            .any(|word| word.eq_ignore_ascii_case(name))
    }

    /// The old and the new name of a table that the statement renames.
    fn renamed_table(&self) -> Option<(&str, &str)> {
        let (from, to) = self.renamed.as_ref()?;
        Some((from, to))
    }

    /// True if it makes a table.
    fn makes_a_table(&self) -> bool {
        self.verb == "CREATE" && self.words.iter().any(|word| word == "table")
    }

    /// True if it only adds rows, makes something new or reads.
    pub(super) fn only_adds(&self) -> bool {
        self.only_adds
    }
}

fn only_adds(verb: &str, words: &[String]) -> bool {
    let may_replace = || {
        words.iter().any(|word| word == "replace")
            || words.windows(2).any(|pair| pair == ["do", "update"])
    };
    match verb {
        "INSERT" => !may_replace(),
        "SELECT" => true,
        // A table whose key says `ON CONFLICT REPLACE` lets plain statements replace rows.
        "CREATE" => !words
            .iter()
            .any(|word| word == "trigger" || word == "replace"),
        _ => false,
    }
}
