//! Finds dangerous statements in migrations: by running the migrations on an empty database in memory, where SQLite
//! reports their actions, and by looking at their tokens.

mod record;
mod rules;
mod standing;

pub use record::Record;
use serde::Serialize;

use self::standing::Broken;
use super::defining_statement::Defining;
use super::effect::Effect;
use super::head::{Announcements, head};
use super::history;
use super::loss::Loss;
use super::rule::Rule;
use super::run::{Fault, Stopped, end_file, run_statement};
use super::sandbox::Sandbox;
use super::set::{File, Flaw, Set};
use super::sql::{self, Statement, place};
use crate::complaint::Complaint;
use crate::db::{self, Queries};
use crate::error::Error;

/// Something dangerous in a migration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The rule.
    pub rule: Rule,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A view to which a migration gives another definition. That is no finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ViewChange {
    /// The file.
    pub file: String,
    /// The view.
    pub view: String,
    /// Its definition now.
    pub now: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linted {
    /// What is dangerous.
    pub findings: Vec<Finding>,
    /// What is only shown, of migrations that are not recorded yet.
    pub views_changed: Vec<ViewChange>,
}

/// Applies every rule; the record is that of the folder, where there is one.
pub fn lint(set: &Set, record: Option<&Record>) -> Result<Linted, Error> {
    let mut findings: Vec<Finding> = set.flaws().map(of_flaw).collect();
    rules::numbers(set, &mut findings);
    for file in &set.files {
        rules::file(file, &mut findings);
    }
    if let Some(record) = record {
        record.compare(set, &mut findings);
    }
    let mut views_changed = Vec::new();
    run_on_empty_database(set, &mut findings, &mut views_changed)?;
    let is_recorded = |file: &File| record.is_some_and(|record| record.holds(file));
    views_changed.retain(|change| {
        let mut files = set.files.iter();
        !files.any(|file| file.path == change.file && is_recorded(file))
    });
    findings.retain(|finding| !is_allowed(set, finding));
    findings.sort();
    Ok(Linted {
        findings,
        views_changed,
    })
}

fn of_flaw(flaw: &Flaw) -> Finding {
    Finding {
        file: flaw.path.clone(),
        line: flaw.line,
        rule: Rule::File,
        message: flaw.message.clone(),
        help: flaw.help.clone(),
    }
}

/// Runs the migrations on an empty database, and reports what they lose and what is refused. It stops after a
/// refusal, since later statements may need what the refused one would have made.
fn run_on_empty_database(
    set: &Set,
    findings: &mut Vec<Finding>,
    views_changed: &mut Vec<ViewChange>,
) -> Result<(), Error> {
    let mut connection = db::open_in_memory()?;
    let sandbox = Sandbox::install(&mut connection)?;
    connection.run_all("begin in memory", "BEGIN")?;
    history::create(&connection)?;
    let mut effect = Effect::begin(&connection, &sandbox, None)?;
    let mut broken = Broken::default();
    for file in &set.files {
        let (announced, wrong) = Announcements::of_lines(file);
        for (line, Complaint { message, help }) in wrong {
            findings.push(finding(file, line, Rule::Expect, message, &help));
        }
        effect.begin_file(&connection, file)?;
        for statement in &sql::statements(&file.sql) {
            sandbox.take_functions();
            let line = place(&file.sql, statement.first()).0;
            let ran = run_statement(&connection, &sandbox, file, statement, Some(&mut effect));
            if !went_well(ran, file, line, findings)? {
                if !may_be_left_out(set, statement, findings) {
                    return Ok(());
                }
                continue;
            }
            rules::functions(file, statement, &sandbox.take_functions(), findings);
        }
        if !went_well(end_file(&connection, &sandbox, file), file, 1, findings)? {
            return Ok(());
        }
        let losses = effect.end_file(&connection)?;
        lost(file, &announced, &losses, &effect, findings);
        let changed = losses.iter().filter_map(Loss::changed_view);
        views_changed.extend(changed.map(|(view, now)| ViewChange {
            file: file.path.clone(),
            view: view.name.clone(),
            now: now.to_owned(),
        }));
        broken.follow(&connection, file)?;
    }
    broken.report(findings);
    if let Some(last) = set.files.last() {
        standing::dangling(&connection, last, findings)?;
    }
    Ok(())
}

/// True if the statement that was refused last works on rows and `lint-allow` lets it fail on an empty database.
/// Later statements do not depend on it.
fn may_be_left_out(set: &Set, statement: &Statement<'_>, findings: &[Finding]) -> bool {
    findings
        .last()
        .is_some_and(|last| last.rule == Rule::Refused && is_allowed(set, last))
        && Defining::of(statement.text).is_none()
}

/// Reports a fault, if there is one; returns true if there is none.
fn went_well(
    ran: Result<(), Stopped>,
    file: &File,
    line: usize,
    findings: &mut Vec<Finding>,
) -> Result<bool, Error> {
    match ran {
        Ok(()) => Ok(true),
        Err(Stopped::Error(error)) => Err(error),
        Err(Stopped::Fault(fault)) => {
            let Fault {
                rule,
                complaint,
                place,
                ..
            } = *fault;
            let line = place.map_or(line, |(line, _)| line);
            let Complaint { message, mut help } = complaint;
            if help.is_empty() {
                "correct the statement; `sco migrate up` would refuse it, at least on a new database, which has no rows".clone_into(&mut help);
            }
            findings.push(finding(file, line, rule, message, &help));
            Ok(false)
        }
    }
}

fn lost(
    file: &File,
    announced: &Announcements,
    losses: &[Loss],
    effect: &Effect,
    findings: &mut Vec<Finding>,
) {
    let is_refused = |loss: &&Loss| !announced.cover(loss) && loss.changed_view().is_none();
    for loss in losses.iter().filter(is_refused) {
        let help = format!(
            "recreate it, or write `-- expect: {}` in the head",
            loss.announcement()
        );
        findings.push(finding(file, 1, Rule::Lost, loss.to_string(), &help));
    }
    for (line, words) in announced.unfulfilled(losses, |one| effect.excuses(one)) {
        let message = format!("`{words}` is expected, but does not happen");
        findings.push(finding(
            file,
            line,
            Rule::Expect,
            message,
            "remove the line",
        ));
    }
}

fn finding(file: &File, line: usize, rule: Rule, message: String, help: &str) -> Finding {
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
            words.next() == Some(finding.rule.name()) && words.next().is_some()
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
