//! Compares the records of an import with the table, and writes those that differ.

use std::path::Path;

use rusqlite::Connection;

use super::again::Refused;
use super::distinct::{Distinct, Next, Places, RefusedKey, conflict, part_without_total};
use super::faults::{Fault, Faults};
use super::held::{self, HeldRows, Stored};
use super::insert::{Names, Tally, Way, Writer};
use super::record::{Key, Record};
use super::refusals::Refusals;
use super::{Dataset, Import, Progress, ReadFile, Report, choice};
use crate::db::Queries;
use crate::error::Error;
use crate::stop::refuse_when_stopped;

/// Values between two looks at whether the user wants to stop.
const AT_ONCE: u64 = 1024;
/// Rows that are remembered for the file of refused ones; where more contradict others, a wrong file was named.
const MOST_PLACES: usize = 100_000;

/// The areas that were named, and the rows that were written of each file.
pub(super) struct Written {
    pub(super) areas: Vec<bool>,
    pub(super) rows: Vec<u64>,
    /// Numbers with more digits than the table's numbers have.
    pub(super) beyond: u64,
}

impl Written {
    pub(super) fn none(names: &Names<'_>) -> Self {
        Self {
            areas: vec![false; names.areas.len()],
            rows: vec![0; names.imports.len()],
            beyond: 0,
        }
    }

    fn take(&mut self, tally: &Tally) {
        for (held, more) in self.areas.iter_mut().zip(&tally.used) {
            *held |= more;
        }
        for (held, more) in self.rows.iter_mut().zip(&tally.written) {
            *held += more;
        }
        self.beyond += tally.beyond;
    }
}

/// Records that the table lacks, or holds with other values.
struct Differing {
    new: Stored,
    changed: Stored,
    /// Records that only tell which further value is the same number, or whether they are totals.
    told: Stored,
}

/// What is known of the records of an import before they are compared.
pub(super) enum Found {
    /// The database says the same of each of them, and there are so many.
    Unchanged(u64),
    /// They are to be compared.
    Unknown(Box<Distinct>),
}

/// An import whose records are sorted, inside its transaction.
pub(super) struct Writing<'a> {
    pub(super) tx: &'a Connection,
    pub(super) options: &'a Import,
    pub(super) names: &'a Names<'a>,
    pub(super) files: &'a [ReadFile],
    pub(super) faults: &'a mut Faults,
    /// The places of rows that contradict others.
    pub(super) refused: &'a mut Refused,
    pub(super) refusals: &'a mut Refusals,
    /// Places that were not remembered for the file of refused rows, since there are too many.
    pub(super) untold: u64,
    pub(super) report: &'a mut Report,
    pub(super) progress: &'a mut dyn FnMut(Progress),
    /// Values to write, and those that were.
    pub(super) of: u64,
    pub(super) done: u64,
}

impl Writing<'_> {
    /// Writes the records that the table lacks, or holds with other values where they are to be replaced.
    pub(super) fn write(
        &mut self,
        found: Found,
        datasets: &[Dataset],
        folder: &Path,
    ) -> Result<Written, Error> {
        let mut written = Written::none(self.names);
        let has_rows = self.has_rows(datasets)?;
        match found {
            Found::Unchanged(rows) => self.report.unchanged = rows,
            Found::Unknown(distinct) if has_rows => {
                let differing = self.compare(*distinct, folder)?;
                self.write_differing(differing, &mut written)?;
            }
            Found::Unknown(distinct) => self.write_all(*distinct, &mut written)?,
        }
        self.report.beyond = written.beyond;
        Ok(written)
    }

    /// True if the table holds rows of one of the datasets. One that is there must be in the same currency.
    fn has_rows(&self, datasets: &[Dataset]) -> Result<bool, Error> {
        const DOING: &str = "read the datasets";
        let mut has_rows = false;
        for dataset in datasets {
            choice::refuse_dataset(self.tx, &dataset.name)?;
            let currency: Option<String> = self.tx.first_row(
                DOING,
                "SELECT currency FROM trade_datasets WHERE dataset = ?1",
                [&dataset.name],
                |row| row.get(0),
            )?;
            if currency.is_some_and(|currency| currency != dataset.currency) {
                return Err(choice::two_currencies(&dataset.name));
            }
            let holds_some: bool = self.tx.value(
                DOING,
                "SELECT EXISTS (SELECT 1 FROM trade_flows WHERE dataset = ?1)",
                [&dataset.name],
            )?;
            has_rows |= holds_some;
        }
        Ok(has_rows)
    }

    /// Writes every record, where the table holds none of the datasets.
    fn write_all(&mut self, mut distinct: Distinct, written: &mut Written) -> Result<(), Error> {
        let mut writer = Writer::new(self.tx, self.names, Way::Insert)?;
        while let Some(next) = distinct.next()? {
            match next {
                Next::Refused(found) => self.take_refused(&found),
                Next::Record(record) => {
                    self.report.inserted += 1;
                    if self.is_to_be_written() {
                        writer.write(&record)?;
                    }
                }
            }
            self.tell_progress()?;
        }
        self.report.repeated = distinct.repeated;
        written.take(&writer.finish()?);
        Ok(())
    }

    /// False where all will be undone anyway.
    fn is_to_be_written(&self) -> bool {
        let is_refused = !self.faults.is_empty() && !self.options.accept_partial;
        !self.options.dry_run && !is_refused
    }

    /// Compares every record with the rows of its reporter, both in the order of the key.
    fn compare(&mut self, mut distinct: Distinct, folder: &Path) -> Result<Differing, Error> {
        let mut differing = Differing {
            new: Stored::new(folder)?,
            changed: Stored::new(folder)?,
            told: Stored::new(folder)?,
        };
        let names = self.names;
        let mut statement = held::statement(self.tx)?;
        let mut next = distinct.next()?;
        while let Some(first) = &next {
            let Key {
                dataset, reporter, ..
            } = *first.key();
            let of = (dataset, names.datasets[usize::from(dataset)].as_str());
            let mut rows = HeldRows::of(&mut statement, names.areas, of, reporter)?;
            let mut held = rows.next()?;
            while let Some(one) =
                next.take_if(|one| (one.key().dataset, one.key().reporter) == (dataset, reporter))
            {
                match one {
                    Next::Refused(found) => self.take_refused(&found),
                    Next::Record(record) => {
                        while held.as_ref().is_some_and(|held| held.key < record.key) {
                            held = rows.next()?;
                        }
                        let same_key = held.as_ref().filter(|held| held.key == record.key);
                        self.sort_out(&record, same_key, &mut differing)?;
                    }
                }
                self.tell_progress()?;
                next = distinct.next()?;
            }
        }
        self.report.repeated = distinct.repeated;
        Ok(differing)
    }

    fn sort_out(
        &mut self,
        record: &Record,
        held: Option<&held::Held>,
        differing: &mut Differing,
    ) -> Result<(), Error> {
        match held {
            None => {
                self.report.inserted += 1;
                differing.new.push(record)
            }
            Some(held) if held.says_the_same(record, self.names.units) => {
                self.report.unchanged += 1;
                let equals = held.equals.or(record.equals);
                let is_total = self.names.areas.is_total(&record.key);
                if (equals.word(), is_total) == (held.equals.word(), held.is_total) {
                    return Ok(());
                }
                self.report.told += u64::from(equals.word() != held.equals.word());
                self.report.regrouped += u64::from(is_total != held.is_total);
                differing.told.push(&Record { equals, ..*record })
            }
            Some(_) if self.options.replace => {
                self.report.changed += 1;
                differing.changed.push(record)
            }
            Some(held) => {
                let fault = Fault::of_row(
                    "trade-revision",
                    format!(
                        "says {} of {}, of which the database says {}",
                        self.said(record, held.has_value(record)),
                        self.key(&record.key),
                        held.said(record)
                    ),
                    "if these files are a revision, say `--replace`; else give them a name of their own with `--dataset`",
                );
                self.refusals.take_row(record.file, record.line);
                self.refuse(record, fault);
                Ok(())
            }
        }
    }

    fn write_differing(
        &mut self,
        differing: Differing,
        written: &mut Written,
    ) -> Result<(), Error> {
        if !self.is_to_be_written() {
            return Ok(());
        }
        self.done = 0;
        self.of = differing.new.count + differing.changed.count + differing.told.count;
        for (records, way) in [
            (differing.told, Way::Tell),
            (differing.changed, Way::Update),
            (differing.new, Way::Insert),
        ] {
            let mut writer = Writer::new(self.tx, self.names, way)?;
            records.each(|record| {
                writer.write(record)?;
                self.tell_progress()
            })?;
            let tally = writer.finish()?;
            if way != Way::Tell {
                written.take(&tally);
            }
        }
        Ok(())
    }

    fn take_refused(&mut self, found: &RefusedKey) {
        if let Some((first, other)) = &found.differing {
            let file = &self.files[usize::from(first.file)].name;
            let is_quantity = first.value == other.value;
            let bare = self.said(first, is_quantity);
            let bare = bare.trim_start_matches("the quantity ");
            let told = format!("{bare} ({file}:{})", first.line);
            let fault = conflict(&told, &self.said(other, is_quantity), &self.key(&found.key));
            // Each of them is refused, since nobody can say which is right.
            for (file, line, _) in &found.totals.first {
                self.keep_place((*file, *line), &fault);
            }
            let all: u64 = found.totals.of_files.iter().map(|(_, count)| count).sum();
            self.faults.rows += all - 1;
            self.leave_untold(all - found.totals.first.len() as u64);
            self.refusals.take_rows(&found.totals);
            self.refuse(other, fault);
        }
        self.take_parts(&found.parts);
    }

    /// Refuses parts whose total no row gives.
    fn take_parts(&mut self, parts: &Places) {
        for (file, line, part) in &parts.first {
            let read = &self.files[usize::from(*file)];
            let column = read.part_columns.get(usize::from(*part) - 1);
            let fault = part_without_total(column.map_or("", String::as_str));
            self.keep_place((*file, *line), &fault);
            self.faults
                .take(&self.files[usize::from(*file)].name, *line, fault);
        }
        let all: u64 = parts.of_files.iter().map(|(_, count)| count).sum();
        let more = all - parts.first.len() as u64;
        self.faults.rows += more;
        self.leave_untold(more);
        self.refusals.take_parts(parts);
    }

    fn refuse(&mut self, record: &Record, fault: Fault) {
        self.keep_place((record.file, record.line), &fault);
        let file = &self.files[usize::from(record.file)].name;
        self.faults.take(file, record.line, fault);
    }

    /// Remembers a row for the file of refused ones, where there is to be one.
    fn keep_place(&mut self, place: (u16, u64), fault: &Fault) {
        if self.options.rejects.is_none() {
            return;
        }
        if self.refused.len() < MOST_PLACES {
            self.refused.insert(place, fault.clone());
        } else if !self.refused.contains_key(&place) {
            self.untold += 1;
        }
    }

    /// Rows that the file of refused ones will lack, where there is to be one.
    fn leave_untold(&mut self, rows: u64) {
        if self.options.rejects.is_some() {
            self.untold += rows;
        }
    }

    /// What a record says for people: its value, or its quantity where only that differs.
    fn said(&self, record: &Record, is_quantity: bool) -> String {
        match record.quantity {
            _ if !is_quantity => record.value.to_text(),
            None => "no quantity".to_owned(),
            Some((number, unit)) => format!(
                "the quantity {} {}",
                number.to_text(),
                self.names.units.unit(unit)
            ),
        }
    }

    /// A key for people.
    fn key(&self, key: &Key) -> String {
        let names = self.names;
        format!(
            "{} {} {} {} {} {} {}",
            names.areas.id(key.reporter),
            names.areas.id(key.partner),
            key.flow,
            key.valuation,
            key.classification.text(),
            key.commodity.text(),
            key.period.text()
        )
    }

    fn tell_progress(&mut self) -> Result<(), Error> {
        self.done += 1;
        if !self.done.is_multiple_of(AT_ONCE) {
            return Ok(());
        }
        refuse_when_stopped(&self.options.stop)?;
        (self.progress)(Progress::Writing {
            done: self.done,
            of: self.of,
        });
        Ok(())
    }
}
