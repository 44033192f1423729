-- The number with which the facts of a device begin: 1, or where it branched off from another (see
-- storage::db::split).
ALTER TABLE replica ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 1;
