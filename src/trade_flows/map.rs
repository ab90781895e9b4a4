//! A user's map: a TOML file that says which column holds what, for files that no profile knows, or what is different
//! about the files of a profile.

mod parts;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::exact::NumberForm;
use super::input;
use super::layout::{AreaFrom, Column, Layout, PartsAre, TotalOf, ValueColumn, ValueName};
use super::profiles;
use crate::error::Error;
use crate::seeds::form;
use parts::{Area, Commodity, Period, Quantity, Scale, Value, Word};

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Map {
    like: Option<String>,
    dataset: Option<String>,
    title: Option<String>,
    currency: Option<String>,
    delimiter: Option<char>,
    decimal: Option<char>,
    thousands: Option<String>,
    missing: Option<Vec<String>>,
    reporter: Option<Area>,
    partner: Option<Area>,
    period: Option<Period>,
    flow: Option<Word>,
    valuation: Option<Word>,
    classification: Option<Word>,
    commodity: Option<Commodity>,
    value: Option<Value>,
    values: Option<Vec<Value>>,
    scale: Option<Scale>,
    quantity: Option<Quantity>,
    #[serde(default)]
    totals: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    areas: BTreeMap<String, String>,
}

/// Reads a map.
pub(super) fn read(path: &Path) -> Result<Layout, Error> {
    let bytes = std::fs::read(path).map_err(Error::file("read", path))?;
    let wrong = |fault: String| {
        Error::request(
            format!("the map {} cannot be used: {fault}", path.display()),
            "docs/trade.md describes maps",
        )
    };
    if let Some((what, _)) = form::other_form(&bytes) {
        return Err(wrong(format!("it is {what}, and a map is TOML in UTF-8")));
    }
    if serde_json::from_slice::<IgnoredAny>(&bytes).is_ok() {
        return Err(wrong("it is JSON, and a map is TOML".to_owned()));
    }
    let text = std::str::from_utf8(&bytes)
        .map_err(|error| wrong(format!("it is not in UTF-8 ({error})")))?;
    let map: Map =
        toml::from_str(text).map_err(|error| wrong(error.to_string().trim().to_owned()))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut layout = map.layout().map_err(wrong)?;
    layout.profile = format!("map {name}");
    layout.map_sha256 = Some(input::digest(&bytes));
    Ok(layout)
}

type Outcome<T> = Result<T, String>;

impl Map {
    fn layout(self) -> Outcome<Layout> {
        let mut layout = if let Some(like) = &self.like {
            profiles::all()
                .into_iter()
                .find(|layout| layout.profile == *like)
                .ok_or_else(|| format!("there is no profile `{like}` to be like"))?
        } else {
            self.refuse_gaps()?;
            profiles::plain("", "", "")
        };
        self.describe(&mut layout)?;
        if let Some(area) = self.reporter {
            layout.reporter = area.bound("reporter")?;
        }
        if let Some(area) = self.partner {
            layout.partner = area.bound("partner")?;
        }
        for area in [&mut layout.reporter, &mut layout.partner] {
            if let AreaFrom::Column { told, .. } = area {
                told.extend(self.areas.clone());
            }
        }
        if let Some(word) = self.flow {
            layout.flow = word.bound("flow")?;
        }
        if let Some(word) = self.valuation {
            layout.valuation = word.bound("valuation")?;
        }
        if let Some(word) = self.classification {
            layout.classification = word.bound("classification")?;
        }
        if let Some(commodity) = self.commodity {
            commodity.describe(&mut layout)?;
        }
        values(&mut layout, self.period, self.value, self.values)?;
        if let Some(scale) = self.scale {
            layout.scale = scale.bound()?;
        }
        if let Some(quantity) = self.quantity {
            layout.quantity = Some(quantity.bound()?);
        }
        layout
            .totals
            .extend(self.totals.iter().map(|(column, totals)| TotalOf {
                column: Column::named(&[column]),
                totals: totals.clone(),
                parts: PartsAre::Any,
            }));
        Ok(layout)
    }

    /// The dataset, and the form of its cells.
    fn describe(&self, layout: &mut Layout) -> Outcome<()> {
        if let Some(dataset) = &self.dataset {
            layout.title.clone_from(dataset);
            layout.dataset.clone_from(dataset);
        }
        if let Some(title) = &self.title {
            layout.title.clone_from(title);
        }
        if let Some(currency) = &self.currency {
            let is_code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
            if !is_code {
                return Err(format!(
                    "`{currency}` is no ISO 4217 code of a currency, such as `EUR`"
                ));
            }
            layout.currency.clone_from(currency);
        }
        if let Some(delimiter) = self.delimiter {
            layout.delimiter = Some(ascii("delimiter", delimiter)?);
        }
        layout.number = number(&layout.number, self.decimal, self.thousands.as_deref())?;
        if let Some(missing) = &self.missing {
            layout.missing.clone_from(missing);
        }
        Ok(())
    }

    /// Refuses a map that leaves open what every row needs.
    fn refuse_gaps(&self) -> Outcome<()> {
        let has_values = self.value.is_some()
            || self.values.is_some()
            || self.period.as_ref().is_some_and(|period| period.in_header);
        let has_flow = self.flow.is_some()
            || self
                .values
                .as_ref()
                .is_some_and(|values| values.iter().all(|value| value.flow.is_some()));
        let needed = [
            ("dataset", self.dataset.is_some()),
            ("currency", self.currency.is_some()),
            ("reporter", self.reporter.is_some()),
            ("partner", self.partner.is_some()),
            ("period", self.period.is_some()),
            ("flow", has_flow),
            ("value", has_values),
        ];
        match needed.iter().find(|(_, is_there)| !is_there) {
            Some((name, _)) => Err(format!(
                "it does not say `{name}`, and no profile that it is `like`"
            )),
            None => Ok(()),
        }
    }
}

fn ascii(what: &str, sign: char) -> Outcome<u8> {
    u8::try_from(sign)
        .ok()
        .filter(u8::is_ascii)
        .ok_or_else(|| format!("`{sign}` cannot be a {what}"))
}

fn number(
    held: &NumberForm,
    decimal: Option<char>,
    thousands: Option<&str>,
) -> Outcome<NumberForm> {
    let decimal = match decimal {
        None => held.decimal,
        Some('.') => b'.',
        Some(',') => b',',
        Some(other) => return Err(format!("`{other}` is no decimal sign; it is `.` or `,`")),
    };
    let thousands = thousands
        .map(str::to_owned)
        .or_else(|| held.thousands.clone());
    if let Some(separator) = &thousands {
        let one = separator.chars().count() == 1;
        let clashes = separator.as_bytes() == [decimal]
            || separator.chars().any(|c| c.is_ascii_alphanumeric());
        if !one || clashes {
            return Err(format!("`{separator}` cannot separate thousands"));
        }
    }
    Ok(NumberForm { decimal, thousands })
}

/// The columns with values, and from where their periods come.
fn values(
    layout: &mut Layout,
    period: Option<Period>,
    value: Option<Value>,
    values: Option<Vec<Value>>,
) -> Outcome<()> {
    let named: Vec<Value> = value
        .into_iter()
        .chain(values.into_iter().flatten())
        .collect();
    let in_header = match period {
        Some(Period {
            column: Some(column),
            in_header: false,
        }) => {
            layout.period = Some(Column::named(&[&column]));
            false
        }
        Some(Period {
            column: None,
            in_header: true,
        }) => true,
        Some(_) => return Err("`period` wants either `column` or `in_header = true`".to_owned()),
        None => false,
    };
    if in_header {
        if !named.is_empty() {
            return Err(
                "values stand under periods, so that no column `value` can be named".to_owned(),
            );
        }
        layout.period = None;
        layout.values = vec![ValueColumn {
            name: ValueName::Periods,
            flow: None,
            is_swapped: false,
        }];
    } else if !named.is_empty() {
        layout.values = named
            .into_iter()
            .map(|value| ValueColumn {
                name: ValueName::Column(Column::named(&[&value.column])),
                flow: value.flow,
                is_swapped: false,
            })
            .collect();
    }
    Ok(())
}
