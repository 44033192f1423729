//! Desktop notices; the home of notify-rust.

use notify_rust::Notification;

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
