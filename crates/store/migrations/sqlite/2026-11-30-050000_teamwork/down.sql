CREATE TABLE signed_link_before (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('space', 'dispute', 'plan', 'opinion')),
  subject_id INTEGER,
  recipient TEXT NOT NULL,
  made_us INTEGER NOT NULL,
  expires_us INTEGER NOT NULL,
  opened_us INTEGER,
  used_us INTEGER,
  revoked_us INTEGER,
  failures INTEGER NOT NULL,
  actor TEXT NOT NULL
) STRICT;
INSERT INTO signed_link_before SELECT id, account_id, purpose, subject_id, recipient, made_us, expires_us, opened_us,
  used_us, revoked_us, failures, actor FROM signed_link WHERE purpose <> 'task';
DROP TABLE signed_link;
ALTER TABLE signed_link_before RENAME TO signed_link;
CREATE INDEX signed_link_by_account_id ON signed_link (account_id);
DROP INDEX promise_by_state_judged_us;
DROP TABLE digest;
DROP TABLE mention;
