//! The options that name what is read: which command has a use for which of them. A command refuses those that it
//! has none for, and its help leaves them out.

use clap::{Arg, ArgMatches, Command, CommandFactory, FromArgMatches, parser::ValueSource};
use sco_facts::Error;

use super::Cli;

/// All of them, by the names of their arguments.
const OPTIONS: [&str; 3] = ["db", "seeds", "wait"];

const ALL: &[&str] = &OPTIONS;
const DATABASE: &[&str] = &["db", "wait"];
const SEEDS: &[&str] = &["seeds"];
const FOLDER: &[&str] = &["wait"];
const NONE: &[&str] = &[];

/// What each command uses of them. What is not named uses what the command above it uses.
const USES: &[(&str, &[&str])] = &[
    ("build", ALL),
    ("check", SEEDS),
    ("verify", ALL),
    ("cite", ALL),
    ("diff", FOLDER),
    ("export", DATABASE),
    ("import", DATABASE),
    ("migrate", DATABASE),
    ("migrate new", FOLDER),
    ("migrate lint", NONE),
    ("template", SEEDS),
    ("search", DATABASE),
    ("show", DATABASE),
    ("open", ALL),
    ("terms", SEEDS),
    ("completions", NONE),
    ("man", NONE),
];

/// What to do instead, where there is more to say than to leave the option out.
const INSTEAD: &[(&str, &str, &str)] = &[
    ("diff", "db", "name the database as OLD or NEW"),
    ("diff", "seeds", "name the folder of seeds as OLD or NEW"),
    (
        "check",
        "db",
        "the rules are for seeds, whose folder `--seeds` names",
    ),
    (
        "export",
        "seeds",
        "exports are made of the database, into which `sco build --seeds DIR` brings seeds",
    ),
    (
        "import",
        "seeds",
        "name the files of your facts behind `sco import facts`",
    ),
];

/// Reads a whole number, and says what one is where it is none.
pub(super) fn whole_number<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    let wrong = |_| "write a whole number, such as 20".to_owned();
    text.parse().map_err(wrong)
}

/// The program with its commands, each with the options that it uses.
pub(super) fn program() -> Command {
    let program = Cli::command();
    let shared: Vec<Arg> = program.get_arguments().cloned().collect();
    each_below(program, &shared, "", NONE)
}

fn each_below(
    command: Command,
    shared: &[Arg],
    path: &str,
    above: &'static [&'static str],
) -> Command {
    command.mut_subcommands(|below| {
        let path = format!("{path} {}", below.get_name());
        let used = uses(path.trim_start()).unwrap_or(above);
        let is_unused = |arg: &&Arg| {
            let option = arg.get_id().as_str();
            OPTIONS.contains(&option) && !used.contains(&option)
        };
        let unused = shared.iter().filter(is_unused);
        let below = below.args(unused.map(|arg| arg.clone().hide(true)));
        each_below(below, shared, &path, used)
    })
}

fn uses(path: &str) -> Option<&'static [&'static str]> {
    let found = USES.iter().find(|(command, _)| *command == path);
    found.map(|(_, used)| *used)
}

/// Reads the command line.
pub(crate) fn parse() -> Result<Cli, clap::Error> {
    let mut program = program();
    let matches = program.try_get_matches_from_mut(std::env::args_os())?;
    let mut cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut program))?;
    cli.unused = unused(&matches);
    Ok(cli)
}

/// An option that was typed, and the command that has no use for it.
#[derive(Debug)]
pub(super) struct Unused {
    command: String,
    option: &'static str,
}

fn unused(matches: &ArgMatches) -> Option<Unused> {
    let typed: Vec<&str> = OPTIONS
        .into_iter()
        .filter(|option| is_typed(matches, option))
        .collect();
    let (mut path, mut used, mut at) = (Vec::new(), NONE, matches);
    while let Some((name, below)) = at.subcommand() {
        path.push(name);
        used = uses(&path.join(" ")).unwrap_or(used);
        at = below;
    }
    let option = typed.into_iter().find(|option| !used.contains(option))?;
    let option = OPTIONS.into_iter().find(|known| *known == option)?;
    Some(Unused {
        command: path.join(" "),
        option,
    })
}

/// Whether an option was typed, before or behind the name of the command.
fn is_typed(matches: &ArgMatches, option: &str) -> bool {
    let is_here = matches.try_contains_id(option).unwrap_or(false)
        && matches.value_source(option) == Some(ValueSource::CommandLine);
    let below = matches.subcommand();
    is_here || below.is_some_and(|(_, below)| is_typed(below, option))
}

/// Fails for an option that the command has no use for.
pub(super) fn refuse_unused(cli: &Cli) -> Result<(), Error> {
    let Some(Unused { command, option }) = &cli.unused else {
        return Ok(());
    };
    let top = command.split(' ').next().unwrap_or_default();
    let instead = INSTEAD
        .iter()
        .find(|(of, what, _)| *of == top && what == option);
    Err(Error::request(
        format!("`sco {command}` has no use for `--{option}`"),
        instead.map_or("leave it out", |(_, _, help)| help),
    ))
}

/// Fails where a command is told of a database and of seeds, and reads one of them alone.
pub(super) fn refuse_both(db: bool, seeds: bool, wait: bool) -> Result<(), Error> {
    if db && seeds {
        return Err(Error::request(
            "`--db` and `--seeds` name two places to read from",
            "leave one of them out",
        ));
    }
    if wait && seeds {
        return Err(Error::request(
            "`--wait` is for a database, and `--seeds` names a folder",
            "leave one of them out",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_says_what_it_uses() {
        for command in Cli::command().get_subcommands() {
            assert!(uses(command.get_name()).is_some(), "{}", command.get_name());
        }
    }
}
