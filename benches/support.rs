//! Times two programs in turn on the same work: medians of wall time, greatest peak of memory, the ratio.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4;

/// One way to do the work.
pub(crate) struct Way<'a> {
    /// What the table calls it.
    pub(crate) name: &'a str,
    /// Makes the command; whatever it clears away first is not timed.
    pub(crate) command: Box<dyn Fn() -> Command + 'a>,
}

/// Seconds and MiB of each run.
#[derive(Default)]
struct Runs {
    seconds: Vec<f64>,
    mebibytes: f64,
}

/// Runs both ways in turn and prints the table.
pub(crate) fn compare(work: &str, aim: f64, rounds: usize, ours: &Way<'_>, peer: &Way<'_>) {
    let (mut our_runs, mut peer_runs) = (Runs::default(), Runs::default());
    for _ in 0..rounds {
        our_runs.take(ours);
        peer_runs.take(peer);
    }
    let (our_time, peer_time) = (our_runs.median(), peer_runs.median());
    println!("{work}, {rounds} rounds in turn");
    println!(
        "  {:40} {:9.1} ms {:7.1} MiB",
        ours.name,
        our_time * 1e3,
        our_runs.mebibytes
    );
    println!(
        "  {:40} {:9.1} ms {:7.1} MiB",
        peer.name,
        peer_time * 1e3,
        peer_runs.mebibytes
    );
    println!("  ratio {:.2} (aim: at most {aim})", our_time / peer_time);
}

impl Runs {
    fn take(&mut self, way: &Way<'_>) {
        let mut command = (way.command)();
        command.stdout(Stdio::null()).stderr(Stdio::inherit());
        let started = Instant::now();
        let mut child = command.spawn().expect("the program starts");
        let used = child.wait4().expect("the program ends");
        assert!(used.status.success(), "{} failed", way.name);
        self.seconds.push(started.elapsed().as_secs_f64());
        #[allow(clippy::cast_precision_loss, reason = "a size for people")]
        let mebibytes = used.rusage.maxrss as f64 / 1_048_576.0;
        self.mebibytes = self.mebibytes.max(mebibytes);
    }

    fn median(&self) -> f64 {
        let mut sorted = self.seconds.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    }
}

/// The program under test, built as the benchmark is.
pub(crate) fn sco() -> Command {
    Command::new(env!("CARGO_BIN_EXE_sco"))
}

/// A shell command in a folder, for peers that read from a file.
pub(crate) fn shell(folder: &Path, script: &str) -> Command {
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["-ec", script]);
    command
}

/// What a command prints.
pub(crate) fn output(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("the program starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// A folder for the run, emptied first.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}
