//! Figures drawn as pictures and looked at, by day and by night.

use rat::ui::chart::figure::Figure;
use rat::ui::chart::{plot, terminal};
use rat::ui::term::frame::text;
use resvg::tiny_skia::Rect;

use crate::{by_night, colours, keep, picture, samples, texts, tree, within};

fn figures() -> Vec<Figure> {
    samples::all().into_iter().chain(samples::hostile()).collect()
}

#[test]
fn a_figure_is_not_blank_by_day_or_by_night() {
    for figure in figures() {
        let svg = plot::svg(&figure);
        assert!(colours(&picture(&svg, 1.0)) > 2, "{} by day", figure.key);
        assert!(colours(&picture(&by_night(&svg), 1.0)) > 2, "{} by night", figure.key);
    }
}

#[test]
fn every_text_of_a_figure_lies_within_its_picture() {
    for figure in figures() {
        let tree = tree(&plot::svg(&figure));
        let paper = Rect::from_xywh(0.0, 0.0, tree.size().width(), tree.size().height()).unwrap();
        let mut found = Vec::new();
        texts(tree.root(), &mut found);
        assert!(!found.is_empty(), "{}", figure.key);
        for (id, text) in found {
            assert!(within(text, paper), "{} {id}: {text:?} of {paper:?}", figure.key);
        }
    }
}

#[test]
fn figures_are_kept_to_be_looked_at() {
    for figure in figures() {
        let svg = plot::svg(&figure);
        keep(&svg, &format!("figure-{}", figure.key));
        keep(&by_night(&svg), &format!("figure-{}-by-night", figure.key));
        let lines: String =
            [40, 80, 120].map(|width| text(&terminal::draw(&figure, width))).concat();
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(folder.join(format!("figure-{}.txt", figure.key)), lines).unwrap();
    }
}
