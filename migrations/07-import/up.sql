-- What is brought along from other programs, what it brought, and sums that show damage.

-- Fact: a file was taken in, and with it the facts in these ranges, in JSON: device, first, last.
CREATE TABLE import (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    source    TEXT    NOT NULL CHECK (source IN ('rat', 'anki', 'loop')),
    file      TEXT    NOT NULL,
    facts     TEXT    NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;

-- Fact: a deck that no file states is kept, or given up; the last row that stands holds.
CREATE TABLE deck_made (
    replica   INTEGER NOT NULL REFERENCES replica (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    deck      INTEGER NOT NULL REFERENCES deck (id),
    title     TEXT    NOT NULL,
    kept      INTEGER NOT NULL CHECK (kept IN (0, 1)),
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;

-- Fact: where a card stood in the program it was brought from. The moment and the study day are those
-- of its last review there; a program that kept no memory leaves it to the reviews.
CREATE TABLE carried (
    replica    INTEGER NOT NULL REFERENCES replica (id),
    seq        INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    offset     INTEGER NOT NULL,
    study_day  INTEGER NOT NULL,
    card       INTEGER NOT NULL REFERENCES card (id),
    due_day    INTEGER NOT NULL,
    stability  REAL,
    difficulty REAL,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX carried_by_card ON carried (card, at);

-- Whether an edit made the card: the first edit of a card of the user's own did.
ALTER TABLE card_edit ADD COLUMN made INTEGER NOT NULL DEFAULT 0 CHECK (made IN (0, 1));
UPDATE card_edit SET made = 1
WHERE card IN (SELECT id FROM card WHERE stated_by = 'user')
    AND NOT EXISTS (SELECT 1 FROM card_edit AS earlier WHERE earlier.card = card_edit.card
        AND (earlier.at, earlier.replica, earlier.seq)
            < (card_edit.at, card_edit.replica, card_edit.seq));

-- The sum of a device's facts, each as other devices know it; none until it is first summed up.
ALTER TABLE replica ADD COLUMN sum INTEGER;
