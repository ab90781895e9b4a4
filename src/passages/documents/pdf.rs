//! The text of a PDF, by the program `pdftotext` of Poppler or Xpdf, where it is installed.
//!
//! It runs as a process of its own, with limits to its time and to its output: a PDF is a program for a machine that
//! others wrote.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::{LONGEST, too_long};
use crate::complaint::Complaint;

/// The longest that the program may take for a file.
const PATIENCE: Duration = Duration::from_mins(1);

/// The text of a PDF in the order in which it was written, with a form feed at the end of each page. That order keeps
/// columns apart; the layout of the page would mix them line by line.
pub(super) fn text(path: &Path, program: Option<&Path>) -> Result<String, Complaint> {
    let program = program.unwrap_or_else(|| Path::new("pdftotext"));
    let mut child = Command::new(program)
        .args(["-raw", "-q", "-enc", "UTF-8"])
        .args([argument(path).as_os_str(), OsStr::new("-")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|_| absent(program))?;
    let written = piped(child.stdout.take());
    let said = piped(child.stderr.take());
    let ended = ended(&mut child);
    let written = written.recv().unwrap_or_default();
    if written.len() as u64 > LONGEST {
        return Err(too_long());
    }
    match ended {
        None => Err(Complaint::new(
            format!(
                "a PDF for which pdftotext takes longer than {} s",
                PATIENCE.as_secs()
            ),
            "save its text, or the pages of the document alone",
        )),
        Some(false) => Err(failed(&said.recv().unwrap_or_default())),
        Some(true) => Ok(String::from_utf8_lossy(&written).into_owned()),
    }
}

/// A path that the program cannot take for an option.
fn argument(path: &Path) -> std::path::PathBuf {
    if path.is_absolute() {
        path.to_owned()
    } else {
        Path::new(".").join(path)
    }
}

/// Reads a pipe to its end, or up to what is too long.
fn piped(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            // What was written before an error is still text.
            let _ = pipe.take(LONGEST + 1).read_to_end(&mut bytes);
        }
        let _ = sender.send(bytes);
    });
    receiver
}

/// Waits for the program: whether it succeeded, or none when it took too long and was ended.
fn ended(child: &mut Child) -> Option<bool> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    while started.elapsed() < PATIENCE {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) => thread::sleep(pause),
            Err(_) => break,
        }
        pause = (pause * 2).min(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

fn absent(program: &Path) -> Complaint {
    Complaint::new(
        format!("a PDF, and {} is not installed", program.display()),
        "install poppler-utils (in Homebrew: poppler), or save its text",
    )
}

fn failed(said: &[u8]) -> Complaint {
    let said = String::from_utf8_lossy(said);
    let first = said.lines().next().unwrap_or("no reason given").trim();
    let first: String = first.chars().take(200).collect();
    Complaint::new(
        format!("a PDF that pdftotext cannot read: {first}"),
        "save it again without a password, or save its text",
    )
}
