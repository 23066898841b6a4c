-- Where people of the house are written to; those who never sign in; what they are told; links that open one thing.

ALTER TABLE desk_user ADD COLUMN email TEXT NOT NULL DEFAULT '';

-- People of the house who do not sign in: they answer from the mail.
CREATE TABLE colleague (
  id BIGINT PRIMARY KEY NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  email TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX colleague_by_name ON colleague (name);

-- Mails to people of the house. The key says what was told: the same thing is told once.
CREATE TABLE notice (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT REFERENCES account (id),
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  email TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  dedupe_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'doubtful')),
  attempts BIGINT NOT NULL,
  next_try_us BIGINT NOT NULL,
  reserved_until_us BIGINT,
  reply TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  settled_us BIGINT
);
CREATE UNIQUE INDEX notice_by_dedupe_key ON notice (dedupe_key);
CREATE INDEX notice_by_state_next_try_us ON notice (state, next_try_us);
CREATE INDEX notice_by_account_id ON notice (account_id);

-- Links that open one thing to who has them. Their signature is computed, never kept.
CREATE TABLE signed_link (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('space', 'dispute', 'plan', 'opinion')),
  subject_id BIGINT,
  recipient TEXT NOT NULL,
  made_us BIGINT NOT NULL,
  expires_us BIGINT NOT NULL,
  opened_us BIGINT,
  used_us BIGINT,
  revoked_us BIGINT,
  failures BIGINT NOT NULL,
  actor TEXT NOT NULL
);
CREATE INDEX signed_link_by_account_id ON signed_link (account_id);
