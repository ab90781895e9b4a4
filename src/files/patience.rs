//! Waiting for somebody else, but not for ever.

use std::time::{Duration, Instant};

use crate::error::Error;
use crate::stop::refuse_to_wait;

const PAUSE: Duration = Duration::from_millis(20);

/// Asks again and again until there is an answer; none if the time is over before. Fails if the user wants to stop
/// meanwhile.
pub fn until<T>(
    wait: Duration,
    mut ask: impl FnMut() -> Result<Option<T>, Error>,
) -> Result<Option<T>, Error> {
    let started = Instant::now();
    loop {
        let answer = ask()?;
        if answer.is_some() || started.elapsed() >= wait {
            return Ok(answer);
        }
        refuse_to_wait()?;
        std::thread::sleep(PAUSE.min(wait.saturating_sub(started.elapsed())));
    }
}

/// Waits a little before somebody who had no answer asks again; false if the time is over, or if the user wants to
/// stop. `tries` says how often they have asked, and the first pauses are short.
pub fn pause(started: Instant, wait: Duration, tries: i32) -> bool {
    let left = wait.saturating_sub(started.elapsed());
    if left.is_zero() || refuse_to_wait().is_err() {
        return false;
    }
    let tries = u32::try_from(tries).unwrap_or(u32::MAX);
    let pause = Duration::from_millis(1).saturating_mul(tries.saturating_add(1));
    std::thread::sleep(pause.min(PAUSE * 2).min(left));
    true
}
