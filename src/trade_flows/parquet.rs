//! A folder of Parquet files that `sco export parquet` wrote, as files to import: its list says whether it is whole and
//! as it was written, and its rows keep the imports from which they came.

mod cells;
mod flow;
mod folder;

use std::path::Path;
use std::sync::atomic::Ordering;

use super::faults::Fault;
use super::input::{Identity, digest};
use super::provenance::{ImportRow, Source};
use super::{Dataset, Import, ReadFile, Reading, Rows};
use crate::dictionary::{Relation, bulk};
use crate::error::Error;
use crate::export::parquet::{Column, FLOWS, PARTITIONED_BY};
use cells::Cell;
use flow::FlowReader;
use folder::Partition;

/// How reports name the reader of such a folder.
const PROFILE: &str = "parquet";
/// The code of faults of such a folder.
const CODE: &str = "trade-parquet";
/// Rows between two looks at whether the user wants to stop.
const AT_ONCE: u64 = 1024;

/// An import of the folder.
struct Told {
    import_id: i64,
    /// Its place among the sources of the run.
    source: usize,
    /// The dataset as the folder names it.
    dataset: String,
}

impl Reading<'_> {
    /// Reads a folder.
    pub(super) fn folder(&mut self, path: &Path) -> Result<Identity, Error> {
        refuse_options(self.options, path)?;
        let files = self.sound_files(path)?;
        let datasets = self.datasets_of(path, &files.partitions)?;
        let told = self.imports_of(path, &datasets)?;
        for partition in &files.partitions {
            self.partition(path, partition, &told)?;
        }
        let shown = path.display().to_string();
        Ok(Identity {
            name: shown.clone(),
            shown,
            sha256: digest(&files.list),
            bytes: files.list.len() as u64,
        })
    }

    /// The datasets of the partitions: the name in the folder, and the place in the run.
    fn datasets_of(
        &mut self,
        path: &Path,
        partitions: &[Partition],
    ) -> Result<Vec<(String, u8)>, Error> {
        let mut told: Vec<[String; 3]> = Vec::new();
        self.table(path, "trade_datasets", |cells| {
            let text = |at: usize| cells[at].text().unwrap_or_default().to_owned();
            told.push([text(0), text(1), text(2)]);
        })?;
        let mut datasets: Vec<(String, u8)> = Vec::new();
        for partition in partitions {
            let name = &partition.dataset;
            if datasets.iter().any(|(held, _)| held == name) {
                continue;
            }
            let Some([_, title, currency]) = told.iter().find(|[dataset, ..]| dataset == name)
            else {
                return self.refuse_file(
                    &path.join("trade_datasets.parquet"),
                    format!("does not tell of dataset {name}"),
                    "export the folder again",
                );
            };
            if !datasets.is_empty() && self.options.dataset.is_some() {
                return Err(Error::request(
                    format!("{} holds several datasets", path.display()),
                    "leave `--dataset` out: each keeps its name",
                ));
            }
            let own = self.options.dataset.clone();
            let at = self.dataset(Dataset {
                name: own.unwrap_or_else(|| name.clone()),
                title: title.clone(),
                currency: currency.clone(),
            })?;
            datasets.push((name.clone(), at));
        }
        Ok(datasets)
    }

    /// The imports of these datasets of which the folder tells.
    fn imports_of(&mut self, path: &Path, datasets: &[(String, u8)]) -> Result<Vec<Told>, Error> {
        let (mut told, mut sources) = (Vec::new(), Vec::new());
        let first = self.sources.len();
        self.table(path, "imports", |cells| {
            let text = |at: usize| cells[at].text().unwrap_or_default().to_owned();
            let whole = |at: usize| cells[at].whole().unwrap_or_default();
            let Some((dataset, place)) = datasets.iter().find(|(name, _)| *name == text(1)) else {
                return;
            };
            told.push(Told {
                import_id: whole(0),
                source: first + sources.len(),
                dataset: dataset.clone(),
            });
            sources.push(Source {
                import_id: whole(0),
                dataset: *place,
                row: ImportRow {
                    file_name: text(2),
                    file_sha256: text(3),
                    file_bytes: whole(4),
                    profile: text(5),
                    map_sha256: cells[6].text().map(str::to_owned),
                    imported_at: Some(text(7)),
                    tool_version: text(8),
                    records: whole(9),
                    flows: whole(10),
                },
            });
        })?;
        self.sources.extend(sources);
        Ok(told)
    }

    /// Reads a small table of the folder.
    fn table(
        &mut self,
        folder: &Path,
        name: &str,
        mut take: impl FnMut(&[Cell<'_>]),
    ) -> Result<(), Error> {
        let place = folder.join(format!("{name}.parquet"));
        let columns = Column::all(&relation(name)?);
        match cells::each_row(&place, &columns, |_, cells| {
            take(cells);
            Ok(())
        })? {
            Ok(()) => Ok(()),
            Err(fault) => self.refuse_whole(&place, fault),
        }
    }

    /// Reads the rows of a partition.
    fn partition(
        &mut self,
        folder: &Path,
        partition: &Partition,
        told: &[Told],
    ) -> Result<(), Error> {
        let place = folder.join(&partition.name);
        let columns: Vec<Column> = Column::all(&relation(FLOWS)?)
            .into_iter()
            .filter(|column| column.field.name != PARTITIONED_BY[0])
            .collect();
        let mut reader = FlowReader::new(&columns, self.areas, std::mem::take(&mut self.units));
        let mut files: Vec<(i64, u16)> = Vec::new();
        let outcome = cells::each_row(&place, &columns, |row, cells| {
            if row.is_multiple_of(AT_ONCE) {
                self.tell_progress()?;
            }
            let import = reader.import(cells);
            let file = match files.iter().find(|(number, _)| Some(*number) == import) {
                Some((_, file)) => Ok(*file),
                None => self.file_of(&place, partition, told, import, &mut files)?,
            };
            let record = file.and_then(|file| {
                self.files[usize::from(file)].rows.records += 1;
                let (dataset, year) = (self.files[usize::from(file)].dataset, partition.year);
                reader
                    .record(cells, (dataset, year), (file, row))
                    .inspect_err(|_| {
                        self.files[usize::from(file)].rows.refused += 1;
                    })
            });
            match record {
                Ok(record) => {
                    self.files[usize::from(record.file)].rows.values += 1;
                    self.values += 1;
                    self.sorter.push(record);
                    Ok(())
                }
                Err(fault) => self.refuse_row(&place, row, fault),
            }
        });
        self.units = reader.units;
        match outcome? {
            Ok(()) => Ok(()),
            Err(fault) => self.refuse_whole(&place, fault),
        }
    }

    /// The text to which rows of an import belong. Those of each import in a partition are one.
    fn file_of(
        &mut self,
        place: &Path,
        partition: &Partition,
        told: &[Told],
        import: Option<i64>,
        files: &mut Vec<(i64, u16)>,
    ) -> Result<Result<u16, Fault>, Error> {
        let known = told
            .iter()
            .find(|told| Some(told.import_id) == import && told.dataset == partition.dataset);
        let Some(known) = known else {
            let number = import.map_or(String::new(), |number| number.to_string());
            return Ok(Err(Fault::of_cell(
                CODE,
                "import_id",
                number.as_bytes(),
                format!("is no import of dataset {}", partition.dataset),
                "export the folder again",
            )
            .by_value()));
        };
        let file = self.read_file(ReadFile {
            name: place.display().to_string(),
            profile: PROFILE.to_owned(),
            map_sha256: None,
            dataset: self.sources[known.source].dataset,
            identity: self.identities.len(),
            source: Some(known.source),
            rows: Rows::default(),
            gives_several: false,
            sees_equals: false,
            part_columns: Vec::new(),
            later_headers: Vec::new(),
        })?;
        files.push((known.import_id, file));
        Ok(Ok(file))
    }

    fn refuse_row(&mut self, place: &Path, row: u64, fault: Fault) -> Result<(), Error> {
        self.faults.take(&place.display().to_string(), row, fault);
        match self.options.max_errors {
            Some(most) if self.faults.rows > most => Err(Error::Problems(self.faults.problems())),
            _ => Ok(()),
        }
    }

    /// Refuses the folder for a file of it, whatever part of it was to be accepted.
    fn refuse_file<T>(
        &mut self,
        place: &Path,
        message: impl Into<String>,
        help: &str,
    ) -> Result<T, Error> {
        self.refuse_whole(place, Fault::of_row(CODE, message, help))
    }

    fn refuse_whole<T>(&mut self, place: &Path, fault: Fault) -> Result<T, Error> {
        self.faults.take(&place.display().to_string(), 0, fault);
        Err(Error::Problems(self.faults.problems()))
    }

    /// True where the user wants to stop.
    fn is_stopped(&self) -> bool {
        self.options.stop.load(Ordering::SeqCst)
    }
}

/// Refuses options that say how a text is read.
fn refuse_options(options: &Import, path: &Path) -> Result<(), Error> {
    let given = [
        ("--map", options.map.is_some()),
        ("--profile", options.profile.is_some()),
        ("--encoding", options.encoding.is_some()),
        ("--classification", options.classification.is_some()),
        ("--rejects", options.rejects.is_some()),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        None => Ok(()),
        Some((option, _)) => Err(Error::request(
            format!(
                "`{option}` is for text files, and {} is a folder",
                path.display()
            ),
            "leave it out, or import the folder in a run of its own",
        )),
    }
}

/// The declaration of a table of trade statistics.
fn relation(name: &str) -> Result<Relation, Error> {
    let mut tables = bulk().into_iter();
    let found = tables.find(|relation| relation.name == name);
    found.ok_or_else(|| Error::request(format!("{name} is no table"), "report it"))
}
