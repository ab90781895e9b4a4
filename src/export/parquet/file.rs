//! One Parquet file, written as its rows come: a group of rows is in memory, and no more.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::{ParquetError, Result as Written};
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type, TypePtr};
use rusqlite::types::ValueRef;

use super::column::{Buffer, Column};

/// Rows of a group. Programs read groups side by side; more rows would take more memory here and there.
const ROWS: usize = 1 << 17;
/// Bytes of text in a group, where rows are long.
const BYTES: usize = 16 << 20;
/// Beyond it files get hardly smaller, and take longer.
const LEVEL: i32 = 3;

/// What all files of a table or view have in common.
pub(super) struct Layout {
    pub(super) columns: Vec<Column>,
    schema: TypePtr,
    properties: WriterPropertiesPtr,
}

impl Layout {
    /// Files with these columns, sorted by some of them, with this description.
    pub(super) fn new(columns: Vec<Column>, order: &[&str], description: String) -> Written<Self> {
        let fields: Written<Vec<TypePtr>> = columns.iter().map(Column::declaration).collect();
        let schema = Type::group_type_builder("schema")
            .with_fields(fields?)
            .build()?;
        let mut properties = WriterProperties::builder()
            .set_created_by(format!("sco version {}", env!("CARGO_PKG_VERSION")))
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(LEVEL)?))
            .set_key_value_metadata(Some(vec![KeyValue::new(
                super::DESCRIPTION.to_owned(),
                description,
            )]))
            .set_sorting_columns(Some(sorting(&columns, order)));
        for column in &columns {
            let path = ColumnPath::from(column.field.name);
            properties = properties.set_column_dictionary_enabled(path, column.has_dictionary());
        }
        Ok(Self {
            columns,
            schema: Arc::new(schema),
            properties: Arc::new(properties.build()),
        })
    }

    /// Begins a file.
    pub(super) fn begin<W: Write + Send>(&self, out: W) -> Written<Rows<W>> {
        Ok(Rows {
            writer: SerializedFileWriter::new(out, self.schema.clone(), self.properties.clone())?,
            buffers: self.columns.iter().map(Buffer::of).collect(),
            waiting: 0,
        })
    }
}

/// The order of the rows, as far as the file has the columns.
fn sorting(columns: &[Column], order: &[&str]) -> Vec<SortingColumn> {
    let place = |name: &&str| {
        let at = columns.iter().position(|column| column.field.name == *name);
        at.and_then(|at| i32::try_from(at).ok())
    };
    let places = order.iter().map_while(place);
    places
        .map(|column_idx| SortingColumn {
            column_idx,
            descending: false,
            nulls_first: true,
        })
        .collect()
}

/// The rows of a file.
pub(super) struct Rows<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    buffers: Vec<Buffer>,
    /// How many rows are not written yet.
    waiting: usize,
}

impl<W: Write + Send> Rows<W> {
    /// Takes the value of the next column; false where it is not of the column's type.
    pub(super) fn take(&mut self, column: usize, value: ValueRef<'_>) -> bool {
        self.buffers[column].take(value)
    }

    /// Ends a row.
    pub(super) fn end_row(&mut self) -> Written<()> {
        self.waiting += 1;
        let is_full = self.waiting == ROWS
            || self.waiting.is_multiple_of(1024)
                && self.buffers.iter().map(Buffer::bytes).sum::<usize>() > BYTES;
        if is_full { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Written<()> {
        self.waiting = 0;
        let mut group = self.writer.next_row_group()?;
        for buffer in &mut self.buffers {
            if let Some(column) = group.next_column()? {
                buffer.write(column)?;
            }
        }
        group.close().map(|_| ())
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> Written<()> {
        if self.waiting > 0 {
            self.write()?;
        }
        self.writer.close().map(|_| ())
    }
}

/// The error of the system behind that of the library.
pub(super) fn unwritten(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other.to_string()),
        },
        other => io::Error::other(other.to_string()),
    }
}
