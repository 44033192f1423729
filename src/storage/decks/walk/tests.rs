use crate::domain::walk::{Kind, Walk};
use crate::storage::decks::format;

const HEAD: &str = "name = \"tea\"\ntitle = \"Tea\"\npurpose = \"p\"\nuse-when = \"u\"\n\
    avoid-when = \"a\"\nstanding = \"s\"\nsources = [\"x\"]\n\
    [[card]]\nkey = \"pot\"\nkind = \"recall\"\nfront = \"f\"\nback = \"b\"\n\
    [walk]\nminutes = 5\ntrouble = \"t\"\nopening = \"Begin.\"\nnothing = \"Nothing came of it, and that is fine.\"\n";

fn walk(steps: &str) -> Walk {
    format::read("tea", &format!("{HEAD}{steps}")).unwrap().walk.unwrap()
}

fn faults(steps: &str) -> Vec<(usize, String)> {
    let faults = format::read("tea", &format!("{HEAD}{steps}")).unwrap_err();
    faults.into_iter().map(|fault| (fault.line, fault.message)).collect()
}

fn only_fault(steps: &str) -> (usize, String) {
    let mut faults = faults(steps);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

const ACTION: &str = "[[walk.step]]\nkey = \"action\"\nkind = \"text\"\nask = \"What?\"\n";

#[test]
fn steps_are_put_inside_the_loops_they_name() {
    let walk = walk(&format!(
        "{ACTION}[[walk.step]]\nkey = \"again\"\nkind = \"loop\"\nuntil = \"sure\"\nmax = 5\n\
         [[walk.step]]\nin = \"again\"\nkey = \"sure\"\nkind = \"yes-no\"\nask = \"Sure?\"\n"
    ));
    assert_eq!(walk.steps.len(), 2);
    let Kind::Loop { steps, max, .. } = &walk.steps[1].kind else { panic!("{walk:?}") };
    assert_eq!((steps.len(), *max), (1, 5));
}

#[test]
fn a_fault_is_found_at_its_line() {
    let (line, message) = only_fault(&ACTION.replace("What?", "Why {goal}?"));
    assert_eq!(line, 18);
    assert!(message.contains("`ask` names \"goal\""), "{message}");
}

#[test]
fn an_unknown_kind_names_the_known_ones() {
    let (line, message) = only_fault(&ACTION.replace("\"text\"", "\"dance\""));
    assert_eq!(line, 20);
    assert!(message.contains("no kind of step \"dance\"; use info, text"), "{message}");
}

#[test]
fn a_field_of_another_kind_is_refused() {
    let message = only_fault(&format!("{ACTION}options = [\"a\"]\n")).1;
    assert_eq!(message, "a text step has no `options`");
}

#[test]
fn a_loop_without_a_bound_is_refused() {
    let steps = format!(
        "{ACTION}[[walk.step]]\nkey = \"again\"\nkind = \"loop\"\nuntil = \"action\"\n\
         [[walk.step]]\nin = \"again\"\nkey = \"sure\"\nkind = \"yes-no\"\nask = \"Sure?\"\n"
    );
    assert!(only_fault(&steps).1.contains("no loop goes on for ever"));
}

#[test]
fn ten_thousand_steps_are_refused() {
    let steps: String = (0..10_000).map(|n| ACTION.replace("action", &format!("a{n}"))).collect();
    assert!(only_fault(&steps).1.contains("10000 steps; a walk may have 500"));
}

#[test]
fn a_prompt_of_a_megabyte_or_with_an_escape_is_refused() {
    let long = ACTION.replace("What?", &"x".repeat(1 << 20));
    assert!(only_fault(&long).1.contains("more than 4000 characters"));
    let escape = ACTION.replace("What?", "\\u001b[2J");
    assert!(only_fault(&escape).1.contains("control character"));
}

#[test]
fn a_condition_that_is_none_is_refused_where_it_stands() {
    let (line, message) = only_fault(&format!("{ACTION}when = \"a =\"\n"));
    assert_eq!(line, 22);
    assert!(message.contains("is no condition"), "{message}");
}

#[test]
fn a_loop_that_names_itself_by_a_key_used_twice_is_refused() {
    let again = "[[walk.step]]\nkey = \"again\"\nkind = \"loop\"\nuntil = \"again\"\nmax = 2\n";
    let (line, message) = only_fault(&format!("{again}{again}in = \"again\"\n"));
    assert_eq!((line, &*message), (24, "the key \"again\" is used before"));
}
