//! Reads one row of a file into records.

use std::collections::HashMap;

use csv::ByteRecord;

use super::areas::{Answer, Areas};
use super::bound::{
    Bound, BoundArea, BoundQuantity, BoundScale, BoundTotal, BoundUnit, BoundValue, BoundWord,
    Place,
};
use super::cells::{self, Missing};
use super::commodity;
use super::exact::{Exact, NumberForm, whole};
use super::faults::Fault;
use super::layout::PartsAre;
use super::record::{CLASSIFICATION, COMMODITY, Code, Equals, Key, Period, Quantity, Record};
use super::units::Units;
use crate::vocab::{Frequency, TradeFlow, Valuation};

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It gave records, and so many of its values are not there.
    Taken { missing: u64 },
    /// It is a part of a total, which another row has to give.
    Part { missing: u64 },
    /// It is of a kind that is no flow.
    LeftOut,
}

/// Reads rows.
pub(super) struct RowReader<'a> {
    pub(super) bound: &'a Bound,
    pub(super) areas: &'a Areas,
    pub(super) form: &'a NumberForm,
    pub(super) missing: &'a Missing,
    pub(super) units: &'a mut Units,
    pub(super) dataset: u8,
    pub(super) file: u16,
    /// Names that are not known, each with its fault, since looking for similar ones takes time.
    pub(super) unknown: HashMap<Vec<u8>, Fault>,
    /// The records of the row.
    pub(super) records: Vec<Record>,
}

/// What all values of a row have in common.
struct Common {
    flow: Option<TradeFlow>,
    classification: Code<CLASSIFICATION>,
    commodity: Code<COMMODITY>,
    period: Option<Period>,
    power: i32,
    quantity: Option<Quantity>,
}

impl RowReader<'_> {
    /// Reads a row into `records`.
    pub(super) fn read(&mut self, row: &ByteRecord, line: u64) -> Result<Fate, Fault> {
        self.records.clear();
        let part = self.part(row)?;
        let Some(common) = self.common(row)? else {
            return Ok(Fate::LeftOut);
        };
        let mut missing = 0;
        for value in &self.bound.values {
            let text = cell(row, &value.place);
            if self.missing.holds(text) {
                missing += 1;
                continue;
            }
            match self.record(row, &common, value, text, line)? {
                Some(record) => self.records.push(Record { part, ..record }),
                None => return Ok(Fate::LeftOut),
            }
        }
        Ok(match part {
            0 => Fate::Taken { missing },
            _ => Fate::Part { missing },
        })
    }

    /// The column by which the row is a part of a total, counted from 1; 0 where it is none.
    fn part(&self, row: &ByteRecord) -> Result<u8, Fault> {
        let mut part = 0;
        for (total, number) in self.bound.totals.iter().zip(1..=u8::MAX) {
            let text = cell(row, &total.place);
            let is_total = |code: &[u8]| total.totals.iter().any(|held| held == code);
            if self.missing.holds(text) || is_total(text) || is_total(whole(text)) {
                continue;
            }
            if !self.is_part(total, text) {
                return Err(cells::no_part(text, &total.place));
            }
            if part == 0 {
                part = number;
            }
        }
        Ok(part)
    }

    /// Whether a cell that is no total is what cells of parts are in this column.
    fn is_part(&self, total: &BoundTotal, text: &[u8]) -> bool {
        let is_number = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
        match total.parts {
            PartsAre::Any => true,
            PartsAre::Numbers => is_number(whole(text)),
            PartsAre::Procedures => {
                text.len() == 3 && text.strip_prefix(b"C").is_some_and(is_number)
            }
            PartsAre::Areas(scheme) => self.areas.by_code(scheme, text, 0) != Answer::Unknown,
        }
    }

    /// What the values of a row have in common; nothing where its flow is none.
    fn common(&mut self, row: &ByteRecord) -> Result<Option<Common>, Fault> {
        let flow = match &self.bound.flow {
            BoundWord::ByValue => None,
            BoundWord::Fixed(flow) => Some(*flow),
            BoundWord::Column { place, words } => {
                match cells::flow(cell(row, place), place, words)? {
                    None => return Ok(None),
                    flow => flow,
                }
            }
        };
        let classification = match &self.bound.classification {
            BoundWord::Fixed(code) => *code,
            BoundWord::Column { place, words } => {
                cells::code(cell(row, place), place, words, "trade-classification")?.in_capitals()
            }
            BoundWord::ByValue => return Err(cells::no_constant("classification")),
        };
        let commodity = match &self.bound.commodity {
            BoundWord::Fixed(code) => *code,
            BoundWord::Column { place, words } => {
                let text = cell(row, place);
                let width = self.bound.commodity_width;
                commodity::read(text, place, words, classification.text(), width)?
            }
            BoundWord::ByValue => return Err(cells::no_constant("commodity")),
        };
        Ok(Some(Common {
            flow,
            classification,
            commodity,
            period: self.period(row)?,
            power: self.power(row)?,
            quantity: self.quantity(row)?,
        }))
    }

    fn period(&self, row: &ByteRecord) -> Result<Option<Period>, Fault> {
        let Some(place) = &self.bound.period else {
            return Ok(None);
        };
        let period = cells::period(cell(row, place), place)?;
        self.refuse_other_frequency(row, period)?;
        Ok(Some(period))
    }

    /// Refuses a frequency beside the period that says something else.
    fn refuse_other_frequency(&self, row: &ByteRecord, period: Period) -> Result<(), Fault> {
        let Some(place) = &self.bound.frequency else {
            return Ok(());
        };
        let told = cell(row, place);
        let agrees = match period.frequency {
            Frequency::Annual => told == b"A",
            Frequency::Monthly => told == b"M",
            Frequency::Quarterly => told == b"Q",
        };
        if agrees || told.is_empty() {
            return Ok(());
        }
        Err(Fault::of_cell(
            "trade-frequency",
            &place.name,
            told,
            format!("does not go with the period {}", period.text()),
            "correct the frequency (A, M or Q) or the period",
        )
        .by_value())
    }

    fn power(&self, row: &ByteRecord) -> Result<i32, Fault> {
        match &self.bound.scale {
            BoundScale::Fixed(power) => Ok(*power),
            BoundScale::Power(place) => cells::power(cell(row, place), place),
            BoundScale::Words(place, words) => cells::power_word(cell(row, place), place, words),
        }
    }

    fn quantity(&mut self, row: &ByteRecord) -> Result<Option<Quantity>, Fault> {
        let Some(BoundQuantity {
            number,
            unit,
            scale,
        }) = &self.bound.quantity
        else {
            return Ok(None);
        };
        let text = cell(row, number);
        if self.missing.holds(text) {
            return Ok(None);
        }
        let unit = match unit {
            BoundUnit::Fixed(unit) => self.units.place(unit),
            BoundUnit::ComtradeCode(place) => self.units.of_comtrade(cell(row, place)),
            BoundUnit::Column(place) => {
                let unit = cell(row, place);
                if self.missing.holds(unit) {
                    return Ok(None);
                }
                self.units.place(cells::utf8(unit, place)?)
            }
        };
        let Some(unit) = unit? else {
            return Ok(None);
        };
        let exact = cells::number(text, number, self.form, *scale)?;
        Ok(Some((exact, unit)))
    }

    /// The record of one value; nothing where its row is none.
    fn record(
        &mut self,
        row: &ByteRecord,
        common: &Common,
        from: &BoundValue,
        text: &[u8],
        line: u64,
    ) -> Result<Option<Record>, Fault> {
        let period = from.period.or(common.period);
        let period = period.ok_or_else(|| cells::no_constant("period"))?;
        if from.period.is_some() {
            self.refuse_other_frequency(row, period)?;
        }
        let flow = from.flow.or(common.flow);
        let flow = flow.ok_or_else(|| cells::no_constant("flow"))?;
        let value = cells::number(text, &from.place, self.form, common.power)?;
        let Some(valuation) = self.valuation(row)? else {
            return Ok(None);
        };
        let bound = self.bound;
        let mut reporter = self.area(row, &bound.reporter, period)?;
        let mut partner = self.area(row, &bound.partner, period)?;
        if from.is_swapped {
            std::mem::swap(&mut reporter, &mut partner);
        }
        Ok(Some(Record {
            key: Key {
                dataset: self.dataset,
                reporter,
                partner,
                flow,
                valuation,
                classification: common.classification,
                commodity: common.commodity,
                period,
            },
            value,
            quantity: common.quantity,
            equals: self.equals(row, value)?,
            part: 0,
            file: self.file,
            line,
        }))
    }

    fn valuation(&self, row: &ByteRecord) -> Result<Option<Valuation>, Fault> {
        match &self.bound.valuation {
            BoundWord::Fixed(valuation) => Ok(Some(*valuation)),
            BoundWord::Column { place, words } => {
                cells::word(cell(row, place), place, words, "trade-valuation")
            }
            BoundWord::ByValue => Ok(Some(Valuation::Unstated)),
        }
    }

    /// Which further columns hold the same number as the value.
    fn equals(&self, row: &ByteRecord, value: Exact) -> Result<Equals, Fault> {
        let mut equals = Equals::default();
        for (which, place) in &self.bound.equals {
            let text = cell(row, place);
            if !self.missing.holds(text) && cells::number(text, place, self.form, 0)? == value {
                equals = equals.and(Equals::one(*which));
            }
        }
        Ok(equals)
    }

    fn area(&mut self, row: &ByteRecord, from: &BoundArea, period: Period) -> Result<u32, Fault> {
        let (place, schemes, are_names, own) = match from {
            BoundArea::Fixed(area) => return Ok(*area),
            BoundArea::Column {
                place,
                schemes,
                are_names,
                own,
            } => (place, schemes, *are_names, own),
        };
        let text = cell(row, place);
        if let Some(area) = own.get(text).or_else(|| own.get(whole(text))) {
            return Ok(*area);
        }
        if are_names {
            return self.area_of_name(text, place);
        }
        let mut others = None;
        for scheme in schemes {
            match self.areas.by_code(scheme, text, period.year) {
                Answer::One(area) => return Ok(area),
                Answer::Unknown => {}
                Answer::OtherYears(told) => others = others.or(Some((scheme, told))),
                Answer::Several(ids) => return Err(cells::several(text, place, &ids)),
            }
        }
        Err(match others {
            Some((scheme, told)) => cells::other_years(text, place, scheme, period, &told),
            None => cells::unknown_code(text, place, schemes),
        })
    }

    fn area_of_name(&mut self, text: &[u8], place: &Place) -> Result<u32, Fault> {
        match self.areas.by_name(text) {
            Answer::One(area) => return Ok(area),
            Answer::Several(ids) => return Err(cells::several(text, place, &ids)),
            Answer::Unknown | Answer::OtherYears(_) => {}
        }
        if let Some(fault) = self.unknown.get(text) {
            return Err(fault.clone());
        }
        let name = cells::utf8(text, place)?;
        let fault = cells::unknown_name(text, place, &self.areas.near(name));
        if self.unknown.len() < cells::MOST_REMEMBERED {
            self.unknown.insert(text.to_vec(), fault.clone());
        }
        Err(fault)
    }
}

/// A cell without the blanks around it; empty where the row is shorter.
fn cell<'a>(row: &'a ByteRecord, place: &Place) -> &'a [u8] {
    row.get(place.at).unwrap_or_default().trim_ascii()
}
