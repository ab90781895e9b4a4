//! Every `console` block of the documents works as it stands, and every command is in them.

use crate::world::{Run, curated, here, is_installed, run, sco};

#[test]
fn the_documents_tell_the_truth() {
    trycmd::TestCases::new()
        .register_bin("sco", std::path::Path::new(env!("CARGO_BIN_EXE_sco")))
        .case("docs/cli.md")
        .run();
}

/// The examples of a page: each block of a language with the `text` block that follows it.
fn examples(page: &str, language: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(here().join(page)).unwrap();
    let opening = format!("{language}\n");
    let blocks: Vec<&str> = text.split("```").collect();
    let block =
        |wanted: &str, index: usize| blocks.get(index)?.strip_prefix(wanted).map(str::to_owned);
    (0..blocks.len())
        .filter_map(|index| Some((block(&opening, index)?, block("text\n", index + 2)?)))
        .collect()
}

/// The answer as the `sqlite3` shell prints it: cells separated by `|`, NULL as nothing.
fn answer(connection: &rusqlite::Connection, sql: &str) -> String {
    let mut statement = connection
        .prepare(sql)
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
    let width = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut text = String::new();
    while let Some(row) = rows.next().unwrap() {
        let cells: Vec<String> = (0..width)
            .map(|at| cell(row.get_ref(at).unwrap()))
            .collect();
        text += &(cells.join("|") + "\n");
    }
    text
}

fn cell(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef::{Blob, Integer, Null, Real, Text};
    match value {
        Null => String::new(),
        Integer(number) => number.to_string(),
        // As the shell prints a real: `5.0`.
        Real(number) => format!("{number:?}"),
        Text(bytes) | Blob(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// With `SNAPSHOTS=overwrite` the answers are written into the page instead.
fn check_questions(page: &str, at_least: usize) {
    let (_folder, connection) = curated();
    let questions = examples(page, "sql");
    assert!(
        questions.len() >= at_least,
        "{page} asks {} questions",
        questions.len()
    );
    let mut text = std::fs::read_to_string(here().join(page)).unwrap();
    for (sql, told) in questions {
        let found = answer(&connection, &sql);
        if overwrites() {
            text = rewritten(&text, &sql, &told, &found);
        } else {
            assert_eq!(told, found, "{page}: {sql}");
        }
        assert!(!found.is_empty(), "{page}: no answer to {sql}");
    }
    std::fs::write(here().join(page), text).unwrap();
}

/// Whether the pages are to be brought up to date instead of compared.
fn overwrites() -> bool {
    std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite")
}

/// The page with another answer to an example.
fn rewritten(page: &str, example: &str, told: &str, found: &str) -> String {
    page.replace(
        &format!("{example}```\n\n```text\n{told}```"),
        &format!("{example}```\n\n```text\n{found}```"),
    )
}

/// Runs the examples of a page in an empty folder, with `sco` on the path.
fn check_scripts(page: &str, language: &str, interpreter: &str) {
    if !is_installed(interpreter) {
        return;
    }
    let programs = std::path::Path::new(env!("CARGO_BIN_EXE_sco"))
        .parent()
        .unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let scripts = examples(page, language);
    assert!(!scripts.is_empty(), "{page} has no {language} example");
    for (script, told) in scripts {
        let folder = tempfile::tempdir().unwrap();
        let mut command = std::process::Command::new(interpreter);
        command
            .current_dir(folder.path())
            .env("PATH", &path)
            .args(["-c", &script]);
        let Run {
            code,
            stdout: found,
            stderr,
        } = run(&mut command);
        assert_eq!(code, 0, "{stderr}");
        if overwrites() {
            let text = std::fs::read_to_string(here().join(page)).unwrap();
            std::fs::write(here().join(page), rewritten(&text, &script, &told, &found)).unwrap();
        } else {
            assert_eq!(told, found, "{page}: {script}");
        }
        assert!(!found.is_empty(), "{page}: no output of {script}");
    }
}

#[test]
fn the_questions_of_analysts_have_these_answers() {
    check_questions("docs/questions.md", 12);
}

#[test]
fn the_shell_example_works() {
    check_scripts("docs/scripting.md", "sh", "sh");
}

#[test]
fn the_python_example_works() {
    check_scripts("docs/scripting.md", "python", "python3");
}

#[test]
fn the_questions_of_the_readme_have_these_answers() {
    check_questions("README.md", 3);
}

/// The commands that a help text lists.
fn commands_of(help: &str) -> Vec<String> {
    let Some((_, commands)) = help.split_once("Commands:\n") else {
        return Vec::new();
    };
    let block = commands.split("\n\n").next().unwrap();
    block
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// Holds the reference to the help of a command and of those below it.
fn is_told(reference: &str, path: &[String]) {
    let help = run(sco().args(path).arg("--help")).stdout;
    for option in help
        .split_whitespace()
        .filter(|word| word.starts_with("--"))
    {
        let option = option.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        assert!(
            reference.contains(option),
            "docs/cli.md does not tell of {path:?} {option}"
        );
    }
    for command in commands_of(&help) {
        let mut below = path.to_vec();
        below.push(command);
        let name = format!("`sco {}", below.join(" "));
        let told = if below.len() == 1 {
            format!("## {name}`")
        } else {
            name
        };
        assert!(reference.contains(&told), "docs/cli.md has no {told}");
        is_told(reference, &below);
    }
}

#[test]
fn every_command_and_option_is_in_the_reference() {
    let reference = std::fs::read_to_string(here().join("docs/cli.md")).unwrap();
    is_told(&reference, &[]);
}
