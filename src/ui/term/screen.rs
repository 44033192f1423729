//! The screen: the terminal's alternate page in raw mode, given back however the session ends.

use std::io::{self, Write};

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::style::{Attribute, Color, Print, ResetColor, SetAttribute, SetForegroundColor};
use crossterm::terminal::{self, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, execute, queue};

use crate::ui::term::frame::{Line, Style};

/// What the user did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Typed a character.
    Char(char),
    /// Pressed Enter.
    Enter,
    /// Pressed Escape.
    Escape,
    /// Took the last character back.
    Backspace,
    /// Pressed the tabulator.
    Tab,
    /// Asked for what is above.
    Up,
    /// Asked for what is below.
    Down,
    /// Pressed Ctrl-C.
    Interrupt,
    /// Changed the size of the window.
    Resize,
    /// Pressed any other key.
    Other,
}

/// The terminal while a session has it; dropping it gives the terminal back.
pub struct Screen<'a> {
    out: &'a mut Box<dyn Write>,
}

impl<'a> Screen<'a> {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When it is no terminal that can be taken over.
    pub fn open(out: &'a mut Box<dyn Write>) -> io::Result<Self> {
        // In raw mode a line feed does not return to the left: what was said before must be out.
        out.flush()?;
        terminal::enable_raw_mode()?;
        let screen = Self { out };
        execute!(screen.out, EnterAlternateScreen, cursor::Hide)?;
        Ok(screen)
    }

    /// The columns and lines of the terminal; 80 by 24 when it does not say.
    #[must_use]
    pub fn size() -> (usize, usize) {
        match terminal::size() {
            Ok((columns, lines)) if columns > 0 && lines > 0 => (columns.into(), lines.into()),
            Ok(_) | Err(_) => (80, 24),
        }
    }

    /// Shows a frame in place of what was shown before.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn show(&mut self, lines: &[Line]) -> io::Result<()> {
        queue!(self.out, cursor::MoveTo(0, 0))?;
        for (n, line) in lines.iter().enumerate() {
            if n > 0 {
                queue!(self.out, Print("\r\n"))?;
            }
            for span in line {
                paint(self.out, span.style)?;
                queue!(self.out, Print(&span.text), ResetColor, SetAttribute(Attribute::Reset))?;
            }
            queue!(self.out, terminal::Clear(ClearType::UntilNewLine))?;
        }
        queue!(self.out, terminal::Clear(ClearType::FromCursorDown))?;
        self.out.flush()
    }

    /// Empties the page below the screen and what can be scrolled back to, where the terminal lets us.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn wipe(out: &mut Box<dyn Write>) -> io::Result<()> {
        let (all, old) = (terminal::Clear(ClearType::All), terminal::Clear(ClearType::Purge));
        execute!(out, all, old, cursor::MoveTo(0, 0))
    }

    /// Rings the terminal's bell.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn ring(&mut self) -> io::Result<()> {
        execute!(self.out, Print('\x07'))
    }

    /// Waits for the user.
    ///
    /// # Errors
    /// When the terminal is gone.
    #[expect(clippy::wildcard_enum_match_arm, reason = "keys and events are another crate's")]
    pub fn key(&mut self) -> io::Result<Key> {
        loop {
            match event::read()? {
                Event::Key(key) if key.kind != KeyEventKind::Release => {
                    let control = key.modifiers.contains(KeyModifiers::CONTROL);
                    return Ok(match key.code {
                        KeyCode::Char('c' | 'd') if control => Key::Interrupt,
                        KeyCode::Char(c) if !control => Key::Char(c),
                        KeyCode::Enter => Key::Enter,
                        KeyCode::Esc => Key::Escape,
                        KeyCode::Backspace => Key::Backspace,
                        KeyCode::Tab => Key::Tab,
                        KeyCode::Up | KeyCode::PageUp => Key::Up,
                        KeyCode::Down | KeyCode::PageDown => Key::Down,
                        _ => Key::Other,
                    });
                }
                Event::Resize(_, _) => return Ok(Key::Resize),
                _ => {}
            }
        }
    }

    /// Waits for the user for some milliseconds at most; nothing when nothing was pressed.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn key_within(&mut self, milliseconds: u64) -> io::Result<Option<Key>> {
        if event::poll(std::time::Duration::from_millis(milliseconds))? {
            return self.key().map(Some);
        }
        Ok(None)
    }

    /// Lends the terminal to another program and takes it back afterwards.
    ///
    /// # Errors
    /// What `act` returns, or that the terminal is gone.
    pub fn lend<T>(&mut self, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        release(self.out)?;
        let value = act();
        terminal::enable_raw_mode()?;
        execute!(self.out, EnterAlternateScreen, terminal::Clear(ClearType::All), cursor::Hide)?;
        value
    }
}

impl Drop for Screen<'_> {
    fn drop(&mut self) {
        // There is nobody left to tell if the terminal cannot be given back.
        let _ = release(self.out);
    }
}

fn release(out: &mut Box<dyn Write>) -> io::Result<()> {
    execute!(out, LeaveAlternateScreen, cursor::Show)?;
    terminal::disable_raw_mode()
}

/// Writes lines in their styles, one below the other.
///
/// # Errors
/// When nobody reads any more.
pub fn print(out: &mut Box<dyn Write>, lines: &[Line]) -> io::Result<()> {
    for line in lines {
        for span in line {
            paint(out, span.style)?;
            queue!(out, Print(&span.text))?;
            if span.style != Style::Normal {
                queue!(out, ResetColor, SetAttribute(Attribute::Reset))?;
            }
        }
        queue!(out, Print("\n"))?;
    }
    Ok(())
}

fn paint(out: &mut Box<dyn Write>, style: Style) -> io::Result<()> {
    match style {
        Style::Normal => Ok(()),
        Style::Strong => queue!(out, SetAttribute(Attribute::Bold)),
        Style::Faint => queue!(out, SetAttribute(Attribute::Dim)),
        Style::Answer => queue!(out, SetForegroundColor(Color::Green)),
        Style::Warning => queue!(out, SetForegroundColor(Color::Yellow)),
    }
}
