//! Ways of telling of a reminder where there is no desktop: the terminal, or a command of the user's.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::domain::text::harmless;
use crate::ui::failure::Failure;

/// Rings and writes a line.
///
/// # Errors
/// When the terminal is gone.
pub fn line(out: &mut dyn Write, title: &str, body: &str) -> Result<(), Failure> {
    writeln!(out, "\u{7}{}: {}", harmless(title), harmless(body))?;
    out.flush()?;
    Ok(())
}

/// Runs the user's command, without a shell; `{title}` and `{body}` in its words are filled in, and a
/// command without them gets both behind its words.
///
/// # Errors
/// When it is no command, cannot be run or says that it failed.
pub fn command(command: &str, title: &str, body: &str) -> Result<(), String> {
    let words = shell_words::split(command).map_err(|error| error.to_string())?;
    let filled = |word: &String| word.replace("{title}", title).replace("{body}", body);
    let mut argv: Vec<String> = words.iter().map(filled).collect();
    if argv == words {
        argv.extend([title.to_owned(), body.to_owned()]);
    }
    run(&argv)
}

fn run(argv: &[String]) -> Result<(), String> {
    let (program, arguments) = argv.split_first().ok_or_else(|| "it is empty".to_owned())?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let ended = command.status().map_err(|error| format!("{program}: {error}"))?;
    if ended.success() { Ok(()) } else { Err(format!("{program}: {ended}")) }
}

/// Programs that open a terminal and run what follows, in the order in which they are tried.
const TERMINALS: [&[&str]; 9] = [
    &["xdg-terminal-exec"],
    &["x-terminal-emulator", "-e"],
    &["gnome-terminal", "--"],
    &["konsole", "-e"],
    &["foot"],
    &["kitty"],
    &["alacritty", "-e"],
    &["wezterm", "start", "--"],
    &["xterm", "-e"],
];

/// Opens a terminal in which a program runs with its arguments; `own` is the user's command for that,
/// if there is one.
///
/// # Errors
/// When no terminal could be opened.
pub fn terminal(own: &str, argv: &[String]) -> Result<(), String> {
    let spawn = |words: &[String]| {
        let (program, before) = words.split_first().ok_or_else(|| "it is empty".to_owned())?;
        let mut command = Command::new(program);
        command.args(before).args(argv).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("{program}: {error}"))?;
        // Whoever is not waited for lies about as a zombie.
        std::thread::spawn(move || child.wait());
        Ok::<_, String>(())
    };
    if !own.trim().is_empty() {
        return spawn(&shell_words::split(own).map_err(|error| error.to_string())?);
    }
    let known = TERMINALS.iter().map(|words| words.iter().map(|word| (*word).to_owned()).collect());
    let opened = known.into_iter().any(|words: Vec<String>| spawn(&words).is_ok());
    if opened { Ok(()) } else { Err("no terminal program was found".to_owned()) }
}
