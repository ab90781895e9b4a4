//! Results on standard output: lines for people, or one JSON object a line for scripts.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use super::{Format, Shared};

/// The first error of writing, such as a full disk.
static FAILURE: OnceLock<io::Error> = OnceLock::new();

/// Writes a line of the result. A reader that has gone away is no error; any other is kept for
/// [`refuse_lost_output`].
pub(super) fn print_line(line: impl Display) {
    match writeln!(io::stdout().lock(), "{line}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            // Only the first error tells why; the others follow from it.
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

/// A path as JSON can hold it.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
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

    /// Writes a result in the form that was asked for.
    pub(super) fn print(&self, text: impl FnOnce() -> String, json: impl FnOnce() -> Value) {
        match self.format {
            Format::Text => print_line(text()),
            Format::Json => print_line(json()),
        }
    }

    /// The same for a result that `--quiet` leaves out.
    pub(super) fn print_unless_quiet(
        &self,
        text: impl FnOnce() -> String,
        json: impl FnOnce() -> Value,
    ) {
        if !self.quiet {
            self.print(text, json);
        }
    }

    /// Writes a line for people alone, unless `--quiet`.
    pub(super) fn print_text_unless_quiet(&self, text: impl FnOnce() -> String) {
        if !self.quiet && !self.is_json() {
            print_line(text());
        }
    }
}
