//! One export as a sheet: the head, then a row for each row.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params_from_iter};
use rust_xlsxwriter::{ExcelDateTime, IgnoreError, Note, Url, Worksheet};

use super::cell::{Cell, Kind, is_early, is_one_early_day};
use super::look::Look;
use super::package::PERCENT;
use super::widths::{BUTTON, Lengths, NARROWEST, height, length, lines};
use super::{ABOUT, Context, unmade};
use crate::db::Queries;
use crate::error::Error;
use crate::export::Export;
use crate::export::data_package::meaning;
use crate::stop::refuse_when_stopped;
use crate::tables::{Field, Holds};

/// The most rows that a sheet can have below its head.
const MOST_ROWS: u32 = 1_048_575;
/// The most links that a sheet can have; further ids and addresses are plain text.
const MOST_LINKS: usize = 65_530;
/// The longest address that a link may have, in UTF-16 units.
const LONGEST_ADDRESS: usize = 2_079;
const A4: u8 = 9;

/// A sheet that was filled.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) name: &'static str,
    pub(super) rows: u32,
    /// Its fields, as they were chosen.
    pub(super) fields: Vec<Field>,
    /// The columns of days that are text, since they have some before March 1900.
    pub(super) early: Vec<&'static str>,
    /// The heads of the columns in which a date that is one day is empty, since it is before March 1900.
    pub(super) without_early: Vec<String>,
}

/// A column of a sheet.
struct Column {
    field: Field,
    /// Its place in the rows of the query.
    at: usize,
    kind: Kind,
    head: String,
    lengths: Lengths,
    /// Whether a date of one day before March 1900 is left out here.
    lacks_early_days: bool,
}

/// Fills a sheet with the rows of an export.
pub(super) fn fill(
    sheet: &mut Worksheet,
    export: &Export,
    context: &Context<'_>,
) -> Result<Filled, Error> {
    let unread = Error::sql(format!("export {}", export.name));
    let origin = &context.request.origin;
    let early = columns_with_early_days(context.connection, export, origin)?;
    let mut columns = columns_of(export, &early);
    write_head(sheet, &columns, &context.look)?;
    let mut writer = Writer {
        sheet,
        export,
        context,
        links: 1,
        row: 0,
        long: Vec::new(),
    };
    let (sql, parameters) = export.question(origin);
    let read = context.connection.prepare(&sql).and_then(|mut statement| {
        let mut rows = statement.query(params_from_iter(parameters))?;
        while let Some(row) = rows.next()? {
            if let Err(error) = writer.add(&mut columns, row) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    });
    read.map_err(unread)??;
    let (rows, long) = (writer.row, writer.long);
    arrange(sheet, &columns, rows)?;
    raise_rows(sheet, &columns, &long)?;
    Ok(Filled {
        name: export.name,
        rows,
        fields: export.fields.clone(),
        early,
        without_early: columns
            .into_iter()
            .filter(|column| column.lacks_early_days)
            .map(|column| column.head)
            .collect(),
    })
}

/// The columns of days that have one before March 1900.
fn columns_with_early_days(
    connection: &Connection,
    export: &Export,
    origin: &str,
) -> Result<Vec<&'static str>, Error> {
    let days = export
        .fields
        .iter()
        .filter(|field| field.holds == Holds::Day);
    let days: Vec<&'static str> = days.map(|field| field.name).collect();
    if days.is_empty() {
        return Ok(days);
    }
    let first: Vec<String> = days.iter().map(|name| format!("min({name})")).collect();
    let (question, parameters) = export.question(origin);
    let sql = format!("SELECT {} FROM ({question})", first.join(", "));
    let doing = format!("export {}", export.name);
    let early = connection.rows(&doing, &sql, params_from_iter(parameters), |row| {
        let mut early = Vec::new();
        for (at, name) in days.iter().enumerate() {
            let first: Option<String> = row.get(at)?;
            if first.is_some_and(|day| is_early(&day)) {
                early.push(*name);
            }
        }
        Ok(early)
    })?;
    Ok(early.concat())
}

/// The columns of the export. After each column of EDTF dates comes one that has those of exactly one day as real
/// dates, from March 1900 on.
fn columns_of(export: &Export, early: &[&str]) -> Vec<Column> {
    let mut columns = Vec::new();
    for (at, field) in export.fields.iter().enumerate() {
        let mut add = |kind, head| {
            columns.push(Column {
                field: *field,
                at,
                kind,
                head,
                lengths: Lengths::default(),
                lacks_early_days: false,
            });
        };
        let is_early = early.contains(&field.name);
        add(Kind::of(field.holds, field.unit, is_early), head(field));
        if field.holds == Holds::Date {
            add(Kind::OneDay, [field.name, " as a day"].concat());
        }
    }
    columns
}

/// The name of a column with its unit. Of a long unit only the beginning is given; the note has all of it.
pub(super) fn head(field: &Field) -> String {
    if field.unit.is_empty() {
        return field.name.to_owned();
    }
    let unit = field.unit.split(':').next().unwrap_or_default();
    format!("{} ({})", field.name, unit.replace('`', ""))
}

/// Writes the head, with what each column means in a note. Its first cell leads back to the first sheet.
fn write_head(sheet: &mut Worksheet, columns: &[Column], look: &Look) -> Result<(), Error> {
    for (column, at) in columns.iter().zip(0..) {
        let mut text = meaning(&column.field);
        match column.field.holds {
            _ if column.kind == Kind::OneDay => {
                text = format!(
                    "`{}` as a real date where it is exactly one day, from March 1900 on; else empty",
                    column.field.name
                );
            }
            Holds::Word(words) => text += &[": ", &words.join(", ")].concat(),
            _ => {}
        }
        let lines = u32::try_from(text.chars().count() / 38 + 2).unwrap_or(2);
        let note = Note::new(text)
            .add_author_prefix(false)
            .set_author("sco")
            .set_width(260)
            .set_height(18 * lines);
        sheet.insert_note(0, at, &note).map_err(unmade)?;
        if at == 0 {
            let back = Url::new(format!("internal:'{ABOUT}'!A1"))
                .set_text(&column.head)
                .set_tip("Back to the first sheet");
            sheet.write_url_with_format(0, at, back, &look.head)
        } else {
            sheet.write_string_with_format(0, at, &column.head, &look.head)
        }
        .map_err(unmade)?;
        let format = look.of_column(column.kind);
        sheet.set_column_format(at, format).map_err(unmade)?;
    }
    Ok(())
}

/// What writes the rows of a sheet.
struct Writer<'a, 'b> {
    sheet: &'a mut Worksheet,
    export: &'a Export,
    context: &'a Context<'b>,
    /// How many links there are.
    links: usize,
    /// How many rows.
    row: u32,
    /// The texts that may take more than one line: row, place of the column, and letters.
    long: Vec<(u32, usize, usize)>,
}

impl Writer<'_, '_> {
    fn add(&mut self, columns: &mut [Column], row: &Row<'_>) -> Result<(), Error> {
        refuse_when_stopped(self.context.stop)?;
        if self.row == MOST_ROWS {
            return Err(Error::request(
                format!(
                    "{} has more rows than a sheet holds, which is {MOST_ROWS}",
                    self.export.name
                ),
                "choose some with `--only` and `--entity` or `--year`, or export CSV files",
            ));
        }
        self.row += 1;
        for (column, at) in columns.iter_mut().zip(0..) {
            let value = row.get_ref(column.at).unwrap_or(ValueRef::Null);
            let cell = Cell::of(column.kind, value);
            let cell = cell.map_err(|why| self.does_not_fit(column, row, &why))?;
            column.lacks_early_days |= column.kind == Kind::OneDay && is_one_early_day(value);
            let length = length(&cell);
            column.lengths.add(length);
            if length > NARROWEST {
                self.long.push((self.row, usize::from(at), length));
            }
            self.write(at, column, &cell)?;
        }
        Ok(())
    }

    fn write(&mut self, at: u16, column: &Column, cell: &Cell) -> Result<(), Error> {
        let (row, look) = (self.row, &self.context.look);
        match cell {
            Cell::Empty => return Ok(()),
            Cell::Number(number) => {
                let format = look.of_number(column.kind, *number);
                self.sheet
                    .write_number_with_format(row, at, *number, format)
            }
            Cell::Day(year, month, day) => {
                let day = ExcelDateTime::from_ymd(*year, *month, *day).map_err(unmade)?;
                self.sheet
                    .write_datetime_with_format(row, at, &day, &look.day)
            }
            Cell::Text(text) => match self.link(column, text) {
                Some(link) => {
                    self.links += 1;
                    let is_page = !link.starts_with("internal:");
                    let format = if is_page { &look.to_page } else { &look.to_row };
                    let link = Url::new(link).set_text(text);
                    self.sheet.write_url_with_format(row, at, link, format)
                }
                None => self
                    .sheet
                    .write_string_with_format(row, at, text, &look.text),
            },
        }
        .map(|_| ())
        .map_err(unmade)
    }

    /// Where a text leads: to the row that an id names, or to a page.
    fn link(&self, column: &Column, text: &str) -> Option<String> {
        if self.links >= MOST_LINKS {
            return None;
        }
        match column.field.holds {
            Holds::Key(table) => {
                let from = (self.export.name, column.field.name);
                self.context.links.to(table, text, from)
            }
            _ => address(text),
        }
    }

    fn does_not_fit(&self, column: &Column, row: &Row<'_>, why: &str) -> Error {
        let first = row.get_ref(0).map(crate::db::text_of).unwrap_or_default();
        Error::request(
            format!(
                "{} `{first}`, column `{}`: {why}",
                self.export.name, column.field.name
            ),
            "change it, leave the column out with `--only` and `--columns`, or export CSV files, which hold it",
        )
    }
}

/// The link for a text that is one web address and nothing else; none if it is too long for a link.
pub(super) fn address(text: &str) -> Option<String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let is_one = !text.contains(|letter: char| letter.is_whitespace() || letter == ';');
    if !is_web || !is_one || text.encode_utf16().count() > LONGEST_ADDRESS {
        return None;
    }
    // The library does not count what comes after `#` as part of the address, and writes it as it is.
    Some(match text.split_once('#') {
        Some((page, place)) => format!("{}#{place}", page.replace('%', PERCENT)),
        None => text.replace('%', PERCENT),
    })
}

/// Widths, the frozen head, the filter and how it is printed.
fn arrange(sheet: &mut Worksheet, columns: &[Column], rows: u32) -> Result<(), Error> {
    let last = columns.len().saturating_sub(1);
    let last = u16::try_from(last).unwrap_or(u16::MAX);
    let mut head = 1;
    for (column, at) in columns.iter().zip(0..) {
        let width = column.lengths.width(&column.head);
        head = head.max(lines(column.head.len(), width - BUTTON));
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        sheet
            .set_column_width(at, f64::from(width))
            .map_err(unmade)?;
    }
    sheet.set_row_height(0, height(head)).map_err(unmade)?;
    sheet.set_freeze_panes(1, 0).map_err(unmade)?;
    sheet.autofilter(0, 0, rows, last).map_err(unmade)?;
    sheet
        .ignore_error_range(1, 0, rows.max(1), last, IgnoreError::NumberStoredAsText)
        .map_err(unmade)?;
    sheet.set_landscape().set_paper_size(A4);
    sheet.set_repeat_rows(0, 0).map_err(unmade)?;
    Ok(())
}

/// Gives each row the height of its longest text, up to a few lines.
fn raise_rows(
    sheet: &mut Worksheet,
    columns: &[Column],
    long: &[(u32, usize, usize)],
) -> Result<(), Error> {
    let widths: Vec<usize> = columns
        .iter()
        .map(|column| column.lengths.width(&column.head))
        .collect();
    for cells in long.chunk_by(|(row, ..), (next, ..)| row == next) {
        let needed = cells
            .iter()
            .map(|(_, at, length)| lines(*length, widths[*at]));
        let needed = needed.max().unwrap_or(1);
        if let (row, ..) = cells[0]
            && needed > 1
        {
            sheet.set_row_height(row, height(needed)).map_err(unmade)?;
        }
    }
    Ok(())
}
