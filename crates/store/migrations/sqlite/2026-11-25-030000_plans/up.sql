-- Promises by how well they are proved; instalment plans, and what moves the limitation of a piece.

ALTER TABLE promise ADD COLUMN level TEXT NOT NULL DEFAULT 'said';

-- Time given against dates. What entered the books after the signature has ids above the mark. The means of a person are JSON, emptied once the plan is over.
CREATE TABLE instalment_plan (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  currency TEXT NOT NULL,
  principal_minor INTEGER NOT NULL,
  interest_minor INTEGER NOT NULL,
  rate TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('awaiting', 'proposed', 'active', 'late', 'noticed', 'accelerated', 'kept', 'refused', 'cancelled', 'replaced')),
  made_on TEXT NOT NULL,
  acceleration INTEGER NOT NULL CHECK (acceleration IN (0, 1)),
  notice_days INTEGER NOT NULL,
  grace_days INTEGER NOT NULL,
  beyond TEXT NOT NULL,
  replaces_id INTEGER,
  means TEXT NOT NULL,
  note TEXT NOT NULL,
  owner TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  approved_by TEXT NOT NULL,
  signed_on TEXT,
  signed_by TEXT NOT NULL,
  signed_level TEXT NOT NULL,
  signed_mark INTEGER,
  document_id INTEGER,
  copy_id INTEGER,
  noticed_on TEXT,
  noticed_minor INTEGER,
  lapsed_on TEXT,
  ended_on TEXT,
  ended_why TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX instalment_plan_by_account_id ON instalment_plan (account_id);
CREATE INDEX instalment_plan_by_state_id ON instalment_plan (state, id);

-- The pieces a plan covers, with what was open of each and the block that leaves it in peace.
CREATE TABLE plan_item (
  id INTEGER PRIMARY KEY NOT NULL,
  plan_id INTEGER NOT NULL REFERENCES instalment_plan (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  item_id INTEGER NOT NULL REFERENCES item (id),
  open_minor INTEGER NOT NULL,
  block_id INTEGER
) STRICT;
CREATE INDEX plan_item_by_plan_id ON plan_item (plan_id);
CREATE INDEX plan_item_by_account_id ON plan_item (account_id);

-- What is to be paid, and when; the interest is within the amount.
CREATE TABLE plan_instalment (
  id INTEGER PRIMARY KEY NOT NULL,
  plan_id INTEGER NOT NULL REFERENCES instalment_plan (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  due_on TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  interest_minor INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_instalment_by_plan_id ON plan_instalment (plan_id);

-- A dated fact that moves the limitation of a piece (events of the law's own table), with its proof.
CREATE TABLE claim_event (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  item_id INTEGER NOT NULL REFERENCES item (id),
  event TEXT NOT NULL,
  on_day TEXT NOT NULL,
  proof TEXT NOT NULL,
  document_id INTEGER,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX claim_event_by_account_id ON claim_event (account_id);
