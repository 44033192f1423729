//! `Checkmarks.csv` at the top of an export: the days of all habits together, a column for each.
//!
//! Loop writes the names of habits into its head as they are, commas and all, and only the habits that
//! were chosen. So the head is compared with the names that are known.

use crate::storage::formats::Refused;
use crate::storage::formats::loops::days::{Bounds, Day, UNKNOWN};
use crate::storage::formats::loops::sheet::{Sheet, at, day, value};

/// Reads the days of each of `names`; none for a habit that has no column.
///
/// # Errors
/// When a line is damaged, or columns cannot be told apart.
pub fn read(
    sheet: &Sheet<'_>,
    names: &[&str],
    bounds: &mut Bounds,
) -> Result<Vec<Option<Vec<Day>>>, Refused> {
    let text = sheet.whole()?;
    let dated = |line: &str| line.split(',').next().is_some_and(|first| day(first).is_ok());
    let head_lines = text.lines().take_while(|line| !dated(line)).count();
    let head: Vec<&str> = text.lines().take(head_lines).collect();
    let columns = columns(&head.join("\n"), names)
        .ok_or_else(|| at(sheet.file, 1, "its columns do not match the habits in Habits.csv"))?;
    let mut days: Vec<Option<Vec<Day>>> = names.iter().map(|_| None).collect();
    for column in &columns {
        if let Some(days) = days.get_mut(*column) {
            *days = Some(Vec::new());
        }
    }
    for (number, line) in (1..).zip(text.lines()).skip(head_lines) {
        if line.trim().is_empty() {
            continue;
        }
        let wrong = |words: String| at(sheet.file, number, &words);
        let mut cells = line.trim_end().trim_end_matches(',').split(',');
        let on = day(cells.next().unwrap_or_default()).map_err(wrong)?;
        for column in &columns {
            let cell = cells.next().ok_or_else(|| wrong("it ends early".to_owned()))?;
            let value = value(cell).map_err(wrong)?;
            if let Some(Some(days)) = days.get_mut(*column).filter(|_| value != UNKNOWN) {
                bounds.day()?;
                days.push(Day { on, value, note: String::new() });
            }
        }
        if cells.next().is_some() {
            return Err(wrong("it has more values than there are habits".to_owned()));
        }
    }
    Ok(days)
}

/// The habits whose columns a head names, in its order; none when it cannot be made out.
fn columns(head: &str, names: &[&str]) -> Option<Vec<usize>> {
    let (_, mut rest) = head.split_once(',')?;
    rest = rest.trim_end_matches('\r');
    let mut columns: Vec<usize> = Vec::new();
    let mut free: Vec<(usize, &str)> = names.iter().copied().enumerate().collect();
    while !rest.is_empty() {
        let next = |name: &str| {
            let rest = rest.strip_prefix(name)?;
            rest.strip_prefix(',').or_else(|| rest.is_empty().then_some(rest))
        };
        // The longest that fits: of "Read" and "Read, write" the second begins with the first.
        let fitting = free.iter().filter_map(|(at, name)| Some((name.len(), *at, next(name)?)));
        let (_, column, left) = fitting.min_by_key(|(length, at, _)| (usize::MAX - length, *at))?;
        columns.push(column);
        free.retain(|(at, _)| *at != column);
        rest = left;
    }
    Some(columns)
}
