//! A row of an exported partition as a record.

use super::super::areas::Areas;
use super::super::exact::{Exact, NumberForm};
use super::super::faults::Fault;
use super::super::record::{Code, Equals, Key, Period, Quantity, Record};
use super::super::units::Units;
use super::CODE;
use super::cells::Cell;
use crate::export::parquet::Column;
use crate::vocab::{EqualValue, TradeFlow, Valuation, Vocabulary};

/// Reads rows.
pub(super) struct FlowReader<'a> {
    at: Places,
    areas: &'a Areas,
    /// The units of the run.
    pub(super) units: Units,
    /// Areas that were looked up last; rows of one reporter and partner lie together.
    last: [Option<(String, u32)>; 2],
}

/// Where each column stands among the cells.
struct Places {
    reporter: usize,
    partner: usize,
    flow: usize,
    valuation: usize,
    classification: usize,
    commodity: usize,
    frequency: usize,
    period: usize,
    value: [usize; 2],
    quantity: [usize; 2],
    quantity_unit: usize,
    value_equals: usize,
    import_id: usize,
}

impl<'a> FlowReader<'a> {
    /// A reader of rows with these columns.
    pub(super) fn new(columns: &[Column], areas: &'a Areas, units: Units) -> Self {
        let at = |name: &str| {
            let mut columns = columns.iter();
            // Behind the last cell where there is no such column: then every row is refused.
            columns
                .position(|column| column.field.name == name)
                .unwrap_or(usize::MAX)
        };
        Self {
            at: Places {
                reporter: at("reporter"),
                partner: at("partner"),
                flow: at("flow"),
                valuation: at("valuation"),
                classification: at("classification"),
                commodity: at("commodity"),
                frequency: at("frequency"),
                period: at("period"),
                value: [at("value"), at("value_exact")],
                quantity: [at("quantity"), at("quantity_exact")],
                quantity_unit: at("quantity_unit"),
                value_equals: at("value_equals"),
                import_id: at("import_id"),
            },
            areas,
            units,
            last: [None, None],
        }
    }

    /// The number of the import from which a row comes.
    pub(super) fn import(&self, cells: &[Cell<'_>]) -> Option<i64> {
        cell(cells, self.at.import_id).whole()
    }

    /// The record of a row of this dataset and year, which stands in this line of this file.
    pub(super) fn record(
        &mut self,
        cells: &[Cell<'_>],
        (dataset, year): (u8, u16),
        (file, line): (u16, u64),
    ) -> Result<Record, Fault> {
        let at = &self.at;
        let period = read(cells, at.period, "period", |text| {
            Period::parse(text.as_bytes()).filter(|period| period.text() == text)
        })?;
        if period.year != year {
            return Err(odd(
                cells,
                at.period,
                "period",
                "is not of the year of its folder",
            ));
        }
        let frequency = read(cells, at.frequency, "frequency", Vocabulary::from_word)?;
        if period.frequency != frequency {
            return Err(odd(
                cells,
                at.frequency,
                "frequency",
                "is not that of the period",
            ));
        }
        let flow = read(cells, at.flow, "flow", TradeFlow::from_word)?;
        let valuation = read(cells, at.valuation, "valuation", Valuation::from_word)?;
        let classification = read(cells, at.classification, "classification", |text| {
            Code::new(text.as_bytes())
        })?;
        let commodity = read(cells, at.commodity, "commodity", |text| {
            Code::new(text.as_bytes())
        })?;
        let value = exact(cells, at.value, "value")?;
        let value = value.ok_or_else(|| odd(cells, at.value[0], "value", "is no number"))?;
        let equals = match cell(cells, at.value_equals) {
            Cell::Nothing => None,
            _ => Some(read(
                cells,
                at.value_equals,
                "value_equals",
                EqualValue::from_word,
            )?),
        };
        let quantity = self.quantity(cells)?;
        let (reporter, partner) = (self.at.reporter, self.at.partner);
        Ok(Record {
            key: Key {
                dataset,
                reporter: self.area(cells, reporter, 0)?,
                partner: self.area(cells, partner, 1)?,
                flow,
                valuation,
                classification,
                commodity,
                period,
            },
            value,
            quantity,
            equals: equals.map_or_else(Equals::default, Equals::one),
            part: 0,
            file,
            line,
        })
    }

    fn quantity(&mut self, cells: &[Cell<'_>]) -> Result<Option<Quantity>, Fault> {
        let Some(number) = exact(cells, self.at.quantity, "quantity")? else {
            return Ok(None);
        };
        let at = self.at.quantity_unit;
        let unit = read(cells, at, "quantity_unit", Some)?;
        let place = self.units.place(unit)?;
        Ok(place.map(|place| (number, place)))
    }

    fn area(&mut self, cells: &[Cell<'_>], at: usize, which: usize) -> Result<u32, Fault> {
        let column = ["reporter", "partner"][which];
        let id = read(cells, at, column, Some)?;
        if let Some((last, place)) = &self.last[which]
            && last == id
        {
            return Ok(*place);
        }
        let place = self.areas.place(id).ok_or_else(|| {
            Fault::of_cell(
                "trade-unknown-entity",
                column,
                id.as_bytes(),
                "is no entity of this database",
                "import it with `sco import facts` as a row of entities, then import the folder again",
            )
            .by_value()
        })?;
        self.last[which] = Some((id.to_owned(), place));
        Ok(place)
    }
}

fn cell<'a>(cells: &[Cell<'a>], at: usize) -> Cell<'a> {
    cells.get(at).copied().unwrap_or(Cell::Nothing)
}

/// Reads a text.
fn read<'a, T>(
    cells: &[Cell<'a>],
    at: usize,
    column: &str,
    read: impl FnOnce(&'a str) -> Option<T>,
) -> Result<T, Fault> {
    cell(cells, at)
        .text()
        .and_then(read)
        .ok_or_else(|| odd(cells, at, column, "is nothing that sco would write there"))
}

/// A number with all its digits: those that stand beside it, or those of the float.
fn exact(
    cells: &[Cell<'_>],
    [nearest, all]: [usize; 2],
    column: &str,
) -> Result<Option<Exact>, Fault> {
    let Some(float) = cell(cells, nearest).number() else {
        return Ok(None);
    };
    let read = match cell(cells, all).text() {
        None => Exact::from_float(float),
        Some(digits) => Exact::parse(digits.as_bytes(), &NumberForm::default()),
    };
    match read {
        Ok(read) if read.to_float().to_bits() == float.to_bits() => Ok(Some(read)),
        _ => Err(odd(
            cells,
            nearest,
            column,
            "is not the number whose digits stand beside it",
        )),
    }
}

/// The fault of a cell.
fn odd(cells: &[Cell<'_>], at: usize, column: &str, message: &str) -> Fault {
    let value = match cell(cells, at) {
        Cell::Nothing => String::new(),
        Cell::Text(text) => text.to_owned(),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
    };
    Fault::of_cell(
        CODE,
        column,
        value.as_bytes(),
        message,
        "export the folder again",
    )
}
