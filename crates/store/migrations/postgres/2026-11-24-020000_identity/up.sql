-- Where a session comes from, and whether the code of its second step is still awaited.
ALTER TABLE session ADD COLUMN address TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN awaits_code BOOLEAN NOT NULL DEFAULT FALSE;

-- What programs sign in with. Only the hash of a token is kept; a revoked one is gone.
CREATE TABLE api_token (
  id BIGINT PRIMARY KEY NOT NULL,
  user_id BIGINT NOT NULL REFERENCES desk_user (id),
  name TEXT COLLATE "C" NOT NULL,
  hint TEXT COLLATE "C" NOT NULL,
  token_hash TEXT COLLATE "C" NOT NULL,
  scopes TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL,
  expires_us BIGINT NOT NULL,
  used_us BIGINT
);
CREATE UNIQUE INDEX api_token_by_token_hash ON api_token (token_hash);
CREATE INDEX api_token_by_user ON api_token (user_id);

-- One-time codes (RFC 6238). last_step: the last period of thirty seconds whose code was used.
CREATE TABLE second_factor (
  user_id BIGINT PRIMARY KEY NOT NULL REFERENCES desk_user (id),
  secret TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL,
  confirmed_us BIGINT,
  last_step BIGINT NOT NULL
);

-- What signs in without the device: each once, then it is gone.
CREATE TABLE recovery_code (
  code_hash TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  user_id BIGINT NOT NULL REFERENCES desk_user (id)
);
CREATE INDEX recovery_code_by_user ON recovery_code (user_id);
