//! Networks of any size, the same for the same seed.

use rat::ui::chart::network::{Arc, Network, Node};

/// A generator of numbers that look random (Marsaglia's xorshift64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most.max(1)).unwrap()).unwrap()
    }
}

const SHORT: [&str; 12] = [
    "see Ines every week",
    "be fit enough for the stairs",
    "größere Übungen, früher Schluß",
    "毎朝歩いて、目標をひとつずつ片づける",
    "tea 🙂 at noon 🎉🎉",
    "<script>alert('x & y')</script>",
    "fame",
    "quiet \"evenings\" & early nights",
    "learn to cook three dishes that guests like",
    "한국어를 매일 연습하기",
    "save for the trip",
    "call home on Sundays",
];

fn label(dice: &mut Dice, at: usize) -> String {
    let short = SHORT[dice.below(SHORT.len())];
    match dice.below(12) {
        0 => format!("{at} {short}, because {}", "it would leave room for what matters ".repeat(7)),
        1 => format!("{at} {}", "Donaudampfschifffahrtsgesellschaft".repeat(3)),
        _ => format!("{at} {short}"),
    }
}

/// Ways, goals and wishes: links mostly from list to list, some any which way.
pub fn walk(count: usize, seed: u64) -> Network {
    let mut dice = Dice::new(seed);
    let groups = 2 + dice.below(2);
    let nodes: Vec<Node> = (0..count)
        .map(|at| Node { label: label(&mut dice, at), group: at * groups / count.max(1) })
        .collect();
    let most = [1, 3, 10][dice.below(3)];
    let arc = |_| {
        let (a, b) = (dice.below(count), dice.below(count));
        let (from, to) = if dice.below(12) == 0 { (a, b) } else { (a.min(b), a.max(b)) };
        let weight = u8::try_from(1 + dice.below(usize::from(most))).unwrap();
        Arc { from, to, weight, most }
    };
    let links: Vec<Arc> = (0..count + count / 3).map(arc).collect();
    let across = |arc: &Arc| nodes[arc.from].group != nodes[arc.to].group;
    let links = links.into_iter().filter(|arc| across(arc) || arc.weight == 1).collect();
    let lists = ["replacements", "goals", "wishes"].map(str::to_owned)[..groups].to_vec();
    let pairs = (1..groups).map(|group| (group - 1, group)).collect();
    Network { nodes, links, lists, pairs }
}

/// Two lists with links from the first to the second, as most walks have them.
pub fn plain(count: usize, seed: u64) -> Network {
    let mut dice = Dice::new(seed);
    let half = count / 2;
    let node = |at: usize| Node {
        label: SHORT[(at * 5 + at / 12) % SHORT.len()].to_owned(),
        group: usize::from(at >= half),
    };
    let arc = |_| Arc {
        from: dice.below(half),
        to: half + dice.below(count - half),
        weight: u8::try_from(1 + dice.below(3)).unwrap(),
        most: 3,
    };
    Network {
        links: (0..count).map(arc).collect(),
        nodes: (0..count).map(node).collect(),
        lists: vec!["replacements".into(), "goals".into()],
        pairs: vec![(0, 1)],
    }
}
