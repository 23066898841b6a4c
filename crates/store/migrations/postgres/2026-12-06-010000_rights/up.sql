-- Rights that were given up, each with who and why. One that was taken up again stays, with its reason. A right is told by its piece, its deadline or its title.
CREATE TABLE right_waiver (
  id BIGINT PRIMARY KEY NOT NULL,
  right_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  waived_on DATE NOT NULL,
  why TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  back_on DATE,
  back_why TEXT NOT NULL,
  back_actor TEXT NOT NULL
);
CREATE UNIQUE INDEX right_waiver_by_right_id ON right_waiver (right_id) WHERE back_on IS NULL;
CREATE INDEX right_waiver_by_account_id ON right_waiver (account_id);

-- The alarms of rights that were told: one row for each right, with the last day it had when it was told.
CREATE TABLE right_alarm (
  right_id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  last_on DATE NOT NULL,
  told_on DATE NOT NULL,
  answered_on DATE,
  answered_by TEXT NOT NULL
);
CREATE INDEX right_alarm_by_account_id ON right_alarm (account_id);

-- Where a program of somebody's reads their calendar of rights without signing in. The address itself is not kept.
CREATE TABLE calendar_address (
  user_id BIGINT PRIMARY KEY NOT NULL REFERENCES desk_user (id),
  token_hash TEXT NOT NULL,
  made_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX calendar_address_by_token_hash ON calendar_address (token_hash);
