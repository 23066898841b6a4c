-- Where people of the house are written to; those who never sign in; what they are told; links that open one thing.

ALTER TABLE desk_user ADD COLUMN email TEXT NOT NULL DEFAULT '';

-- People of the house who do not sign in: they answer from the mail.
CREATE TABLE colleague (
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX colleague_by_name ON colleague (name);

-- Mails to people of the house. The key says what was told: the same thing is told once.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER REFERENCES account (id),
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  email TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  dedupe_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'doubtful')),
  attempts INTEGER NOT NULL,
  next_try_us INTEGER NOT NULL,
  reserved_until_us INTEGER,
  reply TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  settled_us INTEGER
) STRICT;
CREATE UNIQUE INDEX notice_by_dedupe_key ON notice (dedupe_key);
CREATE INDEX notice_by_state_next_try_us ON notice (state, next_try_us);
CREATE INDEX notice_by_account_id ON notice (account_id);

-- Links that open one thing to who has them. Their signature is computed, never kept.
CREATE TABLE signed_link (
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
CREATE INDEX signed_link_by_account_id ON signed_link (account_id);
