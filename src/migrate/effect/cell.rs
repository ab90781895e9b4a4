//! Values as SQLite stores them, kept byte for byte, since a text in a database need not be UTF-8.

use std::cmp::Ordering;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;

use rusqlite::types::{Type, ValueRef};

/// One value of a row.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(bytes) => Self::Text(bytes.to_vec()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }
}

/// Two values are equal if they have the same type and the same bytes: 1 and 1.0 differ.
impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Integer(one), Self::Integer(two)) => one == two,
            (Self::Real(one), Self::Real(two)) => one.to_bits() == two.to_bits(),
            (Self::Text(one), Self::Text(two)) | (Self::Blob(one), Self::Blob(two)) => one == two,
            _ => false,
        }
    }
}

impl Cell {
    /// The type, as SQLite's `typeof` names it.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Integer(_) => "integer",
            Self::Real(_) => "real",
            Self::Text(_) => "text",
            Self::Blob(_) => "blob",
        }
    }

    /// The form of a number among those that SQLite sorts as equal.
    fn form(&self) -> &'static str {
        match self {
            Self::Real(number) => form_of_real(*number),
            other => other.type_name(),
        }
    }

    /// The value in rusqlite's form.
    pub(crate) fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(bytes) => ValueRef::Text(bytes),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }
    }

    /// The order in which SQLite sorts under `COLLATE BINARY`: NULL, numbers, texts by their bytes, blobs.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Integer(one), Self::Integer(two)) => one.cmp(two),
            // SQLite keeps no NaN. It sorts 0.0 and -0.0 as the same value.
            (Self::Real(one), Self::Real(two)) => one.partial_cmp(two).unwrap_or(Ordering::Equal),
            (Self::Integer(one), Self::Real(two)) => integer_and_real(*one, *two),
            (Self::Real(one), Self::Integer(two)) => integer_and_real(*two, *one).reverse(),
            (Self::Text(one), Self::Text(two)) | (Self::Blob(one), Self::Blob(two)) => one.cmp(two),
            _ => self.class().cmp(&other.class()),
        }
    }

    fn class(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Integer(_) | Self::Real(_) => 1,
            Self::Text(_) => 2,
            Self::Blob(_) => 3,
        }
    }
}

/// The form of a real, as [`Cell::form`]: that of -0.0 stands between those of an integer and of any other real.
pub(crate) fn form_of_real(number: f64) -> &'static str {
    if number == 0.0 && number.is_sign_negative() {
        "minus"
    } else {
        "real"
    }
}

/// Compares an integer with a real exactly. Converting the integer would not do: not every 64-bit integer is a real.
fn integer_and_real(integer: i64, real: f64) -> Ordering {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if real.is_nan() || real < -LIMIT {
        return Ordering::Greater;
    }
    if real >= LIMIT {
        return Ordering::Less;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the real is within the range of an integer, and its fraction is compared below"
    )]
    let whole = real.trunc() as i64;
    integer
        .cmp(&whole)
        .then_with(|| 0.0.partial_cmp(&real.fract()).unwrap_or(Ordering::Equal))
}

/// The values of a key as bytes, for a table of keys; different keys have different bytes.
pub(crate) fn encoded<'v>(values: impl Iterator<Item = ValueRef<'v>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in values {
        bytes.push(u8::try_from(place(value.data_type())).unwrap_or_default());
        match value {
            ValueRef::Null => {}
            ValueRef::Integer(number) => bytes.extend(number.to_le_bytes()),
            ValueRef::Real(number) => bytes.extend(number.to_bits().to_le_bytes()),
            ValueRef::Text(held) | ValueRef::Blob(held) => {
                bytes.extend((held.len() as u64).to_le_bytes());
                bytes.extend(held);
            }
        }
    }
    bytes
}

/// The values from which [`encoded`] made these bytes.
pub(crate) fn decoded(mut bytes: &[u8]) -> Vec<Cell> {
    let mut cells = Vec::new();
    while let Some((kind, rest)) = bytes.split_first() {
        if *kind == 0 {
            cells.push(Cell::Null);
            bytes = rest;
            continue;
        }
        let Some((word, rest)) = rest.split_first_chunk::<8>() else {
            return cells;
        };
        let number = u64::from_le_bytes(*word);
        bytes = rest;
        if *kind <= 2 {
            cells.push(if *kind == 1 {
                Cell::Integer(number.cast_signed())
            } else {
                Cell::Real(f64::from_bits(number))
            });
            continue;
        }
        let length = usize::try_from(number)
            .unwrap_or(usize::MAX)
            .min(rest.len());
        let (held, rest) = rest.split_at(length);
        bytes = rest;
        cells.push(if *kind == 3 {
            Cell::Text(held.to_vec())
        } else {
            Cell::Blob(held.to_vec())
        });
    }
    cells
}

/// The order of two keys with the same number of values.
pub(crate) fn order(one: &[Cell], two: &[Cell]) -> Ordering {
    first_difference(one, two, Cell::order)
}

/// The order of two rows that their values identify: of equal numbers an integer comes before a real, and -0.0 between
/// them.
pub(crate) fn order_of_values(one: &[Cell], two: &[Cell]) -> Ordering {
    first_difference(one, two, |one, two| {
        one.order(two).then_with(|| one.form().cmp(two.form()))
    })
}

/// How many columns are packed together where rows have too many to be sorted by each.
pub(crate) const PACKED_TOGETHER: usize = 100;

/// The order of two rows of many columns: that of the bytes of some columns together, then of the next ones.
pub(crate) fn order_of_packed(one: &[Cell], two: &[Cell]) -> Ordering {
    let packed = |some: &[Cell]| encoded(some.iter().map(Cell::as_ref));
    one.chunks(PACKED_TOGETHER)
        .zip(two.chunks(PACKED_TOGETHER))
        .map(|(one, two)| packed(one).cmp(&packed(two)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn first_difference(
    one: &[Cell],
    two: &[Cell],
    order: impl Fn(&Cell, &Cell) -> Ordering,
) -> Ordering {
    one.iter()
        .zip(two)
        .map(|(one, two)| order(one, two))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// The hash of no value. It differs from run to run, so that no file can have values made to hash alike.
pub(crate) fn no_hash() -> u64 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().build_hasher().finish());
    *SEED
}

/// Adds a value to a hash.
pub(crate) fn hash(hash: u64, value: ValueRef<'_>) -> u64 {
    let hash = mixed(hash, place(value.data_type()));
    match value {
        ValueRef::Null => hash,
        ValueRef::Integer(number) => mixed(hash, number.cast_unsigned()),
        ValueRef::Real(number) => mixed(hash, number.to_bits()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            let (words, rest) = bytes.as_chunks::<8>();
            let mut hash = mixed(hash, bytes.len() as u64);
            for word in words {
                hash = mixed(hash, u64::from_le_bytes(*word));
            }
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            mixed(hash, u64::from_le_bytes(last))
        }
    }
}

fn place(kind: Type) -> u64 {
    match kind {
        Type::Null => 0,
        Type::Integer => 1,
        Type::Real => 2,
        Type::Text => 3,
        Type::Blob => 4,
    }
}

fn mixed(hash: u64, word: u64) -> u64 {
    // The upper half of the product goes into the lower one: a multiplication alone leaves a difference in the highest
    // bit, such as the sign of a real, where it is.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let product = u128::from(hash ^ word) * u128::from(FACTOR);
    let upper = u64::try_from(product >> 64).unwrap_or_default();
    (hash ^ word).wrapping_mul(FACTOR) ^ upper
}

/// Mixes the upper bits of a hash into the lower ones, so that hashes can be summed.
pub(crate) fn finished(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{Equal, Greater, Less};

    use super::*;

    #[test]
    fn the_order_is_that_of_sqlite() {
        let text = |text: &str| Cell::Text(text.as_bytes().to_vec());
        let sorted = [
            Cell::Null,
            Cell::Integer(i64::MIN),
            Cell::Real(-1.5),
            Cell::Integer(-1),
            Cell::Real(0.5),
            Cell::Integer(1),
            Cell::Real(1.5),
            Cell::Integer(9_007_199_254_740_993),
            Cell::Integer(i64::MAX),
            Cell::Real(1e300),
            text("A"),
            text("a"),
            text("aa"),
            Cell::Blob(vec![0]),
        ];
        for (at, one) in sorted.iter().enumerate() {
            for (other, two) in sorted.iter().enumerate() {
                assert_eq!(one.order(two), at.cmp(&other), "{one:?} {two:?}");
            }
        }
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let in_order: bool = connection
            .query_row(
                "SELECT 9007199254740992.0 < 9007199254740993 AND -1.5 < -1 AND 2.0 = 2",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert!(in_order);
        assert_eq!(Cell::Real(-0.0).order(&Cell::Real(0.0)), Equal);
        assert_eq!(integer_and_real(0, -0.0), Equal);
        assert_eq!(integer_and_real(2, 2.0), Equal);
        assert_eq!(integer_and_real(-1, -1.5), Greater);
        assert_eq!(integer_and_real(1, 1.5), Less);
        assert_eq!(integer_and_real(-2, -2.0), Equal);
        assert_eq!(
            integer_and_real(i64::MIN, -9_223_372_036_854_775_808.0),
            Equal
        );
        assert_eq!(
            integer_and_real(i64::MIN, -9_223_372_036_854_777_856.0),
            Greater
        );
    }

    #[test]
    fn keys_come_back_from_their_bytes() {
        let key = [
            Cell::Text(b"ab".to_vec()),
            Cell::Null,
            Cell::Integer(-7),
            Cell::Real(0.25),
            Cell::Blob(Vec::new()),
        ];
        let bytes = encoded(key.iter().map(Cell::as_ref));
        assert_eq!(decoded(&bytes), key);
        let parted = [Cell::Text(b"a".to_vec()), Cell::Text(b"b".to_vec())];
        assert_ne!(bytes, encoded(parted.iter().map(Cell::as_ref)));
    }

    #[test]
    fn equal_numbers_have_an_order_where_values_identify_rows() {
        let sorted = [Cell::Integer(0), Cell::Real(-0.0), Cell::Real(0.0)];
        for pair in sorted.windows(2) {
            assert_eq!(order(&pair[..1], &pair[1..]), Equal, "{pair:?}");
            assert_eq!(order_of_values(&pair[..1], &pair[1..]), Less, "{pair:?}");
        }
    }

    /// The last step is that of `SplitMix64`, whose first numbers for the seed 0 are known. The step for one word is the
    /// product with both of its halves, worked out by hand.
    #[test]
    fn hashes_are_mixed_in_full() {
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        assert_eq!(finished(FACTOR), 0xe220_a839_7b1d_cdaf);
        assert_eq!(finished(FACTOR.wrapping_mul(2)), 0x6e78_9e6a_a1b9_65f4);
        assert_eq!(mixed(0, 1), FACTOR);
        assert_eq!(mixed(5, 5), 0);
        assert_eq!(mixed(0, 1 << 63), 0xcf1b_bcdc_bfa5_3e0a);
        assert_eq!(mixed(0, 3 << 62), 0xb6a9_9b4b_1f77_dd0f);
        let none = no_hash();
        assert!(none > 1, "not the same in each run: {none}");
        assert_eq!(none, no_hash());
    }

    #[test]
    fn changed_signs_change_sums_of_hashes() {
        let row = |id: i64, number: f64| {
            finished(hash(
                hash(no_hash(), ValueRef::Integer(id)),
                ValueRef::Real(number),
            ))
        };
        let turned = |id: i64| row(id, -56.25).wrapping_sub(row(id, 56.25));
        let mut sums: Vec<u64> = (0..2000).map(turned).collect();
        sums.extend((0..2000).map(|id| turned(id).wrapping_neg()));
        sums.sort_unstable();
        sums.dedup();
        assert_eq!(sums.len(), 4000);
    }

    #[test]
    fn equal_means_one_type_and_the_same_bytes() {
        assert_ne!(Cell::Integer(1), Cell::Real(1.0));
        assert_ne!(Cell::Text(b"1".to_vec()), Cell::Blob(b"1".to_vec()));
        assert_eq!(Cell::Text(vec![0xff]), Cell::Text(vec![0xff]));
        assert_eq!(Cell::Null, Cell::Null);
    }
}
