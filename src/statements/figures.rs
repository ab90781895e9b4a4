//! The sentences of numbers.

use super::lexicon::{Cells, Lexicon, plain};
use crate::sentence::{
    Name, Pattern, amount, cardinal, count, dated, fraction, growth, in_words, money, multiple,
    per_cent, rank, when, years,
};
use crate::vocab::{Flow, Measure, Qualifier, TermKind};

fn qualifier(cells: &Cells) -> Qualifier {
    cells.word("qualifier").unwrap_or(Qualifier::Exact)
}

/// The sentence of a pattern, with the date at its end where the pattern has no place for it.
fn with_date(
    pattern: &Pattern,
    period: Option<&str>,
    words: &dyn Fn(&str) -> Option<String>,
) -> String {
    let sentence = pattern.fill(words);
    if pattern.has("when") {
        sentence
    } else {
        sentence + &dated(period)
    }
}

/// A trade as the two sides have it, in words.
struct Trade {
    reporter: Name,
    partner: Name,
    flow: Flow,
    /// What is traded; none for all goods.
    goods: Option<String>,
}

impl Trade {
    fn read(lexicon: &Lexicon, cells: &Cells) -> Self {
        let goods = cells.get("commodity").filter(|goods| *goods != "total");
        let name = |column: &str| lexicon.name(cells, column).unwrap_or(Name::plain(""));
        Self {
            reporter: name("reporter"),
            partner: name("partner"),
            flow: cells.word("flow").unwrap_or(Flow::Total),
            goods: goods.map(|_| lexicon.label(cells, "commodity")),
        }
    }

    /// `exports`, `trade in oil and gas`.
    fn of_what(&self, goods: Option<&str>) -> String {
        match (self.flow, goods) {
            (Flow::Export, None) => "exports".to_owned(),
            (Flow::Import, None) => "imports".to_owned(),
            (Flow::Total, None) => "trade".to_owned(),
            (Flow::Export, Some(goods)) => format!("exports of {goods}"),
            (Flow::Import, Some(goods)) => format!("imports of {goods}"),
            (Flow::Total, Some(goods)) => format!("trade in {goods}"),
        }
    }

    fn with_partner(&self) -> String {
        let preposition = match self.flow {
            Flow::Export => "to",
            Flow::Import => "from",
            Flow::Total => "with",
        };
        format!("{preposition} {}", self.partner.text)
    }

    /// `Ardenia's exports to Borland`.
    fn in_words(&self) -> String {
        format!(
            "{} {} {}",
            self.reporter.possessive(),
            self.of_what(self.goods.as_deref()),
            self.with_partner()
        )
    }

    /// `destination of Ardenia's exports`, `trading partner of Ardenia`.
    fn market(&self) -> String {
        let goods = self.goods.as_deref();
        let whose = self.reporter.possessive();
        match self.flow {
            Flow::Export => format!("destination of {whose} {}", self.of_what(goods)),
            Flow::Import => format!("source of {whose} {}", self.of_what(goods)),
            Flow::Total => match goods {
                Some(goods) => format!("partner of {} in the trade in {goods}", self.reporter.text),
                None => format!("trading partner of {}", self.reporter.text),
            },
        }
    }

    /// What a share is a share of.
    fn whole(&self, share_of: Option<&str>) -> String {
        let flow = self.of_what(None);
        match share_of {
            Some("partner_total") => {
                let mirrored = match self.flow {
                    Flow::Export => "imports",
                    Flow::Import => "exports",
                    Flow::Total => "trade",
                };
                format!("all {} {mirrored}", self.partner.possessive())
            }
            Some("flow_with_partner") => format!(
                "all {} {flow} {}",
                self.reporter.possessive(),
                self.with_partner()
            ),
            _ => format!("all {} {flow}", self.reporter.possessive()),
        }
    }

    /// Exports and imports are many; trade is one.
    fn is_plural(&self) -> bool {
        self.flow != Flow::Total
    }
}

pub(super) fn trade(lexicon: &Lexicon, cells: &Cells) -> String {
    let trade = Trade::read(lexicon, cells);
    let measure: Option<Measure> = cells.word("measure");
    let word = cells.text("measure");
    let term = lexicon.term_for(TermKind::Measure, &word);
    let is_plural = if measure == Some(Measure::Rank) {
        trade.partner.is_plural
    } else {
        trade.is_plural()
    };
    let default = plain(&format!(
        "{{trade}}[ {{when}}]: {word} {{value}}[ of {{whole}}][ against {{base}}]"
    ));
    let pattern = term
        .and_then(|term| term.pattern(cells.status(), is_plural))
        .unwrap_or(&default);
    let sentence = with_date(pattern, cells.get("period"), &|place| match place {
        "trade" => Some(trade.in_words()),
        "partner" => Some(trade.partner.text.clone()),
        "market" => Some(trade.market()),
        "whole" => (measure == Some(Measure::Share)).then(|| trade.whole(cells.get("share_of"))),
        "base" => cells.get("base_period").map(in_words),
        "when" => cells.get("period").map(when),
        "value" => Some(trade_value(cells, measure)),
        _ => None,
    });
    let sentence = sentence + &correction(cells) + &statistics(lexicon, cells);
    lexicon.framed(cells, &sentence)
}

fn trade_value(cells: &Cells, measure: Option<Measure>) -> String {
    let printed = cells.text("value_as_printed");
    let power = cells.integer("unit_mult").unwrap_or(0);
    let qualifier = qualifier(cells);
    let currency = cells.text("currency");
    match measure {
        Some(Measure::Value) => money(&printed, power, &currency, qualifier),
        Some(Measure::Share) => share(cells, &printed, qualifier),
        Some(Measure::Growth) => growth(&printed, qualifier),
        Some(Measure::Multiple) => multiple(&printed, qualifier),
        Some(Measure::Rank) => rank(&printed, qualifier),
        None => amount(&printed, power, qualifier),
    }
}

/// A share as it is printed: a part of the whole where that is what the document has, else per cent.
fn share(cells: &Cells, printed: &str, qualifier: Qualifier) -> String {
    match (cells.integer("numerator"), cells.integer("denominator")) {
        (Some(numerator), Some(denominator)) => fraction(numerator, denominator, qualifier),
        _ => per_cent(printed, qualifier),
    }
}

/// That a printed value cannot be, and which one can.
fn correction(cells: &Cells) -> String {
    let Some(value) = cells.get("corrected_value") else {
        return String::new();
    };
    let power = cells.integer("unit_mult").unwrap_or(0);
    let value = match cells.get("currency") {
        Some(currency) => money(value, power, currency, Qualifier::Exact),
        None => amount(value, power, Qualifier::Exact),
    };
    format!(" (as printed; the value that agrees with the other figures is {value})")
}

/// Whose statistics they are, where the sentence does not say so already.
fn statistics(lexicon: &Lexicon, cells: &Cells) -> String {
    match lexicon.name(cells, "reported_by") {
        Some(name) if cells.get("reported_by") != cells.get("attributed_to") => {
            format!(", by the figures of {}", name.text)
        }
        _ => String::new(),
    }
}

pub(super) fn indicator(lexicon: &Lexicon, cells: &Cells) -> String {
    let subject = lexicon
        .names(cells, "subject", "together")
        .unwrap_or(Name::plain(""));
    let pattern = indicator_pattern(lexicon, cells, subject.is_plural);
    let default = plain_indicator(lexicon, cells);
    let words = |place: &str| match place {
        "subject" => Some(subject.text.clone()),
        "about" | "among" => lexicon.name(cells, place).map(|name| name.text),
        "event" => cells.get("event").map(|_| lexicon.event(cells, "event")),
        "when" => cells.get("period").map(when),
        "base" => cells.get("base_period").map(in_words),
        "value" => Some(indicator_value(lexicon, cells, pattern.is_none())),
        _ => None,
    };
    let pattern_used = pattern.unwrap_or(&default);
    // An event is named with its date, and a year is one: the same date is not said twice.
    let is_said = cells.get("unit") == Some("calendar-year")
        || pattern_used.has("event")
            && lexicon.date_of_event(cells, "event") == cells.get("period");
    let period = cells.get("period").filter(|_| !is_said);
    let sentence = with_date(pattern_used, period, &words);
    lexicon.framed(cells, &sentence)
}

/// The pattern of what is counted, else that of the indicator; none where a user's terms have none.
fn indicator_pattern<'a>(
    lexicon: &'a Lexicon,
    cells: &Cells,
    is_plural: bool,
) -> Option<&'a Pattern> {
    ["counted", "indicator"].into_iter().find_map(|column| {
        let term = lexicon.term(cells.get(column)?)?;
        term.pattern(cells.status(), is_plural)
    })
}

/// What is said of a number whose terms have no pattern: all that the row holds, with the labels.
fn plain_indicator(lexicon: &Lexicon, cells: &Cells) -> Pattern {
    let label = |column: &str| {
        lexicon
            .label(cells, column)
            .replace(['{', '}', '[', ']'], "")
    };
    let counted = match cells.get("counted") {
        Some(_) => format!(" ({})", label("counted")),
        None => String::new(),
    };
    plain(&format!(
        "{{subject}}, {}{counted}[ among {{among}}][, concerning {{about}}][, {{event}}]: {{value}}",
        label("indicator")
    ))
}

/// The number with its unit. The patterns of the dataset say themselves what is counted; the plain form has
/// the label of the unit.
fn indicator_value(lexicon: &Lexicon, cells: &Cells, is_plain: bool) -> String {
    let printed = cells.text("value_as_printed");
    let power = cells.integer("unit_mult").unwrap_or(0);
    let qualifier = qualifier(cells);
    if cells.get("numerator").is_some() {
        return share(cells, &printed, qualifier);
    }
    let counted = || count(&cardinal(&printed), power, qualifier);
    match cells.get("unit").unwrap_or_default() {
        "percent" => per_cent(&printed, qualifier),
        "rank" => rank(&printed, qualifier),
        "calendar-year" => printed,
        unit if is_currency(unit) => money(&printed, power, &unit.to_uppercase(), qualifier),
        "years" => years(&cardinal(&printed), power, qualifier),
        "count" => counted(),
        "persons" | "states" if !is_plain => counted(),
        _ => {
            let unit = lexicon.label(cells, "unit");
            format!("{} {unit}", amount(&printed, power, qualifier))
        }
    }
}

/// Money has its ISO 4217 code in lower case as its unit.
fn is_currency(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|letter| letter.is_ascii_lowercase())
}
