//! The latest walks, with what leads to what in them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};

use crate::app::report::{Report, Walk};
use crate::ui::chart::graph::Graph;
use crate::ui::chart::network::Network;
use crate::ui::chart::svg::svg;
use crate::ui::report::parts::{quoted, table};

/// The picture of what leads to what in a walk, with its title; none when nothing leads anywhere.
#[must_use]
pub fn picture(walk: &Walk, private: bool) -> Option<(String, String, Network)> {
    let shown = |place: &str| private || !walk.reading.is_private(place);
    let yielded = walk.reading.artefacts.iter().filter(|(place, _)| shown(place));
    let graphs: Vec<Graph<'_>> = yielded.filter_map(|(_, one)| Graph::of(one)).collect();
    if graphs.is_empty() {
        return None;
    }
    let title = format!("{}, {}", walk.title, walk.run.last.long());
    let network = Network::of(&graphs);
    Some((title.clone(), svg(&network, &title), network))
}

pub(super) fn latest(report: &Report) -> Markup {
    let private = report.private;
    html! {
        @for walk in &report.latest {
            @if let Some((title, svg, network)) = picture(walk, private) {
                (drawn(walk, &title, &svg, &network))
            }
        }
    }
}

fn drawn(walk: &Walk, title: &str, svg: &str, network: &Network) -> Markup {
    let key = format!("walk-{}", walk.run.thing);
    // An image of its own keeps its rules and names apart from the page's.
    let source = format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg));
    let name = |at: usize| network.nodes.get(at).map(|node| node.label.clone()).unwrap_or_default();
    let rows: Vec<Vec<String>> = network
        .links
        .iter()
        .map(|link| vec![name(link.from), name(link.to), link.weight.to_string()])
        .collect();
    let head = ["from", "to", "weight"].map(str::to_owned);
    html! {
        article id=(key) aria-labelledby={ (key) "-title" } {
            h3 id={ (key) "-title" } { "Walk: " (quoted(title)) }
            @if !walk.run.note.is_empty() { p { (quoted(&walk.run.note)) } }
            figure {
                figcaption.unseen { "What leads to what in the walk of " (quoted(title)) }
                div.network role="region" aria-label={ "Picture of " (title) } tabindex="0" {
                    img src=(source) alt={ "What leads to what: " (network.links.len()) " links; the numbers are below" };
                }
                details {
                    summary { "The links" span.unseen { " of " (quoted(title)) } }
                    (table(&format!("Links of {title}"), &head, &rows))
                }
            }
        }
    }
}
