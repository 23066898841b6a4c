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
  state TEXT NOT NULL CHECK (state IN ('proposed', 'blocked', 'releasing', 'released', 'refused', 'withdrawn')),
  cause TEXT NOT NULL CHECK (cause IN ('broken-plan', 'broken-promise', 'over-limit', 'overdue', 'by-hand')),
  reason TEXT NOT NULL,
  made_on DATE NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_why TEXT NOT NULL,
  decided_us BIGINT,
  gone TEXT CHECK (gone IN ('nothing-late', 'within-limit', 'within-days', 'rule-off')),
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX order_block_by_account_id ON order_block (account_id) WHERE state IN ('proposed', 'blocked', 'releasing');
CREATE INDEX order_block_by_state_id ON order_block (state, id);

-- An unpaid piece that somebody declared to the insurer: its clock stops.
CREATE TABLE credit_declaration (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  item_id BIGINT NOT NULL REFERENCES item (id),
  made_on DATE NOT NULL,
  note TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX credit_declaration_by_item_id ON credit_declaration (item_id);
CREATE INDEX credit_declaration_by_account_id ON credit_declaration (account_id);

-- What gets worse about a customer or one of their pieces, told once, and who saw it.
CREATE TABLE credit_signal (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL CHECK (kind IN ('declare-over', 'declare', 'over-cover', 'over-limit', 'promise-broken', 'debit-rejected', 'first-late', 'slower', 'cover-ends')),
  item_id BIGINT REFERENCES item (id),
  about_on DATE NOT NULL,
  days BIGINT,
  currency TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  made_on DATE NOT NULL,
  created_us BIGINT NOT NULL,
  seen_by TEXT NOT NULL,
  seen_us BIGINT
);
CREATE UNIQUE INDEX credit_signal_by_account_id_kind_about_on ON credit_signal (account_id, kind, about_on) WHERE item_id IS NULL;
CREATE UNIQUE INDEX credit_signal_by_item_id_kind_about_on ON credit_signal (item_id, kind, about_on) WHERE item_id IS NOT NULL;
CREATE INDEX credit_signal_by_account_id_id ON credit_signal (account_id, id);
CREATE INDEX credit_signal_by_seen_us_id ON credit_signal (seen_us, id);
