//! Help where one is: examples, `sco help`, completions, manual pages, terms, and what somebody may have meant.

use std::path::Path;

use crate::world::{Run, World, copy_folder, curated, here, run, sco};

/// The program without the options that a world adds.
fn sco_alone(arguments: &[&str]) -> Run {
    run(sco().args(arguments))
}

/// The commands, as `sco --help` lists them.
fn commands(world: &World) -> Vec<String> {
    let help = world.sco(&["--help"]).stdout;
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    let (listed, _) = listed.split_once("\n\n").unwrap();
    let commands = listed
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    commands
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_has_examples_and_help_shows_them() {
    let world = World::new();
    let commands = commands(&world);
    assert!(commands.len() > 12, "{commands:?}");
    for command in commands.iter().filter(|command| *command != "help") {
        let help = sco_alone(&["help", command]);
        assert_eq!(help.code, 0, "{help:?}");
        assert_eq!(help.stdout, sco_alone(&[command, "--help"]).stdout);
        let (_, examples) = help
            .stdout
            .split_once("Example")
            .unwrap_or_else(|| panic!("{command} has no examples: {}", help.stdout));
        assert!(
            examples.contains(&format!("\n  sco {command}")),
            "{examples}"
        );
    }
    assert_eq!(sco_alone(&["help", "songs"]).code, 2);
}

/// The examples in the help of every command and of those below it, without what is said of them.
fn examples(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    let mut read = |help: Run| {
        assert_eq!(help.code, 0, "{help:?}");
        let (_, examples) = help.stdout.split_once("Example").unwrap_or_default();
        let lines = examples.lines().filter(|line| line.starts_with("  sco "));
        found.extend(lines.map(|line| {
            let typed = line.trim_start();
            typed
                .split_once("   ")
                .map_or(typed, |(typed, _)| typed)
                .to_owned()
        }));
    };
    for command in commands(world).iter().filter(|command| *command != "help") {
        read(sco_alone(&["help", command]));
    }
    for below in ["facts", "trade", "remove"] {
        read(sco_alone(&["import", below, "--help"]));
    }
    for below in ["page", "parquet"] {
        read(sco_alone(&["export", below, "--help"]));
    }
    found
}

/// What the examples name beside the database of the dataset: seeds, exports, and the facts of a user.
fn with_what_examples_name(folder: &Path) {
    copy_folder(&here().join("seeds"), &folder.join("seeds"));
    copy_folder(&here().join("seeds"), &folder.join("mine"));
    copy_folder(&here().join("exports"), &folder.join("old-exports"));
    std::fs::copy(folder.join("sco.db"), folder.join("old.db")).unwrap();
    for created in [
        "my-copies",
        "my-folder",
        ".zfunc",
        ".local/share/bash-completion/completions",
        ".local/share/man/man1",
    ] {
        std::fs::create_dir_all(folder.join(created)).unwrap();
    }
    std::fs::create_dir_all(folder.join(".config/fish/completions")).unwrap();
}

/// Facts of the user `mine` in the database, and others in a folder.
fn with_facts_of_a_user(folder: &Path) {
    let entities = "entity_id,kind,name\nmy-lake,place,My lake\n";
    std::fs::write(folder.join("my-folder/entities.csv"), entities).unwrap();
    let imported =
        run(sco()
            .current_dir(folder)
            .args(["import", "facts", "my-folder", "--origin", "mine"]));
    assert_eq!(imported.code, 0, "{imported:?}");
    let others = "entity_id,kind,name\nmy-hill,place,My hill\n";
    std::fs::write(folder.join("my-folder/entities.csv"), others).unwrap();
}

/// An example is typed as it stands. Those that read a document of the user's, or a download, are refused for want of
/// it and for nothing else.
#[cfg(unix)]
#[test]
fn every_example_in_a_help_works() {
    let (folder, _) = curated();
    let folder = folder.path();
    with_what_examples_name(folder);
    let program = Path::new(env!("CARGO_BIN_EXE_sco")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(program.to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let mut examples = examples(&World::new());
    assert!(examples.len() > 40, "{examples:?}");
    // A database with facts of a user is not built afresh.
    examples.sort_by_key(|example| !example.starts_with("sco build"));
    for example in &examples {
        if !example.starts_with("sco build") && !folder.join("my-folder/entities.csv").exists() {
            with_facts_of_a_user(folder);
        }
        let run = run(std::process::Command::new("sh")
            .args(["-c", example])
            .current_dir(folder)
            .env("HOME", folder)
            .env("PATH", path.as_ref().unwrap()));
        let lacks = ["report.pdf", "TradeData.csv", "my-copies"]
            .into_iter()
            .find(|file| example.contains(file));
        match lacks {
            Some(file) => assert!(
                run.stderr.contains(file) && !run.stderr.contains("Usage:"),
                "{example}: {run:?}"
            ),
            None => assert_eq!(run.code, 0, "{example}: {run:?}"),
        }
    }
}

/// What a release is given in, packed with a program in place of the one that the script builds.
#[cfg(unix)]
#[test]
fn the_archive_of_a_release_is_whole_and_the_same_again() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let program = world.path("program");
    std::fs::write(
        &program,
        format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_sco")),
    )
    .unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let pack = |folder: &str| {
        let run = run(std::process::Command::new(here().join(".ci/archive"))
            .arg(world.path(folder))
            .env("SCO", &program));
        assert_eq!(run.code, 0, "{run:?}");
        let archive = run.stdout.trim_end().to_owned();
        (std::fs::read(&archive).unwrap(), archive)
    };
    let (first, archive) = pack("one");
    assert!(first == pack("two").0, "the same bytes");
    let folder = archive.strip_suffix(".tar.gz").unwrap();
    let unpacked = World::new();
    let tar = run(std::process::Command::new("tar")
        .current_dir(unpacked.path(""))
        .args(["-xzf", &archive]));
    assert_eq!(tar.code, 0, "{tar:?}");
    let name = folder.rsplit('/').next().unwrap();
    for file in [
        "sco",
        "README.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "LICENSE-DATA.md",
        "CHANGELOG.md",
        "CITATION.cff",
        "docs/cli.md",
        "man/sco-search.1",
        "completions/sco.bash",
        "completions/sco.zsh",
        "facts.html",
    ] {
        assert!(unpacked.path(name).join(file).is_file(), "{file}");
    }
    let checked = run(std::process::Command::new("sha256sum")
        .current_dir(unpacked.path(name))
        .args(["--check", "--quiet", "SHA256SUMS"]));
    assert_eq!((checked.code, checked.stdout.as_str()), (0, ""));
    let beside = run(std::process::Command::new("sha256sum")
        .current_dir(world.path("one"))
        .args(["--check", "--quiet"])
        .arg(format!("{archive}.sha256")));
    assert_eq!(beside.code, 0, "{beside:?}");
    assert_eq!(
        run(std::process::Command::new(unpacked.path(name).join("sco")).arg("--version")).code,
        0
    );
}

#[test]
fn completions_name_every_command() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = world.sco(&["completions", shell]);
        assert_eq!((script.code, script.stderr.as_str()), (0, ""), "{shell}");
        for command in commands(&world) {
            assert!(script.stdout.contains(&command), "{shell}: {command}");
        }
    }
    assert_eq!(world.sco(&["completions", "songs"]).code, 2);
}

#[test]
fn manual_pages_are_written() {
    let world = World::new();
    std::fs::create_dir(world.path("man")).unwrap();
    let run = world.sco(&["man", "man"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "man: manual pages written\n")
    );
    for command in commands(&world).iter().filter(|command| *command != "help") {
        let page = world.read(&format!("man/sco-{command}.1"));
        assert!(page.contains(".TH"), "{command}");
    }
    let missing = world.sco(&["man", "nowhere"]);
    assert_eq!(missing.code, 2);
    assert!(
        missing
            .stderr
            .contains("could not write manual pages into nowhere"),
        "{missing:?}"
    );
}

#[test]
fn terms_are_listed_by_kind() {
    let world = World::new();
    let run = world.sco(&["terms", "predicate"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout.starts_with(
            "based-in  predicate · has its seat in\n    the subject has its seat in the object\n"
        ),
        "{run:?}"
    );
    assert!(!run.stdout.contains("· unit"), "{run:?}");
    let all = world.sco(&["terms", "--format", "json"]).objects();
    assert_eq!(all.len(), world.count("terms"));
    assert_eq!(
        world.sco(&["terms", "predicates"]).stderr,
        "error: `predicates` is no kind of term; did you mean `predicate`?\n"
    );
    assert!(
        world
            .sco(&["terms", "songs"])
            .stderr
            .contains("; use one of predicate, ")
    );
}

#[test]
fn a_table_that_is_near_is_offered() {
    let world = World::new();
    for (typed, meant) in [
        ("trade", "did you mean `trade_figures`?"),
        ("evnets", "did you mean `events`?"),
    ] {
        assert_eq!(
            world.sco(&["template", typed]).stderr,
            format!("error: `{typed}` is no table; {meant}\n")
        );
    }
}

/// What is said of the examples in a help stands in one column.
#[test]
fn examples_are_aligned() {
    let mut seen = 0;
    for command in [
        "build", "check", "verify", "cite", "diff", "export", "import", "migrate", "template",
        "search", "show", "open", "terms",
    ] {
        let help = run(sco().args([command, "--help"])).stdout;
        let (_, examples) = help.split_once("Examples:\n").unwrap_or_default();
        let column = |line: &str| {
            let (typed, told) = line.trim_start().split_once("   ")?;
            let blanks = told.len() - told.trim_start().len();
            Some(line.len() - line.trim_start().len() + typed.len() + 3 + blanks)
        };
        let columns: Vec<usize> = examples.lines().filter_map(column).collect();
        seen += columns.len();
        assert!(
            columns.windows(2).all(|pair| pair[0] == pair[1]),
            "{command}: {columns:?}\n{examples}"
        );
    }
    assert!(seen > 10, "{seen}");
}
