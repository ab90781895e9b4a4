//! The toolkit on a second dataset, of another organisation and from the same documents: nothing that it says is
//! about the first.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::world::{Run, ask, here, run, sco, seeds_for};

/// The seeds of the second dataset.
fn seeds() -> PathBuf {
    here().join("tests/it/second_dataset")
}

/// Runs `sco` on the second dataset, in a folder.
fn on_it(folder: &TempDir, arguments: &[&str]) -> Run {
    let seeds = seeds();
    let mut command = sco();
    command
        .current_dir(folder.path())
        .args(arguments)
        .args(seeds_for(arguments, seeds.to_str().unwrap()));
    run(&mut command)
}

/// A folder with the database and the exports of the second dataset.
fn built() -> (TempDir, rusqlite::Connection) {
    let folder = tempfile::tempdir().unwrap();
    let run = on_it(&folder, &["build"]);
    assert_eq!(run.code, 0, "{run:?}");
    let connection = rusqlite::Connection::open(folder.path().join("sco.db")).unwrap();
    (folder, connection)
}

#[test]
fn it_keeps_every_rule_and_its_exports_are_current() {
    let (folder, _) = built();
    let check = on_it(&folder, &["check"]);
    assert!(
        check.code == 0 && check.stdout.ends_with("no problem\n"),
        "{check:?}"
    );
    let export = on_it(&folder, &["export", "--check"]);
    assert_eq!(export.code, 0, "{export:?}");
    let again = on_it(&folder, &["build"]);
    assert!(
        again.stdout.contains("is current; not a byte was changed"),
        "{again:?}"
    );
}

#[test]
fn its_views_answer_about_its_own_organisation() {
    let (_folder, connection) = built();
    let members = "
        SELECT group_concat(entity, ', ') FROM (
            SELECT entity FROM v_standing
            WHERE organisation_id = 'CSTO' AND year = 2015 AND standing = 'member' AND basis = 'stated' AND entity_id GLOB '[A-Z]*'
            ORDER BY entity
        )";
    assert_eq!(
        ask(&connection, members),
        ["Kazakhstan, Kyrgyzstan, Russia, Tajikistan"]
    );
    let in_the_middle = "
        SELECT count(*) FROM v_sco_standing
        WHERE fact_id NOT IN (SELECT fact_id FROM memberships WHERE organisation = 'CSTO')";
    assert_eq!(ask(&connection, in_the_middle), ["0"]);
    assert_eq!(
        ask(
            &connection,
            "SELECT fact_1 || ' ' || fact_2 FROM v_conflicts"
        ),
        ["m-sco-members-csto m-uzb-csto"],
        "a group and one of its members"
    );
    assert_eq!(
        ask(
            &connection,
            "SELECT citation FROM v_facts WHERE fact_id = 'p-dominance'"
        ),
        ["Pantucci 2020, paragraph 27"]
    );
}

/// Whatever names a dataset, names this one.
#[test]
fn nothing_that_it_says_of_itself_names_the_first_dataset() {
    let (folder, connection) = built();
    for table in sco_facts::tables::ALL_TABLES {
        let origins = format!(
            "SELECT DISTINCT origin FROM {} WHERE origin <> 'csto-facts'",
            table.name
        );
        assert_eq!(
            ask(&connection, &origins),
            Vec::<String>::new(),
            "{}",
            table.name
        );
    }
    let middle = "SELECT count(*) FROM start_here WHERE answers LIKE '%Collective Security Treaty Organization%'";
    assert_ne!(ask(&connection, middle), ["0"]);
    let mut said = ask(&connection, "SELECT answers FROM start_here");
    said.extend(ask(
        &connection,
        "SELECT title || name || cite_as FROM dataset",
    ));
    for table in sco_facts::tables::TABLES {
        let run = on_it(&folder, &["template", table.name]);
        assert_eq!(run.code, 0, "{run:?}");
        let seeds = std::fs::read_to_string(seeds().join(table.file_name())).unwrap();
        let example: Vec<&str> = seeds.lines().take(2).collect();
        assert_eq!(
            run.stdout.trim_end(),
            example.join("\n"),
            "the first line of the seeds"
        );
    }
    for arguments in [
        &["import", "remove", "me"][..],
        &["import", "remove", "csto-facts"],
        &["export", "--origin", "nobody", "--exports", "nobody"],
        &["show", "nothing"],
        &["build", "--fresh"],
    ] {
        let run = on_it(&folder, arguments);
        said.extend([run.stdout, run.stderr]);
    }
    for text in said {
        for first in ["sco-facts", "Shanghai", "of the SCO"] {
            assert!(!text.contains(first), "`{first}`: {text}");
        }
    }
}

#[test]
fn the_name_of_the_first_dataset_is_free_for_a_user_and_its_own_is_not() {
    let (folder, connection) = built();
    let entities = "entity_id,kind,name,note\nMY,state,Mystate,\n";
    std::fs::write(folder.path().join("entities.csv"), entities).unwrap();
    let import = |origin| {
        on_it(
            &folder,
            &["import", "facts", "entities.csv", "--origin", origin],
        )
    };
    let own = import("csto-facts");
    assert!(
        own.code == 2 && own.stderr.contains("csto-facts and retired are taken"),
        "{own:?}"
    );
    let first = import("sco-facts");
    assert_eq!(first.code, 0, "{first:?}");
    assert_eq!(
        ask(
            &connection,
            "SELECT origin FROM entities WHERE entity_id = 'MY'"
        ),
        ["sco-facts"]
    );
    let remove = on_it(&folder, &["import", "remove", "sco-facts"]);
    assert_eq!(remove.code, 0, "{remove:?}");
}

#[test]
fn the_databases_of_two_datasets_are_not_mixed() {
    let (folder, _) = built();
    let first = run(sco().current_dir(folder.path()).args(["build"]));
    assert_eq!(
        (first.code, first.stderr.as_str()),
        (
            2,
            "error: the database holds the dataset `csto-facts`, and the seeds are `sco-facts`; nothing was changed; name another file with `--db`\n"
        )
    );
}

/// The documents are not part of the project; whoever has copies names their folder in `SCO_COPIES`.
#[test]
fn its_passages_stand_in_the_copies_of_those_who_have_them() {
    let Some(copies) = std::env::var_os("SCO_COPIES") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let copies = copies.into_string().unwrap();
    let verify = on_it(&folder, &["verify", "--strict", "--sources", &copies]);
    assert_eq!(verify.code, 0, "{verify:?}");
    let exact = verify.stdout.lines().last().unwrap();
    let passages = std::fs::read_to_string(seeds().join("citations.csv"))
        .unwrap()
        .lines()
        .count()
        - 1;
    assert!(
        exact.starts_with(&format!("{passages} citations: {passages} exact")),
        "{verify:?}"
    );
}
