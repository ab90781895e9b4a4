//! Writes what was read into the database, in one transaction, with where it comes from.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::again::{self, Refused};
use super::compare::{Writing, Written};
use super::distinct::Distinct;
use super::insert::Names;
use super::old_valuations;
use super::refusals::Refusals;
use super::rejects::Rejects;
use super::{Areas, Dataset, FileReport, Identity, ReadFile, Reading, Report, version};
use crate::db::Queries;
use crate::error::Error;
use crate::wording::count;

/// Writes what was read.
pub(super) fn write(
    connection: &mut Connection,
    reading: Reading<'_>,
    folder: &Path,
) -> Result<Report, Error> {
    refuse_nothing(&reading)?;
    let (options, areas) = (reading.options, reading.areas);
    let (files, datasets) = (&reading.files, &reading.datasets);
    let distinct = Distinct::of(reading.sorter.finish()?)?;
    let tx = begin(connection, options.dry_run)?;
    refuse_other_areas(&tx, reading.seen, areas)?;
    let dataset_names: Vec<String> = datasets.iter().map(|one| one.name.clone()).collect();
    let imports = numbers_of_imports(&tx, files.len())?;
    let names = Names {
        datasets: &dataset_names,
        areas,
        units: &reading.units,
        imports: &imports,
    };
    let (mut faults, mut refused) = (reading.faults, Refused::new());
    let mut refusals = Refusals::none(files);
    let mut report = Report {
        notes: reading.notes,
        ..Report::default()
    };
    settle(&tx, datasets, files, &mut report)?;
    let mut writing = Writing {
        tx: &tx,
        options,
        names: &names,
        files,
        faults: &mut faults,
        refused: &mut refused,
        refusals: &mut refusals,
        untold: 0,
        report: &mut report,
        progress: reading.progress,
        of: reading.values,
        done: 0,
    };
    let written = writing.write(distinct, datasets, folder)?;
    let untold = writing.untold;
    report.refused_values = refusals.values;
    let mut rejects = reading.rejects;
    again::take(rejects.as_mut(), options, &reading.layouts, files, &refused)?;
    let too_many = options.max_errors.is_some_and(|most| faults.rows > most);
    if !faults.is_empty() && (!options.accept_partial || too_many) {
        rejects.map_or(Ok(()), Rejects::finish)?;
        return Err(Error::Problems(faults.problems()));
    }
    report.notes.extend(left_out_of_rejects(untold));
    let differs = report.inserted + report.changed + report.told > 0 || report.settled;
    if !options.dry_run && differs {
        let provenance = Provenance {
            names: &names,
            datasets,
            files,
            identities: &reading.identities,
        };
        provenance.commit(tx, &written)?;
    }
    rejects.map_or(Ok(()), Rejects::finish)?;
    report.problems = faults.problems();
    report.files = reports(files, &names, &written, &refusals);
    Ok(report)
}

/// Brings rows that an earlier version wrote into the form of this one, where they are of the datasets of an import.
fn settle(
    tx: &Connection,
    datasets: &[Dataset],
    files: &[ReadFile],
    report: &mut Report,
) -> Result<(), Error> {
    for (place, dataset) in datasets.iter().enumerate() {
        let is_of_it = |file: &&ReadFile| file.sees_equals && usize::from(file.dataset) == place;
        let Some(file) = files.iter().find(is_of_it) else {
            continue;
        };
        let settled = old_valuations::settle(tx, &dataset.name, file.map_sha256.as_deref())?;
        report.settled |= settled.is_some();
        report.notes.extend(settled);
    }
    Ok(())
}

/// What to say of rows that are refused and not in the file of refused rows.
fn left_out_of_rejects(rows: u64) -> Option<String> {
    (rows > 0).then(|| {
        format!(
            "{} more are refused than the file of refused rows holds: mend those, then import the files again",
            count(rows, "row")
        )
    })
}

/// Begins to write, or only to read.
fn begin(connection: &mut Connection, is_to_read: bool) -> Result<Transaction<'_>, Error> {
    let behavior = if is_to_read {
        TransactionBehavior::Deferred
    } else {
        TransactionBehavior::Immediate
    };
    connection
        .transaction_with_behavior(behavior)
        .map_err(Error::sql("begin to write"))
}

/// Refuses to go on where another program has changed entities since they were read.
fn refuse_other_areas(tx: &Connection, seen: i64, areas: &Areas) -> Result<(), Error> {
    if version(tx)? == seen || Areas::read(tx)? == *areas {
        return Ok(());
    }
    Err(Error::database(
        "another program has changed entities or their codes meanwhile; nothing was imported",
        "run the same again",
    ))
}

/// Numbers that no import has yet.
fn numbers_of_imports(tx: &Connection, count: usize) -> Result<Vec<i64>, Error> {
    let first: i64 = tx.value(
        "read the imports",
        "SELECT coalesce(max(import_id), 0) + 1 FROM imports",
        [],
    )?;
    Ok((first..).take(count).collect())
}

/// What is kept of where rows come from.
struct Provenance<'a> {
    names: &'a Names<'a>,
    datasets: &'a [Dataset],
    files: &'a [ReadFile],
    identities: &'a [Identity],
}

impl Provenance<'_> {
    /// Writes it, checks the foreign keys, and commits.
    fn commit(&self, tx: Transaction<'_>, written: &Written) -> Result<(), Error> {
        self.write(&tx, written)?;
        self.refuse_dangling(&tx, written)?;
        tx.commit().map_err(Error::sql("commit the import"))
    }

    /// Refuses to commit rows that name rows which are not there. Of the flows, which may be millions, what the written
    /// ones name is looked for, and no row is read again: those that were there before name what they named.
    fn refuse_dangling(&self, tx: &Connection, written: &Written) -> Result<(), Error> {
        const DOING: &str = "check the foreign keys";
        for table in ["imports", "trade_areas"] {
            let sql = "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check(?1))";
            refuse_where(tx.value(DOING, sql, [table])?, table)?;
        }
        let (names, mut lacks) = (self.names, false);
        for dataset in self.datasets {
            let sql = "SELECT NOT EXISTS (SELECT 1 FROM trade_datasets WHERE dataset = ?1)";
            lacks |= tx.value::<bool>(DOING, sql, [&dataset.name])?;
        }
        let imports = names.imports.iter().zip(&written.rows);
        for (import, _) in imports.filter(|(_, rows)| **rows > 0) {
            let sql = "SELECT NOT EXISTS (SELECT 1 FROM imports WHERE import_id = ?1)";
            lacks |= tx.value::<bool>(DOING, sql, [import])?;
        }
        for (place, _) in (0..).zip(&written.areas).filter(|(_, is_used)| **is_used) {
            let sql = "SELECT NOT EXISTS (SELECT 1 FROM trade_areas WHERE area = ?1)";
            lacks |= tx.value::<bool>(DOING, sql, [names.areas.id(place)])?;
        }
        refuse_where(lacks, "trade_flows")
    }

    fn write(&self, tx: &Connection, written: &Written) -> Result<(), Error> {
        const DOING: &str = "write where the flows come from";
        for dataset in self.datasets {
            tx.write(
                DOING,
                "INSERT INTO trade_datasets (dataset, title, currency) VALUES (?1, ?2, ?3)
                 ON CONFLICT (dataset) DO NOTHING",
                (&dataset.name, &dataset.title, &dataset.currency),
            )?;
        }
        for ((file, import), rows) in self.files.iter().zip(self.names.imports).zip(&written.rows) {
            if *rows == 0 {
                continue;
            }
            let identity = &self.identities[file.identity];
            // Of an archive, the member is named too.
            let member = file.name.strip_prefix(&identity.shown).unwrap_or_default();
            let name = [identity.name.as_str(), member].concat();
            tx.write(
                DOING,
                "INSERT INTO imports (
                     import_id, dataset, file_name, file_sha256, file_bytes, profile, map_sha256, imported_at,
                     tool_version, records, flows
                 ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?8, ?9, ?10)",
                (
                    import,
                    &self.names.datasets[usize::from(file.dataset)],
                    name,
                    &identity.sha256,
                    signed(identity.bytes),
                    &file.profile,
                    &file.map_sha256,
                    env!("CARGO_PKG_VERSION"),
                    signed(file.rows.records),
                    signed(*rows),
                ),
            )?;
        }
        for (place, _) in (0..).zip(&written.areas).filter(|(_, is_used)| **is_used) {
            tx.write(
                DOING,
                "INSERT INTO trade_areas (area, kind) VALUES (?1, ?2)
                 ON CONFLICT (area) DO UPDATE SET kind = excluded.kind WHERE kind <> excluded.kind",
                (
                    self.names.areas.id(place),
                    self.names.areas.kind(place).word(),
                ),
            )?;
        }
        Ok(())
    }
}

fn refuse_where(is_dangling: bool, table: &str) -> Result<(), Error> {
    if !is_dangling {
        return Ok(());
    }
    Err(Error::database(
        format!("rows of {table} name rows that are not there; nothing was changed"),
        "look for them with `PRAGMA foreign_key_check`, and take away the trigger that keeps rows out",
    ))
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Refuses files that hold neither a value nor a fault.
fn refuse_nothing(reading: &Reading<'_>) -> Result<(), Error> {
    let has_parts = reading.files.iter().any(|file| file.rows.breakdowns > 0);
    if reading.values > 0 || has_parts || !reading.faults.is_empty() {
        return Ok(());
    }
    Err(Error::request(
        "the files hold no value to import",
        "look whether the right files were named",
    ))
}

fn reports(
    files: &[ReadFile],
    names: &Names<'_>,
    written: &Written,
    refusals: &Refusals,
) -> Vec<FileReport> {
    let report = |(at, file): (usize, &ReadFile)| {
        let mut rows = file.rows.clone();
        rows.breakdowns -= refusals.parts[at];
        rows.refused += refusals.parts[at] + refusals.taken[at];
        FileReport {
            dataset: names.datasets[usize::from(file.dataset)].clone(),
            file: file.name.clone(),
            profile: file.profile.clone(),
            rows,
            written: written.rows[at],
        }
    };
    files.iter().enumerate().map(report).collect()
}
