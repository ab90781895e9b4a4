//! The faults of an import: one message for one cause, with the number of rows that have it.

use std::collections::HashMap;

use crate::error::Problem;
use crate::wording::count;

/// Causes that are told apart; of further ones only the number is kept.
const MOST_CAUSES: usize = 1000;

/// A fault of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The stable name of the kind of fault, for scripts.
    pub(super) code: &'static str,
    /// The column, where one cell is at fault.
    pub(super) column: Option<String>,
    /// The cell.
    pub(super) value: Option<String>,
    /// True if other values of the column are another cause: an unknown code is, a malformed number is not.
    pub(super) value_is_cause: bool,
    pub(super) message: String,
    pub(super) help: String,
}

impl Fault {
    /// A fault of a whole row.
    pub(super) fn of_row(
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            column: None,
            value: None,
            value_is_cause: false,
            message: message.into(),
            help: help.into(),
        }
    }

    /// A fault of a cell.
    pub(super) fn of_cell(
        code: &'static str,
        column: &str,
        value: &[u8],
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            column: Some(column.to_owned()),
            value: Some(String::from_utf8_lossy(value).into_owned()),
            value_is_cause: false,
            message: message.into(),
            help: help.into(),
        }
    }

    /// The same fault, of which each value is a cause of its own.
    pub(super) fn by_value(self) -> Self {
        Self {
            value_is_cause: true,
            ..self
        }
    }
}

/// Faults by cause.
#[derive(Debug, Default)]
pub(super) struct Faults {
    found: Vec<Found>,
    /// The places in `found` by cause.
    by_cause: HashMap<Cause, usize>,
    /// Rows that were refused.
    pub(super) rows: u64,
    /// Rows whose cause is not told apart any more.
    untold: u64,
}

type Cause = (&'static str, String, Option<String>, Option<String>);

#[derive(Debug)]
struct Found {
    file: String,
    fault: Fault,
    first: u64,
    last: u64,
    rows: u64,
}

impl Faults {
    /// Takes the fault of a row.
    pub(super) fn take(&mut self, file: &str, line: u64, fault: Fault) {
        self.rows += 1;
        let value = fault.value.clone().filter(|_| fault.value_is_cause);
        let cause = (fault.code, file.to_owned(), fault.column.clone(), value);
        if let Some(at) = self.by_cause.get(&cause) {
            let found = &mut self.found[*at];
            found.rows += 1;
            found.last = found.last.max(line);
            // Faults that are found by key, and not by line, come in any order.
            if found.fault == fault {
                found.first = found.first.min(line);
            }
        } else if self.found.len() == MOST_CAUSES {
            self.untold += 1;
        } else {
            self.by_cause.insert(cause, self.found.len());
            self.found.push(Found {
                file: file.to_owned(),
                fault,
                first: line,
                last: line,
                rows: 1,
            });
        }
    }

    /// True if there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// One problem for each cause, in the order in which they were found.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self.found.iter().map(Found::problem).collect();
        if self.untold > 0 {
            problems.push(Problem {
                file: self.found[0].file.clone(),
                line: 0,
                column: None,
                value: None,
                message: format!("{} more with other faults", count(self.untold, "row")),
                help: "mend those above, then run again".to_owned(),
                rule: "trade-more-faults".to_owned(),
            });
        }
        problems
    }
}

impl Found {
    fn problem(&self) -> Problem {
        let more = match self.rows - 1 {
            0 => String::new(),
            more => format!(
                " (and in {}, the last in line {})",
                count(more, "further row"),
                self.last
            ),
        };
        Problem {
            file: self.file.clone(),
            line: self.first,
            column: self.fault.column.clone(),
            value: self.fault.value.clone(),
            message: format!("{}{more}", self.fault.message),
            help: self.fault.help.clone(),
            rule: self.fault.code.to_owned(),
        }
    }
}
