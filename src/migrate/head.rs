//! The comment lines at the head of a migration, which announce its losses: `-- expect: rows facts -12`.

use super::announcement::{Announcement, parse};
use super::loss::Loss;
use super::set::File;
use super::sql::{each_comment, place};
use crate::complaint::Complaint;
use crate::error::{Error, Refusal};

/// The announcements of a file, each with its line.
#[derive(Debug, Clone, Default)]
pub struct Announcements(Vec<(usize, Announcement)>);

impl Announcements {
    /// Reads the head of a file.
    pub fn read(file: &File) -> Result<Self, Error> {
        let (announced, wrong) = Self::of_lines(file);
        if wrong.is_empty() {
            return Ok(announced);
        }
        // Lines with the same remedy are named together.
        let mut faults: Vec<Complaint> = Vec::new();
        for (line, Complaint { message, help }) in wrong {
            let message = format!("{}:{line}: {message}", file.path);
            match faults.iter_mut().find(|fault| fault.help == help) {
                Some(fault) => fault.message = format!("{}; {message}", fault.message),
                None => faults.push(Complaint { message, help }),
            }
        }
        Err(Error::Migrations(Refusal {
            faults,
            ..Refusal::default()
        }))
    }

    /// Reads the head of a file; gives also what is wrong with lines that look like announcements, with their numbers.
    pub(crate) fn of_lines(file: &File) -> (Self, Vec<(usize, Complaint)>) {
        let (mut found, mut wrong) = (Vec::new(), Vec::new());
        let mut behind_the_head = 1;
        for (line, text) in head(&file.sql) {
            behind_the_head = line + 1;
            match (Line::of(text), Line::words(text).and_then(parse)) {
                (Line::Prose, _) => {}
                (Line::Announcement, Some(announcement)) => found.push((line, announcement)),
                (Line::Announcement, None) => {
                    wrong.push((
                        line,
                        Complaint::new(format!("`{text}` is not understood"), FORMS),
                    ));
                }
                (Line::WithoutColon, _) => wrong.push((line, without_colon(text))),
            }
        }
        for (at, comment) in each_comment(&file.sql) {
            let first = place(&file.sql, at).0;
            for (line, text) in (first..).zip(comment.lines()) {
                if line >= behind_the_head && Line::of(text) != Line::Prose {
                    let message = format!(
                        "`{}` stands outside the head, where it announces nothing",
                        text.trim()
                    );
                    wrong.push((line, Complaint::new(message, IN_THE_HEAD)));
                }
            }
        }
        (Self(found), wrong)
    }

    /// True if the head announces the loss.
    pub fn cover(&self, loss: &Loss) -> bool {
        let wanted = loss.announcement();
        self.0.iter().any(|(_, one)| {
            one.names_the_same(&wanted)
                && match (one, &wanted) {
                    (
                        Announcement::Rows { at_most, .. },
                        Announcement::Rows { at_most: gone, .. },
                    ) => gone <= at_most,
                    _ => true,
                }
        })
    }

    /// True if the head says that values of a column change.
    pub(crate) fn has_values(&self, table: &str, column: &str) -> bool {
        let wanted = Announcement::Values {
            table: table.to_owned(),
            column: column.to_owned(),
        };
        self.0.iter().any(|(_, one)| one.names_the_same(&wanted))
    }

    /// The announcements about rows, each with its table.
    pub(crate) fn about_rows(&self) -> impl Iterator<Item = (&Announcement, &str)> {
        let all = self.0.iter();
        all.filter_map(|(_, one)| Some((one, one.of_rows()?)))
    }

    /// The line and the words of each announcement that is fulfilled by none of the losses. Those that are excused are
    /// left out: a new database has no rows to lose.
    pub fn unfulfilled<'a>(
        &'a self,
        losses: &'a [Loss],
        is_excused: impl Fn(&Announcement) -> bool + 'a,
    ) -> impl Iterator<Item = (usize, &'a Announcement)> {
        self.0
            .iter()
            .filter(move |(_, one)| !is_excused(one))
            .filter(|(_, one)| {
                !losses
                    .iter()
                    .any(|loss| one.names_the_same(&loss.announcement()))
            })
            .map(|(line, one)| (*line, one))
    }
}

/// The lines by which `migrate new` explained announcements in files that were made with earlier versions.
const EXAMPLES: [&str; 4] = [
    "--   expect: rows TABLE -N",
    "--   expect: drop table|index|trigger|view|column|constraint NAME",
    "--   expect: values TABLE.COLUMN",
    "--   expect: sequence TABLE",
];

/// What a line of a comment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Announcement,
    /// An announcement, but for its colon.
    WithoutColon,
    Prose,
}

impl Line {
    fn of(text: &str) -> Self {
        if EXAMPLES.contains(&text.trim()) {
            return Self::Prose;
        }
        let Some(behind) = behind_expect(text) else {
            return Self::Prose;
        };
        match behind.trim_start().strip_prefix(':') {
            Some(_) => Self::Announcement,
            None if behind.starts_with(char::is_whitespace) && parse(behind).is_some() => {
                Self::WithoutColon
            }
            None => Self::Prose,
        }
    }

    /// What is announced.
    fn words(text: &str) -> Option<&str> {
        behind_expect(text)?.trim_start().strip_prefix(':')
    }
}

/// What follows the word `expect` in any case, if a line of a comment begins with it.
fn behind_expect(text: &str) -> Option<&str> {
    const WORD: &str = "expect";
    let is_mark = |c: char| c.is_whitespace() || "-*/".contains(c);
    let text = text.trim_start_matches(is_mark);
    let word = text.get(..WORD.len())?;
    word.eq_ignore_ascii_case(WORD).then(|| &text[WORD.len()..])
}

fn without_colon(text: &str) -> Complaint {
    let words = behind_expect(text).unwrap_or_default().trim();
    Complaint::new(
        format!("`{text}` lacks a colon, without which it announces nothing"),
        format!("write `-- expect: {words}`"),
    )
}

/// The remedy for an announcement that stands elsewhere.
const IN_THE_HEAD: &str = "put it as `-- expect: ...` among the comment lines with which the file begins, before its first empty line and its first statement";

/// The comment lines with which a file begins, with their numbers.
pub fn head(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    sql.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()))
        .take_while(|(_, line)| line.starts_with("--"))
}

/// The forms of an announcement, for the remedy of one that is not understood.
pub(crate) const FORMS: &str = "write `rows TABLE -N`, `values TABLE.COLUMN`, `sequence TABLE`, `drop table|index|trigger|view NAME`, `drop column TABLE.COLUMN`, `drop constraint TABLE.WORDS`, `change index|trigger|view NAME`, `change type|default|collation|generated TABLE.COLUMN` or `change key|strict|rowid TABLE`, a name that is not a plain word in double quotes";
