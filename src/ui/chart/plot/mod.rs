//! Figures as pictures: SVG that needs nothing else and follows what its viewer prefers.

mod bars;
mod heat;
mod lines;
mod room;
mod sheet;

use std::fmt::Write as _;

use crate::ui::chart::card::clean;
use crate::ui::chart::figure::{Figure, Plot};
use crate::ui::chart::measure;
use crate::ui::chart::palette;
use crate::ui::chart::svg::escaped;
use room::{FONT, HEADING, fit, wide};
use sheet::{Canvas, Ink, Stand};

/// The width of every picture, in pixels.
const WIDTH: f64 = 760.0;

/// What lies around a picture.
const MARGIN: f64 = 16.0;

/// The height of a line of text.
const LINE: f64 = 20.0;

/// The sign of an entry in a legend, and what follows it.
const SIGN: (f64, f64) = (28.0, 6.0);

/// What is neither a colour nor a place.
const RULES: &str = ".figure .heading{font-weight:bold}\
    .figure polyline{fill:none;stroke-linejoin:round;stroke-linecap:butt}\
    .figure .level{stroke-dasharray:6 5}\
    .figure .band{fill-opacity:.22}\
    .figure .hatch{stroke-width:1.5}\
    .figure .line.c1{stroke-dasharray:9 4}\
    .figure .line.c2{stroke-dasharray:2 3}\
    .figure .line.c3{stroke-dasharray:12 4 2 4}\
    .figure .line.c4{stroke-dasharray:5 3}\
    .figure .line.c5{stroke-dasharray:16 5 5 5}";

/// The fonts of every text.
const FONTS: &str = "system-ui,sans-serif";

/// The hatches of bars, by series: the first has none.
const HATCHES: [&str; palette::SERIES] = [
    "",
    "M0 8L8 0M-2 2L2 -2M6 10L10 6",
    "M0 4H8",
    "M0 0L8 8M-2 6L2 10M6 -2L10 2",
    "M4 0V8",
    "M0 4H8M4 0V8",
];

/// Draws a figure as a picture of its own. The same figure gives the same bytes.
#[must_use]
pub fn svg(figure: &Figure) -> String {
    picture(figure, &format!("<style>{}</style>\n", css()), true)
}

/// Draws a figure for a page that has its title and, once, the rules of [`css`].
#[must_use]
pub fn inline(figure: &Figure) -> String {
    picture(figure, "", false)
}

/// The rules that colour all figures of a page; they follow what the viewer prefers.
#[must_use]
pub fn css() -> String {
    format!("{RULES}{}", palette::figures())
}

/// The part of identifiers that a figure has for itself.
fn key(figure: &Figure) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    format!("figure-{}", figure.key.chars().take(64).map(plain).collect::<String>())
}

fn picture(figure: &Figure, style: &str, headed: bool) -> String {
    let key = key(figure);
    let (title, about) = (clean(&figure.title), clean(&figure.about));
    let mut body = String::new();
    let top = if headed { MARGIN + HEADING + 10.0 } else { MARGIN / 2.0 };
    let height = drawn(&mut body, &figure.plot, top).ceil();
    if headed {
        let heading = fit(&title, HEADING, WIDTH - 2.0 * MARGIN);
        let at = (MARGIN, MARGIN + HEADING / 2.0);
        let canvas = Canvas::new(&mut body);
        canvas.text(at, &heading, (HEADING, Ink::Heading), Stand::Right);
    }
    let hatches = hatches(&mut body, &key);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure\" width=\"100%\" \
         viewBox=\"0 0 {WIDTH:.0} {height:.0}\" style=\"max-width:{WIDTH:.0}px\" role=\"img\" \
         aria-labelledby=\"{key}-title {key}-desc\" font-family=\"{FONTS}\">\n\
         <title id=\"{key}-title\">{}</title>\n<desc id=\"{key}-desc\">{}</desc>\n\
         {style}{hatches}<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n",
        escaped(&title),
        escaped(&about),
    )
}

/// Draws a plot below a place; gives the height of the picture.
fn drawn(body: &mut String, plot: &Plot, top: f64) -> f64 {
    if measure::nothing(plot) {
        let canvas = Canvas::new(body);
        let at = (MARGIN, top + LINE / 2.0);
        canvas.text(at, "nothing yet", (FONT, Ink::Text), Stand::Right);
        return top + LINE + MARGIN;
    }
    match plot {
        Plot::Heat { today, days, unit } => heat::draw(body, (*today, days, unit), top),
        Plot::Columns { labels, series, unit } => bars::columns(body, labels, (series, unit), top),
        Plot::Rows { labels, series } => bars::rows(body, labels, series, top),
        Plot::Lines { x, y, lines } => lines::trends(body, (x, y), lines, top),
        Plot::Calibration(sets) => lines::calibration(body, sets, top),
    }
}

/// Lays hatches over the bars of all series but the first, so that they differ without colours.
fn hatches(body: &mut String, key: &str) -> String {
    let mut patterns = String::new();
    for (nth, path) in HATCHES.iter().enumerate().skip(1) {
        let bar = format!("<rect class=\"bar c{nth}\" ");
        if !body.contains(&bar) {
            continue;
        }
        let _ = writeln!(
            patterns,
            "<pattern id=\"{key}-hatch-{nth}\" width=\"8\" height=\"8\" \
             patternUnits=\"userSpaceOnUse\"><rect class=\"bar-{nth}\" width=\"8\" height=\"8\"/>\
             <path class=\"hatch\" d=\"{path}\"/></pattern>",
        );
        *body = body.replace(&bar, &format!("<rect fill=\"url(#{key}-hatch-{nth})\" "));
    }
    if patterns.is_empty() { patterns } else { format!("<defs>\n{patterns}</defs>\n") }
}

/// What stands for something in a legend.
#[derive(Clone, Copy)]
enum Sign {
    Bar(usize),
    Line(usize),
    Point(usize),
    Band,
    Whisker,
    Level,
}

/// Draws a legend below a place, wrapped to the width; gives where it ends.
fn legend(canvas: &Canvas, entries: &[(Sign, String)], top: f64) -> f64 {
    let (mut x, mut y) = (MARGIN, top + LINE / 2.0);
    for (sign, name) in entries {
        let name = fit(name, FONT, WIDTH - 2.0 * MARGIN - SIGN.0 - SIGN.1);
        let long = SIGN.0 + SIGN.1 + wide(&name, FONT);
        if x > MARGIN && x + long > WIDTH - MARGIN {
            (x, y) = (MARGIN, y + LINE);
        }
        draw_sign(canvas, *sign, (x, y));
        canvas.text((x + SIGN.0 + SIGN.1, y), &name, (FONT, Ink::Text), Stand::Right);
        x += long + 14.0;
    }
    if entries.is_empty() { top } else { y + LINE / 2.0 + 6.0 }
}

fn draw_sign(canvas: &Canvas, sign: Sign, (x, y): (f64, f64)) {
    let (end, middle) = (x + SIGN.0, x + SIGN.0 / 2.0);
    match sign {
        Sign::Bar(nth) => canvas.rect((x, y - 6.0), (end, y + 6.0), Ink::Bar(nth)),
        Sign::Line(nth) => {
            canvas.path(&[(x, y), (end, y)], Ink::Line(nth), 2.2);
            mark(canvas, (middle, y), nth, 3.6);
        }
        Sign::Point(nth) => mark(canvas, (middle, y), nth, 5.0),
        Sign::Band => canvas.rect((x, y - 6.0), (end, y + 6.0), Ink::Band(0)),
        Sign::Whisker => {
            canvas.path(&[(middle, y - 8.0), (middle, y + 8.0)], Ink::Whisker(0), 1.5);
        }
        Sign::Level => canvas.path(&[(x, y), (end, y)], Ink::Level, 1.5),
    }
}

/// Draws a point of a series in its own shape.
fn mark(canvas: &Canvas, (x, y): (f64, f64), nth: usize, radius: f64) {
    let ink = Ink::Point(nth);
    let (wide, narrow) = (radius * 1.25, radius * 0.9);
    match nth % palette::SERIES {
        0 => canvas.circle((x, y), radius, ink),
        1 => canvas.rect((x - narrow, y - narrow), (x + narrow, y + narrow), ink),
        2 => canvas.polygon(&[(x, y - wide), (x + wide, y + narrow), (x - wide, y + narrow)], ink),
        3 => canvas.polygon(&[(x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y)], ink),
        4 => canvas.polygon(&[(x, y + wide), (x + wide, y - narrow), (x - wide, y - narrow)], ink),
        _ => {
            canvas.rect((x - wide, y - radius / 3.0), (x + wide, y + radius / 3.0), ink);
            canvas.rect((x - radius / 3.0, y - wide), (x + radius / 3.0, y + wide), ink);
        }
    }
}

#[cfg(test)]
mod tests;
