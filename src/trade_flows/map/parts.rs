//! The parts of a map, and what each says of the layout.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Outcome;
use crate::trade_flows::layout::{
    AreaFrom, Column, Layout, Meaning, QuantityFrom, ScaleFrom, UnitFrom, WordFrom,
};
use crate::trade_flows::record::COMMODITY;
use crate::vocab::CODE_SCHEMES;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Area {
    pub(super) entity: Option<String>,
    pub(super) column: Option<String>,
    pub(super) codes: Option<Vec<String>>,
    #[serde(default)]
    pub(super) names: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Period {
    pub(super) column: Option<String>,
    #[serde(default)]
    pub(super) in_header: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Word {
    pub(super) constant: Option<String>,
    pub(super) column: Option<String>,
    #[serde(default)]
    pub(super) words: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Commodity {
    constant: Option<String>,
    column: Option<String>,
    #[serde(default)]
    words: BTreeMap<String, String>,
    width: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Value {
    pub(super) column: String,
    pub(super) flow: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scale {
    pub(super) power: Option<i32>,
    pub(super) column: Option<String>,
    #[serde(default)]
    pub(super) words: BTreeMap<String, i32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quantity {
    pub(super) column: String,
    pub(super) unit: Option<String>,
    pub(super) unit_column: Option<String>,
}

impl Area {
    pub(super) fn bound(self, what: &str) -> Outcome<AreaFrom> {
        let codes = self.codes.unwrap_or_default();
        match (self.entity, self.column) {
            (Some(entity), None) if codes.is_empty() && !self.names => Ok(AreaFrom::Entity(entity)),
            (None, Some(column)) if codes.is_empty() == self.names => {
                if let Some(code) = codes
                    .iter()
                    .find(|code| !CODE_SCHEMES.contains(&code.as_str()))
                {
                    return Err(format!(
                        "`{code}` is no code system; they are {}",
                        CODE_SCHEMES.join(", ")
                    ));
                }
                Ok(AreaFrom::Column {
                    column: Column::named(&[&column]),
                    schemes: codes,
                    are_names: self.names,
                    own: Vec::new(),
                    told: Vec::new(),
                })
            }
            _ => Err(format!(
                "`{what}` wants either `entity`, or `column` with `codes = [\"...\"]` or `names = true`"
            )),
        }
    }
}

impl Word {
    pub(super) fn bound(self, what: &str) -> Outcome<WordFrom> {
        let meaning = |word: String| {
            if word.is_empty() {
                Meaning::LeftOut
            } else {
                Meaning::Word(word)
            }
        };
        match (self.constant, self.column) {
            (Some(constant), None) if self.words.is_empty() => Ok(WordFrom::Constant(constant)),
            (None, Some(column)) => Ok(WordFrom::Column {
                column: Column::named(&[&column]),
                words: self
                    .words
                    .into_iter()
                    .map(|(word, stands_for)| (word, meaning(stands_for)))
                    .collect(),
            }),
            _ => Err(format!("`{what}` wants either `constant` or `column`")),
        }
    }
}

impl Commodity {
    /// Where only the number of digits is told, the rest is that of the profile.
    pub(super) fn describe(self, layout: &mut Layout) -> Outcome<()> {
        if let Some(width) = self.width {
            if !(1..=COMMODITY).contains(&width) {
                return Err(format!(
                    "`width` of `commodity` is the number of digits of every code, from 1 to {COMMODITY}"
                ));
            }
            layout.commodity_width = Some(width);
            if self.constant.is_none() && self.column.is_none() && self.words.is_empty() {
                return Ok(());
            }
        }
        let Self {
            constant,
            column,
            words,
            ..
        } = self;
        let word = Word {
            constant,
            column,
            words,
        };
        layout.commodity = word.bound("commodity")?;
        Ok(())
    }
}

impl Scale {
    pub(super) fn bound(self) -> Outcome<ScaleFrom> {
        match (self.power, self.column) {
            (Some(power @ 0..=15), None) if self.words.is_empty() => Ok(ScaleFrom::Constant(power)),
            (None, Some(column)) => {
                let column = Column::named(&[&column]);
                Ok(if self.words.is_empty() {
                    ScaleFrom::Power(column)
                } else {
                    ScaleFrom::Words(column, self.words.into_iter().collect())
                })
            }
            _ => Err(
                "`scale` wants either `power`, which is 3 for thousands and at most 15, or `column`, with `words` where it holds words"
                    .to_owned(),
            ),
        }
    }
}

impl Quantity {
    pub(super) fn bound(self) -> Outcome<QuantityFrom> {
        let unit = match (self.unit, self.unit_column) {
            (Some(unit), None) if !unit.is_empty() => UnitFrom::Constant(unit),
            (None, Some(column)) => UnitFrom::Column(Column::named(&[&column])),
            _ => return Err("`quantity` wants either `unit` or `unit_column`".to_owned()),
        };
        Ok(QuantityFrom {
            number: Column::named(&[&self.column]),
            unit,
            scale: 0,
        })
    }
}
