//! A folder that is not as it was exported is refused, with the file and what to do, and the database stays as it is.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use rusqlite::types::Value;

use super::{exported, rows, traded};
use crate::trade_world::world;
use crate::world::{Run, World};

const PARTITION: &str = "trade_flows/dataset=customs/year=1999/part-0.parquet";

/// Exports, changes the folder, and imports it where nothing is yet. What standard error says.
fn refused(change: impl Fn(&World)) -> String {
    let world = traded();
    exported(&world);
    change(&world);
    let back = world_back();
    let before = std::fs::read(back.path("sco.db")).unwrap();
    let run = import(&world, &back);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(before == std::fs::read(back.path("sco.db")).unwrap());
    let folder = world.path("pq").display().to_string();
    run.stderr.replace(&folder, "pq")
}

fn world_back() -> World {
    world()
}

fn import(world: &World, back: &World) -> Run {
    back.sco(&["import", "trade", &world.path("pq").display().to_string()])
}

#[test]
fn a_file_that_is_missing_changed_or_added_is_named() {
    let again = "copy the folder again, or export it again with `sco export parquet`";
    let place = format!("pq/{PARTITION}");
    assert_eq!(
        refused(|world| std::fs::remove_file(world.path(&place)).unwrap()),
        format!(
            "{place}: is not there, though the list `SHA256SUMS` of the folder names it; {again}\nerror: 1 problem\n"
        )
    );
    let other = "pq/trade_flows/dataset=customs/year=2012/part-0.parquet";
    assert_eq!(
        refused(|world| {
            std::fs::copy(world.path(other), world.path(&place)).unwrap();
        }),
        format!("{place}: was changed since sco wrote it; {again}\nerror: 1 problem\n")
    );
    assert_eq!(
        refused(|world| std::fs::remove_file(world.path("pq/imports.parquet")).unwrap()),
        format!(
            "pq/imports.parquet: is not there, though the list `SHA256SUMS` of the folder names it; {again}\n\
             error: 1 problem\n"
        )
    );
    let added = "pq/trade_flows/dataset=customs/year=2000";
    assert_eq!(
        refused(|world| {
            std::fs::create_dir(world.path(added)).unwrap();
            std::fs::copy(
                world.path(other),
                world.path(&format!("{added}/part-0.parquet")),
            )
            .unwrap();
        }),
        format!(
            "{added}/part-0.parquet: was not written by sco: the list `SHA256SUMS` of the folder does not name it; \
             move it out of the folder\nerror: 1 problem\n"
        )
    );
}

/// What no list tells: a folder without one, a file alone, and flows without where they come from.
#[test]
fn what_was_not_exported_whole_is_refused() {
    let world = traded();
    let run = world.sco(&["export", "parquet", "pq", "--only", "trade_flows"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = world.sco(&["import", "trade", "pq"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            1,
            "pq/imports.parquet: was not exported, and without it nobody knows from where the flows come; export all, \
             or `--only trade_flows,trade_datasets,imports`\n\
             pq/trade_datasets.parquet: was not exported, and without it nobody knows from where the flows come; export \
             all, or `--only trade_flows,trade_datasets,imports`\n\
             error: 2 problems\n"
        )
    );
    let alone = format!("pq/{PARTITION}");
    let run = world.sco(&["import", "trade", &alone]);
    assert_eq!(
        (run.code, run.stderr),
        (
            2,
            format!(
                "error: {alone} is a Parquet file; name the folder that `sco export parquet` wrote, or write the rows of \
                 another maker as CSV\n"
            )
        )
    );
    std::fs::remove_file(world.path("pq/SHA256SUMS")).unwrap();
    let run = world.sco(&["import", "trade", "pq"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: pq is a folder, and holds no Parquet files that sco exported; name the files in it\n"
        )
    );
}

#[test]
fn options_for_texts_are_refused() {
    let world = traded();
    exported(&world);
    for options in [
        ["--map", "map.toml"],
        ["--profile", "comtrade"],
        ["--encoding", "utf-8"],
        ["--classification", "H5"],
        ["--rejects", "bad.csv"],
    ] {
        let run = world.sco(&["import", "trade", "pq", options[0], options[1]]);
        assert_eq!(
            (run.code, run.stderr),
            (
                2,
                format!(
                    "error: `{}` is for text files, and pq is a folder; leave it out, or import the folder in a run of \
                     its own\n",
                    options[0]
                )
            )
        );
        assert!(!world.path("bad.csv").exists());
    }
}

/// Writes a partition of one row anew with other values, and its digest into the list, as somebody might who knows both.
fn forge(world: &World, change: impl Fn(&mut Vec<(String, Value)>)) {
    let path = world.path(&format!("pq/{PARTITION}"));
    let mut rows = rows(path.clone());
    rows.iter_mut().for_each(&change);
    let [row] = rows.as_slice() else {
        panic!("the partition has another number of rows");
    };
    let fields = row.iter().map(|(name, value)| field(name, value)).collect();
    let schema = Type::group_type_builder("schema")
        .with_fields(fields)
        .build();
    let file = std::fs::File::create(&path).unwrap();
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer =
        SerializedFileWriter::new(file, Arc::new(schema.unwrap()), properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (_, value) in row {
        write(group.next_column().unwrap().unwrap(), value);
    }
    group.close().unwrap();
    writer.close().unwrap();
    list_anew(world);
}

/// The declaration of a column.
fn field(name: &str, value: &Value) -> TypePtr {
    let may_lack = [
        "value_exact",
        "quantity",
        "quantity_exact",
        "quantity_unit",
        "value_equals",
    ];
    let repetition = if may_lack.contains(&name) {
        Repetition::OPTIONAL
    } else {
        Repetition::REQUIRED
    };
    let (physical, logical) = match value {
        Value::Integer(_) => (Physical::INT64, None),
        Value::Real(_) => (Physical::DOUBLE, None),
        _ => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    let built = Type::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .build();
    Arc::new(built.unwrap())
}

/// Writes the value of the one row.
fn write(mut column: SerializedColumnWriter<'_>, value: &Value) {
    let levels = [i16::from(*value != Value::Null)];
    let levels = Some(&levels[..]);
    let written = match value {
        Value::Integer(number) => column
            .typed::<Int64Type>()
            .write_batch(&[*number], levels, None),
        Value::Real(number) => column
            .typed::<DoubleType>()
            .write_batch(&[*number], levels, None),
        Value::Text(text) => column.typed::<ByteArrayType>().write_batch(
            &[ByteArray::from(text.as_bytes().to_vec())],
            levels,
            None,
        ),
        _ => column
            .typed::<ByteArrayType>()
            .write_batch(&[], levels, None),
    };
    written.unwrap();
    column.close().unwrap();
}

/// Puts the digest of the partition as it is into the list.
fn list_anew(world: &World) {
    let bytes = std::fs::read(world.path(&format!("pq/{PARTITION}"))).unwrap();
    let digest = sco_facts::passages::skeleton::sha256(&bytes);
    let list = world.read("pq/SHA256SUMS");
    let line = list.lines().find(|line| line.ends_with(PARTITION)).unwrap();
    world.write(
        "pq/SHA256SUMS",
        list.replace(line, &format!("{digest}  {PARTITION}")),
    );
}

#[test]
fn a_forged_file_without_change_is_taken() {
    let world = traded();
    exported(&world);
    forge(&world, |_| {});
    let run = import(&world, &world_back());
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_column_that_is_missing_or_of_another_type_is_named() {
    let help = "export the folder again, with a sco of this version";
    assert_eq!(
        refused(|world| forge(world, |row| row.retain(|(name, _)| name != "value"))),
        format!("pq/{PARTITION}: `value`: the column is missing; {help}\nerror: 1 problem\n")
    );
    assert_eq!(
        refused(|world| forge(world, |row| {
            for (name, value) in row {
                if name == "value" {
                    *value = Value::Integer(7);
                }
            }
        })),
        format!(
            "pq/{PARTITION}: `value`: the column is stored as INT64, and not as DOUBLE; {help}\nerror: 1 problem\n"
        )
    );
    let nothing = |world: &World| {
        world.write(&format!("pq/{PARTITION}"), "nothing");
        list_anew(world);
    };
    let told = refused(nothing);
    assert!(
        told.starts_with(&format!("pq/{PARTITION}: cannot be read as Parquet: ")),
        "{told}"
    );
}

/// Cells that an export never has, and what is said of each.
fn odd_cells() -> Vec<(&'static str, Value, &'static str)> {
    const NOTHING: &str = "is nothing that sco would write there";
    const BESIDE: &str = "is not the number whose digits stand beside it";
    const NO_IMPORT: &str = "is no import of dataset customs";
    let text = |text: &str| Value::Text(text.to_owned());
    vec![
        ("flow", text("Z"), NOTHING),
        ("period", text("2001"), "is not of the year of its folder"),
        ("period", text("1999-09"), NOTHING),
        ("frequency", text("M"), "is not that of the period"),
        ("value", Value::Real(f64::NAN), BESIDE),
        ("quantity_unit", Value::Null, NOTHING),
        ("import_id", Value::Integer(9), NO_IMPORT),
        ("import_id", Value::Integer(1), NO_IMPORT),
    ]
}

fn set(row: &mut [(String, Value)], column: &str, value: &Value) {
    let cell = row.iter_mut().find(|(name, _)| name == column).unwrap();
    cell.1 = value.clone();
}

#[test]
fn a_cell_that_sco_would_not_write_is_named_with_its_row() {
    for (column, value, said) in odd_cells() {
        let told = refused(|world| forge(world, |row| set(row, column, &value)));
        let shown = match &value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            _ => String::new(),
        };
        assert_eq!(
            told,
            format!(
                "pq/{PARTITION}:1: `{column}`: `{shown}` {said}; export the folder again\nerror: 1 problem\n"
            )
        );
    }
}

#[test]
fn digits_that_are_not_those_of_the_number_and_unknown_areas_are_named() {
    let digits = Value::Text("8".to_owned());
    assert_eq!(
        refused(|world| forge(world, |row| set(row, "value_exact", &digits))),
        format!(
            "pq/{PARTITION}:1: `value`: `7` is not the number whose digits stand beside it; export the folder again\n\
             error: 1 problem\n"
        )
    );
    let nowhere = Value::Text("NOWHERE".to_owned());
    assert_eq!(
        refused(|world| forge(world, |row| set(row, "partner", &nowhere))),
        format!(
            "pq/{PARTITION}:1: `partner`: `NOWHERE` is no entity of this database; import it with `sco import facts` as \
             a row of entities, then import the folder again\nerror: 1 problem\n"
        )
    );
}

/// What is well is taken where that is accepted; a folder that is not whole never is.
#[test]
fn a_part_is_accepted_of_rows_alone() {
    let world = traded();
    exported(&world);
    forge(&world, |row| {
        set(row, "flow", &Value::Text("Z".to_owned()));
    });
    let back = world_back();
    let folder = world.path("pq").display().to_string();
    let run = back.sco(&["import", "trade", &folder, "--accept-partial"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout
            .contains("3 rows read as parquet into customs; 1 row was refused\n6 values inserted"),
        "{run:?}"
    );
    std::fs::remove_file(world.path(&format!("pq/{PARTITION}"))).unwrap();
    let run = back.sco(&["import", "trade", &folder, "--accept-partial"]);
    assert_eq!(run.code, 1, "{run:?}");
}
