//! A layout bound to the header of a file: every column by its place, every constant looked up.

mod list;

use std::collections::HashMap;

use super::areas::Areas;
use super::faults::Fault;
use super::header::{Header, period_of};
use super::layout::{
    AreaFrom, Column, Layout, Meaning, PartsAre, QuantityFrom, ScaleFrom, UnitFrom, ValueName,
    WordFrom,
};
use super::record::{CLASSIFICATION, COMMODITY, Code, Period, commodity_of};
use crate::vocab::{EqualValue, TradeFlow, Valuation, Vocabulary};

/// A column with its place and its name as it stands in the header.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) at: usize,
    pub(super) name: String,
}

/// From where an area comes.
#[derive(Debug)]
pub(super) enum BoundArea {
    Fixed(u32),
    Column {
        place: Place,
        schemes: Vec<String>,
        are_names: bool,
        own: HashMap<Vec<u8>, u32>,
    },
}

/// From where a word comes.
#[derive(Debug)]
pub(super) enum BoundWord<T> {
    Fixed(T),
    Column {
        place: Place,
        /// Small letters; what a word stands for, or nothing where its rows are left out.
        words: Vec<(Vec<u8>, Option<T>)>,
    },
    /// Told by each column of values.
    ByValue,
}

/// A column with values.
#[derive(Debug)]
pub(super) struct BoundValue {
    pub(super) place: Place,
    pub(super) flow: Option<TradeFlow>,
    pub(super) period: Option<Period>,
    pub(super) is_swapped: bool,
}

/// From where the power of ten comes.
#[derive(Debug)]
pub(super) enum BoundScale {
    Fixed(i32),
    Power(Place),
    Words(Place, Vec<(Vec<u8>, i32)>),
}

/// From where the quantity comes.
#[derive(Debug)]
pub(super) struct BoundQuantity {
    pub(super) number: Place,
    pub(super) unit: BoundUnit,
    pub(super) scale: i32,
}

/// From where its unit comes.
#[derive(Debug)]
pub(super) enum BoundUnit {
    Fixed(String),
    ComtradeCode(Place),
    Column(Place),
}

/// A dimension of which only the total is taken.
#[derive(Debug)]
pub(super) struct BoundTotal {
    pub(super) place: Place,
    pub(super) totals: Vec<Vec<u8>>,
    pub(super) parts: PartsAre,
}

/// All of it.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) reporter: BoundArea,
    pub(super) partner: BoundArea,
    pub(super) period: Option<Place>,
    pub(super) frequency: Option<Place>,
    pub(super) flow: BoundWord<TradeFlow>,
    pub(super) valuation: BoundWord<Valuation>,
    pub(super) equals: Vec<(EqualValue, Place)>,
    pub(super) classification: BoundWord<Code<CLASSIFICATION>>,
    pub(super) commodity: BoundWord<Code<COMMODITY>>,
    pub(super) commodity_width: Option<usize>,
    pub(super) values: Vec<BoundValue>,
    pub(super) scale: BoundScale,
    pub(super) quantity: Option<BoundQuantity>,
    pub(super) totals: Vec<BoundTotal>,
}

impl Bound {
    /// Binds a layout to a header that has its columns. `file` is the name of the file, `classification` what the
    /// user says of the list of commodities.
    pub(super) fn new(
        layout: &Layout,
        header: &Header,
        areas: &Areas,
        file: &str,
        classification: Option<&str>,
    ) -> Result<Self, Fault> {
        let binder = Binder {
            header,
            areas,
            file,
        };
        Ok(Self {
            reporter: binder.area(&layout.reporter)?,
            partner: binder.area(&layout.partner)?,
            period: binder.if_wanted(layout.period.as_ref())?,
            frequency: binder.if_there(layout.frequency.as_ref())?,
            flow: binder.word(&layout.flow, flow_of)?,
            valuation: binder.word(&layout.valuation, Valuation::from_word)?,
            equals: binder.equals(layout)?,
            classification: binder.classification(layout, classification)?,
            commodity: binder.word(&layout.commodity, commodity_of)?,
            commodity_width: layout.commodity_width,
            values: binder.values(layout)?,
            scale: binder.scale(&layout.scale)?,
            quantity: layout
                .quantity
                .as_ref()
                .map_or(Ok(None), |quantity| binder.quantity(quantity))?,
            totals: binder.totals(layout)?,
        })
    }
}

impl Bound {
    /// True if the column at this place holds values or quantities.
    pub(super) fn reads_number_at(&self, at: usize) -> bool {
        let quantity = self.quantity.iter().map(|quantity| quantity.number.at);
        let mut values = self.values.iter().map(|value| value.place.at);
        values.any(|value| value == at) || quantity.into_iter().any(|number| number == at)
    }

    /// The columns by which a row may be a part of a total.
    pub(super) fn part_columns(&self) -> Vec<String> {
        let totals = self.totals.iter();
        totals.map(|total| total.place.name.clone()).collect()
    }
}

struct Binder<'a> {
    header: &'a Header,
    areas: &'a Areas,
    file: &'a str,
}

impl Binder<'_> {
    /// The place of a column; none where the header lacks it.
    fn place(&self, column: &Column) -> Result<Option<Place>, Fault> {
        match column.places(&self.header.names).as_slice() {
            [] => Ok(None),
            [at] => Ok(Some(Place {
                at: *at,
                name: self.header.names[*at].text.clone(),
            })),
            [first, second, ..] => Err(Fault::of_row(
                "trade-column-twice",
                format!(
                    "`{}` and `{}` are the same column twice",
                    self.header.names[*first].text, self.header.names[*second].text
                ),
                "leave one of them out",
            )),
        }
    }

    fn needed(&self, column: &Column) -> Result<Place, Fault> {
        self.place(column)?.ok_or_else(|| {
            Fault::of_row(
                "trade-column-missing",
                format!("there is no column `{}`", column.shown),
                "name the columns of the file in a map and say `--map FILE`",
            )
        })
    }

    fn if_there(&self, column: Option<&Column>) -> Result<Option<Place>, Fault> {
        column.map_or(Ok(None), |column| self.place(column))
    }

    fn if_wanted(&self, column: Option<&Column>) -> Result<Option<Place>, Fault> {
        column.map(|column| self.needed(column)).transpose()
    }

    fn area(&self, from: &AreaFrom) -> Result<BoundArea, Fault> {
        match from {
            AreaFrom::Entity(id) => Ok(BoundArea::Fixed(self.entity(id)?)),
            AreaFrom::Nobody => Err(Fault::of_row(
                "trade-map",
                "the layout names no reporter or no partner",
                "name both in the map",
            )),
            AreaFrom::Column {
                column,
                schemes,
                are_names,
                own,
                told,
            } => {
                let mut known = HashMap::new();
                for (code, id) in own {
                    // A dataset without such an entity has no use for the code; a row that names it is refused.
                    if let Some(place) = self.areas.place(id) {
                        known.insert(code.clone().into_bytes(), place);
                    }
                }
                for (code, id) in told {
                    known.insert(code.clone().into_bytes(), self.entity(id)?);
                }
                Ok(BoundArea::Column {
                    place: self.needed(column)?,
                    schemes: schemes.clone(),
                    are_names: *are_names,
                    own: known,
                })
            }
        }
    }

    fn entity(&self, id: &str) -> Result<u32, Fault> {
        self.areas.place(id).ok_or_else(|| {
            Fault::of_row(
                "trade-unknown-entity",
                format!("the dataset has no entity `{id}`"),
                "import it with `sco import facts` as a row of entities, or name another in the map",
            )
        })
    }

    fn word<T: Copy>(
        &self,
        from: &WordFrom,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<BoundWord<T>, Fault> {
        let known = |word: &str| {
            read(word).ok_or_else(|| {
                Fault::of_row(
                    "trade-map",
                    format!("`{word}` is no word of the table"),
                    "correct it in the map; `meta_columns` lists the words of each column",
                )
            })
        };
        match from {
            WordFrom::Constant(word) => Ok(BoundWord::Fixed(known(word)?)),
            WordFrom::ByValue => Ok(BoundWord::ByValue),
            WordFrom::FileName(editions) => {
                let found = editions.iter().find(|(part, _)| self.file.contains(part));
                let (_, word) = found.ok_or_else(no_edition)?;
                Ok(BoundWord::Fixed(known(word)?))
            }
            WordFrom::Column { column, words } => {
                let mut bound = Vec::new();
                for (word, meaning) in words {
                    let meaning = match meaning {
                        Meaning::Word(word) => Some(known(word)?),
                        Meaning::LeftOut => None,
                    };
                    bound.push((word.to_lowercase().into_bytes(), meaning));
                }
                Ok(BoundWord::Column {
                    place: self.needed(column)?,
                    words: bound,
                })
            }
        }
    }

    fn equals(&self, layout: &Layout) -> Result<Vec<(EqualValue, Place)>, Fault> {
        let mut bound = Vec::new();
        for (value, column) in &layout.equals {
            bound.extend(self.place(column)?.map(|place| (*value, place)));
        }
        Ok(bound)
    }

    fn values(&self, layout: &Layout) -> Result<Vec<BoundValue>, Fault> {
        let mut bound = Vec::new();
        for value in &layout.values {
            let flow = value.flow.as_deref().and_then(flow_of);
            let with = |place: Place, period: Option<Period>| BoundValue {
                place,
                flow,
                period,
                is_swapped: value.is_swapped,
            };
            match &value.name {
                ValueName::Column(column) => bound.push(with(self.needed(column)?, None)),
                ValueName::Periods => {
                    for (at, cell) in self.header.names.iter().enumerate() {
                        if let Some(period) = period_of(&cell.text) {
                            let name = cell.text.clone();
                            bound.push(with(Place { at, name }, Some(period)));
                        }
                    }
                }
            }
        }
        Ok(bound)
    }

    fn scale(&self, from: &ScaleFrom) -> Result<BoundScale, Fault> {
        Ok(match from {
            ScaleFrom::Constant(power) => BoundScale::Fixed(*power),
            ScaleFrom::Power(column) => BoundScale::Power(self.needed(column)?),
            ScaleFrom::Words(column, words) => BoundScale::Words(
                self.needed(column)?,
                words
                    .iter()
                    .map(|(word, power)| (word.to_lowercase().into_bytes(), *power))
                    .collect(),
            ),
        })
    }

    /// The quantity, where the file has both its number and its unit.
    fn quantity(&self, from: &QuantityFrom) -> Result<Option<BoundQuantity>, Fault> {
        let Some(number) = self.place(&from.number)? else {
            return Ok(None);
        };
        let unit = match &from.unit {
            UnitFrom::Constant(unit) => Some(BoundUnit::Fixed(unit.clone())),
            UnitFrom::ComtradeCode(column) => self.place(column)?.map(BoundUnit::ComtradeCode),
            UnitFrom::Column(column) => self.place(column)?.map(BoundUnit::Column),
        };
        Ok(unit.map(|unit| BoundQuantity {
            number,
            unit,
            scale: from.scale,
        }))
    }

    fn totals(&self, layout: &Layout) -> Result<Vec<BoundTotal>, Fault> {
        let mut bound = Vec::new();
        for total in &layout.totals {
            if let Some(place) = self.place(&total.column)? {
                let totals = total.totals.iter();
                bound.push(BoundTotal {
                    place,
                    totals: totals.map(|code| code.clone().into_bytes()).collect(),
                    parts: total.parts,
                });
            }
        }
        Ok(bound)
    }
}

fn flow_of(word: &str) -> Option<TradeFlow> {
    TradeFlow::from_word(word)
}

fn no_edition() -> Fault {
    Fault::of_row(
        "trade-classification",
        "neither the file nor its name says to which edition of the Harmonized System its commodities belong",
        "say it, such as `--classification H5`, or keep the name of the download, such as `BACI_HS17_Y2020_V202401.csv`",
    )
}
