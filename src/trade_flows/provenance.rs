//! Where rows come from: the table `imports`. A folder of Parquet files tells of the imports of another database, and
//! its rows keep them.

use rusqlite::{Connection, Transaction};

use super::compare::Written;
use super::insert::Names;
use super::{Dataset, Identity, ReadFile};
use crate::db::Queries;
use crate::error::Error;

/// An import of which a folder of Parquet files tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// Its number in the folder.
    pub(super) import_id: i64,
    /// The place of its dataset.
    pub(super) dataset: u8,
    pub(super) row: ImportRow,
}

/// What is kept of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ImportRow {
    pub(super) file_name: String,
    pub(super) file_sha256: String,
    pub(super) file_bytes: i64,
    pub(super) profile: String,
    pub(super) map_sha256: Option<String>,
    /// None for an import of now.
    pub(super) imported_at: Option<String>,
    pub(super) tool_version: String,
    pub(super) records: i64,
    pub(super) flows: i64,
}

/// The numbers of the imports of a run.
pub(super) struct Numbers {
    /// That of each file.
    pub(super) of_files: Vec<i64>,
    /// That of each import of which a folder tells, and whether the database has it already.
    of_sources: Vec<(i64, bool)>,
}

/// The numbers that the database has of these imports, and for others numbers that no import has yet. Those of which
/// a folder tells keep theirs where it is free.
pub(super) fn numbers(
    tx: &Connection,
    files: &[ReadFile],
    sources: &[Source],
    datasets: &[Dataset],
) -> Result<Numbers, Error> {
    const DOING: &str = "read the imports";
    let mut taken: Vec<i64> = tx.column(DOING, "SELECT import_id FROM imports", [])?;
    let own = sources.iter().map(|source| source.import_id);
    let mut next = taken.iter().copied().chain(own).max().unwrap_or(0) + 1;
    let mut of_sources = Vec::new();
    for source in sources {
        let held = held(tx, source, &datasets[usize::from(source.dataset)].name)?;
        let number = held.unwrap_or_else(|| {
            if taken.contains(&source.import_id) {
                next += 1;
                next - 1
            } else {
                source.import_id
            }
        });
        taken.push(number);
        of_sources.push((number, held.is_some()));
    }
    let mut free = next..;
    let number = |file: &ReadFile| match file.source {
        Some(source) => of_sources[source].0,
        None => free.next().unwrap_or(i64::MAX),
    };
    Ok(Numbers {
        of_files: files.iter().map(number).collect(),
        of_sources,
    })
}

/// The number under which the database has the same import.
fn held(tx: &Connection, source: &Source, dataset: &str) -> Result<Option<i64>, Error> {
    let row = &source.row;
    tx.first_row(
        "read the imports",
        "SELECT import_id FROM imports
         WHERE dataset = ?1 AND file_name = ?2 AND file_sha256 = ?3 AND file_bytes = ?4 AND profile = ?5
             AND map_sha256 IS ?6 AND imported_at = ?7 AND tool_version = ?8 AND records = ?9 AND flows = ?10
         ORDER BY import_id = ?11 DESC, import_id",
        (
            dataset,
            &row.file_name,
            &row.file_sha256,
            row.file_bytes,
            &row.profile,
            &row.map_sha256,
            &row.imported_at,
            &row.tool_version,
            row.records,
            row.flows,
            source.import_id,
        ),
        |row| row.get(0),
    )
}

/// What is kept of where rows come from.
pub(super) struct Provenance<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) datasets: &'a [Dataset],
    pub(super) files: &'a [ReadFile],
    pub(super) identities: &'a [Identity],
    pub(super) sources: &'a [Source],
    pub(super) numbers: &'a Numbers,
}

impl Provenance<'_> {
    /// Writes it, checks the foreign keys, and commits.
    pub(super) fn commit(&self, tx: Transaction<'_>, written: &Written) -> Result<(), Error> {
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
            if *rows > 0 && file.source.is_none() {
                self.insert(tx, *import, file.dataset, &self.row_of(file, *rows))?;
            }
        }
        for (place, source) in self.sources.iter().enumerate() {
            let (number, is_held) = self.numbers.of_sources[place];
            let mut of_it = self
                .files
                .iter()
                .zip(&written.rows)
                .filter(|(file, _)| file.source == Some(place))
                .peekable();
            // An import of which no row is left stays with the others.
            let is_wanted = of_it.peek().is_none() || of_it.any(|(_, rows)| *rows > 0);
            if is_wanted && !is_held {
                self.insert(tx, number, source.dataset, &source.row)?;
            }
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

    /// What is kept of the import of a file.
    fn row_of(&self, file: &ReadFile, rows: u64) -> ImportRow {
        let identity = &self.identities[file.identity];
        // Of an archive, the member is named too.
        let member = file.name.strip_prefix(&identity.shown).unwrap_or_default();
        ImportRow {
            file_name: [identity.name.as_str(), member].concat(),
            file_sha256: identity.sha256.clone(),
            file_bytes: signed(identity.bytes),
            profile: file.profile.clone(),
            map_sha256: file.map_sha256.clone(),
            imported_at: None,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            records: signed(file.rows.records),
            flows: signed(rows),
        }
    }

    fn insert(
        &self,
        tx: &Connection,
        number: i64,
        dataset: u8,
        row: &ImportRow,
    ) -> Result<(), Error> {
        tx.write(
            "write where the flows come from",
            "INSERT INTO imports (
                 import_id, dataset, file_name, file_sha256, file_bytes, profile, map_sha256, imported_at,
                 tool_version, records, flows
             ) VALUES (
                 ?1, ?2, ?3, ?4, ?5, ?6, ?7, coalesce(?8, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), ?9, ?10, ?11
             )",
            (
                number,
                &self.names.datasets[usize::from(dataset)],
                &row.file_name,
                &row.file_sha256,
                row.file_bytes,
                &row.profile,
                &row.map_sha256,
                &row.imported_at,
                &row.tool_version,
                row.records,
                row.flows,
            ),
        )?;
        Ok(())
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
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
