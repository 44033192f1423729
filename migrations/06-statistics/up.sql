-- What statistics are drawn from, parameters fitted to the user, and views for other tools.

-- Fact: parameters of FSRS were fitted to the reviews and kept or refused, or the last ones kept were
-- given up again.
CREATE TABLE parameters (
    replica     INTEGER NOT NULL REFERENCES replica (id),
    seq         INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    offset      INTEGER NOT NULL,
    study_day   INTEGER NOT NULL,
    verdict     TEXT    NOT NULL CHECK (verdict IN ('kept', 'refused', 'reverted')),
    -- How many numbers there are, and the numbers themselves in JSON; 0 and [] when reverted.
    length      INTEGER NOT NULL,
    weights     TEXT    NOT NULL,
    -- Scored reviews there were, and those of them that were kept out of the training.
    reviews     INTEGER NOT NULL,
    held_out    INTEGER NOT NULL,
    -- Of the reviews kept out: log loss and root mean square error in bins, with the parameters that
    -- were in force before and with these.
    loss_before REAL,
    loss_after  REAL,
    rmse_before REAL,
    rmse_after  REAL,
    -- The days over which cards that ought to have come already are spread.
    spread      INTEGER NOT NULL CHECK (spread >= 1),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;

-- Derived. All of it is empty now and is derived from the facts when the database is next opened.

-- Which way of deriving the derived tables were made by.
CREATE TABLE derived (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    way INTEGER NOT NULL
) STRICT;
INSERT INTO derived VALUES (1, 0);

-- What was done on each study day with the cards of each deck.
DROP TABLE activity;
CREATE TABLE activity (
    study_day  INTEGER NOT NULL,
    deck       INTEGER NOT NULL,
    introduced INTEGER NOT NULL,
    reviews    INTEGER NOT NULL,
    recalled   INTEGER NOT NULL,
    drills     INTEGER NOT NULL,
    -- Milliseconds.
    took       INTEGER NOT NULL,
    PRIMARY KEY (study_day, deck)
) STRICT, WITHOUT ROWID;

-- Reviews by the probability of recall that was foreseen for them: of each study day and deck, in
-- twentieths (0: below 0.05, 19: 0.95 and above).
CREATE TABLE foreseen (
    study_day INTEGER NOT NULL,
    deck      INTEGER NOT NULL,
    twentieth INTEGER NOT NULL CHECK (twentieth BETWEEN 0 AND 19),
    reviews   INTEGER NOT NULL,
    recalled  INTEGER NOT NULL,
    -- Sums of the probabilities, of their squared errors and of their log losses, in millionths: whole
    -- numbers, so that what is taken away again leaves nothing behind.
    expected  INTEGER NOT NULL,
    squares   INTEGER NOT NULL,
    losses    INTEGER NOT NULL,
    PRIMARY KEY (study_day, deck, twentieth)
) STRICT, WITHOUT ROWID;

-- What happened to each plan on each study day with an outcome.
CREATE TABLE tap_day (
    thing     INTEGER NOT NULL REFERENCES thing (id),
    study_day INTEGER NOT NULL,
    did       INTEGER NOT NULL,
    noticed   INTEGER NOT NULL,
    missed    INTEGER NOT NULL,
    misfire   INTEGER NOT NULL,
    none      INTEGER NOT NULL,
    -- The probability, 0-1, that was foreseen for an opportunity of that day; none when none counted.
    foreseen  REAL,
    -- The strength at the end of the day, 0-1.
    strength  REAL    NOT NULL,
    PRIMARY KEY (thing, study_day)
) STRICT, WITHOUT ROWID;
CREATE INDEX tap_day_by_day ON tap_day (study_day);
