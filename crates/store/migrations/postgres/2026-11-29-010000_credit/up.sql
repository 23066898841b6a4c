-- How far each customer is trusted: limits, insurers, orders held, what gets worse.

-- What an account may owe, as the house says; what it was before is in the timeline.
CREATE TABLE credit_limit (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  currency TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  reason TEXT NOT NULL,
  made_on DATE NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX credit_limit_by_account_id ON credit_limit (account_id);

-- What an insurer covers of it. The days to declare are those of the policy, typed by the house.
CREATE TABLE credit_cover (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  insurer TEXT NOT NULL,
  policy TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  since_on DATE NOT NULL,
  until_on DATE,
  declare_days BIGINT,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX credit_cover_by_account_id ON credit_cover (account_id);

-- Orders of an account held, or proposed to be: one at a time.
CREATE TABLE order_block (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  state TEXT NOT NULL CHECK (state IN ('proposed', 'blocked', 'releasing', 'released', 'refused')),
  cause TEXT NOT NULL CHECK (cause IN ('broken-plan', 'broken-promise', 'over-limit', 'overdue', 'by-hand')),
  reason TEXT NOT NULL,
  made_on DATE NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_why TEXT NOT NULL,
  decided_us BIGINT,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX order_block_by_account_id ON order_block (account_id) WHERE state IN ('proposed', 'blocked', 'releasing');
CREATE INDEX order_block_by_state_id ON order_block (state, id);

-- What gets worse about a customer, told once, and who saw it.
CREATE TABLE credit_signal (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL CHECK (kind IN ('declare', 'over-cover', 'over-limit', 'promise-broken', 'debit-rejected', 'first-late', 'slower', 'cover-ends')),
  about_on DATE NOT NULL,
  days BIGINT,
  currency TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  made_on DATE NOT NULL,
  created_us BIGINT NOT NULL,
  seen_by TEXT NOT NULL,
  seen_us BIGINT
);
CREATE UNIQUE INDEX credit_signal_by_account_id_kind_about_on ON credit_signal (account_id, kind, about_on);
CREATE INDEX credit_signal_by_seen_us_id ON credit_signal (seen_us, id);
