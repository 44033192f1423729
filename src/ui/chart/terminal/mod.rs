//! Figures in a terminal: lines of characters that can be told apart without colours.

mod bars;
mod heat;
mod lines;
mod rows;

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::Color;

use crate::ui::chart::figure::{Figure, Plot};
use crate::ui::chart::measure;
use crate::ui::term::frame::{Line, Span, Style, columns, cut, span};

/// The narrowest and the widest chart, in columns.
const WIDTHS: (usize, usize) = (24, 400);

/// The styles of series, in turn; faint is kept for what may be overlooked.
const STYLES: [Style; 4] = [Style::Answer, Style::Normal, Style::Warning, Style::Strong];

/// The colours that stand for styles while a chart lies in a buffer.
const COLOURS: [(Style, Color); 5] = [
    (Style::Normal, Color::Reset),
    (Style::Strong, Color::White),
    (Style::Faint, Color::DarkGray),
    (Style::Answer, Color::Green),
    (Style::Warning, Color::Yellow),
];

/// Draws a figure under its title, no line wider than `width` columns (24 at least).
#[must_use]
pub fn draw(figure: &Figure, width: usize) -> Vec<Line> {
    let width = width.clamp(WIDTHS.0, WIDTHS.1);
    let mut drawn = vec![vec![span(&cut(&figure.title, width), Style::Strong)]];
    if measure::nothing(&figure.plot) {
        drawn.push(vec![span("nothing yet", Style::Faint)]);
        return drawn;
    }
    drawn.extend(match &figure.plot {
        Plot::Heat { today, days, unit } => heat::draw(*today, days, unit, width),
        Plot::Columns { labels, series, unit } => bars::draw(labels, series, unit, width),
        Plot::Rows { labels, series } => rows::draw(labels, series, width),
        Plot::Lines { x, y, lines } => lines::trends(x, y, lines, width),
        Plot::Calibration(sets) => lines::calibration(sets, width),
    });
    drawn.into_iter().map(|line| held(line, width)).collect()
}

/// The style of a series.
fn style(nth: usize) -> Style {
    STYLES.get(nth % STYLES.len()).copied().unwrap_or_default()
}

/// One of some signs for a series, beginning again when there are more series.
fn sign<T: Copy + Default>(signs: &[T], nth: usize) -> T {
    signs.get(nth % signs.len().max(1)).copied().unwrap_or_default()
}

fn colour(style: Style) -> Color {
    COLOURS.iter().find(|(one, _)| *one == style).map_or(Color::Reset, |(_, colour)| *colour)
}

/// What the signs of series mean, one piece for each.
fn legend<'a>(
    names: impl Iterator<Item = &'a str>,
    sign: impl Fn(usize) -> String,
    width: usize,
) -> Vec<Vec<Span>> {
    let entry = |(nth, name): (usize, &str)| {
        let sign = sign(nth);
        let room = width.saturating_sub(sign.chars().count() + 1);
        let name = cut(&format!(" {name}"), room.min(32));
        vec![span(&sign, style(nth)), span(&name, Style::Normal)]
    };
    names.enumerate().map(entry).collect()
}

/// An empty buffer of so many columns and rows.
fn buffer(width: usize, height: usize) -> Buffer {
    Buffer::empty(Rect::new(0, 0, short(width), short(height)))
}

/// A number of columns or rows as a buffer counts them.
fn short(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Writes a text into a buffer; what does not fit is not written.
fn write(buffer: &mut Buffer, (x, y): (usize, usize), text: &str, style: Style) {
    let room = usize::from(buffer.area.width).saturating_sub(x);
    if room > 0 && y < usize::from(buffer.area.height) {
        buffer.set_stringn(short(x), short(y), text, room, colour(style));
    }
}

/// Copies what was drawn, but not the blanks, with its upper left corner at a place.
fn lay(over: &mut Buffer, drawn: &Buffer, (x, y): (usize, usize)) {
    for row in 0..drawn.area.height {
        for column in 0..drawn.area.width {
            let Some(cell) = drawn.cell((column, row)) else { continue };
            if !matches!(cell.symbol(), " " | "\u{2800}")
                && let Some(place) = over.cell_mut((short(x) + column, short(y) + row))
            {
                *place = cell.clone();
            }
        }
    }
}

/// The lines of a buffer.
fn styled(buffer: &Buffer) -> Vec<Line> {
    let row = |y: u16| {
        let mut line: Line = Vec::new();
        let mut covered = 0;
        for x in 0..buffer.area.width {
            let Some(cell) = buffer.cell((x, y)) else { continue };
            // A wide letter covers the cell that follows it.
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let found = COLOURS.iter().find(|(_, colour)| *colour == cell.fg);
            let piece = span(cell.symbol(), found.map_or(Style::Normal, |(style, _)| *style));
            covered = columns(std::slice::from_ref(&piece)).saturating_sub(1);
            match line.last_mut() {
                Some(last) if last.style == piece.style => last.text.push_str(&piece.text),
                Some(_) | None => line.push(piece),
            }
        }
        trimmed(line)
    };
    (0..buffer.area.height).map(row).collect()
}

/// A line without the blanks at its end.
fn trimmed(mut line: Line) -> Line {
    while let Some(last) = line.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        line.pop();
    }
    line
}

/// Keeps a line within the width, whatever its letters do to each other.
fn held(mut line: Line, width: usize) -> Line {
    while columns(&line) > width {
        if line.last_mut().is_none_or(|last| last.text.pop().is_none()) {
            line.pop();
        }
    }
    line
}

/// Where labels begin that stand around their places; nothing when two would touch.
fn placed(labels: &[(usize, String)], room: usize, apart: usize) -> Option<Vec<(usize, String)>> {
    let mut free = 0;
    let mut found = Vec::new();
    for (middle, label) in labels {
        let wide = columns(&[span(label, Style::Normal)]);
        let begin = middle.saturating_sub(wide / 2).min(room.checked_sub(wide)?);
        if begin < free {
            return None;
        }
        free = begin + wide + apart;
        found.push((begin, label.clone()));
    }
    Some(found)
}

#[cfg(test)]
mod tests;
