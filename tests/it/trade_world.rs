//! The small world with the codes that trade statistics name, and files of invented values in the shapes of their
//! makers.

use std::sync::OnceLock;

use crate::world::{Run, World};

/// The header of today's UN Comtrade, without the columns that nobody reads.
pub(crate) const COMTRADE: &str = "typeCode,freqCode,refYear,period,reporterCode,reporterDesc,flowCode,partnerCode,partnerDesc,partner2Code,classificationCode,cmdCode,customsCode,motCode,qtyUnitCode,qty,cifvalue,fobvalue,primaryValue";

/// A row of it: period, reporter, flow, partner, commodity, value.
pub(crate) fn comtrade_row(cells: [&str; 6]) -> String {
    let [period, reporter, flow, partner, commodity, value] = cells;
    let year = period.get(..4).unwrap_or(period);
    format!(
        "C,A,{year},{period},{reporter},R,{flow},{partner},P,0,H6,{commodity},C00,0,8,12.5,,,{value}\n"
    )
}

/// A file of such rows.
pub(crate) fn comtrade(rows: &[[&str; 6]]) -> String {
    let rows: String = rows.iter().map(|row| comtrade_row(*row)).collect();
    format!("{COMTRADE}\n{rows}")
}

/// Rows as the table has them, the columns of the key but the dataset, then the value.
pub(crate) const FLOWS: &str = "SELECT reporter || ' ' || partner || ' ' || flow || ' ' || valuation || ' ' || classification || ' ' || commodity || ' ' || frequency || ' ' || period || ' ' || value FROM trade_flows ORDER BY dataset, reporter, partner, flow, valuation, classification, commodity, frequency, period";

/// The small world, built, whose states have codes: Ardenia 4, Borland 356 until 1974 and 699 since, Cantria 156,
/// Dorvania 643; with the world and what is left over.
pub(crate) fn world() -> World {
    // The database is the same for every test, so it is built once.
    static BUILT: OnceLock<Vec<u8>> = OnceLock::new();
    let mut world = World::new()
        .add(
            "entities",
            &[
                ("entity_id", "world"),
                ("kind", "aggregate"),
                ("name", "World"),
            ],
        )
        .add(
            "entities",
            &[
                ("entity_id", "areas-nes"),
                ("kind", "concept"),
                ("name", "Areas, not elsewhere specified"),
            ],
        );
    let codes = [
        ("ARD", "comtrade", "4", "", ""),
        ("BOR", "comtrade", "356", "", "1974"),
        ("BOR", "comtrade", "699", "1975", ""),
        ("CAN", "comtrade", "156", "", ""),
        ("DOR", "comtrade", "643", "", ""),
        ("world", "comtrade", "0", "", ""),
        ("areas-nes", "comtrade", "899", "", ""),
        ("ARD", "iso3166_1_alpha3", "ARD", "", ""),
        ("BOR", "iso3166_1_alpha3", "BOR", "", ""),
        ("CAN", "iso3166_1_alpha3", "CAN", "", ""),
        ("DOR", "iso3166_1_alpha3", "DOR", "", ""),
        ("world", "imf", "G001", "", ""),
        ("ARD", "cow", "700", "", ""),
        ("CAN", "cow", "710", "", ""),
    ];
    for (entity, scheme, code, from, to) in codes {
        world = world.add(
            "entity_codes",
            &[
                ("entity_id", entity),
                ("scheme", scheme),
                ("code", code),
                ("valid_from", from),
                ("valid_to", to),
            ],
        );
    }
    let built = BUILT.get_or_init(|| {
        let run = world.sco(&["build", "--no-exports"]);
        assert_eq!(run.code, 0, "{run:?}");
        std::fs::read(world.path("sco.db")).unwrap()
    });
    world.write("sco.db", built);
    world
}

/// Writes a file and imports it.
pub(crate) fn import(world: &World, name: &str, bytes: impl AsRef<[u8]>, options: &[&str]) -> Run {
    world.write(name, bytes);
    let mut arguments = vec!["import", "trade", name];
    arguments.extend(options);
    world.sco(&arguments)
}

/// Imports a file, which has to succeed.
pub(crate) fn imported(
    world: &World,
    name: &str,
    bytes: impl AsRef<[u8]>,
    options: &[&str],
) -> Run {
    let run = import(world, name, bytes, options);
    assert_eq!(run.code, 0, "{run:?}");
    run
}

/// Imports a file, which has to be refused; the database keeps its bytes. What standard error says.
pub(crate) fn refused(
    world: &World,
    name: &str,
    bytes: impl AsRef<[u8]>,
    options: &[&str],
) -> String {
    let before = std::fs::read(world.path("sco.db")).unwrap();
    let run = import(world, name, bytes, options);
    assert_ne!(run.code, 0, "{run:?}");
    assert!(
        std::fs::read(world.path("sco.db")).unwrap() == before,
        "the database has changed: {run:?}"
    );
    run.stderr
}
