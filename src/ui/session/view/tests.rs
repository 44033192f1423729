use super::*;
use crate::domain::card::{Id, Text};
use crate::domain::schedule::state::{Queue, State};
use crate::domain::time::StudyDay;
use crate::storage::db::card::Stored;
use crate::ui::term::frame::text;

fn item(kind: Kind, front: &str, back: &str) -> Item {
    let text = Text { kind, front: front.into(), back: back.into(), note: "A note.".into() };
    let state =
        State { queue: Queue::New, due: StudyDay::from_epoch(0), suspended: false, standing: None };
    let card = Stored {
        row: 1,
        id: Id::new("tea", "pot").unwrap(),
        deck: 1,
        position: 1,
        siblings: String::new(),
        text,
        edited: false,
        state,
    };
    Item {
        card,
        deck_title: "茶 Tea".into(),
        introduction: None,
        reason: Reason::New,
        intervals: [1, 2, 90, 3650],
    }
}

fn view(item: &Item, page: Page) -> View<'_> {
    View { item, page, done: 3, left: 9, cram: false, history: None, notice: "" }
}

fn shown(item: &Item, page: Page, size: (usize, usize)) -> String {
    text(&frame(&view(item, page), size, 0).0)
}

const LONG: &str = "目標を行動に分解してから、それぞれの理由を確かめる。 🙂 Then ask what each of the \
    goals would lose if the action were gone, and whether another action would serve them all.";

#[test]
fn no_line_is_wider_than_the_window_and_no_frame_taller() {
    let item = item(Kind::Situation, LONG, LONG);
    for page in [Page::Question, Page::Answer, Page::History, Page::Pause] {
        for size in [(20, 8), (40, 12), (40, 24), (80, 24), (200, 60)] {
            let (lines, _) = frame(&view(&item, page), size, 0);
            assert!(lines.len() <= size.1, "{} lines in {size:?}", lines.len());
            if size.0 >= 40 {
                assert!(lines.iter().all(|line| columns(line) <= size.0), "{page:?} {size:?}");
            }
        }
    }
}

#[test]
fn what_does_not_fit_can_be_scrolled_to() {
    let item = item(Kind::Situation, LONG, LONG);
    let size = (40, 12);
    let (lines, furthest) = frame(&view(&item, Page::Answer), size, 0);
    assert!(text(&lines).contains("arrow down") && furthest > 0);
    let (end, _) = frame(&view(&item, Page::Answer), size, furthest);
    assert!(text(&end).contains("A note."), "{}", text(&end));
}

#[test]
fn a_cloze_marks_what_was_hidden() {
    let item = item(Kind::Cloze, "Plans {{fire}} on {{clear triggers}}.", "");
    assert!(shown(&item, Page::Question, (80, 24)).contains("Plans [...] on [...]."));
    let (lines, _) = frame(&view(&item, Page::Answer), (80, 24), 0);
    let marked: Vec<&str> = lines
        .iter()
        .flatten()
        .filter(|span| span.style == Style::Answer && !span.text.starts_with('━'))
        .map(|span| span.text.trim())
        .collect();
    assert_eq!(marked, ["fire", "clear triggers"]);
}

#[test]
fn the_question_page_gives_no_answer_away() {
    let item = item(Kind::Recall, "What?", "The secret.");
    assert!(!shown(&item, Page::Question, (80, 24)).contains("secret"));
}

#[test]
fn intervals_stand_beside_the_grades() {
    let item = item(Kind::Recall, "What?", "That.");
    let answer = shown(&item, Page::Answer, (80, 24));
    assert!(answer.contains("1 again 1 day  2 hard 2 days  3 good 3 months  4 easy 10 years"));
}

#[test]
fn a_drill_shows_no_intervals_because_it_gives_none() {
    let item = Item { reason: Reason::Drill, ..item(Kind::Recall, "What?", "That.") };
    assert!(shown(&item, Page::Answer, (80, 24)).contains("1 again  2 hard  3 good  4 easy"));
}

#[test]
fn an_introduction_gives_way_to_the_question_in_a_small_window() {
    let introduction = Some(LONG.repeat(3));
    let item = Item { introduction, ..item(Kind::Recall, "What is it?", "That.") };
    assert!(shown(&item, Page::Question, (80, 24)).contains("guess, look, and grade"));
    let small = shown(&item, Page::Question, (40, 12));
    assert!(small.contains("What is it?") && !small.contains("arrow down"), "{small}");
}
