//! The content of a table as a number of rows and a digest that does not depend on their order.

use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use super::shape::Shape;
use crate::db::Queries;
use crate::error::Error;

/// A number of rows and the sum of their digests. Rows can be added and subtracted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// The number of rows; negative if more were subtracted than added.
    pub(super) rows: i64,
    digest: u64,
}

impl Tally {
    /// The tally of these rows.
    pub(super) fn of<'a>(rows: impl IntoIterator<Item = &'a Vec<Value>>) -> Self {
        rows.into_iter().fold(Self::default(), |mut tally, row| {
            tally.take(row.iter().map(ValueRef::from));
            tally
        })
    }

    /// The tally of all rows of a table as it is now.
    pub(super) fn of_table(connection: &Connection, shape: &Shape) -> Result<Self, Error> {
        Self::of_columns(connection, shape.table.name, &shape.columns.join(", "))
    }

    /// The tally of all rows of a table, in these columns.
    pub(super) fn of_columns(
        connection: &Connection,
        table: &str,
        columns: &str,
    ) -> Result<Self, Error> {
        let mut tally = Self::default();
        connection.rows(
            &format!("read the rows of {table}"),
            &format!("SELECT {columns} FROM {table}"),
            [],
            |row| {
                let width = row.as_ref().column_count();
                let values: rusqlite::Result<Vec<_>> =
                    (0..width).map(|at| row.get_ref(at)).collect();
                tally.take(values?.into_iter());
                Ok(())
            },
        )?;
        Ok(tally)
    }

    /// The sum of both tallies.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            digest: self.digest.wrapping_add(other.digest),
        }
    }

    /// This tally without the rows of the other.
    pub(super) fn minus(self, other: Self) -> Self {
        Self {
            rows: self.rows - other.rows,
            digest: self.digest.wrapping_sub(other.digest),
        }
    }

    fn take<'a>(&mut self, values: impl Iterator<Item = ValueRef<'a>>) {
        let mut hasher = DefaultHasher::new();
        for value in values {
            match value {
                ValueRef::Null => 0_u8.hash(&mut hasher),
                ValueRef::Integer(number) => (1_u8, number).hash(&mut hasher),
                ValueRef::Real(number) => (2_u8, number.to_bits()).hash(&mut hasher),
                ValueRef::Text(bytes) => (3_u8, bytes).hash(&mut hasher),
                ValueRef::Blob(bytes) => (4_u8, bytes).hash(&mut hasher),
            }
        }
        self.rows += 1;
        self.digest = self.digest.wrapping_add(hasher.finish());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str, number: i64) -> Vec<Value> {
        vec![Value::Text(text.to_owned()), Value::Integer(number)]
    }

    #[test]
    fn the_order_of_rows_does_not_count_and_every_value_does() {
        let (one, two) = (row("a", 1), row("b", 2));
        assert_eq!(Tally::of([&one, &two]), Tally::of([&two, &one]));
        assert_ne!(Tally::of([&one]), Tally::of([&row("a", 2)]));
        assert_ne!(
            Tally::of([&one]),
            Tally::of([&vec![Value::Text("a".into()), Value::Null]])
        );
        assert_ne!(
            Tally::of([&row("a", 1), &row("b", 2)]),
            Tally::of([&row("a", 2), &row("b", 1)])
        );
    }

    #[test]
    fn what_is_taken_away_again_leaves_nothing() {
        let one = Tally::of([&row("a", 1)]);
        assert_eq!(one.plus(one).minus(one), one);
        assert_eq!(one.minus(one), Tally::default());
    }
}
