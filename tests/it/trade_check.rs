//! The trade figures of documents beside the official series that fit them.

use std::sync::OnceLock;

use sco_facts::dictionary::bulk;

use crate::trade_world::{comtrade, imported, world};
use crate::world::{World, curated};

/// What a figure of the world is: id, reporter, partner, flow, period, printed number, qualifier, currency, commodity.
const FIGURES: &[&str] = &[
    "t-ten CAN DOR export 2011 10 exact USD total",
    "t-more CAN DOR export 2012 20 more_than USD total",
    "t-about CAN DOR import 2012 20 about USD total",
    "t-less CAN DOR import 2013 20 less_than USD total",
    "t-both CAN DOR total 2014 50 exact USD total",
    "t-month CAN DOR export 2015-03 20 exact USD total",
    "t-span CAN DOR export 2016/2018 60 exact USD total",
    "t-euro CAN DOR export 2019 20.5 exact EUR total",
    "t-grain CAN DOR export 2019 20 exact USD grain",
    "t-decade CAN DOR export 202X 20 exact USD total",
    "t-day CAN DOR export 2015-03-02 20 exact USD total",
    "t-group lake-states CAN export 2014 30 exact USD total",
    "t-within lake-states BOR export 2014 20 exact USD total",
    "t-unlisted far-states BOR export 2014 20 exact USD total",
    "t-slip CAN DOR import 2020 88.9 exact USD total",
];

/// A figure in millions, from a line of the list.
fn with_figure(world: World, figure: &str) -> World {
    let columns = [
        "fact_id",
        "reporter",
        "partner",
        "flow",
        "period",
        "value_as_printed",
        "qualifier",
        "currency",
        "commodity",
    ];
    let mut cells: Vec<(&str, &str)> = columns.into_iter().zip(figure.split(' ')).collect();
    cells.extend([
        ("date_basis", "worked_out"),
        ("measure", "value"),
        ("unit_mult", "6"),
        ("note", "the heading of the chapter has the year"),
        ("citations", "c-lake-trade"),
    ]);
    world.add("trade_figures", &cells)
}

/// A group with members, and one whose members nobody lists.
fn with_groups(mut world: World) -> World {
    for (id, name) in [("lake-states", "Lake states"), ("far-states", "Far states")] {
        world = world.add(
            "entities",
            &[("entity_id", id), ("kind", "aggregate"), ("name", name)],
        );
    }
    for member in ["ARD", "BOR", "DOR"] {
        world = world.add(
            "entity_members",
            &[
                ("entity_id", "lake-states"),
                ("member", member),
                ("note", "as of 2014"),
            ],
        );
    }
    world
}

/// The world of trade statistics, in which documents state these figures in millions.
fn figures() -> World {
    static BUILT: OnceLock<Vec<u8>> = OnceLock::new();
    let mut world = world()
        .set(
            "citations",
            "c-lake-trade",
            "tokens",
            "10|20|20.5|2010|3.3|30|4.2|50|60|7.5|88.9",
        )
        .add(
            "terms",
            &[
                ("term", "grain"),
                ("kind", "commodity"),
                ("label", "grain"),
                ("meaning", "cereals"),
            ],
        );
    world = with_groups(world);
    for figure in FIGURES {
        world = with_figure(world, figure);
    }
    let world = world
        .set("trade_figures", "t-slip", "corrected_value", "0.0889")
        .set("trade_figures", "t-slip", "corrected_min", "0.08")
        .set("trade_figures", "t-slip", "corrected_max", "0.09")
        .set(
            "trade_figures",
            "t-slip",
            "correction_reason",
            "the total of the table",
        );
    let built = BUILT.get_or_init(|| {
        let run = world.sco(&["build", "--no-exports"]);
        assert_eq!(run.code, 0, "{run:?}");
        std::fs::read(world.path("sco.db")).unwrap()
    });
    world.write("sco.db", built);
    world
}

/// Imports rows in the long form of the IMF: reporter, partner, indicator, frequency, scale, period, value.
fn official(world: &World, dataset: &str, rows: &[&str]) {
    let text = format!(
        "COUNTRY.ID,COUNTERPART_COUNTRY.ID,INDICATOR.ID,FREQUENCY.ID,SCALE.ID,TIME_PERIOD,OBS_VALUE\n{}\n",
        rows.join("\n")
    );
    imported(
        world,
        &format!("{dataset}.csv"),
        text,
        &["--dataset", dataset],
    );
}

/// What the view says of a figure, a line for each row.
fn check(world: &World, fact: &str) -> Vec<String> {
    world.ask(&format!(
        "SELECT verdict || CASE WHEN difference_percent IS NULL THEN '' ELSE printf(' %+.1f', difference_percent) END || ifnull(', ' || wrong_by, '')
             || ifnull(' | ' || official_series || CASE is_mirror WHEN 1 THEN ' (mirror)' ELSE '' END, '')
             || ifnull(' | ' || valuation, '') || ifnull(' | ' || dataset, '') || ifnull(' | ' || missing, '')
         FROM v_trade_check
         WHERE fact_id = '{fact}'
         ORDER BY dataset, is_mirror, valuation, frequency"
    ))
}

/// The verdict on a figure if the one official value is this.
fn verdict(world: &World, fact: &str, official: f64) -> String {
    world
        .open()
        .execute("UPDATE trade_flows SET value = ?1", [official])
        .unwrap();
    world
        .ask(&format!(
            "SELECT verdict || ifnull(', ' || wrong_by, '') FROM v_trade_check WHERE fact_id = '{fact}'"
        ))
        .join(" / ")
}

#[test]
fn a_figure_stands_beside_each_series_that_fits_and_a_mirror_is_marked() {
    let world = figures();
    official(
        &world,
        "imf",
        &[
            "CAN,DOR,XG_FOB_USD,A,6,2011,10",
            "DOR,CAN,MG_CIF_USD,A,Thousands,2011,12500",
            "DOR,CAN,MG_FOB_USD,A,Units,2011,9700000",
            // Another flow, another year and another partner do not fit.
            "CAN,DOR,MG_CIF_USD,A,6,2011,77",
            "CAN,DOR,XG_FOB_USD,A,6,2010,77",
            "CAN,BOR,XG_FOB_USD,A,6,2011,77",
        ],
    );
    imported(
        &world,
        "comtrade.csv",
        comtrade(&[["2011", "156", "X", "643", "TOTAL", "8000000"]]),
        &[],
    );
    assert_eq!(
        check(&world, "t-ten"),
        [
            "differs +25.0 | exports of Cantria to Dorvania, 2011 | unstated | comtrade",
            "agrees +0.0 | exports of Cantria to Dorvania, 2011 | fob | imf",
            "differs -20.0 | imports of Dorvania from Cantria, 2011 (mirror) | cif | imf",
            "agrees +3.1 | imports of Dorvania from Cantria, 2011 (mirror) | fob | imf",
        ]
    );
    assert_eq!(
        world.ask(
            "SELECT cited_value || ' ' || cited_least || ' ' || cited_greatest || ' ' || official_value || ' ' || parts
                 || ' ' || official_reporter_ids || ' ' || official_partner_ids || ' ' || files || ' ' || classification
             FROM v_trade_check WHERE fact_id = 't-ten' AND is_mirror AND valuation = 'cif'"
        ),
        ["10000000.0 9500000.0 10500000.0 12500000.0 1 DOR CAN imf.csv none"]
    );
}

/// 10 million stands for 9.5 to 10.5; what differs by a tenth of the official value at most is close.
#[test]
fn agreement_and_closeness_end_where_the_documentation_says() {
    let world = figures();
    official(&world, "imf", &["CAN,DOR,XG_FOB_USD,A,6,2011,10"]);
    for (value, wanted) in [
        (9_500_000.0, "agrees"),
        (9_499_999.0, "close"),
        (9_090_910.0, "close"),
        (9_090_909.0, "differs"),
        (10_500_000.0, "agrees"),
        (10_500_001.0, "close"),
        (11_111_111.0, "close"),
        (11_111_112.0, "differs"),
        (0.0, "differs"),
    ] {
        assert_eq!(verdict(&world, "t-ten", value), wanted, "{value}");
    }
    let empty =
        "SELECT count(*) FROM v_trade_check WHERE fact_id = 't-ten' AND difference_percent IS NULL";
    assert_eq!(world.ask(empty), ["1"], "no per cent of nothing");
}

#[test]
fn a_slip_by_a_power_of_ten_is_called_out_within_a_tenth() {
    let world = figures();
    official(&world, "imf", &["CAN,DOR,XG_FOB_USD,A,6,2011,10"]);
    for (value, wanted) in [
        (909_090.0, "differs"),
        (909_091.0, "power of ten, ten times too large"),
        (1_000_000.0, "power of ten, ten times too large"),
        (1_111_111.0, "power of ten, ten times too large"),
        (1_111_112.0, "differs"),
        (100_000.0, "power of ten, a hundred times too large"),
        (10_000.0, "power of ten, a thousand times too large"),
        (9_090.0, "differs"),
        (11_112.0, "differs"),
        (1_000.0, "differs"),
        (10.0, "power of ten, a million times too large"),
        (90_909_090.0, "differs"),
        (90_909_091.0, "power of ten, ten times too small"),
        (111_111_111.0, "power of ten, ten times too small"),
        (111_111_112.0, "differs"),
        (1e9, "power of ten, a hundred times too small"),
        (1e10, "power of ten, a thousand times too small"),
        (1e13, "power of ten, a million times too small"),
    ] {
        assert_eq!(verdict(&world, "t-ten", value), wanted, "{value}");
    }
}

/// About 20 is 17.5 to 22.5: half a unit and a tenth either way. More and less than 20 are open to one side.
#[test]
fn a_range_is_compared_as_a_range() {
    let world = figures();
    official(&world, "imf", &["CAN,DOR,MG_CIF_USD,A,6,2012,20"]);
    for (value, wanted) in [
        (17_500_000.0, "agrees"),
        (17_499_999.0, "differs"),
        (22_500_000.0, "agrees"),
        (22_500_001.0, "differs"),
        (1_750_000.0, "power of ten, ten times too large"),
        (1_749_999.0, "differs"),
    ] {
        assert_eq!(verdict(&world, "t-about", value), wanted, "{value}");
    }
    let world = figures();
    official(&world, "imf", &["CAN,DOR,XG_FOB_USD,A,6,2012,20"]);
    for (value, wanted) in [
        (19_500_000.0, "agrees"),
        (19_499_999.0, "close"),
        (2e8, "agrees"),
        (2e6, "power of ten, ten times too large"),
        (5e6, "differs"),
    ] {
        assert_eq!(verdict(&world, "t-more", value), wanted, "{value}");
    }
    let world = figures();
    official(&world, "imf", &["CAN,DOR,MG_FOB_USD,A,6,2013,20"]);
    for (value, wanted) in [
        (20_500_000.0, "agrees"),
        (20_500_001.0, "close"),
        (2e6, "agrees"),
        (2e8, "power of ten, ten times too small"),
    ] {
        assert_eq!(verdict(&world, "t-less", value), wanted, "{value}");
    }
}

#[test]
fn the_value_that_a_curator_found_consistent_is_compared_too() {
    let world = figures();
    official(&world, "imf", &["CAN,DOR,MG_CIF_USD,A,Units,2020,88000"]);
    assert_eq!(
        world.ask(
            "SELECT wrong_by || ' ' || corrected_value || ' ' || printf('%.2f', corrected_difference_percent)
             FROM v_trade_check WHERE fact_id = 't-slip'"
        ),
        ["a thousand times too large 88900.0 1.02"]
    );
    assert_eq!(
        world.ask("SELECT fact_id FROM v_trade_check WHERE corrected_value IS NOT NULL OR corrected_difference_percent IS NOT NULL"),
        ["t-slip"],
        "of others nothing is corrected"
    );
}

/// Exports and imports of one reporter in one dataset; each pair of valuations is a row.
#[test]
fn trade_both_ways_is_the_sum_of_both_flows_of_one_reporter_in_one_dataset() {
    let world = figures();
    official(&world, "imf", &["CAN,DOR,XG_FOB_USD,A,6,2014,20"]);
    official(
        &world,
        "other",
        &[
            "CAN,DOR,MG_CIF_USD,A,6,2014,30",
            "DOR,CAN,XG_FOB_USD,A,6,2014,29",
        ],
    );
    assert_eq!(
        check(&world, "t-both"),
        [
            "no series | imf has 1 of the 2 values that make it up; it lacks imports of Cantria from Dorvania"
        ]
    );
    official(
        &world,
        "imf",
        &[
            "CAN,DOR,MG_CIF_USD,A,6,2014,30",
            "CAN,DOR,MG_FOB_USD,A,6,2014,25",
        ],
    );
    assert_eq!(
        check(&world, "t-both"),
        [
            "agrees +0.0 | exports and imports of Cantria with Dorvania, 2014 | exports fob, imports cif | imf",
            "differs +11.1 | exports and imports of Cantria with Dorvania, 2014 | exports fob, imports fob | imf",
        ]
    );
}

#[test]
fn a_group_is_compared_only_when_every_member_is_there() {
    let world = figures();
    official(
        &world,
        "imf",
        &[
            "CAN,ARD,MG_CIF_USD,A,6,2014,10",
            "CAN,BOR,MG_CIF_USD,A,6,2014,12",
            "CAN,BOR,MG_FOB_USD,A,6,2014,11",
            "DOR,CAN,XG_FOB_USD,A,6,2014,8",
        ],
    );
    assert_eq!(
        check(&world, "t-group"),
        [
            "no series | imf has 2 of the 3 values that make it up; it lacks imports of Cantria from Dorvania"
        ]
    );
    official(&world, "imf", &["CAN,DOR,MG_FOB_USD,A,6,2014,8"]);
    assert_eq!(
        check(&world, "t-group"),
        [
            "no series | imf has 3 of the 3 values that make it up; they are not all of one valuation and one list of commodities"
        ]
    );
    official(&world, "imf", &["CAN,DOR,MG_CIF_USD,A,6,2014,8"]);
    assert_eq!(
        check(&world, "t-group"),
        [
            "agrees +0.0 | imports of Cantria from 3 members of Lake states, 2014 (mirror) | cif | imf"
        ]
    );
    assert_eq!(
        world.ask(
            "SELECT parts || ' ' || official_reporter_ids || ' ' || official_partner_ids || ' ' || members_note
             FROM v_trade_check WHERE fact_id = 't-group'"
        ),
        ["3 CAN ARD;BOR;DOR as of 2014"]
    );
}

/// Statistics may have a group as one area, which is then a series beside the sum of its members.
#[test]
fn a_group_that_is_an_area_of_the_statistics_is_taken_as_it_is() {
    let world = figures();
    let map = "dataset = \"own\"\ntitle = \"Own\"\ncurrency = \"USD\"\n[reporter]\ncolumn = \"r\"\nnames = true\n[partner]\ncolumn = \"p\"\nnames = true\n[period]\ncolumn = \"t\"\n[flow]\nconstant = \"X\"\n[value]\ncolumn = \"v\"\n";
    world.write("own.toml", map);
    let text = "r,p,t,v\nLake states,Cantria,2014,33000000\n";
    imported(&world, "own.csv", text, &["--map", "own.toml"]);
    assert_eq!(
        check(&world, "t-group"),
        ["close -9.1 | exports of Lake states to Cantria, 2014 | unstated | own"]
    );
}

/// A span of years is the sum of its years, and none may lack. A year is also the sum of its months or quarters.
#[test]
fn the_period_of_a_series_is_that_of_the_figure() {
    let world = figures();
    official(
        &world,
        "imf",
        &[
            "CAN,DOR,XG_FOB_USD,A,6,2016,10",
            "CAN,DOR,XG_FOB_USD,A,6,2018,30",
            "CAN,DOR,XG_FOB_USD,A,6,2019,99",
        ],
    );
    assert_eq!(
        check(&world, "t-span"),
        [
            "no series | imf has 2 of the 3 values that make it up; it lacks exports of Cantria to Dorvania (2 of 3 periods are there)"
        ]
    );
    official(&world, "imf", &["CAN,DOR,XG_FOB_USD,A,6,2017,20"]);
    assert_eq!(
        check(&world, "t-span"),
        ["agrees +0.0 | exports of Cantria to Dorvania, 2016 to 2018 | fob | imf"]
    );
    assert_eq!(
        check(&world, "t-month"),
        ["no series | no series has its period: imf has years from 2016 to 2019"]
    );
    official(
        &world,
        "months",
        &[
            "CAN,DOR,XG_FOB_USD,M,6,2015-M03,20",
            "CAN,DOR,XG_FOB_USD,M,6,2015-M04,99",
            "CAN,DOR,XG_FOB_USD,Q,6,2015-Q1,99",
        ],
    );
    assert_eq!(
        check(&world, "t-month"),
        ["agrees +0.0 | exports of Cantria to Dorvania, 201503 | fob | months"]
    );
    let quarters: Vec<String> = (1..=4)
        .map(|quarter| format!("CAN,DOR,XG_FOB_USD,Q,6,2011-Q{quarter},2"))
        .collect();
    let quarters: Vec<&str> = quarters.iter().map(String::as_str).collect();
    official(&world, "quarters", &quarters);
    assert_eq!(
        check(&world, "t-ten"),
        ["differs +25.0 | exports of Cantria to Dorvania, 2011Q1 to 2011Q4 | fob | quarters"]
    );
}

/// All goods are all goods in every list of commodities: where two lists say the same they are one row, else two.
#[test]
fn lists_of_commodities_are_told_apart_only_where_they_differ() {
    let world = figures();
    let row = |list: &str, value: &str| {
        comtrade(&[["2011", "156", "X", "643", "TOTAL", value]])
            .replace(",H6,", &format!(",{list},"))
    };
    imported(&world, "a.csv", row("H6", "8000000"), &[]);
    imported(&world, "b.csv", row("H5", "8000000"), &[]);
    let lists = "SELECT classification || ' ' || official_value || ' ' || parts FROM v_trade_check WHERE fact_id = 't-ten' ORDER BY 1";
    assert_eq!(world.ask(lists), ["H5;H6 8000000.0 1"]);
    assert_eq!(
        world.ask("SELECT files FROM v_trade_check WHERE fact_id = 't-ten'"),
        ["a.csv; b.csv"]
    );
    imported(&world, "c.csv", row("H5", "8000001"), &["--replace"]);
    assert_eq!(world.ask(lists), ["H5 8000001.0 1", "H6 8000000.0 1"]);
}

#[test]
fn other_currencies_are_shown_and_not_converted() {
    let world = figures();
    official(&world, "imf", &["CAN,DOR,XG_FOB_USD,A,6,2019,22"]);
    assert_eq!(
        check(&world, "t-euro"),
        [
            "other currency | exports of Cantria to Dorvania, 2019 | fob | imf | the figure is in EUR and the series in USD; neither is converted"
        ]
    );
    let map =
        "like = \"imf-imts-long\"\ndataset = \"euro\"\ntitle = \"In euro\"\ncurrency = \"EUR\"\n";
    world.write("euro.toml", map);
    let text = "COUNTRY.ID,COUNTERPART_COUNTRY.ID,INDICATOR.ID,FREQUENCY.ID,SCALE.ID,TIME_PERIOD,OBS_VALUE\nCAN,DOR,XG_FOB_USD,A,6,2019,20.55\n";
    imported(&world, "euro.csv", text, &["--map", "euro.toml"]);
    assert_eq!(
        check(&world, "t-euro")[0],
        "agrees -0.2 | exports of Cantria to Dorvania, 2019 | fob | euro"
    );
    assert_eq!(
        world.ask("SELECT DISTINCT cited_value || ' ' || cited_least || ' ' || cited_greatest FROM v_trade_check WHERE fact_id = 't-euro'"),
        ["20500000.0 20450000.0 20550000.0"]
    );
}

#[test]
fn a_figure_without_a_series_stands_there_with_the_reason() {
    let world = figures();
    assert_eq!(
        check(&world, "t-ten"),
        ["no series | no trade statistics are imported"]
    );
    for (fact, reason) in [
        (
            "t-can-export-growth",
            "it is a growth rate and no amount of money",
        ),
        (
            "t-grain",
            "it is on grain, and only totals of all goods are compared",
        ),
        (
            "t-decade",
            "its period, 202X, is not made of whole months or years",
        ),
        (
            "t-day",
            "its period, 2015-03-02, is not made of whole months or years",
        ),
        (
            "t-within",
            "it is on trade within a group, and not between two sides",
        ),
    ] {
        assert_eq!(check(&world, fact), [format!("no series | {reason}")]);
    }
}

/// The reason says how far one comes: to a side, to the pair, to the flow, to all goods.
#[test]
fn the_reason_says_how_near_the_statistics_come() {
    let reason = |rows: &[[&str; 6]]| {
        let world = figures();
        imported(&world, "a.csv", comtrade(rows), &[]);
        check(&world, "t-ten").concat()
    };
    for (row, wanted) in [
        (
            ["2011", "4", "X", "699", "TOTAL", "1"],
            "no dataset has statistics of either side",
        ),
        (
            ["2011", "643", "X", "699", "TOTAL", "1"],
            "no dataset has trade between the two; with others it is there for Dorvania (comtrade)",
        ),
        (
            ["2011", "156", "M", "643", "TOTAL", "1"],
            "there are only other flows between the two: comtrade",
        ),
        (
            ["2011", "156", "X", "643", "010392", "1"],
            "there are single commodities and no line for all goods: comtrade",
        ),
        (
            ["2012", "643", "M", "156", "TOTAL", "1"],
            "no series has its period: comtrade has years from 2012 to 2012",
        ),
    ] {
        assert_eq!(reason(&[row]), format!("no series | {wanted}"));
    }
    let world = figures();
    imported(
        &world,
        "a.csv",
        comtrade(&[["2011", "4", "X", "156", "TOTAL", "1"]]),
        &[],
    );
    assert_eq!(
        check(&world, "t-unlisted"),
        [
            "no series | no dataset has statistics of either side; Far states is no state, and its members are not listed"
        ]
    );
}

/// Every figure is there, each row is told from the others by the columns that the dictionary names, and the columns
/// hold what it says.
#[test]
fn the_rows_are_what_the_dictionary_says() {
    let world = figures();
    official(
        &world,
        "imf",
        &[
            "CAN,DOR,XG_FOB_USD,A,6,2011,10",
            "DOR,CAN,MG_CIF_USD,A,6,2011,1",
            "DOR,CAN,MG_FOB_USD,A,6,2011,1",
            "CAN,DOR,XG_FOB_USD,A,6,2019,1",
        ],
    );
    for view in bulk().into_iter().filter(|relation| relation.is_view) {
        let (name, key) = (view.name, view.unique_by.join(", "));
        let twice = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {name} GROUP BY {key} HAVING count(*) > 1)"
        );
        assert_eq!(world.ask(&twice), ["0"], "{name}");
        for (field, _) in &view.columns {
            if let sco_facts::tables::Holds::Word(words) = field.holds {
                for word in world.ask(&format!(
                    "SELECT DISTINCT {0} FROM {name} WHERE {0} IS NOT NULL",
                    field.name
                )) {
                    assert!(
                        words.contains(&word.as_str()),
                        "{name}.{}: {word}",
                        field.name
                    );
                }
            }
        }
    }
    assert_eq!(
        world.ask("SELECT fact_id FROM trade_figures WHERE fact_id NOT IN (SELECT fact_id FROM v_trade_check)"),
        Vec::<String>::new()
    );
    assert_eq!(
        world.ask("SELECT DISTINCT fact_id FROM v_trade_check WHERE (official_value IS NULL) <> (verdict = 'no series') OR (missing IS NULL) <> (difference_percent IS NOT NULL)"),
        Vec::<String>::new()
    );
}

/// The steps by which a query is answered, as SQLite plans them.
fn plan(connection: &rusqlite::Connection, sql: &str) -> String {
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let steps = statement
        .query_map([], |row| row.get::<_, String>(3))
        .unwrap();
    steps.map(|step| step.unwrap() + "\n").collect()
}

/// By id or by name, by both states or by one: never through all rows of the statistics.
#[test]
fn flows_are_found_through_their_key() {
    let (_folder, connection) = curated();
    for condition in [
        "reporter_id = 'CHN' AND partner_id = 'KAZ'",
        "reporter = 'China' AND partner = 'Kazakhstan'",
        "reporter = 'China' AND partner = 'Kazakhstan' AND year = 2012 AND commodity = 'TOTAL'",
        "partner_id = 'KAZ'",
    ] {
        let plan = plan(
            &connection,
            &format!("SELECT * FROM v_trade_flows WHERE {condition}"),
        );
        assert!(
            plan.contains("SEARCH trade_flows USING INDEX sqlite_autoindex_trade_flows_1 (dataset=? AND reporter=? AND partner=?"),
            "{condition}: {plan}"
        );
    }
    let plan = plan(&connection, "SELECT * FROM v_trade_check");
    for table in ["first", "next", "line", "others"] {
        assert!(
            plan.contains(&format!("SEARCH {table} USING")),
            "{table}: {plan}"
        );
        assert!(!plan.contains(&format!("SCAN {table}")), "{table}: {plan}");
    }
    assert!(!plan.contains("SCAN trade_flows"), "{plan}");
    for step in [
        "valuation=? AND classification>?)",
        "flow=? AND valuation>?)",
    ] {
        assert!(plan.contains(step), "{step}: {plan}");
    }
}

#[test]
fn flows_are_shown_with_names() {
    let world = world();
    imported(
        &world,
        "a.csv",
        comtrade(&[
            ["2011", "156", "X", "643", "TOTAL", "8"],
            ["2011", "156", "RM", "0", "010392", "9"],
        ]),
        &[],
    );
    assert_eq!(
        world.ask(
            "SELECT reporter || ' | ' || flow_name || ' | ' || partner || ' | ' || year || ' | ' || classification_name || ' | '
                 || ifnull(commodity_name, commodity) || ' | ' || value || ' ' || currency || ' | ' || dataset_title || ' | ' || file_name
             FROM v_trade_flows ORDER BY partner"
        ),
        [
            "Cantria | exports | Dorvania | 2011 | Harmonized System of 2022 | all goods | 8.0 USD | UN Comtrade | a.csv",
            "Cantria | re-imports | World | 2011 | Harmonized System of 2022 | 010392 | 9.0 USD | UN Comtrade | a.csv",
        ]
    );
}

/// The exports of the dataset do not change with what a user has imported.
#[test]
fn the_exports_do_not_change_with_imported_statistics() {
    let world = figures();
    let run = world.sco(&["build"]);
    assert_eq!(run.code, 0, "{run:?}");
    let before = crate::world::contents(&world.path("exports"));
    assert!(!before.contains_key("v_trade_check.csv") && !before.contains_key("v_trade_flows.csv"));
    official(&world, "imf", &["CAN,DOR,XG_FOB_USD,A,6,2011,10"]);
    let run = world.sco(&["export"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(crate::world::contents(&world.path("exports")) == before);
}
