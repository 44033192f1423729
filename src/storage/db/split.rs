//! Placeholder until the split lands.
use crate::storage::db::Db;
use crate::storage::error::Error;
/// Splits.
///
/// # Errors
/// Never.
pub fn split(_: &Db, _: &str, _: i64, _: &str) -> Result<(), Error> {
    Ok(())
}
