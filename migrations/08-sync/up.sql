-- Sync: what all devices of a person share beside their acts, and what this one knows of their store.

-- Fact: what a file of the user's said that all devices share, a setting or a deck; of several rows
-- about one name the last one holds.
CREATE TABLE shared (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    kind      TEXT    NOT NULL CHECK (kind IN ('setting', 'deck')),
    name      TEXT    NOT NULL,
    -- The value, or the text of the file; empty when it is gone.
    text      TEXT    NOT NULL,
    gone      INTEGER NOT NULL CHECK (gone IN (0, 1)),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX shared_by_name ON shared (kind, name, at);

-- What this device knows of the store; none of it is a fact.

CREATE TABLE store (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    address   TEXT    NOT NULL,
    -- What the user calls this device.
    label     TEXT    NOT NULL,
    -- When all went well last, in milliseconds since 1970 UTC.
    synced_at INTEGER
) STRICT;

-- Segments that were looked at, as the store listed them then.
CREATE TABLE segment (
    folder TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    bytes  INTEGER NOT NULL,
    state  TEXT    NOT NULL CHECK (state IN ('held', 'waiting', 'damaged')),
    -- Who wrote it, and what its user calls that device; empty where it cannot be read.
    device TEXT    NOT NULL,
    label  TEXT    NOT NULL,
    -- The facts it covers, in JSON: device, first, last.
    spans  TEXT    NOT NULL,
    -- Why it waits or cannot be read; empty when it is held.
    why    TEXT    NOT NULL,
    PRIMARY KEY (folder, name)
) STRICT, WITHOUT ROWID;

-- The facts of other devices that are held here.
CREATE TABLE holding (
    device TEXT    NOT NULL,
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL CHECK (last >= first),
    PRIMARY KEY (device, first)
) STRICT, WITHOUT ROWID;

-- The sum of what a shared file said when it was last in line with the facts.
CREATE TABLE in_line (
    kind TEXT    NOT NULL,
    name TEXT    NOT NULL,
    sum  INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- The number with which the facts of a device begin: 1, or where it branched off from another (see
-- storage::db::split).
ALTER TABLE replica ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 1;

-- Of cards in the same state those come first that come first in learning order, on every device.
DROP INDEX progress_due;
CREATE INDEX progress_due ON progress (class, due_day, last_day, stability, place) WHERE queue = 2;
