//! The keys a person presses to give an answer.

use rat::domain::walk::Ask;
use rat::domain::walk::answer::Answer;
use rat::domain::walk::read::Question;

/// Something to wait for, and what is typed then.
pub type Key = (String, String);

/// How the program shows itself.
#[derive(Clone, Copy, PartialEq)]
pub enum Look {
    /// Line by line.
    Plain,
    /// As on a terminal that can do everything.
    Full,
    /// So, and one key answers.
    OneKey,
}

fn key(wait: &str, keys: &str) -> Key {
    (wait.to_owned(), keys.to_owned())
}

/// The end of a line: what Enter sends.
const ENTER: &str = "\r";

fn line(wait: &str, text: &str) -> Key {
    key(wait, &format!("{text}{ENTER}"))
}

/// What the program writes when it is ready for the first line of an answer.
fn first(question: &Question) -> String {
    match &question.asks {
        Ask::Text { long: true, .. } => "for your editor".to_owned(),
        Ask::Text { .. } => "> ".to_owned(),
        Ask::List { .. } => "Enter ends".to_owned(),
        Ask::Scale { low, .. } => format!("0 {low}"),
        Ask::Number { least, most, .. } => format!("{least} to {most}"),
        Ask::Multi { .. } | Ask::Pick { .. } => "such as 1 3".to_owned(),
        Ask::Commitment { .. } => "What".to_owned(),
        Ask::Forecast { .. } => "The claim".to_owned(),
        Ask::Wait { .. } => "In how many days".to_owned(),
        Ask::Tap { .. } => "When".to_owned(),
        Ask::Card => "Question".to_owned(),
        _ => String::new(),
    }
}

/// The keys for an answer.
pub fn keys(question: &Question, answer: &Answer, look: Look) -> Vec<Key> {
    if *answer == Answer::Skipped
        && !matches!(question.asks, Ask::Choice { .. } | Ask::Timer { .. })
    {
        return vec![line(&first(question), ":s")];
    }
    let place = |word: &str| question.items.iter().position(|item| item == word).unwrap();
    match (&question.asks, answer) {
        (Ask::Choice { .. } | Ask::Pick { many: false, .. }, Answer::Text(word)) => {
            vec![chosen(place(word), question.items.len(), look)]
        }
        (Ask::Choice { .. }, _) => {
            let last = question.items.len();
            vec![chosen(last, last, look), chosen(1, 5, look)]
        }
        (Ask::YesNo, answer) => vec![chosen(usize::from(*answer != Answer::Yes(true)), 3, look)],
        (Ask::Multi { .. } | Ask::Pick { many: true, .. }, Answer::List(words)) => {
            if look == Look::OneKey {
                let marks = words.iter().map(|word| (place(word) + 1).to_string());
                return vec![key("digits mark", &(marks.collect::<String>() + ENTER))];
            }
            let numbers = words.iter().map(|word| (place(word) + 1).to_string());
            vec![line("such as 1 3", &numbers.collect::<Vec<_>>().join(" "))]
        }
        (Ask::Scale { .. }, Answer::Number(number)) if look == Look::OneKey => {
            vec![key("one key answers", &number.to_string())]
        }
        (Ask::Timer { capture, .. }, answer) => timer(*capture, answer, look),
        (Ask::Breath { .. }, _) if look == Look::Plain => vec![line("Enter when done", "")],
        (Ask::Breath { .. }, _) => vec![key("Enter ends", ENTER)],
        (Ask::Count { .. }, Answer::Number(number)) => {
            let counted = (1..=*number).map(|nth| line(&format!("{nth} of "), ""));
            counted.chain([line(&format!("{} of ", number + 1), "e")]).collect()
        }
        (Ask::Turn { takes_up, .. }, Answer::Turn(_) | Answer::Fork(_)) => {
            spoken(*takes_up, answer, look)
        }
        (Ask::Edges { .. }, Answer::Links(links)) => {
            let of = |from: &String| {
                let own = links.iter().filter(|link| link.from == *from);
                let at = |to: &str| question.others.iter().position(|one| one == to).unwrap() + 1;
                let numbers = own.map(|link| format!("{}:{}", at(&link.to), link.weight));
                line("→ numbers", &numbers.collect::<Vec<_>>().join(" "))
            };
            question.items.iter().map(of).collect()
        }
        (_, answer) => typed(question, answer),
    }
}

/// What is said in a talk of two.
fn spoken(takes_up: bool, answer: &Answer, look: Look) -> Vec<Key> {
    let first = if takes_up { "what the other said" } else { "from inside" };
    match answer {
        Answer::Fork(about) => vec![line(first, &format!(":f {about}")), line("really about", "")],
        Answer::Turn(turn) if turn.steam => {
            vec![line(first, ":v"), line("has to agree", &turn.says)]
        }
        Answer::Turn(turn) => {
            let taken = takes_up.then(|| line(first, &turn.takes_up));
            let yes =
                if look == Look::Plain { line("ring true?", "y") } else { key("ring true?", "y") };
            taken.into_iter().chain([line("from inside", &turn.says), yes]).collect()
        }
        _ => Vec::new(),
    }
}

/// Answers that are typed line by line.
fn typed(question: &Question, answer: &Answer) -> Vec<Key> {
    match answer {
        Answer::List(items) => {
            let items = items.iter().map(|item| line("Enter ends", item));
            items.chain([line("Enter ends", "")]).collect()
        }
        // What stands there already is replaced.
        Answer::Text(text) => {
            vec![line(&first(question), &format!("{}{text}", clear(question, 0)))]
        }
        Answer::Number(number) => vec![line(&first(question), &number.to_string())],
        Answer::Days(days) => parts(question, &[("In how many days", days.to_string())]),
        Answer::Promise { text, days } => {
            parts(question, &[("What", text.clone()), ("In how many days", days.to_string())])
        }
        Answer::Forecast { claim, probability, days } => parts(
            question,
            &[
                ("The claim", claim.clone()),
                ("How likely", probability.to_string()),
                ("In how many days", days.to_string()),
            ],
        ),
        Answer::Plan { trigger, action } => {
            parts(question, &[("When", trigger.clone()), ("Then", action.clone())])
        }
        Answer::Card { front, back } => {
            parts(question, &[("Question", front.clone()), ("Answer", back.clone())])
        }
        Answer::Seen => vec![line("Enter goes on", "")],
        Answer::Enough => {
            let first = if matches!(question.asks, Ask::Turn { takes_up: true, .. }) {
                "what the other said"
            } else {
                "from inside"
            };
            vec![line(first, "")]
        }
        other => panic!("nobody types {other:?}"),
    }
}

fn parts(question: &Question, parts: &[(&str, String)]) -> Vec<Key> {
    let part = |(nth, (wait, text)): (usize, &(&str, String))| {
        line(wait, &format!("{}{text}", clear(question, nth)))
    };
    parts.iter().enumerate().map(part).collect()
}

/// What empties a line on which something stands: Ctrl-U.
fn clear(question: &Question, nth: usize) -> &'static str {
    let days = question.step.suggest.get(nth).is_some_and(|text| !text.is_empty());
    let promised =
        matches!(question.asks, Ask::Commitment { .. } | Ask::Wait { .. } | Ask::Forecast { .. });
    if days || promised { "\u{15}" } else { "" }
}

fn chosen(at: usize, last: usize, look: Look) -> Key {
    if look == Look::Plain {
        return line("Number (", &(at + 1).to_string());
    }
    let _ = last;
    key("(something", &("\u{1b}[B".repeat(at) + ENTER))
}

fn timer(capture: bool, answer: &Answer, look: Look) -> Vec<Key> {
    let skipped = *answer == Answer::Skipped;
    let items: &[String] =
        if let Answer::List(taken) | Answer::Timed { taken, .. } = answer { taken } else { &[] };
    let asked = matches!(answer, Answer::Timed { .. });
    match (look == Look::Plain, capture) {
        (true, false) => vec![line("Enter when it is over", if skipped { ":s" } else { "" })],
        (true, true) => {
            let first = asked.then(|| line(": ", "?"));
            let items = items.iter().map(|item| line(": ", item));
            first.into_iter().chain(items).chain([line(": ", "")]).collect()
        }
        (false, false) => vec![key("Enter ends", if skipped { "s" } else { ENTER })],
        (false, true) => {
            let first = asked.then(|| key("> _", "\t"));
            let items = items.iter().map(|item| line("> _", item));
            first.into_iter().chain(items).chain([key("> _", "\u{1b}")]).collect()
        }
    }
}
