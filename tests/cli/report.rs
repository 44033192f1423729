use std::fs;

use crate::home::Home;

/// A home with a card, a plan that fired, and a private and an open walk of which both made a plan.
fn lived() -> Home {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    home.kettle();
    home.ok(&["fire", "kettle", "--note", "on the stairs"]);
    home
}

#[test]
fn the_page_is_one_file_for_its_owner_alone() {
    let home = lived();
    let file = home.data().join("page.html");
    let said = home.ok(&["report", "--out", file.to_str().unwrap()]);
    assert!(said.contains("page.html"), "{said}");
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.contains("on the stairs") && page.contains("the kettle clicks off"));
    for loads in ["<script", "src=\"http", "href=\"http", "@import", "url(h"] {
        assert!(!page.contains(loads), "{loads}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_report_takes_the_place_of_a_report_but_of_nothing_else() {
    let home = lived();
    let file = home.data().join("page.html");
    let name = file.to_str().unwrap();
    home.ok(&["report", "--out", name]);
    home.ok(&["report", "--out", name]);
    fs::write(&file, "my only copy").unwrap();
    let said = home.refused(&["report", "--out", name]);
    assert!(said.contains("is no report"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "my only copy");
}

#[test]
fn a_folder_that_cannot_be_written_to_is_named() {
    let home = lived();
    let said = home.refused(&["report", "--out", "/nonexistent/page.html"]);
    assert!(said.contains("/nonexistent/page.html"), "{said}");
}

#[test]
fn a_private_walk_stays_out_unless_it_is_asked_for() {
    let home = lived();
    let answers = home.data().join("answers.toml");
    fs::create_dir_all(home.data()).unwrap();
    fs::write(&answers, "").unwrap();
    home.ok(&["walk", "focusing", "--answers", answers.to_str().unwrap()]);
    let page = |more: &[&str]| home.ok(&[&["report", "--out", "-"][..], more].concat());
    let named = |page: &str| page.contains("<th scope=\"row\"><bdi>focusing</bdi></th>");
    let without = page(&[]);
    assert!(
        !named(&without) && without.contains("1 private walk and what came of it are left out")
    );
    assert!(named(&page(&["--include-private"])));
}

#[test]
fn each_chart_can_be_written_alone() {
    let home = lived();
    let folder = home.data().join("charts");
    let said = home.json(&["report", "--svg", folder.to_str().unwrap()]);
    assert!(said["pictures"].as_u64() > Some(4), "{said}");
    let svg = fs::read_to_string(folder.join("firings-year.svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("<title"));
}

#[test]
fn a_card_that_came_of_a_private_walk_stays_out_too() {
    let mut home = Home::new();
    home.with_deck("tea", 2);
    for (day, rating) in [("2026-11-23", "good"), ("2026-11-27", "again"), ("2026-12-03", "again")]
    {
        home.on(day);
        home.ok(&["grade", "tea/c1", rating]);
        home.ok(&["grade", "tea/c2", rating]);
    }
    home.ok(&["jot", "a thing"]);
    let db = rusqlite::Connection::open(home.db()).unwrap();
    let made =
        "INSERT INTO walk_made SELECT 1, 100000, 0, 0, 0, id, 'x', NULL, 'tea/c1', 1 FROM thing";
    db.execute(made, []).unwrap();
    let (without, with) = (
        home.ok(&["report", "--out", "-"]),
        home.ok(&["report", "--out", "-", "--include-private"]),
    );
    assert!(without.contains("tea/c2") && !without.contains("tea/c1"));
    assert!(with.contains("tea/c1"));
}
