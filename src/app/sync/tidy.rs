//! Tidying up: small segments are merged, what others cover goes, and what cannot be read is complained of.

use std::collections::HashMap;

use crate::app::Error;
use crate::app::sync::{Fault, Link, Synced, push};
use crate::domain::sync::listing::{Listing, Seen, State};
use crate::domain::sync::upkeep::{self, Segment};
use crate::storage::db;

/// Leaves the store in good order.
pub(super) fn tidy(
    link: &Link<'_>,
    listing: &mut Listing,
    synced: &mut Synced,
) -> Result<(), Error> {
    answer_complaints(link, listing)?;
    complain(link, listing)?;
    merge(link, listing)?;
    let folder = link.folder()?;
    let sound = sound(link, listing)?;
    for seen in upkeep::superfluous(&sound, &folder) {
        remove(link, listing, seen)?;
        synced.dropped += 1;
    }
    Ok(())
}

/// The segments whose every fact is here: only they are believed to cover others.
fn sound(link: &Link<'_>, listing: &Listing) -> Result<Vec<Segment>, Error> {
    let known = super::known(link)?;
    let all = db::segment::all(&link.study.db)?;
    let mut coverages: HashMap<Seen, _> =
        all.into_iter().map(|known| (known.seen, known.coverage)).collect();
    let held = listing.sound(&known).filter(|seen| known.get(seen) == Some(&State::Held));
    let segments = held
        .filter_map(|seen| Some(Segment { seen: seen.clone(), coverage: coverages.remove(seen)? }));
    Ok(segments.collect())
}

/// Merges many small segments, and reads back what was written before anything is taken away for it.
fn merge(link: &Link<'_>, listing: &mut Listing) -> Result<(), Error> {
    let Some(coverage) = upkeep::pile(&sound(link, listing)?) else { return Ok(()) };
    let before = listing.fresh.len();
    let here = db::holding::all(&link.study.db)?;
    // What was lost here stays in the segments that have it.
    if !here.holds(&coverage) {
        return Ok(());
    }
    for part in coverage.parts(push::MOST) {
        push::send(link, listing, &part)?;
    }
    let written: Vec<Seen> = listing.fresh.iter().skip(before).cloned().collect();
    link.store.fetch(&link.space(), &written, |seen, bytes| {
        let packed = bytes.ok().and_then(|bytes| link.key.open(&bytes).ok());
        let whole = packed.is_some_and(|packed| push::name(&link.key, &packed) == seen.name);
        if !whole {
            link.study.db.write(|db| db::segment::forget(db, seen))?;
        }
        Ok::<_, Error>(())
    })
}

fn remove(link: &Link<'_>, listing: &mut Listing, seen: &Seen) -> Result<(), Error> {
    link.store.remove(&link.space(), seen).map_err(Fault::Store)?;
    link.study.db.write(|db| db::segment::forget(db, seen))?;
    listing.segments.retain(|other| other != seen);
    Ok(())
}

/// Complains of segments that cannot be read here, and takes back complaints that are settled.
fn complain(link: &Link<'_>, listing: &Listing) -> Result<(), Error> {
    let (space, folder) = (link.space(), link.folder()?);
    let all = db::segment::all(&link.study.db)?;
    let damaged: Vec<&Seen> =
        all.iter().filter(|known| known.state == State::Damaged).map(|known| &known.seen).collect();
    let ours =
        |name: &str| listing.complaints.iter().any(|(who, what)| *who == folder && what == name);
    for seen in &damaged {
        // One's own is put anew by the next sync; there is nobody to complain to.
        if seen.folder == folder {
            link.store.remove(&space, seen).map_err(Fault::Store)?;
            link.study.db.write(|db| db::segment::forget(db, seen))?;
        } else if !ours(&seen.name) {
            link.store.complain(&space, &folder, &seen.name).map_err(Fault::Store)?;
        }
    }
    for (who, name) in &listing.complaints {
        if *who == folder && !damaged.iter().any(|seen| seen.name == *name) {
            link.store.be_content(&space, who, name).map_err(Fault::Store)?;
        }
    }
    Ok(())
}

/// What others cannot read of one's own was put there anew by now, under the same name or another one: the
/// damaged one goes, and so does the complaint.
fn answer_complaints(link: &Link<'_>, listing: &mut Listing) -> Result<(), Error> {
    let (space, folder) = (link.space(), link.folder()?);
    let mut left = Vec::new();
    for (who, name) in std::mem::take(&mut listing.complaints) {
        let own = listing.segments.iter().find(|seen| seen.folder == folder && seen.name == name);
        let Some(own) = own.cloned().filter(|_| who != folder) else {
            left.push((who, name));
            continue;
        };
        if !listing.fresh.contains(&own) {
            remove(link, listing, &own)?;
        }
        link.store.be_content(&space, &who, &name).map_err(Fault::Store)?;
    }
    listing.complaints = left;
    Ok(())
}
