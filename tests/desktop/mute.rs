//! A notification daemon that knows no buttons.
#![allow(clippy::used_underscore_binding, reason = "what D-Bus hands over is named, used or not")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::{Connection, Variant, block_on, connection, interface};

/// The buttons of every notice it was given.
type Told = Arc<Mutex<Vec<Vec<String>>>>;

struct Daemon(Told);

#[interface(name = "org.freedesktop.Notifications")]
#[allow(clippy::unused_self, clippy::too_many_arguments, reason = "as D-Bus has it")]
#[allow(
    clippy::needless_pass_by_value,
    clippy::used_underscore_binding,
    reason = "as it is expanded"
)]
impl Daemon {
    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned()]
    }

    fn notify(
        &self,
        _program: String,
        _replaces: u32,
        _icon: String,
        _title: String,
        _body: String,
        buttons: Vec<String>,
        _hints: HashMap<String, Variant<'_>>,
        _stays: i32,
    ) -> u32 {
        let mut told = self.0.lock().unwrap();
        told.push(buttons);
        u32::try_from(told.len()).unwrap()
    }

    fn close_notification(&self, _number: u32) {}
}

pub struct Mute {
    told: Told,
    _connection: Connection,
}

impl Mute {
    /// Starts it on the bus at an address.
    pub fn start(address: &str) -> Self {
        let told = Told::default();
        let daemon = Daemon(Arc::clone(&told));
        let connection = block_on(async {
            connection::Builder::address(address)
                .name("org.freedesktop.Notifications")
                .serve_at("/org/freedesktop/Notifications", daemon)
                .build()
                .await
        });
        Self { told, _connection: connection.unwrap() }
    }

    pub fn told(&self) -> Vec<Vec<String>> {
        self.told.lock().unwrap().clone()
    }
}
