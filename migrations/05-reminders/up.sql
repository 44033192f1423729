-- When plans are to be reminded of, and what became of reminders that were shown.

-- When a plan is to be reminded of; the last row that stands holds.
CREATE TABLE tap_reminder (
    replica    INTEGER NOT NULL REFERENCES replica (id),
    seq        INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    offset     INTEGER NOT NULL,
    study_day  INTEGER NOT NULL,
    thing      INTEGER NOT NULL REFERENCES thing (id),
    rule       TEXT    NOT NULL,
    -- The study day on which weeks with and without reminders began to take turns.
    switchback INTEGER,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX tap_reminder_by_thing ON tap_reminder (thing, at);

-- What became of a reminder: one is known by what it is about and the day and minute it was for, on
-- the calendar and the clock on the wall.
CREATE TABLE reminder (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    kind      TEXT    NOT NULL
        CHECK (kind IN ('plan', 'review', 'checkin', 'commitment', 'walk')),
    thing     INTEGER REFERENCES thing (id),
    date      INTEGER NOT NULL,
    minute    INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439),
    state     TEXT    NOT NULL CHECK (state IN ('shown', 'snoozed', 'answered', 'dismissed')),
    -- When a snoozed one comes back, in milliseconds since 1970 UTC.
    until     INTEGER,
    -- Whether it was one line of a digest.
    digest    INTEGER NOT NULL CHECK (digest IN (0, 1)),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_by_moment ON reminder (at);
CREATE INDEX reminder_by_thing ON reminder (thing, at) WHERE thing IS NOT NULL;
