//! The only file that turns errors into words, hints and exit codes.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::app;
use crate::app::error::Thing;
use crate::app::sync::Fault;
use crate::domain::settings::key::SettingError;
use crate::storage::remote::Failed;
use crate::storage::remote::key::NotAKey;
use crate::storage::{self, Trouble};

/// How a command ended when it did not do what was asked.
#[derive(Debug)]
pub struct Failure {
    message: String,
    hints: Vec<String>,
    code: Code,
}

/// The exit codes of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// 0: nobody reads the answer any more, which is their right.
    Fine,
    /// 1: refused or not found.
    Refused,
    /// 2: the command was not used as it is meant to be.
    Usage,
    /// 70: our fault.
    Fault,
    /// 130: interrupted.
    Interrupted,
}

impl Code {
    const fn number(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Fault => 70,
            Self::Interrupted => 130,
        }
    }
}

impl Failure {
    /// Something is refused or not found.
    pub fn refused(message: impl Into<String>) -> Self {
        Self { message: message.into(), hints: Vec::new(), code: Code::Refused }
    }

    /// The command was not used as it is meant to be.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: Code::Usage, ..Self::refused(message) }
    }

    /// The user pressed Ctrl-C.
    #[must_use]
    pub fn interrupted() -> Self {
        Self { code: Code::Interrupted, ..Self::refused("") }
    }

    /// There is no home folder to keep data in.
    #[must_use]
    pub fn homeless() -> Self {
        Self::refused("no home folder is known to keep your data in")
            .hint("name a folder with --data-dir or RAT_DATA_DIR")
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds names that may have been meant.
    #[must_use]
    pub fn near(self, names: &[String]) -> Self {
        if names.is_empty() { self } else { self.hint(format!("near: {}", names.join(", "))) }
    }

    /// What went wrong, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Writes the failure and returns its exit code.
    pub fn report(&self, err: &mut dyn io::Write) -> ExitCode {
        if !self.message.is_empty() {
            let mut text = format!("rat: {}\n", self.message);
            for hint in &self.hints {
                text.push_str("  ");
                text.push_str(hint);
                text.push('\n');
            }
            // When even that cannot be written, the exit code has to say it all.
            let _ = err.write_all(crate::domain::text::harmless(&text).as_bytes());
        }
        ExitCode::from(self.code.number())
    }

    /// Explains an error of the database or a file.
    #[must_use]
    pub fn from_storage(error: &storage::Error, db: &Path) -> Self {
        let file = db.display();
        if let Some(trouble) = error.trouble() {
            return Self::from_trouble(trouble, error, db);
        }
        match error {
            storage::Error::Newer { .. } => {
                Self::refused(format!("{file}: {error}")).hint("install the newer rat again")
            }
            storage::Error::Syntax { .. } => {
                Self::refused(error.to_string()).hint("mend that line; nothing was changed")
            }
            storage::Error::File { .. } => Self::refused(error.to_string()),
            storage::Error::Unwritten(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                Self { code: Code::Fine, ..Self::refused("") }
            }
            storage::Error::Unwritten(error) => {
                Self::refused(format!("nothing more can be written: {error}"))
            }
            storage::Error::Database(_)
            | storage::Error::Migration(_)
            | storage::Error::Strange(_) => {
                let failure = Self::refused(format!("{file}: {error}"));
                Self { code: Code::Fault, ..failure }
                    .hint("this is a fault of rat: please report it")
            }
        }
    }

    fn from_trouble(trouble: Trouble, error: &storage::Error, db: &Path) -> Self {
        let file = db.display();
        let folder = db.parent().unwrap_or(db).display();
        match trouble {
            Trouble::Locked => Self::refused(format!("{file} is locked by another program"))
                .hint("close the other rat, or whatever has the file open, and try again"),
            Trouble::ReadOnly => Self::refused(format!("{file} may not be written"))
                .hint(format!("make the file and its folder writable: chmod -R u+rwX {folder}")),
            Trouble::Corrupt => {
                Self::refused(format!("{file} is damaged or no database ({error})"))
                    .hint("rat doctor --rebuild saves every entry that can still be read;")
                    .hint(
                        "rat restore latest goes back to the last copy; both keep the damaged file",
                    )
            }
            Trouble::Full => Self::refused(format!("the disk that holds {file} is full"))
                .hint("nothing was written; make room and try again"),
            Trouble::Unwritten => Self::refused(format!("{file} could not be written ({error})"))
                .hint("nothing was changed; look for a full disk, a limit (ulimit, quota), a disk that fails"),
            Trouble::Unopened => Self::refused(format!("{file} cannot be opened ({error})"))
                .hint(format!("check that {folder} is a folder you may write in")),
            Trouble::Other => {
                let failure = Self::refused(format!("{file}: {error}"));
                Self { code: Code::Fault, ..failure }
                    .hint("this is a fault of rat: please report it")
            }
        }
    }

    /// Explains an error of a use case.
    #[must_use]
    pub fn from_app(error: app::Error, db: &Path) -> Self {
        let message = error.to_string();
        match error {
            app::Error::Storage(error) => Self::from_storage(&error, db),
            app::Error::Unknown { thing, near, .. } => {
                let all = format!("{} shows every {thing}", thing.list());
                Self::refused(message).near(&near).hint(all)
            }
            app::Error::Ambiguous { fits, .. } => {
                Self::refused(message).hint(format!("type more of it: {}", fits.join(", ")))
            }
            app::Error::Suspended { card } => {
                Self::refused(message).hint(format!("rat card unsuspend {card} brings it back"))
            }
            app::Error::Deck { file, faults } => {
                let lines = faults.into_iter().map(|fault| {
                    format!("{file}:{}:{}: {}", fault.line, fault.column, fault.message)
                });
                lines.fold(Self::refused(message), Self::hint)
            }
            app::Error::File { .. } => Self::refused(message).hint("nothing was changed"),
            app::Error::Sync(fault) => Self::from_sync(&fault),
            app::Error::Interrupted => Self { code: Code::Interrupted, ..Self::refused(message) },
            app::Error::BuiltIn(_) => Self::refused(message)
                .hint("rat deck new NAME writes a deck of your own that may stand in for it"),
            app::Error::NoRoom { .. } => Self::refused(message)
                .hint("rat tap pause NAME makes room; so does a plan that holds by itself")
                .hint("rat config set installing-at-once 4 raises the number; more plans weaken each other"),
            app::Error::Name(_)
            | app::Error::Break(_)
            | app::Error::Plan(_)
            | app::Error::Times(_)
            | app::Error::When(_)
            | app::Error::Commitment(_)
            | app::Error::Unfit(_)
            | app::Error::Answer(_)
            | app::Error::Place { .. } => Self::usage(message),
            app::Error::Exists { thing: Thing::Tap, name } => {
                Self::refused(message).hint(format!("rat tap edit {name} words it anew"))
            }
            app::Error::Exists { .. }
            | app::Error::Text(_)
            | app::Error::NothingToUndo
            | app::Error::NothingToRedo
            | app::Error::NothingFitted
            | app::Error::NoQuestion
            | app::Error::Ended
            | app::Error::Unfinished => Self::refused(message),
        }
    }
}

impl Failure {
    /// Explains why a sync could not be done.
    fn from_sync(fault: &Fault) -> Self {
        let failure = Self::refused(fault.to_string());
        match fault {
            Fault::NotSetUp => failure.hint("rat sync init URL names one: rat sync --help"),
            Fault::SetUp(_) => failure.hint("rat sync leave ends that; then name another one"),
            Fault::Address(_) => Self { code: Code::Usage, ..failure },
            Fault::Store(why) => failure.for_store(why),
            Fault::Key { why: NotAKey::Wrapped, .. } => {
                failure.hint("set RAT_SYNC_PASSPHRASE, or run it in a terminal")
            }
            Fault::Key { why: NotAKey::Passphrase, .. } => failure
                .hint("try again; without it the words of another device help: rat sync key import -"),
            Fault::Key { .. } | Fault::KeyGone(_) => {
                failure.hint("on another device: rat sync key export; here: rat sync key import -")
            }
            Fault::OtherKey => failure
                .hint("on a device that shares it: rat sync key export")
                .hint("here: rat sync init URL --key -, or rat sync key import - where it is named already"),
            Fault::GivenUp => failure
                .hint("there: rat sync key export; here: rat sync key import -")
                .hint("what was done here since is sent then"),
            Fault::NoDevice { there, .. } => {
                failure.hint(format!("there are: {}", there.join(", ")))
            }
            Fault::Itself => failure.hint("rat sync leave has it share the store no more"),
            Fault::Incomplete(_) => failure
                .hint("rat sync on the other devices first; rat sync status names what is amiss"),
        }
    }

    /// Says what helps when a store did not do as it was asked.
    fn for_store(self, why: &Failed) -> Self {
        match why {
            Failed::NotBuiltIn(_) => self
                .hint("in the source of rat: cargo install --path . --features remote-sync;")
                .hint("a folder that another tool carries works with every build"),
            Failed::Forbidden(_) => self
                .hint("for WebDAV set RAT_SYNC_PASSWORD, for S3 AWS_ACCESS_KEY_ID and the like"),
            Failed::NoAccess => {
                self.hint("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE")
            }
            Failed::NoBucket(_) => self
                .hint("make it first, or mend the address; AWS_ENDPOINT_URL names a server other than Amazon's"),
            Failed::Untrusted(_) => self
                .hint("SSL_CERT_FILE names a file with the certificate of an authority of your own"),
            Failed::NoFolder(_) => {
                self.hint("make it first, or plug in the disk that it is on; nothing is lost")
            }
            Failed::Unopened(_) => {
                self.hint("look at the address, and for s3:// at the AWS_* variables")
            }
            Failed::Unreachable(_)
            | Failed::Refused(_)
            | Failed::Missing
            | Failed::Full(_)
            | Failed::TooLarge(_) => self.hint("nothing is lost: the next rat sync goes on from here"),
        }
    }
}

/// A reader that hangs up is no failure; any other trouble with a stream is.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self { code: Code::Fine, ..Self::refused("") }
        } else {
            Self::refused(error.to_string())
        }
    }
}

impl From<SettingError> for Failure {
    fn from(error: SettingError) -> Self {
        let message = error.to_string();
        match error {
            SettingError::Unknown { near, .. } => {
                Self::refused(message).near(&near).hint("rat config list shows every setting")
            }
            SettingError::Unsuited { .. } => Self::usage(message),
        }
    }
}
