//! Prints errors for people and scripts, and chooses the exit code.

use std::process::ExitCode;

use sco_facts::complaint::Complaint;
use sco_facts::passages::verify::VerifyError;
use sco_facts::{Error, Problem};
use serde_json::{Value, json};

use super::output::{object, print_line, print_to_stderr};
use super::terminal::{Terminal, folded};
use super::{Cli, Command, Format};

/// The data is bad or something is out of date: a person should edit.
const BAD_DATA: u8 = 1;
/// The command could not run.
const FAILED: u8 = 2;

/// Prints the problems or the error; returns the exit code.
pub(crate) fn report(cli: &Cli, error: &anyhow::Error) -> ExitCode {
    let known = error.downcast_ref::<Error>();
    if let Some(Error::Problems(problems)) = known {
        print_problems(cli, problems);
    } else if cli.shared.is_json() {
        print_line(known.map_or_else(
            || json!({"type": "error", "message": format!("{error:#}"), "help": ""}),
            of_error,
        ));
    }
    let told = match known {
        // The chain of causes ends with that of the system, which has no remedy.
        Some(file @ (Error::File { .. } | Error::Copies(VerifyError::Unreadable { .. }))) => {
            Complaint::new(format!("{error:#}"), file.complaint().help)
        }
        // It tells its cause itself.
        Some(sql @ Error::Sql { .. }) => sql.complaint(),
        _ => Complaint::new(format!("{error:#}"), ""),
    };
    print_to_stderr(format!("error: {told}"));
    ExitCode::from(known.map_or(FAILED, exit_code))
}

/// Prints what is wrong with the command line, or the help that was asked for; returns the exit code. Since the
/// arguments could not be parsed, `--format` is looked up in their text.
pub(crate) fn report_usage(error: &clap::Error) -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let wants_json = arguments.iter().any(|argument| argument == "--format=json")
        || arguments
            .windows(2)
            .any(|pair| pair[0] == "--format" && pair[1] == "json");
    if wants_json && error.use_stderr() {
        let text = error.to_string();
        let (message, help) = text.split_once("\n\n").unwrap_or((&text, ""));
        let message = message.trim().trim_start_matches("error: ");
        print_line(json!({"type": "error", "message": message, "help": help.trim()}));
    }
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(FAILED))
}

/// The exit code of an error. The match names every variant, so that a new one needs a decision here.
fn exit_code(error: &Error) -> u8 {
    match error {
        Error::Problems(_)
        | Error::Stale { .. }
        | Error::Unconfirmed(_)
        | Error::Unread(_)
        | Error::Misplaced(_)
        | Error::Uncovered(_)
        | Error::Unsettled(_)
        | Error::Differs { .. } => BAD_DATA,
        Error::File { .. }
        | Error::Sql { .. }
        | Error::Interrupted
        | Error::Database(_)
        | Error::Migrations(_)
        | Error::Copies(_)
        | Error::Refused(_)
        | Error::Request(_) => FAILED,
    }
}

/// An error for a script, with the remedy as a field of its own; where it is made of several faults, each
/// with its remedy.
fn of_error(error: &Error) -> Value {
    let pair = |one: Complaint| json!({"message": one.message, "help": one.help});
    let mut object = pair(error.complaint());
    object["type"] = "error".into();
    let faults: Vec<Value> = error.faults().into_iter().map(pair).collect();
    if !faults.is_empty() {
        object["faults"] = faults.into();
    }
    object
}

/// Prints problems to standard output for `check`, whose result they are, and with `--format json`; otherwise to
/// standard error.
fn print_problems(cli: &Cli, problems: &[Problem]) {
    let are_result = matches!(cli.command, Command::Check(_));
    for problem in problems {
        match cli.shared.format {
            Format::Json => print_line(object("problem", problem)),
            Format::Text | Format::Markdown if are_result => {
                let width = Terminal::of_stdout().width();
                print_line(folded(&problem.to_string(), width));
            }
            Format::Text | Format::Markdown => print_to_stderr(problem),
        }
    }
}
