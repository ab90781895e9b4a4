//! The rows of a Parquet file, a batch of each column at a time.

use std::fs::File;
use std::path::Path;

use parquet::column::reader::{ColumnReaderImpl, get_typed_column_reader};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result as Read};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::SchemaDescriptor;

use super::super::faults::Fault;
use super::CODE;
use crate::error::Error;
use crate::export::parquet::{Column, Stored};

/// Rows of a batch.
const BATCH: usize = 4096;

/// A value of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'a> {
    Nothing,
    Text(&'a str),
    Whole(i64),
    Number(f64),
}

impl<'a> Cell<'a> {
    pub(super) fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn whole(self) -> Option<i64> {
        match self {
            Self::Whole(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }
}

/// Hands every row to `take`, with its number from 1 on. The inner error is the fault of a file that lacks a column, or
/// cannot be read as Parquet.
pub(super) fn each_row(
    place: &Path,
    columns: &[Column],
    mut take: impl FnMut(u64, &[Cell<'_>]) -> Result<(), Error>,
) -> Result<Result<(), Fault>, Error> {
    let file = File::open(place).map_err(Error::file("read", place))?;
    let reader = match SerializedFileReader::new(file) {
        Ok(reader) => reader,
        Err(error) => return Ok(Err(unreadable(&error))),
    };
    let places = match places(reader.metadata().file_metadata().schema_descr(), columns) {
        Ok(places) => places,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut row = 0;
    for group in 0..reader.num_row_groups() {
        let read = reader
            .get_row_group(group)
            .and_then(|group| Batches::of(&*group, columns, &places));
        let mut batches = match read {
            Ok(batches) => batches,
            Err(error) => return Ok(Err(unreadable(&error))),
        };
        loop {
            match batches.advance() {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => return Ok(Err(unreadable(&error))),
            }
            if let Err(stopped) = batches.each(&mut row, &mut take) {
                return match stopped {
                    Stopped::Unreadable(error) => Ok(Err(unreadable(&error))),
                    Stopped::ByError(error) => Err(error),
                };
            }
        }
    }
    Ok(Ok(()))
}

fn unreadable(error: &ParquetError) -> Fault {
    Fault::of_row(
        CODE,
        format!("cannot be read as Parquet: {error}"),
        "export the folder again",
    )
}

/// Where the file has each column, of the right type.
fn places(schema: &SchemaDescriptor, columns: &[Column]) -> Result<Vec<usize>, Fault> {
    let place = |column: &Column| {
        let name = column.field.name;
        let fault = |message: String| {
            let help = "export the folder again, with a sco of this version";
            let mut fault = Fault::of_row(CODE, message, help);
            fault.column = Some(name.to_owned());
            fault
        };
        let declared = column.declaration().map_err(|error| unreadable(&error))?;
        let mut found = schema.columns().iter().enumerate();
        let Some((at, found)) = found.find(|(_, found)| found.path().string() == name) else {
            return Err(fault("the column is missing".to_owned()));
        };
        let is_right = found.physical_type() == declared.get_physical_type()
            && found.max_rep_level() == 0
            && found.max_def_level() == i16::from(!column.is_required);
        if is_right {
            return Ok(at);
        }
        Err(fault(format!(
            "the column is stored as {}, and not as {}",
            found.physical_type(),
            declared.get_physical_type()
        )))
    };
    columns.iter().map(place).collect()
}

/// The columns of a group of rows.
struct Batches {
    columns: Vec<Batch>,
    rows: usize,
}

/// A column, with the values of the batch that was read last.
struct Batch {
    values: Values,
    /// 1 where a row has a value; empty where every row has one.
    levels: Vec<i16>,
}

enum Values {
    Text(ColumnReaderImpl<ByteArrayType>, Vec<ByteArray>),
    Whole(ColumnReaderImpl<Int64Type>, Vec<i64>),
    Number(ColumnReaderImpl<DoubleType>, Vec<f64>),
}

/// Why no further row was handed out.
enum Stopped {
    Unreadable(ParquetError),
    ByError(Error),
}

impl Batches {
    fn of(group: &dyn RowGroupReader, columns: &[Column], places: &[usize]) -> Read<Self> {
        let batch = |(column, place): (&Column, &usize)| {
            let reader = group.get_column_reader(*place)?;
            Ok(Batch {
                values: match column.stored {
                    Stored::Text => Values::Text(get_typed_column_reader(reader), Vec::new()),
                    Stored::Whole => Values::Whole(get_typed_column_reader(reader), Vec::new()),
                    Stored::Number => Values::Number(get_typed_column_reader(reader), Vec::new()),
                },
                levels: Vec::new(),
            })
        };
        let columns: Read<Vec<Batch>> = columns.iter().zip(places).map(batch).collect();
        Ok(Self {
            columns: columns?,
            rows: 0,
        })
    }

    /// Reads the next batch; false where there is none.
    fn advance(&mut self) -> Read<bool> {
        self.rows = 0;
        for (at, column) in self.columns.iter_mut().enumerate() {
            let rows = column.advance()?;
            if at > 0 && rows != self.rows {
                return Err(ParquetError::General(
                    "its columns differ in length".to_owned(),
                ));
            }
            self.rows = rows;
        }
        Ok(self.rows > 0)
    }

    fn each(
        &self,
        row: &mut u64,
        take: &mut impl FnMut(u64, &[Cell<'_>]) -> Result<(), Error>,
    ) -> Result<(), Stopped> {
        let mut nexts = vec![0; self.columns.len()];
        let mut cells = Vec::with_capacity(self.columns.len());
        for at in 0..self.rows {
            cells.clear();
            for (column, next) in self.columns.iter().zip(&mut nexts) {
                cells.push(column.cell(at, next).map_err(Stopped::Unreadable)?);
            }
            *row += 1;
            take(*row, &cells).map_err(Stopped::ByError)?;
        }
        Ok(())
    }
}

impl Batch {
    fn advance(&mut self) -> Read<usize> {
        self.levels.clear();
        let levels = &mut self.levels;
        match &mut self.values {
            Values::Text(reader, values) => read(reader, levels, values),
            Values::Whole(reader, values) => read(reader, levels, values),
            Values::Number(reader, values) => read(reader, levels, values),
        }
    }

    /// The value of a row, and the place of the next one.
    fn cell(&self, row: usize, next: &mut usize) -> Read<Cell<'_>> {
        if self.levels.get(row) == Some(&0) {
            return Ok(Cell::Nothing);
        }
        let at = *next;
        *next += 1;
        let cell = match &self.values {
            Values::Text(_, values) => match values.get(at) {
                Some(value) => Some(Cell::Text(value.as_utf8()?)),
                None => None,
            },
            Values::Whole(_, values) => values.get(at).copied().map(Cell::Whole),
            Values::Number(_, values) => values.get(at).copied().map(Cell::Number),
        };
        cell.ok_or_else(|| ParquetError::EOF("a column ends early".to_owned()))
    }
}

fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    levels: &mut Vec<i16>,
    values: &mut Vec<T::T>,
) -> Read<usize> {
    values.clear();
    let (rows, ..) = reader.read_records(BATCH, Some(levels), None, values)?;
    Ok(rows)
}
