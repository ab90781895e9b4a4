//! Waiting for somebody else, but not for ever.

use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(20);

/// Asks again and again until there is an answer; none if the time is over before.
pub fn until<T, E>(
    wait: Duration,
    mut ask: impl FnMut() -> Result<Option<T>, E>,
) -> Result<Option<T>, E> {
    let started = Instant::now();
    loop {
        let answer = ask()?;
        if answer.is_some() || started.elapsed() >= wait {
            return Ok(answer);
        }
        std::thread::sleep(PAUSE.min(wait.saturating_sub(started.elapsed())));
    }
}
