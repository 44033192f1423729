//! `rat doctor`: is everything as it should be, and mending what is not.

use clap::Args;
use serde::Serialize;

use crate::app::doctor::{self, Check, Found, Part, Rebuilt, Salvaged};
use crate::app::progress::Watch;
use crate::app::{Models, Study, optimize, shelf};
use crate::domain::settings::Settings;
use crate::domain::text::count;
use crate::storage::db::Db;
use crate::storage::{Error, place};
use crate::ui::cli::{remind, sync};
use crate::ui::env::{Env, replica_name};
use crate::ui::failure::Failure;
use crate::ui::term::progress::Bar;
use crate::ui::term::tell::{tell, tell_item};

/// What is looked at and what can be mended.
pub(super) const HELP: &str = "Everything that was logged is summed up as it is written, so that even a \
    single changed letter shows. --rebuild derives memory, queues and counts anew; of a damaged \
    database it saves every entry that can be read, takes what is lost from the last sound copy, and \
    keeps the damaged file aside.";

#[derive(Args, Clone, Copy)]
pub(super) struct Options {
    /// Mend: derive everything anew from what was logged; save what a damaged database still holds
    #[arg(long)]
    rebuild: bool,
}

#[derive(Serialize)]
struct Json {
    database: String,
    healthy: bool,
    problems: Vec<String>,
    checks: Vec<Line>,
    rebuilt: bool,
    unchanged: Option<bool>,
    salvaged: Option<Rescue>,
}

#[derive(Serialize)]
struct Line {
    part: &'static str,
    found: &'static str,
    says: Vec<String>,
}

#[derive(Serialize)]
struct Rescue {
    facts: u64,
    from_copy: usize,
    lost: Vec<(i64, i64)>,
    unfit: Vec<String>,
    kept_aside: Option<String>,
}

/// What was found, and what was done about it.
struct Visit {
    checks: Vec<Check>,
    rebuilt: Option<Rebuilt>,
    salvaged: Option<Salvaged>,
}

pub(super) fn run(env: &mut Env, options: Options) -> Result<(), Failure> {
    let mut visit = Visit { checks: Vec::new(), rebuilt: None, salvaged: None };
    let study = look(env, &mut visit)?;
    let shared = sync::check(env, study.as_ref());
    if options.rebuild {
        mend(env, study, &mut visit)?;
    }
    visit.checks.extend(surroundings(env));
    visit.checks.push(shared);
    report(env, &visit)
}

/// Looks at the settings and the database; gives the database back if it can be worked with.
fn look(env: &Env, visit: &mut Visit) -> Result<Option<Study>, Failure> {
    let settings = env.settings();
    visit.checks = vec![match &settings {
        Ok(_) => Check::fine(Part::Settings, env.config_path().display().to_string()),
        Err(failure) => told(Part::Settings, failure.message()),
    }];
    match open(env, settings.unwrap_or_default())? {
        Ok(study) => {
            let bar = Bar::new(env, "Looking");
            let see = |progress| bar.see(progress);
            visit.checks.extend(doctor::examine(&study, &env.decks_path(), Watch::new(&see)));
            bar.end();
            Ok(Some(study))
        }
        Err(error) => {
            visit.checks.push(told(Part::Database, &error.to_string()));
            Ok(None)
        }
    }
}

/// Takes up the shelf and derives everything anew, with a bar to watch.
fn renew(env: &Env, study: &Study) -> Result<Rebuilt, crate::app::Error> {
    shelf::renew(&study.db, &env.decks_path())?;
    let bar = Bar::new(env, "Deriving");
    let see = |progress| bar.see(progress);
    let rebuilt = doctor::rebuild(study, Watch::new(&see));
    bar.end();
    rebuilt
}

/// Mends what can be mended, and looks again.
fn mend(env: &Env, study: Option<Study>, visit: &mut Visit) -> Result<(), Failure> {
    let hurt = |check: &Check| {
        check.found == Found::Damaged && matches!(check.part, Part::Database | Part::Facts)
    };
    let hurt = visit.checks.iter().any(hurt);
    let renewed = study.filter(|_| !hurt).map(|study| renew(env, &study));
    match renewed {
        Some(Ok(rebuilt)) => visit.rebuilt = Some(rebuilt),
        Some(Err(crate::app::Error::Storage(error))) if !is_damage(&error) => {
            return Err(env.blame(error));
        }
        // What cannot even be derived anew is damaged where it was not looked at.
        Some(Err(_)) | None => visit.salvaged = Some(save(env)?),
    }
    look(env, visit).map(drop)
}

/// Opens the database as every command does, but takes damage for a finding.
fn open(env: &Env, settings: Settings) -> Result<Result<Study, crate::app::Error>, Failure> {
    let now = env.clock.now(settings.rollover);
    let db = match Db::open(&env.db_path(), replica_name) {
        Ok(db) => db,
        Err(error) if is_damage(&error) => return Ok(Err(error.into())),
        Err(error) => return Err(env.blame(error)),
    };
    let mut study = Study { db, settings, models: Models::default(), now };
    let ready = optimize::eras(&study).and_then(|eras| {
        study.models.cards = eras;
        doctor::bring_up_to_date(&study)?;
        shelf::take_up(&study.db, &env.decks_path())
    });
    match ready {
        Ok(_) => Ok(Ok(study)),
        Err(crate::app::Error::Storage(error)) if is_damage(&error) => Ok(Err(error.into())),
        Err(error) => Err(env.explain(error)),
    }
}

/// Tells a damaged database from one that only cannot be reached.
fn is_damage(error: &Error) -> bool {
    match error {
        Error::Strange(_) | Error::Migration(_) | Error::Database(_) => !error.passes(),
        Error::Newer { .. } | Error::File { .. } | Error::Unwritten(_) | Error::Syntax { .. } => {
            false
        }
    }
}

fn told(part: Part, problem: &str) -> Check {
    Check { part, found: Found::Damaged, says: vec![problem.to_owned()] }
}

/// Saves what can be saved of a damaged database; nobody else may be writing to it.
fn save(env: &Env) -> Result<Salvaged, Failure> {
    let Some(_lock) = remind::lock(env)? else {
        return Err(Failure::refused("the watch for reminders has the database open")
            .hint("stop it first (Ctrl-C, or rat remind uninstall), then try again"));
    };
    let settings = env.settings().unwrap_or_default();
    let now = env.clock.now(settings.rollover);
    doctor::salvage(&env.db_path(), now, replica_name).map_err(|error| env.explain(error))
}

/// Less than this is too little for a database and its copies.
const LITTLE_ROOM: u64 = 50 << 20;

/// What lies around the database: rights, room, the desktop.
fn surroundings(env: &Env) -> Vec<Check> {
    let files = [env.data_dir.clone(), env.db_path(), crate::app::backup::folder(&env.db_path())];
    let open = files.iter().filter_map(|file| {
        let rights = place::open_to_others(file)?;
        let file = file.display();
        Some(format!("others may reach {file} ({rights}): chmod go-rwx {file}"))
    });
    let size = std::fs::metadata(env.db_path()).map_or(0, |file| file.len());
    let room = place::room(&env.data_dir);
    let little = room.filter(|room| *room < LITTLE_ROOM.max(size.saturating_mul(3)));
    let little = little.map(|room| format!("only {} MB are left on the disk", room >> 20));
    let room = room.map_or_else(|| "enough".to_owned(), |room| format!("{} MB left", room >> 20));
    let (rights, space) = (open.collect(), little.into_iter().collect());
    let [notices, watch] = remind::checks(env);
    vec![
        Check::unless(Part::Permissions, Found::Doubtful, rights, "nobody else may read the files"),
        Check::unless(Part::Space, Found::Doubtful, space, &room),
        notices,
        watch,
    ]
}

fn report(env: &mut Env, visit: &Visit) -> Result<(), Failure> {
    let database = env.db_path().display().to_string();
    let hurt = visit.checks.iter().filter(|check| check.found == Found::Damaged);
    let problems: Vec<String> = hurt.flat_map(|check| check.says.clone()).collect();
    let lost = visit
        .salvaged
        .as_ref()
        .is_some_and(|saved| !saved.lost.is_empty() || !saved.unfit.is_empty());
    let healthy = problems.is_empty() && !lost;
    if env.json {
        env.print_json(&json(&database, healthy, &problems, visit))?;
    } else {
        say(env, &database, visit)?;
    }
    if healthy {
        return Ok(());
    }
    if lost {
        return Err(Failure::refused(format!("{database} was mended, but not all could be saved")));
    }
    let failure = Failure::refused(format!("{database} is damaged"));
    Err(failure.hint("rat doctor --rebuild mends it and keeps the damaged file"))
}

fn json(database: &str, healthy: bool, problems: &[String], visit: &Visit) -> Json {
    Json {
        database: database.to_owned(),
        healthy,
        problems: problems.to_vec(),
        checks: visit.checks.iter().map(line).collect(),
        rebuilt: visit.rebuilt.is_some(),
        unchanged: visit.rebuilt.map(|rebuilt| rebuilt.same),
        salvaged: visit.salvaged.as_ref().map(|saved| Rescue {
            facts: saved.facts,
            from_copy: saved.from_copy,
            lost: saved.lost.clone(),
            unfit: saved.unfit.clone(),
            kept_aside: saved.aside.as_ref().map(|aside| aside.display().to_string()),
        }),
    }
}

fn line(check: &Check) -> Line {
    let Check { part, found, says } = check;
    Line { part: part.word(), found: found.word(), says: says.clone() }
}

/// The most lines of one part that are shown.
const SHOWN: usize = 5;

fn say(env: &mut Env, database: &str, visit: &Visit) -> Result<(), Failure> {
    for check in &visit.checks {
        let mark = match check.found {
            Found::Fine => "ok",
            Found::Doubtful => "look",
            Found::Damaged => "BAD",
        };
        for (n, said) in check.says.iter().take(SHOWN).enumerate() {
            let (mark, part) = if n == 0 { (mark, check.part.word()) } else { ("", "") };
            tell_item(env, &format!("{mark:<4}  {part:<11}  "), said)?;
        }
        if let Some(more) = check.says.len().checked_sub(SHOWN + 1) {
            tell_item(env, &" ".repeat(19), &format!("and {} more", more + 1))?;
        }
    }
    if let Some(rebuilt) = visit.rebuilt {
        let cards = count(rebuilt.cards as u64, "card");
        let found = if rebuilt.same { "nothing differed" } else { "differences were mended" };
        tell(env, &format!("Derived {cards} anew from what was logged: {found}."))?;
    }
    if let Some(saved) = &visit.salvaged {
        rescued(env, database, saved)?;
    }
    Ok(())
}

fn rescued(env: &mut Env, database: &str, saved: &Salvaged) -> Result<(), Failure> {
    tell(env, &format!("Saved {} into a new {database}.", count(saved.facts, "fact")))?;
    if saved.from_copy > 0 {
        let facts = count(saved.from_copy as u64, "fact");
        tell(env, &format!("{facts} of them came from the last copy."))?;
    }
    for (first, last) in &saved.lost {
        let facts = count_of(*first, *last);
        tell(env, &format!("Lost: {facts} of this device, number {first} to {last}."))?;
    }
    for unfit in saved.unfit.iter().take(SHOWN) {
        tell(env, &format!("Left out: {unfit}"))?;
    }
    if let Some(aside) = &saved.aside {
        tell(env, &format!("The damaged file is kept as {}.", aside.display()))?;
    }
    Ok(())
}

fn count_of(first: i64, last: i64) -> String {
    count(u64::try_from(last - first + 1).unwrap_or(0), "fact")
}
