//! The program: reads the command line, runs the command, reports what went wrong.

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match command::parse() {
        Ok(cli) => cli,
        Err(error) => return command::report_usage(&error),
    };
    match command::run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => command::report(&cli, &error),
    }
}
