//! Whether the database says already what files say, for files that are imported again.
//!
//! While the files are read, a second thread reads the rows that came from files of the same names and lengths. Each
//! side adds up a number for every row: a keyed digest of its key and of all that it says. Sums do not depend on an
//! order, so that nothing has to be sorted. Where they are equal, every row is in the table as the files say it; two
//! sets of rows that differ have the same sum once in 2^64 runs, and the key is another one in every run. Where they
//! are not equal, all rows are compared as always, which also finds what differs.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::Connection;

use super::areas::Areas;
use super::held::{self, HeldRows};
use super::record::Record;
use super::units::Units;
use super::{Dataset, Import};
use crate::db::{self, Queries};
use crate::error::Error;
use crate::stop::hearing;

/// Rows between two looks at whether the sum is still wanted.
const AT_ONCE: u64 = 1024;

/// The number of rows, and the sum of their digests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    rows: u64,
    digests: u64,
}

impl Sum {
    fn add(&mut self, hasher: &impl Hasher) {
        self.rows += 1;
        self.digests = self.digests.wrapping_add(hasher.finish());
    }
}

/// The rows of earlier imports of the same files, beside the rows that are read now.
pub(super) struct Earlier {
    dataset: String,
    keys: RandomState,
    /// Of the rows that are read now.
    read: Sum,
    /// False once there is a row that only its neighbours can settle.
    can_tell: bool,
    limits: Arc<Limits>,
    /// The sum over the rows of the database; none where the thread gave up.
    thread: Option<JoinHandle<Option<Sum>>>,
}

/// When the thread gives up.
struct Limits {
    is_unwanted: AtomicBool,
    /// So many rows of the dataset may be read; those of other files are among them.
    most: AtomicU64,
}

impl Earlier {
    /// Begins to read the rows of the imports that had files of these names and lengths, where each file had one and
    /// all went to one dataset.
    pub(super) fn look(
        connection: &Connection,
        (db, wait): (&Path, Duration),
        options: &Import,
    ) -> Result<Option<Self>, Error> {
        let mut datasets: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for path in &options.files {
            let found = imports(connection, path)?;
            if found.is_empty() {
                return Ok(None);
            }
            for (dataset, import) in found {
                datasets.entry(dataset).or_default().insert(import);
            }
        }
        if let Some(wanted) = &options.dataset {
            datasets.retain(|dataset, _| dataset == wanted);
        }
        let Some((dataset, imports)) = datasets.pop_first().filter(|_| datasets.is_empty()) else {
            return Ok(None);
        };
        let limits = Arc::new(Limits {
            is_unwanted: AtomicBool::new(false),
            most: AtomicU64::new(u64::MAX),
        });
        let keys = RandomState::new();
        let walk = Walk {
            db: db.to_owned(),
            wait,
            dataset: dataset.clone(),
            imports,
            keys: keys.clone(),
            limits: limits.clone(),
        };
        // What goes wrong here is met again where all rows are compared, and told there.
        let stop = options.stop.clone();
        let thread = thread::spawn(move || hearing(&stop, || walk.sum()).ok().flatten());
        Ok(Some(Self {
            dataset,
            keys,
            read: Sum::default(),
            can_tell: true,
            limits,
            thread: Some(thread),
        }))
    }

    /// Takes a record that was read.
    pub(super) fn take(&mut self, record: &Record, known: (&Units, &Areas)) {
        // Whether the total of a part was read as well is known only when all records are sorted.
        self.can_tell &= record.part == 0;
        if self.can_tell {
            let mut hasher = self.keys.build_hasher();
            held::hash_record(record, known, &mut hasher);
            self.read.add(&hasher);
        }
    }

    /// The number of records that were read, where the database says the same of each and all are of this dataset.
    pub(super) fn unchanged(mut self, datasets: &[Dataset]) -> Option<u64> {
        let is_this = matches!(datasets, [one] if one.name == self.dataset);
        if !self.can_tell || !is_this || self.read.rows == 0 {
            return None;
        }
        // A dataset of many other files would take longer to read than these rows to compare.
        let most = self.read.rows.saturating_mul(2);
        self.limits.most.store(most, Ordering::SeqCst);
        let held = self.thread.take()?.join().ok().flatten()?;
        (held == self.read).then_some(held.rows)
    }
}

impl Drop for Earlier {
    fn drop(&mut self) {
        self.limits.is_unwanted.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            // Its connection is closed before anything else is done with the database.
            let _ = thread.join();
        }
    }
}

/// The imports of a file of this name and length, or of its members, each with its dataset.
fn imports(connection: &Connection, path: &Path) -> Result<Vec<(String, i64)>, Error> {
    let (Ok(metadata), Some(name)) = (path.metadata(), path.file_name()) else {
        return Ok(Vec::new());
    };
    let bytes = i64::try_from(metadata.len()).ok();
    let Some(bytes) = bytes.filter(|_| metadata.is_file()) else {
        return Ok(Vec::new());
    };
    connection.rows(
        "read the imports",
        "SELECT dataset, import_id FROM imports
         WHERE file_bytes = ?1 AND substr(file_name, 1, length(?2)) = ?2",
        (bytes, name.to_string_lossy()),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What the thread does.
struct Walk {
    db: PathBuf,
    wait: Duration,
    dataset: String,
    imports: BTreeSet<i64>,
    keys: RandomState,
    limits: Arc<Limits>,
}

impl Walk {
    /// The sum over the rows of the imports; none where it gives up.
    fn sum(&self) -> Result<Option<Sum>, Error> {
        let connection = db::open_read_only(&self.db, self.wait)?;
        // All of it is read in one state.
        connection.run_all("begin to read", "BEGIN")?;
        let areas = Areas::read(&connection)?;
        let mut statement = held::statement(&connection)?;
        let (mut sum, mut seen) = (Sum::default(), 0_u64);
        for reporter in areas.places() {
            let mut rows = HeldRows::of(&mut statement, &areas, (0, &self.dataset), reporter)?;
            while let Some(held) = rows.next()? {
                seen += 1;
                if seen.is_multiple_of(AT_ONCE) && self.is_to_stop(seen) {
                    return Ok(None);
                }
                if self.imports.contains(&held.import_id) {
                    let mut hasher = self.keys.build_hasher();
                    held.hash(&mut hasher);
                    sum.add(&hasher);
                }
            }
        }
        Ok(Some(sum))
    }

    fn is_to_stop(&self, seen: u64) -> bool {
        let limits = &self.limits;
        limits.is_unwanted.load(Ordering::Relaxed) || seen > limits.most.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::{Exact, NumberForm};
    use super::super::record::{Code, Equals, Key, Period};
    use super::*;
    use crate::vocab::{TradeFlow, Valuation};

    const TABLES: &str = "CREATE TABLE entities (entity_id, kind, name);
        CREATE TABLE entity_codes (entity_id, scheme, code, valid_from, valid_to);
        CREATE TABLE entity_names (entity_id, name);
        CREATE TABLE imports (import_id, dataset, file_name, file_bytes);
        CREATE TABLE trade_flows (dataset, reporter, partner, flow, valuation, classification, commodity, frequency,
            period, value, value_exact, quantity, quantity_exact, quantity_unit, value_equals, import_id, is_total);
        INSERT INTO entities VALUES ('ARD', 'state', 'Ardenia'), ('BOR', 'state', 'Borland');
        INSERT INTO imports VALUES (1, 'd', 'a.csv', 3), (2, 'd', 'b.zip/b.csv', 4), (3, 'e', 'a.csv', 3);";

    fn record(year: &str, value: &str, part: u8) -> Record {
        Record {
            key: Key {
                dataset: 0,
                reporter: 0,
                partner: 1,
                flow: TradeFlow::Import,
                valuation: Valuation::Cif,
                classification: Code::new(b"H6").unwrap(),
                commodity: Code::new(b"01").unwrap(),
                period: Period::parse(year.as_bytes()).unwrap(),
            },
            value: Exact::parse(value.as_bytes(), &NumberForm::default()).unwrap(),
            quantity: None,
            equals: Equals::default(),
            part,
            file: 0,
            line: 2,
        }
    }

    /// What is said of these records where the table holds the years from 2001 on, each with the value 1: of the first
    /// import those until 2010, of the second the others.
    fn unchanged(held: u16, dataset: &str, records: &[Record]) -> Option<u64> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.csv"), "abc").unwrap();
        let db = folder.path().join("t.db");
        let connection = Connection::open(&db).unwrap();
        connection.execute_batch(TABLES).unwrap();
        for year in 2001..2001 + held {
            let sql = "INSERT INTO trade_flows VALUES
                ('d', 'ARD', 'BOR', 'M', 'cif', 'H6', '01', 'A', ?1, 1.0, NULL, NULL, NULL, NULL, NULL, 1 + (?1 > '2010'), 0)";
            connection.execute(sql, [year.to_string()]).unwrap();
        }
        let options = Import {
            files: vec![folder.path().join("a.csv")],
            dataset: Some(dataset.to_owned()),
            ..Import::default()
        };
        let looked = Earlier::look(&connection, (&db, Duration::ZERO), &options);
        let mut earlier = looked.unwrap()?;
        let areas = Areas::read(&connection).unwrap();
        for record in records {
            earlier.take(record, (&Units::default(), &areas));
        }
        let dataset = |name: &str| Dataset {
            name: name.to_owned(),
            title: String::new(),
            currency: "USD".to_owned(),
        };
        earlier.unchanged(&[dataset("d")])
    }

    #[test]
    fn a_file_whose_rows_are_there_is_unchanged() {
        let all = ["2002", "2001"].map(|year| record(year, "1", 0));
        assert_eq!(unchanged(2, "d", &all), Some(2));
        assert_eq!(unchanged(2, "e", &all), None);
        assert_eq!(unchanged(2, "d", &all[..1]), None);
        assert_eq!(unchanged(3, "d", &all), None);
        assert_eq!(unchanged(2, "d", &[all[0], record("2001", "2", 0)]), None);
        assert_eq!(unchanged(2, "d", &[all[0], all[1], all[1]]), None);
        assert_eq!(
            unchanged(2, "d", &[all[0], all[1], record("2001", "1", 1)]),
            None
        );
        assert_eq!(unchanged(0, "d", &[]), None);
    }

    /// Rows of other files in the dataset are passed over.
    #[test]
    fn rows_of_other_files_are_passed_over() {
        let years: Vec<String> = (2001..2011).map(|year| year.to_string()).collect();
        let all: Vec<Record> = years.iter().map(|year| record(year, "1", 0)).collect();
        assert_eq!(unchanged(20, "d", &all), Some(10));
    }
}
