//! The process's surroundings: streams, terminal, environment variables, folders.
//!
//! The only file that reads them; everything else is handed an [`Env`].

use std::io::{self, BufWriter, IsTerminal as _, Read as _, Write};
use std::path::PathBuf;

use crate::app::{Models, Study, backup, doctor, import, optimize, shelf};
use crate::domain::settings::Settings;
use crate::storage::db::Db;
use crate::storage::remote::client::Access;
use crate::ui::clock::Clock;
use crate::ui::failure::Failure;
use crate::ui::options::Global;

/// The process's surroundings and the options that hold for every command.
#[expect(clippy::struct_excessive_bools, reason = "four independent switches of the command line")]
pub struct Env {
    /// Where answers go.
    pub out: Box<dyn Write>,
    /// Where warnings go.
    pub err: Box<dyn Write>,
    /// Where the present comes from.
    pub clock: Clock,
    /// The folder of the database, the settings and the user's decks.
    pub data_dir: PathBuf,
    /// Whether answers are to be JSON.
    pub json: bool,
    /// Whether to say no more than was asked for.
    pub quiet: bool,
    /// Whether the screen gets no colour, boxes or redrawing.
    pub plain: bool,
    /// Whether a person sits at a terminal on both ends.
    pub interactive: bool,
}

impl Env {
    /// The surroundings of this process.
    ///
    /// # Errors
    /// When no data folder was named and the home folder is unknown.
    pub fn of_process(options: &Global) -> Result<Self, Failure> {
        let (out_is_terminal, in_is_terminal) = (stdout().is_terminal(), io::stdin().is_terminal());
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        let no_colour = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
        let data_dir = match &options.data_dir {
            Some(folder) => folder.clone(),
            None => directories::ProjectDirs::from("", "", "rat")
                .map(|dirs| dirs.data_dir().to_owned())
                .ok_or_else(Failure::homeless)?,
        };
        Ok(Self {
            out: Box::new(BufWriter::new(stdout())),
            err: Box::new(stderr()),
            clock: options.now.map_or(Clock::System, Clock::Fixed),
            data_dir,
            json: options.json,
            quiet: options.quiet,
            plain: options.plain || dumb || no_colour || !out_is_terminal,
            interactive: out_is_terminal && in_is_terminal,
        })
    }

    /// The settings file.
    #[must_use]
    pub fn config_path(&self) -> PathBuf {
        self.data_dir.join("config.toml")
    }

    /// The folder of the user's own decks.
    #[must_use]
    pub fn decks_path(&self) -> PathBuf {
        self.data_dir.join("decks")
    }

    /// The database file.
    #[must_use]
    pub fn db_path(&self) -> PathBuf {
        self.data_dir.join("rat.db")
    }

    /// Opens the database, takes the shelf up if it changed, and lays everything out for work.
    ///
    /// Deck files that cannot be read are warned of, and stop nothing; so is a copy of the day that
    /// cannot be made.
    ///
    /// # Errors
    /// When the settings or the database cannot be read or brought up to date.
    pub fn study(&mut self) -> Result<Study, Failure> {
        let settings = self.settings()?;
        let db = Db::open(&self.db_path(), replica_name).map_err(|error| self.blame(error))?;
        let now = self.clock.now(settings.rollover);
        let mut study = Study { db, settings, models: Models::default(), now };
        self.learn(&mut study)?;
        self.take_up(&study)?;
        if let Err(error) = backup::daily(&study)
            && !self.quiet
        {
            writeln!(self.err, "warning: the copy of the day could not be made: {error}")?;
        }
        Ok(study)
    }

    /// Takes up the parameters that were fitted to the user, and derives anew what an earlier version
    /// derived differently.
    ///
    /// # Errors
    /// When the database refuses.
    fn learn(&self, study: &mut Study) -> Result<(), Failure> {
        study.models.cards = optimize::eras(study).map_err(|error| self.explain(error))?;
        doctor::bring_up_to_date(study).map(drop).map_err(|error| self.explain(error))
    }

    /// Takes the shelf up if it changed, and warns of broken deck files.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn take_up(&mut self, study: &Study) -> Result<(), Failure> {
        shelf::take_up(&study.db, &self.decks_path()).map_err(|error| self.explain(error))?;
        if !self.quiet {
            for broken in shelf::broken(&study.db).map_err(|error| self.explain(error))? {
                let (file, line) = (&broken.file, broken.line);
                writeln!(self.err, "warning: {file}:{line}: {} (deck left out)", broken.problem)?;
            }
        }
        Ok(())
    }

    /// Reads the settings file.
    ///
    /// # Errors
    /// When it has a mistake in it.
    pub fn settings(&self) -> Result<Settings, Failure> {
        crate::storage::settings::load(&self.config_path()).map_err(|error| self.blame(error))
    }

    /// Turns an error of storage into words that name the database file.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
    pub fn blame(&self, error: crate::storage::Error) -> Failure {
        Failure::from_storage(&error, &self.db_path())
    }

    /// Turns an error of a use case into words that name the database file where it matters.
    #[must_use]
    pub fn explain(&self, error: crate::app::Error) -> Failure {
        Failure::from_app(error, &self.db_path())
    }

    /// Writes a value as one line of JSON.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn print_json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)?;
        writeln!(self.out)?;
        Ok(())
    }
}

/// The user's editor command: `$VISUAL`, `$EDITOR`, else the system's customary one.
#[must_use]
pub fn editor() -> String {
    let set = |name| variable(name).filter(|value| !value.trim().is_empty());
    let customary = if cfg!(windows) { "notepad" } else { "vi" };
    set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| customary.to_owned())
}

/// Takes all of standard input down into a file that goes when it is no longer needed.
///
/// # Errors
/// When it cannot be read, is nothing or more than may be imported, or cannot be written.
pub fn spool() -> Result<tempfile::NamedTempFile, Failure> {
    let mut file = tempfile::NamedTempFile::new()?;
    let most = crate::storage::formats::archive::LARGEST;
    let (mut from, mut head) = (io::stdin().lock(), Vec::new());
    io::Read::take(&mut from, import::HEAD as u64).read_to_end(&mut head)?;
    if !import::may_be(&head) {
        return Err(Failure::refused(format!("standard input was refused: {}", import::UNKNOWN)));
    }
    file.write_all(&head)?;
    let read = io::copy(&mut io::Read::take(from, most + 1), &mut file)?;
    if read > most {
        return Err(Failure::refused(format!("standard input holds more than {} MB", most >> 20)));
    }
    Ok(file)
}

/// Where this program lies.
#[must_use]
pub fn program() -> Option<PathBuf> {
    std::env::current_exe().ok()
}

/// Opens a file with the program that is meant for it.
///
/// # Errors
/// When there is none.
pub fn open(file: &std::path::Path) -> io::Result<()> {
    open::that_detached(file)
}

/// The folder of the user's settings for all programs.
#[must_use]
pub fn config_home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|dirs| dirs.config_dir().to_owned())
}

/// What a store wants to know beside its address, as the environment says it.
#[must_use]
pub fn access() -> Access {
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().join(".aws"));
    let file = |name: &str, usual: &str| {
        let named = variable(name).map(PathBuf::from);
        named.or_else(|| home.as_ref().map(|home| home.join(usual)))
    };
    let profile = variable("AWS_PROFILE").filter(|name| !name.is_empty());
    let files =
        [file("AWS_CONFIG_FILE", "config"), file("AWS_SHARED_CREDENTIALS_FILE", "credentials")];
    let files = files.into_iter().flatten();
    let mut access = Access::of_profile(files, profile.as_deref());
    access.s3.extend(variables().filter(|(name, _)| name.starts_with("AWS_")));
    Access { password: variable("RAT_SYNC_PASSWORD"), ..access }
}

/// 256 bits that nobody can guess.
///
/// # Errors
/// When the system has none to give.
pub fn random_bits() -> Result<[u8; 32], Failure> {
    let mut bits = [0_u8; 32];
    let filled = getrandom::fill(&mut bits);
    filled.map_err(|error| Failure::refused(format!("there is no randomness: {error}")))?;
    Ok(bits)
}

#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// A variable of the environment, if it is set and readable.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Where warnings go before the surroundings are known.
#[expect(clippy::disallowed_methods, reason = "this is where the streams come from")]
pub(super) fn stderr() -> io::Stderr {
    io::stderr()
}

#[expect(clippy::disallowed_methods, reason = "this is where the streams come from")]
fn stdout() -> io::Stdout {
    io::stdout()
}

/// A name no other device has: 128 random bits, in hexadecimal.
#[must_use]
pub fn replica_name() -> String {
    let mut bytes = [0_u8; 16];
    if getrandom::fill(&mut bytes).is_err() {
        // Without a source of randomness the process id must do; it only has to differ elsewhere.
        bytes = u128::from(std::process::id()).to_le_bytes();
    }
    format!("{:032x}", u128::from_be_bytes(bytes))
}
