//! The links of a whole walk as one network of items.

use std::collections::{HashMap, HashSet};

use crate::ui::chart::graph::{Graph, List};

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its text.
    pub label: String,
    /// Which list it comes from: an index into [`Network::lists`].
    pub group: usize,
}

/// What leads from one item to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// Where it comes from: an index into [`Network::nodes`].
    pub from: usize,
    /// Where it leads to, likewise.
    pub to: usize,
    /// How strong it is, from 1.
    pub weight: u8,
    /// The greatest weight it could have; with 1, weights say nothing.
    pub most: u8,
}

/// The items of a walk and what leads from one to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// The items.
    pub nodes: Vec<Node>,
    /// The links, at most one from an item to another when made by [`Network::of`].
    pub links: Vec<Arc>,
    /// The names of the lists, by group.
    pub lists: Vec<String>,
    /// Which lists were linked: the group that links come from, and the one they lead to.
    pub pairs: Vec<(usize, usize)>,
}

impl Network {
    /// Joins the graphs of a walk. Items with the same text in a list of the same key are one; of two
    /// links between the same items the stronger stays; a link to an item that is in no list is left
    /// out.
    #[must_use]
    pub fn of(graphs: &[Graph<'_>]) -> Self {
        let mut network = Self::default();
        let mut places = HashMap::new();
        let mut ends = HashMap::new();
        for graph in graphs {
            let from = network.take_up(graph.from, &mut places);
            let to = network.take_up(graph.to, &mut places);
            if !network.pairs.contains(&(from, to)) {
                network.pairs.push((from, to));
            }
            for link in graph.links {
                let start = places.get(&(from, link.from.as_str()));
                let Some((&from, &to)) = start.zip(places.get(&(to, link.to.as_str()))) else {
                    continue;
                };
                let arc = Arc { from, to, weight: link.weight, most: graph.most };
                let at = *ends.entry((from, to)).or_insert(network.links.len());
                match network.links.get_mut(at) {
                    Some(known) if arc.strength() > known.strength() => *known = arc,
                    Some(_) => {}
                    None => network.links.push(arc),
                }
            }
        }
        network
    }

    /// Adds the items of a list that are not there yet; gives its group.
    fn take_up<'a>(
        &mut self,
        list: List<'a>,
        places: &mut HashMap<(usize, &'a str), usize>,
    ) -> usize {
        let known = self.lists.iter().position(|name| name == list.key);
        let group = known.unwrap_or_else(|| {
            self.lists.push(list.key.to_owned());
            self.lists.len() - 1
        });
        for item in list.items {
            places.entry((group, item)).or_insert_with(|| {
                self.nodes.push(Node { label: item.clone(), group });
                self.nodes.len() - 1
            });
        }
        group
    }

    /// Tells of each item whether something should lead to it and nothing does.
    #[must_use]
    pub fn bare(&self) -> Vec<bool> {
        let led_to: HashSet<usize> = self.links.iter().map(|link| link.to).collect();
        let wanting: HashSet<usize> = self.pairs.iter().map(|(_, to)| *to).collect();
        let bare =
            |(at, node): (usize, &Node)| wanting.contains(&node.group) && !led_to.contains(&at);
        self.nodes.iter().enumerate().map(bare).collect()
    }

    /// Ties that are not drawn and keep items without a link where they belong: on the side of their
    /// list, or several to a row when they have no side.
    #[must_use]
    pub fn moorings(&self) -> Vec<(usize, usize)> {
        let linked: HashSet<usize> =
            self.links.iter().flat_map(|link| [link.from, link.to]).collect();
        let mut moorings = Vec::new();
        let mut adrift = Vec::new();
        for (at, node) in self.nodes.iter().enumerate().filter(|(at, _)| !linked.contains(at)) {
            let mooring = self.pairs.iter().filter(|(from, to)| from != to).find_map(|pair| {
                let last = |group| self.nodes.iter().rposition(|node| node.group == group);
                match *pair {
                    (from, to) if to == node.group => Some((last(from)?, at)),
                    (from, to) if from == node.group => Some((at, last(to)?)),
                    _ => None,
                }
            });
            match mooring {
                Some(mooring) => moorings.push(mooring),
                None => adrift.push(at),
            }
        }
        let row = adrift.len().isqrt().max(1);
        for row in adrift.chunks(row) {
            moorings.extend(row.iter().copied().zip(row.iter().copied().skip(1)));
        }
        moorings
    }
}

impl Arc {
    /// How strong it is for what it could be, 0-1.
    #[must_use]
    pub fn strength(&self) -> f64 {
        f64::from(self.weight.min(self.most)) / f64::from(self.most.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::walk::answer::Link;

    fn link(from: &str, to: &str, weight: u8) -> Link {
        Link { from: from.into(), to: to.into(), weight }
    }

    fn items(items: &[&str]) -> Vec<String> {
        items.iter().map(|item| (*item).to_owned()).collect()
    }

    /// Ways serve goals to 3, goals come from wishes.
    fn walk(first: &[Link], second: &[Link]) -> Network {
        let (ways, goals, wishes) =
            (items(&["tea", "run"]), items(&["fit", "tea"]), items(&["joy"]));
        let list = |key, items| List { key, items };
        let (ways, goals, wishes) =
            (list("ways", &ways), list("goals", &goals), list("wishes", &wishes));
        Network::of(&[
            Graph { from: ways, to: goals, links: first, most: 3 },
            Graph { from: goals, to: wishes, links: second, most: 1 },
        ])
    }

    #[test]
    fn lists_of_one_key_are_one_and_texts_of_two_lists_are_two() {
        let network = walk(&[link("tea", "tea", 2)], &[link("fit", "joy", 1)]);
        assert_eq!(network.lists, ["ways", "goals", "wishes"]);
        let nodes: Vec<_> =
            network.nodes.iter().map(|node| (node.label.as_str(), node.group)).collect();
        assert_eq!(nodes, [("tea", 0), ("run", 0), ("fit", 1), ("tea", 1), ("joy", 2)]);
        let ends: Vec<_> = network.links.iter().map(|arc| (arc.from, arc.to, arc.most)).collect();
        assert_eq!(ends, [(0, 3, 3), (2, 4, 1)]);
    }

    #[test]
    fn of_two_links_between_the_same_items_the_stronger_stays() {
        let network =
            walk(&[link("tea", "fit", 1), link("tea", "fit", 3), link("tea", "fit", 2)], &[]);
        assert_eq!(network.links.iter().map(|arc| arc.weight).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn a_link_to_something_in_no_list_is_left_out() {
        assert!(walk(&[link("tea", "fame", 1)], &[]).links.is_empty());
    }

    #[test]
    fn only_what_should_be_led_to_and_is_not_is_bare() {
        assert_eq!(walk(&[link("run", "fit", 1)], &[]).bare(), [false, false, false, true, true]);
    }

    #[test]
    fn an_item_without_a_link_is_moored_on_the_side_of_its_list() {
        let network = walk(&[link("run", "fit", 1)], &[]);
        assert_eq!(network.moorings(), [(0, 3), (1, 3), (3, 4)]);
    }
}
