//! A wish of the user's to stop, which the program sets at Ctrl-C and long work asks for. What was begun is then
//! undone, and files that are not in their places go.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Error;

/// Set to true when the user wants to stop.
pub type Stop = Arc<AtomicBool>;

/// Fails where the user wants to stop.
pub fn refuse_when_stopped(stop: &AtomicBool) -> Result<(), Error> {
    if stop.load(Ordering::SeqCst) {
        return Err(Error::Interrupted);
    }
    Ok(())
}

/// Returns the outcome of work that SQLite may have interrupted, or an error where the user wants to stop: the error
/// of SQLite does not always give the reason.
pub fn unless_stopped<T>(stop: &AtomicBool, outcome: Result<T, Error>) -> Result<T, Error> {
    refuse_when_stopped(stop)?;
    outcome
}
