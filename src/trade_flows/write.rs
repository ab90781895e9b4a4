//! Writes what was read into the database, in one transaction, with where it comes from.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::again::{self, Refused};
use super::compare::{Found, Writing, Written};
use super::distinct::Distinct;
use super::faults::Faults;
use super::insert::Names;
use super::old_valuations;
use super::provenance::{self, Provenance};
use super::refusals::Refusals;
use super::rejects::Rejects;
use super::sorted::Sorted;
use super::unchanged::Earlier;
use super::{Areas, Dataset, FileReport, Identity, Import, ReadFile, Reading, Report, version};
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
    let sorted = reading.sorter.finish()?;
    let unchanged = unchanged(reading.earlier, &reading.faults, datasets);
    let tx = begin(connection, options.dry_run)?;
    refuse_other_areas(&tx, reading.seen, areas)?;
    let dataset_names: Vec<String> = datasets.iter().map(|one| one.name.clone()).collect();
    let numbers = provenance::numbers(&tx, files, &reading.sources, datasets)?;
    let names = Names {
        datasets: &dataset_names,
        areas,
        units: &reading.units,
        imports: &numbers.of_files,
    };
    let (mut faults, mut refused) = (reading.faults, Refused::new());
    let mut refusals = Refusals::none(files);
    let mut report = Report::with_notes(reading.notes);
    settle(&tx, datasets, files, &mut report)?;
    let unchanged = unchanged.filter(|_| !report.settled);
    let found = found(&tx, unchanged, reading.seen, sorted)?;
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
    let (written, untold) = (writing.write(found, datasets, folder)?, writing.untold);
    report.refused_values = refusals.values;
    let mut rejects = reading.rejects;
    again::take(rejects.as_mut(), options, &reading.layouts, files, &refused)?;
    if is_refused(options, &faults) {
        rejects.map_or(Ok(()), Rejects::finish)?;
        return Err(Error::Problems(faults.problems()));
    }
    report.notes.extend(left_out_of_rejects(untold));
    let differs = report.written() > 0 || report.settled;
    if !options.dry_run && differs {
        let provenance = Provenance {
            names: &names,
            datasets,
            files,
            identities: &reading.identities,
            sources: &reading.sources,
            numbers: &numbers,
        };
        provenance.commit(tx, &written)?;
    }
    rejects.map_or(Ok(()), Rejects::finish)?;
    report.problems = faults.problems();
    report.files = reports(files, &reading.identities, &names, &written, &refusals);
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

/// Whether these faults end the import.
fn is_refused(options: &Import, faults: &Faults) -> bool {
    let too_many = options.max_errors.is_some_and(|most| faults.rows > most);
    !faults.is_empty() && (!options.accept_partial || too_many)
}

/// The number of records where all were read and the database said the same of each.
fn unchanged(earlier: Option<Earlier>, faults: &Faults, datasets: &[Dataset]) -> Option<u64> {
    let earlier = earlier.filter(|_| faults.is_empty());
    earlier.and_then(|earlier| earlier.unchanged(datasets))
}

/// What is known of the records. Only where nobody has written since does the database still say the same of them.
fn found(
    tx: &Connection,
    unchanged: Option<u64>,
    seen: i64,
    sorted: Sorted,
) -> Result<Found, Error> {
    match unchanged {
        Some(rows) if version(tx)? == seen => Ok(Found::Unchanged(rows)),
        _ => Ok(Found::Unknown(Box::new(Distinct::of(sorted)?))),
    }
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

/// What became of each file. The partitions of a folder are one file to its reader.
fn reports(
    files: &[ReadFile],
    identities: &[Identity],
    names: &Names<'_>,
    written: &Written,
    refusals: &Refusals,
) -> Vec<FileReport> {
    let mut reports: Vec<FileReport> = Vec::new();
    let mut last = None;
    for (at, file) in files.iter().enumerate() {
        let mut rows = file.rows.clone();
        rows.breakdowns -= refusals.parts[at];
        rows.refused += refusals.parts[at] + refusals.taken[at];
        let folder = file.source.map(|_| (file.identity, file.dataset));
        let held = reports
            .last_mut()
            .filter(|_| folder.is_some() && folder == last);
        last = folder;
        if let Some(held) = held {
            held.rows.add(&rows);
            held.written += written.rows[at];
            continue;
        }
        reports.push(FileReport {
            dataset: names.datasets[usize::from(file.dataset)].clone(),
            file: match folder {
                Some((folder, _)) => identities[folder].shown.clone(),
                None => file.name.clone(),
            },
            profile: file.profile.clone(),
            rows,
            written: written.rows[at],
        });
    }
    reports
}
