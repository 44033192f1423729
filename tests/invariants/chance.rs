//! Chance: numbers, texts and answers from a seed.

use rat::domain::walk::Ask;
use rat::domain::walk::answer::{Answer, Link, Turn};
use rat::domain::walk::read::Question;

/// Chance from a seed (xorshift).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (n.max(1) as u64)).unwrap()
    }

    pub fn some(&mut self, items: &[String], least: usize) -> Vec<String> {
        let mut picked: Vec<String> =
            items.iter().filter(|_| self.below(2) == 0).cloned().collect();
        picked.extend(items.iter().take(least.saturating_sub(picked.len())).cloned());
        picked.dedup();
        picked
    }

    pub fn texts(&mut self, min: usize, max: usize) -> Answer {
        let n = min + self.below(3.min(max - min + 1));
        Answer::List((0..n).map(|n| format!("thing {n} {}", self.below(1000))).collect())
    }
}

/// Some answer that suits a question.
pub fn answer(question: &Question, chance: &mut Chance) -> Answer {
    if question.step.optional && chance.below(3) == 0 {
        return Answer::Skipped;
    }
    let text = |chance: &mut Chance| format!("words {}", chance.below(1000));
    let days = u32::try_from(1 + chance.below(20)).unwrap();
    match &question.asks {
        Ask::Info | Ask::Breath { .. } | Ask::Timer { capture: false, .. } => Answer::Seen,
        Ask::Text { .. } => Answer::Text(text(chance)),
        Ask::List { min, max, .. } => chance.texts(*min, *max),
        Ask::Timer { capture: true, .. } => chance.texts(0, 5),
        Ask::Scale { .. } => Answer::Number(u32::try_from(chance.below(11)).unwrap()),
        Ask::Number { least, most, .. } => {
            let span = usize::try_from(most - least).unwrap() + 1;
            Answer::Number(least + u32::try_from(chance.below(span)).unwrap())
        }
        Ask::Count { times } => {
            Answer::Number(u32::try_from(chance.below(usize::try_from(*times).unwrap())).unwrap())
        }
        Ask::YesNo => {
            [Answer::Yes(true), Answer::Yes(false), Answer::Unsure][chance.below(3)].clone()
        }
        Ask::Choice { .. } | Ask::Pick { many: false, .. } => {
            Answer::Text(question.items[chance.below(question.items.len())].clone())
        }
        Ask::Multi { .. } => Answer::List(chance.some(&question.items, 0)),
        Ask::Pick { many: true, .. } => Answer::List(chance.some(&question.items, 1)),
        Ask::Edges { .. } => {
            let (from, to) = (chance.some(&question.items, 0), question.others.first());
            let link = |from: String| Some(Link { from, to: to?.clone(), weight: 1 });
            Answer::Links(from.into_iter().filter_map(link).collect())
        }
        Ask::Turn { may_end: true, .. } if chance.below(3) == 0 => Answer::Enough,
        Ask::Turn { .. } if chance.below(20) == 0 => Answer::Fork(text(chance)),
        Ask::Turn { .. } => {
            let (takes_up, says, steam) = (text(chance), text(chance), chance.below(5) == 0);
            Answer::Turn(Turn { takes_up, says, steam })
        }
        Ask::Forecast { .. } => Answer::Forecast { claim: text(chance), probability: 0.5, days },
        Ask::Wait { .. } => Answer::Days(days),
        Ask::Tap { .. } => Answer::Plan { trigger: text(chance), action: text(chance) },
        Ask::Commitment { .. } => Answer::Promise { text: text(chance), days },
        Ask::Card => Answer::Card { front: text(chance), back: text(chance) },
    }
}
