//! Power cuts: whatever was acknowledged is there afterwards.

use std::thread;
use std::time::{Duration, Instant};

use crate::home::Home;
use crate::terminal::Terminal;

const ROUNDS: u64 = 200;

/// How long a busy machine may take to ask the first question.
const PATIENCE: Duration = Duration::from_secs(20);

/// From when the time of a session counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Start,
    Question,
    /// The first grade, however long a busy machine takes to get there.
    Grade,
}

/// Grades cards in a plain session until the deadline, then kills it. Returns the grades that were
/// acknowledged, that is, after which the next question was asked.
fn session_until(home: &Home, deadline: Duration, from: From) -> u64 {
    let arguments = ["review", "--plain", "--new", "400"];
    let mut terminal = Terminal::start(home, &arguments, (120, 50));
    let begun = Instant::now();
    while from != From::Start
        && !terminal.heard().contains("Question: ")
        && begun.elapsed() < PATIENCE
    {
        thread::sleep(Duration::from_millis(1));
    }
    let mut start = Instant::now();
    let (mut waits, mut revealed, mut graded) = (from == From::Grade, 0, 0);
    while waits || start.elapsed() < deadline {
        let heard = terminal.heard();
        if waits && (heard.matches("Question: ").count() > 1 || begun.elapsed() > PATIENCE) {
            (waits, start) = (false, Instant::now());
        }
        let count = |text: &str| heard.matches(text).count();
        if count("Enter shows the answer") > revealed {
            revealed += 1;
            terminal.press("\r");
        }
        if count("1 again ") > graded {
            graded += 1;
            terminal.press("3\r");
        }
        thread::sleep(Duration::from_millis(1));
    }
    let heard = terminal.heard();
    terminal.kill();
    (heard.matches("Question: ").count() as u64).saturating_sub(1)
}

#[test]
fn every_acknowledged_grade_survives_two_hundred_kills() {
    let mut home = Home::new();
    home.with_deck("tea", 1_000);
    let (mut acknowledged, mut chance) = (0, 0x2545_f491_4f6c_dd1d_u64);
    for round in 0..ROUNDS {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        // Every round is a day of its own, so that there are always new cards to meet.
        let day = 1 + round % 28;
        home.on(&format!("{}-{:02}-{day:02}", 2027 + round / 336, 1 + (round / 28) % 12));
        let before = answers(&home);
        let from = [From::Start, From::Grade, From::Question, From::Question];
        let from = from[usize::try_from(round % 4).unwrap()];
        acknowledged = session_until(&home, Duration::from_millis(20 + chance % 120), from);
        let kept = answers(&home) - before;
        // The grade under way at the kill may be kept too; an acknowledged one must be.
        assert!(kept >= acknowledged && kept <= acknowledged + 1, "{kept} of {acknowledged}");
    }
    assert!(answers(&home) > ROUNDS / 4, "the sessions hardly got anywhere: {acknowledged}");
    assert!(home.ok(&["doctor"]).contains("is sound"));
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

fn answers(home: &Home) -> u64 {
    let total = home.json(&["stats", "cards"])["cards"]["total"].clone();
    ["introduced", "reviews", "drills"].iter().map(|part| total[part].as_u64().unwrap()).sum()
}
