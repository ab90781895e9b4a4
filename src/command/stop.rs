//! The effect of Ctrl-C while a command writes.

use std::sync::atomic::Ordering;

use sco_facts::stop::Stop;

/// Installs the handler of Ctrl-C. The first Ctrl-C asks the library to stop, which undoes what it has begun. SQLite
/// does not check this while it compiles a statement or is inside one function. A second Ctrl-C ends the program at
/// once; the file is then as it was before, as after any other sudden end.
#[expect(
    clippy::exit,
    reason = "nothing else ends a program that hears nothing"
)]
pub(super) fn stop_at_ctrl_c() -> anyhow::Result<Stop> {
    let stop = Stop::default();
    let asked = stop.clone();
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    })?;
    Ok(stop)
}
