//! Sending what the store lacks.

use std::collections::HashSet;

use crate::app::Error;
use crate::app::progress::{Doing, Watch};
use crate::app::secret::Secrets;
use crate::app::sync::weave;
use crate::app::sync::{Fault, Link, Synced};
use crate::domain::sync::coverage::Coverage;
use crate::domain::sync::listing::{Listing, Seen, State};
use crate::storage::db::fact::Table;
use crate::storage::db::numbered;
use crate::storage::db::portable::{self, Line};
use crate::storage::db::{self, Db};
use crate::storage::error;
use crate::storage::formats::segment::{self, Head, Span};
use crate::storage::remote::key::Key;

/// The most facts of a segment.
pub(super) const MOST: u64 = 50_000;

/// The name of a segment: what it holds, as only the key can name it.
pub(super) fn name(key: &Key, packed: &[u8]) -> String {
    key.name(&[b"segment", packed])
}

/// Which facts are here and not in the store, but for those that stay here.
pub(super) fn missing(link: &Link<'_>, listing: &Listing) -> Result<Coverage, Error> {
    let db = &link.study.db;
    let known = super::known(link)?;
    let sound: HashSet<&Seen> = listing.sound(&known).collect();
    let mut there = Coverage::default();
    for segment in db::segment::all(db)?.iter().filter(|segment| sound.contains(&segment.seen)) {
        there.merge(&segment.coverage);
    }
    let missing = db::holding::all(db)?.without(&there);
    if link.withhold { told(db, &missing) } else { Ok(missing) }
}

/// Those of some facts that may leave: only what this device wrote about private walks is its own to
/// withhold, what came from others is in the store by their will.
pub(super) fn told(db: &Db, some: &Coverage) -> Result<Coverage, Error> {
    let (secrets, here) = (Secrets::of(db)?, portable::here(db)?);
    let mut told = some.clone();
    let mut withheld = Coverage::default();
    for (_, first, last) in some.ranges().filter(|(device, ..)| *device == here) {
        for line in numbered::within(db, (&here, first, last))? {
            if secrets.covers(&line) {
                withheld.add(&here, line.seq, line.seq);
            }
        }
    }
    if !withheld.is_empty() {
        told = told.without(&withheld);
    }
    Ok(told)
}

/// Sends what the store lacks.
pub(super) fn push(
    link: &Link<'_>,
    listing: &mut Listing,
    synced: &mut Synced,
    watch: Watch<'_>,
) -> Result<(), Error> {
    let missing = missing(link, listing)?;
    let total = missing.count();
    for part in missing.parts(MOST) {
        watch.tell(Doing::Sending, synced.sent, total)?;
        synced.sent += send(link, listing, &part)?;
    }
    greet(link, listing)
}

/// Shows that this device is here, with an empty segment while it has no other one in the store: the others
/// can name it, and whoever joins sees that the store is in use.
fn greet(link: &Link<'_>, listing: &mut Listing) -> Result<(), Error> {
    let folder = link.folder()?;
    if listing.segments.iter().any(|seen| seen.folder == folder) {
        return Ok(());
    }
    let head = Head::new(portable::here(&link.study.db)?, link.known.label.clone(), Vec::new());
    put(link, listing, head, &[])
}

/// Puts some facts into the store as one segment; tells how many. A segment without a fact is not sent.
pub(super) fn send(
    link: &Link<'_>,
    listing: &mut Listing,
    coverage: &Coverage,
) -> Result<u64, Error> {
    let (head, lines) = link.study.db.read(|db| content(link, db, coverage))?;
    if !lines.is_empty() {
        put(link, listing, head, &lines)?;
    }
    Ok(lines.len() as u64)
}

/// Puts a segment into the store.
fn put(link: &Link<'_>, listing: &mut Listing, head: Head, lines: &[Line]) -> Result<(), Error> {
    let packed = segment::pack(&head, lines).map_err(error::Error::Unwritten)?;
    let (name, sealed) = (name(&link.key, &packed), link.key.seal(&packed)?);
    let seen = Seen { folder: link.folder()?, name, bytes: sealed.len() as u64 };
    link.store.put(&link.space(), &seen, sealed).map_err(Fault::Store)?;
    let (coverage, why, state) = (head.coverage(), String::new(), State::Held);
    let Head { device, label, .. } = head;
    let known = db::segment::Known { seen: seen.clone(), state, device, label, coverage, why };
    link.study.db.write(|db| db::segment::keep(db, &known))?;
    listing.add(seen);
    Ok(())
}

/// What a segment with some facts says.
fn content(link: &Link<'_>, db: &Db, coverage: &Coverage) -> Result<(Head, Vec<Line>), Error> {
    let here = portable::here(db)?;
    let secrets = if link.withhold { Secrets::of(db)? } else { Secrets::default() };
    let (mut spans, mut lines) = (Vec::new(), Vec::new());
    for (device, first, last) in coverage.ranges() {
        lines.extend(numbered::within(db, (device, first, last))?);
        let known = |line: &Line| line.device != here || !secrets.covers(line);
        let after = before(db, (device, first), known)?;
        spans.push(Span { device: device.to_owned(), first, last, after });
    }
    lines.sort_by_key(|line| Table::ALL.iter().position(|table| *table == line.table));
    let mut head = Head::new(here, link.known.label.clone(), spans);
    for (device, seq) in weave::meant(&lines) {
        if !coverage.has(&device, seq)
            && let Some(line) = numbered::by_number(db, &device, seq)?
        {
            head.meant.push((device, seq, weave::sum(&line)));
        }
    }
    Ok((head, lines))
}

/// The last fact of a device before a number that others may know: its number and its sum.
fn before(
    db: &Db,
    (device, first): (&str, i64),
    known: impl Fn(&Line) -> bool,
) -> Result<Option<(i64, i64)>, Error> {
    let mut number = first;
    while let Some(line) = numbered::last_before(db, device, number)? {
        if known(&line) {
            return Ok(Some((line.seq, weave::sum(&line))));
        }
        number = line.seq;
    }
    Ok(None)
}
