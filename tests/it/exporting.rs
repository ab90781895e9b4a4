//! The exported text, byte for byte; what is stale is named; the committed exports are current.

use sco_facts::export::Overwrite;

use crate::world::{World, here, run, sco};

/// How many files a build exports.
pub(crate) fn count_files() -> usize {
    sco_facts::export::Request::everything("sco-facts", Overwrite::Ours).count()
}

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
        // The lines of RIS end with CR LF.
        let text = if name.ends_with(".ris") {
            text.replace("\r\n", "\n")
        } else {
            text
        };
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
    assert_eq!(names, ["SHA256SUMS", "entities.csv", "v_events.csv"]);
    let text = world.read("excel/entities.csv");
    let plain = world.read("exports/entities.csv").replace('\n', "\r\n");
    assert_eq!(text, format!("\u{feff}{plain}"));
    let unknown = world.sco(&["export", "--only", "entity"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown
            .stderr
            .starts_with("error: `entity` is no export; did you mean `entity_codes`"),
        "{}",
        unknown.stderr
    );
    let run = world.sco(&["export", "--only", "v_trade_check", "--stdout"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: `v_trade_check` has official trade statistics, which are no CSV file and no sheet; ask `sco.db` \
             itself, or run `sco export parquet`, which writes their tables\n"
        )
    );
    for (name, told) in [
        (
            "v_trade_check",
            "error: `v_trade_check` shows official trade statistics again, and is in `sco.db` alone; export `trade_flows`, \
             or ask `sco.db` itself\n",
        ),
        (
            "v_fact",
            "error: `v_fact` is no table or view; did you mean `v_facts`?\n",
        ),
    ] {
        let run = world.sco(&["export", "parquet", "pq", "--only", name]);
        assert_eq!((run.code, run.stderr.as_str()), (2, told));
    }
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
            "error: 2 exports out of date: exports/entities.csv, exports/v_facts.csv; run `sco export --force`: \
             sco did not write exports/entities.csv as it is now, and replaces nothing of others unless told so\n"
        )
    );
    // What is advised is what helps.
    assert_eq!(world.sco(&["export"]).code, 2);
    assert_eq!(world.read("exports/entities.csv"), "old");
    assert_eq!(world.sco(&["export", "--force"]).code, 0);
    world
        .open()
        .execute_batch("UPDATE entities SET name = 'Cantria the second' WHERE entity_id = 'CAN'")
        .unwrap();
    std::fs::remove_file(world.path("exports/v_facts.csv")).unwrap();
    let only = ["--only", "entities,v_facts"];
    let told = world.sco(&[&["export", "--check", "--format", "json"], &only[..]].concat());
    assert_eq!(
        told.objects(),
        [serde_json::json!({
            "type": "error", "message": "3 exports out of date: exports/entities.csv, exports/v_facts.csv, exports/SHA256SUMS",
            "help": "run `sco export --only entities,v_facts`",
        })]
    );
    assert_eq!(world.sco(&["export"]).code, 0);
    assert_eq!(world.sco(&["export", "--check"]).code, 0);
    // Of another form, all files differ, and `sco export` would be refused.
    assert_eq!(
        world
            .sco(&["export", "--exports", "for-excel", "--excel"])
            .code,
        0
    );
    let run = world.sco(&["export", "--exports", "for-excel", "--check"]);
    assert_eq!(
        run.stderr,
        "error: for-excel holds exports made with `--excel`; name another folder with `--exports`, or replace what is \
         there with `--force`\n"
    );
}

#[test]
fn a_folder_that_is_a_file_is_named_and_a_blank_after_a_comma_is_no_fault() {
    let world = World::new();
    world.build();
    world.write("taken", "mine");
    for place in ["taken", "taken/exports"] {
        let run = world.sco(&["export", "--exports", place]);
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (
                2,
                "error: taken is no folder; name a folder, or move away what stands in its place\n"
            )
        );
    }
    assert_eq!(world.read("taken"), "mine");
    let only = ["--only", "entities, events ", "--exports", "two"];
    assert_eq!(world.sco(&[&["export"], &only[..]].concat()).code, 0);
    assert!(world.path("two/entities.csv").exists() && world.path("two/events.csv").exists());
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
fn the_exports_folder_holds_what_its_list_names_and_nothing_else() {
    let listed = std::fs::read_to_string(here().join("exports/SHA256SUMS")).unwrap();
    let mut listed: Vec<&str> = listed
        .lines()
        .filter_map(|line| Some(line.split_once("  ")?.1))
        .collect();
    listed.push("SHA256SUMS");
    listed.sort_unstable();
    let found: Vec<String> = crate::world::contents(&here().join("exports"))
        .into_keys()
        .collect();
    assert_eq!(found, listed);
}

#[test]
fn the_list_of_files_is_one_that_sha256sum_reads() {
    let world = World::new();
    world.build();
    let checked = std::process::Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
        .current_dir(world.path("exports"))
        .status()
        .unwrap();
    assert!(checked.success());
    world.write("exports/facts.csv", "other");
    let checked = std::process::Command::new("sha256sum")
        .args(["--check", "--status", "SHA256SUMS"])
        .current_dir(world.path("exports"))
        .status()
        .unwrap();
    assert!(!checked.success());
}

/// What is in a folder is kept: files that `sco` never wrote, and those that were changed since.
#[test]
fn a_file_of_somebody_else_is_not_replaced() {
    let world = World::new();
    std::fs::create_dir(world.path("exports")).unwrap();
    world.write("exports/events.csv", "mine");
    world.write("exports/other.csv", "mine too");
    let before = crate::world::contents(&world.path("exports"));
    let run = world.sco(&["build"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: exports/events.csv was not written by sco, or changed since; move it away, name another folder \
             with `--exports`, or replace it with `--force`\n"
        )
    );
    assert!(before == crate::world::contents(&world.path("exports")));
    assert!(!world.path("sco.db").exists(), "the build is undone");
    assert_eq!(world.sco(&["build", "--force"]).code, 0);
    assert_eq!(world.read("exports/other.csv"), "mine too");
    assert_eq!(world.sco(&["export", "--check"]).code, 0);

    world.write("exports/facts.csv", "changed");
    world.write("exports/v_facts.csv", "changed");
    let run = world.sco(&["export"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: exports/facts.csv, exports/v_facts.csv were not written by sco, or changed since; move them away, \
             name another folder with `--exports`, or replace them with `--force`\n"
        )
    );
    assert_eq!(world.read("exports/facts.csv"), "changed");
    let run = world.sco(&["export", "--force"]);
    assert!(run.stdout.ends_with("2 of them written\n"), "{run:?}");
}

/// A file of the same content as ours is ours, whoever put it there.
#[test]
fn a_file_that_would_not_change_needs_no_list() {
    let world = World::new();
    world.build();
    std::fs::remove_file(world.path("exports/SHA256SUMS")).unwrap();
    assert_eq!(world.sco(&["export", "--check"]).code, 1);
    assert_eq!(world.sco(&["export"]).code, 0);
    let changed = world.replace("seeds/entities.csv", "Cantria", "Kantria");
    changed.build();
    assert_eq!(changed.sco(&["export", "--check"]).code, 0);
}

#[test]
fn a_list_of_somebody_else_is_not_replaced() {
    let world = World::new();
    std::fs::create_dir(world.path("exports")).unwrap();
    world.write("exports/SHA256SUMS", "0000  thesis.pdf\n");
    let run = world.sco(&["build"]);
    assert!(
        run.code == 2
            && run
                .stderr
                .contains("exports/SHA256SUMS was not written by sco"),
        "{run:?}"
    );
    assert_eq!(world.read("exports/SHA256SUMS"), "0000  thesis.pdf\n");
}

/// A run that was stopped between the first file and the last has left the new list beside the old one: the next
/// one knows the files of both.
#[test]
fn a_stopped_run_leaves_files_that_the_next_one_knows() {
    let world = World::new();
    world.build();
    let other = World::new().replace("seeds/entities.csv", "Cantria", "Kantria");
    other.build();
    let list = other.read("exports/SHA256SUMS");
    world.write("exports/SHA256SUMS.next", &list);
    world.write("exports/entities.csv", other.read("exports/entities.csv"));
    assert_eq!(world.sco(&["export"]).code, 0);
    assert!(!world.path("exports/SHA256SUMS.next").exists());
    assert_eq!(world.sco(&["export", "--check"]).code, 0);
    assert!(world.read("exports/entities.csv").contains("Cantria"));
}

#[test]
fn exports_of_another_form_want_a_folder_of_their_own() {
    let world = World::new();
    world.build();
    let before = crate::world::contents(&world.path("exports"));
    for options in [
        &["--excel"][..],
        &["--delimiter", "semicolon"],
        &["--only", "v_facts", "--columns", "fact_id,statement"],
        &["--only", "v_facts", "--year", "2012"],
        &["--only", "v_facts,v_memberships", "--excel"],
    ] {
        let mut all = vec!["export", "--exports", "exports"];
        all.extend(options);
        let run = world.sco(&all);
        assert!(
            run.code == 2
                && run.stderr
                    == "error: exports holds plain exports of the dataset; name another folder with `--exports`, or \
                        replace what is there with `--force`\n",
            "{run:?}"
        );
        let without_a_folder = world.sco(&[&["export"], options].concat());
        assert_eq!(without_a_folder.code, 2);
    }
    assert!(before == crate::world::contents(&world.path("exports")));
    let once = ["export", "--exports", "semi", "--delimiter", ";"];
    assert_eq!(world.sco(&once).code, 0);
    assert_eq!(world.sco(&once).code, 0);
    assert!(
        world
            .read("semi/entities.csv")
            .starts_with("entity_id;kind;name;")
    );
    let run = world.sco(&["export", "--exports", "semi"]);
    assert!(
        run.stderr
            .starts_with("error: semi holds exports made with `--delimiter ';'`; name another"),
        "{run:?}"
    );
}

#[test]
fn columns_and_rows_are_chosen() {
    let world = World::new();
    world.build();
    let chosen = world.sco(&[
        "export",
        "--stdout",
        "--only",
        "v_memberships",
        "--columns",
        "member,date",
        "--entity",
        "BOR",
    ]);
    assert_eq!(
        (chosen.code, chosen.stdout.as_str()),
        (0, "member,date\nBorland,1999-05\n")
    );
    let year = |year: &str| {
        let run = world.sco(&[
            "export",
            "--stdout",
            "--only",
            "v_memberships",
            "--columns",
            "member_id",
            "--year",
            year,
        ]);
        (run.code, run.stdout, run.stderr)
    };
    // Of Dorvania's date, `../2012`, the beginning is open.
    assert_eq!(year("1999").1, "member_id\nDOR\nARD\nBOR\n");
    assert_eq!(year("1999-1999"), year("1999"));
    assert_eq!(year("1998").1, "member_id\nDOR\n");
    assert_eq!(year("2012").1, "member_id\nDOR\n");
    let none = year("2013");
    assert_eq!(
        (none.0, none.1.as_str(), none.2.as_str()),
        (
            0,
            "member_id\n",
            "note: no row of v_memberships goes with `--columns member_id --year 2013`\n"
        )
    );
    for wrong in ["99", "2000-1999", "1999-", "two"] {
        assert_eq!(
            year(wrong).2,
            format!("error: `{wrong}` is no year; write a year, such as 2012, or two: 2001-2015\n")
        );
    }
}

/// An entity is named by its id in a column, in a list of ids, whole ids alone, and by its own row.
#[test]
fn an_entity_is_found_wherever_its_id_stands() {
    let world = World::new().add(
        "positions",
        &[
            ("fact_id", "p-list"),
            ("holder", "mira-oldfield"),
            ("topic", "enlargement"),
            ("about", "ARD;BOR;DOR"),
            ("date", "2011"),
            ("summary", "The states of the lake will trade more."),
            ("status", "attributed"),
            ("attributed_to", "mira-oldfield"),
            ("citations", "c-lake-oldfield"),
        ],
    );
    world.build();
    let of = |view: &str, key: &str, entity: &str| {
        let run = world.sco(&[
            "export",
            "--stdout",
            "--only",
            view,
            "--columns",
            key,
            "--entity",
            entity,
        ]);
        assert_eq!(run.code, 0, "{run:?}");
        let ids = run.stdout.lines().skip(1).map(str::to_owned);
        ids.collect::<Vec<String>>()
    };
    for entity in ["ARD", "BOR", "DOR"] {
        assert_eq!(of("v_positions", "fact_id", entity), ["p-list"], "{entity}");
    }
    assert_eq!(of("v_positions", "fact_id", "LC"), ["p-oldfield"]);
    assert_eq!(
        of("v_positions", "fact_id", "mira-oldfield"),
        ["p-list", "p-oldfield"]
    );
    assert_eq!(of("v_positions", "fact_id", "CAN"), Vec::<String>::new());
    assert_eq!(of("entities", "entity_id", "BOR"), ["BOR"]);
    // A view without the ids has the facts that the search finds for the entity; so have the tables of facts.
    for entity in ["ARD", "BOR", "LC", "mira-oldfield"] {
        let query = format!("about:{entity}");
        let found = world.sco(&["search", &query, "--all", "--format", "json"]);
        let facts = world.ask("SELECT fact_id FROM facts");
        let mut hits: Vec<String> = found
            .objects()
            .iter()
            .filter_map(|hit| hit["id"].as_str().map(str::to_owned))
            .filter(|id| facts.contains(id))
            .collect();
        hits.sort();
        assert!(!hits.is_empty(), "{found:?}");
        assert_eq!(of("v_facts", "fact_id", entity), hits, "{entity}");
        assert_eq!(of("facts", "fact_id", entity), hits, "{entity}");
        let mut cited = of("fact_citations", "fact_id", entity);
        cited.dedup();
        assert_eq!(cited, hits, "{entity}");
    }
    // What a standing in a year rests on may name others.
    let standing = of("v_sco_standing", "entity_id", "LC");
    assert_eq!(standing, Vec::<String>::new());
}

/// Of two facts that differ, either may name the entity; so may what was expected.
#[test]
fn an_entity_is_found_in_views_that_show_facts_alone() {
    let world = World::new()
        .set("events", "ev-founding", "claim_group", "cg-founding")
        .add(
            "event_variants",
            &[
                ("fact_id", "evv-founding-other"),
                ("event", "ev-founding"),
                ("property", "date"),
                ("value", "1998"),
                ("claim_group", "cg-founding"),
                ("citations", "c-lake-founding"),
            ],
        );
    world.build();
    for (view, column, entity, found) in [
        (
            "v_conflicts",
            "claim_group",
            "LC",
            "cg-founding\nevent ev-founding\n",
        ),
        ("v_conflicts", "claim_group", "DOR", ""),
        ("v_expected", "fact_id", "DOR", "m-dor-expected\n"),
        (
            "v_expected",
            "fact_id",
            "LC",
            "i-soldiers\nm-dor-expected\n",
        ),
        ("v_expected", "fact_id", "ARD", ""),
    ] {
        let choice = ["--only", view, "--columns", column, "--entity", entity];
        let run = world.sco(&[&["export", "--stdout"], &choice[..]].concat());
        assert_eq!(
            run.stdout,
            format!("{column}\n{found}"),
            "{view} {entity}: {run:?}"
        );
    }
}

#[test]
fn a_choice_that_cannot_be_made_is_refused_with_what_can() {
    let world = World::new();
    world.build();
    for (options, message) in [
        (
            &["--only", "entities,events", "--columns", "note"][..],
            "`--columns` is for one table or view",
        ),
        (
            &["--only", "entities", "--columns", "nothing"],
            "entities has no column `nothing`; use some of entity_id,",
        ),
        (
            &["--only", "citations", "--entity", "BOR"],
            "`--entity` cannot choose rows of citations, which has no ids of entities or facts",
        ),
        (
            &["--only", "citations", "--year", "1999"],
            "`--year` cannot choose rows of citations, which has no column `year`",
        ),
        (
            &["--only", "v_facts", "--entity", "NOBODY"],
            "no entity has the id `NOBODY`",
        ),
        (
            &["--only", "entities", "--columns", "note,note"],
            "`--columns` names `note` twice",
        ),
        (
            &["--only", "entities,events"],
            "`--stdout` is for one table or view",
        ),
        (
            &["--only", "entities", "--delimiter", "x"],
            "`x` is no delimiter; use comma, semicolon, tab or pipe",
        ),
        (
            &["--only", "sources.bib", "--year", "1999"],
            "sources.bib describes the plain exports of the dataset as a whole, and goes with no `--year 1999`; leave it out of `--only`,",
        ),
        (
            &["--only", "v_facts,datapackage.json", "--delimiter", "tab"],
            "datapackage.json describes the plain exports of the dataset as a whole, and goes with no `--delimiter tab`",
        ),
        (
            &["--only", "entities", "--origin", "nobody"],
            "no row is of the origin `nobody`; use one of sco-facts",
        ),
    ] {
        let run = world.sco(&[&["export", "--stdout"], options].concat());
        assert!(run.code == 2 && run.stderr.contains(message), "{run:?}");
    }
}

/// Every sign that some reader tries as a delimiter is in quotes, so are spaces at an end, and so is a text that begins
/// as a number, date or time does, or is a truth value to a spreadsheet.
#[test]
fn a_cell_that_a_reader_could_take_for_something_else_is_in_quotes() {
    const CASES: &[(&str, &str)] = &[
        ("plain", "plain"),
        ("with space", "with space"),
        ("a;b", "\"a;b\""),
        ("a,b", "\"a,b\""),
        ("a|b", "\"a|b\""),
        ("say \"\"x\"\"", "\"say \"\"x\"\"\""),
        ("004", "\"004\""),
        ("+972 Magazine", "\"+972 Magazine\""),
        (".5", "\".5\""),
        ("(5)", "\"(5)\""),
        ("1/2", "\"1/2\""),
        ("A4", "A4"),
        ("Émile", "Émile"),
        ("TRUE", "\"TRUE\""),
        ("false", "\"false\""),
        ("truer", "truer"),
        // Signs beyond ASCII: digits of other scripts, fractions, dashes, currencies.
        ("½", "\"½\""),
        ("−5", "\"−5\""),
        ("–5", "\"–5\""),
        ("€5", "\"€5\""),
        ("５", "\"５\""),
        ("٥", "\"٥\""),
        ("²", "\"²\""),
        ("№ 5", "\"№ 5\""),
        ("五", "五"),
        ("Ω5", "Ω5"),
        ("“5” of ten", "“5” of ten"),
        ("«5»", "«5»"),
        ("《论语》", "《论语》"),
        ("» x", "» x"),
        ("„x“", "„x“"),
        ("‰", "\"‰\""),
    ];
    const ENTITIES: [&str; 4] = [
        "ARD,state,Ardenia",
        "BOR,state,Borland",
        "CAN,state,Cantria",
        "DOR,state,Dorvania",
    ];
    for cases in CASES.chunks(ENTITIES.len()) {
        let mut world = World::new();
        for (entity, (cell, _)) in ENTITIES.iter().zip(cases) {
            world = world.set(
                "entities",
                &entity[..3],
                "note",
                &cell.replace("\"\"", "\""),
            );
        }
        world.build();
        let text = world.read("exports/entities.csv");
        for (entity, (_, written)) in ENTITIES.iter().zip(cases) {
            let line = format!("{entity},,,{written},sco-facts");
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}

/// Numbers, dates and yes or no are themselves in every column that holds such.
#[test]
fn numbers_and_dates_stand_without_quotes() {
    let world = World::new();
    world.build();
    let text = world.read("exports/v_trade_figures.csv");
    let line = text
        .lines()
        .find(|line| line.starts_with("t-bor-export,"))
        .unwrap();
    for plain in [",2010,", ",2010-01-01,", ",4200000000,"] {
        assert!(line.contains(plain), "{line}");
    }
    assert!(line.contains(",\"4.2\","), "{line}");
}

/// What lies where a list is put on its way is somebody's too, and a list that is reached by a link stays so.
#[test]
#[cfg(unix)]
fn the_list_keeps_its_link_and_replaces_nothing_of_others() {
    let world = World::new();
    world.build();
    world.write("exports/SHA256SUMS.next", "mine");
    let run = world.sco(&["export"]);
    assert!(
        run.code == 2
            && run
                .stderr
                .contains("exports/SHA256SUMS.next was not written by sco"),
        "{run:?}"
    );
    assert_eq!(world.read("exports/SHA256SUMS.next"), "mine");
    std::fs::remove_file(world.path("exports/SHA256SUMS.next")).unwrap();
    std::fs::create_dir(world.path("exports/kept")).unwrap();
    std::fs::rename(
        world.path("exports/SHA256SUMS"),
        world.path("exports/kept/list"),
    )
    .unwrap();
    std::os::unix::fs::symlink("kept/list", world.path("exports/SHA256SUMS")).unwrap();
    let world = world.replace("seeds/entities.csv", "Cantria", "Kantria");
    world.build();
    assert!(world.path("exports/SHA256SUMS").is_symlink());
    assert_eq!(world.sco(&["export", "--check"]).code, 0);
}

#[test]
fn no_export_takes_the_place_of_its_database() {
    let world = World::new();
    world.build();
    std::fs::create_dir(world.path("here")).unwrap();
    std::fs::rename(world.path("sco.db"), world.path("here/events.csv")).unwrap();
    let before = std::fs::read(world.path("here/events.csv")).unwrap();
    let export = ["export", "--db", "here/events.csv", "--force"];
    for more in [
        &["--exports", "here", "--only", "events"][..],
        &["--workbook", "here/events.csv"],
        &["--workbook", "here/../here/events.csv"],
    ] {
        let run = world.sco(&[&export[..], more].concat());
        let told = "is the database that is exported; nothing was changed; name another place";
        assert!(run.code == 2 && run.stderr.contains(told), "{run:?}");
        assert!(before == std::fs::read(world.path("here/events.csv")).unwrap());
    }
}

/// The ids of the facts that a view shows of a year, and what was noted.
fn of_year(world: &World, view: &str, year: &str) -> (Vec<String>, String) {
    let key = if view == "v_sources" {
        "source_id"
    } else {
        "fact_id"
    };
    let run = world.sco(&[
        "export",
        "--stdout",
        "--only",
        view,
        "--columns",
        key,
        "--year",
        year,
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    let ids = run.stdout.lines().skip(1).map(str::to_owned).collect();
    (ids, run.stderr)
}

/// A built world with an office over several years, one in a decade, and one without a date.
fn with_offices() -> World {
    let office = |world: World, id, date| {
        world.add(
            "offices",
            &[
                ("fact_id", id),
                ("person", "mira-oldfield"),
                ("office", "head"),
                ("organisation", "LC"),
                ("date", date),
                ("date_role", if date.is_empty() { "" } else { "during" }),
                ("citations", "c-lake-oldfield"),
                ("note", id),
            ],
        )
    };
    let world = office(World::new(), "o-span", "1996-12-31/2003-01-01");
    let world = office(world, "o-decade", "198X");
    let world = office(world, "o-none", "");
    world.build();
    world
}

/// A date that spans years lies in each of them, one of an open end in all years before or after, and what has no date
/// at all is counted.
#[test]
fn a_fact_is_of_every_year_that_its_date_touches() {
    let world = with_offices();
    for (year, ids) in [
        ("1995", &[][..]),
        ("1996", &["o-span"]),
        ("2000", &["o-span"]),
        ("2003", &["o-span"]),
        ("2004", &[]),
        ("1979", &[]),
        ("1980", &["o-decade"]),
        ("1989", &["o-decade"]),
        ("1990", &[]),
        ("1989-1996", &["o-decade", "o-span"]),
    ] {
        let (found, noted) = of_year(&world, "v_offices", year);
        assert_eq!(found, ids, "{year}");
        assert!(
            noted.starts_with("note: 1 row of v_offices has no date and was left out\n"),
            "{noted}"
        );
    }
    // Of a fact about an event, the date is the event's; of a document, that of its publication.
    assert_eq!(
        of_year(&world, "v_event_participants", "1999").0,
        ["ep-founding-ard", "ep-founding-bor"]
    );
    assert_eq!(of_year(&world, "v_sources", "2005").0, ["marsh2005-lakes"]);
    assert!(
        of_year(&world, "v_facts", "2000")
            .0
            .contains(&"o-span".to_owned())
    );
    // A row of one year says so itself.
    assert_eq!(of_year(&world, "v_sco_standing", "2000").1, "");
    let run = world.sco(&[
        "export",
        "--exports",
        "some",
        "--only",
        "v_offices,v_events",
        "--year",
        "2000",
        "--format",
        "json",
    ]);
    assert_eq!(
        run.objects()[0]["left_out_without_a_date"]["v_offices"],
        1,
        "{run:?}"
    );
    assert_eq!(run.objects()[0]["has_no_row"], false, "{run:?}");
}

#[test]
fn a_dash_is_no_place_for_an_export() {
    let world = World::new();
    world.build();
    for (options, message) in [
        (
            &["--workbook", "-"][..],
            "error: `--workbook -` does not write to standard output; name a file:",
        ),
        (
            &["--exports", "-"],
            "error: `--exports -` does not write to standard output; name a folder, or write one table or view with `--only NAME --stdout`\n",
        ),
    ] {
        let run = world.sco(&[&["export"], options].concat());
        assert!(run.code == 2 && run.stderr.starts_with(message), "{run:?}");
        assert!(!world.path("-").exists());
    }
    assert_eq!(world.sco(&["export", "--exports", "./-"]).code, 0);
}

/// What a link in the folder leads to outside of it is not replaced, whatever was said, and nothing is made there.
#[test]
#[cfg(unix)]
fn nothing_is_written_through_a_link_out_of_the_folder() {
    let world = World::new();
    world.build();
    std::fs::create_dir(world.path("outside")).unwrap();
    world.write("outside/mine.csv", "mine");
    for name in ["facts.csv", "sources.bib", "SHA256SUMS"] {
        let place = world.path("exports").join(name);
        for target in [
            "../outside/mine.csv",
            "../outside/new.csv",
            "../exports-two/x.csv",
        ] {
            std::fs::remove_file(&place).unwrap();
            std::os::unix::fs::symlink(target, &place).unwrap();
            for command in [
                &["export"][..],
                &["export", "--force"],
                &["build", "--force"],
            ] {
                let run = world.sco(command);
                assert_eq!(
                    (run.code, run.stderr),
                    (
                        2,
                        format!(
                            "error: exports/{name} is a link to {target}, outside of the folder; nothing was written; remove the link, or name another folder with `--exports`\n"
                        )
                    )
                );
            }
            let left = crate::world::contents(&world.path("outside"));
            assert_eq!(left.len(), 1);
            assert_eq!(world.read("outside/mine.csv"), "mine");
        }
        std::fs::remove_file(&place).unwrap();
        assert_eq!(world.sco(&["export", "--force"]).code, 0);
    }
    // The folder itself may be reached by a link.
    std::os::unix::fs::symlink("exports", world.path("by-link")).unwrap();
    assert_eq!(
        world
            .sco(&["export", "--exports", "by-link", "--check"])
            .code,
        0
    );
}
