//! What is known of an id, for people: headed sections, wrapped to the terminal, long lists cut with a count.

use std::collections::{BTreeMap, BTreeSet};

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use sco_facts::show::{Cells, Event, Shown};
use serde_json::Value;

use super::super::terminal::{Look, Terminal, shown_width, wrapped};
use super::rows::{capital, cell, code, event_of, is_told, name, newest_first, plain, text};

/// Columns of a list that its other columns tell already.
const TOLD_OTHERWISE: &[&str] = &["url", "source_id", "in_copy", "reference_kind"];

/// The kinds of fact as sections, in the order in which they are shown; what is new and disputed comes first.
const SECTIONS: &[(&str, &str)] = &[
    ("positions", "Claims"),
    ("events", "Events"),
    ("memberships", "Standings"),
    ("offices", "Offices"),
    ("relations", "Relations"),
    ("trade_figures", "Trade"),
    ("indicators", "Numbers"),
];

/// How much of a list a terminal shows.
const SHOWN_AT_FIRST: usize = 10;

/// The page about one id.
pub(super) struct Page<'a> {
    terminal: &'a Terminal,
    id: &'a str,
    /// How many entries of a list are shown.
    most: usize,
}

/// The events whose participants and sentences a page shows: those that its facts are or belong to.
pub(super) fn events_of(shown: &Shown) -> Vec<&str> {
    let facts = shown.lists.iter().flat_map(|(_, rows)| rows);
    let ids: BTreeSet<&str> = facts.filter_map(|row| event_of(row)).collect();
    ids.into_iter().collect()
}

impl<'a> Page<'a> {
    /// A page for standard output. Where it is no terminal, nothing is wrapped or cut.
    pub(super) fn new(terminal: &'a Terminal, id: &'a str, all: bool) -> Self {
        let is_cut = terminal.is_one() && !all;
        Self {
            terminal,
            id,
            most: if is_cut { SHOWN_AT_FIRST } else { usize::MAX },
        }
    }

    /// The lines of the page.
    pub(super) fn lines(&self, shown: &Shown, events: &BTreeMap<String, Event>) -> Vec<String> {
        let mut lines = self.head(shown);
        for (heading, rows) in &shown.lists {
            let are_facts = rows.iter().all(|row| text(row, "statement").is_some());
            match *heading {
                "other names" => self.in_a_row(&mut lines, "Other names", rows, name),
                "codes" => self.in_a_row(&mut lines, "Codes", rows, code),
                _ if are_facts && rows.iter().all(|row| text(row, "kind").is_some()) => {
                    self.by_kind(&mut lines, rows, events);
                }
                heading if are_facts => {
                    let rows: Vec<&Cells> = rows.iter().collect();
                    self.facts(&mut lines, &capital(heading), &rows);
                }
                heading => self.table(&mut lines, heading, rows),
            }
        }
        lines
    }

    /// What it is, and its own columns.
    fn head(&self, shown: &Shown) -> Vec<String> {
        let columns = &shown.columns;
        let title = ["statement", "name", "title"]
            .iter()
            .find_map(|name| text(columns, name))
            .unwrap_or(self.id);
        let table = shown.heading.split(' ').next().unwrap_or_default();
        let kind = text(columns, "kind").unwrap_or(table);
        let mut lines = Vec::new();
        for line in wrapped(title, self.terminal.width()) {
            lines.push(self.terminal.styled(&line, Look::Heading));
        }
        lines.push(self.terminal.styled(
            &format!("{} · {}", kind.replace('_', " "), self.id),
            Look::Faint,
        ));
        let told: Vec<&(String, Value)> = columns
            .iter()
            .filter(|(name, value)| {
                is_told(name, table) && value.as_str() != Some(title) && name != "kind"
            })
            .collect();
        let width = told
            .iter()
            .map(|(name, _)| name.len())
            .max()
            .unwrap_or_default();
        let room = self
            .terminal
            .width()
            .map(|all| all.saturating_sub(width + 4));
        for (name, value) in told {
            for (at, line) in wrapped(&plain(value), room).iter().enumerate() {
                let name = if at == 0 {
                    name.replace('_', " ")
                } else {
                    String::new()
                };
                let name = self
                    .terminal
                    .styled(&format!("  {name:width$}  "), Look::Faint);
                lines.push(name + &self.terminal.styled(line, Look::Plain));
            }
        }
        lines
    }

    fn heading(&self, lines: &mut Vec<String>, heading: &str) {
        lines.push(String::new());
        lines.push(self.terminal.styled(heading, Look::Heading));
    }

    /// A text under a heading, indented.
    fn indented(&self, lines: &mut Vec<String>, by: usize, said: &str, look: Look) {
        let room = self.terminal.width().map(|width| width.saturating_sub(by));
        for line in wrapped(said, room) {
            lines.push(" ".repeat(by) + &self.terminal.styled(&line, look));
        }
    }

    /// Short entries, one behind the other.
    fn in_a_row(
        &self,
        lines: &mut Vec<String>,
        heading: &str,
        rows: &[Cells],
        say: fn(&[(String, Value)]) -> String,
    ) {
        self.heading(lines, heading);
        let said: Vec<String> = rows.iter().map(|row| say(row)).collect();
        self.indented(lines, 2, &said.join(", "), Look::Plain);
    }

    /// Facts of all kinds: first those that other facts contradict, then a section for each kind.
    fn by_kind(&self, lines: &mut Vec<String>, rows: &[Cells], events: &BTreeMap<String, Event>) {
        let mut disputed: Vec<&Cells> = rows
            .iter()
            .filter(|row| cell(row, "claim_group").is_some())
            .collect();
        newest_first(&mut disputed);
        if !disputed.is_empty() {
            self.facts(lines, "Where documents differ", &disputed);
        }
        let is_of_event = |row: &&Cells| event_of(row).is_some();
        let of_kind = |kind: &str| -> Vec<&Cells> {
            let mut found: Vec<&Cells> = rows
                .iter()
                .filter(|row| text(row, "kind") == Some(kind) && !is_of_event(row))
                .collect();
            newest_first(&mut found);
            found
        };
        for (kind, heading) in SECTIONS {
            if *kind == "events" {
                self.events(lines, rows.iter().filter(is_of_event).collect(), events);
                continue;
            }
            let found = of_kind(kind);
            if !found.is_empty() {
                self.facts(lines, heading, &found);
            }
        }
        let others: BTreeSet<&str> = rows
            .iter()
            .filter(|row| !is_of_event(row))
            .filter_map(|row| text(row, "kind"))
            .filter(|kind| SECTIONS.iter().all(|(known, _)| known != kind))
            .collect();
        for kind in others {
            self.facts(lines, &capital(kind), &of_kind(kind));
        }
    }

    /// Facts under a heading that counts them: each with its citation and its id.
    fn facts(&self, lines: &mut Vec<String>, heading: &str, rows: &[&Cells]) {
        let count = rows.len();
        self.heading(lines, &format!("{heading} ({count})"));
        for row in rows.iter().take(self.most) {
            self.indented(
                lines,
                2,
                text(row, "statement").unwrap_or_default(),
                Look::Plain,
            );
            self.under(lines, 4, row);
        }
        self.rest(lines, count);
    }

    /// What stands under a sentence: its tie or role, its citation, its note and its id.
    fn under(&self, lines: &mut Vec<String>, by: usize, row: &[(String, Value)]) {
        let told = [
            "link", "role", "detail", "rank", "citation", "note", "fact_id",
        ];
        let told: Vec<String> = told
            .iter()
            .filter_map(|name| cell(row, name))
            .map(plain)
            .filter(|said| said != "normal")
            .collect();
        self.indented(lines, by, &told.join(" · "), Look::Faint);
    }

    /// The events that facts are or belong to, the newest first, each with who took part under it, and the facts on
    /// how it was otherwise.
    fn events(
        &self,
        lines: &mut Vec<String>,
        mut rows: Vec<&Cells>,
        events: &BTreeMap<String, Event>,
    ) {
        newest_first(&mut rows);
        let mut order: Vec<&str> = Vec::new();
        let mut facts: BTreeMap<&str, Vec<&Cells>> = BTreeMap::new();
        for row in rows {
            let Some(event) = event_of(row) else { continue };
            facts.entry(event).or_insert_with(|| {
                order.push(event);
                Vec::new()
            });
            if text(row, "fact_id") != Some(event) {
                facts.entry(event).or_default().push(row);
            }
        }
        if order.is_empty() {
            return;
        }
        self.heading(lines, &format!("Events ({})", order.len()));
        for id in order.iter().take(self.most) {
            let event = events.get(*id);
            let statement = event.map_or(*id, |event| event.statement.as_str());
            self.indented(lines, 2, statement, Look::Plain);
            let citation = event.and_then(|event| event.citation.as_deref());
            let under: Vec<&str> = citation.into_iter().chain([*id]).collect();
            self.indented(lines, 4, &under.join(" · "), Look::Faint);
            let participants = event
                .map(|event| event.participants.as_slice())
                .unwrap_or_default();
            if !participants.is_empty() {
                self.indented(
                    lines,
                    4,
                    &format!("with {}", participants.join(", ")),
                    Look::Plain,
                );
            }
            let own: Vec<&str> = facts
                .get(id)
                .into_iter()
                .flatten()
                .filter_map(|row| text(row, "fact_id"))
                .collect();
            if !own.is_empty() {
                self.indented(
                    lines,
                    4,
                    &format!("see also {}", own.join(", ")),
                    Look::Faint,
                );
            }
        }
        self.rest(lines, order.len());
    }

    /// Says what a cut list leaves out.
    fn rest(&self, lines: &mut Vec<String>, count: usize) {
        if let Some(more) = count.checked_sub(self.most).filter(|more| *more > 0) {
            let said = format!("… and {more} more: `sco show {} --all`", self.id);
            self.indented(lines, 2, &said, Look::Faint);
        }
    }

    /// Tokens with blanks between them on a terminal, so that lines end between two.
    fn with_blanks(&self, name: &str, text: String) -> String {
        if name == "tokens" && self.terminal.is_one() {
            return text.replace('|', " | ");
        }
        text
    }

    /// Makes a column wide enough for the ids in it, within reason: one that is broken cannot be copied.
    fn keep_ids_whole(&self, table: &mut Table, at: usize, rows: &[Cells], name: &str) {
        let shown = rows.iter().take(self.most);
        let texts: Vec<String> = shown.filter_map(|row| cell(row, name).map(plain)).collect();
        let longest = texts.iter().map(|text| shown_width(text)).max();
        let most = self.terminal.width().map(|width| width * 2 / 5);
        let (Some(longest), Some(most), true) = (longest, most, name.ends_with("_id")) else {
            return;
        };
        if let Some(column) = table.column_mut(at) {
            // With the blanks beside it.
            let width = u16::try_from(longest.min(most) + 2).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        }
    }

    /// Rows with columns of their own, as a table.
    fn table(&self, lines: &mut Vec<String>, heading: &str, rows: &[Cells]) {
        self.heading(lines, &format!("{} ({})", capital(heading), rows.len()));
        let mut columns: Vec<&str> = Vec::new();
        for (name, _) in rows.iter().flatten() {
            if !columns.contains(&name.as_str()) && !TOLD_OTHERWISE.contains(&name.as_str()) {
                columns.push(name);
            }
        }
        let mut table = Table::new();
        table.load_preset(presets::NOTHING);
        if let Some(width) = self.terminal.width() {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        table.set_header(columns.iter().map(|name| name.replace('_', " ")));
        for row in rows.iter().take(self.most) {
            table.add_row(columns.iter().map(|name| {
                let text = cell(row, name).map(plain).unwrap_or_default();
                self.with_blanks(name, text)
            }));
        }
        for (at, name) in columns.iter().enumerate() {
            self.keep_ids_whole(&mut table, at, rows, name);
        }
        for (at, line) in table.to_string().lines().enumerate() {
            let look = if at == 0 { Look::Faint } else { Look::Plain };
            let line = line.trim_end();
            lines.push(
                format!(" {}", self.terminal.styled(line, look))
                    .trim_end()
                    .to_owned(),
            );
        }
        self.rest(lines, rows.len());
    }
}
