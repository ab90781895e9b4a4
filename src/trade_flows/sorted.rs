//! Sorts any number of records in little memory: runs of them are sorted and written to temporary files, and merged
//! while they are read back. A second thread does both.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::record::{Order, Record};
use crate::error::Error;

/// Records in one run. Three runs may be in memory at once: one that is filled, one that waits, one that is sorted.
const RUN: usize = 100_000;
/// Files that are open at once; so many runs are merged into one.
const MOST_FILES: usize = 256;
/// What is read of a run at once.
const READ_AT_ONCE: usize = 32 * 1024;

/// Takes records in any order, and gives them back in the order of the table.
///
/// A second thread sorts and writes full runs while the caller reads on. The files have no name from the beginning,
/// so that nothing is left of them, however the program ends.
pub(super) struct Sorter {
    run: Vec<Record>,
    length: usize,
    runs: SyncSender<Vec<Record>>,
    writer: JoinHandle<io::Result<Vec<File>>>,
    folder: PathBuf,
}

impl Sorter {
    /// A sorter whose files lie in this folder.
    pub(super) fn new(folder: &Path) -> Self {
        Self::of_runs(folder, RUN)
    }

    /// A sorter of runs of this length.
    fn of_runs(folder: &Path, length: usize) -> Self {
        let (runs, received) = sync_channel(0);
        let place = folder.to_owned();
        Self {
            run: Vec::new(),
            length,
            runs,
            writer: thread::spawn(move || write_runs(&received, &place)),
            folder: folder.to_owned(),
        }
    }

    /// Takes a record.
    pub(super) fn push(&mut self, record: Record) {
        if self.run.len() == self.length {
            let full = std::mem::replace(&mut self.run, Vec::with_capacity(self.length));
            // A writer that has failed says so when the records are wanted back.
            let _ = self.runs.send(full);
        }
        self.run.push(record);
    }

    /// All records, sorted.
    pub(super) fn finish(self) -> Result<Sorted, Error> {
        let Self {
            mut run,
            runs,
            writer,
            folder,
            ..
        } = self;
        let failed = || Error::file("write a temporary file in", &folder);
        drop(runs);
        run.sort_unstable_by_key(Record::order);
        let outcome = writer
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the thread that sorts has ended early")));
        let files = outcome.map_err(failed())?;
        Ok(Sorted::of(Merged::new(files, run).map_err(failed())?))
    }
}

fn write_runs(runs: &Receiver<Vec<Record>>, folder: &Path) -> io::Result<Vec<File>> {
    let mut files = Vec::new();
    while let Ok(mut run) = runs.recv() {
        run.sort_unstable_by_key(Record::order);
        let mut sorted = run.iter().copied();
        files.push(write_run(folder, || Ok(sorted.next()))?);
        if files.len() == MOST_FILES {
            let mut merged = Merged::new(std::mem::take(&mut files), Vec::new())?;
            files.push(write_run(folder, || merged.advance())?);
        }
    }
    Ok(files)
}

/// Writes a run as it is given.
fn write_run(
    folder: &Path,
    mut next: impl FnMut() -> io::Result<Option<Record>>,
) -> io::Result<File> {
    let mut out = BufWriter::with_capacity(256 * 1024, tempfile::tempfile_in(folder)?);
    while let Some(record) = next()? {
        out.write_all(&record.pack())?;
    }
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Records that one thread hands to another at once.
const BATCH: usize = 1024;

/// All records in the order of the table. A second thread merges their runs while the caller compares or writes.
pub(super) struct Sorted {
    batches: Receiver<io::Result<Vec<Record>>>,
    batch: std::vec::IntoIter<Record>,
}

impl Sorted {
    fn of(merged: Merged) -> Self {
        let (batches, received) = sync_channel(2);
        thread::spawn(move || hand_over(merged, &batches));
        Self {
            batches: received,
            batch: Vec::new().into_iter(),
        }
    }

    /// The next record. After the last one it is not to be asked again.
    pub(super) fn next(&mut self) -> Result<Option<Record>, Error> {
        if let Some(record) = self.batch.next() {
            return Ok(Some(record));
        }
        // Without the empty batch at the end, a thread that has ended early would pass for the end of the records.
        let ended_early = |_| Err(io::Error::other("the thread that merges has ended early"));
        let batch = self.batches.recv().unwrap_or_else(ended_early);
        let batch = batch.map_err(Error::file("read", "a temporary file"))?;
        self.batch = batch.into_iter();
        Ok(self.batch.next())
    }
}

/// Merges runs into batches, the last of which is empty, until nobody takes them any more.
fn hand_over(mut merged: Merged, batches: &SyncSender<io::Result<Vec<Record>>>) {
    loop {
        let batch = merged.batch();
        let is_last = batch.as_ref().map_or(true, Vec::is_empty);
        if batches.send(batch).is_err() || is_last {
            return;
        }
    }
}

/// Sorted records, merged from their runs.
struct Merged {
    runs: Vec<Run>,
    /// The first record of each run that is not at its end, the smallest on top.
    firsts: BinaryHeap<Reverse<(Order, usize)>>,
    waiting: Vec<Option<Record>>,
}

enum Run {
    Stored(BufReader<File>),
    InMemory(std::vec::IntoIter<Record>),
}

impl Run {
    fn next(&mut self) -> io::Result<Option<Record>> {
        let file = match self {
            Self::InMemory(records) => return Ok(records.next()),
            Self::Stored(file) => file,
        };
        let mut bytes = [0; Record::BYTES];
        match file.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
        let record = Record::unpack(&bytes);
        record
            .map(Some)
            .ok_or_else(|| io::Error::other("a temporary file holds what was not written there"))
    }
}

impl Merged {
    fn new(files: Vec<File>, last: Vec<Record>) -> io::Result<Self> {
        let mut runs = Vec::new();
        for mut file in files {
            file.seek(SeekFrom::Start(0))?;
            runs.push(Run::Stored(BufReader::with_capacity(READ_AT_ONCE, file)));
        }
        runs.push(Run::InMemory(last.into_iter()));
        let mut merged = Self {
            waiting: vec![None; runs.len()],
            firsts: BinaryHeap::with_capacity(runs.len()),
            runs,
        };
        for at in 0..merged.runs.len() {
            merged.refill(at)?;
        }
        Ok(merged)
    }

    fn refill(&mut self, at: usize) -> io::Result<()> {
        if let Some(record) = self.runs[at].next()? {
            self.firsts.push(Reverse((record.order(), at)));
            self.waiting[at] = Some(record);
        }
        Ok(())
    }

    /// The next records; none at the end.
    fn batch(&mut self) -> io::Result<Vec<Record>> {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH
            && let Some(record) = self.advance()?
        {
            batch.push(record);
        }
        Ok(batch)
    }

    fn advance(&mut self) -> io::Result<Option<Record>> {
        let Some(Reverse((_, at))) = self.firsts.pop() else {
            return Ok(None);
        };
        let record = self.waiting[at].take();
        self.refill(at)?;
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::{Exact, NumberForm};
    use super::super::record::{Code, Equals, Key, Period};
    use super::*;
    use crate::vocab::{TradeFlow, Valuation};

    fn record(number: u32) -> Record {
        Record {
            key: Key {
                dataset: 0,
                reporter: number % 7,
                partner: number % 11,
                flow: TradeFlow::Import,
                valuation: Valuation::Cif,
                classification: Code::new(b"H6").unwrap(),
                commodity: Code::new(b"01").unwrap(),
                period: Period::parse(b"2012").unwrap(),
            },
            value: Exact::parse(number.to_string().as_bytes(), &NumberForm::default()).unwrap(),
            quantity: None,
            equals: Equals::default(),
            part: 0,
            file: 0,
            line: u64::from(number),
        }
    }

    /// One record more than fits in memory is in a file, one run more than may be open is merged, and no record is
    /// lost at either side of an edge.
    #[test]
    fn records_come_back_in_order_at_each_edge() {
        const LENGTH: usize = 3;
        let all = LENGTH * MOST_FILES;
        let folder = tempfile::tempdir().unwrap();
        for count in [0, 1, LENGTH, LENGTH + 1, all, all + 1, 2 * all + 1] {
            let count = u32::try_from(count).unwrap();
            let mut sorter = Sorter::of_runs(folder.path(), LENGTH);
            (0..count)
                .rev()
                .for_each(|number| sorter.push(record(number)));
            let mut merged = sorter.finish().unwrap();
            let mut seen = 0;
            let mut before: Option<Record> = None;
            while let Some(next) = merged.next().unwrap() {
                if let Some(before) = before {
                    assert!(before.order() < next.order());
                }
                before = Some(next);
                seen += 1;
            }
            assert_eq!(seen, count);
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }
}
