//! Networks and figures drawn as pictures and looked at: rendered with a font that comes along, so that it does
//! not matter which ones a machine has.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use epaint_default_fonts::{HACK_REGULAR, UBUNTU_LIGHT};
use rat::ui::chart::network::{Network, Node};
use rat::ui::chart::svg::svg;
use resvg::tiny_skia::{Pixmap, Rect, Transform};
use resvg::usvg::{self, Tree, fontdb, roxmltree};

mod figures;
mod samples;
mod walks;

/// How far rounding may move a side.
const ROUNDED: f32 = 0.11;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(HACK_REGULAR.to_vec());
    fonts.set_monospace_family("Hack");
    fonts.load_font_data(UBUNTU_LIGHT.to_vec());
    fonts.set_sans_serif_family("Ubuntu");
    Arc::new(fonts)
});

fn tree(svg: &str) -> Tree {
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), ..usvg::Options::default() };
    Tree::from_str(svg, &options).unwrap()
}

fn picture(svg: &str, scale: f32) -> Pixmap {
    let tree = tree(svg);
    let size = tree.size().to_int_size().scale_by(scale).unwrap();
    let mut picture = Pixmap::new(size.width(), size.height()).unwrap();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture
}

fn within(inner: Rect, outer: Rect) -> bool {
    inner.left() >= outer.left() - ROUNDED
        && inner.right() <= outer.right() + ROUNDED
        && inner.top() >= outer.top() - ROUNDED
        && inner.bottom() <= outer.bottom() + ROUNDED
}

fn apart(one: Rect, other: Rect) -> bool {
    one.right() <= other.left() + ROUNDED
        || other.right() <= one.left() + ROUNDED
        || one.bottom() <= other.top() + ROUNDED
        || other.bottom() <= one.top() + ROUNDED
}

/// The places of all texts.
fn texts(group: &usvg::Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        if let usvg::Node::Group(group) = node {
            texts(group, found);
        } else if let usvg::Node::Text(text) = node {
            found.push((text.id().to_owned(), text.abs_bounding_box()));
        }
    }
}

/// Everything that must hold of a picture.
fn holds(network: &Network) {
    let svg = svg(network, "Goal Factoring, 2026-11-24");
    let tree = tree(&svg);
    let paper = Rect::from_xywh(0.0, 0.0, tree.size().width(), tree.size().height()).unwrap();
    let place = |id: String| tree.node_by_id(&id).unwrap().abs_bounding_box();
    let boxes: Vec<Rect> = (0..network.nodes.len()).map(|at| place(format!("box-{at}"))).collect();
    for (at, one) in boxes.iter().enumerate() {
        assert!(within(*one, paper), "box {at}: {one:?} of {paper:?}");
        let under = boxes[at + 1..].iter().position(|other| !apart(*one, *other));
        assert_eq!(under.map(|other| at + 1 + other), None, "lies over box {at}");
        let label = place(format!("label-{at}"));
        assert!(within(label, *one), "label {at}: {label:?} of {one:?}");
    }
    let mut found = Vec::new();
    texts(tree.root(), &mut found);
    assert!(found.len() > network.nodes.len());
    for (id, text) in found {
        assert!(within(text, paper), "{id}: {text:?} of {paper:?}");
    }
    worded(network, &svg);
}

/// Every label stands in full in the title and, blanks aside, in the text of its box.
fn worded(network: &Network, svg: &str) {
    let options = roxmltree::ParsingOptions::default();
    let document = roxmltree::Document::parse_with_options(svg, options).unwrap();
    let joined = |text: &str| text.split_whitespace().collect::<String>();
    for (at, node) in network.nodes.iter().enumerate() {
        let id = format!("label-{at}");
        let text = document.descendants().find(|one| one.attribute("id") == Some(&id)).unwrap();
        let lines: String = text
            .descendants()
            .filter(roxmltree::Node::is_text)
            .filter_map(|one| one.text())
            .collect();
        assert_eq!(joined(&lines), joined(&node.label));
        let title = text.parent().unwrap().children().find(|one| one.has_tag_name("title"));
        let words = node.label.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(title.unwrap().text(), Some(words.as_str()));
    }
    assert!(!document.descendants().any(|one| one.has_tag_name("script")));
}

fn colours(picture: &Pixmap) -> usize {
    picture.data().chunks(4).collect::<HashSet<_>>().len()
}

/// Keeps a picture where it can be looked at.
fn keep(svg: &str, name: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join(format!("{name}.svg")), svg).unwrap();
    picture(svg, 1.5).save_png(folder.join(format!("{name}.png"))).unwrap();
}

/// The same picture as somebody sees it who prefers dark colours.
fn by_night(svg: &str) -> String {
    let (before, night) = svg.split_once("@media (prefers-color-scheme:dark){").unwrap();
    let (rules, after) = night.split_once("}}</style>").unwrap();
    format!("{before}{rules}}}</style>{after}")
}

#[test]
fn a_picture_is_not_blank_by_day_or_by_night() {
    for count in [3, 10, 30, 60] {
        let svg = svg(&walks::walk(count, 7), "Goal Factoring, 2026-11-24");
        assert!(colours(&picture(&svg, 1.0)) > 2, "{count} by day");
        assert!(colours(&picture(&by_night(&svg), 1.0)) > 2, "{count} by night");
    }
}

#[test]
fn texts_lie_within_their_boxes_and_boxes_lie_apart() {
    for count in [0, 1, 3, 10, 30, 60, 100] {
        holds(&walks::walk(count, 3));
    }
}

#[test]
fn that_holds_for_every_seed() {
    for seed in 0..60 {
        let mut dice = walks::Dice::new(seed);
        holds(&walks::walk(dice.below(40), seed));
    }
}

#[test]
fn a_label_of_a_thousand_characters_lies_within_its_box() {
    let texts = [
        "a".repeat(1_000),
        "W ".repeat(500),
        "ö".repeat(1_000),
        "漢".repeat(1_000),
        "🙂".repeat(1_000),
    ];
    let node = |(group, label): (usize, String)| Node { label, group };
    let nodes = texts.into_iter().enumerate().map(node).collect();
    holds(&Network { nodes, ..Network::default() });
}

#[test]
fn the_same_network_gives_the_same_bytes() {
    let drawn = || svg(&walks::walk(60, 11), "again");
    assert_eq!(drawn(), drawn());
}

#[test]
fn pictures_are_kept_to_be_looked_at() {
    let title = "Goal Factoring, 2026-11-24";
    for count in [5, 12, 40] {
        let svg = svg(&walks::plain(count, 5), title);
        keep(&svg, &format!("plain-{count}"));
        keep(&by_night(&svg), &format!("plain-{count}-by-night"));
    }
    for count in [5, 20, 40] {
        keep(&svg(&walks::walk(count, 7), title), &format!("any-{count}"));
    }
}
