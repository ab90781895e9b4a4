//! On a terminal results are as wide as it is, marked, cut and paged; in a pipe they are none of that.
#![cfg(unix)]

use std::process::Command;

use crate::world::{World, is_installed};

/// What a command shows on a terminal of so many columns and rows; none where no terminal can be made.
fn on_terminal(
    world: &World,
    size: (usize, usize),
    environment: &str,
    command: &str,
) -> Option<String> {
    if !is_installed("script") {
        return None;
    }
    let (columns, rows) = size;
    let program = env!("CARGO_BIN_EXE_sco");
    let output = Command::new("script")
        .current_dir(world.path(""))
        .env_remove("NO_COLOR")
        .env_remove("PAGER")
        .env("TERM", "xterm")
        .args(["-q", "-e", "-c"])
        .arg(format!(
            "stty cols {columns} rows {rows}; {environment} {program} {command}"
        ))
        .arg("/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(
        String::from_utf8(output.stdout)
            .unwrap()
            .replace("\r\n", "\n"),
    )
}

#[test]
fn what_takes_long_says_so_on_a_terminal_alone() {
    let world = World::new();
    world.build();
    let world = world.set("entities", "CAN", "name", "Kantria");
    let other = world.open();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let build = "build --no-exports --wait 3 --seeds seeds || true";
    let Some(shown) = on_terminal(&world, (80, 24), "", build) else {
        return;
    };
    assert!(shown.contains("building, 1s"), "{shown}");
    assert!(
        !shown.contains("building, 0s"),
        "counted from the beginning: {shown}"
    );
    assert!(
        shown.contains("another program holds the database"),
        "{shown}"
    );
    let quiet = on_terminal(
        &world,
        (80, 24),
        "",
        &build.replace("build ", "build --quiet "),
    );
    assert!(!quiet.unwrap().contains("building"));
    let piped = world.sco(&["build", "--no-exports", "--wait", "2"]);
    assert!(!piped.stderr.contains("building"), "{piped:?}");
    assert!(!piped.stderr.contains('\u{1b}'), "{piped:?}");
    drop(other);
    let short = on_terminal(&world, (80, 24), "", "check --seeds seeds").unwrap();
    assert!(!short.contains("applying"), "{short}");
}

/// Copies that take long to read: the same line for `sco show --sources`, whatever the format, and none in a pipe.
#[test]
fn looking_for_passages_says_so_on_a_terminal_alone() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::new();
    world.build();
    std::fs::create_dir(world.path("bin")).unwrap();
    world.write("bin/pdftotext", "#!/bin/sh\nsleep 2\necho slow words\n");
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(world.path("bin/pdftotext"), executable).unwrap();
    world.write("copies/slow.pdf", "%PDF-1.4\n");
    for format in ["text", "json"] {
        let command = format!("show m-can --sources copies --format {format} || true");
        let environment = "PAGER=cat PATH=$PWD/bin:$PATH";
        let Some(shown) = on_terminal(&world, (80, 24), environment, &command) else {
            return;
        };
        assert!(shown.contains("looking for the passages, 1s"), "{shown}");
        let quiet = command.replace("show ", "show --quiet ");
        let quiet = on_terminal(&world, (80, 24), environment, &quiet).unwrap();
        assert!(!quiet.contains("looking for"), "{quiet}");
        let piped = command.replace("|| true", "2>&1 | cat");
        let piped = on_terminal(&world, (80, 24), environment, &piped).unwrap();
        assert!(!piped.contains("looking for"), "{piped}");
        assert!(!piped.contains('\u{1b}'), "{piped}");
        assert!(piped.contains("m-can"), "{piped}");
    }
}

/// Passages are folded as everything else; an address stays whole, so that it can be followed.
#[test]
fn opened_passages_are_folded_and_addresses_are_not() {
    let world = World::new();
    world.build();
    let command = "open c-lake-seat c-lake-trade --sources copies 2> notes";
    let Some(shown) = on_terminal(&world, (60, 300), "PAGER=cat", command) else {
        return;
    };
    let (links, others): (Vec<&str>, Vec<&str>) =
        shown.lines().partition(|line| line.starts_with("  link: "));
    assert!(!links.is_empty() && others.len() > 4, "{shown}");
    for line in others {
        assert!(bare(line).chars().count() <= 60, "{line}");
    }
    for link in links {
        assert!(link.contains("#:~:text="), "{link}");
    }
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let piped = world.sco(&["open", "c-lake-seat", "c-lake-trade", "--sources", "copies"]);
    assert_eq!(
        folded(&bare(&shown)),
        folded(&piped.stdout),
        "the same words"
    );
}

/// Verdicts, differences and references are sentences: folded on a terminal, whole in a pipe.
#[test]
fn verdicts_differences_and_references_are_folded_on_a_terminal_alone() {
    let world = World::new();
    world.build();
    std::fs::copy(world.path("sco.db"), world.path("old.db")).unwrap();
    let long = "an account of which the council has said that nobody  knows who wrote it, or when";
    let world = world.set("events", "ev-founding", "summary", long);
    world.build();
    for command in [
        "verify --sources copies --all",
        "diff old.db sco.db",
        "show ev-founding --cite text",
    ] {
        let Some(shown) = on_terminal(&world, (60, 300), "PAGER=cat", command) else {
            return;
        };
        for line in bare(&shown).lines() {
            assert!(line.chars().count() <= 60, "{command}: {line}");
        }
        let piped = world.sco(&command.split(' ').collect::<Vec<_>>()).stdout;
        assert!(
            piped.lines().any(|line| line.chars().count() > 60),
            "{command}: {piped}"
        );
        assert!(
            command.starts_with("verify") || words_of(&bare(&shown)) == words_of(&piped),
            "{command}: {shown}{piped}"
        );
    }
    let bibtex = on_terminal(&world, (40, 300), "", "show ev-founding --cite bibtex").unwrap();
    let piped = world.sco(&["show", "ev-founding", "--cite", "bibtex"]);
    assert_eq!(
        bibtex, piped.stdout,
        "what is copied into a file stays as it is"
    );
}

/// The words of a text, whatever its lines.
fn words_of(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// A path or an address that is longer than a line is not cut, so that it can be copied and followed.
#[test]
fn long_paths_and_addresses_stay_whole() {
    let address = format!("https://lake.example/{}", "report-".repeat(9));
    let world = World::new().set("sources", "lake2011-report", "url", &address);
    world.build();
    for command in ["show lake2011-report", "show lake2011-report --cite text"] {
        if let Some(shown) = on_terminal(&world, (60, 300), "PAGER=cat", command) {
            assert!(shown.contains(&address), "{command}: {shown}");
        }
    }
    let path = format!("{}/notes.db", "folder/".repeat(9));
    let command = format!("search lake --db {path} || true");
    let Some(shown) = on_terminal(&world, (40, 24), "", &command) else {
        return;
    };
    assert!(shown.contains(&path), "{shown}");
}

/// An id in a table can be copied: it stands on one line.
#[test]
fn ids_in_tables_stay_whole() {
    let world = World::new();
    world.build();
    let ids = world.ask(
        "SELECT citation_id FROM fact_citations WHERE fact_id IN ('ev-founding', 't-bor-export') ORDER BY 1",
    );
    assert!(!ids.is_empty());
    let shown: Vec<String> = ["show ev-founding", "show t-bor-export"]
        .iter()
        .filter_map(|command| on_terminal(&world, (80, 300), "PAGER=cat", command))
        .collect();
    if shown.is_empty() {
        return;
    }
    let shown = bare(&shown.concat());
    for id in ids {
        assert!(shown.contains(&id), "{id}: {shown}");
    }
}

/// Help, lists and errors are folded at blanks, so that no word is cut.
#[test]
fn no_line_is_wider_than_the_terminal() {
    let world = World::new();
    world.build();
    for columns in [80, 140] {
        for command in [
            "--help",
            "help search",
            "help cite",
            "help show",
            "help check",
            "help export",
            "help import facts",
            "check --list",
            "migrate lint --list",
            "template relations --words --seeds seeds",
            "terms predicate --seeds seeds",
            "show c-lake-trade",
            "show ev-founding",
            "show Cantira || true",
            "import facts nowhere --origin me || true",
            "show LC --seeds nowhere || true",
        ] {
            let Some(shown) = on_terminal(&world, (columns, 300), "PAGER=cat", command) else {
                return;
            };
            let bare = bare(&shown);
            for line in bare.lines() {
                assert!(line.chars().count() <= columns, "{command}: {line}");
            }
        }
    }
    let error = on_terminal(
        &world,
        (80, 24),
        "",
        "import facts nowhere --origin me || true",
    );
    assert_eq!(
        error.unwrap(),
        "error: there is nothing at nowhere; name a folder, a CSV or JSON Lines file,\n  or `-` for standard input\n"
    );
}

/// A text without what sets colours.
fn bare(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |shown, piece| {
        shown + piece.split_once('m').unwrap().1
    })
}

#[test]
fn a_search_is_wrapped_marked_and_counted() {
    let world = World::new();
    world.build();
    for columns in [80, 140] {
        let Some(shown) = on_terminal(&world, (columns, 200), "", "search council") else {
            return;
        };
        assert!(
            shown.contains("\u{1b}[1m\u{1b}[33mCouncil\u{1b}[0m"),
            "{shown}"
        );
        let bare = bare(&shown);
        assert!(
            bare.lines().all(|line| line.chars().count() <= columns),
            "{bare}"
        );
        assert!(bare.contains("\n  LC · entities\n"), "{bare}");
        assert!(bare.lines().last().unwrap().ends_with(" found"), "{bare}");
        let cut = on_terminal(&world, (columns, 200), "", "search lake --limit 1").unwrap();
        assert!(self::bare(&cut).contains("; `--all` shows all\n"), "{cut}");
    }
}

#[test]
fn colours_go_where_they_are_not_wanted() {
    let world = World::new();
    world.build();
    for environment in ["NO_COLOR=1", "TERM=dumb"] {
        for command in ["search lake", "show LC"] {
            let Some(shown) = on_terminal(&world, (80, 200), environment, command) else {
                return;
            };
            assert!(
                !shown.contains('\u{1b}'),
                "{environment} {command}: {shown}"
            );
        }
    }
}

#[test]
fn long_lists_are_cut_with_a_count_on_a_terminal_alone() {
    let world = World::new();
    world.build();
    let Some(shown) = on_terminal(&world, (80, 200), "", "show lake2011-report") else {
        return;
    };
    let bare = bare(&shown);
    assert!(
        bare.lines().all(|line| line.chars().count() <= 80),
        "{bare}"
    );
    assert!(
        bare.contains(" more: `sco show lake2011-report --all`\n"),
        "{bare}"
    );
    let all = on_terminal(&world, (80, 200), "", "show lake2011-report --all").unwrap();
    let piped = world.sco(&["show", "lake2011-report"]).stdout;
    for text in [self::bare(&all), piped.clone()] {
        assert!(
            !text.contains("--all") && text.contains("t-can-total-growth"),
            "{text}"
        );
    }
    assert!(!piped.contains('\u{1b}'), "{piped}");
}

#[test]
fn what_is_longer_than_the_terminal_goes_through_the_pager() {
    let world = World::new();
    world.build();
    let pager = "PAGER='sed s/^/paged:/'";
    let Some(long) = on_terminal(&world, (80, 10), pager, "show lake2011-report") else {
        return;
    };
    assert!(
        long.lines().all(|line| line.starts_with("paged:")),
        "{long}"
    );
    let short = on_terminal(&world, (80, 100), pager, "search zeppelin").unwrap();
    assert!(!short.contains("paged:"), "{short}");
    let without = on_terminal(
        &world,
        (80, 10),
        "PAGER=no-such-program",
        "show lake2011-report",
    );
    assert!(
        without.unwrap().contains("lake2011-report"),
        "shown without a pager"
    );
}
