//! A line on a terminal that says what takes long, and for how long already.

use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::Shared;

/// What ends in this time has no line.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the line moves.
const TICK: Duration = Duration::from_millis(120);

/// Runs something that may take long. If it takes longer than a second, a line on standard error says so where that is
/// a terminal; nothing is written elsewhere, nor with `--quiet`. The line is gone when the work is done.
pub(super) fn waiting<T>(shared: &Shared, doing: &'static str, work: impl FnOnce() -> T) -> T {
    let _line = (!shared.quiet && std::io::stderr().is_terminal()).then(|| Line::begin(doing));
    work()
}

/// The line, which is shown by a thread until it is dropped.
struct Line {
    end: Option<Sender<()>>,
    shown: Option<JoinHandle<()>>,
}

impl Line {
    fn begin(doing: &'static str) -> Self {
        let (end, ended) = channel();
        let shown = std::thread::spawn(move || {
            if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new_spinner()
                .with_style(style())
                .with_elapsed(PATIENCE)
                .with_message(doing);
            bar.enable_steady_tick(TICK);
            // The other end is dropped and never sends, so that this is an error, and the end.
            let _ = ended.recv();
            bar.finish_and_clear();
        });
        Self {
            end: Some(end),
            shown: Some(shown),
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.end.take();
        if let Some(shown) = self.shown.take() {
            // A thread that panicked has said so, and the work itself is done.
            let _ = shown.join();
        }
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg}, {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
}
