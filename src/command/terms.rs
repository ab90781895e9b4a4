//! `sco terms`.

use clap::Args;
use sco_facts::Error;
use sco_facts::vocab::TermKind;
use sco_facts::wording::name_one_of;
use serde_json::json;

use super::Shared;
use super::terminal::{Look, Terminal, wrapped};

/// List the words that facts are said in: predicates, indicators, units, topics and others, with their meanings
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco terms             all of them
  sco terms predicate   those of one kind
  sco terms topic --format json")]
pub(super) struct Arguments {
    /// Their kind, such as predicate, indicator, unit, commodity, topic
    #[arg(value_name = "KIND")]
    kind: Option<String>,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let kind = arguments.kind.as_deref();
    if let Some(kind) = kind.filter(|kind| !TermKind::WORDS.contains(kind)) {
        let help = name_one_of(kind, TermKind::WORDS);
        return Err(Error::request(format!("`{kind}` is no kind of term"), help).into());
    }
    let (seeds, problems) = shared.read_seeds()?;
    Error::unless_empty(problems)?;
    let terminal = Terminal::of_stdout();
    let mut lines = Vec::new();
    let terms = seeds.of("terms").iter();
    for term in terms.filter(|term| kind.is_none_or(|kind| term.raw("kind") == kind)) {
        let [word, of, label, meaning] =
            ["term", "kind", "label", "meaning"].map(|name| term.raw(name));
        if shared.is_json() {
            shared.print(String::new, || {
                json!({"type": "term", "term": word, "kind": of, "label": label, "meaning": meaning})
            });
            continue;
        }
        lines.push(
            terminal.styled(word, Look::Heading)
                + &terminal.styled(&format!("  {of} · {label}"), Look::Faint),
        );
        let room = terminal.width().map(|width| width.saturating_sub(4));
        lines.extend(
            wrapped(meaning, room)
                .iter()
                .map(|line| format!("    {}", terminal.styled(line, Look::Plain))),
        );
    }
    if !shared.is_json() {
        terminal.print(&lines);
    }
    Ok(())
}
