-- Runs of walks. A run is a thing; what it has come to follows from its answers and the deck's walk.

CREATE TABLE walk_begun (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    thing     INTEGER NOT NULL REFERENCES thing (id),
    technique TEXT    NOT NULL,
    mode      TEXT    NOT NULL CHECK (mode IN ('learn', 'run', 'recall')),
    private   INTEGER NOT NULL CHECK (private IN (0, 1)),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX walk_begun_by_thing ON walk_begun (thing, at);

-- An answer at a place of a run; the last one standing at a place holds, and all are kept.
CREATE TABLE walk_answer (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    thing     INTEGER NOT NULL REFERENCES thing (id),
    place     TEXT    NOT NULL,
    -- In JSON.
    answer    TEXT    NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX walk_answer_by_thing ON walk_answer (thing, at);

CREATE TABLE walk_ended (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    thing     INTEGER NOT NULL REFERENCES thing (id),
    ending    TEXT    NOT NULL CHECK (ending IN ('done', 'abandoned')),
    -- Why it was abandoned, or what is true now that was not before; may be empty.
    note      TEXT    NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX walk_ended_by_thing ON walk_ended (thing, at);

-- Derived: where each run stands. A run whose beginning is taken back has no row.
CREATE TABLE run (
    thing     INTEGER PRIMARY KEY REFERENCES thing (id),
    technique TEXT    NOT NULL,
    mode      TEXT    NOT NULL,
    private   INTEGER NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('open', 'done', 'abandoned')),
    note      TEXT    NOT NULL,
    began_day INTEGER NOT NULL,
    last_day  INTEGER NOT NULL,
    -- The study day until which it rests, if its last answer says so.
    rests     INTEGER,
    answers   INTEGER NOT NULL
) STRICT;
CREATE INDEX run_open ON run (rests) WHERE state = 'open';
