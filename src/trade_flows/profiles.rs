//! The profiles of the program: how the files of each maker are read. A profile is known by its header.

use super::exact::NumberForm;
use super::layout::{
    AreaFrom, Column, Layout, Meaning, PartsAre, QuantityFrom, ScaleFrom, TotalOf, UnitFrom,
    ValueColumn, ValueName, WordFrom,
};
use crate::vocab::EqualValue;

/// Every profile.
pub(super) fn all() -> Vec<Layout> {
    vec![
        comtrade(),
        comtrade_until_2023(),
        baci(),
        cow_national(),
        cow_dyadic(),
        imf(),
        imf_long(),
        wits(),
    ]
}

/// The texts by which makers and programs say that a value is not there.
const MISSING: &[&str] = &[
    "", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "..", "...",
];

/// A layout with what most have in common.
pub(super) fn plain(profile: &str, dataset: &str, title: &str) -> Layout {
    Layout {
        profile: profile.to_owned(),
        dataset: dataset.to_owned(),
        title: title.to_owned(),
        currency: "USD".to_owned(),
        delimiter: None,
        number: NumberForm::default(),
        missing: owned(MISSING),
        reporter: AreaFrom::Nobody,
        partner: AreaFrom::Nobody,
        period: None,
        frequency: None,
        flow: WordFrom::ByValue,
        valuation: constant("unstated"),
        equals: Vec::new(),
        classification: constant("none"),
        commodity: constant("TOTAL"),
        commodity_width: None,
        values: Vec::new(),
        scale: ScaleFrom::Constant(0),
        quantity: None,
        totals: Vec::new(),
        marks: Vec::new(),
        map_sha256: None,
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn constant(word: &str) -> WordFrom {
    WordFrom::Constant(word.to_owned())
}

fn column(names: &[&str]) -> Column {
    Column::named(names)
}

fn codes(names: &[&str], schemes: &[&str]) -> AreaFrom {
    AreaFrom::Column {
        column: column(names),
        schemes: owned(schemes),
        are_names: false,
        own: Vec::new(),
        told: Vec::new(),
    }
}

fn word(names: &[&str]) -> WordFrom {
    WordFrom::Column {
        column: column(names),
        words: Vec::new(),
    }
}

fn words(names: &[&str], words: &[(&str, &str)]) -> WordFrom {
    let meaning = |word: &str| match word {
        "" => Meaning::LeftOut,
        word => Meaning::Word(word.to_owned()),
    };
    let words = words
        .iter()
        .map(|(word, stands_for)| ((*word).to_owned(), meaning(stands_for)));
    WordFrom::Column {
        column: column(names),
        words: words.collect(),
    }
}

fn value(names: &[&str]) -> ValueColumn {
    ValueColumn {
        name: ValueName::Column(column(names)),
        flow: None,
        is_swapped: false,
    }
}

fn total(names: &[&str], totals: &[&str], parts: PartsAre) -> TotalOf {
    TotalOf {
        column: column(names),
        totals: owned(totals),
        parts,
    }
}

/// The columns of UN Comtrade that may hold the same number as the value.
fn equals(cif: &str, fob: &str) -> Vec<(EqualValue, Column)> {
    vec![
        (EqualValue::Cif, column(&[cif])),
        (EqualValue::Fob, column(&[fob])),
    ]
}

/// UN Comtrade as it is today: the web download, the bulk files, and what the packages comtradr and
/// comtradeapicall write, which spell the same names in other ways.
fn comtrade() -> Layout {
    Layout {
        reporter: codes(&["reporterCode"], &["comtrade"]),
        partner: codes(&["partnerCode"], &["comtrade"]),
        period: Some(column(&["period"])),
        frequency: Some(column(&["freqCode"])),
        flow: word(&["flowCode"]),
        equals: equals("cifvalue", "fobvalue"),
        classification: word(&["classificationCode"]),
        commodity: word(&["cmdCode"]),
        values: vec![value(&["primaryValue"])],
        quantity: Some(QuantityFrom {
            number: column(&["qty"]),
            unit: UnitFrom::ComtradeCode(column(&["qtyUnitCode"])),
            scale: 0,
        }),
        totals: vec![
            total(&["partner2Code"], &["0"], PartsAre::Areas("comtrade")),
            total(&["customsCode"], &["C00"], PartsAre::Procedures),
            total(&["motCode"], &["0"], PartsAre::Numbers),
            total(&["mosCode"], &["0"], PartsAre::Numbers),
        ],
        ..plain("comtrade", "comtrade", "UN Comtrade")
    }
}

/// The web download of UN Comtrade until 2023.
fn comtrade_until_2023() -> Layout {
    let flows = [("1", "M"), ("2", "X"), ("3", "RX"), ("4", "RM")];
    Layout {
        reporter: codes(&["Reporter Code"], &["comtrade"]),
        partner: codes(&["Partner Code"], &["comtrade"]),
        period: Some(column(&["Period"])),
        flow: words(&["Trade Flow Code"], &flows),
        equals: equals("CIF Trade Value (US$)", "FOB Trade Value (US$)"),
        classification: word(&["Classification"]),
        commodity: word(&["Commodity Code"]),
        values: vec![value(&["Trade Value (US$)"])],
        quantity: Some(QuantityFrom {
            number: column(&["Qty", "Alt Qty"]),
            unit: UnitFrom::ComtradeCode(column(&["Qty Unit Code"])),
            scale: 0,
        }),
        totals: vec![
            total(
                &["2nd Partner Code", "X2nd.Partner.Code"],
                &["0"],
                PartsAre::Areas("comtrade"),
            ),
            total(&["Customs Proc. Code"], &["C00", "0"], PartsAre::Procedures),
            total(&["Mode of Transport Code"], &["0"], PartsAre::Numbers),
        ],
        ..plain("comtrade-until-2023", "comtrade", "UN Comtrade")
    }
}

/// CEPII BACI: flows from exporter to importer, reconciled, in thousands of current US dollars and in tonnes.
fn baci() -> Layout {
    let editions = vec![
        ("HS92", "H0"),
        ("HS96", "H1"),
        ("HS02", "H2"),
        ("HS07", "H3"),
        ("HS12", "H4"),
        ("HS17", "H5"),
        ("HS22", "H6"),
    ];
    Layout {
        reporter: codes(&["i"], &["comtrade"]),
        partner: codes(&["j"], &["comtrade"]),
        period: Some(column(&["t"])),
        flow: constant("X"),
        valuation: constant("fob"),
        classification: WordFrom::FileName(editions),
        commodity: word(&["k"]),
        values: vec![value(&["v"])],
        scale: ScaleFrom::Constant(3),
        quantity: Some(QuantityFrom {
            number: column(&["q"]),
            unit: UnitFrom::Constant("t".to_owned()),
            scale: 0,
        }),
        ..plain("baci", "baci", "CEPII BACI")
    }
}

/// The Correlates of War write -9 for a value that is not there.
fn missing_in_cow() -> Vec<String> {
    let mut missing = owned(MISSING);
    missing.extend(owned(&["-9", "-9.0"]));
    missing
}

/// Correlates of War, national trade: what a state imported and exported in all, in millions of current US dollars.
fn cow_national() -> Layout {
    let of = |name: &str, flow: &str| ValueColumn {
        flow: Some(flow.to_owned()),
        ..value(&[name])
    };
    Layout {
        missing: missing_in_cow(),
        reporter: codes(&["ccode"], &["cow"]),
        partner: AreaFrom::Entity("world".to_owned()),
        period: Some(column(&["year"])),
        values: vec![of("imports", "M"), of("exports", "X")],
        scale: ScaleFrom::Constant(6),
        marks: vec![column(&["stateabb"])],
        ..plain(
            "cow-national",
            "cow-national",
            "Correlates of War, national trade",
        )
    }
}

/// Correlates of War, dyadic trade: `flow1` is what the first state imported from the second, `flow2` what the second
/// imported from the first, in millions of current US dollars.
fn cow_dyadic() -> Layout {
    let of = |name: &str, is_swapped: bool| ValueColumn {
        is_swapped,
        ..value(&[name])
    };
    Layout {
        missing: missing_in_cow(),
        reporter: codes(&["ccode1"], &["cow"]),
        partner: codes(&["ccode2"], &["cow"]),
        period: Some(column(&["year"])),
        flow: constant("M"),
        values: vec![of("flow1", false), of("flow2", true)],
        scale: ScaleFrom::Constant(6),
        ..plain(
            "cow-dyadic",
            "cow-dyadic",
            "Correlates of War, dyadic trade",
        )
    }
}

/// IMF, International Trade in Goods by partner country: a column for each period, and the scale in a column.
fn imf() -> Layout {
    let flows = [
        ("MG_CIF_USD", "M"),
        ("MG_FOB_USD", "M"),
        ("XG_FOB_USD", "X"),
        ("TBG_USD", ""),
    ];
    let valuations = [
        ("MG_CIF_USD", "cif"),
        ("MG_FOB_USD", "fob"),
        ("XG_FOB_USD", "fob"),
        ("TBG_USD", ""),
    ];
    let schemes = ["imf", "iso3166_1_alpha3"];
    Layout {
        reporter: codes(&["COUNTRY.ID"], &schemes),
        partner: codes(&["COUNTERPART_COUNTRY.ID"], &schemes),
        frequency: Some(column(&["FREQUENCY.ID"])),
        flow: words(&["INDICATOR.ID"], &flows),
        valuation: words(&["INDICATOR.ID"], &valuations),
        values: vec![ValueColumn {
            name: ValueName::Periods,
            flow: None,
            is_swapped: false,
        }],
        scale: ScaleFrom::Power(column(&["SCALE.ID"])),
        ..plain(
            "imf-imts",
            "imf-imts",
            "IMF, International Merchandise Trade Statistics",
        )
    }
}

/// The same in the long form: a row for each period.
fn imf_long() -> Layout {
    Layout {
        profile: "imf-imts-long".to_owned(),
        period: Some(column(&["TIME_PERIOD"])),
        values: vec![value(&["OBS_VALUE"])],
        ..imf()
    }
}

/// World Bank WITS, the download of a query: thousands of US dollars.
fn wits() -> Layout {
    let areas = |name: &str| AreaFrom::Column {
        column: column(&[name]),
        schemes: owned(&["iso3166_1_alpha3"]),
        are_names: false,
        own: [
            ("WLD", "world"),
            ("EUN", "EU"),
            ("OAS", "other-asia-nes"),
            ("UNS", "areas-nes"),
            ("BUN", "bunkers"),
            ("FRE", "free-zones"),
            ("SPE", "special-categories"),
            // Codes that ISO 3166 has given up, and the World Bank has not.
            ("ROM", "ROU"),
            ("ZAR", "COD"),
            ("TMP", "TLS"),
            ("MNT", "MNE"),
        ]
        .map(|(code, entity)| (code.to_owned(), entity.to_owned()))
        .to_vec(),
        told: Vec::new(),
    };
    let flows = [
        ("Import", "M"),
        ("Export", "X"),
        ("Gross Imports", "M"),
        ("Gross Exports", "X"),
        ("Gross Imp.", "M"),
        ("Gross Exp.", "X"),
        ("Re-Import", "RM"),
        ("Re-Export", "RX"),
    ];
    Layout {
        reporter: areas("ReporterISO3"),
        partner: areas("PartnerISO3"),
        period: Some(column(&["Year"])),
        flow: words(&["TradeFlowName"], &flows),
        classification: word(&["Nomenclature"]),
        commodity: word(&["ProductCode"]),
        values: vec![value(&["TradeValue in 1000 USD"])],
        scale: ScaleFrom::Constant(3),
        ..plain(
            "wits",
            "wits",
            "World Bank, World Integrated Trade Solution",
        )
    }
}
