//! `sco search`.

use std::mem::ManuallyDrop;

use clap::Args;
use sco_facts::search::{Answer, BEGIN_MARK, END_MARK, Found, Hit, Question, marked, search};
use serde_json::json;

use super::Shared;
use super::options::whole_number;
use super::output::{object, print_to_stderr};
use super::terminal::{Look, Terminal, wrapped};

/// Find facts, names, titles and passages by their words, names, codes and ids, best first
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco search KGZ                            a code; so are US, RUS, 417
  sco search Xi Jinping Astana              all words, in any order or script
  sco search '\"Shanghai Spirit\"'            words that follow each other
  sco search Astana OR Dushanbe
  sco search India NOT Pakistan
  sco search kind:events year:2012 summit   also source: and about:kaz
  sco search 88.9                           a number
  sco search Grieger 2015                   a label; any id does as well")]
pub(super) struct Arguments {
    /// Words that must all occur, or beginnings of words; "phrases", OR, NOT, kind:, year:, source:, about:
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Show no more than this many
    #[arg(long, value_name = "N", default_value_t = 20, conflicts_with = "all",
        value_parser = whole_number::<u32>, allow_negative_numbers = true)]
    limit: u32,
    /// Show all that is found
    #[arg(long)]
    all: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let question = Question::read(&arguments.words)?;
    let limit = (!arguments.all).then_some(arguments.limit);
    // Not closed: the program ends soon, and the system takes back at once what SQLite would give back piece by piece.
    let connection = ManuallyDrop::new(shared.open_to_read()?);
    let found = search(&connection, question, limit)?;
    if shared.is_json() {
        print_objects(shared, &found);
        return Ok(());
    }
    let terminal = Terminal::of_stdout();
    if terminal.is_one() {
        let mut lines = blocks(&terminal, &found)?;
        if !shared.quiet {
            let count = (found.total > 0).then(|| count(&found));
            let remarks = [remark(&found), count].into_iter().flatten();
            lines.extend(remarks.map(|line| terminal.styled(&line, Look::Faint)));
        }
        terminal.print(&lines);
        return Ok(());
    }
    if let Some(remark) = remark(&found).filter(|_| !shared.quiet && !found.hits.is_empty()) {
        print_to_stderr(remark);
    }
    for hit in &found.hits {
        shared.print(|| line(hit), || object("hit", hit));
    }
    if !shared.quiet && found.total == 0 {
        shared.print_text_unless_quiet(|| nothing(&found));
    } else if !shared.quiet && found.hits.len() < found.total {
        print_to_stderr(count(&found));
    }
    Ok(())
}

/// An object for each hit, and one that says how many there are and what they answer.
fn print_objects(shared: &Shared, found: &Found) {
    for hit in &found.hits {
        shared.print(String::new, || object("hit", hit));
    }
    let (answer, spelt) = match &found.answer {
        Answer::All => ("all words", None),
        Answer::Spelt(spelt) => ("other spelling", Some(spelt)),
        Answer::Most => ("most words", None),
        Answer::Nothing => ("nothing", None),
    };
    shared.print_unless_quiet(String::new, || {
        json!({
            "type": "found", "shown": found.hits.len(), "total": found.total, "holds": answer,
            "searched_for": spelt, "near": found.near,
        })
    });
}

/// A hit in one line, for pipes.
fn line(hit: &Hit) -> String {
    match &hit.citation {
        Some(citation) => format!("{}: {} ({citation})", hit.id, hit.heading),
        None => format!("{}: {}", hit.id, hit.heading),
    }
}

/// The hits for a terminal: what was found, wrapped and with its words marked, and under it what and where it is.
fn blocks(terminal: &Terminal, found: &Found) -> anyhow::Result<Vec<String>> {
    let headings: Vec<&str> = found.hits.iter().map(|hit| hit.heading.as_str()).collect();
    let mut lines = Vec::new();
    for (hit, heading) in found.hits.iter().zip(marked(&found.question, &headings)?) {
        let mut is_marked = false;
        for line in wrapped(&heading, terminal.width()) {
            lines.push(styled_line(terminal, &line, &mut is_marked));
        }
        let about: Vec<&str> = [
            Some(hit.id.as_str()),
            Some(hit.kind.as_str()),
            hit.citation.as_deref(),
        ]
        .into_iter()
        .flatten()
        .collect();
        let width = terminal.width().map(|width| width.saturating_sub(2));
        for line in wrapped(&about.join(" · "), width) {
            lines.push(terminal.styled(&format!("  {line}"), Look::Faint));
        }
    }
    Ok(lines)
}

/// A line with the looks that its marks ask for; a mark may be opened in the line before.
fn styled_line(terminal: &Terminal, line: &str, is_marked: &mut bool) -> String {
    let mut styled = String::new();
    for piece in line.split_inclusive([BEGIN_MARK, END_MARK]) {
        let text = piece.trim_end_matches([BEGIN_MARK, END_MARK]);
        let look = if *is_marked { Look::Found } else { Look::Plain };
        styled.push_str(&terminal.styled(text, look));
        if text.len() < piece.len() {
            *is_marked = piece.ends_with(BEGIN_MARK);
        }
    }
    styled
}

/// What has to be said of an answer that is not the one that was asked for.
fn remark(found: &Found) -> Option<String> {
    match &found.answer {
        Answer::All if found.near.is_empty() => None,
        Answer::All => Some(format!("did you mean {}?", found.near.join(" or "))),
        Answer::Spelt(spelt) => Some(format!(
            "nothing holds the words as typed; this is found for: {spelt}"
        )),
        Answer::Most => Some("nothing holds all words; this holds most of them".to_owned()),
        Answer::Nothing => Some(nothing(found)),
    }
}

fn nothing(found: &Found) -> String {
    if found.near.is_empty() {
        return "nothing found".to_owned();
    }
    format!("nothing found; did you mean {}?", found.near.join(", "))
}

fn count(found: &Found) -> String {
    let (shown, total) = (found.hits.len(), found.total);
    if shown < total {
        format!("{shown} of {total}; `--all` shows all")
    } else {
        format!("{total} found")
    }
}
