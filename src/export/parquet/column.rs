//! A column as Parquet stores it, and its values until a group of rows is written.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriterImpl;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::Result as Written;
use parquet::file::writer::SerializedColumnWriter;
use parquet::schema::types::{Type, TypePtr};
use rusqlite::types::ValueRef;

use crate::db::text_of;
use crate::dictionary::{Relation, described, key_of};
use crate::tables::{Field, Holds};

/// How values are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// UTF-8.
    Text,
    /// 64 bits with a sign.
    Whole,
    /// A float of 64 bits, which is what the database holds.
    Number,
}

/// A column of a file.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its declaration.
    pub field: Field,
    /// Whether every row has a value.
    pub is_required: bool,
    /// How its values are stored.
    pub stored: Stored,
}

impl Column {
    /// The columns of a table or view.
    pub fn all(relation: &Relation) -> Vec<Self> {
        let columns = relation.columns.iter();
        columns
            .map(|(field, is_required)| Self {
                field: *field,
                is_required: *is_required,
                stored: stored(field.holds),
            })
            .collect()
    }

    /// Whether values come again and again, so that each is stored once. Of numbers none is.
    pub(super) const fn has_dictionary(&self) -> bool {
        !matches!(self.field.holds, Holds::Integer | Holds::Number)
    }

    /// Its declaration in the file.
    pub fn declaration(&self) -> Written<TypePtr> {
        let (physical, logical) = match self.stored {
            Stored::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Stored::Whole => (Physical::INT64, None),
            Stored::Number => (Physical::DOUBLE, None),
        };
        let repetition = if self.is_required {
            Repetition::REQUIRED
        } else {
            Repetition::OPTIONAL
        };
        let built = Type::primitive_type_builder(self.field.name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical)
            .build()?;
        Ok(Arc::new(built))
    }
}

/// A key is stored as the column that it names. Dates and days are texts, as in the database and the CSV files.
fn stored(holds: Holds) -> Stored {
    match holds {
        Holds::Integer | Holds::Flag => Stored::Whole,
        Holds::Number => Stored::Number,
        Holds::Key(table) => stored_key(table),
        Holds::Text | Holds::Keys(_) | Holds::Word(_) | Holds::Date | Holds::Day | Holds::Url => {
            Stored::Text
        }
    }
}

fn stored_key(table: &str) -> Stored {
    let relations = described();
    let key = relations
        .iter()
        .find(|relation| relation.name == table)
        .zip(key_of(table))
        .and_then(|(relation, key)| {
            let mut columns = relation.columns.iter();
            columns.find(|(field, _)| field.name == key)
        });
    match key {
        Some((field, _)) if field.holds == Holds::Integer => Stored::Whole,
        _ => Stored::Text,
    }
}

/// Values that are written at once.
const AT_ONCE: usize = 8192;

/// The values of a column in a group of rows.
#[derive(Debug)]
pub(super) struct Buffer {
    values: Values,
    /// 1 where a row has a value; empty where every row has one.
    levels: Vec<i16>,
    is_required: bool,
}

#[derive(Debug)]
enum Values {
    Text { bytes: Vec<u8>, ends: Vec<usize> },
    Whole(Vec<i64>),
    Number(Vec<f64>),
}

impl Buffer {
    pub(super) fn of(column: &Column) -> Self {
        Self {
            values: match column.stored {
                Stored::Text => Values::Text {
                    bytes: Vec::new(),
                    ends: Vec::new(),
                },
                Stored::Whole => Values::Whole(Vec::new()),
                Stored::Number => Values::Number(Vec::new()),
            },
            levels: Vec::new(),
            is_required: column.is_required,
        }
    }

    /// Takes the value of the next row; false where it is not of the column's type.
    pub(super) fn take(&mut self, value: ValueRef<'_>) -> bool {
        let is_there = value != ValueRef::Null;
        if !is_there && self.is_required {
            return false;
        }
        if !self.is_required {
            self.levels.push(i16::from(is_there));
        }
        !is_there || self.values.take(value)
    }

    /// The memory that texts take.
    pub(super) fn bytes(&self) -> usize {
        match &self.values {
            Values::Text { bytes, .. } => bytes.len(),
            Values::Whole(_) | Values::Number(_) => 0,
        }
    }

    /// Writes the values, and is empty then.
    pub(super) fn write(&mut self, mut column: SerializedColumnWriter<'_>) -> Written<()> {
        let levels = (!self.is_required).then_some(self.levels.as_slice());
        match &mut self.values {
            Values::Text { bytes, ends } => {
                let whole = ByteArray::from(std::mem::take(bytes));
                let texts = Texts { whole, ends };
                let writer = column.typed::<ByteArrayType>();
                in_parts(writer, levels, texts.ends.len(), |from, to| {
                    texts.slice(from, to)
                })?;
                ends.clear();
            }
            Values::Whole(numbers) => {
                let writer = column.typed::<Int64Type>();
                in_parts(writer, levels, numbers.len(), |from, to| {
                    numbers[from..to].to_vec()
                })?;
                numbers.clear();
            }
            Values::Number(numbers) => {
                let writer = column.typed::<DoubleType>();
                in_parts(writer, levels, numbers.len(), |from, to| {
                    numbers[from..to].to_vec()
                })?;
                numbers.clear();
            }
        }
        self.levels.clear();
        column.close()
    }
}

impl Values {
    fn take(&mut self, value: ValueRef<'_>) -> bool {
        match (self, value) {
            (Self::Text { bytes, ends }, ValueRef::Text(text)) => {
                if std::str::from_utf8(text).is_err() {
                    return false;
                }
                bytes.extend_from_slice(text);
                ends.push(bytes.len());
            }
            (Self::Text { bytes, ends }, ValueRef::Integer(_) | ValueRef::Real(_)) => {
                bytes.extend_from_slice(text_of(value).as_bytes());
                ends.push(bytes.len());
            }
            (Self::Whole(numbers), ValueRef::Integer(number)) => numbers.push(number),
            (Self::Number(numbers), ValueRef::Real(number)) => numbers.push(number),
            (Self::Number(numbers), ValueRef::Integer(number)) => {
                // A view may give a whole number where its column is a number.
                const EXACT: u64 = 1 << 53;
                if number.unsigned_abs() > EXACT {
                    return false;
                }
                #[expect(clippy::cast_precision_loss, reason = "not above 2^53")]
                numbers.push(number as f64);
            }
            _ => return false,
        }
        true
    }
}

/// Texts that lie one behind the other.
struct Texts<'a> {
    whole: ByteArray,
    ends: &'a [usize],
}

impl Texts<'_> {
    fn slice(&self, from: usize, to: usize) -> Vec<ByteArray> {
        let mut start = from.checked_sub(1).map_or(0, |before| self.ends[before]);
        let text = |end: &usize| {
            let text = self.whole.slice(start, end - start);
            start = *end;
            text
        };
        self.ends[from..to].iter().map(text).collect()
    }
}

/// Writes so many values in parts, and the levels that belong to each.
fn in_parts<T: DataType>(
    writer: &mut ColumnWriterImpl<'_, T>,
    levels: Option<&[i16]>,
    count: usize,
    values: impl Fn(usize, usize) -> Vec<T::T>,
) -> Written<()> {
    let Some(levels) = levels else {
        for from in (0..count).step_by(AT_ONCE) {
            let part = values(from, count.min(from + AT_ONCE));
            writer.write_batch(&part, None, None)?;
        }
        return Ok(());
    };
    let mut from = 0;
    for part in levels.chunks(AT_ONCE) {
        let there = part.iter().filter(|level| **level == 1).count();
        writer.write_batch(&values(from, from + there), Some(part), None)?;
        from += there;
    }
    Ok(())
}
