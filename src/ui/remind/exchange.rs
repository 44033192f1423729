//! Syncing now and then while reminders are watched over: another process does it, so that the watch stays
//! small and is never held up by a store that does not answer.

use std::process::{Child, Command, Stdio};

/// How often, in milliseconds.
const EVERY: i64 = 30 * 60_000;

/// What keeps track of it.
#[derive(Debug, Default)]
pub struct Exchange {
    child: Option<Child>,
    /// When it is time again, in milliseconds since the epoch; none before the first time.
    next: Option<i64>,
}

impl Exchange {
    /// Starts a sync if it is time and none is under way; `program` are the words that begin this program.
    /// Returns when to look again.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn look(&mut self, program: &[String], now: i64) -> std::io::Result<i64> {
        if let Some(child) = &mut self.child
            && child.try_wait()?.is_some()
        {
            self.child = None;
        }
        // A clock that was set back does not put it off for long.
        let next = self.next.map_or(now, |next| next.min(now + EVERY));
        if next > now || self.child.is_some() {
            self.next = Some(if next > now { next } else { now + EVERY });
            return Ok(self.next.unwrap_or(next));
        }
        self.next = Some(now + EVERY);
        let Some((rat, arguments)) = program.split_first() else { return Ok(now + EVERY) };
        let mut command = Command::new(rat);
        command.args(arguments).args(["sync", "--quiet"]);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        self.child = Some(command.spawn()?);
        Ok(now + EVERY)
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        // Whoever is not waited for lies about as a zombie; a sync that is cut short loses nothing.
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_time_at_once_and_then_every_half_hour() {
        let mut exchange = Exchange::default();
        let nothing = ["true".to_owned()];
        assert_eq!(exchange.look(&nothing, 1000).unwrap(), 1000 + EVERY);
        assert_eq!(exchange.look(&nothing, 2000).unwrap(), 1000 + EVERY);
        while exchange.child.as_mut().is_some_and(|child| child.try_wait().unwrap().is_none()) {}
        assert_eq!(exchange.look(&nothing, 1000 + EVERY).unwrap(), 1000 + 2 * EVERY);
    }

    #[test]
    fn a_program_that_is_not_there_is_told_of() {
        assert!(Exchange::default().look(&["/nowhere/rat".to_owned()], 0).is_err());
    }
}
