-- Where a session comes from, and whether the code of its second step is still awaited.
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN awaits_code INTEGER NOT NULL DEFAULT 0 CHECK (awaits_code IN (0, 1));

-- What programs sign in with. Only the hash of a token is kept; a revoked one is gone.
CREATE TABLE api_token (
  id INTEGER PRIMARY KEY NOT NULL,
  user_id INTEGER NOT NULL REFERENCES desk_user (id),
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  expires_us INTEGER NOT NULL,
  used_us INTEGER
) STRICT;
CREATE UNIQUE INDEX api_token_by_token_hash ON api_token (token_hash);
CREATE INDEX api_token_by_user ON api_token (user_id);

-- One-time codes (RFC 6238). last_step: the last period of thirty seconds whose code was used.
CREATE TABLE second_factor (
  user_id INTEGER PRIMARY KEY NOT NULL REFERENCES desk_user (id),
  secret TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  confirmed_us INTEGER,
  last_step INTEGER NOT NULL
) STRICT;

-- What signs in without the device: each once, then it is gone.
CREATE TABLE recovery_code (
  code_hash TEXT PRIMARY KEY NOT NULL,
  user_id INTEGER NOT NULL REFERENCES desk_user (id)
) STRICT;
CREATE INDEX recovery_code_by_user ON recovery_code (user_id);
