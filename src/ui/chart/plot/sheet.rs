//! What plots are drawn on: shapes become SVG whose colours are classes, so that a page or the
//! viewer's wishes decide them.

use std::convert::Infallible;
use std::fmt::Write as _;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea as _};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use crate::ui::chart::palette::SERIES;
use crate::ui::chart::svg::escaped;

/// Whole numbers of the backend that make a pixel, so that curves are smooth.
const FINE: f64 = 10.0;

/// The greatest picture: what would lie outside is moved to its edge.
const SIZE: (u32, u32) = (100_000, 1_000_000);

/// What something is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// Words.
    Text,
    /// The heading.
    Heading,
    /// Lines to read values by.
    Grid,
    /// The axes.
    Axis,
    /// Where foreseen and observed agree.
    Level,
    /// The line of a series.
    Line(usize),
    /// The points of a series.
    Point(usize),
    /// The range around the points of a series.
    Whisker(usize),
    /// The bars of a series.
    Bar(usize),
    /// The band around the line of a series.
    Band(usize),
}

impl Ink {
    /// The classes of all inks but those of series.
    const PLAIN: [(Ink, &'static str); 5] = [
        (Ink::Text, "text"),
        (Ink::Heading, "heading"),
        (Ink::Grid, "grid"),
        (Ink::Axis, "axis"),
        (Ink::Level, "level"),
    ];

    /// The ink as the colour by which the backend knows it.
    fn colour(self) -> RGBColor {
        let code = |kind, nth: usize| RGBColor(kind, u8::try_from(nth % SERIES).unwrap_or(0), 0);
        match self {
            Self::Text => code(0, 0),
            Self::Heading => code(0, 1),
            Self::Grid => code(0, 2),
            Self::Axis => code(0, 3),
            Self::Level => code(0, 4),
            Self::Line(nth) => code(1, nth),
            Self::Point(nth) => code(2, nth),
            Self::Whisker(nth) => code(3, nth),
            Self::Bar(nth) => code(4, nth),
            Self::Band(nth) => code(5, nth),
        }
    }
}

/// The class of a colour by which the backend knows an ink.
fn class(colour: BackendColor) -> String {
    let (kind, nth, _) = colour.rgb;
    let series = |kind: &str| format!("{kind} c{nth}");
    match kind {
        0 => Ink::PLAIN.get(usize::from(nth)).map_or("", |(_, class)| class).to_owned(),
        1 => series("line"),
        2 => series("point"),
        3 => series("whisker"),
        4 => series("bar"),
        _ => series("band"),
    }
}

/// A length in pixels as the backend counts it.
#[expect(clippy::cast_possible_truncation, reason = "lengths are some hundreds of pixels")]
fn fine(length: f64) -> i32 {
    (length * FINE).round() as i32
}

fn place((x, y): (f64, f64)) -> (i32, i32) {
    (fine(x), fine(y))
}

/// A length of the backend in pixels, as it is written.
fn pixels(length: i32) -> String {
    let written = format!("{:.1}", f64::from(length) / FINE);
    written.strip_suffix(".0").map_or(written.clone(), str::to_owned)
}

/// How a text stands at its place.
#[derive(Clone, Copy)]
pub(super) enum Stand {
    /// Right of it, level with its middle.
    Right,
    /// Left of it, level with its middle.
    Left,
    /// Below it, around its middle.
    Below,
    /// Above it, around its middle.
    Above,
}

impl Stand {
    fn pos(self) -> Pos {
        match self {
            Self::Right => Pos::new(HPos::Left, VPos::Center),
            Self::Left => Pos::new(HPos::Right, VPos::Center),
            Self::Below => Pos::new(HPos::Center, VPos::Top),
            Self::Above => Pos::new(HPos::Center, VPos::Bottom),
        }
    }
}

/// A plot being drawn; places and sizes are in pixels, from the upper left corner.
///
/// Writing into a text cannot fail, so what the drawing gives back is dropped.
pub(super) struct Canvas<'a> {
    area: DrawingArea<Sheet<'a>, Shift>,
}

impl<'a> Canvas<'a> {
    /// A canvas that writes what is drawn into a text.
    pub(super) fn new(body: &'a mut String) -> Self {
        Self { area: Sheet { body }.into_drawing_area() }
    }

    pub(super) fn path(&self, points: &[(f64, f64)], ink: Ink, width: f64) {
        let points: Vec<(i32, i32)> = points.iter().copied().map(place).collect();
        let _ = self.area.draw(&PathElement::new(points, stroke(ink, width)));
    }

    pub(super) fn polygon(&self, points: &[(f64, f64)], ink: Ink) {
        let points: Vec<(i32, i32)> = points.iter().copied().map(place).collect();
        let _ = self.area.draw(&Polygon::new(points, filled(ink)));
    }

    pub(super) fn rect(&self, corner: (f64, f64), opposite: (f64, f64), ink: Ink) {
        let _ = self.area.draw(&Rectangle::new([place(corner), place(opposite)], filled(ink)));
    }

    pub(super) fn circle(&self, middle: (f64, f64), radius: f64, ink: Ink) {
        let _ = self.area.draw(&Circle::new(place(middle), fine(radius), filled(ink)));
    }

    pub(super) fn text(&self, at: (f64, f64), text: &str, (size, ink): (f64, Ink), stand: Stand) {
        let style = TextStyle {
            font: FontDesc::new(FontFamily::SansSerif, size, FontStyle::Normal),
            color: BackendColor { alpha: 1.0, rgb: rgb(ink) },
            pos: stand.pos(),
        };
        let _ = self.area.draw(&Text::new(text, place(at), style));
    }
}

fn rgb(ink: Ink) -> (u8, u8, u8) {
    let RGBColor(red, green, blue) = ink.colour();
    (red, green, blue)
}

fn filled(ink: Ink) -> ShapeStyle {
    ShapeStyle { color: ink.colour().into(), filled: true, stroke_width: 0 }
}

fn stroke(ink: Ink, width: f64) -> ShapeStyle {
    let stroke_width = u32::try_from(fine(width)).unwrap_or(0);
    ShapeStyle { color: ink.colour().into(), filled: false, stroke_width }
}

/// The backend.
struct Sheet<'a> {
    body: &'a mut String,
}

/// Writing never fails.
type Written = Result<(), DrawingErrorKind<Infallible>>;

impl Sheet<'_> {
    fn shape(&mut self, name: &str, geometry: &str, style: &impl BackendStyle, fill: bool) {
        let class = class(style.color());
        let _ = if fill {
            write!(self.body, "<{name} class=\"{class}\" {geometry}/>")
        } else {
            let width = pixels(i32::try_from(style.stroke_width()).unwrap_or(10));
            write!(self.body, "<{name} class=\"{class}\" stroke-width=\"{width}\" {geometry}/>")
        };
        self.body.push('\n');
    }
}

fn listed(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let point = |(x, y)| format!("{},{}", pixels(x), pixels(y));
    points.into_iter().map(point).collect::<Vec<_>>().join(" ")
}

impl DrawingBackend for Sheet<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        SIZE
    }

    fn ensure_prepared(&mut self) -> Written {
        Ok(())
    }

    fn present(&mut self) -> Written {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Written {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Written {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        one: BackendCoord,
        other: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Written {
        let (left, top) = (one.0.min(other.0), one.1.min(other.1));
        let (width, height) = ((one.0 - other.0).abs(), (one.1 - other.1).abs());
        let [left, top, width, height] = [left, top, width, height].map(pixels);
        let place = format!("x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"");
        self.shape("rect", &place, style, fill);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Written {
        self.shape("polyline", &format!("points=\"{}\"", listed(path)), style, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Written {
        let radius = i32::try_from(radius).unwrap_or(0);
        let [x, y, radius] = [x, y, radius].map(pixels);
        self.shape("circle", &format!("cx=\"{x}\" cy=\"{y}\" r=\"{radius}\""), style, fill);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Written {
        self.shape("polygon", &format!("points=\"{}\"", listed(corners)), style, true);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Written {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        // No font is at hand to ask: letters rise about three quarters of the size above their line.
        let below = match style.anchor().v_pos {
            VPos::Top => 0.8,
            VPos::Center => 0.35,
            VPos::Bottom => -0.25,
        };
        let (x, y) = (pixels(x), pixels(y + fine(style.size() * below)));
        let _ = writeln!(
            self.body,
            "<text class=\"{}\" x=\"{x}\" y=\"{y}\" font-size=\"{}\" text-anchor=\"{anchor}\">{}</text>",
            class(style.color()),
            style.size(),
            escaped(text),
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(draw: impl Fn(&Canvas)) -> String {
        let mut body = String::new();
        draw(&Canvas::new(&mut body));
        body
    }

    #[test]
    fn every_ink_is_a_class() {
        for (ink, class) in Ink::PLAIN {
            let body = drawn(|canvas| canvas.circle((1.0, 2.0), 0.5, ink));
            assert_eq!(body, format!("<circle class=\"{class}\" cx=\"1\" cy=\"2\" r=\"0.5\"/>\n"));
        }
        let body = drawn(|canvas| canvas.path(&[(0.0, 1.25), (2.0, 3.0)], Ink::Line(7), 1.5));
        let points = "points=\"0,1.3 2,3\"";
        assert_eq!(body, format!("<polyline class=\"line c1\" stroke-width=\"1.5\" {points}/>\n"));
    }

    #[test]
    fn texts_are_nothing_but_text() {
        let body = drawn(|canvas| {
            canvas.text((5.0, 5.0), "<b>&'\"", (12.0, Ink::Text), Stand::Left);
        });
        assert!(body.contains("text-anchor=\"end\">&lt;b&gt;&amp;&#39;&quot;</text>"), "{body}");
    }
}
