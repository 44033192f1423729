//! The session on a screen: one key for every act.

use crate::app::card::History;
use crate::app::review::Item;
use crate::domain::review::Rating;
use crate::ui::clock::Stopwatch;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::session::Session;
use crate::ui::session::view::{Page, View, frame};
use crate::ui::term::editor;
use crate::ui::term::interrupt::give_terminal_back;
use crate::ui::term::screen::{Key, Screen};

/// How one card ended.
enum End {
    /// Go on with the next.
    Next,
    /// The user had enough.
    Quit,
}

/// Asks card after card until none is left or the user quits; tells whether none is left.
///
/// # Errors
/// When the user interrupts, the terminal is gone or the database refuses; whatever was graded
/// before is kept.
pub fn run(env: &mut Env, session: &mut Session) -> Result<bool, Failure> {
    let db = env.db_path();
    give_terminal_back();
    let mut screen = Screen::open(&mut env.out)?;
    let mut notice = String::new();
    loop {
        let next = session.upcoming().map_err(|error| Failure::from_app(error, &db))?;
        let Some((item, left)) = next else {
            return Ok(true);
        };
        let watch = session.clock().stopwatch();
        let mut asked = Asked { item, left, page: Page::Question, history: None, scroll: 0, watch };
        let ended =
            asked.run(&mut screen, session, &mut notice).map_err(|trouble| match trouble {
                Trouble::App(error) => Failure::from_app(error, &db),
                Trouble::Ended(failure) => failure,
            })?;
        match ended {
            End::Next => {}
            End::Quit => return Ok(false),
        }
    }
}

/// What can cut a card short.
enum Trouble {
    App(crate::app::Error),
    Ended(Failure),
}

impl From<crate::app::Error> for Trouble {
    fn from(error: crate::app::Error) -> Self {
        Self::App(error)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::Ended(error.into())
    }
}

/// A card on the screen.
struct Asked {
    item: Item,
    left: u64,
    page: Page,
    history: Option<History>,
    scroll: usize,
    watch: Stopwatch,
}

impl Asked {
    fn run(
        &mut self,
        screen: &mut Screen<'_>,
        session: &mut Session,
        notice: &mut String,
    ) -> Result<End, Trouble> {
        let mut back = Page::Question;
        loop {
            let key = self.show(screen, session, notice)?;
            if key == Key::Resize {
                continue;
            }
            notice.clear();
            match (self.page, key) {
                (_, Key::Interrupt) => return Err(Trouble::Ended(Failure::interrupted())),
                (_, Key::Up) => self.scroll = self.scroll.saturating_sub(1),
                (_, Key::Down) => self.scroll += 1,
                (Page::History | Page::Pause, _) => self.turn(back),
                (_, Key::Char('q') | Key::Escape) => return Ok(End::Quit),
                (page, Key::Char('i' | 'p')) => {
                    back = page;
                    self.history = Some(session.history(&self.item)?);
                    self.turn(if key == Key::Char('i') { Page::History } else { Page::Pause });
                }
                (page, key) => {
                    if let Some(end) = self.act(screen, session, notice, (page, key))? {
                        return Ok(end);
                    }
                }
            }
        }
    }

    /// Shows the card and waits for a key.
    fn show(
        &mut self,
        screen: &mut Screen<'_>,
        session: &Session,
        notice: &str,
    ) -> Result<Key, Trouble> {
        let view = View {
            item: &self.item,
            page: self.page,
            done: session.tally().answers,
            left: self.left,
            cram: session.is_cram(),
            history: self.history.as_ref(),
            notice,
        };
        let (lines, furthest) = frame(&view, Screen::size(), self.scroll);
        self.scroll = self.scroll.min(furthest);
        screen.show(&lines)?;
        Ok(screen.key()?)
    }

    fn turn(&mut self, page: Page) {
        self.page = page;
        self.scroll = 0;
    }

    /// Does what a key means on the question or the answer.
    fn act(
        &mut self,
        screen: &mut Screen<'_>,
        session: &mut Session,
        notice: &mut String,
        (page, key): (Page, Key),
    ) -> Result<Option<End>, Trouble> {
        match key {
            Key::Char('u') => *notice = session.undo()?,
            Key::Char('s') => *notice = session.suspend(&self.item)?,
            Key::Char('b') => *notice = session.bury(&self.item)?,
            Key::Char('c') => {
                let edited = screen.lend(|| editor::edit(&self.item.card.text))?;
                *notice = session.edited(&self.item, edited)?;
                let row = self.item.card.row;
                self.item.card = crate::storage::db::card::at(&session.study().db, row)
                    .map_err(crate::app::Error::from)?;
                return Ok(None);
            }
            Key::Char(c) if page == Page::Answer => {
                let Ok(rating) = c.to_string().parse::<Rating>() else {
                    return Ok(None);
                };
                session.grade(&self.item, rating, self.watch.milliseconds())?;
            }
            Key::Char(_)
            | Key::Enter
            | Key::Escape
            | Key::Backspace
            | Key::Tab
            | Key::Up
            | Key::Down
            | Key::Interrupt
            | Key::Resize
            | Key::Other => {
                if page == Page::Question {
                    self.turn(Page::Answer);
                }
                return Ok(None);
            }
        }
        Ok(Some(End::Next))
    }
}
