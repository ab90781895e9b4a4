//! What a person and a script see of an error, and the exit code.

use std::process::ExitCode;

use sco_facts::complaint::Complaint;
use sco_facts::{Error, Problem};
use serde_json::{Value, json};

use super::output::{object, print_line, visible};
use super::{Cli, Command, Format};

/// The data is bad or something is out of date: a person should edit.
const BAD_DATA: u8 = 1;
/// The command could not run.
const FAILED: u8 = 2;

/// Prints the problems or the error; returns the exit code.
pub(crate) fn report(cli: &Cli, error: &anyhow::Error) -> ExitCode {
    let code = match error.downcast_ref() {
        Some(Error::Problems(problems)) => {
            print_problems(cli, problems);
            BAD_DATA
        }
        Some(
            Error::Stale(_) | Error::Unconfirmed(_) | Error::Uncovered(_) | Error::Unsettled(_),
        ) => BAD_DATA,
        _ => FAILED,
    };
    if cli.shared.is_json() && code == FAILED {
        print_line(of_error(error));
    }
    eprintln!("error: {}", visible(&format!("{error:#}")));
    ExitCode::from(code)
}

/// An error for a script; where the remedy is known, as a field of its own.
fn of_error(error: &anyhow::Error) -> Value {
    match error.downcast_ref() {
        Some(
            Error::Database(Complaint { message, help })
            | Error::Request(Complaint { message, help }),
        ) => {
            json!({"type": "error", "message": message, "help": help})
        }
        Some(Error::Migrations(refusal)) => json!({
            "type": "error",
            "message": refusal.to_string(),
            "faults": refusal.faults.iter().map(|fault| json!({"message": fault.message, "help": fault.help})).collect::<Vec<_>>(),
        }),
        _ => json!({"type": "error", "message": format!("{error:#}")}),
    }
}

/// For `check` the problems are the result, and for a script of every command. Else they go to standard
/// error.
fn print_problems(cli: &Cli, problems: &[Problem]) {
    let are_result = matches!(cli.command, Command::Check(_));
    for problem in problems {
        match cli.shared.format {
            Format::Json => print_line(object("problem", problem)),
            Format::Text if are_result => print_line(problem),
            Format::Text => eprintln!("{}", visible(&problem.to_string())),
        }
    }
}
