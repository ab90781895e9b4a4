//! What standard output is: a terminal with a width and colours, or anything else, which gets plain lines.

use std::borrow::Cow;
use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};

use anstyle::{AnsiColor, Style};
use console::Term;

pub(super) use super::fold::{beside, folded, letter_width, shown_width, wrapped};
use super::output::{print_styled, visible};

/// The look of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Heading,
    Faint,
    Found,
}

impl Look {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Heading => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Found => Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
        }
    }
}

/// Standard output, as results for people are written to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    /// Its width and height, if it is a terminal.
    size: Option<(usize, usize)>,
    has_colour: bool,
}

impl Terminal {
    /// What standard output is at present. `NO_COLOR` and `TERM=dumb` switch colours off.
    pub(super) fn of_stdout() -> Self {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_terminal = std::io::stdout().is_terminal();
        let (height, width) = Term::stdout().size_checked().unwrap_or((24, 80));
        let is_dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
        Self {
            size: is_terminal.then(|| (usize::from(width).max(20), usize::from(height))),
            has_colour: is_terminal && !is_set("NO_COLOR") && !is_dumb,
        }
    }

    pub(super) fn is_one(&self) -> bool {
        self.size.is_some()
    }

    /// The width to which text is wrapped; none where it is not wrapped. Very long lines are hard to read, whatever
    /// the width of the terminal.
    pub(super) fn width(&self) -> Option<usize> {
        const WIDEST: usize = 160;
        self.size.map(|(width, _)| width.min(WIDEST))
    }

    /// A text with its control characters as escapes, and in its look on a terminal with colours.
    pub(super) fn styled(&self, text: &str, look: Look) -> String {
        let text = visible(text);
        if !self.has_colour || look == Look::Plain || text.is_empty() {
            return text;
        }
        let style = look.style();
        format!("{style}{text}{style:#}")
    }

    /// Writes lines that are styled already, through the user's pager if they are more than the terminal has room for.
    pub(super) fn print(&self, lines: &[String]) {
        let text = lines.join("\n");
        let is_long = self
            .size
            .is_some_and(|(_, height)| lines.len() + 1 > height);
        if !(is_long && page(&text)) {
            print_styled(&text);
        }
    }
}

/// Gives a text to the pager; false if there is none, so that nothing was shown.
fn page(text: &str) -> bool {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let mut words = pager.split_whitespace();
    let Some(program) = words.next().filter(|program| *program != "cat") else {
        return false;
    };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else {
        return false;
    };
    if let Some(mut input) = child.stdin.take() {
        // A reader who leaves the pager early closes the pipe, which is no error.
        let _ = writeln!(input, "{text}");
    }
    child.wait().is_ok()
}

/// A text cut to a width, with an ellipsis where something is left out.
pub(super) fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if shown_width(text) <= width {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if shown_width(&kept) + letter_width(letter) + 1 > width {
            break;
        }
        kept.push(letter);
    }
    Cow::Owned(kept + "…")
}
