//! Files of invented trade.

use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::Path;

const FLOWS: [&str; 2] = ["M", "X"];
const PERIODS: [&str; 25] = [
    "2000", "2001", "2002", "2003", "2004", "2005", "2006", "2007", "2008", "2009", "2010", "2011",
    "2012", "2013", "2014", "2015", "2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023",
    "2024",
];
const COMMODITIES: usize = 500;

/// What says how the narrow files are to be read.
pub(crate) const MAP: &str = r#"dataset = "bench"
title = "Invented trade"
currency = "USD"

[reporter]
column = "reporter"
codes = ["iso3166_1_alpha3"]

[partner]
column = "partner"
codes = ["iso3166_1_alpha3"]

[period]
column = "period"

[flow]
column = "flow"
words = { M = "M", X = "X" }

[classification]
constant = "H6"

[commodity]
column = "commodity"

[value]
column = "value"
"#;

fn commodity(at: usize) -> String {
    format!(
        "{:02}{:02}{:02}",
        1 + at % 97,
        1 + at % 89,
        at % 50 + at / 97
    )
}

/// A flow by its number: no two numbers up to the product of all dimensions give the same flow, and those that
/// follow each other stand far apart.
struct Row {
    reporter: usize,
    partner: usize,
    flow: &'static str,
    commodity: usize,
    period: &'static str,
    /// In thousandths.
    value: u64,
}

fn row(number: usize, areas: usize) -> Row {
    let all = areas * (areas - 1) * FLOWS.len() * COMMODITIES * PERIODS.len();
    // A prime that does not divide any of the dimensions takes every place once.
    let mut place = number % all * 1_000_000_007 % all;
    let mut next = |of: usize| {
        let at = place % of;
        place /= of;
        at
    };
    let reporter = next(areas);
    let other = next(areas - 1);
    Row {
        reporter,
        partner: if other < reporter { other } else { other + 1 },
        flow: FLOWS[next(FLOWS.len())],
        commodity: next(COMMODITIES),
        period: PERIODS[next(PERIODS.len())],
        value: (number as u64).wrapping_mul(2_654_435_761) % 9_999_999_967 + 1,
    }
}

fn line(row: &Row, areas: &[&str]) -> String {
    format!(
        "{},{},{},{},{},{}.{:03}",
        areas[row.reporter],
        areas[row.partner],
        row.flow,
        commodity(row.commodity),
        row.period,
        row.value / 1000,
        row.value % 1000
    )
}

const HEADER: &str = "reporter,partner,flow,commodity,period,value";

/// Rows as downloads have them that were joined: in no order.
pub(crate) fn write_random(path: &Path, areas: &[&str], rows: usize) {
    write(
        path,
        (0..rows).map(|number| line(&row(number, areas.len()), areas)),
    );
}

fn write(path: &Path, lines: impl Iterator<Item = String>) {
    let file = std::fs::File::create(path).expect("the file can be made");
    let mut out = BufWriter::new(file);
    writeln!(out, "{HEADER}").expect("the file can be written");
    for line in lines {
        writeln!(out, "{line}").expect("the file can be written");
    }
    out.flush().expect("the file can be written");
}

/// The columns of UN Comtrade's download, with what its rows have where we vary nothing.
const COMTRADE: &[(&str, &str)] = &[
    ("typeCode", "C"),
    ("freqCode", "A"),
    ("refPeriodId", "20220101"),
    ("refYear", "{period}"),
    ("refMonth", "52"),
    ("period", "{period}"),
    ("reporterCode", "{reporter}"),
    ("reporterISO", "XXX"),
    ("reporterDesc", "Some reporter"),
    ("flowCode", "{flow}"),
    ("flowDesc", "Flow"),
    ("partnerCode", "{partner}"),
    ("partnerISO", "XXX"),
    ("partnerDesc", "Some partner"),
    ("partner2Code", "0"),
    ("partner2ISO", "W00"),
    ("partner2Desc", "World"),
    ("classificationCode", "H6"),
    ("classificationSearchCode", "HS"),
    ("isOriginalClassification", "true"),
    ("cmdCode", "{commodity}"),
    (
        "cmdDesc",
        "\"Swine; live, other than pure-bred, 50 kg or more\"",
    ),
    ("aggrLevel", "6"),
    ("isLeaf", "true"),
    ("customsCode", "C00"),
    ("customsDesc", "TOTAL CPC"),
    ("mosCode", "0"),
    ("motCode", "0"),
    ("motDesc", "TOTAL MOT"),
    ("qtyUnitCode", "-1"),
    ("qtyUnitAbbr", "N/A"),
    ("qty", ""),
    ("isQtyEstimated", "false"),
    ("altQtyUnitCode", "-1"),
    ("altQtyUnitAbbr", "N/A"),
    ("altQty", ""),
    ("isAltQtyEstimated", "false"),
    ("netWgt", ""),
    ("isNetWgtEstimated", "false"),
    ("grossWgt", ""),
    ("isGrossWgtEstimated", "false"),
    ("cifvalue", ""),
    ("fobvalue", ""),
    ("primaryValue", "{value}"),
    ("legacyEstimationFlag", "4"),
    ("isReported", "false"),
    ("isAggregate", "true"),
];

/// A file of UN Comtrade, in no order, with all its columns.
pub(crate) fn write_comtrade(path: &Path, areas: &[(String, String)], rows: usize) {
    let file = std::fs::File::create(path).expect("the file can be made");
    let mut out = BufWriter::new(file);
    let names: Vec<&str> = COMTRADE.iter().map(|(name, _)| *name).collect();
    writeln!(out, "{}", names.join(",")).expect("the file can be written");
    let mut text = String::new();
    for number in 0..rows {
        let row = row(number, areas.len());
        text.clear();
        for (at, (_, cell)) in COMTRADE.iter().enumerate() {
            text.push_str(if at == 0 { "" } else { "," });
            let _ = match *cell {
                "{period}" => write!(text, "{}", row.period),
                "{reporter}" => write!(text, "{}", areas[row.reporter].1),
                "{partner}" => write!(text, "{}", areas[row.partner].1),
                "{flow}" => write!(text, "{}", row.flow),
                "{commodity}" => write!(text, "{}", commodity(row.commodity)),
                "{value}" => write!(text, "{}.{:03}", row.value / 1000, row.value % 1000),
                cell => write!(text, "{cell}"),
            };
        }
        writeln!(out, "{text}").expect("the file can be written");
    }
    out.flush().expect("the file can be written");
}
