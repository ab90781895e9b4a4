//! How results are written: lines for people or one JSON object a line for scripts, on standard output.

use std::fmt::Display;
use std::io::{self, Write};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use super::{Format, Shared};

/// Writes a line of the result; a reader that has gone away is no error.
pub(super) fn say(line: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{line}");
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
    pub(super) fn say(&self, text: impl FnOnce() -> String, json: impl FnOnce() -> Value) {
        match self.format {
            Format::Text => say(text()),
            Format::Json => say(json()),
        }
    }

    /// The same for a result that `--quiet` leaves out.
    pub(super) fn say_unless_quiet(
        &self,
        text: impl FnOnce() -> String,
        json: impl FnOnce() -> Value,
    ) {
        if !self.quiet {
            self.say(text, json);
        }
    }

    /// Writes a line for people alone, unless `--quiet`.
    pub(super) fn tell(&self, text: impl FnOnce() -> String) {
        if !self.quiet && !self.is_json() {
            say(text());
        }
    }
}
