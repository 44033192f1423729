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
    -- The standard error of the difference between the two log losses.
    doubt       REAL    NOT NULL,
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
    -- Opportunities that counted (slips while away do not), and the probability, 0-1, that was foreseen
    -- for each of them.
    counted   INTEGER NOT NULL,
    foreseen  REAL,
    -- The strength at the end of the day, 0-1.
    strength  REAL    NOT NULL,
    PRIMARY KEY (thing, study_day)
) STRICT, WITHOUT ROWID;
CREATE INDEX tap_day_by_day ON tap_day (study_day);

-- Views for other tools: their names are plural, and README documents them. What was taken back is left
-- out; days are dates, moments are written in UTC (…_utc) or as the clock on the wall showed them
-- (…_local).

CREATE VIEW cards AS
SELECT card.name AS card, deck.name AS deck, coalesce(card_edit.kind, card.kind) AS kind,
    coalesce(card_edit.front, card.front) AS front, coalesce(card_edit.back, card.back) AS back,
    CASE WHEN progress.suspended THEN 'suspended' WHEN queue = 0 THEN 'gone'
        WHEN queue = 1 THEN 'new' ELSE 'known' END AS state,
    CASE WHEN queue = 2 THEN date(due_day * 86400, 'unixepoch') END AS due,
    stability AS stability_days, difficulty, date(last_day * 86400, 'unixepoch') AS last_review,
    interval AS interval_days, count AS reviews, lapses, leech
FROM card JOIN progress ON progress.card = card.id JOIN deck ON deck.id = card.deck
LEFT JOIN card_edit ON card_edit.replica = edit_replica AND card_edit.seq = edit_seq;

CREATE VIEW reviews AS
SELECT strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch') AS at_utc,
    strftime('%Y-%m-%dT%H:%M:%S', at / 1000 + offset, 'unixepoch') AS at_local,
    date(study_day * 86400, 'unixepoch') AS study_day, deck.name AS deck, card.name AS card,
    CASE rating WHEN 1 THEN 'again' WHEN 2 THEN 'hard' WHEN 3 THEN 'good' ELSE 'easy' END AS rating,
    scored, took / 1000.0 AS seconds, retention AS desired_retention
FROM review JOIN card ON card.id = review.card JOIN deck ON deck.id = card.deck
WHERE NOT EXISTS (SELECT 1 FROM undone
    WHERE undone.replica = review.replica AND undone.seq = review.seq);

CREATE VIEW days AS
SELECT date(study_day * 86400, 'unixepoch') AS study_day, deck.name AS deck, introduced, reviews,
    recalled, drills AS repeats, took / 60000.0 AS minutes
FROM activity JOIN deck ON deck.id = activity.deck;

-- Weeks are known by their Monday; the first of January 1970 was a Thursday.
CREATE VIEW weekly_retention AS
SELECT date((study_day - (study_day + 3) % 7) * 86400, 'unixepoch') AS week_of,
    sum(reviews) AS reviews, sum(recalled) AS recalled,
    sum(recalled) * 1.0 / sum(reviews) AS true_retention
FROM activity GROUP BY 1 HAVING sum(reviews) > 0;

CREATE VIEW calibration AS
SELECT twentieth / 20.0 AS foreseen_from, (twentieth + 1) / 20.0 AS foreseen_to,
    sum(expected) / 1e6 / sum(reviews) AS foreseen, sum(recalled) * 1.0 / sum(reviews) AS recalled,
    sum(reviews) AS reviews
FROM foreseen GROUP BY twentieth;

CREATE VIEW plans AS
SELECT tap.name AS plan, tap_version.trigger, tap_version.action, tap_version.goal, status, stage,
    strength, strftime('%Y-%m-%dT%H:%M:%fZ', thing.made_at / 1000.0, 'unixepoch') AS made_utc,
    date(rehearsal_day * 86400, 'unixepoch') AS rehearsal_due
FROM tap JOIN thing ON thing.id = tap.thing
JOIN tap_version ON tap_version.replica = version_replica AND tap_version.seq = version_seq;

CREATE VIEW outcomes AS
SELECT strftime('%Y-%m-%dT%H:%M:%fZ', happened_at / 1000.0, 'unixepoch') AS happened_utc,
    strftime('%Y-%m-%dT%H:%M:%S', happened_at / 1000 + happened_offset, 'unixepoch')
        AS happened_local,
    date(happened_day * 86400, 'unixepoch') AS study_day, tap.name AS plan, kind AS outcome, times,
    prompted, note
FROM outcome JOIN tap USING (thing)
WHERE NOT EXISTS (SELECT 1 FROM undone
    WHERE undone.replica = outcome.replica AND undone.seq = outcome.seq);

CREATE VIEW plan_days AS
SELECT tap.name AS plan, date(study_day * 86400, 'unixepoch') AS study_day, did, noticed, missed,
    misfire, none, foreseen, tap_day.strength
FROM tap_day JOIN tap USING (thing);

CREATE VIEW self_ratings AS
SELECT tap.name AS plan, date(study_day * 86400, 'unixepoch') AS study_day, rating
FROM self_rating JOIN tap USING (thing)
WHERE NOT EXISTS (SELECT 1 FROM undone
    WHERE undone.replica = self_rating.replica AND undone.seq = self_rating.seq);

CREATE VIEW commitments AS
SELECT commitment.thing AS number, commitment.kind, text, date(due_day * 86400, 'unixepoch') AS due,
    probability, state, note
FROM standing JOIN commitment USING (replica, seq);

CREATE VIEW walks AS
SELECT thing AS number, technique, mode, private, state,
    date(began_day * 86400, 'unixepoch') AS began, date(last_day * 86400, 'unixepoch') AS last_answer,
    answers, note
FROM run;

CREATE VIEW fittings AS
SELECT date(study_day * 86400, 'unixepoch') AS study_day, verdict, reviews, held_out,
    loss_before AS log_loss_before, loss_after AS log_loss_after, rmse_before, rmse_after, weights
FROM parameters WHERE NOT EXISTS (SELECT 1 FROM undone
    WHERE undone.replica = parameters.replica AND undone.seq = parameters.seq);
