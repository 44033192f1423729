-- Facts are insert-only and keyed by (replica, seq); everything under "derived" follows from them.

-- Devices whose facts are kept here; id 1 is this one. A replica is known elsewhere by its name.
CREATE TABLE replica (
    id        INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL UNIQUE,
    next_seq  INTEGER NOT NULL,
    -- The latest moment a fact of it carries: facts of one device never run backwards in time, even
    -- when its clock is set back, so the last word on a card is the one said last.
    latest_at INTEGER NOT NULL
) STRICT;

-- The shelf: what the deck files say, taken up when they change.

CREATE TABLE deck (
    id       INTEGER PRIMARY KEY,
    name     TEXT    NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    origin   TEXT    NOT NULL CHECK (origin IN ('built-in', 'user')),
    about    TEXT    NOT NULL,
    digest   TEXT    NOT NULL,
    present  INTEGER NOT NULL CHECK (present IN (0, 1))
) STRICT;

CREATE TABLE card (
    id       INTEGER PRIMARY KEY,
    name     TEXT    NOT NULL UNIQUE,
    deck     INTEGER NOT NULL REFERENCES deck (id),
    position INTEGER NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('recall', 'cloze', 'situation')),
    front    TEXT    NOT NULL,
    back     TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    siblings TEXT    NOT NULL,
    -- Who states it: a deck file, a card_edit of the user, or nobody any more.
    stated_by TEXT   NOT NULL CHECK (stated_by IN ('deck', 'user', 'nobody'))
) STRICT;
CREATE INDEX card_by_deck ON card (deck, position);

-- What was taken up: the digest of the built-in decks and the fingerprint of the user's folder.
CREATE TABLE taken_up (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    built_in TEXT NOT NULL,
    user     TEXT NOT NULL
) STRICT;

-- Deck files that could not be read when the shelf was taken up.
CREATE TABLE broken_deck (
    file    TEXT    NOT NULL,
    line    INTEGER NOT NULL,
    problem TEXT    NOT NULL
) STRICT;

-- Facts. at: milliseconds since 1970 UTC; offset: seconds east of UTC; study_day: days since 1970.

CREATE TABLE review (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    card      INTEGER NOT NULL REFERENCES card (id),
    rating    INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
    scored    INTEGER NOT NULL CHECK (scored IN (0, 1)),
    took      INTEGER NOT NULL CHECK (took >= 0),
    retention REAL    NOT NULL,
    longest   INTEGER NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_by_card ON review (card, at);

CREATE TABLE card_edit (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    card      INTEGER NOT NULL REFERENCES card (id),
    kind      TEXT    NOT NULL CHECK (kind IN ('recall', 'cloze', 'situation')),
    front     TEXT    NOT NULL,
    back      TEXT    NOT NULL,
    note      TEXT    NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_edit_by_card ON card_edit (card, at);

CREATE TABLE suspension (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    card      INTEGER NOT NULL REFERENCES card (id),
    suspended INTEGER NOT NULL CHECK (suspended IN (0, 1)),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX suspension_by_card ON suspension (card, at);

CREATE TABLE burial (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    card      INTEGER NOT NULL REFERENCES card (id),
    until     INTEGER NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX burial_by_card ON burial (card, at);

CREATE TABLE away (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day  INTEGER NOT NULL CHECK (last_day >= first_day),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;

-- Takes back the fact it points at; pointing at another undo, it brings that one's fact back.
CREATE TABLE undo (
    replica        INTEGER NOT NULL REFERENCES replica (id),
    seq            INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    offset         INTEGER NOT NULL,
    study_day      INTEGER NOT NULL,
    target_replica INTEGER NOT NULL,
    target_seq     INTEGER NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;

-- Derived.

-- The facts that are taken back at present.
CREATE TABLE undone (
    replica INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;

-- Where each card stands.
CREATE TABLE progress (
    card         INTEGER PRIMARY KEY REFERENCES card (id),
    deck         INTEGER NOT NULL,
    -- Learning order: deck position and card position in one number.
    place        INTEGER NOT NULL,
    -- 0 out of the queue (suspended, or stated by no deck), 1 new, 2 known.
    queue        INTEGER NOT NULL CHECK (queue IN (0, 1, 2)),
    -- The study day from which it may be asked; 0 for a new card that is not buried.
    due_day      INTEGER NOT NULL,
    -- Half-octave of stability: cards of one class are forgotten at like speed.
    class        INTEGER NOT NULL,
    suspended    INTEGER NOT NULL,
    stability    REAL,
    difficulty   REAL,
    last_day     INTEGER,
    interval     INTEGER,
    count        INTEGER NOT NULL,
    lapses       INTEGER NOT NULL,
    leech        INTEGER NOT NULL,
    drill_day    INTEGER,
    -- The edit that gives the card its text, if any.
    edit_replica INTEGER,
    edit_seq     INTEGER
) STRICT;
CREATE INDEX progress_new ON progress (place) WHERE queue = 1;
CREATE INDEX progress_due ON progress (class, due_day, last_day, stability) WHERE queue = 2;
CREATE INDEX progress_deck_due ON progress (deck, due_day) WHERE queue = 2;
CREATE INDEX progress_drill ON progress (drill_day) WHERE drill_day IS NOT NULL;

-- How many cards of each deck may be asked from which day on; kept by the triggers below, so that
-- counts and forecasts never scan the cards.
CREATE TABLE tally (
    queue   INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    deck    INTEGER NOT NULL,
    n       INTEGER NOT NULL,
    PRIMARY KEY (queue, due_day, deck)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER progress_inserted AFTER INSERT ON progress BEGIN
    INSERT INTO tally VALUES (new.queue, new.due_day, new.deck, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER progress_deleted AFTER DELETE ON progress BEGIN
    UPDATE tally SET n = n - 1
        WHERE queue = old.queue AND due_day = old.due_day AND deck = old.deck;
    DELETE FROM tally
        WHERE queue = old.queue AND due_day = old.due_day AND deck = old.deck AND n = 0;
END;
CREATE TRIGGER progress_updated AFTER UPDATE OF queue, due_day, deck ON progress
WHEN old.queue <> new.queue OR old.due_day <> new.due_day OR old.deck <> new.deck BEGIN
    UPDATE tally SET n = n - 1
        WHERE queue = old.queue AND due_day = old.due_day AND deck = old.deck;
    DELETE FROM tally
        WHERE queue = old.queue AND due_day = old.due_day AND deck = old.deck AND n = 0;
    INSERT INTO tally VALUES (new.queue, new.due_day, new.deck, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;

-- What was done on each study day.
CREATE TABLE activity (
    study_day  INTEGER PRIMARY KEY,
    introduced INTEGER NOT NULL,
    reviews    INTEGER NOT NULL,
    recalled   INTEGER NOT NULL,
    drills     INTEGER NOT NULL,
    took       INTEGER NOT NULL
) STRICT;
