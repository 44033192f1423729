//! Links between two lists: as a matrix of characters, as DOT and as Mermaid.

use std::fmt::Write as _;

use crate::domain::text::one_line;
use crate::domain::walk::answer::Link;
use crate::domain::walk::artefact::Artefact;

/// A list of items and the key of the step that asked for it.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// The key.
    pub key: &'a str,
    /// The items.
    pub items: &'a [String],
}

impl<'a> From<&'a (String, Vec<String>)> for List<'a> {
    fn from((key, items): &'a (String, Vec<String>)) -> Self {
        Self { key, items }
    }
}

/// Two lists and what leads from one to the other.
#[derive(Clone, Copy, Debug)]
pub struct Graph<'a> {
    /// Where links come from.
    pub from: List<'a>,
    /// Where they lead to.
    pub to: List<'a>,
    /// The links.
    pub links: &'a [Link],
    /// The greatest weight a link could have, from 1.
    pub most: u8,
}

impl<'a> Graph<'a> {
    /// The links among what a walk yields.
    #[must_use]
    pub fn of(yielded: &'a Artefact) -> Option<Self> {
        let Artefact::Graph { from, to, links, most } = yielded else { return None };
        Some(Self { from: from.into(), to: to.into(), links, most: *most })
    }
}

impl Graph<'_> {
    fn weight(&self, from: &str, to: &str) -> Option<u8> {
        let links = self.links.iter().filter(|link| link.from == from && link.to == to);
        links.map(|link| link.weight).max()
    }

    /// The items that nothing leads to.
    #[must_use]
    pub fn unserved(&self) -> Vec<&str> {
        let served = |to: &&String| self.links.iter().any(|link| link.to == **to);
        self.to.items.iter().filter(|to| !served(to)).map(String::as_str).collect()
    }

    /// A line for each item led to, a column for each it may come from, with the weights; `width` is
    /// that of the whole.
    #[must_use]
    pub fn matrix(&self, width: usize) -> Vec<String> {
        let column = 3;
        let room = width.saturating_sub(self.from.items.len() * column + 14).clamp(12, 60);
        let letters = || ('A'..='Z').chain('a'..='z');
        let mut lines: Vec<String> = letters()
            .zip(self.from.items)
            .map(|(letter, from)| format!("{letter}  {}", one_line(from, width.saturating_sub(3))))
            .collect();
        let right = |row: String, cell: String| row + &format!("{cell:>column$}");
        let heads =
            letters().take(self.from.items.len()).map(String::from).fold(String::new(), right);
        lines.push(format!("{:room$}{heads}", ""));
        for to in self.to.items {
            let cell = |from: &String| {
                self.weight(from, to).map_or_else(|| "·".to_owned(), |weight| weight.to_string())
            };
            let cells = self.from.items.iter().map(cell).fold(String::new(), right);
            let bare = if self.unserved().contains(&to.as_str()) { "  not served" } else { "" };
            lines.push(format!("{:<room$}{cells}{bare}", one_line(to, room - 1)));
        }
        lines
    }

    /// The graph in the DOT language of Graphviz.
    #[must_use]
    pub fn dot(&self) -> String {
        let quoted =
            |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let mut dot = "digraph walk {\n  rankdir = LR;\n".to_owned();
        for item in self.from.items.iter().chain(self.to.items) {
            let _ = writeln!(dot, "  {};", quoted(item));
        }
        for link in self.links {
            let (from, to) = (quoted(&link.from), quoted(&link.to));
            let _ = writeln!(dot, "  {from} -> {to} [label = {}];", link.weight);
        }
        dot + "}\n"
    }

    /// The graph as a Mermaid flowchart.
    #[must_use]
    pub fn mermaid(&self) -> String {
        let quoted = |text: &str| text.replace('"', "#quot;");
        let mut chart = "flowchart LR\n".to_owned();
        for (side, items) in [('f', self.from.items), ('t', self.to.items)] {
            for (item, nth) in items.iter().zip(1..) {
                let _ = writeln!(chart, "  {side}{nth}[\"{}\"]", quoted(item));
            }
        }
        let place = |items: &[String], item: &str| items.iter().position(|one| one == item);
        for link in self.links {
            let ends = place(self.from.items, &link.from).zip(place(self.to.items, &link.to));
            if let Some((from, to)) = ends {
                let _ = writeln!(chart, "  f{} -->|{}| t{}", from + 1, link.weight, to + 1);
            }
        }
        chart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn<T>(draw: impl Fn(Graph<'_>) -> T) -> T {
        let from = ["push-ups".to_owned(), "tea \"at\" Ines's".to_owned()];
        let to = ["strength".to_owned(), "company".to_owned(), "fame".to_owned()];
        let link =
            |a: usize, b: usize, weight| Link { from: from[a].clone(), to: to[b].clone(), weight };
        let links = [link(0, 0, 3), link(1, 1, 2)];
        let from = List { key: "ways", items: &from };
        let to = List { key: "goals", items: &to };
        draw(Graph { from, to, links: &links, most: 3 })
    }

    #[test]
    fn the_matrix_names_what_nothing_serves() {
        let lines = drawn(|graph| graph.matrix(50).join("\n"));
        assert!(lines.contains("strength") && lines.contains("fame"), "{lines}");
        let fame = lines.lines().find(|line| line.starts_with("fame")).unwrap();
        assert!(fame.ends_with("not served"), "{lines}");
        assert_eq!(drawn(|graph| graph.unserved().join(",")), "fame");
    }

    #[test]
    fn quotes_are_escaped_in_every_language() {
        assert!(drawn(|graph| graph.dot()).contains("\"tea \\\"at\\\" Ines's\" -> \"company\""));
        assert!(drawn(|graph| graph.mermaid()).contains("f2[\"tea #quot;at#quot; Ines's\"]"));
        assert!(drawn(|graph| graph.mermaid()).contains("f1 -->|3| t1"));
    }
}
