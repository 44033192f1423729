//! Splitting a device that was copied: two copies of one database that both went on gave the same numbers
//! to different facts, so one of them has to be another device from there on.
//!
//! Facts are never changed but here. Whoever copied a database was not asked for a new name for it, and no
//! union can hold two facts under one number. What is changed is under which name a fact was written; what
//! it says stays.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension as _, params};

use crate::storage::db::fact::{FactId, HERE, Table};
use crate::storage::db::import::Range;
use crate::storage::db::table::Holds;
use crate::storage::db::{Db, import, portable};
use crate::storage::error::Error;

/// The facts that move from one row of `replica` to another.
struct Move {
    from: i64,
    to: i64,
    /// Their numbers, first and last.
    first: i64,
    last: i64,
}

/// Makes the facts of `device` with the number `from` or a higher one facts of a device called `branch`. Their
/// numbers stay; what names them goes along, in facts of other devices too: things, what undos take back,
/// what came with imports. When `device` is this one, it goes on as `branch`, from the number it has come to.
///
/// A name for the branch that comes after the device's own, such as that with something added, keeps the order
/// of facts that have one moment.
///
/// To be called within a transaction; whoever calls it derives everything anew in the same one.
///
/// # Errors
/// When there is no such device, there is one called `branch`, or the database refuses.
pub fn split(db: &Db, device: &str, from: i64, branch: &str) -> Result<(), Error> {
    let strange = |name: &str, why: &str| Error::Strange(format!("the device {name} {why}"));
    let old = row(db, device)?.ok_or_else(|| strange(device, "is not known here"))?;
    if row(db, branch)?.is_some() {
        return Err(strange(branch, "is here already"));
    }
    let new = if old == HERE {
        // Whoever goes on is the first row; what was written before leaves it.
        db.conn.execute("UPDATE replica SET name = ?1 WHERE id = 1", params![branch])?;
        let new = add(db, device)?;
        let first = "UPDATE replica SET first_seq = (SELECT first_seq FROM replica WHERE id = 1) \
            WHERE id = ?1";
        db.conn.execute(first, params![new])?;
        moved(db, &Move { from: old, to: new, first: i64::MIN, last: from - 1 })?;
        new
    } else {
        let new = add(db, branch)?;
        moved(db, &Move { from: old, to: new, first: from, last: i64::MAX })?;
        new
    };
    let (device_row, branch_row) = if old == HERE { (new, old) } else { (old, new) };
    let begin = "UPDATE replica SET first_seq = ?2, next_seq = max(next_seq, ?2) WHERE id = ?1";
    db.conn.execute(begin, params![branch_row, from])?;
    let mut changed = naming(db, (branch_row, from))?;
    changed.extend(imports(db, (device, from, branch))?);
    changed.extend([device_row, branch_row]);
    count_on(db, device_row)?;
    if branch_row != HERE {
        count_on(db, branch_row)?;
    }
    for device in changed {
        db.conn.execute("UPDATE replica SET sum = NULL WHERE id = ?1", params![device])?;
    }
    portable::sum_up(db)
}

fn row(db: &Db, name: &str) -> Result<Option<i64>, Error> {
    let sql = "SELECT id FROM replica WHERE name = ?1";
    Ok(db.conn.query_row(sql, params![name], |row| row.get(0)).optional()?)
}

fn add(db: &Db, name: &str) -> Result<i64, Error> {
    let sql = "INSERT INTO replica (name, next_seq, latest_at) VALUES (?1, 1, 0) RETURNING id";
    Ok(db.conn.query_row(sql, params![name], |row| row.get(0))?)
}

/// Moves facts, and what names them by the row of their device.
fn moved(db: &Db, Move { from, to, first, last }: &Move) -> Result<(), Error> {
    let facts = Table::ALL.iter().map(|table| (table.name(), "replica", "seq"));
    let things = [("thing", "replica", "seq"), ("undo", "target_replica", "target_seq")];
    for (table, replica, seq) in facts.chain(things) {
        let sql = format!(
            "UPDATE {table} SET {replica} = ?2 WHERE {replica} = ?1 AND {seq} BETWEEN ?3 AND ?4"
        );
        db.conn.execute(&sql, params![from, to, first, last])?;
    }
    Ok(())
}

/// The devices of which facts speak of things that are known by facts of a device from a number on, or take
/// such facts back.
fn naming(db: &Db, (device, from): (i64, i64)) -> Result<BTreeSet<i64>, Error> {
    let mut all = BTreeSet::new();
    for table in Table::ALL {
        for column in table.columns() {
            let named = match column.holds {
                Holds::Thing(_) | Holds::AnyThing => format!(
                    "{} IN (SELECT id FROM thing WHERE replica = ?1 AND seq >= ?2)",
                    column.name
                ),
                Holds::Device => "target_replica = ?1 AND target_seq >= ?2".to_owned(),
                Holds::Whole
                | Holds::Real
                | Holds::Words
                | Holds::Flag
                | Holds::Day
                | Holds::Card
                | Holds::Deck => continue,
            };
            let sql = format!("SELECT DISTINCT replica FROM {} WHERE {named}", table.name());
            let mut find = db.conn.prepare(&sql)?;
            let devices = find.query_map(params![device, from], |row| row.get(0))?;
            all.extend(devices.collect::<Result<Vec<i64>, _>>()?);
        }
    }
    Ok(all)
}

/// Has imports name the facts that came with them as those of the branch; the devices that wrote them.
fn imports(db: &Db, (device, from, branch): (&str, i64, &str)) -> Result<Vec<i64>, Error> {
    let mut changed = Vec::new();
    for (FactId { replica, seq }, ranges) in import::ranges(db)? {
        let mut parted = Vec::with_capacity(ranges.len() + 1);
        for Range(name, first, last) in &ranges {
            if name != device || *last < from {
                parted.push(Range(name.clone(), *first, *last));
                continue;
            }
            if *first < from {
                parted.push(Range(name.clone(), *first, from - 1));
            }
            parted.push(Range(branch.to_owned(), from.max(*first), *last));
        }
        if parted == ranges {
            continue;
        }
        parted.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
        let facts =
            serde_json::to_string(&parted).map_err(|error| Error::Strange(error.to_string()))?;
        let sql = "UPDATE import SET facts = ?3 WHERE replica = ?1 AND seq = ?2";
        db.conn.execute(sql, params![replica, seq, facts])?;
        changed.push(replica);
    }
    Ok(changed)
}

/// Has a device count on from the last of its facts.
fn count_on(db: &Db, device: i64) -> Result<(), Error> {
    let (mut next, mut latest) = (None, 0_i64);
    for table in Table::ALL {
        let sql = format!("SELECT max(seq), max(at) FROM {} WHERE replica = ?1", table.name());
        let (seq, at): (Option<i64>, Option<i64>) =
            db.conn.query_row(&sql, params![device], |row| Ok((row.get(0)?, row.get(1)?)))?;
        next = next.max(seq.map(|seq| seq + 1));
        if table.register().is_none() {
            latest = latest.max(at.unwrap_or(0));
        }
    }
    let sql = "UPDATE replica SET next_seq = ifnull(?2, first_seq), latest_at = ?3 WHERE id = ?1";
    db.conn.execute(sql, params![device, next, latest])?;
    Ok(())
}
