//! A network as a picture: an SVG that needs nothing else.

use std::fmt::Write as _;

use crate::domain::text::count;
use crate::ui::chart::card::{Card, clean, fit, wide};
use crate::ui::chart::layout::{self, Layout, Point, Rect, Size, Tie};
use crate::ui::chart::network::{Arc, Network};
use crate::ui::chart::palette;
use crate::ui::chart::route::{ARROW, Route};

/// The fonts that are looked for; each draws a column at most 0.62 of its size wide.
const FONTS: &str = "ui-monospace,'Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono',\
                     'Liberation Mono',Hack,monospace";

/// The size of labels.
const FONT: f64 = 14.0;

/// The size of the heading.
const HEADING: f64 = 17.0;

/// The size of numbers and of the legend.
const SMALL: f64 = 12.0;

/// What lies around the picture.
const MARGIN: f64 = 24.0;

/// What lies between the heading, the legend and the network.
const GAP: f64 = 14.0;

/// The least width of a picture without its margins.
const NARROWEST: f64 = 340.0;

/// What lies between a box's outline and its text, at the sides and above.
const PADDING: (f64, f64) = (13.0, 9.0);

/// The radius of corners.
const CORNER: f64 = 8.0;

/// The side of a colour in the legend.
const SWATCH: f64 = 14.0;

/// The width of the weakest links, and what the strongest ones have beyond it.
const STROKE: (f64, f64) = (1.4, 2.6);

/// Half the height of an arrowhead, and what it has more for each pixel of its link's width.
const BARB: (f64, f64) = (3.2, 0.7);

/// What is neither a colour nor a size of its own.
const RULES: &str = ".way{fill:none}.number{paint-order:stroke;stroke-width:5px;\
                     stroke-linejoin:round;text-anchor:middle;font-weight:bold}\
                     .box{stroke-width:1.6}.bare{stroke-dasharray:6 4}.heading{font-weight:bold}";

/// Draws a network under a title. The same network gives the same bytes.
#[must_use]
pub fn svg(network: &Network, title: &str) -> String {
    let title = clean(title);
    let labels: Vec<String> = network.nodes.iter().map(|node| clean(&node.label)).collect();
    let cards: Vec<Card> = labels.iter().map(|label| Card::label(label, FONT)).collect();
    let drawing = Drawing { network, labels, cards, bare: network.bare() };
    let layout = drawing.layout();
    let width = layout.size.width.max(NARROWEST);
    let mut body = String::new();
    let heading = Card::wrap(&title, fit(width, HEADING), HEADING);
    let mut top = MARGIN;
    text(&mut body, &heading, Point { x: MARGIN, y: top }, "class=\"heading\"");
    top += heading.size().height + GAP;
    top = drawing.legend(&mut body, top, width);
    let shift = Point { x: MARGIN + (width - layout.size.width) / 2.0, y: top };
    drawing.links(&mut body, &layout, shift);
    drawing.boxes(&mut body, &layout, shift);
    let (width, height) = (width + 2.0 * MARGIN, top + layout.size.height + MARGIN);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"title desc\" \
         font-family=\"{FONTS}\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <style>{RULES}{}</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n\
         {body}</svg>\n",
        escaped(&title),
        escaped(&drawing.words()),
        palette::css(),
    )
}

/// Writes a text so that XML takes it for nothing but text.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Writes the lines of a card with its upper left corner at a place.
fn text(body: &mut String, card: &Card, at: Point, attributes: &str) {
    let Point { x, y } = at;
    let _ = write!(body, "<text {attributes} font-size=\"{}\">", card.font);
    for (line, below) in card.rows() {
        let length = if line.needs_length() {
            let length = wide(line.columns, card.font);
            format!(" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"")
        } else {
            String::new()
        };
        let line = escaped(&line.text);
        let _ = write!(body, "<tspan x=\"{x:.1}\" y=\"{:.1}\"{length}>{line}</tspan>", y + below);
    }
    body.push_str("</text>\n");
}

/// What is known of a network before it is drawn.
struct Drawing<'a> {
    network: &'a Network,
    labels: Vec<String>,
    cards: Vec<Card>,
    bare: Vec<bool>,
}

impl Drawing<'_> {
    fn layout(&self) -> Layout {
        let size = |card: &Card| {
            let Size { width, height } = card.size();
            Size { width: width + 2.0 * PADDING.0, height: height + 2.0 * PADDING.1 }
        };
        let sizes: Vec<Size> = self.cards.iter().map(size).collect();
        let tie = |link: &Arc| Tie { from: link.from, to: link.to, hidden: false };
        let mooring = |(from, to)| Tie { from, to, hidden: true };
        let drawn = self.network.links.iter().map(tie);
        let ties: Vec<Tie> =
            drawn.chain(self.network.moorings().into_iter().map(mooring)).collect();
        layout::layout(&sizes, &ties)
    }

    fn label(&self, node: usize) -> &str {
        self.labels.get(node).map_or("", String::as_str)
    }

    /// One link in words.
    fn said(&self, link: &Arc) -> String {
        let weight = if link.most > 1 {
            format!(" ({} of {})", link.weight, link.most)
        } else {
            String::new()
        };
        format!(
            "\u{201c}{}\u{201d} leads to \u{201c}{}\u{201d}{weight}",
            self.label(link.from),
            self.label(link.to)
        )
    }

    /// The whole picture in words.
    fn words(&self) -> String {
        let counted =
            |count_of: usize, noun| count(u64::try_from(count_of).unwrap_or(u64::MAX), noun);
        let (items, links) = (self.labels.len(), self.network.links.len());
        let mut words = format!("{}, {}.", counted(items, "item"), counted(links, "link"));
        for link in &self.network.links {
            let _ = write!(words, " {}.", self.said(link));
        }
        for (label, _) in self.labels.iter().zip(&self.bare).filter(|(_, bare)| **bare) {
            let _ = write!(words, " Nothing leads to \u{201c}{label}\u{201d}.");
        }
        words
    }

    /// Writes what the colours mean; gives where it ends.
    fn legend(&self, body: &mut String, top: f64, width: f64) -> f64 {
        let named = |(group, key): (usize, &String)| (palette::class(group), key.replace('-', " "));
        let mut entries: Vec<(String, String)> =
            self.network.lists.iter().enumerate().map(named).collect();
        if let Some((_, node)) = self.bare.iter().zip(&self.network.nodes).find(|(bare, _)| **bare)
        {
            entries.push((palette::class(node.group) + " bare", "nothing leads to it".to_owned()));
        }
        let mut at = Point { x: 0.0, y: top };
        let mut bottom = top;
        for (class, name) in entries {
            let room = width - SWATCH - GAP;
            let card = Card::wrap(&clean(&name), fit(room, SMALL), SMALL);
            let Size { width: wide, height } = card.size();
            let wide = SWATCH + GAP / 2.0 + wide;
            if at.x > 0.0 && at.x + wide > width {
                at = Point { x: 0.0, y: bottom };
            }
            let (x, y) = (MARGIN + at.x, at.y);
            let _ = writeln!(
                body,
                "<rect class=\"box {class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{SWATCH}\" \
                 height=\"{SWATCH}\" rx=\"3\"/>",
            );
            text(body, &card, Point { x: x + SWATCH + GAP / 2.0, y }, "class=\"list\"");
            at.x += wide + GAP * 1.5;
            bottom = bottom.max(at.y + height.max(SWATCH) + GAP / 2.0);
        }
        bottom + GAP
    }

    fn links(&self, body: &mut String, layout: &Layout, shift: Point) {
        let _ = writeln!(body, "<g transform=\"translate({:.1} {:.1})\">", shift.x, shift.y);
        let drawn = || {
            let drawn = self.network.links.iter().zip(&layout.routes);
            drawn.filter_map(|(link, route)| Some((link, route.as_ref()?)))
        };
        for (link, route) in drawn() {
            let stroke = STROKE.0 + STROKE.1 * if link.most > 1 { link.strength() } else { 0.2 };
            let _ = write!(body, "<g class=\"link\"><title>{}</title>", escaped(&self.said(link)));
            arrow(body, route, stroke);
            body.push_str("</g>\n");
        }
        for (link, route) in drawn() {
            let Some(card) = number(link) else { continue };
            let top = route.number.y - card.size().height / 2.0;
            text(body, &card, Point { x: route.number.x, y: top }, "class=\"number\"");
        }
        body.push_str("</g>\n");
    }

    fn boxes(&self, body: &mut String, layout: &Layout, shift: Point) {
        let _ = writeln!(body, "<g transform=\"translate({:.1} {:.1})\">", shift.x, shift.y);
        let cards = self.labels.iter().zip(&self.cards).zip(&self.bare);
        let nodes = self.network.nodes.iter().zip(cards).zip(&layout.boxes).enumerate();
        for (at, ((node, ((label, card), bare)), place)) in nodes {
            let class = palette::class(node.group) + if *bare { " bare" } else { "" };
            let _ = writeln!(body, "<g><title>{}</title>", escaped(label));
            outline(body, place, &format!("id=\"box-{at}\" class=\"box {class}\""));
            let above = card.size().height / 2.0;
            let corner = Point { x: place.left() + PADDING.0, y: place.middle.y - above };
            text(body, card, corner, &format!("id=\"label-{at}\""));
            body.push_str("</g>\n");
        }
        body.push_str("</g>\n");
    }
}

/// The number of a link; none when all links weigh the same.
fn number(link: &Arc) -> Option<Card> {
    (link.most > 1).then(|| Card::wrap(&link.weight.to_string(), usize::MAX, SMALL))
}

fn outline(body: &mut String, place: &Rect, attributes: &str) {
    let Size { width, height } = place.size;
    let _ = writeln!(
        body,
        "<rect {attributes} x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
         rx=\"{CORNER}\"/>",
        place.left(),
        place.top(),
    );
}

fn arrow(body: &mut String, route: &Route, stroke: f64) {
    let _ = write!(body, "<path class=\"way\" stroke-width=\"{stroke:.1}\" d=\"M");
    let _ = write!(body, "{:.1} {:.1}", route.start.x, route.start.y);
    for [a, b, c] in &route.curves {
        let _ = write!(body, "C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}", a.x, a.y, b.x, b.y, c.x, c.y);
    }
    let (neck, tip, half) = (route.neck(), route.tip, BARB.0 + BARB.1 * stroke);
    // The head begins a little before the curve ends, so that no gap shows.
    let back = neck.x - (tip.x - neck.x) / ARROW;
    let _ = write!(
        body,
        "\"/><path class=\"head\" d=\"M{:.1} {:.1}L{back:.1} {:.1}L{back:.1} {:.1}Z\"/>",
        tip.x,
        tip.y,
        neck.y - half,
        neck.y + half,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::chart::network::Node;

    fn drawn(labels: &[&str], links: &[(usize, usize, u8, u8)]) -> String {
        let half = labels.len() / 2;
        let node = |(at, label): (usize, &&str)| Node {
            label: (*label).to_owned(),
            group: usize::from(at >= half),
        };
        let arc = |&(from, to, weight, most)| Arc { from, to, weight, most };
        let network = Network {
            nodes: labels.iter().enumerate().map(node).collect(),
            links: links.iter().map(arc).collect(),
            lists: vec!["ways".into(), "goals".into()],
            pairs: vec![(0, 1)],
        };
        svg(&network, "Goal Factoring & more")
    }

    #[test]
    fn what_could_be_markup_is_text() {
        let svg = drawn(&["<script>alert('x')</script>", "a & \"b\"\u{1b}[0m"], &[]);
        assert!(!svg.contains("<script") && !svg.contains('\u{1b}'), "{svg}");
        assert!(svg.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"), "{svg}");
        assert!(svg.contains("Goal Factoring &amp; more"), "{svg}");
    }

    #[test]
    fn weights_are_written_only_where_they_say_something() {
        assert!(drawn(&["a", "b"], &[(0, 1, 2, 3)]).contains("class=\"number\""));
        assert!(!drawn(&["a", "b"], &[(0, 1, 1, 1)]).contains("class=\"number\""));
    }

    #[test]
    fn what_nothing_leads_to_is_dashed_and_said() {
        let svg = drawn(&["a", "b", "c", "d"], &[(0, 2, 1, 1)]);
        assert!(svg.contains("id=\"box-3\" class=\"box g1 bare\""), "{svg}");
        assert!(!svg.contains("id=\"box-2\" class=\"box g1 bare\""), "{svg}");
        assert!(svg.contains("Nothing leads to “d”."), "{svg}");
    }

    #[test]
    fn the_links_are_described_in_words() {
        let svg = drawn(&["tea", "company"], &[(0, 1, 2, 3)]);
        assert!(svg.contains("2 items, 1 link. “tea” leads to “company” (2 of 3)."), "{svg}");
        assert!(svg.contains("role=\"img\"") && svg.contains("prefers-color-scheme:dark"));
    }

    #[test]
    fn an_empty_network_is_a_picture_too() {
        assert!(svg(&Network::default(), "").contains("0 items, 0 links."));
    }
}
