//! Results on standard output: lines for people, or one JSON object a line for scripts.

use std::fmt::{Display, Write as _};
use std::io::{self, ErrorKind, Write};
use std::sync::OnceLock;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use super::fold::{folded, width_of_stderr, width_of_stdout};
use super::{Format, Shared};

/// The first error of writing, such as a full disk.
static FAILURE: OnceLock<io::Error> = OnceLock::new();

/// Writes a line of the result, with control characters as escapes. A closed pipe is no error; any other error of
/// writing is kept for [`refuse_lost_output`].
pub(super) fn print_line(line: impl Display) {
    write_line(&visible(&line.to_string()));
}

/// Writes a line of the result for people: where standard output is a terminal, folded to its width.
pub(super) fn print_folded(line: impl Display) {
    write_line(&folded(&visible(&line.to_string()), width_of_stdout()));
}

/// Writes a line in which names of the database stand: one with a line break in it stays on the line.
pub(super) fn print_entry(line: impl Display) {
    print_folded(on_its_line(&line.to_string()));
}

/// A text with `\n` and `\r` for its line breaks.
pub(super) fn on_its_line(text: &str) -> String {
    text.replace('\r', "\\r").replace('\n', "\\n")
}

/// A text in which control characters, and those that change the direction of writing or that some readers take for
/// the end of a line, are replaced by JSON escapes such as `\u001b`. Line breaks, of Windows too, and tabs stay.
pub(super) fn visible(text: &str) -> String {
    if !text.contains(steers) {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let ends_line = character == '\r' && characters.peek() == Some(&'\n');
        if steers(character) && !ends_line {
            let _ = write!(shown, "\\u{:04x}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown
}

fn steers(character: char) -> bool {
    let breaks_lines = character == '\n' || character == '\t';
    let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // Python's `splitlines` ends a line at these, and at the control characters U+000B, U+000C, U+001C to U+001E and
    // U+0085.
    let divides = matches!(character, '\u{2028}' | '\u{2029}');
    turns || divides || character.is_control() && !breaks_lines
}

/// Writes a line for people to standard error, with control characters as escapes, and folded where that is a terminal. A failure is ignored, since it
/// could not be reported anywhere.
pub(super) fn print_to_stderr(line: impl Display) {
    let line = folded(&visible(&line.to_string()), width_of_stderr());
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes a note for people to standard error, also with `--quiet`.
pub(super) fn print_note(note: impl Display) {
    print_to_stderr(format!("note: {note}"));
}

/// Writes lines that have their control characters as escapes already, and their looks.
pub(super) fn print_styled(lines: &str) {
    write_line(lines);
}

/// Writes notes for people to standard error, also with `--quiet`.
pub(super) fn print_notes(notes: &[String]) {
    for note in notes {
        print_note(note);
    }
}

fn write_line(line: &str) {
    match writeln!(io::stdout().lock(), "{line}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            // Only the first error is kept; the others follow from it.
            let _ = FAILURE.set(error);
        }
        _ => {}
    }
}

/// Fails if a line of the result could not be written.
pub(super) fn refuse_lost_output() -> anyhow::Result<()> {
    match FAILURE.get() {
        Some(error) => anyhow::bail!("could not write to standard output: {error}"),
        None => Ok(()),
    }
}

/// A serialised object with its type.
pub(super) fn object(kind: &str, fields: &impl Serialize) -> Value {
    let mut value = json!(fields);
    value["type"] = kind.into();
    value
}

/// A time in whole milliseconds.
pub(super) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl Shared {
    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Writes a result in the form that was asked for, folded for people on a terminal.
    pub(super) fn print(&self, text: impl FnOnce() -> String, json: impl FnOnce() -> Value) {
        match self.format {
            Format::Text | Format::Markdown => print_folded(text()),
            Format::Json => print_line(json()),
        }
    }

    /// Writes a result in the form that was asked for, the text as it stands: for what is copied or read by programs.
    pub(super) fn print_exactly(
        &self,
        text: impl FnOnce() -> String,
        json: impl FnOnce() -> Value,
    ) {
        match self.format {
            Format::Text | Format::Markdown => print_line(text()),
            Format::Json => print_line(json()),
        }
    }

    /// Writes a result in the form that was asked for, unless `--quiet`.
    pub(super) fn print_unless_quiet(
        &self,
        text: impl FnOnce() -> String,
        json: impl FnOnce() -> Value,
    ) {
        if !self.quiet {
            self.print(text, json);
        }
    }

    /// Writes a line only for people, unless `--quiet`; with `--format json` nothing is written.
    pub(super) fn print_text_unless_quiet(&self, text: impl FnOnce() -> String) {
        if !self.quiet && !self.is_json() {
            print_folded(text());
        }
    }
}
