-- Trigger-action plans, commitments and jots. A thing the user made is known here by its id, and
-- elsewhere by its first fact.
CREATE TABLE thing (
    id      INTEGER PRIMARY KEY,
    kind    TEXT    NOT NULL CHECK (kind IN ('tap', 'commitment', 'jot', 'walk')),
    replica INTEGER NOT NULL REFERENCES replica (id),
    seq     INTEGER NOT NULL,
    -- When it was made, in milliseconds since 1970 UTC.
    made_at INTEGER NOT NULL,
    UNIQUE (replica, seq)
) STRICT;

-- Facts. at: milliseconds since 1970 UTC; offset: seconds east of UTC; study_day: days since 1970.

-- A wording of a plan; the first makes it.
CREATE TABLE tap_version (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    thing     INTEGER NOT NULL REFERENCES thing (id),
    name      TEXT    NOT NULL,
    goal      TEXT    NOT NULL,
    instead   TEXT    NOT NULL,
    trigger   TEXT    NOT NULL,
    kind      TEXT    NOT NULL
        CHECK (kind IN ('sensory', 'after-action', 'place', 'event', 'internal', 'clock')),
    last_time TEXT    NOT NULL,
    per_week  REAL,
    action    TEXT    NOT NULL,
    form      TEXT    NOT NULL CHECK (form IN ('do', 'notice')),
    obstacle  TEXT    NOT NULL,
    surprise  INTEGER CHECK (surprise BETWEEN 0 AND 10),
    anchor    TEXT    NOT NULL,
    half_life REAL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX tap_version_by_thing ON tap_version (thing, at);

-- What happened at an opportunity, or on a day without one.
CREATE TABLE outcome (
    replica       INTEGER NOT NULL REFERENCES replica (id),
    seq           INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    offset        INTEGER NOT NULL,
    study_day     INTEGER NOT NULL,
    thing         INTEGER NOT NULL REFERENCES thing (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('did', 'noticed', 'missed', 'misfire', 'none')),
    times         INTEGER NOT NULL CHECK (times BETWEEN 1 AND 100),
    -- When it happened, and the study day of that moment; both may lie before the log's own.
    happened_at     INTEGER NOT NULL,
    happened_offset INTEGER NOT NULL,
    happened_day    INTEGER NOT NULL,
    prompted      INTEGER NOT NULL CHECK (prompted IN (0, 1)),
    retention     REAL    NOT NULL,
    longest       INTEGER NOT NULL,
    note          TEXT    NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX outcome_by_thing ON outcome (thing, happened_day, happened_at);

CREATE TABLE rehearsal (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    thing     INTEGER NOT NULL REFERENCES thing (id),
    rating    INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
    -- How often it was imagined or acted.
    times     INTEGER NOT NULL CHECK (times >= 1),
    -- What was seen, heard or felt at the trigger; may be empty.
    senses    TEXT    NOT NULL,
    took      INTEGER NOT NULL CHECK (took >= 0),
    retention REAL    NOT NULL,
    longest   INTEGER NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX rehearsal_by_thing ON rehearsal (thing, at);

-- "I do this automatically": 1 not at all, 7 completely.
CREATE TABLE self_rating (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    thing     INTEGER NOT NULL REFERENCES thing (id),
    rating    INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 7),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX self_rating_by_thing ON self_rating (thing, at);

CREATE TABLE tap_status (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    thing     INTEGER NOT NULL REFERENCES thing (id),
    status    TEXT    NOT NULL CHECK (status IN ('active', 'paused', 'retired')),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX tap_status_by_thing ON tap_status (thing, at);

-- A look back at a plan and what was decided.
CREATE TABLE tap_check (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    thing     INTEGER NOT NULL REFERENCES thing (id),
    verdict   TEXT    NOT NULL CHECK (verdict IN ('keep', 'trigger', 'shrink', 'swap', 'drop')),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX tap_check_by_thing ON tap_check (thing, at);

-- A commitment as it stood from then on; the first makes it, the last standing one holds.
CREATE TABLE commitment (
    replica     INTEGER NOT NULL REFERENCES replica (id),
    seq         INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    offset      INTEGER NOT NULL,
    study_day   INTEGER NOT NULL,
    thing       INTEGER NOT NULL REFERENCES thing (id),
    kind        TEXT    NOT NULL
        CHECK (kind IN ('next-action', 'experiment', 'follow-up', 'forecast')),
    text        TEXT    NOT NULL,
    due_day     INTEGER NOT NULL,
    probability REAL    CHECK (probability > 0 AND probability < 1),
    state       TEXT    NOT NULL CHECK (state IN ('open', 'done', 'dropped', 'true', 'false')),
    note        TEXT    NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_by_thing ON commitment (thing, at);

-- A jot as it stood from then on.
CREATE TABLE jot (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    thing     INTEGER NOT NULL REFERENCES thing (id),
    kind      TEXT    NOT NULL CHECK (kind IN ('friction', 'bug', 'aversion', 'idea')),
    text      TEXT    NOT NULL,
    done      INTEGER NOT NULL CHECK (done IN (0, 1)),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX jot_by_thing ON jot (thing, at);

-- Derived.

-- Where each plan stands. A plan whose every wording is taken back has no row.
CREATE TABLE tap (
    thing           INTEGER PRIMARY KEY REFERENCES thing (id),
    name            TEXT    NOT NULL,
    status          TEXT    NOT NULL,
    stage           TEXT    NOT NULL,
    strength        REAL    NOT NULL,
    -- Whether anything was ever done with it.
    begun           INTEGER NOT NULL CHECK (begun IN (0, 1)),
    -- The study day from which a rehearsal is due; none while it is paused or retired.
    rehearsal_day   INTEGER,
    -- The wording in force.
    version_replica INTEGER NOT NULL,
    version_seq     INTEGER NOT NULL,
    -- The last event that is folded in: what comes after it can be added without folding anew.
    last_day        INTEGER NOT NULL,
    last_at         INTEGER NOT NULL,
    last_replica    INTEGER NOT NULL,
    last_seq        INTEGER NOT NULL,
    -- All that the fold needs to go on, in JSON.
    trace           TEXT    NOT NULL
) STRICT;
CREATE INDEX tap_by_name ON tap (name);

-- The wording of each open or closed commitment and jot that holds.
CREATE TABLE standing (
    thing   INTEGER PRIMARY KEY REFERENCES thing (id),
    replica INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    -- Whether it is still to be dealt with, and the study day it comes back on, if it does.
    open    INTEGER NOT NULL CHECK (open IN (0, 1)),
    back_on INTEGER
) STRICT;
CREATE INDEX standing_open ON standing (back_on) WHERE open = 1;

-- Neither fact nor derived: the answers to a plan that is being made, kept until it is finished.
CREATE TABLE draft (
    question TEXT PRIMARY KEY,
    answer   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
