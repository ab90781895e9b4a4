//! The columns of a table that are compared, and what a change of each means; all of it follows from the
//! declarations.

use crate::tables::{Bearing, Column, Derived, Holds, Table, list_of};

/// A column that is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared {
    /// Its name, which is that of the seed file or of a column that is worked out.
    pub(super) name: &'static str,
    /// What a change of a cell means.
    pub(super) bearing: Bearing,
    /// Where it is in the database.
    pub(super) from: From,
}

/// Where a column is in the database.
#[derive(Debug, Clone, Copy)]
pub(super) enum From {
    /// In the table itself.
    Own(&'static Column),
    /// In `facts`.
    Facts(&'static Column),
    /// In a table of its own, a row for each item.
    List(&'static Column, &'static Table),
    /// In the table itself, worked out from other columns.
    WorkedOut(&'static Derived),
}

impl Compared {
    /// Whether it is a number that is worked out.
    pub(super) fn is_worked_out_number(&self) -> bool {
        match self.from {
            From::WorkedOut(derived) => derived.from.holds() == Holds::Number,
            From::Own(_) | From::Facts(_) | From::List(..) => false,
        }
    }

    /// The declaration; none for a column that is worked out.
    pub(super) fn declared(&self) -> Option<&'static Column> {
        match self.from {
            From::Own(column) | From::Facts(column) | From::List(column, _) => Some(column),
            From::WorkedOut(_) => None,
        }
    }
}

/// Every column of a table but its key: those of its seed file, then those that are worked out.
pub(super) fn compared(table: &'static Table) -> Vec<Compared> {
    let declared = table.columns().filter_map(|column| {
        if table.key.contains(&column.name) {
            return None;
        }
        let is_own = table.own.iter().any(|own| own.name == column.name);
        let from = match list_of(table, column) {
            Some(list) => From::List(column, list),
            None if is_own => From::Own(column),
            None => From::Facts(column),
        };
        Some(Compared {
            name: column.name,
            bearing: column.bearing,
            from,
        })
    });
    let worked_out = table.derived.iter().map(|derived| Compared {
        name: derived.name,
        bearing: derived.bearing,
        from: From::WorkedOut(derived),
    });
    declared.chain(worked_out).collect()
}
