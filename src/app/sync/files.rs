//! Settings and decks of the user's own: what their files say is shared by all devices.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::app::Error;
use crate::app::progress::Watch;
use crate::app::settle::{Touched, bulk};
use crate::app::sync::{Link, Synced};
use crate::domain::settings::Settings;
use crate::domain::settings::key::Key;
use crate::domain::sync::shared::{Act, act};
use crate::storage::db::portable;
use crate::storage::db::shared::{self, Kind, Name};
use crate::storage::decks::folder;
use crate::storage::settings;

/// Where the files lie.
#[derive(Clone, Copy, Debug)]
pub struct Folders<'a> {
    /// The settings file.
    pub settings: &'a Path,
    /// The folder of the user's own decks.
    pub decks: &'a Path,
}

/// A file that all devices share, and what is to be done about it.
struct Matter {
    name: Name,
    act: Act,
    here: Option<String>,
    said: Option<String>,
    /// The sum of what the file said when it was last in line with the facts.
    last: Option<i64>,
}

fn sum(text: &str) -> i64 {
    portable::hash(text).cast_signed()
}

/// What the files say here.
fn here(folders: &Folders<'_>) -> Result<BTreeMap<Name, String>, Error> {
    let mut all = BTreeMap::new();
    for (key, value) in settings::written(folders.settings)? {
        if key.is_shared() {
            // However it is written, all devices read it alike.
            let read = Settings::default().set(&key, &value);
            let value = read.map_or(value, |value| value.to_string());
            all.insert((Kind::Setting, key.to_string()), value);
        }
    }
    for file in folder::files(folders.decks)? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // A file that cannot be read is no deck; the shelf warns of it.
        if crate::domain::card::is_name(&name)
            && let Ok(text) = folder::text(&file)
        {
            all.insert((Kind::Deck, name), text);
        }
    }
    Ok(all)
}

/// All that is to be looked at.
fn matters(link: &Link<'_>, folders: &Folders<'_>) -> Result<Vec<Matter>, Error> {
    let db = &link.study.db;
    let (mut here, said, last) = (here(folders)?, shared::all(db)?, shared::in_line(db)?);
    let names: BTreeSet<Name> =
        here.keys().chain(said.keys()).chain(last.keys()).cloned().collect();
    let matter = |name: Name| {
        let (here, said) = (here.remove(&name), said.get(&name));
        let known = said.map(|said| said.as_deref());
        let last = last.get(&name).copied();
        let act = act(here.as_deref(), last, known, sum);
        Matter { act, here, said: said.cloned().flatten(), last, name }
    };
    Ok(names.into_iter().map(matter).collect())
}

/// How many facts would be said.
pub(super) fn would_say(link: &Link<'_>, folders: &Folders<'_>) -> Result<u64, Error> {
    let say = matters(link, folders)?.into_iter().filter(|matter| matter.act == Act::Say);
    Ok(say.count() as u64)
}

/// Says what was changed here, and follows what others changed.
pub(super) fn meet(
    link: &Link<'_>,
    folders: &Folders<'_>,
    synced: &mut Synced,
) -> Result<(), Error> {
    let study = link.study;
    for matter in matters(link, folders)? {
        let Matter { name, act, here, said, last } = matter;
        match act {
            Act::Leave => {}
            Act::Say => {
                study.db.write(|db| {
                    bulk(db, &study.models, Touched::default(), Watch::nobody(), |_| {
                        shared::append(db, study.now, &name, here.as_deref())?;
                        Ok(shared::note_in_line(db, &name, here.as_deref().map(sum))?)
                    })
                })?;
                continue;
            }
            Act::Follow | Act::Yield => {
                if act == Act::Yield && name.0 == Kind::Deck {
                    let aside = folder::set_aside(&folders.decks.join(file(&name)))?;
                    synced.aside.push(aside.display().to_string());
                }
                if !follow(folders, &name, said.as_deref())? {
                    continue;
                }
                synced.followed.push(words(&name));
            }
        }
        let now = if act == Act::Leave { here } else { said };
        let now = now.as_deref().map(sum);
        if now != last {
            study.db.write(|db| shared::note_in_line(db, &name, now))?;
        }
    }
    Ok(())
}

fn file(name: &Name) -> String {
    format!("{}.toml", name.1)
}

/// What a shared file is called.
fn words((kind, name): &Name) -> String {
    match kind {
        Kind::Setting => format!("the setting {name}"),
        Kind::Deck => format!("the deck {name}"),
    }
}

/// Has a file say what others said; tells whether it does. A setting or deck of a later version, which this
/// one does not know, is left alone, and so is what each machine says for itself: no other device names a
/// command that this one runs.
fn follow(folders: &Folders<'_>, name: &Name, said: Option<&str>) -> Result<bool, Error> {
    match (name.0, said) {
        (Kind::Setting, said) => {
            let Ok(key) = Key::read(&name.1) else { return Ok(false) };
            if !key.is_shared() {
                return Ok(false);
            }
            match said.map(|text| Settings::default().set(&key, text)) {
                Some(Ok(value)) => settings::store(folders.settings, &key, &value)?,
                Some(Err(_)) => return Ok(false),
                None => settings::unset(folders.settings, &key)?,
            }
        }
        (Kind::Deck, _) if !crate::domain::card::is_name(&name.1) => return Ok(false),
        (Kind::Deck, Some(text)) => folder::replace(&folders.decks.join(file(name)), text)?,
        (Kind::Deck, None) => {
            folder::set_aside(&folders.decks.join(file(name)))?;
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The settings file after another device said something of a setting.
    fn settings_after(name: &str, text: &str) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let settings = folder.path().join("config.toml");
        let folders = Folders { settings: &settings, decks: folder.path() };
        let followed = follow(&folders, &(Kind::Setting, name.to_owned()), Some(text)).unwrap();
        assert_eq!(followed, settings.exists());
        std::fs::read_to_string(settings).ok()
    }

    #[test]
    fn no_other_device_names_a_command_that_this_one_runs() {
        assert_eq!(settings_after("remind-command", "rm -rf ~"), None);
    }

    #[test]
    fn what_others_set_for_everybody_is_followed() {
        assert!(settings_after("new-per-day", "7").unwrap().contains('7'));
    }
}
