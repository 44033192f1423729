//! Fetching segments and taking in what they bring.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::app::Error;
use crate::app::progress::{Doing, Watch};
use crate::app::settle::{self, Touched, bulk};
use crate::app::sync::weave::{Next, Thread};
use crate::app::sync::{Link, Synced};
use crate::app::union::Taking;
use crate::domain::schedule::era::Eras;
use crate::domain::sync::coverage::Coverage;
use crate::domain::sync::listing::{Listing, Seen, State};
use crate::storage::db::portable::Line;
use crate::storage::db::receive::Receiver;
use crate::storage::db::{self, Db};
use crate::storage::formats::Refused;
use crate::storage::formats::segment::{self, Segment};
use crate::storage::remote::Failed;

/// So many facts are taken in at once, in one transaction.
const AT_ONCE: usize = 150_000;

/// A device whose clock is further ahead than this is told of, in milliseconds.
const AHEAD: i64 = 24 * 3_600_000;

/// A segment that came.
pub(super) struct Arrived {
    seen: Seen,
    segment: Segment,
}

/// Fetches what is new in the store and takes it in.
pub(super) fn pull(
    link: &Link<'_>,
    listing: &Listing,
    synced: &mut Synced,
    watch: Watch<'_>,
) -> Result<(), Error> {
    forget_gone(link, listing)?;
    let wanted = listing.to_fetch(&super::known(link)?, &link.folder()?, link.looks_again());
    let (mut arrived, mut lines) = (Vec::new(), 0);
    let total = wanted.len() as u64;
    let mut done = 0;
    link.store.fetch(&link.space(), &wanted, |seen, bytes| {
        done += 1;
        watch.tell(Doing::Fetching, done, total)?;
        let Some(one) = read(link, seen, bytes)? else { return Ok::<_, Error>(()) };
        lines += one.segment.lines.len();
        arrived.push(one);
        if lines >= AT_ONCE {
            lines = 0;
            arrived = take_in(link, std::mem::take(&mut arrived), synced, watch)?;
        }
        Ok(())
    })?;
    if !arrived.is_empty() {
        take_in(link, arrived, synced, watch)?;
    }
    note_amiss(link, synced)
}

/// What would be taken in, without keeping anything.
pub(super) fn fetched(
    link: &Link<'_>,
    listing: &Listing,
    synced: &mut Synced,
    watch: Watch<'_>,
) -> Result<Vec<Arrived>, Error> {
    let wanted = listing.to_fetch(&super::known(link)?, &link.folder()?, link.looks_again());
    let mut arrived = Vec::new();
    link.store.fetch(&link.space(), &wanted, |seen, bytes| {
        watch.tell(Doing::Fetching, arrived.len() as u64, wanted.len() as u64)?;
        match opened(link, seen, bytes) {
            Ok(segment) => arrived.push(Arrived { seen: seen.clone(), segment }),
            Err(Unread::Error(error)) => return Err(error),
            Err(Unread::Gone | Unread::TooNew(_)) => {}
            Err(Unread::Damaged(why)) => synced.damaged.push((seen.name.clone(), why)),
        }
        Ok(())
    })?;
    let all = db::segment::all(&link.study.db)?.into_iter();
    let damaged = all.filter(|known| known.state == State::Damaged);
    let left = damaged
        .filter(|known| listing.segments.contains(&known.seen) && !wanted.contains(&known.seen));
    synced.damaged.extend(left.map(|known| (known.seen.name, known.why)));
    Ok(arrived)
}

/// How many facts of each table segments would bring.
pub(super) fn would_bring(
    link: &Link<'_>,
    arrived: Vec<Arrived>,
) -> Result<BTreeMap<&'static str, u64>, Error> {
    let held = db::holding::all(&link.study.db)?;
    let mut seen = HashSet::new();
    let mut counts = BTreeMap::new();
    for line in arrived.into_iter().flat_map(|one| one.segment.lines) {
        if !held.has(&line.device, line.seq) && seen.insert((line.device.clone(), line.seq)) {
            *counts.entry(line.table.name()).or_default() += 1;
        }
    }
    Ok(counts)
}

/// Forgets segments that others took away.
fn forget_gone(link: &Link<'_>, listing: &Listing) -> Result<(), Error> {
    let there: HashSet<(&str, &str)> =
        listing.segments.iter().map(|seen| (&*seen.folder, &*seen.name)).collect();
    let all = db::segment::all(&link.study.db)?;
    let gone: Vec<&Seen> = all
        .iter()
        .map(|known| &known.seen)
        .filter(|seen| !there.contains(&(&*seen.folder, &*seen.name)))
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    link.study
        .db
        .write(|db| gone.into_iter().try_for_each(|seen| db::segment::forget(db, seen)))?;
    Ok(())
}

/// Why a segment could not be read.
enum Unread {
    /// The store or the database failed.
    Error(Error),
    /// A later version wrote it.
    TooNew(String),
    /// It was taken away meanwhile.
    Gone,
    /// It is not what its name says.
    Damaged(String),
}

fn opened(link: &Link<'_>, seen: &Seen, bytes: Result<Vec<u8>, Failed>) -> Result<Segment, Unread> {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(Failed::Missing) => return Err(Unread::Gone),
        Err(Failed::TooLarge(size)) => {
            return Err(Unread::Damaged(Failed::TooLarge(size).to_string()));
        }
        Err(failed) => return Err(Unread::Error(super::Fault::Store(failed).into())),
    };
    let packed = link.key.open(&bytes).map_err(|error| Unread::Damaged(error.to_string()))?;
    if super::push::name(&link.key, &packed) != seen.name {
        return Err(Unread::Damaged("it is not what its name says".to_owned()));
    }
    segment::unpack(&packed).map_err(|refused| match refused {
        Refused::TooNew { .. } => Unread::TooNew(refused.to_string()),
        Refused::Unreadable(_) | Refused::Wrong(_) | Refused::TooMuch { .. } => {
            Unread::Damaged(refused.to_string())
        }
    })
}

/// Reads a segment that was fetched; one that cannot be read is noted as such.
fn read(
    link: &Link<'_>,
    seen: &Seen,
    bytes: Result<Vec<u8>, Failed>,
) -> Result<Option<Arrived>, Error> {
    match opened(link, seen, bytes) {
        Ok(segment) => Ok(Some(Arrived { seen: seen.clone(), segment })),
        Err(Unread::Gone) => Ok(None),
        Err(Unread::Error(error)) => Err(error),
        Err(Unread::TooNew(why)) => {
            link.study.db.write(|db| note_unread(db, seen, State::Waiting, &why))?;
            Ok(None)
        }
        Err(Unread::Damaged(why)) => {
            link.study.db.write(|db| note_unread(db, seen, State::Damaged, &why))?;
            Ok(None)
        }
    }
}

fn note_unread(db: &Db, seen: &Seen, state: State, why: &str) -> Result<(), Error> {
    let (device, label, why) = (String::new(), String::new(), why.to_owned());
    let (seen, coverage) = (seen.clone(), Coverage::default());
    Ok(db::segment::keep(db, &db::segment::Known { seen, state, device, label, coverage, why })?)
}

/// Takes segments in, all in one transaction; those that wait are returned. One that holds what no fact can
/// be is noted as damaged, and nothing of it is kept.
fn take_in(
    link: &Link<'_>,
    arrived: Vec<Arrived>,
    synced: &mut Synced,
    watch: Watch<'_>,
) -> Result<Vec<Arrived>, Error> {
    let mut arrived = arrived;
    loop {
        let mut unfit = None;
        let mut part = Synced::default();
        let taken = link.study.db.write(|db| {
            bulk(db, &link.study.models, Touched::default(), watch, |touched| {
                let (synced, unfit) = (&mut part, &mut unfit);
                let total = arrived.iter().map(|one| one.segment.lines.len() as u64).sum();
                let mut intake = Intake { link, db, touched, synced, unfit, watch, seen: 0, total };
                intake.everything(&arrived)
            })
        });
        match (taken, unfit) {
            (Ok(waiting), _) => {
                merge(synced, part);
                let mut place = 0..;
                arrived.retain(|_| place.next().is_some_and(|place| waiting.contains(&place)));
                return Ok(arrived);
            }
            (Err(_), Some((place, why))) => {
                let one = arrived.remove(place);
                let why = format!("a later version of rat, perhaps: {why}");
                link.study
                    .db
                    .write(|db| note(db, &one, State::Waiting, &Coverage::default(), &why))?;
            }
            (Err(error), None) => return Err(error),
        }
    }
}

fn merge(synced: &mut Synced, part: Synced) {
    for (table, number) in part.received {
        *synced.received.entry(table).or_default() += number;
    }
    for (device, by) in part.ahead {
        let most = synced.ahead.entry(device).or_default();
        *most = (*most).max(by);
    }
    synced.copies.extend(part.copies);
}

/// Segments being taken in, inside one transaction.
struct Intake<'a> {
    link: &'a Link<'a>,
    db: &'a Db,
    touched: &'a mut Touched,
    synced: &'a mut Synced,
    /// The segment that holds what no fact can be, by its place, and why.
    unfit: &'a mut Option<(usize, String)>,
    watch: Watch<'a>,
    /// How many facts were looked at.
    seen: u64,
    /// How many there are in all segments.
    total: u64,
}

impl Intake<'_> {
    /// Takes in all that can be, whatever order it came in; returns the places of those that wait.
    fn everything(&mut self, arrived: &[Arrived]) -> Result<BTreeSet<usize>, Error> {
        let db = self.db;
        let eras = settle::card::eras(db)?;
        let mut threads: Vec<Thread<'_>> =
            arrived.iter().map(|one| Thread::new(&one.segment)).collect();
        let mut waiting: BTreeMap<usize, String> =
            (0..arrived.len()).map(|place| (place, String::new())).collect();
        let mut taking = begun(db, &eras)?;
        let mut progress = true;
        while std::mem::take(&mut progress) {
            for place in waiting.keys().copied().collect::<Vec<_>>() {
                let (Some(thread), Some(one)) = (threads.get_mut(place), arrived.get(place)) else {
                    continue;
                };
                let (taken, next) = self.follow(&mut taking, place, thread)?;
                progress |= taken;
                match next {
                    Next::Waits(why) => {
                        waiting.insert(place, why);
                    }
                    Next::Split(device, from, branch) => {
                        // What came in so far is counted before facts change their device.
                        taking.end()?;
                        self.split(&device, from, &branch)?;
                        for thread in &mut threads {
                            thread.split(&device, from, &branch);
                        }
                        taking = begun(db, &eras)?;
                        progress = true;
                    }
                    Next::Fresh(_) | Next::End => {
                        note(db, one, State::Held, &thread.coverage(), "")?;
                        waiting.remove(&place);
                    }
                }
            }
        }
        taking.end()?;
        for (place, why) in &waiting {
            if let Some(one) = arrived.get(*place) {
                note(db, one, State::Waiting, &one.segment.head.coverage(), why)?;
            }
        }
        Ok(waiting.into_keys().collect())
    }

    /// Takes in what comes next of a segment until something else is to be done first; tells whether anything
    /// was taken in.
    fn follow(
        &mut self,
        taking: &mut Taking<'_>,
        place: usize,
        thread: &mut Thread<'_>,
    ) -> Result<(bool, Next), Error> {
        let mut taken = false;
        loop {
            match thread.next(self.db, taking.held())? {
                Next::Fresh(line) => {
                    self.take(taking, place, &line)?;
                    taken = true;
                    self.seen += 1;
                    if self.seen.is_multiple_of(1000) {
                        self.watch.tell(Doing::Reading, self.seen, self.total)?;
                    }
                }
                next @ (Next::Waits(_) | Next::Split(..) | Next::End) => return Ok((taken, next)),
            }
        }
    }

    fn take(&mut self, taking: &mut Taking<'_>, place: usize, line: &Line) -> Result<(), Error> {
        match taking.fact(self.touched, line) {
            Ok(_) => {}
            Err(Error::File { why, .. }) => {
                // The error ends the transaction; the segment is noted outside of it.
                *self.unfit = Some((place, why));
                return Err(super::Fault::Incomplete(1).into());
            }
            Err(error) => return Err(error),
        }
        *self.synced.received.entry(line.table.name()).or_default() += 1;
        let ahead = line.at - self.link.study.now.at;
        if ahead > AHEAD {
            let most = self.synced.ahead.entry(line.device.clone()).or_default();
            *most = (*most).max(ahead);
        }
        Ok(())
    }

    /// Two devices went on under one name: facts that are here get the name of the second one.
    fn split(&mut self, device: &str, from: i64, branch: &str) -> Result<(), Error> {
        db::split::split(self.db, device, from, branch)?;
        db::holding::split(self.db, device, from, branch)?;
        for mut known in db::segment::all(self.db)? {
            if known.state == State::Held {
                known.coverage.rename(device, from, branch);
                db::segment::keep(self.db, &known)?;
            }
        }
        self.touched.add_everything();
        self.synced.copies.push((device.to_owned(), branch.to_owned()));
        Ok(())
    }
}

/// Notes what became of a segment.
fn note(db: &Db, one: &Arrived, state: State, coverage: &Coverage, why: &str) -> Result<(), Error> {
    let (device, label) = (one.segment.head.device.clone(), one.segment.head.label.clone());
    let (seen, coverage, why) = (one.seen.clone(), coverage.clone(), why.to_owned());
    Ok(db::segment::keep(db, &db::segment::Known { seen, state, device, label, coverage, why })?)
}

/// Begins to take facts in that come in any order and may be incomplete.
fn begun<'a>(db: &'a Db, eras: &'a Eras) -> Result<Taking<'a>, Error> {
    Ok(Taking::new(db, eras, Receiver::new(db)?.in_any_order().with_gaps()))
}

/// Tells of the segments that wait or cannot be read, whichever sync looked at them.
fn note_amiss(link: &Link<'_>, synced: &mut Synced) -> Result<(), Error> {
    for known in db::segment::all(&link.study.db)? {
        match known.state {
            State::Held => {}
            State::Waiting => synced.waiting.push((known.label, known.why)),
            State::Damaged => synced.damaged.push((known.seen.name, known.why)),
        }
    }
    Ok(())
}
