//! The user's own questions for a resolve cycle.

use crate::domain::time::Now;
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, in_order, standing};
use crate::storage::error::Error;

/// Says whether a question is in the grimoire from now on.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, question: &str, kept: bool) -> Result<FactId, Error> {
    fact::append(db, Table::Grimoire, now, "question, kept", &[&question, &kept])
}

/// Every question ever said anything about, oldest first, and whether it is in.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Vec<(String, bool)>, Error> {
    let sql = format!(
        "SELECT question, kept FROM grimoire WHERE {} ORDER BY {}",
        standing("grimoire"),
        in_order("grimoire")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let mut questions: Vec<(String, bool)> = Vec::new();
    for row in find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (question, kept): (String, bool) = row?;
        questions.retain(|(earlier, _)| *earlier != question);
        questions.push((question, kept));
    }
    Ok(questions)
}
