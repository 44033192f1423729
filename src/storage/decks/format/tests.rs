use super::*;

fn deck(cards: &str) -> String {
    format!(
        "name = \"tea\"\ntitle = \"Tea\"\npurpose = \"p\"\nuse-when = \"u\"\navoid-when = \"a\"\n\
         standing = \"s\"\nsources = [\"x\"]\n{cards}"
    )
}

const CARD: &str = "[[card]]\nkey = \"pot\"\nkind = \"recall\"\nfront = \"f\"\nback = \"b\"\n";

fn faults(cards: &str) -> Vec<(usize, String)> {
    let faults = read("tea", &deck(cards)).unwrap_err();
    faults.into_iter().map(|fault| (fault.line, fault.message)).collect()
}

fn only_fault(cards: &str) -> (usize, String) {
    let mut faults = faults(cards);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn a_sound_deck_is_read_with_its_cards_in_order() {
    let second = CARD.replace("pot", "cup");
    let deck = read("tea", &deck(&format!("{CARD}{second}"))).unwrap();
    let keys: Vec<&str> = deck.cards.iter().map(|card| card.key.as_str()).collect();
    assert_eq!(keys, ["pot", "cup"]);
}

#[test]
fn a_syntax_error_is_found_by_line_and_column() {
    let fault = &read("tea", "name = \"tea\"\ntitle = oops\n").unwrap_err()[0];
    assert_eq!((fault.line, fault.column), (2, 9));
}

#[test]
fn an_unknown_field_is_named() {
    let (line, message) = only_fault(&format!("{CARD}colour = \"red\"\n"));
    assert_eq!(line, 13);
    assert!(message.contains("colour"), "{message}");
}

#[test]
fn a_key_used_twice_names_the_line_of_the_first() {
    let (line, message) = only_fault(&format!("{CARD}{CARD}"));
    assert_eq!(line, 14);
    assert!(message.contains("line 9"), "{message}");
}

#[test]
fn a_cloze_without_a_gap_is_a_fault() {
    let (line, message) =
        only_fault("[[card]]\nkey = \"k\"\nkind = \"cloze\"\ntext = \"no gap\"\n");
    assert_eq!(line, 8);
    assert!(message.contains("no gap"), "{message}");
}

#[test]
fn an_empty_answer_is_a_fault() {
    let (_, message) = only_fault(&CARD.replace("\"b\"", "\"  \""));
    assert!(message.contains("`back` is empty"), "{message}");
}

#[test]
fn a_control_character_is_a_fault() {
    let (_, message) = only_fault(&CARD.replace("\"b\"", "\"\\u001b[2J\""));
    assert!(message.contains("control character"), "{message}");
}

#[test]
fn every_fault_is_reported_not_only_the_first() {
    let cards =
        format!("{}{}", CARD.replace("\"f\"", "\"\""), CARD.replace("\"recall\"", "\"no\""));
    assert_eq!(faults(&cards).len(), 3);
}

#[test]
fn a_deck_must_be_named_like_its_file() {
    let fault = &read("coffee", &deck(CARD)).unwrap_err()[0];
    assert!(fault.message.contains("coffee.toml"), "{}", fault.message);
}

#[test]
fn the_template_is_a_sound_deck() {
    assert_eq!(read("my-deck", &template("my-deck")).unwrap().cards.len(), 3);
}

#[test]
fn a_card_comes_back_from_its_small_file_unchanged() {
    for (kind, front, back) in
        [(Kind::Recall, "What \"is\" it?\nTwo lines", "this"), (Kind::Cloze, "a {{b}} c", "")]
    {
        let text = Text { kind, front: front.into(), back: back.into(), note: "n".into() };
        assert_eq!(read_card(&card_file(&text)), Ok(text));
    }
}

#[test]
fn a_small_file_without_an_answer_is_refused() {
    assert!(read_card("kind = \"recall\"\nfront = \"f\"\n").unwrap_err().contains("back"));
}
