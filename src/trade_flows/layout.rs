//! How the rows of a file are to be read: which column or constant gives each part of a row. A profile of the
//! program and a user's map are the same to the reader.

use super::exact::NumberForm;
use crate::vocab::EqualValue;

/// The layout of the files of one maker.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// The name of the profile, or `map` and the name of the map.
    pub(super) profile: String,
    /// The dataset to which the rows go unless the user names another.
    pub(super) dataset: String,
    /// The title of that dataset.
    pub(super) title: String,
    /// The currency of the values.
    pub(super) currency: String,
    /// What stands between cells; none to find it with the header.
    pub(super) delimiter: Option<u8>,
    pub(super) number: NumberForm,
    /// The texts that stand for a value that is not there.
    pub(super) missing: Vec<String>,
    pub(super) reporter: AreaFrom,
    pub(super) partner: AreaFrom,
    /// The column with the period; none where the names of columns are periods.
    pub(super) period: Option<Column>,
    /// A column that repeats the frequency, which must agree with the period.
    pub(super) frequency: Option<Column>,
    pub(super) flow: WordFrom,
    pub(super) valuation: WordFrom,
    /// Columns of which it is kept whether they hold the same number as the value.
    pub(super) equals: Vec<(EqualValue, Column)>,
    pub(super) classification: WordFrom,
    pub(super) commodity: WordFrom,
    /// The number of digits of every code of a commodity, where it is told.
    pub(super) commodity_width: Option<usize>,
    /// The columns with values.
    pub(super) values: Vec<ValueColumn>,
    pub(super) scale: ScaleFrom,
    pub(super) quantity: Option<QuantityFrom>,
    /// Columns of dimensions that the table has not: only the rows of their totals are taken.
    pub(super) totals: Vec<TotalOf>,
    /// Further columns by which the header is known.
    pub(super) marks: Vec<Column>,
    /// SHA-256 digest of the map; none for a profile of the program.
    pub(super) map_sha256: Option<String>,
}

/// A column, by any of the names that it goes by: as they stand, else as [`folded`] gives them.
#[derive(Debug, Clone)]
pub(super) struct Column {
    names: Vec<Name>,
    /// The name to show where the column is missing.
    pub(super) shown: String,
}

impl Column {
    /// A column of these names, the usual one first.
    pub(super) fn named(names: &[&str]) -> Self {
        Self {
            names: names.iter().map(|name| Name::of(name)).collect(),
            shown: names.first().copied().unwrap_or_default().to_owned(),
        }
    }

    /// The places where the header has it: none, one, or several that look alike.
    pub(super) fn places(&self, header: &[Name]) -> Vec<usize> {
        let places = |is_it: &dyn Fn(&Name) -> bool| -> Vec<usize> {
            let held = header.iter().enumerate();
            held.filter(|(_, name)| is_it(name))
                .map(|(at, _)| at)
                .collect()
        };
        for name in &self.names {
            let exact = places(&|held| held.text == name.text);
            if exact.len() == 1 {
                return exact;
            }
            let alike = places(&|held| held.folded == name.folded && !name.folded.is_empty());
            if !alike.is_empty() {
                return alike;
            }
        }
        Vec::new()
    }
}

/// The name of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// As it stands.
    pub(super) text: String,
    folded: String,
}

impl Name {
    /// The name of this text.
    pub(super) fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            folded: folded(text),
        }
    }
}

/// A name of a column as it is compared: its letters and digits in lower case. `Trade Value (US$)`,
/// `Trade.Value..US..` as R writes it and `trade_value_us` are one name.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// From where an area comes.
#[derive(Debug, Clone)]
pub(super) enum AreaFrom {
    /// Every row is of this entity.
    Entity(String),
    /// A column with codes or names.
    Column {
        column: Column,
        /// The code systems, the first that knows the code decides.
        schemes: Vec<String>,
        /// True if the column holds names.
        are_names: bool,
        /// Codes of the maker's own, with the entities that they stand for, where the dataset has them.
        own: Vec<(String, String)>,
        /// Codes or names with the entities that the user says they stand for.
        told: Vec<(String, String)>,
    },
    /// The other one of the two in a file that has both sides of a pair in one row.
    Nobody,
}

/// From where a word or code comes.
#[derive(Debug, Clone)]
pub(super) enum WordFrom {
    /// Every row has it.
    Constant(String),
    /// A column.
    Column {
        column: Column,
        /// What its words stand for, in any case; every other word is refused. Empty where words stand as they are.
        words: Vec<(String, Meaning)>,
    },
    /// The name of the file.
    FileName(Vec<(&'static str, &'static str)>),
    /// Told by each column of values.
    ByValue,
}

/// What a word of a column stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// This word of ours.
    Word(String),
    /// Rows of this kind are no flows: they are counted and left out.
    LeftOut,
}

/// A column with values.
#[derive(Debug, Clone)]
pub(super) struct ValueColumn {
    pub(super) name: ValueName,
    /// The flow of its values, where the layout leaves it to the columns.
    pub(super) flow: Option<String>,
    /// The sides, where one row holds both directions of a pair.
    pub(super) is_swapped: bool,
}

/// Which columns hold values.
#[derive(Debug, Clone)]
pub(super) enum ValueName {
    /// The one of this name.
    Column(Column),
    /// Each whose name is a period.
    Periods,
}

/// The power of ten by which values are multiplied.
#[derive(Debug, Clone)]
pub(super) enum ScaleFrom {
    Constant(i32),
    /// A column with the power.
    Power(Column),
    /// A column with words such as `Millions`.
    Words(Column, Vec<(String, i32)>),
}

/// From where the quantity comes.
#[derive(Debug, Clone)]
pub(super) struct QuantityFrom {
    pub(super) number: Column,
    pub(super) unit: UnitFrom,
    /// The power of ten by which quantities are multiplied.
    pub(super) scale: i32,
}

/// From where the unit of a quantity comes.
#[derive(Debug, Clone)]
pub(super) enum UnitFrom {
    Constant(String),
    /// A column with the codes of UN Comtrade.
    ComtradeCode(Column),
    /// A column with units as they stand.
    Column(Column),
}

/// A dimension that the table has not.
#[derive(Debug, Clone)]
pub(super) struct TotalOf {
    pub(super) column: Column,
    /// The codes of the total; a cell without a value is one too.
    pub(super) totals: Vec<String>,
    pub(super) parts: PartsAre,
}

/// What the cells of parts of a total hold. Any other cell is a fault, and no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartsAre {
    /// Numbers.
    Numbers,
    /// A `C` and two digits, as customs procedures have them.
    Procedures,
    /// Codes of areas in this code system.
    Areas(&'static str),
    /// Whatever is no total; the map says what is.
    Any,
}

impl Layout {
    /// The columns that a header must have to be read in this layout.
    pub(super) fn required(&self) -> Vec<&Column> {
        let mut columns: Vec<&Column> = self.marks.iter().collect();
        for area in [&self.reporter, &self.partner] {
            if let AreaFrom::Column { column, .. } = area {
                columns.push(column);
            }
        }
        columns.extend(&self.period);
        for word in [
            &self.flow,
            &self.valuation,
            &self.classification,
            &self.commodity,
        ] {
            if let WordFrom::Column { column, .. } = word {
                columns.push(column);
            }
        }
        for value in &self.values {
            if let ValueName::Column(column) = &value.name {
                columns.push(column);
            }
        }
        match &self.scale {
            ScaleFrom::Constant(_) => {}
            ScaleFrom::Power(column) | ScaleFrom::Words(column, _) => columns.push(column),
        }
        columns
    }

    /// The required columns that a header lacks.
    pub(super) fn missing_from(&self, header: &[Name]) -> Vec<&str> {
        let columns = self.required().into_iter();
        columns
            .filter(|column| column.places(header).is_empty())
            .map(|column| column.shown.as_str())
            .collect()
    }
}
