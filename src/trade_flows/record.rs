//! A row of trade statistics, packed into a record of fixed size whose order is that of the table's key.

use super::exact::{Exact, whole};
use crate::vocab::{EqualValue, Frequency, TradeFlow, Valuation, Vocabulary};

/// The longest code of a list of commodities, and of a commodity, in bytes.
pub(super) const CLASSIFICATION: usize = 8;
pub(super) const COMMODITY: usize = 12;

/// The key of a row. Numbers stand for texts in the order of the texts, so that records sort as the table does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// The place of the dataset in the list of the run.
    pub(super) dataset: u8,
    /// The places of reporter and partner in the list of areas.
    pub(super) reporter: u32,
    pub(super) partner: u32,
    pub(super) flow: TradeFlow,
    pub(super) valuation: Valuation,
    pub(super) classification: Code<CLASSIFICATION>,
    pub(super) commodity: Code<COMMODITY>,
    pub(super) period: Period,
}

/// A code of at most `N` bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Code<const N: usize>([u8; N]);

impl<const N: usize> Code<N> {
    /// The code; none where it is longer, or holds what is no sign of a code.
    pub(super) fn new(text: &[u8]) -> Option<Self> {
        let is_sound = |byte: &u8| byte.is_ascii_graphic();
        if text.is_empty() || text.len() > N || !text.iter().all(is_sound) {
            return None;
        }
        let mut bytes = [0; N];
        bytes[..text.len()].copy_from_slice(text);
        Some(Self(bytes))
    }

    /// The code in capital letters, of which one list has one spelling; `none` stays.
    pub(super) fn in_capitals(self) -> Self {
        match self.text() {
            "none" => self,
            _ => Self(self.0.map(|byte| byte.to_ascii_uppercase())),
        }
    }

    /// The code as text.
    pub(super) fn text(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(N);
        std::str::from_utf8(&self.0[..end]).unwrap_or_default()
    }
}

/// A list of commodities has one spelling.
pub(super) fn list_of(word: &str) -> Option<Code<CLASSIFICATION>> {
    Code::new(word.as_bytes()).map(Code::in_capitals)
}

/// A commodity that a map names.
pub(super) fn commodity_of(word: &str) -> Option<Code<COMMODITY>> {
    let code = Code::new(word.as_bytes())?;
    let is_total = word.eq_ignore_ascii_case("total");
    Some(if is_total { code.in_capitals() } else { code })
}

/// A year, month or quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Period {
    pub(super) frequency: Frequency,
    pub(super) year: u16,
    /// The month or quarter; 0 for a year.
    pub(super) part: u8,
}

impl Period {
    /// Reads `2012`, `201209`, `2012-09`, `2012M09`, `2012-M09`, `2012Q3` or `2012-Q3`.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let (year, part) = text.split_at_checked(4)?;
        let year: u16 = digits(year)?;
        if !(1500..=2999).contains(&year) {
            return None;
        }
        let part = part.strip_prefix(b"-").unwrap_or(part);
        let (frequency, part, most) = match part.first() {
            None if text.len() == 4 => (Frequency::Annual, 0, 0),
            Some(b'Q') => (Frequency::Quarterly, digits(&part[1..])?, 4),
            Some(b'M') => (Frequency::Monthly, digits(&part[1..])?, 12),
            Some(b'0'..=b'9') if part.len() == 2 => (Frequency::Monthly, digits(part)?, 12),
            _ => return None,
        };
        let fits = frequency == Frequency::Annual || (1..=most).contains(&part);
        fits.then_some(Self {
            frequency,
            year,
            part: u8::try_from(part).ok()?,
        })
    }

    /// Whether a cell is a period.
    pub(super) fn is_one(text: &[u8]) -> bool {
        Self::parse(whole(text.trim_ascii())).is_some()
    }

    /// The period as the table writes it.
    pub(super) fn text(self) -> String {
        let Self { year, part, .. } = self;
        match self.frequency {
            Frequency::Annual => year.to_string(),
            Frequency::Monthly => format!("{year}{part:02}"),
            Frequency::Quarterly => format!("{year}Q{part}"),
        }
    }
}

fn digits(text: &[u8]) -> Option<u16> {
    let is_number = !text.is_empty() && text.len() <= 4 && text.iter().all(u8::is_ascii_digit);
    let read = |number: u16, byte: &u8| number * 10 + u16::from(byte - b'0');
    is_number.then(|| text.iter().fold(0, read))
}

/// A quantity with its unit, which is a place in the list of units of the run.
pub(super) type Quantity = (Exact, u8);

/// Which further values of the source were seen to be the same number as the value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Equals(u8);

impl Equals {
    /// This one.
    pub(super) fn one(value: EqualValue) -> Self {
        Self(match value {
            EqualValue::Cif => 1,
            EqualValue::Fob => 2,
        })
    }

    /// What the table says.
    pub(super) fn from_word(word: Option<&str>) -> Self {
        word.and_then(EqualValue::from_word)
            .map_or(Self::default(), Self::one)
    }

    /// This, or what another row says where this says nothing. A row keeps the first that was seen of it: which others
    /// were seen since, the table could not say.
    pub(super) fn or(self, other: Self) -> Self {
        if self.word().is_some() { self } else { other }
    }

    /// What is seen in one or the other of two rows that say the same.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The word of the table; none where neither or both were seen.
    pub(super) fn word(self) -> Option<&'static str> {
        match self.0 {
            1 => Some(EqualValue::Cif.word()),
            2 => Some(EqualValue::Fob.word()),
            _ => None,
        }
    }
}

/// A row, and where it was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub(super) key: Key,
    pub(super) value: Exact,
    pub(super) quantity: Option<Quantity>,
    pub(super) equals: Equals,
    /// 0, or the place, counted from 1, of the column by which the row is only a part of a total.
    pub(super) part: u8,
    /// The place of the file in the list of the run.
    pub(super) file: u16,
    pub(super) line: u64,
}

/// By what records are sorted.
pub(super) type Order = (Key, u8, u16, u64);

impl Record {
    /// The length of a record in a file of a sorted run.
    pub(super) const BYTES: usize = 74;

    /// Whether both say the same of their key.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        (self.value, self.quantity) == (other.value, other.quantity)
    }

    /// The order of the table; within a key parts behind their total, and else that of the files.
    pub(super) fn order(&self) -> Order {
        (self.key, self.part, self.file, self.line)
    }

    /// The record in a fixed number of bytes.
    pub(super) fn pack(&self) -> [u8; Self::BYTES] {
        let mut packer = Packer {
            bytes: [0; Self::BYTES],
            at: 0,
        };
        let key = &self.key;
        packer.put(&[key.dataset]);
        packer.put(&key.reporter.to_le_bytes());
        packer.put(&key.partner.to_le_bytes());
        packer.put(&[key.flow as u8, key.valuation as u8]);
        packer.put(&key.classification.0);
        packer.put(&key.commodity.0);
        packer.put(&[key.period.frequency as u8]);
        packer.put(&key.period.year.to_le_bytes());
        packer.put(&[key.period.part]);
        packer.put_exact(self.value);
        packer.put(&[u8::from(self.quantity.is_some())]);
        if let Some((number, unit)) = self.quantity {
            packer.put_exact(number);
            packer.put(&[unit]);
        } else {
            packer.at += 10;
        }
        packer.put(&[self.equals.0, self.part]);
        packer.put(&self.file.to_le_bytes());
        packer.put(&self.line.to_le_bytes());
        packer.bytes
    }

    /// The record from its bytes; none where they are not what [`Record::pack`] made.
    pub(super) fn unpack(bytes: &[u8; Self::BYTES]) -> Option<Self> {
        let mut unpacker = Unpacker { bytes, at: 0 };
        let key = Key {
            dataset: unpacker.byte(),
            reporter: u32::from_le_bytes(unpacker.take()),
            partner: u32::from_le_bytes(unpacker.take()),
            flow: *TradeFlow::ALL.get(usize::from(unpacker.byte()))?,
            valuation: *Valuation::ALL.get(usize::from(unpacker.byte()))?,
            classification: Code(unpacker.take()),
            commodity: Code(unpacker.take()),
            period: Period {
                frequency: *Frequency::ALL.get(usize::from(unpacker.byte()))?,
                year: u16::from_le_bytes(unpacker.take()),
                part: unpacker.byte(),
            },
        };
        let value = unpacker.exact();
        let has_quantity = unpacker.byte() == 1;
        let quantity = (unpacker.exact(), unpacker.byte());
        Some(Self {
            key,
            value,
            quantity: has_quantity.then_some(quantity),
            equals: Equals(unpacker.byte()),
            part: unpacker.byte(),
            file: u16::from_le_bytes(unpacker.take()),
            line: u64::from_le_bytes(unpacker.take()),
        })
    }
}

struct Packer {
    bytes: [u8; Record::BYTES],
    at: usize,
}

impl Packer {
    fn put(&mut self, part: &[u8]) {
        self.bytes[self.at..self.at + part.len()].copy_from_slice(part);
        self.at += part.len();
    }

    fn put_exact(&mut self, number: Exact) {
        let (digits, scale) = number.parts();
        self.put(&digits.to_le_bytes());
        self.put(&scale.to_le_bytes());
    }
}

struct Unpacker<'a> {
    bytes: &'a [u8; Record::BYTES],
    at: usize,
}

impl Unpacker<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut part = [0; N];
        part.copy_from_slice(&self.bytes[self.at..self.at + N]);
        self.at += N;
        part
    }

    fn byte(&mut self) -> u8 {
        self.take::<1>()[0]
    }

    fn exact(&mut self) -> Exact {
        let digits = i64::from_le_bytes(self.take());
        let scale = i8::from_le_bytes(self.take());
        Exact::from_parts((digits, scale))
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::NumberForm;
    use super::*;

    fn record(commodity: &str, period: &str) -> Record {
        let number = |text: &str| Exact::parse(text.as_bytes(), &NumberForm::default()).unwrap();
        Record {
            key: Key {
                dataset: 3,
                reporter: 70_000,
                partner: 2,
                flow: TradeFlow::ExportForProcessing,
                valuation: Valuation::Unstated,
                classification: Code::new(b"H6").unwrap(),
                commodity: Code::new(commodity.as_bytes()).unwrap(),
                period: Period::parse(period.as_bytes()).unwrap(),
            },
            value: number("-1588852981506.719"),
            quantity: Some((number("12.5"), 7)),
            equals: Equals::one(EqualValue::Fob),
            part: 3,
            file: 400,
            line: 5_000_000_000,
        }
    }

    #[test]
    fn a_record_comes_back_from_its_bytes() {
        let full = record("851762", "2012Q3");
        let without_quantity = Record {
            quantity: None,
            ..full
        };
        for sent in [full, without_quantity] {
            let back = Record::unpack(&sent.pack()).unwrap();
            assert_eq!(back.order(), sent.order());
            assert!(back.says_the_same(&sent));
            assert_eq!((back.equals, back.part), (sent.equals, sent.part));
        }
    }

    #[test]
    fn what_is_seen_to_be_equal_does_not_depend_on_the_order() {
        let (none, cif, fob) = (
            Equals::default(),
            Equals::one(EqualValue::Cif),
            Equals::one(EqualValue::Fob),
        );
        assert_eq!(none.word(), None);
        assert_eq!(none.and(cif).word(), Some("cif"));
        assert_eq!(fob.and(none).and(fob).word(), Some("fob"));
        for both in [cif.and(fob).and(cif), fob.and(cif).and(none)] {
            assert_eq!(both.word(), None);
        }
        for seen in [none, cif, fob] {
            assert_eq!(Equals::from_word(seen.word()), seen);
        }
    }

    #[test]
    fn records_sort_as_their_texts() {
        let codes = ["01", "010", "0101", "1", "AG2", "TOTAL"];
        for pair in codes.windows(2) {
            assert!(record(pair[0], "2012").key < record(pair[1], "2012").key);
        }
        for pair in ["201201", "201212", "201301"].windows(2) {
            assert!(record("01", pair[0]).key < record("01", pair[1]).key);
        }
    }

    #[test]
    fn periods_are_years_months_and_quarters() {
        for (text, read) in [
            ("2012", "2012"),
            ("201209", "201209"),
            ("2012-09", "201209"),
            ("2012M12", "201212"),
            ("2012-Q4", "2012Q4"),
        ] {
            assert_eq!(Period::parse(text.as_bytes()).unwrap().text(), read);
        }
        for text in [
            "", "12", "2012-", "201213", "201200", "2012Q5", "20120101", "2012.0", "1499",
        ] {
            assert_eq!(Period::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_code_that_is_too_long_is_none() {
        assert!(Code::<12>::new(b"123456789012").is_some());
        assert!(Code::<12>::new(b"1234567890123").is_none());
        assert!(Code::<12>::new(b"").is_none());
        assert!(Code::<12>::new(b"12 34").is_none());
    }
}
