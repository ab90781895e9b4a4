//! Finds what is dangerous in migrations: by running them on an empty database in memory, where SQLite
//! itself says what they do, and by their tokens.

mod rules;

use serde::Serialize;

use super::expect::{Expectations, head};
use super::guard::Snapshot;
use super::migrate::run_file;
use super::sandbox::Sandbox;
use super::set::{File, Set};
use super::sql::{self, Statement, place};
use crate::error::Error;

pub use rules::RULES;

/// Something dangerous in a migration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The rule.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Applies every rule. `lock` holds the lines of `migrations.lock`, where there is one.
pub fn lint(set: &Set, lock: Option<&str>) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for line in set.duplicates.iter().chain(&set.unusable) {
        findings.push(of_folder(line));
    }
    rules::numbers(set, &mut findings);
    for file in &set.files {
        rules::file(file, lock, &mut findings);
    }
    replayed(set, &mut findings)?;
    findings.retain(|finding| !is_allowed(set, finding));
    findings.sort();
    Ok(findings)
}

fn of_folder(line: &str) -> Finding {
    let (place, rest) = line.split_once(": ").unwrap_or(("", line));
    let (message, help) = rest.split_once("; ").unwrap_or((rest, ""));
    let file = place.split(".sql:").next().unwrap_or_default();
    Finding {
        file: format!("{file}.sql"),
        line: 1,
        rule: "file",
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

/// Runs the migrations on an empty database, and notes what they lose or are refused.
fn replayed(set: &Set, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let mut connection = super::open_in_memory()?;
    let sandbox = Sandbox::install(&mut connection)?;
    connection
        .execute_batch(&format!("BEGIN; {}", super::history::CREATE))
        .map_err(Error::sql("begin in memory"))?;
    for file in &set.files {
        let expected = match Expectations::read(file) {
            Ok(expected) => expected,
            Err(error) => {
                findings.push(finding(file, 1, "expect", error.to_string(), ""));
                continue;
            }
        };
        let before = Snapshot::take(&connection, &[], None)?;
        let statements = sql::statements(&file.sql);
        for statement in &statements {
            sandbox.take_functions();
            let ran = run_file(&connection, &sandbox, file, std::slice::from_ref(statement));
            if let Err(error) = ran {
                findings.push(refused(file, statement, &error));
                // What follows would stumble over what is missing.
                return Ok(());
            }
            rules::functions(file, statement, &sandbox.take_functions(), findings);
        }
        lost(
            file,
            &expected,
            &before,
            &Snapshot::take(&connection, &[], None)?,
            findings,
        );
    }
    Ok(())
}

fn refused(file: &File, statement: &Statement<'_>, error: &Error) -> Finding {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    let message = first.split_once(": ").map_or(first, |(_, message)| message);
    let rule = rules::of_refusal(message);
    let (line, _) = place(&file.sql, statement.first());
    finding(
        file,
        line,
        rule,
        message.to_owned(),
        "mend the statement; `sco migrate up` would refuse it",
    )
}

fn lost(
    file: &File,
    expected: &Expectations,
    before: &Snapshot,
    after: &Snapshot,
    findings: &mut Vec<Finding>,
) {
    let losses = before.losses(after);
    for loss in losses.iter().filter(|loss| !expected.cover(loss)) {
        let help = format!(
            "make it anew, or write `-- expect: {}` in the head",
            loss.words
        );
        findings.push(finding(file, 1, "lost", loss.told.clone(), &help));
    }
    for (line, words) in &expected.lines {
        let happens = words.starts_with("values")
            || words.starts_with("sequence")
            || losses.iter().any(|loss| loss.words == *words);
        if !happens {
            let message = format!("`{words}` is expected, but does not happen");
            findings.push(finding(file, *line, "expect", message, "remove the line"));
        }
    }
}

fn finding(file: &File, line: usize, rule: &'static str, message: String, help: &str) -> Finding {
    Finding {
        file: file.path.clone(),
        line,
        rule,
        message,
        help: help.to_owned(),
    }
}

/// `-- lint-allow: RULE reason` in the head allows it in the file, before or in a statement there.
fn is_allowed(set: &Set, finding: &Finding) -> bool {
    let Some(file) = set.files.iter().find(|file| file.path == finding.file) else {
        return false;
    };
    let allows = |line: &str| {
        line.split_once("-- lint-allow:").is_some_and(|(_, rest)| {
            let mut words = rest.split_whitespace();
            words.next() == Some(finding.rule) && words.next().is_some()
        })
    };
    if head(&file.sql).any(|(_, line)| allows(line)) {
        return true;
    }
    sql::statements(&file.sql).iter().any(|statement| {
        let first = place(&file.sql, statement.first()).0;
        let last = place(&file.sql, statement.at + statement.text.len()).0;
        (first..=last).contains(&finding.line) && statement.text.lines().any(allows)
    })
}
