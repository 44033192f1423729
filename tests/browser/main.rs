//! The report in a real browser. `scripts/test` installs what it needs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "JSON is indexed by the shapes it is checked for")]
#![allow(clippy::disallowed_methods, reason = "tests run real processes")]

#[path = "../invariants/chance.rs"]
mod chance;
mod life;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use resvg::tiny_skia::Pixmap;
use serde_json::Value;

/// Runs the program on a data folder, on the last morning of the life in it.
fn rat(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_rat"))
        .env_clear()
        .env("RAT_DATA_DIR", folder)
        .env("RAT_NOW", "2026-11-23T09:00:00+01:00")
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// What the browser saw of a page; pictures go into the folder.
fn look(page: &Path, folder: &Path) -> Value {
    let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let chromium = chromium.into_iter().find(|path| Path::new(path).exists()).unwrap();
    let output = Command::new("node")
        .arg(here().join("look.mjs"))
        .args([page, folder])
        .arg(chromium)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The share of pixels that differ visibly, 1 when the sizes do.
fn difference(one: &Path, other: &Path) -> f64 {
    let (one, other) = (Pixmap::load_png(one).unwrap(), Pixmap::load_png(other).unwrap());
    if (one.width(), one.height()) != (other.width(), other.height()) {
        return 1.0;
    }
    let far = |a: u8, b: u8| a.abs_diff(b) > 64;
    let pairs = one.pixels().iter().zip(other.pixels());
    let differing = pairs
        .filter(|(a, b)| {
            far(a.red(), b.red()) || far(a.green(), b.green()) || far(a.blue(), b.blue())
        })
        .count();
    let count = |n: usize| f64::from(u32::try_from(n).unwrap());
    count(differing) / count(one.pixels().len())
}

/// The pixels that may differ: letters are drawn a little differently by every version of a browser.
const TOLERANCE: f64 = 0.03;

/// Compares the pictures with the stored ones; with `PICTURES=store` they are stored instead.
fn compare(folder: &Path, looks: &Value) {
    let stored = here().join("pictures");
    for name in looks.as_array().unwrap() {
        let file = format!("{}.png", name.as_str().unwrap());
        if std::env::var("PICTURES").is_ok_and(|wish| wish == "store") {
            fs::create_dir_all(&stored).unwrap();
            fs::copy(folder.join(&file), stored.join(&file)).unwrap();
        }
        let share = difference(&folder.join(&file), &stored.join(&file));
        assert!(share < TOLERANCE, "{file} differs in {:.1} % of its pixels", share * 100.0);
    }
}

/// Every figure that `rat stats --json` tells and a reader would look for, as the page writes it.
fn figures(stats: &Value) -> Vec<String> {
    let percent = |share: &Value| format!("{:.0} %", share.as_f64().unwrap() * 100.0);
    let mut all = Vec::new();
    for week in stats["cards"]["weeks"].as_array().unwrap() {
        let kept = &week["retention"];
        if kept["of"].as_u64() > Some(0) {
            let (low, high) = (kept["low"].as_f64().unwrap(), kept["high"].as_f64().unwrap());
            all.push(format!(
                "{}{}{:.0}-{:.0} %{}",
                week["day"].as_str().unwrap(),
                percent(&kept["rate"]),
                low * 100.0,
                high * 100.0,
                kept["of"]
            ));
        }
    }
    for day in stats["cards"]["forecast"].as_array().unwrap() {
        all.push(format!("{}{}", day["day"].as_str().unwrap(), day["due"]));
    }
    for bin in stats["cards"]["stability"].as_array().unwrap() {
        all.push(format!("{}{}", bin["bin"].as_str().unwrap(), bin["cards"]));
    }
    for plan in stats["taps"]["plans"].as_array().unwrap() {
        let strength = plan["strength"].as_f64().unwrap();
        let life = plan["life"].as_str().unwrap();
        all.push(format!("{}{life}{strength:.2}", plan["tap"].as_str().unwrap()));
    }
    for sort in ["cards", "plans", "forecasts"] {
        let found = &stats["calibration"][sort];
        all.push(format!("{sort}all{}", percent(&found["foreseen"])));
        all.push(format!("(Brier score {:.3})", found["brier"].as_f64().unwrap()));
    }
    for technique in stats["techniques"].as_array().unwrap() {
        let (title, weeks) = (technique["title"].as_str().unwrap(), &technique["weeks_used"]);
        all.push(format!("{title}{}{weeks} of 12 weeks", percent(&technique["known"])));
    }
    all
}

#[test]
#[ignore = "needs Chromium and Node.js: scripts/test runs it"]
fn a_report_is_whole_sound_and_readable_for_everybody() {
    let folder = tempfile::tempdir().unwrap();
    life::live(folder.path());
    let page = folder.path().join("report.html");
    rat(folder.path(), &["report", "--include-private", "--out", page.to_str().unwrap()]);
    let seen = look(&page, folder.path());
    for (what, none) in [
        ("console", "a message on the console"),
        ("requests", "a request that leaves the file"),
        ("faults", "a fault for those who cannot see or point"),
        ("wide", "a page wider than its screen"),
    ] {
        assert!(seen[what].as_array().unwrap().is_empty(), "{none}: {}", seen[what]);
    }
    assert_eq!(
        (&seen["dialogs"], &seen["scripts"], &seen["handlers"]),
        (&0.into(), &0.into(), &0.into())
    );
    assert_eq!(seen["title"], "Your practice, Mon 23 Nov 2026");
    assert_eq!((&seen["described"], &seen["tabled"]), (&true.into(), &true.into()));
    assert_eq!((&seen["first"], &seen["opens"]), (&"Skip to the figures".into(), &true.into()));
    let text = seen["text"].as_str().unwrap();
    for hostile in life::HOSTILE {
        assert!(text.contains(hostile), "{hostile} is not there as it was written");
    }
    let stats: Value = serde_json::from_str(&rat(folder.path(), &["stats", "--json"])).unwrap();
    let figures = figures(&stats);
    assert!(figures.len() > 100, "{}", figures.len());
    for figure in figures {
        assert!(text.contains(&figure), "the page does not tell {figure}");
    }
    compare(folder.path(), &seen["looks"]);
}

#[test]
#[ignore = "needs Chromium and Node.js: scripts/test runs it"]
fn the_look_finds_what_is_wrong_with_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("wrong.html");
    let wrong = "<!doctype html><html><head><title>x</title></head><body>\
        <img src='https://example.invalid/x.png'><script>console.error('ouch');alert(1)</script>\
        <details><summary>a</summary><p style='width:9000px;color:#eee;background:#fff'>b</p>\
        </details></body></html>";
    fs::write(&page, wrong).unwrap();
    let seen = look(&page, folder.path());
    for what in ["console", "requests", "faults", "wide"] {
        assert!(!seen[what].as_array().unwrap().is_empty(), "{what} is not noticed");
    }
    assert!(seen["dialogs"].as_u64() > Some(0) && seen["scripts"] == 1);
    let (one, other) = (folder.path().join("light-800.png"), folder.path().join("light-360.png"));
    assert!(difference(&one, &one) == 0.0 && difference(&one, &other) > TOLERANCE);
}
