//! Questions whose answers have parts: lists, links, turns, promises, plans; and those answered with a
//! number or by choosing.

use crate::domain::tap::lint::lint;
use crate::domain::tap::plan::Plan;
use crate::domain::walk::Ask;
use crate::domain::walk::answer::{Answer, Link, Turn};
use crate::domain::walk::read::Question;
use crate::ui::failure::Failure;
use crate::ui::term::ask;
use crate::ui::term::tell::{tell, tell_item};
use crate::ui::walk::asking::{Asking, DAYS, Said, Typed, whole};
use crate::ui::walk::keys;

/// What may be typed in a talk of two, besides the rest.
const TALK: &str =
    ":v lets off steam, :m TEXT is a moderator's remark, :f says what it is really about";

/// How often a plan's wording is gone over before rat lets it be.
const ROUNDS: usize = 3;

impl Asking<'_> {
    pub(super) fn yes_no(&mut self) -> Result<Said, Failure> {
        let options = ["yes", "no", "unsure"].map(str::to_owned);
        Ok(match self.choose(&options)? {
            Err(said) => said,
            Ok(0) => Said::Answer(Answer::Yes(true)),
            Ok(1) => Said::Answer(Answer::Yes(false)),
            Ok(_) => Said::Answer(Answer::Unsure),
        })
    }

    pub(super) fn one(&mut self) -> Result<Said, Failure> {
        let items = &self.question.items;
        let chosen = self.choose(items)?;
        let word = |at: usize| items.get(at).cloned().unwrap_or_default();
        Ok(chosen.map_or_else(|said| said, |at| Said::Answer(Answer::Text(word(at)))))
    }

    pub(super) fn many(&mut self) -> Result<Said, Failure> {
        if self.with.one_key && !self.env.plain {
            return keys::many(self);
        }
        let items = &self.question.items;
        self.numbered(items)?;
        // Of an earlier list one at least is wanted, unless the step may be skipped.
        let none = self.step().optional || matches!(self.question.asks, Ask::Multi { .. });
        let none = if none { "; Enter for none" } else { "" };
        let prompt = format!("Their numbers, such as 1 3{none}");
        loop {
            let line = match self.typed(&prompt, "")? {
                Typed::Said(said) => return Ok(said),
                Typed::Text(line) if line.is_empty() && self.step().optional => {
                    return Ok(Said::Skip);
                }
                Typed::Text(line) => line,
            };
            let Some(picked) = numbers(&line, items.len()) else {
                tell(self.env, "Numbers of the list above, please.")?;
                continue;
            };
            let words = picked.into_iter().filter_map(|(at, _)| items.get(at).cloned());
            return Ok(Said::Answer(Answer::List(words.collect())));
        }
    }

    pub(super) fn scale(&mut self, low: &str, high: &str) -> Result<Said, Failure> {
        if self.with.one_key && !self.env.plain {
            return keys::scale(self, low, high);
        }
        self.number(&format!("0 {low}, 10 {high}"))
    }

    /// Asks for a whole number.
    pub(super) fn number(&mut self, prompt: &str) -> Result<Said, Failure> {
        let initial = self.initial(0);
        loop {
            match self.typed(prompt, &initial)? {
                Typed::Said(said) => return Ok(said),
                Typed::Text(line) if line.is_empty() && self.step().optional => {
                    return Ok(Said::Skip);
                }
                Typed::Text(line) => match line.parse() {
                    Ok(number) => return Ok(Said::Answer(Answer::Number(number))),
                    Err(_) => tell(self.env, &format!("A whole number, please: {prompt}."))?,
                },
            }
        }
    }

    /// Counts something done again and again, Enter by Enter.
    pub(super) fn count(&mut self, times: u32) -> Result<Said, Failure> {
        let mut done = self.initial(0).parse().unwrap_or(0).min(times);
        while done < times {
            match self.typed(&format!("{} of {times}: Enter; enough: e", done + 1), "")? {
                Typed::Said(said) => return Ok(said),
                Typed::Text(line) if line.is_empty() => {
                    done += 1;
                    self.keep(&[done.to_string()])?;
                }
                Typed::Text(_) => break,
            }
        }
        Ok(Said::Answer(Answer::Number(done)))
    }

    pub(super) fn list(&mut self) -> Result<Said, Failure> {
        for item in self.question.items.iter().chain(&self.lines) {
            tell_item(self.env, "- ", item)?;
        }
        let mut items = self.lines.clone();
        loop {
            let hint = self.next_hint().map_or_else(String::new, |hint| format!(" ({hint})"));
            let nth = self.question.items.len() + items.len() + 1;
            match self.typed(&format!("{nth}{hint}; Enter ends"), "")? {
                Typed::Said(said) => return Ok(said),
                Typed::Text(line) if line.is_empty() => {
                    return Ok(Said::Answer(Answer::List(items)));
                }
                Typed::Text(line) if line == "-" => drop(items.pop()),
                Typed::Text(line) => items.push(line),
            }
            self.keep(&items)?;
        }
    }

    fn numbered(&mut self, items: &[String]) -> Result<(), Failure> {
        for (item, nth) in items.iter().zip(1..) {
            tell_item(self.env, &format!("  {nth} "), item)?;
        }
        Ok(())
    }

    pub(super) fn edges(&mut self, most: u8) -> Result<Said, Failure> {
        let question = self.question;
        self.numbered(&question.others)?;
        let weights = if most > 1 {
            format!(", with weights to {most} such as 1 3:2")
        } else {
            String::new()
        };
        let (mut links, mut typed) = (Vec::new(), Vec::new());
        for (from, nth) in question.items.iter().zip(0..) {
            let initial = self.initial(nth);
            let prompt = format!("{from} → numbers{weights}; Enter for none");
            loop {
                let line = match self.typed(&prompt, &initial)? {
                    Typed::Said(said) => return Ok(said),
                    Typed::Text(line) => line,
                };
                let picked = numbers(&line, question.others.len());
                let fits = |all: &Vec<(usize, u8)>| {
                    all.iter().all(|(_, weight)| (1..=most).contains(weight))
                };
                let Some(picked) = picked.filter(fits) else {
                    tell(self.env, "Numbers of the list above, please.")?;
                    continue;
                };
                let to = |at: usize| question.others.get(at).cloned().unwrap_or_default();
                let leads =
                    |(at, weight): (usize, u8)| Link { from: from.clone(), to: to(at), weight };
                links.extend(picked.into_iter().map(leads));
                typed.push(line);
                break;
            }
            self.keep(&typed)?;
        }
        Ok(Said::Answer(Answer::Links(links)))
    }

    /// One turn: the other's words are taken up, then one thing is said, and tried by its sound.
    pub(super) fn turn(&mut self, takes_up: bool, may_end: bool) -> Result<Said, Failure> {
        if !self.question.repeated {
            tell(self.env, &format!("({TALK})"))?;
        }
        if may_end {
            tell(self.env, "(Enter alone ends the talk.)")?;
        }
        let mut taken = String::new();
        if takes_up {
            let initial = self.initial(0);
            match self.spoken("What is true in what the other said", &initial)? {
                Err(said) => return Ok(said),
                Ok(line) if line.is_empty() && may_end => return Ok(Said::Answer(Answer::Enough)),
                Ok(line) => taken = line,
            }
            self.keep(std::slice::from_ref(&taken))?;
        }
        let mut initial = self.initial(1);
        loop {
            let says = match self.spoken("One thing from inside", &initial)? {
                Err(said) => return Ok(said),
                Ok(line) if line.is_empty() && may_end && taken.is_empty() => {
                    return Ok(Said::Answer(Answer::Enough));
                }
                Ok(line) => line,
            };
            self.keep(&[taken.clone(), says.clone()])?;
            if says.is_empty() || ask::confirm(self.env, "Does it ring true?", true)? {
                return Ok(Said::Answer(Answer::Turn(Turn {
                    takes_up: taken,
                    says,
                    steam: false,
                })));
            }
            initial = says;
        }
    }

    /// Reads a line of a talk; some commands end the turn another way.
    fn spoken(&mut self, prompt: &str, initial: &str) -> Result<Result<String, Said>, Failure> {
        loop {
            let line = match self.typed(prompt, initial)? {
                Typed::Said(said) => return Ok(Err(said)),
                Typed::Text(line) => line,
            };
            let (command, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match command {
                ":m" => self.note(&format!("moderator: {rest}"))?,
                ":v" => {
                    let says = ask::text(self.env, "Off with it; nobody has to agree", rest)?;
                    let turn = Turn { takes_up: String::new(), says, steam: true };
                    return Ok(Err(Said::Answer(Answer::Turn(turn))));
                }
                ":f" => {
                    let about = ask::text(self.env, "What is it really about", rest)?;
                    if !about.is_empty() {
                        return Ok(Err(Said::Answer(Answer::Fork(about))));
                    }
                }
                _ => return Ok(Ok(line)),
            }
        }
    }

    pub(super) fn forecast(&mut self, days: u32) -> Result<Said, Failure> {
        let parts = ["The claim", "How likely, 0.01 to 0.99 or 1 to 99 %", DAYS];
        self.promise(parts, days, |[claim, chance, days]| Answer::Forecast {
            claim,
            probability: probability(&chance),
            days: whole(&days),
        })
    }

    /// Asks for a plan, and offers better words where the first ones would fail.
    pub(super) fn plan(&mut self) -> Result<Said, Failure> {
        for _ in 0..ROUNDS {
            let said = self.promise(["When", "Then"], 0, |[trigger, action]| Answer::Plan {
                trigger,
                action,
            })?;
            let Said::Answer(Answer::Plan { trigger, action }) = &said else { return Ok(said) };
            let advice = lint(&Plan::of("", trigger, action).tidied());
            let Some(advice) = advice.into_iter().next() else { return Ok(said) };
            tell(self.env, &format!("\"{}\": {}.", advice.words, advice.why))?;
            tell(self.env, &format!("Perhaps: {}", advice.rewrite))?;
            if ask::confirm(self.env, "Keep your words?", false)? {
                return Ok(said);
            }
            self.lines = vec![trigger.clone(), action.clone()];
        }
        self.promise(["When", "Then"], 0, |[trigger, action]| Answer::Plan { trigger, action })
    }

    /// Asks for the parts of something to come; what is no number is refused when it is kept.
    pub(super) fn promise<const N: usize>(
        &mut self,
        parts: [&str; N],
        days: u32,
        made: impl Fn([String; N]) -> Answer,
    ) -> Result<Said, Failure> {
        let mut said: [String; N] = std::array::from_fn(|_| String::new());
        for (nth, part) in parts.iter().enumerate() {
            let mut initial = self.initial(nth);
            if initial.is_empty() && *part == DAYS {
                initial = days.to_string();
            }
            let line = match self.typed(part, &initial)? {
                Typed::Said(other) => return Ok(other),
                Typed::Text(line) if line.is_empty() && self.step().optional => {
                    return Ok(Said::Skip);
                }
                Typed::Text(line) => line,
            };
            if let Some(place) = said.get_mut(nth) {
                *place = line;
            }
            self.keep(said.get(..=nth).unwrap_or_default())?;
        }
        Ok(Said::Answer(made(said)))
    }
}

/// The lines an answer was made of.
pub(super) fn lines(question: &Question, answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Text(text) | Answer::Jot(text) | Answer::Fork(text) => vec![text.clone()],
        Answer::List(items) | Answer::Timed { taken: items, .. } => items.clone(),
        Answer::Number(number) | Answer::Days(number) => vec![number.to_string()],
        Answer::Links(links) => {
            let of = |from: &String| {
                let place = |to: &str| question.others.iter().position(|one| one == to);
                let own = links.iter().filter(|link| link.from == *from);
                let number = own
                    .filter_map(|link| Some(format!("{}:{}", place(&link.to)? + 1, link.weight)));
                number.collect::<Vec<_>>().join(" ")
            };
            question.items.iter().map(of).collect()
        }
        Answer::Turn(turn) => vec![turn.takes_up.clone(), turn.says.clone()],
        Answer::Forecast { claim, probability, days } => {
            vec![claim.clone(), probability.to_string(), days.to_string()]
        }
        Answer::Plan { trigger, action } => vec![trigger.clone(), action.clone()],
        Answer::Promise { text, days } => vec![text.clone(), days.to_string()],
        Answer::Card { front, back } => vec![front.clone(), back.clone()],
        Answer::Seen | Answer::Skipped | Answer::Yes(_) | Answer::Unsure | Answer::Enough => {
            Vec::new()
        }
    }
}

/// Reads numbers with weights: `1 3:2` is the first, weighing 1, and the third, weighing 2.
fn numbers(text: &str, most: usize) -> Option<Vec<(usize, u8)>> {
    let read = |word: &str| {
        let (number, weight) = word.split_once(':').unwrap_or((word, "1"));
        let at = number.parse::<usize>().ok().filter(|n| (1..=most).contains(n))? - 1;
        Some((at, weight.parse().ok()?))
    };
    text.split([' ', ',']).filter(|word| !word.is_empty()).map(read).collect()
}

/// Reads a probability as it is typed: `0.7`, `70 %` or `70`.
fn probability(text: &str) -> f64 {
    let number: f64 = text.trim().trim_end_matches('%').trim().parse().unwrap_or(0.0);
    if number >= 1.0 { number / 100.0 } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_may_be_typed_as_a_share_or_in_hundreds() {
        let read =
            ["0.7", "70", "70 %", " 5% ", "1", "no"].map(|text| probability(text).to_string());
        assert_eq!(read, ["0.7", "0.7", "0.7", "0.05", "0.01", "0"]);
    }

    #[test]
    fn numbers_of_a_list_may_carry_weights() {
        assert_eq!(numbers("1, 3:2", 3), Some(vec![(0, 1), (2, 2)]));
        assert_eq!(numbers("4", 3), None);
        assert_eq!(numbers("", 3), Some(Vec::new()));
    }
}
