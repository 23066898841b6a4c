-- Sessions of people for whom a provider of identities vouched, second factor included.
ALTER TABLE session ADD COLUMN vouched BOOLEAN NOT NULL DEFAULT FALSE;

-- Who somebody is at the provider: the name it calls them by, their login when empty; from their first
-- sign-in through it on, the issuer and its own key of them.
CREATE TABLE provider_identity (
  user_id BIGINT PRIMARY KEY NOT NULL REFERENCES desk_user (id),
  known_as TEXT COLLATE "C" NOT NULL,
  issuer TEXT COLLATE "C",
  subject TEXT COLLATE "C",
  bound_us BIGINT
);
CREATE UNIQUE INDEX provider_identity_by_subject ON provider_identity (issuer, subject);

-- Sign-ins that began and await the provider's answer: each once, then it is gone. The browser holds the
-- token, of which only the hash is kept.
CREATE TABLE provider_attempt (
  token_hash TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  back TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL,
  expires_us BIGINT NOT NULL
);
CREATE INDEX provider_attempt_by_expiry ON provider_attempt (expires_us);
