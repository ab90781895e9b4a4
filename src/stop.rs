//! A wish of the user's to stop, which the program sets at Ctrl-C and long work asks for. What was begun is then
//! undone, and files that are not in their places go.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::ErrorCode;

use crate::error::Error;

/// Set to true when the user wants to stop.
pub type Stop = Arc<AtomicBool>;

thread_local! {
    /// What a wait of this thread for another program listens to.
    static HEARD: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

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

/// Does work whose waits for other programs end when the user wants to stop, wherever in it they are.
pub fn hearing<T>(stop: &Stop, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let before = HEARD.replace(Some(stop.clone()));
    let outcome = work();
    HEARD.set(before);
    match outcome {
        // SQLite says only that it waits no longer.
        Err(Error::Sql { source, .. })
            if source.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                && stop.load(Ordering::SeqCst) =>
        {
            Err(Error::Interrupted)
        }
        outcome => outcome,
    }
}

/// Fails where a wait of this thread has to end because the user wants to stop.
pub fn refuse_to_wait() -> Result<(), Error> {
    HEARD.with_borrow(|heard| heard.as_deref().map_or(Ok(()), refuse_when_stopped))
}
