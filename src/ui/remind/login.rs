//! Starting the watch at login with what the system has for it: a systemd user service, an XDG
//! autostart entry, or a launchd agent.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::ui::env;

/// The service's name.
const SERVICE: &str = "rat-remind.service";

/// What starts programs at login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machinery {
    /// A systemd user service.
    Systemd,
    /// An XDG autostart entry.
    Autostart,
    /// A launchd agent.
    Launchd,
}

impl Machinery {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Systemd, Self::Autostart, Self::Launchd];

    /// What this machine has.
    #[must_use]
    pub fn of_machine() -> Self {
        if cfg!(target_os = "macos") {
            Self::Launchd
        } else if systemctl(&["show-environment"]).is_ok() {
            Self::Systemd
        } else {
            Self::Autostart
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Systemd => "a systemd user service",
            Self::Autostart => "an XDG autostart entry",
            Self::Launchd => "a launchd agent",
        }
    }

    /// Where its file lies; nothing when the home folder is unknown.
    #[must_use]
    pub fn file(self) -> Option<PathBuf> {
        let home = env::config_home()?;
        Some(match self {
            Self::Systemd => home.join("systemd/user").join(SERVICE),
            Self::Autostart => home.join("autostart/rat-remind.desktop"),
            // There the folder of settings is ~/Library/Application Support.
            Self::Launchd => home.parent()?.join("LaunchAgents/rat.remind.plist"),
        })
    }

    /// What stands in its file; `argv` is the command that runs the watch.
    #[must_use]
    pub fn text(self, argv: &[String]) -> String {
        match self {
            Self::Systemd => {
                let command: Vec<String> = argv.iter().map(|word| for_systemd(word)).collect();
                format!(
                    "[Unit]\nDescription=Reminders of rat\nAfter=graphical-session.target\n\n\
                     [Service]\nType=exec\nExecStart={}\nRestart=on-failure\nRestartSec=30\n\
                     # A command line that makes no sense makes none the next time either.\n\
                     RestartPreventExitStatus=2\n\n[Install]\nWantedBy=default.target\n",
                    command.join(" ")
                )
            }
            Self::Autostart => {
                let command: Vec<String> = argv.iter().map(|word| for_desktop(word)).collect();
                format!(
                    "[Desktop Entry]\nType=Application\nName=Reminders of rat\nExec={}\n\
                     Terminal=false\nNoDisplay=true\n",
                    command.join(" ")
                )
            }
            Self::Launchd => {
                let word = |word: &String| format!("    <string>{}</string>\n", for_xml(word));
                let words: String = argv.iter().map(word).collect();
                format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                     <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
                     \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
                     <plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  \
                     <string>rat.remind</string>\n  <key>ProgramArguments</key>\n  <array>\n{words}  \
                     </array>\n  <key>RunAtLoad</key>\n  <true/>\n</dict>\n</plist>\n"
                )
            }
        }
    }

    /// Writes its file and starts the watch, now and at every login.
    ///
    /// # Errors
    /// When the file cannot be written or the machinery refuses, with the reason.
    pub fn install(self, argv: &[String]) -> Result<PathBuf, String> {
        let file = self.file().ok_or("the home folder is unknown")?;
        let said = |error: std::io::Error| format!("{}: {error}", file.display());
        fs::create_dir_all(file.parent().unwrap_or(Path::new("."))).map_err(said)?;
        fs::write(&file, self.text(argv)).map_err(said)?;
        match self {
            Self::Systemd => {
                systemctl(&["daemon-reload"])?;
                systemctl(&["enable", SERVICE])?;
                systemctl(&["restart", SERVICE])?;
            }
            Self::Launchd => run("launchctl", &["load", "-w", &file.display().to_string()])?,
            // It runs from the next login on.
            Self::Autostart => {}
        }
        Ok(file)
    }

    /// Stops the watch and removes the file; returns whether there was one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn uninstall(self) -> Result<bool, String> {
        let Some(file) = self.file().filter(|file| file.exists()) else { return Ok(false) };
        match self {
            // Whatever does not run cannot be stopped; the file goes all the same.
            Self::Systemd => drop(systemctl(&["disable", "--now", SERVICE])),
            Self::Launchd => drop(run("launchctl", &["unload", &file.display().to_string()])),
            Self::Autostart => {}
        }
        fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        if self == Self::Systemd {
            let _ = systemctl(&["daemon-reload"]);
        }
        Ok(true)
    }
}

fn systemctl(arguments: &[&str]) -> Result<(), String> {
    let all: Vec<&str> = ["--user"].iter().chain(arguments).copied().collect();
    run("systemctl", &all)
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{program} {}: {}", arguments.join(" "), said.trim()))
}

/// A word of a systemd command line.
fn for_systemd(word: &str) -> String {
    let word = word.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", word.replace('%', "%%").replace('$', "$$"))
}

/// A word of a desktop entry's command line: quoted, and once more for the file.
fn for_desktop(word: &str) -> String {
    let mut quoted = String::new();
    for c in word.chars() {
        if matches!(c, '"' | '`' | '$' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    format!("\"{}\"", quoted.replace('\\', "\\\\").replace('%', "%%"))
}

fn for_xml(word: &str) -> String {
    word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argv() -> Vec<String> {
        ["/opt/my rat/rat", "--data-dir", "/home/é/50%$x\"y\\z", "remind", "run"]
            .map(str::to_owned)
            .into()
    }

    #[test]
    fn a_path_with_blanks_and_signs_stays_one_word_for_systemd() {
        let unit = Machinery::Systemd.text(&argv());
        let line = "ExecStart=\"/opt/my rat/rat\" \"--data-dir\" \"/home/é/50%%$$x\\\"y\\\\z\" ";
        assert!(unit.contains(line), "{unit}");
    }

    #[test]
    fn a_path_with_blanks_and_signs_stays_one_word_for_a_desktop() {
        let entry = Machinery::Autostart.text(&argv());
        let line = "\"/home/é/50%%\\\\$x\\\\\"y\\\\\\\\z\"";
        assert!(entry.contains(line), "{entry}");
    }

    #[test]
    fn an_agent_is_well_formed() {
        let agent = Machinery::Launchd.text(&["/a&b".to_owned()]);
        assert!(agent.contains("<string>/a&amp;b</string>"), "{agent}");
    }
}
