//! Making a plan question by question. Every answer is on disk before the next question; a plan left
//! half made is gone on with.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::RangeInclusive;

use crate::app::tap::Tap;
use crate::app::{Error, Study, draft, tap};
use crate::domain::review::Rating;
use crate::domain::tap::lint::{Advice, Part, lint};
use crate::domain::tap::plan::{Fault, Form, Kind, Plan, Verdict, name, suggest_name};
use crate::ui::cli::tap::rehearse;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::ask;
use crate::ui::term::tell::tell;

/// How often a new plan is imagined.
const REPETITIONS: u32 = 10;

/// From this surprise on a plan counts as sound.
const SURPRISED: u8 = 7;

/// How often the wording is gone over before rat lets it be.
const ROUNDS: usize = 3;

/// A plan in the making.
struct Wizard<'a> {
    env: &'a mut Env,
    study: &'a Study,
    answers: BTreeMap<String, String>,
}

pub(super) fn run(env: &mut Env, study: &Study) -> Result<(), Failure> {
    let mut answers = draft::answers(study).map_err(|error| env.explain(error))?;
    if !answers.is_empty() {
        let begun = answers.get("trigger").or_else(|| answers.get("goal")).cloned();
        let begun = begun.unwrap_or_else(|| "not much yet".to_owned());
        let question = format!("You began a plan ({begun}). Go on with it?");
        if !ask::confirm(env, &question, true)? {
            draft::clear(study).map_err(|error| env.explain(error))?;
            answers.clear();
        }
    }
    let mut wizard = Wizard { env, study, answers };
    if !wizard.conflict()? {
        return Ok(());
    }
    wizard.trigger()?;
    wizard.action()?;
    wizard.doubts()?;
    wizard.finish()
}

impl Wizard<'_> {
    fn explain(&self, error: Error) -> Failure {
        self.env.explain(error)
    }

    fn keep(&mut self, question: &str, answer: &str) -> Result<(), Failure> {
        draft::answer(self.study, question, answer).map_err(|error| self.explain(error))?;
        self.answers.insert(question.to_owned(), answer.to_owned());
        Ok(())
    }

    fn say(&mut self, text: &str) -> Result<(), Failure> {
        tell(self.env, text)
    }

    /// Asks for a text, unless it was given before; an unfit one is asked for again.
    fn text(&mut self, key: &'static str, question: &str, needed: bool) -> Result<String, Failure> {
        match self.answers.get(key) {
            Some(known) => Ok(known.clone()),
            None => self.anew(key, question, needed),
        }
    }

    /// Asks for a text, with what was said before standing there to be changed.
    fn anew(&mut self, key: &'static str, question: &str, needed: bool) -> Result<String, Failure> {
        let mut initial = self.answers.get(key).cloned().unwrap_or_default();
        loop {
            let typed = ask::text(self.env, question, &initial)?;
            let fault = fault(key, &typed, needed);
            match fault {
                None => {
                    self.keep(key, &typed)?;
                    return Ok(typed);
                }
                Some(fault) => {
                    self.say(&format!("{fault}."))?;
                    initial =
                        if typed.chars().any(char::is_control) { String::new() } else { typed };
                }
            }
        }
    }

    fn yes(&mut self, key: &'static str, question: &str, default: bool) -> Result<bool, Failure> {
        if let Some(known) = self.answers.get(key) {
            return Ok(known == "yes");
        }
        let yes = ask::confirm(self.env, question, default)?;
        self.keep(key, if yes { "yes" } else { "no" })?;
        Ok(yes)
    }

    fn choose(
        &mut self,
        key: &'static str,
        question: &str,
        items: &[(&str, &str)],
    ) -> Result<String, Failure> {
        if let Some(known) = self.answers.get(key) {
            return Ok(known.clone());
        }
        let shown: Vec<String> = items.iter().map(|(_, text)| (*text).to_owned()).collect();
        let chosen = ask::choice(self.env, question, &shown, 0)?;
        let word = items.get(chosen).map_or("", |(word, _)| *word);
        self.keep(key, word)?;
        Ok(word.to_owned())
    }

    /// Asks for the goal, and whether a part of the user is against it; tells whether to go on.
    fn conflict(&mut self) -> Result<bool, Failure> {
        self.text("goal", "What is it for? (the goal)", false)?;
        if self.yes("conflicted", "Is a part of you against it?", false)? {
            self.say(
                "Then that part comes first: a plan would only push it aside. Aversion factoring or \
                 internal double crux hears it out (rat deck show aversion-factoring).",
            )?;
            if !self.yes("all-the-same", "Make the plan all the same?", false)? {
                self.say("Left as it is. rat tap new goes on from here.")?;
                return Ok(false);
            }
        }
        self.text("instead", "What do you do there now, by default?", false)?;
        Ok(true)
    }

    fn trigger(&mut self) -> Result<(), Failure> {
        self.text("trigger", "When … (what you see, hear or touch just before)", true)?;
        let kinds = [
            ("sensory", "something I see, hear, touch or smell"),
            ("after-action", "the end of something I do anyway"),
            ("place", "coming to a place"),
            ("event", "something that happens"),
            ("internal", "a thought or feeling (hard to begin with)"),
            ("clock", "a time on the clock (easy to overlook)"),
        ];
        self.choose("kind", "What sort of trigger is that?", &kinds)?;
        self.text("last", "When did it last happen? Describe the moment", false)?;
        if !self.answers.contains_key("per-week") {
            let rate = number(self.env, "How many times a week does it come?", 0..=200)?;
            self.keep("per-week", &rate.to_string())?;
        }
        self.improve(&[Part::Trigger, Part::Rate])
    }

    fn action(&mut self) -> Result<(), Failure> {
        self.text("action", "Then … (the smallest act, half a minute at most)", true)?;
        let forms = [("do", "do it"), ("notice", "notice the moment and look at the choice")];
        self.choose("form", "What does it ask of you?", &forms)?;
        self.improve(&[Part::Action])?;
        if !self.yes("serves", "If you only ever did this, would it serve the goal?", true)? {
            self.say("Then find the act that would.")?;
            self.anew("action", "Then …", true)?;
            self.improve(&[Part::Action])?;
        }
        Ok(())
    }

    /// Shows advice on a part of the plan, and lets its words be replaced; a wording may stay.
    fn improve(&mut self, parts: &[Part]) -> Result<(), Failure> {
        for _ in 0..ROUNDS {
            let Some(advice) =
                lint(&self.plan()).into_iter().find(|advice| parts.contains(&advice.part))
            else {
                return Ok(());
            };
            if !self.advise(&advice)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Offers a rewrite; tells whether anything was changed.
    fn advise(&mut self, advice: &Advice) -> Result<bool, Failure> {
        self.say(&format!("\"{}\": {}.", advice.words, advice.why))?;
        let (key, question) = match advice.part {
            Part::Trigger => ("trigger", "When …"),
            Part::Action => ("action", "Then …"),
            Part::Rate => return Ok(false),
        };
        let mut items = vec!["keep my words".to_owned(), "word it myself".to_owned()];
        let whole = !advice.rewrite.contains('…');
        let rewrite = format!("{}: {}", if whole { "take" } else { "start from" }, advice.rewrite);
        items.insert(0, rewrite);
        match ask::choice(self.env, "Better words?", &items, 0)? {
            0 if whole => self.keep(key, &advice.rewrite)?,
            0 => {
                self.answers.insert(key.to_owned(), advice.rewrite.clone());
                self.anew(key, question, true)?;
            }
            1 => return Ok(false),
            _ => {
                let mine = self.answers.remove(key);
                let typed = self.anew(key, question, false)?;
                if let Some(mine) = mine.filter(|_| typed.is_empty()) {
                    self.keep(key, &mine)?;
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Asks what may get in the way, and how sure the user is.
    fn doubts(&mut self) -> Result<(), Failure> {
        let plan = self.plan();
        self.say(&plan.sentence())?;
        self.text("obstacle", "See it come and nothing follow: what got in the way?", false)?;
        if !self.answers.contains_key("surprise") {
            let question = "A week from now it has not fired once. How surprised are you? (0-10)";
            let surprise = number(self.env, question, 0..=10)?;
            self.keep("surprise", &surprise.to_string())?;
            if surprise < SURPRISED {
                self.say(
                    "Then you know something about it. See that week: what kept it from firing?",
                )?;
                self.amend()?;
            }
        }
        self.text("anchor", "At which daily routine will you rehearse it? (Enter: none)", false)?;
        Ok(())
    }

    fn amend(&mut self) -> Result<(), Failure> {
        let items =
            ["change the trigger", "change the action", "leave it as it is"].map(str::to_owned);
        match ask::choice(self.env, "Meet it in the plan?", &items, 0)? {
            0 => self.anew("trigger", "When …", true).map(drop),
            1 => self.anew("action", "Then …", true).map(drop),
            _ => Ok(()),
        }
    }

    /// The plan as answered so far.
    fn plan(&self) -> Plan {
        let said = |key: &str| self.answers.get(key).cloned().unwrap_or_default();
        Plan {
            goal: said("goal"),
            instead: said("instead"),
            kind: said("kind").parse().unwrap_or(Kind::Event),
            last: said("last"),
            per_week: said("per-week").parse().ok(),
            form: said("form").parse().unwrap_or(Form::Do),
            obstacle: said("obstacle"),
            surprise: said("surprise").parse().ok(),
            anchor: said("anchor"),
            ..Plan::of(&said("name"), &said("trigger"), &said("action"))
        }
        .tidied()
    }

    fn finish(mut self) -> Result<(), Failure> {
        let taken = tap::names(self.study).map_err(|error| self.explain(error))?;
        if !self.answers.contains_key("name") {
            let suggested = suggest_name(&self.plan().trigger, |name| taken.contains(name));
            self.answers.insert("name".to_owned(), suggested);
            self.anew("name", "A short name to call it by", true)?;
        }
        let made = loop {
            match tap::make(self.study, self.plan()) {
                Ok(made) => break made,
                Err(error @ (Error::Exists { .. } | Error::Plan(_))) => {
                    self.say(&format!("{error}."))?;
                    self.anew("name", "Another name", true)?;
                }
                Err(error) => return Err(self.explain(error)),
            }
        };
        super::told(self.env, "Made", &made)?;
        if made.waits.is_some() {
            return self.say("Rehearse it when its turn comes; rat tap list shows the queue.");
        }
        rehearse::imagine(self.env, self.study, &made, (Rating::Good, REPETITIONS))?;
        let check = self.study.now.today.plus(7).long();
        let name = &made.plan.name;
        self.say(&format!(
            "When it fires: rat fire {name}. On {check} rat checkin asks how it went."
        ))
    }
}

/// What is wrong with an answer.
fn fault(key: &str, typed: &str, needed: bool) -> Option<Fault> {
    let unfit = crate::domain::text::fit("answer", typed, crate::domain::tap::plan::TEXT);
    if key == "name" {
        return name(typed).err();
    }
    if needed && typed.trim().is_empty() {
        return Some(crate::domain::text::Unfit::Empty("answer").into());
    }
    unfit.err().map(Fault::from)
}

/// Asks for a whole number in a range.
pub(super) fn number(
    env: &mut Env,
    question: &str,
    range: RangeInclusive<u8>,
) -> Result<u8, Failure> {
    loop {
        let typed = ask::text(env, question, "")?;
        match typed.trim().parse::<u8>() {
            Ok(number) if range.contains(&number) => return Ok(number),
            Ok(_) | Err(_) => {
                writeln!(env.out, "A number from {} to {} is wanted.", range.start(), range.end())?;
            }
        }
    }
}

/// Asks for the words that a verdict changes.
pub(super) fn reworded(env: &mut Env, plan: &Plan, verdict: Verdict) -> Result<Plan, Failure> {
    let mut plan = plan.clone();
    if matches!(verdict, Verdict::Trigger | Verdict::Swap) {
        plan.trigger = ask::text(env, "When", &plan.trigger)?;
    }
    if matches!(verdict, Verdict::Shrink | Verdict::Swap) {
        plan.action = ask::text(env, "Then", &plan.action)?;
    }
    Ok(plan)
}

/// Lets the user change one text of a plan after the other; each is kept before the next question.
pub(super) fn reword(env: &mut Env, study: &Study, before: &Tap) -> Result<Tap, Failure> {
    let mut tap = before.clone();
    loop {
        let mut plan = tap.plan.clone();
        let items = [
            format!("trigger: {}", plan.trigger),
            format!("action: {}", plan.action),
            format!("name: {}", plan.name),
            format!("goal: {}", plan.goal),
            format!("by default: {}", plan.instead),
            format!("obstacle: {}", plan.obstacle),
            format!("rehearsed at: {}", plan.anchor),
            "that is all".to_owned(),
        ];
        let text = match ask::choice(env, "Change what?", &items, items.len() - 1)? {
            0 => &mut plan.trigger,
            1 => &mut plan.action,
            2 => &mut plan.name,
            3 => &mut plan.goal,
            4 => &mut plan.instead,
            5 => &mut plan.obstacle,
            6 => &mut plan.anchor,
            _ => return Ok(tap),
        };
        *text = ask::text(env, "New words", text)?;
        match tap::edit(study, tap.thing, plan) {
            Ok(changed) => tap = changed,
            Err(error @ (Error::Exists { .. } | Error::Plan(_))) => {
                tell(env, &format!("{error}."))?;
            }
            Err(error) => return Err(env.explain(error)),
        }
    }
}
