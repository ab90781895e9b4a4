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
fn check_scripts(page: &str, language: &str, interpreter: &str, prepare: fn(&std::path::Path)) {
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
        prepare(folder.path());
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
    check_scripts("docs/scripting.md", "sh", "sh", |_| {});
}

/// A PDF of two pages, in Helvetica.
fn pdf(pages: [&str; 2]) -> String {
    let page = |number: usize| {
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<</Font<</F 7 0 R>>>>>>",
            number + 2
        )
    };
    let content = |text: &str| {
        let lines: Vec<String> = text
            .lines()
            .map(|line| format!("({line}) Tj 0 -16 Td"))
            .collect();
        let stream = format!("BT /F 12 Tf 72 770 Td {} ET", lines.join(" "));
        format!("<</Length {}>> stream\n{stream}\nendstream", stream.len())
    };
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>".to_owned(),
        page(3),
        page(4),
        content(pages[0]),
        content(pages[1]),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut table = "xref\n0 8\n0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table = format!("{table}{:010} 00000 n \n", text.len());
        text = format!("{text}{number} 0 obj\n{object}\nendobj\n");
    }
    let start = text.len();
    text + &table + &format!("trailer <</Size 8/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n")
}

#[test]
fn a_pdf_becomes_a_cited_fact_by_commands_alone() {
    if !is_installed("pdftotext") {
        return;
    }
    check_scripts("docs/scripting.md", "bash", "bash", |folder| {
        let report = pdf([
            "Trade of the lake\nA report on the year.",
            "The year in numbers\nTrade of Kazakhstan with the countries around the lake\nfell for the first time, by\n-4.7 % in 2010.\nNobody knows why.",
        ]);
        std::fs::write(folder.join("report.pdf"), report).unwrap();
    });
}

#[test]
fn the_python_example_works() {
    check_scripts("docs/scripting.md", "python", "python3", |_| {});
}

#[test]
fn the_questions_of_the_readme_have_these_answers() {
    check_questions("README.md", 3);
}

/// A file in the form of the IMF, with invented values.
const IMF: &str = "\u{feff}\"DATASET\",\"COUNTRY.ID\",\"COUNTRY\",\"INDICATOR.ID\",\"COUNTERPART_COUNTRY.ID\",\"FREQUENCY.ID\",\"SCALE.ID\",\"2019\",\"2020\"
\"IMF.STA:IMTS(1.0.0)\",\"RUS\",\"Russian Federation\",\"XG_FOB_USD\",\"CHN\",\"A\",\"6\",\"1\",\"50000.5\"
\"IMF.STA:IMTS(1.0.0)\",\"RUS\",\"Russian Federation\",\"MG_CIF_USD\",\"CHN\",\"A\",\"6\",\"2\",\"55000\"
\"IMF.STA:IMTS(1.0.0)\",\"RUS\",\"Russian Federation\",\"MG_CIF_USD\",\"G001\",\"A\",\"6\",\"3\",\"200000\"
";

#[test]
fn the_readme_compares_a_figure_with_official_statistics() {
    if !is_installed("sqlite3") {
        return;
    }
    check_scripts("README.md", "sh", "sh", |folder| {
        let built = run(sco()
            .current_dir(folder)
            .args(["build", "--no-exports", "--quiet"]));
        assert_eq!(built.code, 0, "{built:?}");
        std::fs::write(folder.join("imf.csv"), IMF).unwrap();
    });
}

/// The commands that a help text lists.
fn commands_of(help: &str) -> Vec<String> {
    let Some((_, commands)) = help.split_once("Commands:\n") else {
        return Vec::new();
    };
    let block = commands.split("\n\n").next().unwrap();
    block
        .lines()
        // What is indented further goes on telling of the command before.
        .filter(|line| !line.starts_with("   "))
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
