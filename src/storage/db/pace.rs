//! How long answers take.

use rusqlite::params;

use crate::domain::schedule::memory::workload::{Answered, Answers};
use crate::storage::db::Db;
use crate::storage::db::fact::standing;
use crate::storage::error::Error;

/// The longest answer, in milliseconds, that was not a pause: what Anki cuts its costs off at.
const LONGEST: u32 = 20 * 60_000;

/// How many of each device's latest facts are looked at: years of a diligent user.
const LATEST: u32 = 50_000;

/// How the latest reviews were answered and how long that took, of one deck or all.
///
/// A review is a first one when its card has none before it; whether a second one on a study day was
/// scored is taken from the log, which is near enough for a mean.
///
/// # Errors
/// When the database cannot be read.
pub fn answers(db: &Db, deck: Option<i64>) -> Result<Answers, Error> {
    let sql = format!(
        "SELECT CASE WHEN NOT scored THEN 'drill' WHEN EXISTS (SELECT 1 FROM review earlier \
             WHERE earlier.card = review.card AND earlier.at < review.at) THEN 'later' \
             ELSE 'first' END, \
         rating, count(*), count(*) FILTER (WHERE took BETWEEN 1 AND {LONGEST}), \
         ifnull(sum(took) FILTER (WHERE took BETWEEN 1 AND {LONGEST}), 0) / 1000.0 \
         FROM replica JOIN review ON review.replica = replica.id AND seq >= next_seq - {LATEST} \
         WHERE (?1 IS NULL OR card IN (SELECT id FROM card WHERE deck = ?1)) AND {} \
         GROUP BY 1, 2",
        standing("review")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let mut rows = find.query(params![deck])?;
    let mut answers = Answers::default();
    while let Some(row) = rows.next()? {
        let (sort, rating): (String, usize) = (row.get(0)?, row.get(1)?);
        let more = Answered { count: row.get(2)?, timed: row.get(3)?, seconds: row.get(4)? };
        let known = match sort.as_str() {
            "first" => answers.first.get_mut(rating.saturating_sub(1)),
            "later" => answers.later.get_mut(rating.saturating_sub(1)),
            _ => Some(&mut answers.drills),
        };
        if let Some(known) = known {
            known.count += more.count;
            known.timed += more.timed;
            known.seconds += more.seconds;
        }
    }
    Ok(answers)
}
