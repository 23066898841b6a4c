-- Sessions of people for whom a provider of identities vouched, second factor included.
ALTER TABLE session ADD COLUMN vouched INTEGER NOT NULL DEFAULT 0 CHECK (vouched IN (0, 1));

-- Who somebody is at the provider: the name it calls them by, their login when empty; from their first
-- sign-in through it on, the issuer and its own key of them.
CREATE TABLE provider_identity (
  user_id INTEGER PRIMARY KEY NOT NULL REFERENCES desk_user (id),
  known_as TEXT NOT NULL,
  issuer TEXT,
  subject TEXT,
  bound_us INTEGER
) STRICT;
CREATE UNIQUE INDEX provider_identity_by_subject ON provider_identity (issuer, subject);

-- Sign-ins that began and await the provider's answer: each once, then it is gone. The browser holds the
-- token, of which only the hash is kept.
CREATE TABLE provider_attempt (
  token_hash TEXT PRIMARY KEY NOT NULL,
  back TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  expires_us INTEGER NOT NULL
) STRICT;
CREATE INDEX provider_attempt_by_expiry ON provider_attempt (expires_us);
