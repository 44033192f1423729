//! What the session shows, as frames: pure functions of the card, the moment and the window.

use crate::app::card::History;
use crate::app::review::Item;
use crate::domain::card::Kind;
use crate::domain::deck::cloze::{Cloze, Part};
use crate::domain::review::Rating;
use crate::domain::schedule::history::Role;
use crate::domain::schedule::queue::Reason;
use crate::domain::text::count;
use crate::domain::time::span as days;
use crate::ui::term::frame::{Line, Span, Style, columns, flow, paragraph, span};

/// The most columns a text is set in; longer lines are hard to read.
const MEASURE: usize = 76;

/// Which page of the session is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The question alone.
    Question,
    /// Question and answer.
    Answer,
    /// The card's history.
    History,
    /// A pause.
    Pause,
}

/// Everything a frame is made of.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The card.
    pub item: &'a Item,
    /// The page.
    pub page: Page,
    /// Answers given so far.
    pub done: u32,
    /// Cards left.
    pub left: u64,
    /// Whether answers are left unscored.
    pub cram: bool,
    /// The card's history, for its page.
    pub history: Option<&'a History>,
    /// What just happened; empty when nothing did.
    pub notice: &'a str,
}

/// Sets a frame for a window; `scroll` lines of its middle are passed over. Also returns the
/// furthest it can be scrolled.
#[must_use]
pub fn frame(
    view: &View<'_>,
    (width, height): (usize, usize),
    scroll: usize,
) -> (Vec<Line>, usize) {
    let measure = width.saturating_sub(2).clamp(8, MEASURE);
    let mut head = head(view, measure);
    let mut body = body(view, measure);
    let mut foot = foot(view, measure);
    if height < head.len() + foot.len() + 4 {
        head.truncate(1);
        foot.truncate(height.saturating_sub(4).max(1));
    }
    let room = height.saturating_sub(head.len() + foot.len()).max(1);
    if view.page == Page::Question && body.len() > room {
        // The question must be seen at once; what the deck is for can be read with `rat deck show`.
        body = paragraph(&view.item.card.text.question(), measure, Style::Strong);
    }
    let furthest = body.len().saturating_sub(room);
    let from = scroll.min(furthest);
    let mut lines = head;
    lines.extend(body.into_iter().skip(from).take(room));
    if from < furthest
        && let Some(last) = lines.last_mut()
    {
        *last = vec![span("(more: arrow down)", Style::Faint)];
    }
    let filled = height.saturating_sub(foot.len());
    lines.resize(filled.max(lines.len()), Vec::new());
    lines.extend(foot);
    lines.truncate(height.max(1));
    for line in &mut lines {
        line.insert(0, span(" ", Style::Normal));
    }
    (lines, furthest)
}

/// The word shown for why a card is asked.
#[must_use]
pub const fn reason(item: &Item, cram: bool) -> &'static str {
    match item.reason {
        _ if cram => "unscored",
        Reason::New => "new",
        Reason::Due => "due",
        Reason::Drill => "once more",
        Reason::Ahead => "ahead",
    }
}

fn head(view: &View<'_>, width: usize) -> Vec<Line> {
    let title = vec![
        span(&view.item.deck_title, Style::Strong),
        span(&format!("  {}", reason(view.item, view.cram)), Style::Faint),
    ];
    let done = u64::from(view.done);
    let count = vec![span(&format!("{done} done, {} left", view.left), Style::Faint)];
    let total = (done + view.left).max(1);
    let bar = width.min(40) as u64;
    let full = usize::try_from(bar * done / total).unwrap_or(0);
    let rest = usize::try_from(bar).unwrap_or(0) - full;
    let progress =
        vec![span(&"━".repeat(full), Style::Answer), span(&"─".repeat(rest), Style::Faint)];
    let mut lines = flow(&[title, count], width);
    lines.push(progress);
    lines.push(Vec::new());
    lines
}

fn body(view: &View<'_>, width: usize) -> Vec<Line> {
    match view.page {
        Page::Question => asked(view.item, width),
        Page::Answer => answered(view.item, width),
        Page::History => {
            view.history.map(|history| history_lines(history, width)).unwrap_or_default()
        }
        Page::Pause => paragraph("Paused. Every answer so far is kept.", width, Style::Strong),
    }
}

/// Sets the question; a deck that is met for the first time says what it is for.
fn asked(item: &Item, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(introduction) = &item.introduction {
        lines.extend(paragraph(introduction, width, Style::Normal));
        let guess = "You need not know any of it yet: guess, look, and grade how it went.";
        lines.extend(paragraph(guess, width, Style::Faint));
        lines.push(Vec::new());
    }
    lines.extend(paragraph(&item.card.text.question(), width, Style::Strong));
    lines
}

fn answered(item: &Item, width: usize) -> Vec<Line> {
    let text = &item.card.text;
    let mut lines = match text.kind {
        Kind::Recall | Kind::Situation => {
            let mut lines = paragraph(&text.question(), width, Style::Strong);
            lines.push(Vec::new());
            lines.extend(paragraph(&text.answer(), width, Style::Answer));
            lines
        }
        Kind::Cloze => filled(&text.front, width),
    };
    if !text.note.is_empty() {
        lines.push(Vec::new());
        lines.extend(paragraph(&text.note, width, Style::Faint));
    }
    if item.card.state.standing.is_some_and(|standing| standing.leech) {
        lines.push(Vec::new());
        let leech = "This card keeps slipping away. c rewords it, so that it holds.";
        lines.extend(paragraph(leech, width, Style::Warning));
    }
    lines
}

/// Sets a cloze with its gaps filled and marked.
fn filled(front: &str, width: usize) -> Vec<Line> {
    let cloze = Cloze::read(front);
    let styled = cloze.parts().iter().flat_map(|part| {
        let (text, style) = match *part {
            Part::Shown(text) => (text, Style::Strong),
            Part::Gap(text) => (text, Style::Answer),
        };
        text.chars().map(move |c| (c, style))
    });
    let mut styled = styled.filter(|(c, _)| !c.is_whitespace());
    // The text is wrapped as a whole, then each of its characters takes its style back.
    let restyle = |line: Line| -> Line {
        let mut spans: Vec<Span> = Vec::new();
        for c in line.iter().flat_map(|span| span.text.chars()) {
            let style = if c.is_whitespace() {
                spans.last().map_or(Style::Strong, |span| span.style)
            } else {
                styled.next().map_or(Style::Strong, |(_, style)| style)
            };
            match spans.last_mut() {
                Some(span) if span.style == style => span.text.push(c),
                Some(_) | None => spans.push(Span { text: c.to_string(), style }),
            }
        }
        spans
    };
    paragraph(&cloze.whole(), width, Style::Strong).into_iter().map(restyle).collect()
}

/// Sets a card's history.
#[must_use]
pub fn history_lines(history: &History, width: usize) -> Vec<Line> {
    let card = &history.card;
    let mut lines = vec![vec![span(&card.id.to_string(), Style::Strong)]];
    if let Some(standing) = card.state.standing {
        let memory = standing.memory;
        let state = format!(
            "stability {:.1} days, difficulty {:.1} of 10, {}, {}, next {}",
            memory.stability(),
            memory.difficulty(),
            count(standing.count.into(), "review"),
            count(standing.lapses.into(), "lapse"),
            card.state.due
        );
        lines.extend(paragraph(&state, width, Style::Normal));
        if standing.leech {
            let leech = "It fails more often than its memory predicts: reword it, or split it.";
            lines.extend(paragraph(leech, width, Style::Warning));
        }
    } else {
        lines.extend(paragraph("It has not been asked yet.", width, Style::Normal));
    }
    lines.push(Vec::new());
    for line in &history.lines {
        let (day, rating) = (line.review.study_day, line.review.rating.word());
        let then = match line.standing {
            Some(standing) if line.role != Role::Drill => {
                format!("back in {}", days(standing.interval))
            }
            Some(_) | None => "drill, unscored".to_owned(),
        };
        lines.extend(paragraph(&format!("{day}  {rating:<5}  {then}"), width, Style::Normal));
    }
    for edit in &history.edits {
        let moment = crate::domain::time::rfc3339(edit.at, edit.offset);
        let day = moment.get(..10).unwrap_or(&moment);
        lines.extend(paragraph(&format!("{day}  reworded"), width, Style::Faint));
    }
    lines
}

fn foot(view: &View<'_>, width: usize) -> Vec<Line> {
    let mut lines = vec![Vec::new()];
    if !view.notice.is_empty() {
        lines.extend(paragraph(view.notice, width, Style::Warning));
    }
    match view.page {
        Page::Question => {
            lines.push(vec![
                span("any key", Style::Strong),
                span(" shows the answer", Style::Normal),
            ]);
        }
        Page::Answer => lines.extend(grades(view, width)),
        Page::History | Page::Pause => {
            lines.push(vec![span("any key", Style::Strong), span(" goes on", Style::Normal)]);
            return lines;
        }
    }
    let keys = ["u undo", "c change", "s suspend", "b bury", "i history", "p pause", "q quit"];
    let keys: Vec<Line> = keys.iter().map(|key| vec![span(key, Style::Faint)]).collect();
    lines.extend(flow(&keys, width));
    lines
}

fn grades(view: &View<'_>, width: usize) -> Vec<Line> {
    let scored = !view.cram && view.item.reason != Reason::Drill;
    let pieces: Vec<Line> = Rating::ALL
        .into_iter()
        .zip(view.item.intervals)
        .map(|(rating, interval)| {
            let when = if scored { format!(" {}", days(interval)) } else { String::new() };
            vec![
                span(&format!("{} ", rating.number()), Style::Faint),
                span(rating.word(), Style::Strong),
                span(&when, Style::Normal),
            ]
        })
        .collect();
    // At narrow widths a column of four reads better than a ragged pair of lines.
    let wide = pieces.iter().map(|piece| columns(piece) + 2).sum::<usize>();
    if wide <= width + 2 { flow(&pieces, width) } else { pairs(&pieces) }
}

/// Sets four pieces in two lines of two, the second ones under each other.
fn pairs(pieces: &[Line]) -> Vec<Line> {
    let first = pieces.iter().step_by(2).map(|piece| columns(piece)).max().unwrap_or(0);
    pieces
        .chunks(2)
        .map(|pair| {
            let mut line = Vec::new();
            for piece in pair {
                if !line.is_empty() {
                    line.push(span(&" ".repeat(first + 2 - columns(&line)), Style::Normal));
                }
                line.extend(piece.iter().cloned());
            }
            line
        })
        .collect()
}

#[cfg(test)]
mod tests;
