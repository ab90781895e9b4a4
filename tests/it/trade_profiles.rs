//! Each maker's files are known by their header, and read as the maker means them.

use crate::trade_world::{FLOWS, imported, refused, world};

/// What a file of this name gives.
fn gives(name: &str, text: &str, profile: &str, flows: &[&str]) {
    let world = world();
    let run = imported(&world, name, text, &[]);
    assert!(
        run.stdout.contains(&format!("read as {profile} into")),
        "{run:?}"
    );
    assert_eq!(world.ask(FLOWS), flows, "{run:?}");
}

#[test]
fn comtrade_until_2023() {
    let header = "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),Gross weight (kg),Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag";
    let row = |flow: &str, partner: &str, unit: &str, value: &str| {
        format!(
            "H5,2018,2018,2018,6,1,{flow},F,156,Cantria,CAN,{partner},P,WLD,,,,,,,,010392,\"Swine; live\",{unit},U,33,,,,27,,{value},,,2\r\n"
        )
    };
    let text = format!(
        "{header}\r\n{}{}{}{}",
        row("2", "0", "5", "10"),
        row("1", "643", "1", "20"),
        row("3", "643", "8", "30"),
        row("4", "643", "8", "40"),
    );
    let flows = [
        "CAN DOR M unstated H5 010392 A 2018 20.0",
        "CAN DOR RM unstated H5 010392 A 2018 40.0",
        "CAN DOR RX unstated H5 010392 A 2018 30.0",
        "CAN world X unstated H5 010392 A 2018 10.0",
    ];
    gives("old.csv", &text, "comtrade-until-2023", &flows);
    let names: Vec<String> = header
        .split(',')
        .map(|name| {
            let dots: String = name
                .chars()
                .map(|c| if c.is_alphanumeric() { c } else { '.' })
                .collect();
            if dots.starts_with('2') {
                format!("X{dots}")
            } else {
                dots
            }
        })
        .collect();
    gives(
        "r.csv",
        &text.replace(header, &names.join(",")),
        "comtrade-until-2023",
        &flows,
    );
    let world = world();
    imported(&world, "old.csv", &text, &[]);
    assert_eq!(
        world.ask("SELECT flow || ' ' || ifnull(quantity || ' ' || quantity_unit, '-') FROM trade_flows ORDER BY flow"),
        ["M -", "RM 33.0 kg", "RX 33.0 kg", "X 33.0 u"]
    );
}

#[test]
fn comtrade_bulk_files_have_tabs_and_months() {
    let header = "typeCode\tfreqCode\trefPeriodId\trefYear\trefMonth\tperiod\treporterCode\tflowCode\tpartnerCode\tpartner2Code\tclassificationCode\tcmdCode\tcustomsCode\tmosCode\tmotCode\tqtyUnitCode\tqty\tisQtyEstimated\tcifvalue\tfobvalue\tprimaryValue\tisReported\tisAggregate";
    let row = "C\tM\t20220901\t2022\t9\t202209\t156\tM\t643\t0\tH6\t851762\tC00\t0\t0\t5\t3\tFalse\t12.5\t\t12.5\tTrue\tFalse";
    gives(
        "bulk.txt",
        &format!("{header}\n{row}\n"),
        "comtrade",
        &["CAN DOR M unstated H6 851762 M 202209 12.5"],
    );
}

/// Values are thousands of dollars, quantities tonnes; the name of the file says the edition of the list.
#[test]
fn baci() {
    let text = "t,i,j,k,v,q\n2020,156,643,010392,12.345,0.5\n2020,643,156,851762,1,NA\n";
    gives(
        "BACI_HS17_Y2020_V202401.csv",
        text,
        "baci",
        &[
            "CAN DOR X fob H5 010392 A 2020 12345.0",
            "DOR CAN X fob H5 851762 A 2020 1000.0",
        ],
    );
    let world = world();
    let error = refused(&world, "mine.csv", text, &[]);
    assert!(
        error.contains("say it, such as `--classification H5`"),
        "{error}"
    );
    imported(&world, "mine.csv", text, &["--classification", "H0"]);
    assert_eq!(
        world.ask("SELECT classification || ' ' || ifnull(quantity || quantity_unit, '-') FROM trade_flows ORDER BY reporter"),
        ["H0 0.5t", "H0 -"]
    );
    let lost = text.replace("010392", "10392");
    let error = refused(&world, "BACI_HS92_Y2020.csv", lost, &[]);
    assert!(error.contains("a zero before them is lost"), "{error}");
}

/// What a state traded in all, in millions; -9 and the empty cell are not there.
#[test]
fn cow_national() {
    gives(
        "National_COW_4.0.csv",
        "ccode,statename,stateabb,year,imports,exports,alt_imports,alt_exports,source1,source2,version\n710,Cantria,CAN,1870,450,418.5,,,1,1,4\n700,Ardenia,ARD,1870,-9,2,,,1,1,4\n700,Ardenia,ARD,1871,,,,,1,1,4\n",
        "cow-national",
        &[
            "ARD world X unstated none TOTAL A 1870 2000000.0",
            "CAN world M unstated none TOTAL A 1870 450000000.0",
            "CAN world X unstated none TOTAL A 1870 418500000.0",
        ],
    );
}

/// `flow1` is what the first imported from the second, `flow2` the other way.
#[test]
fn cow_dyadic() {
    gives(
        "Dyadic_COW_4.0.csv",
        "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,version\n710,700,1920,Cantria,Ardenia,1.5,-9,1.5,4\n710,700,1921,Cantria,Ardenia,3,4,3,4\n",
        "cow-dyadic",
        &[
            "ARD CAN M unstated none TOTAL A 1921 4000000.0",
            "CAN ARD M unstated none TOTAL A 1920 1500000.0",
            "CAN ARD M unstated none TOTAL A 1921 3000000.0",
        ],
    );
}

/// A column for each year, the scale in a column; balances are no flows.
#[test]
fn imf() {
    let header = "\u{feff}\"DATASET\",\"SERIES_CODE\",\"OBS_MEASURE\",\"COUNTRY.ID\",\"COUNTRY\",\"INDICATOR.ID\",\"INDICATOR\",\"COUNTERPART_COUNTRY.ID\",\"COUNTERPART_COUNTRY\",\"FREQUENCY.ID\",\"SCALE.ID\",\"SCALE\",\"TRADE_FLOW.ID\",\"2016\",\"2017\"\n";
    let row = |indicator: &str, partner: &str, values: &str| {
        format!(
            "\"IMF.STA:IMTS(1.0.0)\",\"s\",\"OBS_VALUE\",\"CAN\",\"Cantria\",\"{indicator}\",\"i\",\"{partner}\",\"Dorvania, Kingdom of\",\"A\",\"6\",\"Millions\",\"MG\",{values}\n"
        )
    };
    let text = [
        header,
        &row("MG_CIF_USD", "DOR", "\"0.001435\",\"\""),
        &row("XG_FOB_USD", "DOR", "\"2\",\"0.00002370582757605429\""),
        &row("MG_CIF_USD", "G001", "\"7\",\"\""),
        &row("TBG_USD", "DOR", "\"1\",\"1\""),
        &row("MG_CIF_USD", "NOBODY", "\"\",\"\""),
    ]
    .concat();
    let flows = [
        "CAN DOR M cif none TOTAL A 2016 1435.0",
        "CAN DOR X fob none TOTAL A 2016 2000000.0",
        "CAN DOR X fob none TOTAL A 2017 23.70582757605429",
        "CAN world M cif none TOTAL A 2016 7000000.0",
    ];
    gives("imf.csv", &text, "imf-imts", &flows);
    let r = text.replace("\"2016\",\"2017\"", "\"X2016\",\"X2017\"");
    gives("r.csv", &r, "imf-imts", &flows);
    let quarters = text
        .replace("\"2016\",\"2017\"", "\"2016-Q1\",\"2016-M02\"")
        .replace("\"A\"", "\"Q\"");
    let world = world();
    let error = refused(&world, "quarters.csv", &quarters, &[]);
    assert!(
        error.contains("`Q` does not go with the period 201602"),
        "{error}"
    );
}

/// The same with a row for each period, and the scale in words.
#[test]
fn imf_in_the_long_form() {
    let text = "COUNTRY.ID,COUNTERPART_COUNTRY.ID,INDICATOR.ID,FREQUENCY.ID,SCALE.ID,TIME_PERIOD,OBS_VALUE\nCAN,DOR,XG_FOB_USD,A,6,2019,1\nCAN,DOR,MG_CIF_USD,M,Millions,2019-M02,2\nCAN,DOR,MG_CIF_USD,A,Units,2019,5\nCAN,DOR,TBG_USD,A,6,2019,5\nCAN,DOR,MG_FOB_USD,A,6,2019,n/a\n";
    let flows = [
        "CAN DOR M cif none TOTAL A 2019 5.0",
        "CAN DOR M cif none TOTAL M 201902 2000000.0",
        "CAN DOR X fob none TOTAL A 2019 1000000.0",
    ];
    gives("long.csv", text, "imf-imts-long", &flows);
    let error = refused(&world(), "a.csv", text.replace(",Units,", ",Lots,"), &[]);
    assert!(
        error.contains("`Lots` is no scale that is known"),
        "{error}"
    );
    let error = refused(&world(), "a.csv", text.replace("TIME_PERIOD", "WHEN"), &[]);
    assert!(error.contains("nearest is imf-imts, which also wants columns whose names are periods, such as `2012`; describe") || error.contains("which also wants `TIME_PERIOD`; describe"), "{error}");
}

/// Codes that the World Bank has of its own.
#[test]
fn wits_has_codes_of_its_own() {
    let text = |partner: &str| {
        format!(
            "Nomenclature,ReporterISO3,ProductCode,PartnerISO3,Year,TradeFlowName,TradeValue in 1000 USD\nh5,CAN,0801,{partner},2019,Import,12.5\n"
        )
    };
    gives(
        "a.csv",
        &text("UNS"),
        "wits",
        &["CAN areas-nes M unstated H5 0801 A 2019 12500.0"],
    );
    let error = refused(&world(), "a.csv", text("SER"), &[]);
    assert!(error.contains("`SER` is no code of an entity in iso3166_1_alpha3; correct it, say in a map which entity it is (`[areas]`)"), "{error}");
}

#[test]
fn wits() {
    gives(
        "DataJobID-1.csv",
        "Nomenclature,ReporterISO3,ProductCode,ReporterName,PartnerISO3,PartnerName,Year,TradeFlowName,TradeFlowCode,TradeValue in 1000 USD\nHS,CAN,0801,Cantria,DOR,Dorvania,2019,Import,1,12.5\nHS,CAN,Total,Cantria,WLD, World,2019,Export,2,7\n",
        "wits",
        &[
            "CAN DOR M unstated HS 0801 A 2019 12500.0",
            "CAN world X unstated HS TOTAL A 2019 7000.0",
        ],
    );
}

/// The rows of the IMF's groups, "other countries" among them, are totals: what is left adds up to the world. The areas
/// are those of the curated dataset, the values invented.
#[test]
fn partners_of_the_imf_add_up_to_the_world() {
    let (folder, connection) = crate::world::curated();
    let mut text = "\"SERIES_CODE\",\"COUNTRY.ID\",\"INDICATOR.ID\",\"COUNTERPART_COUNTRY.ID\",\"FREQUENCY.ID\",\"SCALE.ID\",\"2016\"\n".to_owned();
    for (partner, value) in [
        ("CUB", 3),
        ("PRK", 4),
        ("TX910", 7),
        ("KAZ", 5),
        ("TX898", 2),
        ("G001", 14),
    ] {
        let row = format!("\"s\",\"RUS\",\"XG_FOB_USD\",\"{partner}\",\"A\",\"6\",\"{value}\"\n");
        text += &row;
    }
    std::fs::write(folder.path().join("imf.csv"), text).unwrap();
    let run = crate::world::run(crate::world::sco().current_dir(folder.path()).args([
        "import",
        "trade",
        "imf.csv",
        "--profile",
        "imf-imts",
    ]));
    assert_eq!(run.code, 0, "{run:?}");
    let sum = "SELECT printf('%d of %d', sum(value) FILTER (WHERE NOT is_total), sum(value) FILTER (WHERE partner = 'world')) FROM trade_flows";
    assert_eq!(
        crate::world::ask(&connection, sum),
        ["14000000 of 14000000"]
    );
}
