//! Files of earlier exports that a new export does not write again do not stay beside it: they describe files that are
//! others now.

use crate::world::{Run, World, contents};

fn built() -> World {
    let world = World::new();
    world.build();
    world
}

fn export(world: &World, folder: &str, options: &[&str]) -> Run {
    let run = world.sco(&[&["export", "--exports", folder], options].concat());
    assert_eq!(run.code, 0, "{options:?}: {run:?}");
    run
}

/// The names in a folder, and those in its list with the list itself.
fn found_and_listed(world: &World, folder: &str) -> [Vec<String>; 2] {
    let list = world.read(&format!("{folder}/SHA256SUMS"));
    let names = list
        .lines()
        .filter_map(|line| Some(line.split_once("  ")?.1.to_owned()));
    let mut listed: Vec<String> = names.chain(["SHA256SUMS".to_owned()]).collect();
    listed.sort();
    [contents(&world.path(folder)).into_keys().collect(), listed]
}

#[test]
fn an_export_of_another_form_leaves_nothing_of_the_one_that_it_replaces() {
    let world = built();
    let plain = contents(&world.path("exports"));
    for options in [
        &["--excel"][..],
        &["--delimiter", "semicolon"],
        &["--only", "v_facts", "--columns", "fact_id,statement"],
        &["--only", "v_facts,v_events", "--year", "2012"],
        &["--only", "facts", "--entity", "CAN"],
    ] {
        let run = export(&world, "exports", &[options, &["--force"]].concat());
        assert!(
            run.stderr.starts_with("note: ")
                && run.stderr.contains(
                    " were removed: an earlier export wrote them, and this one does not\n"
                ),
            "{options:?}: {run:?}"
        );
        let [found, listed] = found_and_listed(&world, "exports");
        assert_eq!(found, listed, "{options:?}");
        assert!(!world.path("exports/datapackage.json").exists());
        // It is as one into a folder of its own, and the plain exports come back whole.
        export(&world, "new", options);
        assert!(
            contents(&world.path("new")) == contents(&world.path("exports")),
            "{options:?}"
        );
        std::fs::remove_dir_all(world.path("new")).unwrap();
        let again = if options.contains(&"--excel") {
            "build"
        } else {
            "export"
        };
        assert_eq!(world.sco(&[again, "--force"]).code, 0);
        assert!(plain == contents(&world.path("exports")), "{options:?}");
    }
}

#[test]
fn a_file_that_was_changed_or_is_not_of_the_list_stays_and_is_named() {
    let world = built();
    world.write("exports/notes.txt", "mine");
    world.write("exports/metadata.json", "changed");
    let target = world.path("exports/dictionary.md");
    std::fs::rename(world.path("exports/data-dictionary.md"), &target).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("dictionary.md", world.path("exports/data-dictionary.md")).unwrap();
    let run = export(&world, "exports", &["--excel", "--force"]);
    assert_eq!(
        run.stderr,
        "note: 5 files, exports/csvw-metadata.json among them, were removed: an earlier export wrote them, and this one \
         does not\n\
         note: exports/data-dictionary.md, exports/metadata.json stay, as they were changed since sco wrote them; they \
         belong to an earlier export\n"
    );
    assert_eq!(world.read("exports/notes.txt"), "mine");
    assert_eq!(world.read("exports/metadata.json"), "changed");
    assert!(target.exists());
    let run = export(&world, "exports", &["--excel"]);
    assert_eq!(run.stderr, "", "it is said once");
}

/// As a version wrote them that exported a view which is none of the exports today.
#[test]
fn the_file_of_a_table_that_is_no_more_is_removed() {
    let world = built();
    let text = world.read("exports/entities.csv");
    let list = world.read("exports/SHA256SUMS");
    let line = list
        .lines()
        .find(|line| line.ends_with("  entities.csv"))
        .unwrap();
    let digest = line.split_once("  ").unwrap().0;
    // Nobody's list leads out of the folder.
    let (outside, absolute) = (
        "../outside.csv",
        world.path("absolute.csv").display().to_string(),
    );
    for place in ["exports/expectations.csv", "outside.csv", "absolute.csv"] {
        world.write(place, &text);
    }
    let names = ["expectations.csv", "fact_days.csv", outside, &absolute];
    let lines: Vec<String> = names
        .iter()
        .map(|name| format!("{digest}  {name}\n"))
        .collect();
    world.write("exports/SHA256SUMS", list.clone() + &lines.concat());
    let run = world.sco(&["export", "--check"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            1,
            "error: 2 exports out of date: exports/SHA256SUMS, exports/expectations.csv; run `sco export`\n"
        )
    );
    let run = export(&world, "exports", &[]);
    assert_eq!(
        run.stderr,
        "note: exports/expectations.csv was removed: an earlier export wrote it, and this one does not\n"
    );
    assert!(!world.path("exports/expectations.csv").exists());
    assert!(world.path("outside.csv").exists() && world.path("absolute.csv").exists());
    assert_eq!(world.read("exports/SHA256SUMS"), list);
}

/// Whoever adds a file to the list wants it checked, and not removed.
#[test]
fn a_file_that_somebody_added_to_the_list_stays_and_is_named() {
    let world = built();
    let list = world.read("exports/SHA256SUMS");
    let line = |name: &str| {
        let bytes = std::fs::read(world.path(&format!("exports/{name}"))).unwrap();
        format!(
            "{}  {name}\n",
            sco_facts::passages::skeleton::sha256(&bytes)
        )
    };
    for name in ["mine.txt", "my_events.csv"] {
        world.write(&format!("exports/{name}"), "mine");
    }
    let added = line("mine.txt") + &line("my_events.csv");
    for options in [&[][..], &["--excel", "--force"], &["--force"]] {
        let now = world.read("exports/SHA256SUMS");
        world.write("exports/SHA256SUMS", now + &added);
        let run = export(&world, "exports", options);
        assert!(
            run.stderr.contains("note: exports/mine.txt, exports/my_events.csv stay and are no longer in SHA256SUMS: no export has their names\n"),
            "{options:?}: {run:?}"
        );
        for name in ["mine.txt", "my_events.csv"] {
            assert_eq!(world.read(&format!("exports/{name}")), "mine");
        }
    }
    assert_eq!(world.read("exports/SHA256SUMS"), list);
    assert_eq!(export(&world, "exports", &[]).stderr, "", "it is said once");
}

/// The remedy is the command that writes these files, with all its options.
#[test]
fn a_check_names_the_command_that_mends_what_it_found() {
    let world = built();
    let options = ["--delimiter", "tab", "--only", "events,entities"];
    export(&world, "of tabs", &options);
    std::fs::remove_file(world.path("of tabs/events.csv")).unwrap();
    let run = world.sco(&[&["export", "--exports", "of tabs", "--check"], &options[..]].concat());
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            1,
            "error: 1 export out of date: of tabs/events.csv; run `sco export --exports 'of tabs' --delimiter tab --only events,entities`\n"
        )
    );
    for form in [&["--workbook", "facts.xlsx"][..], &["page", "facts.html"]] {
        let run = world.sco(&[&["export"], form, &["--check"]].concat());
        let told = format!("; run `sco export {}`\n", form.join(" "));
        assert!(run.code == 1 && run.stderr.ends_with(&told), "{run:?}");
    }
}

/// A list that somebody made anew with another program is not sco's, although every file that it names is.
#[test]
fn a_check_advises_force_where_the_list_is_somebody_elses() {
    let world = built();
    let list = world.read("exports/SHA256SUMS");
    let without_head = list.split_once('\n').unwrap().1;
    for others in [without_head, ""] {
        world.write("exports/SHA256SUMS", others);
        let run = world.sco(&["export", "--check"]);
        let told = "run `sco export --force`: sco did not write exports/SHA256SUMS";
        assert!(run.code == 1 && run.stderr.contains(told), "{run:?}");
        assert_eq!(world.sco(&["export"]).code, 2);
        assert_eq!(world.sco(&["export", "--force"]).code, 0);
        assert_eq!(world.read("exports/SHA256SUMS"), list);
        assert_eq!(world.sco(&["export", "--check"]).code, 0);
    }
    // One that sco wrote, and that lacks a line, is made again without force.
    let lines: Vec<&str> = list
        .lines()
        .filter(|line| !line.ends_with("  start_here.csv"))
        .collect();
    world.write("exports/SHA256SUMS", lines.join("\n") + "\n");
    std::fs::remove_file(world.path("exports/start_here.csv")).unwrap();
    let run = world.sco(&["export", "--check"]);
    assert!(
        run.code == 1 && run.stderr.ends_with("; run `sco export`\n"),
        "{run:?}"
    );
    assert_eq!(world.sco(&["export"]).code, 0);
    assert_eq!(world.read("exports/SHA256SUMS"), list);
}

#[test]
fn a_part_of_the_same_exports_leaves_the_others_and_says_what_they_describe() {
    let world = built();
    let before = contents(&world.path("exports"));
    let run = export(&world, "exports", &["--only", "entities"]);
    assert_eq!(run.stderr, "");
    assert!(before == contents(&world.path("exports")));
    // A file that was missing is what the descriptions tell of.
    std::fs::remove_file(world.path("exports/entities.csv")).unwrap();
    let run = export(&world, "exports", &["--only", "entities"]);
    assert_eq!(run.stderr, "");
    assert!(before == contents(&world.path("exports")));
    let sql = "UPDATE entities SET name = 'Kantria' WHERE entity_id = 'CAN'";
    world.open().execute_batch(sql).unwrap();
    let run = export(&world, "exports", &["--only", "entities"]);
    assert_eq!(
        run.stderr,
        "note: 7 files, exports/datapackage.json among them, still describe the exports as they were; run `sco export` \
         without `--only` to write all of them\n"
    );
    assert_eq!(world.sco(&["export", "--check"]).code, 1);
    assert_eq!(export(&world, "exports", &[]).stderr, "");
    assert_eq!(world.sco(&["export", "--check"]).code, 0);
}

/// The next run after one that was stopped knows which files are of which form.
#[test]
fn a_stopped_run_of_another_form_is_completed() {
    let world = built();
    let plain = world.read("exports/SHA256SUMS");
    export(&world, "excel", &["--excel"]);
    export(&world, "part", &["--excel", "--only", "entities"]);
    for (options, whole) in [
        (&["--excel"][..], "excel"),
        (&["--excel", "--only", "entities"], "part"),
    ] {
        let folder = format!("stopped-{whole}");
        export(&world, &folder, &[]);
        let next = format!("{folder}/SHA256SUMS.next");
        world.write(&next, world.read(&format!("{whole}/SHA256SUMS")));
        assert_eq!(world.read(&format!("{folder}/SHA256SUMS")), plain);
        export(&world, &folder, options);
        assert!(
            contents(&world.path(whole)) == contents(&world.path(&folder)),
            "{whole}"
        );
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_files_and_csv_files_replace_each_other() {
    let world = built();
    let plain = contents(&world.path("exports"));
    let parquet = ["export", "parquet", "exports"];
    let run = world.sco(&[&parquet[..], &["--force"]].concat());
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stderr
            .contains(" were removed: an earlier export wrote them"),
        "{run:?}"
    );
    let names: Vec<String> = contents(&world.path("exports")).into_keys().collect();
    let is_of_csv = |name: &String| !name.ends_with(".parquet") && name != "SHA256SUMS";
    assert!(!names.iter().any(is_of_csv), "{names:?}");
    assert_eq!(world.sco(&[&parquet[..], &["--check"]].concat()).code, 0);
    let run = world.sco(&["export", "--force"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(plain == contents(&world.path("exports")));
}
