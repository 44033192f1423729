//! The desktop's notification daemon, spoken to over D-Bus; the home of `zbus`.
//!
//! notify-rust listens for an answer only after a notice was shown and loses one that comes at once,
//! so the watch speaks to the same daemon itself: it listens first, on one connection for all.

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::mpsc::Sender;

use zbus::export::futures_core::Stream;
use zbus::message::{Message, Type};
use zbus::{Connection, MatchRule, MessageStream, Variant, block_on};

use crate::ui::remind::desktop::{Button, Desktop, Sheet, Wake};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// Why a notice is gone, as the daemon says it: the user put it away.
const BY_USER: u32 = 2;

/// The notification daemon of this session.
pub struct Bus {
    wake: Sender<Wake>,
    line: Option<Line>,
}

/// A connection to the session's bus.
struct Line {
    connection: Connection,
    buttons: bool,
}

impl Bus {
    /// A daemon that is looked for when there is something to show; what it says is sent to `wake`.
    #[must_use]
    pub const fn new(wake: Sender<Wake>) -> Self {
        Self { wake, line: None }
    }

    fn line(&mut self) -> zbus::Result<&mut Line> {
        let line = match self.line.take().filter(|line| !line.connection.is_closed()) {
            Some(line) => line,
            None => block_on(connect(&self.wake))?,
        };
        Ok(self.line.insert(line))
    }
}

/// The name of the daemon that shows notices.
///
/// # Errors
/// When there is no bus, or no daemon on it.
pub fn server() -> zbus::Result<String> {
    block_on(async {
        let connection = Connection::session().await?;
        let asked = "GetServerInformation";
        let reply = connection.call_method(Some(NAME), PATH, Some(NAME), asked, &()).await?;
        let (name, ..): (String, String, String, String) = reply.body().deserialize()?;
        Ok(name)
    })
}

/// Connects, and listens from the first moment on.
async fn connect(wake: &Sender<Wake>) -> zbus::Result<Line> {
    let connection = Connection::session().await?;
    let said = MatchRule::builder().msg_type(Type::Signal).interface(NAME).path(PATH).build()?;
    let owner = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender("org.freedesktop.DBus")
        .member("NameOwnerChanged")
        .arg(0, NAME)
        .build()?;
    let said = MessageStream::for_match_rule(said, &connection, None).await?;
    let owner = MessageStream::for_match_rule(owner, &connection, None).await?;
    listen(said, wake.clone(), true);
    listen(owner, wake.clone(), false);
    let buttons =
        capabilities(&connection).await.is_ok_and(|can| can.iter().any(|can| can == "actions"));
    Ok(Line { connection, buttons })
}

async fn capabilities(connection: &Connection) -> zbus::Result<Vec<String>> {
    let reply =
        connection.call_method(Some(NAME), PATH, Some(NAME), "GetCapabilities", &()).await?;
    reply.body().deserialize()
}

/// Passes on what comes through a stream; one of the two tells when the line is dead.
fn listen(mut stream: MessageStream, wake: Sender<Wake>, tells: bool) {
    std::thread::spawn(move || {
        while let Some(message) = block_on(poll_fn(|cx| Pin::new(&mut stream).poll_next(cx))) {
            let said = message.ok().and_then(|message| meaning(&message));
            if said.is_some_and(|said| wake.send(said).is_err()) {
                return;
            }
        }
        if tells {
            // Nobody listens any more when the watch has ended.
            let _ = wake.send(Wake::Lost);
        }
    });
}

fn meaning(message: &Message) -> Option<Wake> {
    let header = message.header();
    let body = message.body();
    match header.member()?.as_str() {
        "ActionInvoked" => {
            let (number, key): (u32, String) = body.deserialize().ok()?;
            Some(Wake::Pressed(number, Button::of(&key)?))
        }
        "NotificationClosed" => {
            let (number, reason): (u32, u32) = body.deserialize().ok()?;
            Some(if reason == BY_USER { Wake::PutAway(number) } else { Wake::Gone(number) })
        }
        "NameOwnerChanged" => {
            let (_, _, new): (String, String, String) = body.deserialize().ok()?;
            Some(if new.is_empty() { Wake::Lost } else { Wake::Back })
        }
        _ => None,
    }
}

impl Desktop for Bus {
    fn show(&mut self, sheet: &Sheet<'_>) -> Result<u32, String> {
        let line = self.line().map_err(|error| error.to_string())?;
        let said = block_on(async {
            // The daemon may have been another one a moment ago.
            let can = capabilities(&line.connection).await?;
            line.buttons = can.iter().any(|can| can == "actions");
            let buttons: Vec<&str> = if line.buttons {
                sheet.buttons.iter().flat_map(|button| [button.key(), button.label()]).collect()
            } else {
                Vec::new()
            };
            let markup = can.iter().any(|can| can == "body-markup");
            let body = if markup { escaped(sheet.body) } else { sheet.body.to_owned() };
            let hints: HashMap<&str, Variant<'_>> = HashMap::from([
                ("desktop-entry", Variant::from("rat")),
                ("urgency", Variant::from(1_u8)),
            ]);
            let stays = i32::try_from(sheet.seconds).unwrap_or(i32::MAX).saturating_mul(1_000);
            let call = ("rat", 0_u32, "", sheet.title, body, buttons, hints, stays);
            let reply =
                line.connection.call_method(Some(NAME), PATH, Some(NAME), "Notify", &call).await?;
            reply.body().deserialize::<u32>()
        });
        said.map_err(|error: zbus::Error| error.to_string())
    }

    fn take_down(&mut self, number: u32) {
        if let Some(line) = &self.line {
            let call = line.connection.call_method(
                Some(NAME),
                PATH,
                Some(NAME),
                "CloseNotification",
                &number,
            );
            // A notice that is gone already needs no taking down.
            let _ = block_on(call);
        }
    }

    fn has_buttons(&self) -> bool {
        self.line.as_ref().is_some_and(|line| line.buttons)
    }

    fn speaks_up(&self) -> bool {
        self.line.as_ref().is_some_and(|line| !line.connection.is_closed())
    }
}

/// The text for a daemon that reads marks in it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
