use crate::home::Home;

#[test]
fn completions_are_written_for_every_shell() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(home.ok(&["completions", shell]).contains("review"), "{shell}");
    }
}

#[test]
fn the_manual_is_a_page_for_man() {
    assert!(Home::new().ok(&["man"]).contains(".TH rat 1"));
}

#[test]
fn a_manual_page_is_written_for_every_command() {
    let home = Home::new();
    home.ok(&["man", "--dir", "pages"]);
    assert!(home.folder.path().join("pages/rat-review.1").exists());
}

#[test]
fn an_unknown_command_is_a_usage_error() {
    assert_eq!(Home::new().run(&["reveiw"]).code, 2);
}

#[test]
fn a_moment_that_is_none_is_a_usage_error() {
    let mut home = Home::new();
    home.now = "yesterday".to_owned();
    let said = home.run(&[]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("2026-11-23T08:00:00+01:00"), "{said:?}");
}

#[test]
fn completions_and_the_manual_touch_no_data() {
    let home = Home::new();
    home.ok(&["completions", "bash"]);
    home.ok(&["man"]);
    assert!(!home.data().exists());
}
