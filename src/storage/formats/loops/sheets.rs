//! Loop's CSV export: a list of habits, and a folder for each with its days.

use std::collections::HashMap;
use std::path::Path;

use crate::storage::formats::Refused;
use crate::storage::formats::archive::{Archive, Packing};
use crate::storage::formats::loops::days::{self, Bounds, Day, Lefts, quote};
use crate::storage::formats::loops::days::{AUTO, NO, SKIP, UNKNOWN, YES};
use crate::storage::formats::loops::list::{self, List, Listed};
use crate::storage::formats::loops::sheet::{self, Sheet};
use crate::storage::formats::loops::{Amount, Habit, Habits, together};

/// The list of habits.
const LIST: &str = "Habits.csv";

/// The days of one habit, or at the top those of all.
const DAYS: &str = "Checkmarks.csv";

/// The most bytes of one file.
const FILE: u64 = 64 << 20;

/// The most bytes of all files together.
const ALL: u64 = 512 << 20;

/// The folder in which the list lies, `""` or with a slash at its end: who packs an export anew may
/// pack the folder, not what is in it.
fn base(archive: &Archive) -> Option<String> {
    let folders = archive.names().filter_map(|name| name.strip_suffix(LIST));
    let folders = folders.filter(|folder| folder.is_empty() || folder.ends_with('/'));
    folders.min_by_key(|folder| folder.len()).map(str::to_owned)
}

/// Tells whether the list of habits is there.
pub fn fits(path: &Path) -> Result<bool, Refused> {
    Ok(base(&Archive::open(path)?).is_some())
}

/// Reads an export.
pub fn read(path: &Path) -> Result<Habits, Refused> {
    let archive = Archive::open(path)?;
    let base = base(&archive)
        .ok_or_else(|| Refused::wrong(format!("it is no CSV export: it holds no {LIST}")))?;
    let mut export = Export { archive, base, unpacked: 0, bounds: Bounds::default() };
    let mut left = Lefts::default();
    let file = format!("{}{LIST}", export.base);
    let bytes = export.bytes(&file)?;
    let list = list::read(&Sheet::of(&file, &bytes)?, &mut export.bounds, &mut left)?;
    let days = export.days(&list)?;
    let (mut zeros, mut habits) = (0, Vec::with_capacity(list.habits.len()));
    for (Listed { mut habit, .. }, days) in list.habits.into_iter().zip(days) {
        let Some(mut days) = days else {
            left.words(&habit.name, "its days, which this export does not hold");
            habits.push(habit);
            continue;
        };
        if !list.explicit {
            let all = days.len();
            days.retain(|day| day.value != NO);
            zeros += all - days.len();
        }
        if !list.typed && counts(&days) {
            habit.amount = Some(Amount { unit: String::new(), at_most: false, target: None });
        }
        habit.marks = days::marks(&habit.name, days, habit.amount.is_some(), &mut left);
        habits.push(habit);
    }
    left.days("", zeros, "without a mark; versions before 2.0 do not say which of them were a no");
    about_all(list.typed, &habits, &mut left);
    Ok(Habits { habits, left: left.0 })
}

/// Tells from its days whether a habit counts, where the list does not say: whether more of them can only
/// be amounts than could be answers.
fn counts(days: &[Day]) -> bool {
    let amounts = days.iter().filter(|day| day.value > SKIP).count();
    amounts > days.iter().filter(|day| matches!(day.value, AUTO | YES)).count()
}

/// Names what no export of this age holds.
fn about_all(typed: bool, habits: &[Habit], left: &mut Lefts) {
    if habits.is_empty() {
        return;
    }
    left.words("", "the colours of habits, and their scores, which follow from their days");
    left.words("", "reminders, which only a backup (.db) holds");
    if !typed {
        let words = "units, targets and notes, and which habits were put away: only a backup (.db) or \
            an export by Loop 2.3.1 or later holds them";
        left.words("", words);
    }
}

struct Export {
    archive: Archive,
    base: String,
    unpacked: u64,
    bounds: Bounds,
}

impl Export {
    fn bytes(&mut self, file: &str) -> Result<Vec<u8>, Refused> {
        let bytes = self.archive.bytes(file, Packing::Plain, FILE)?;
        self.unpacked = self.unpacked.saturating_add(bytes.len() as u64);
        if self.unpacked > ALL {
            let limit = format!("{} MB", ALL >> 20);
            return Err(Refused::TooMuch { what: "it".to_owned(), limit });
        }
        Ok(bytes)
    }

    /// The days of each habit of the list; none where the export does not hold them.
    fn days(&mut self, list: &List) -> Result<Vec<Option<Vec<Day>>>, Refused> {
        let inside = |name: &str| {
            let name = name.strip_prefix(&self.base)?;
            name.strip_suffix(DAYS)?.strip_suffix('/').map(str::to_owned)
        };
        let folders: Vec<String> = self.archive.names().filter_map(inside).collect();
        let whole = format!("{}{DAYS}", self.base);
        if folders.is_empty() && self.archive.holds(&whole) {
            let bytes = self.bytes(&whole)?;
            let names: Vec<&str> = list.habits.iter().map(|one| one.habit.name.as_str()).collect();
            return together::read(&Sheet::raw(&whole, &bytes), &names, &mut self.bounds);
        }
        let mut days: Vec<Option<Vec<Day>>> = list.habits.iter().map(|_| None).collect();
        let owners = Owners::of(list);
        for folder in folders {
            let at = owners.owner(&folder)?;
            let file = format!("{}{folder}/{DAYS}", self.base);
            let bytes = self.bytes(&file)?;
            let read = one(&Sheet::of(&file, &bytes)?, &mut self.bounds)?;
            let place = days.get_mut(at).filter(|place| place.is_none());
            *place.ok_or_else(|| twice(&folder))? = Some(read);
        }
        Ok(days)
    }
}

fn twice(folder: &str) -> Refused {
    Refused::wrong(format!(
        "the folder {} in it belongs to a habit that has another",
        quote(folder)
    ))
}

/// Whose folders there may be: by what is left of a name, the places in the list of those called so,
/// and their numbers.
struct Owners(HashMap<String, Vec<(usize, usize)>>);

impl Owners {
    fn of(list: &List) -> Self {
        let mut owners: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (at, listed) in list.habits.iter().enumerate() {
            owners.entry(plain(&listed.habit.name)).or_default().push((at, listed.position));
        }
        Self(owners)
    }

    /// The place in the list of the habit whose folder it is: its name, and among those that are called
    /// the same its number, as Loop 1.5 numbers differently than it lists.
    fn owner(&self, folder: &str) -> Result<usize, Refused> {
        let digits = folder.find(|c: char| !c.is_ascii_digit()).unwrap_or(folder.len());
        let (number, name) = folder.split_at_checked(digits).unwrap_or_default();
        let called = self.0.get(&plain(name)).map(Vec::as_slice).unwrap_or_default();
        let one = match called {
            [one] => Some(one),
            several => several.iter().find(|(_, position)| number.parse() == Ok(*position)),
        };
        one.map(|(at, _)| *at).ok_or_else(|| {
            let folder = quote(folder);
            Refused::wrong(format!("the folder {folder} in it belongs to no habit of {LIST}"))
        })
    }
}

/// What is left of a habit's name in the name of its folder, in every version and on every system: Loop
/// keeps a hundred of the characters it thinks safe, and systems dislike blanks and dots at the end.
fn plain(name: &str) -> String {
    let safe = |c: &char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-');
    let kept = name.chars().filter(safe).take(100);
    kept.filter(char::is_ascii_alphanumeric).collect()
}

/// Reads the days of one habit: date, value and since version 2.3.1 a note, with a head since then.
fn one(sheet: &Sheet<'_>, bounds: &mut Bounds) -> Result<Vec<Day>, Refused> {
    let mut days = Vec::new();
    let mut first = true;
    sheet.rows(|line| {
        let date = line.text(0, bounds)?;
        if std::mem::take(&mut first) && date.trim().eq_ignore_ascii_case("date") {
            return Ok(());
        }
        let wrong = |words: String| line.wrong(&words);
        let on = sheet::day(date).map_err(wrong)?;
        let value = sheet::value(line.text(1, bounds)?).map_err(wrong)?;
        let note = line.text(2, bounds)?.to_owned();
        if line.len() > 3 {
            return Err(line.wrong("it has more than a date, a value and a note"));
        }
        if value != UNKNOWN || !note.is_empty() {
            bounds.day()?;
            days.push(Day { on, value, note });
        }
        Ok(())
    })?;
    Ok(days)
}

#[cfg(test)]
mod tests;
