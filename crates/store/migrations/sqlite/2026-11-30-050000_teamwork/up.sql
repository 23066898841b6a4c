-- Who is called by name in a note, who wants a digest, links to a task; promises are asked by when they were judged.

CREATE TABLE mention (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  entry_id INTEGER NOT NULL,
  dispute_id INTEGER REFERENCES dispute (id),
  login TEXT NOT NULL,
  body TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  seen_us INTEGER
) STRICT;
CREATE UNIQUE INDEX mention_by_entry_id_login ON mention (entry_id, login);
CREATE INDEX mention_by_account_id ON mention (account_id);
CREATE INDEX mention_by_login_seen_us_id ON mention (login, seen_us, id);

-- Who wants what happened to be told in one mail. Nobody, until they say so.
CREATE TABLE digest (
  user_id INTEGER PRIMARY KEY NOT NULL REFERENCES desk_user (id),
  frequency TEXT NOT NULL CHECK (frequency IN ('working-day', 'monday')),
  since_us INTEGER NOT NULL
) STRICT;

CREATE INDEX promise_by_state_judged_us ON promise (state, judged_us);

CREATE TABLE signed_link_anew (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('space', 'dispute', 'plan', 'opinion', 'task')),
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
INSERT INTO signed_link_anew SELECT id, account_id, purpose, subject_id, recipient, made_us, expires_us, opened_us,
  used_us, revoked_us, failures, actor FROM signed_link;
DROP TABLE signed_link;
ALTER TABLE signed_link_anew RENAME TO signed_link;
CREATE INDEX signed_link_by_account_id ON signed_link (account_id);
CREATE INDEX signed_link_by_purpose_subject_id ON signed_link (purpose, subject_id);
