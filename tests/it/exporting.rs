//! The exported text, byte for byte; what is stale is named; the committed exports are current.

use crate::world::{World, here, run, sco};

#[test]
fn an_export_is_plain_csv_in_the_order_of_its_key() {
    let world = World::new().set("entities", "BOR", "note", "a \"land\", far away");
    world.build();
    assert_eq!(
        world.read("exports/entities.csv"),
        "entity_id,kind,name,in_text,number,note,origin\n\
         ARD,state,Ardenia,,,,sco-facts\n\
         BOR,state,Borland,,,\"a \"\"land\"\", far away\",sco-facts\n\
         CAN,state,Cantria,,,,sco-facts\n\
         DOR,state,Dorvania,,,,sco-facts\n\
         LC,organisation,Lake Council,,,,sco-facts\n\
         harbour-institute,organisation,Harbour Institute,,,,sco-facts\n\
         mira-oldfield,person,Mira Oldfield,,,,sco-facts\n\
         northport,place,Northport,,,,sco-facts\n"
    );
}

#[test]
fn a_view_has_names_a_year_and_a_ready_citation() {
    let world = World::new();
    world.build();
    let text = world.read("exports/v_memberships.csv");
    assert_eq!(
        text.lines().nth(3).unwrap(),
        "m-bor,Borland,BOR,Lake Council,LC,founding_member,1999-05,printed,since,1999,1999-05-01,1999-05-31,\
         Borland is a founding member of Lake Council (since May 1999),stated,,,normal,,,,\
         \"Reed 2011, paragraph 2\",,lake2011-report[paragraph 2],https://lake.example/report,\
         lake2011-report,lake2011-report,2011-03,2011,2011,sco-facts"
    );
}

#[test]
fn every_export_ends_its_lines_with_lf_and_has_its_header() {
    let world = World::new();
    world.build();
    for (name, bytes) in crate::world::contents(&world.path("exports")) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.ends_with('\n') && !text.contains('\r') && !text.starts_with('\u{feff}'),
            "{name}"
        );
    }
}

#[test]
fn an_export_for_excel_and_an_export_of_one_view() {
    let world = World::new().set("entities", "CAN", "name", "Cántria");
    world.build();
    let run = world.sco(&[
        "export",
        "--exports",
        "excel",
        "--excel",
        "--only",
        "entities,v_events",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    let names: Vec<String> = crate::world::contents(&world.path("excel"))
        .into_keys()
        .collect();
    assert_eq!(names, ["entities.csv", "v_events.csv"]);
    let text = world.read("excel/entities.csv");
    let plain = world.read("exports/entities.csv").replace('\n', "\r\n");
    assert_eq!(text, format!("\u{feff}{plain}"));
    let unknown = world.sco(&["export", "--only", "entity"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown
            .stderr
            .starts_with("error: `entity` is no export; use one of sources,"),
        "{}",
        unknown.stderr
    );
    assert_eq!(world.sco(&["export", "--excel"]).code, 2);
}

#[test]
fn stale_exports_are_named_and_mended() {
    let world = World::new();
    world.build();
    world.write("exports/entities.csv", "old");
    std::fs::remove_file(world.path("exports/v_facts.csv")).unwrap();
    let run = world.sco(&["export", "--check"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            1,
            "error: 2 exports out of date: exports/entities.csv, exports/v_facts.csv; run `sco export`\n"
        )
    );
    let told = world.sco(&["export", "--check", "--format", "json"]);
    assert_eq!(
        told.objects(),
        [serde_json::json!({
            "type": "error", "message": "2 exports out of date: exports/entities.csv, exports/v_facts.csv",
            "help": "run `sco export`",
        })]
    );
    assert_eq!(world.read("exports/entities.csv"), "old");
    let files = sco_facts::export::exports().len();
    assert_eq!(
        world.sco(&["export"]).stdout,
        format!("exports/: {files} files, 2 of them written\n")
    );
    assert_eq!(world.sco(&["export", "--check"]).code, 0);
}

#[test]
fn the_committed_exports_are_current() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("sco.db");
    let built = run(sco()
        .current_dir(folder.path())
        .args(["build", "--no-exports", "--quiet", "--db"])
        .arg(&db));
    assert_eq!(built.code, 0, "{built:?}");
    let checked = run(sco()
        .current_dir(here())
        .args(["export", "--check", "--quiet", "--db"])
        .arg(&db));
    assert_eq!(checked.code, 0, "{}", checked.stderr);
}

#[test]
fn the_exports_folder_holds_nothing_else() {
    let known: Vec<String> = sco_facts::export::exports()
        .iter()
        .map(|export| format!("{}.csv", export.name))
        .collect();
    for name in crate::world::contents(&here().join("exports")).into_keys() {
        assert!(known.contains(&name), "exports/{name} is made by no export");
    }
}
