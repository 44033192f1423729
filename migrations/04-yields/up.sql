-- What a run of a walk has made of the answer at a place: a thing, or a card by its name.
CREATE TABLE walk_made (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    thing     INTEGER NOT NULL REFERENCES thing (id),
    place     TEXT    NOT NULL,
    made      INTEGER REFERENCES thing (id),
    name      TEXT    NOT NULL,
    -- Whether it came of a private walk, or of a private part of one.
    private   INTEGER NOT NULL CHECK (private IN (0, 1)),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;

-- The user's own questions for the time of a resolve cycle; of several rows the last one holds.
CREATE TABLE grimoire (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    question  TEXT    NOT NULL,
    kept      INTEGER NOT NULL CHECK (kept IN (0, 1)),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
