//! What `rat sync` says.

use std::io::Write as _;

use serde::Serialize;

use crate::app::sync::{Status, Synced};
use crate::domain::text::count;
use crate::domain::time::Now;
use crate::storage::db::import::Source;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::tell::{tell, tell_item};
use crate::ui::words;

/// What a sync did, for scripts.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    dry_run: bool,
    received: u64,
    by_kind: &'a std::collections::BTreeMap<&'static str, u64>,
    sent: u64,
    dropped: u64,
    followed: &'a [String],
    kept_aside: &'a [String],
    waiting: Vec<Waiting<'a>>,
    damaged: Vec<Damaged<'a>>,
    clocks_ahead: Vec<Ahead<'a>>,
    copies: Vec<Copied<'a>>,
}

#[derive(Serialize)]
struct Waiting<'a> {
    from: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct Damaged<'a> {
    segment: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct Ahead<'a> {
    device: &'a str,
    milliseconds: i64,
}

#[derive(Serialize)]
struct Copied<'a> {
    device: &'a str,
    goes_on_as: &'a str,
}

impl<'a> Json<'a> {
    pub(super) fn of(synced: &'a Synced, dry_run: bool) -> Self {
        let waiting = synced.waiting.iter().map(|(from, why)| Waiting { from, why });
        let damaged = synced.damaged.iter().map(|(segment, why)| Damaged { segment, why });
        let ahead = synced.ahead.iter();
        let ahead = ahead.map(|(device, by)| Ahead { device, milliseconds: *by });
        let copies = synced.copies.iter();
        let copies = copies.map(|(device, goes_on_as)| Copied { device, goes_on_as });
        Self {
            dry_run,
            received: synced.total(),
            by_kind: &synced.received,
            sent: synced.sent,
            dropped: synced.dropped,
            followed: &synced.followed,
            kept_aside: &synced.aside,
            waiting: waiting.collect(),
            damaged: damaged.collect(),
            clocks_ahead: ahead.collect(),
            copies: copies.collect(),
        }
    }
}

/// What a sync did, in a line.
pub(super) fn line(synced: &Synced) -> String {
    let (received, sent) = (synced.total(), synced.sent);
    if received + sent == 0 {
        return "In sync: nothing new here or there.".to_owned();
    }
    format!("Synced: {} in, {sent} out.", count(received, "fact"))
}

pub(super) fn synced(env: &mut Env, synced: &Synced, dry_run: bool) -> Result<(), Failure> {
    if env.json {
        return env.print_json(&Json::of(synced, dry_run));
    }
    if !env.quiet {
        let (received, sent) = (synced.total(), synced.sent);
        let said = match dry_run {
            false => line(synced),
            true if received + sent == 0 => "Nothing would come in or go out.".to_owned(),
            true => format!("{} would come in, {sent} go out.", count(received, "fact")),
        };
        tell(env, &said)?;
        for (table, number) in &synced.received {
            tell_item(env, "  ", &words::facts(Source::Rat, table, *number))?;
        }
        for file in &synced.followed {
            tell_item(env, "  ", &format!("{file}, as another device set it"))?;
        }
    }
    warn(env, synced)
}

/// Says what the user should look at.
fn warn(env: &mut Env, synced: &Synced) -> Result<(), Failure> {
    let mut warnings: Vec<String> = Vec::new();
    warnings.extend(synced.aside.iter().map(|file| {
        format!("another device had a deck of that name already; yours is kept as {file}")
    }));
    warnings.extend(synced.damaged.iter().map(|(name, why)| {
        format!(
            "{name} in the store cannot be read ({why}); a device that has it puts it there anew"
        )
    }));
    warnings.extend(
        synced.waiting.iter().map(|(from, why)| format!("something of {from} waits for {why}")),
    );
    warnings.extend(synced.ahead.iter().map(|(device, by)| {
        let days = count(by.unsigned_abs() / 86_400_000, "day");
        format!("the clock of {} ran {days} ahead", device.get(..8).unwrap_or(device))
    }));
    warnings.extend(synced.copies.iter().map(|(device, branch)| {
        let short = device.get(..8).unwrap_or(device);
        format!("the database of {short} was copied and went on twice; the second goes by {branch}")
    }));
    for warning in warnings {
        writeln!(env.err, "warning: {}", crate::domain::text::harmless(&warning))?;
    }
    Ok(())
}

/// Shows the words of a key that was just made, and what to do with them.
pub(super) fn words(env: &mut Env, key: &str, address: &str) -> Result<(), Failure> {
    writeln!(env.out)?;
    tell(
        env,
        "These 24 words are the key. Write them down and keep them safe: they open everything in \
        the store, and without them nothing does.",
    )?;
    grid(env, key)?;
    tell(env, &format!("On the next device: rat sync init {address} --key -"))?;
    Ok(writeln!(env.out)?)
}

/// Shows the words of a key that took the place of another one.
pub(super) fn new_words(env: &mut Env, key: &str, shown: bool) -> Result<(), Failure> {
    if shown {
        writeln!(env.out)?;
    }
    tell(
        env,
        "These 24 words are the new key. Write them down; those of the old one are of no use any more.",
    )?;
    grid(env, key)?;
    tell(env, "On each other device: rat sync key import -")
}

/// Words with their numbers, four to a row; one to a row where lines are read aloud.
fn grid(env: &mut Env, key: &str) -> Result<(), Failure> {
    let numbered: Vec<String> =
        key.split(' ').zip(1..).map(|(word, n)| format!("{n:>2} {word:<9}")).collect();
    let in_row = if env.plain { 1 } else { 3 };
    writeln!(env.out)?;
    for row in numbered.chunks(in_row) {
        writeln!(env.out, "  {}", row.join("").trim_end())?;
    }
    Ok(writeln!(env.out)?)
}

#[derive(Serialize)]
struct StatusJson<'a> {
    store: &'a str,
    name: &'a str,
    synced_at: Option<i64>,
    unsent: u64,
    devices: Vec<DeviceJson<'a>>,
    waiting: Vec<Waiting<'a>>,
    damaged: Vec<Damaged<'a>>,
}

#[derive(Serialize)]
struct DeviceJson<'a> {
    name: &'a str,
    device: &'a str,
    here: bool,
    segments: u64,
    bytes: u64,
}

pub(super) fn status(env: &mut Env, status: &Status, now: Now) -> Result<(), Failure> {
    if env.json {
        let devices = status.devices.iter().map(|device| DeviceJson {
            name: &device.label,
            device: &device.name,
            here: device.here,
            segments: device.segments,
            bytes: device.bytes,
        });
        let waiting = status.waiting.iter().map(|(from, why)| Waiting { from, why });
        let damaged = status.damaged.iter().map(|(segment, why)| Damaged { segment, why });
        return env.print_json(&StatusJson {
            store: &status.address,
            name: &status.label,
            synced_at: status.synced_at,
            unsent: status.unsent,
            devices: devices.collect(),
            waiting: waiting.collect(),
            damaged: damaged.collect(),
        });
    }
    tell(env, &format!("{} shares {}.", status.label, status.address))?;
    let last = status.synced_at.map_or_else(
        || "It was never synced.".to_owned(),
        |at| format!("Last synced {}.", ago(now.at - at)),
    );
    let unsent = match status.unsent {
        0 => "Everything here is in the store.".to_owned(),
        1 => "1 fact waits to be sent.".to_owned(),
        number => format!("{number} facts wait to be sent."),
    };
    tell(env, &format!("{last} {unsent}"))?;
    for device in &status.devices {
        let here = if device.here { " (this device)" } else { "" };
        let size = device.bytes.div_ceil(1024);
        let parts = count(device.segments, "segment");
        tell_item(env, "  ", &format!("{}{here}: {parts}, {size} kB", device.label))?;
    }
    for (from, why) in &status.waiting {
        tell_item(env, "  ", &format!("something of {from} waits for {why}"))?;
    }
    for (name, why) in &status.damaged {
        tell_item(env, "  ", &format!("{name} cannot be read: {why}"))?;
    }
    Ok(())
}

/// A stretch of time that has passed, in milliseconds, in words.
fn ago(passed: i64) -> String {
    let minutes = passed.max(0).unsigned_abs() / 60_000;
    match minutes {
        0 => "just now".to_owned(),
        1..60 => format!("{} ago", count(minutes, "minute")),
        60..2880 => format!("{} ago", count(minutes / 60, "hour")),
        _ => format!("{} ago", count(minutes / 1440, "day")),
    }
}
