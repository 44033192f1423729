//! Whether the database is sound, as far as the database itself can tell.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use crate::storage::db::Db;
use crate::storage::db::fact::{HERE, Table};
use crate::storage::db::open::newest;
use crate::storage::db::thing::Kind;
use crate::storage::error::Error;

impl Db {
    /// Runs `SQLite`'s own check; the answer is empty when the file is sound.
    ///
    /// # Errors
    /// When the check cannot be run.
    pub fn integrity(&self) -> Result<Vec<String>, Error> {
        let mut check = self.conn.prepare("PRAGMA integrity_check")?;
        let lines = check.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// Rows that point at rows that are not there, each as its table and the one it points into.
    ///
    /// # Errors
    /// When the check cannot be run.
    pub fn dangling(&self) -> Result<Vec<String>, Error> {
        let sql = "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2";
        let mut check = self.conn.prepare(sql)?;
        let lines = check.query_map([], |row| {
            let (table, parent): (String, String) = (row.get(0)?, row.get(1)?);
            let rows: i64 = row.get(2)?;
            Ok(format!("{rows} rows of {table} point at no row of {parent}"))
        })?;
        Ok(lines.collect::<Result<_, _>>()?)
    }

    /// Tables, indexes, triggers and views that are not as this version makes them, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn changed_schema(&self) -> Result<Vec<String>, Error> {
        let (own, sound) = (schema(&self.conn)?, schema(&newest()?)?);
        let names: BTreeSet<&String> =
            own.symmetric_difference(&sound).map(|(name, _)| name).collect();
        Ok(names.into_iter().cloned().collect())
    }

    /// Things that are not what the facts say that made them, and cards in decks that are not theirs. Facts
    /// of other devices may be lost, or yet to come.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn changed_things(&self) -> Result<Vec<String>, Error> {
        let mut changed = Vec::new();
        for kind in Kind::ALL {
            let sql = format!(
                "SELECT count(*) FROM thing LEFT JOIN {} AS maker USING (replica, seq) \
                 WHERE thing.kind = ?1 AND (maker.at IS NULL AND thing.replica = {HERE} \
                 OR maker.at <> made_at OR maker.thing <> thing.id)",
                kind.table().name()
            );
            let wrong: i64 = self.conn.query_row(&sql, params![kind.word()], |row| row.get(0))?;
            if wrong > 0 {
                changed.push(format!("{wrong} things of the sort {kind} are not what made them"));
            }
        }
        let sql = "SELECT count(*) FROM card JOIN deck ON deck.id = card.deck \
            WHERE card.name NOT LIKE deck.name || '/%'";
        let wrong: i64 = self.conn.query_row(sql, [], |row| row.get(0))?;
        if wrong > 0 {
            changed.push(format!("{wrong} cards lie in a deck that is not theirs"));
        }
        Ok(changed)
    }

    /// The numbers of this device's facts that no fact has: each device counts without gaps, from 1 or from
    /// where it branched off.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn missing(&self) -> Result<Vec<(i64, i64)>, Error> {
        let mut seqs: Vec<i64> = Vec::new();
        for table in Table::ALL {
            let sql = format!("SELECT seq FROM {} WHERE replica = {HERE}", table.name());
            let mut find = self.conn.prepare(&sql)?;
            let found = find.query_map([], |row| row.get(0))?;
            seqs.extend(found.collect::<Result<Vec<i64>, _>>()?);
        }
        seqs.sort_unstable();
        let sql = "SELECT first_seq, next_seq FROM replica WHERE id = 1";
        let (first, next): (i64, i64) =
            self.conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if seqs.last().is_some_and(|last| *last >= next) {
            return Err(Error::Strange("this device counts its facts from too low on".to_owned()));
        }
        seqs.push(next);
        let (mut gaps, mut before) = (Vec::new(), first - 1);
        for seq in seqs {
            if seq > before + 1 {
                gaps.push((before + 1, seq - 1));
            }
            before = before.max(seq);
        }
        Ok(gaps)
    }
}

fn schema(conn: &Connection) -> Result<BTreeSet<(String, String)>, Error> {
    let sql = "SELECT name, type || ' ' || tbl_name || ' ' || ifnull(sql, '') FROM sqlite_schema \
        WHERE name NOT LIKE 'sqlite_stat%'";
    let mut find = conn.prepare(sql)?;
    let all = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all.collect::<Result<_, _>>()?)
}
