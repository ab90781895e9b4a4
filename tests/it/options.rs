//! What is read is said: seeds that lie at hand are found, and an option that a command does not use is refused by it.

use crate::world::{Run, World, run, sco};

/// The program in the world's folder, without the options that a world adds.
fn plain(world: &World, arguments: &[&str]) -> Run {
    run(sco().current_dir(world.path("")).args(arguments))
}

const NOTE: &str = "note: the seeds are those of the folder seeds; `--seeds DIR` names others\n";

#[test]
fn seeds_at_hand_are_read_and_the_command_says_so() {
    let world = World::new();
    let (facts, own) = (
        world.count_facts(),
        plain(&world, &["check", "--seeds", "seeds"]),
    );
    assert!(own.stdout.starts_with(&format!("{facts} facts, ")));
    assert_eq!(own.stderr, "");
    let found = plain(&world, &["check"]);
    assert_eq!(
        (found.code, found.stdout, found.stderr.as_str()),
        (0, own.stdout, NOTE)
    );
    assert_eq!(plain(&world, &["check", "--quiet"]).stderr, "");
    let built = plain(&world, &["build"]);
    assert_eq!((built.code, built.stderr.as_str()), (0, NOTE));
    assert_eq!(
        world.ask("SELECT count(*) FROM facts"),
        [facts.to_string().as_str()]
    );
    let verified = plain(&world, &["verify", "--sources", "copies"]);
    assert_eq!((verified.code, verified.stderr.as_str()), (0, NOTE));
    assert!(verified.stdout.ends_with("citations of seeds\n"));
    let world = world.set("sources", "lake2011-report", "ref_chars", "536");
    let cite = [
        "cite",
        "--source",
        "lake2011-report",
        "--file",
        "copies/lake-report.txt",
    ];
    let cited = plain(&world, &cite);
    assert!(
        cited.stderr.starts_with(NOTE) && cited.stderr.contains("otherwise in sources.csv"),
        "the seeds and not the older database: {cited:?}"
    );
    let of_database = plain(&world, &[&cite[..], &["--db", "sco.db"]].concat());
    assert_eq!((of_database.code, of_database.stderr.as_str()), (0, ""));
}

#[test]
fn a_fault_in_the_seeds_at_hand_is_found() {
    let world = World::new().set("memberships", "m-can", "standing", "watcher");
    let run = plain(&world, &["check"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout
            .contains(": `standing`: `watcher` is not a known word")
    );
    assert_eq!(plain(&world, &["build"]).code, 1);
}

/// A folder `seeds` may be of anything; what makes it one of a dataset is what it holds.
#[test]
fn a_folder_of_that_name_is_not_enough() {
    for gone in ["dataset.csv", "all kinds of fact"] {
        let world = World::new();
        for file in std::fs::read_dir(world.path("seeds")).unwrap() {
            let file = file.unwrap().path();
            let name = file.file_stem().unwrap().to_str().unwrap();
            let is_fact =
                sco_facts::tables::named(name).is_some_and(sco_facts::tables::Table::is_fact);
            let is_gone = if gone == "dataset.csv" {
                name == "dataset"
            } else {
                is_fact
            };
            if is_gone {
                std::fs::remove_file(file).unwrap();
            }
        }
        let run = plain(&world, &["check"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{gone}");
        assert!(!run.stdout.starts_with(&world.sco(&["check"]).stdout));
    }
}

/// Every command, with arguments that it can be tried with.
const COMMANDS: &[(&str, &[&str])] = &[
    ("build", &["--no-exports"]),
    ("check", &[]),
    ("verify", &["--sources", "copies"]),
    (
        "cite",
        &[
            "--source",
            "lake2011-report",
            "--file",
            "copies/lake-report.txt",
        ],
    ),
    ("diff", &["sco.db", "sco.db"]),
    ("export", &["--exports", "again"]),
    ("export page", &["page.html"]),
    ("export parquet", &["parquet"]),
    ("import facts", &["mine", "--origin", "me"]),
    ("import trade", &["trade.csv"]),
    ("import remove", &["me"]),
    ("migrate up", &[]),
    ("migrate status", &[]),
    ("migrate check", &[]),
    ("migrate dump", &[]),
    ("migrate rehearse", &[]),
    ("migrate backup", &["--out", "backup.db"]),
    ("migrate restore", &["backup.db"]),
    ("migrate new", &["add_region"]),
    ("migrate lint", &[]),
    ("template", &["events"]),
    ("search", &["lake"]),
    ("show", &["LC"]),
    ("open", &["LC", "--sources", "copies"]),
    ("terms", &[]),
    ("completions", &["bash"]),
    ("man", &["man"]),
];

/// The commands without others below them, as the helps list them, and with `export`, which also works alone.
fn commands(above: &[&str]) -> Vec<String> {
    let help = run(sco().args(above).arg("--help")).stdout;
    let Some((_, listed)) = help.split_once("Commands:\n") else {
        return vec![above.join(" ")];
    };
    let names = listed
        .lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    let below = names
        .filter(|name| *name != "help")
        .flat_map(|name| commands(&[above, &[name]].concat()));
    let alone = (above == ["export"]).then(|| "export".to_owned());
    alone.into_iter().chain(below).collect()
}

#[test]
fn an_option_that_names_what_is_read_is_used_or_refused() {
    let world = World::new();
    world.build();
    std::fs::create_dir(world.path("man")).unwrap();
    let known: Vec<&str> = COMMANDS.iter().map(|(command, _)| *command).collect();
    let mut listed = commands(&[]);
    listed.sort();
    let mut sorted = known.clone();
    sorted.sort_unstable();
    assert_eq!(listed, sorted);
    for (command, arguments) in COMMANDS {
        let words: Vec<&str> = command.split(' ').collect();
        let help = run(sco().args(&words).arg("--help")).stdout;
        for (option, value) in [
            ("--db", "nowhere/none.db"),
            ("--seeds", "nowhere"),
            ("--wait", "1"),
        ] {
            let all = [&words[..], arguments, &[option, value]].concat();
            let run = plain(&world, &all);
            let is_refused = run.code == 2
                && run.stderr.starts_with(&format!(
                    "error: `sco {command}` has no use for `{option}`; "
                ));
            let is_listed = help.contains(&format!("{option} <"));
            assert_eq!(is_refused, !is_listed, "{command} {option}: {run:?}");
            if is_listed && option != "--wait" {
                assert!(
                    run.code != 0 && run.stderr.contains("nowhere"),
                    "{command} {option}: {run:?}"
                );
            }
            let before = [&[option, value], &words[..], arguments].concat();
            let before = plain(&world, &before);
            assert_eq!(
                before.stderr.contains("has no use for"),
                !is_listed,
                "{command} {option}: {before:?}"
            );
        }
    }
}

#[test]
fn what_to_do_instead_is_said() {
    let world = World::new();
    let refused = |arguments: &[&str]| plain(&world, arguments).stderr;
    assert_eq!(
        refused(&["show", "LC", "--seeds", "nowhere"]),
        "error: `sco show` has no use for `--seeds`; leave it out\n"
    );
    assert_eq!(
        refused(&["check", "--db", "nowhere.db"]),
        "error: `sco check` has no use for `--db`; the rules are for seeds, whose folder `--seeds` names\n"
    );
    assert_eq!(
        refused(&["--seeds", "nowhere", "export"]),
        "error: `sco export` has no use for `--seeds`; exports are made of the database, into which \
         `sco build --seeds DIR` brings seeds\n"
    );
    let object = plain(&world, &["man", "man", "--db", "x", "--format", "json"]);
    assert_eq!(object.objects()[0]["help"], "leave it out");
}

/// Options that mean nothing without another one, or beside another one.
#[test]
fn an_option_that_would_be_ignored_is_refused() {
    let world = World::new().with_facts_of_mine(&[]);
    world.build();
    let imported = world.sco(&["import", "facts", "mine", "--origin", "me"]);
    assert_eq!(imported.code, 0, "{imported:?}");
    let cite = "cite --source lake2011-report --file copies/lake-report.txt";
    for line in [
        "check --list --seeds seeds",
        "check --list --ids",
        "build --no-exports --exports other",
        "build --no-exports --force",
        "verify --sources copies --claims claims.csv --wait 1",
        "verify --sources copies --claims claims.csv --db sco.db",
        "verify --sources copies --claims claims.csv --seeds seeds",
        "verify --sources copies --claims claims.csv --coverage",
        "verify --sources copies --claims claims.csv LC",
        "verify --sources copies --coverage LC",
        "verify --sources copies --db sco.db --seeds seeds",
        "verify --sources copies --wait 1 --seeds seeds",
        "open LC --sources copies --db sco.db --seeds seeds",
        &format!("{cite} --db sco.db --seeds seeds"),
        &format!("{cite} --nth 2"),
        &format!("{cite} --repeated"),
        &format!("{cite} --tokens 1"),
        &format!("{cite} --id c-mine"),
        &format!("{cite} --locator-label page --locator 2"),
        &format!("{cite} --from Trade --to total --set kind=report"),
        "diff sco.db sco.db --db sco.db",
        "export --check --force",
        "export --columns name",
        "export --entity LC",
        "export --year 2010",
        "export --delimiter tab",
        "export --excel",
        "export --origin me",
        "export --stdout",
        "export --only events --stdout --check",
        "export --workbook a.xlsx --delimiter tab",
        "export --only events page page.html",
        "export --check parquet there",
        "export page page.html --check --force",
        "import facts mine/entities.csv --origin me --table events",
        "import facts mine --origin me --table events",
        "import remove me --vacuum",
        "migrate lint --list --dir migrations",
        "search lake --all --limit 3",
        "show LC --all --cite text",
        "show LC --sources copies --cite text",
        "show LC --encoding latin1",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let run = plain(&world, &words);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{line}: {run:?}");
        assert!(
            run.stderr.starts_with("error: ") && !run.stderr.contains("unexpected argument"),
            "{line}: {run:?}"
        );
    }
}
