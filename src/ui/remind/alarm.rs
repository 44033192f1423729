//! Waiting for a moment of the clock, and for anything that may bring another one forward.

use std::path::Path;
use std::sync::mpsc::Sender;

use crate::ui::remind::desktop::Wake;

/// Something that wakes the watch at a moment.
pub trait Alarm {
    /// Sets the moment, in milliseconds since the epoch, in place of the one before.
    fn set(&mut self, at: i64);
}

#[cfg(target_os = "linux")]
mod clock {
    use std::fs;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::sync::Arc;

    use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
    use rustix::io::{Errno, read};
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };

    use super::{Alarm, Path, Sender, Wake};

    /// The files of the data folder whose change may change what is due.
    const TELLING: [&str; 3] = ["rat.db-wal", "rat.db", "config.toml"];

    /// The folder of the system's zone, and its file there.
    const ZONE: (&str, &str) = ("/etc", "localtime");

    /// A timer of the kernel on the clock on the wall: it goes off at its moment even if the machine
    /// slept over it, and at once when the clock is set.
    pub(super) struct Clock {
        timer: Arc<OwnedFd>,
    }

    impl Clock {
        pub(super) fn start(wake: Sender<Wake>) -> std::io::Result<Self> {
            let timer = timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::CLOEXEC)?;
            let timer = Arc::new(timer);
            let own = Arc::clone(&timer);
            std::thread::spawn(move || {
                let mut passed = [0_u8; 8];
                // Cancelled: the clock was set, or the machine has slept.
                while matches!(read(&*own, &mut passed), Ok(_) | Err(Errno::CANCELED | Errno::INTR))
                {
                    if wake.send(Wake::Time).is_err() {
                        return;
                    }
                }
            });
            Ok(Self { timer })
        }
    }

    impl Alarm for Clock {
        fn set(&mut self, at: i64) {
            // A moment of zero would switch the timer off.
            let at = at.max(1);
            let it_value = Timespec {
                tv_sec: at.div_euclid(1_000),
                tv_nsec: at.rem_euclid(1_000) * 1_000_000,
            };
            let once = Itimerspec { it_interval: Timespec { tv_sec: 0, tv_nsec: 0 }, it_value };
            let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
            // The kernel refuses only what no clock shows.
            let _ = timerfd_settime(&*self.timer, flags, &once);
        }
    }

    /// Speaks up when the database, the settings or the zone changes.
    pub(super) fn listen(folder: &Path, wake: Sender<Wake>) -> std::io::Result<()> {
        let ear = inotify::init(CreateFlags::CLOEXEC)?;
        let flags = WatchFlags::MODIFY | WatchFlags::CREATE | WatchFlags::MOVED_TO;
        inotify::add_watch(&ear, folder, flags)?;
        // Without a zone of the system there is none to change.
        let _ = fs::canonicalize(ZONE.0).map(|zone| inotify::add_watch(&ear, zone, flags));
        std::thread::spawn(move || {
            let mut buffer = [MaybeUninit::uninit(); 4_096];
            let mut events = inotify::Reader::new(ear, &mut buffer);
            loop {
                let telling = match events.next() {
                    Err(Errno::INTR) => continue,
                    Err(_) => return,
                    Ok(event) => event.file_name().is_some_and(|name| {
                        let name = name.to_bytes();
                        let known = TELLING.iter().chain([&ZONE.1]);
                        known.into_iter().any(|known| known.as_bytes() == name)
                    }),
                };
                if telling && wake.send(Wake::Changed).is_err() {
                    return;
                }
            }
        });
        Ok(())
    }
}

#[cfg(not(target_os = "linux"))]
mod clock {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::{Alarm, Path, Sender, Wake};

    /// Where the kernel has no timer on the clock on the wall, it is looked at every minute.
    pub(super) struct Clock {
        ended: Arc<AtomicBool>,
    }

    impl Clock {
        pub(super) fn start(wake: Sender<Wake>) -> std::io::Result<Self> {
            let ended = Arc::new(AtomicBool::new(false));
            let own = Arc::clone(&ended);
            std::thread::spawn(move || {
                while !own.load(Ordering::Relaxed) && wake.send(Wake::Time).is_ok() {
                    std::thread::sleep(Duration::from_secs(60));
                }
            });
            Ok(Self { ended })
        }
    }

    impl Drop for Clock {
        fn drop(&mut self) {
            self.ended.store(true, Ordering::Relaxed);
        }
    }

    impl Alarm for Clock {
        fn set(&mut self, _at: i64) {}
    }

    pub(super) fn listen(_folder: &Path, _wake: Sender<Wake>) -> std::io::Result<()> {
        Ok(())
    }
}

/// Starts the system's alarm, and listens for changes in the data folder.
///
/// # Errors
/// When the system has no more timers or listeners to give.
pub fn start(folder: &Path, wake: &Sender<Wake>) -> std::io::Result<Box<dyn Alarm>> {
    clock::listen(folder, wake.clone())?;
    Ok(Box::new(clock::Clock::start(wake.clone())?))
}
