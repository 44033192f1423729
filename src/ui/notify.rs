//! Desktop notices; the home of notify-rust.

use notify_rust::Notification;

/// A desktop that shows notices and hears no answers, where there is no D-Bus.
#[cfg(not(target_os = "linux"))]
#[derive(Default)]
pub struct Plain {
    shown: u32,
}

#[cfg(not(target_os = "linux"))]
impl crate::ui::remind::desktop::Desktop for Plain {
    fn show(&mut self, sheet: &crate::ui::remind::desktop::Sheet<'_>) -> Result<u32, String> {
        let mut notice = Notification::new();
        notice.appname("rat").summary(sheet.title).body(sheet.body);
        notice.show().map_err(|error| error.to_string())?;
        self.shown += 1;
        Ok(self.shown)
    }

    fn take_down(&mut self, _number: u32) {}

    fn has_buttons(&self) -> bool {
        false
    }
}

/// Says that the time of a timer is over, without waiting for anybody to hear it: where there is no
/// notification daemon, the bell has rung already.
pub fn timer_over(about: &str) {
    let body = about.to_owned();
    std::thread::spawn(move || {
        let mut notice = Notification::new();
        notice.appname("rat").summary("Time.").body(&body);
        // Without a desktop there is nobody to show it to.
        let _ = notice.show();
    });
}
