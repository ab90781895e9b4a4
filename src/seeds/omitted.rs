//! What a user's file does not say of a row: it stays as it was, or has its default.

use super::Seeds;
use super::cell::{self, Cell};
use super::record::Record;

impl Seeds {
    /// The same records, in which a cell that the file omits is that of the row with this key among others, if there
    /// is one, else its default.
    #[must_use]
    pub fn completed_by(&self, held: &Self) -> Self {
        let mut all = Self::default().followed_by(self);
        for (table, records) in &mut all.records {
            let older: std::collections::BTreeMap<String, &Record> = held
                .of(table)
                .iter()
                .map(|record| (record.key(), record))
                .collect();
            for record in records.iter_mut().filter(|record| record.omits()) {
                record.complete(older.get(&record.key()).copied());
            }
        }
        all
    }
}

impl Record {
    fn omits(&self) -> bool {
        self.cells
            .iter()
            .any(|(_, cell)| matches!(cell, Cell::Omitted))
    }

    fn complete(&mut self, older: Option<&Self>) {
        let columns = self.table.columns().zip(self.cells.iter()).enumerate();
        let cells = columns.map(|(at, (column, (text, own)))| {
            if !matches!(own, Cell::Omitted) {
                return (text.clone(), own.clone());
            }
            if let Some(cell) = older.and_then(|older| older.cells.get(at)) {
                return cell.clone();
            }
            let cell = cell::parse(column, column.default).unwrap_or(Cell::Bad);
            (column.default.into(), cell)
        });
        self.cells = cells.collect();
    }
}
