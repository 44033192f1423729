-- The number with which the facts of a device begin: 1, or where it branched off from another (see
-- storage::db::split).
ALTER TABLE replica ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 1;

-- Of cards in the same state those come first that come first in learning order, on every device.
DROP INDEX progress_due;
CREATE INDEX progress_due ON progress (class, due_day, last_day, stability, place) WHERE queue = 2;
