-- Case: the file of what goes before a judge. It belongs to the account of its debtor.
CREATE TABLE court_case (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  reference TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('claimant', 'defendant')),
  object TEXT NOT NULL,
  currency TEXT NOT NULL,
  owner TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  outcome TEXT CHECK (outcome IN ('paid', 'settled', 'irrecoverable', 'given-up', 'mistake')),
  closed_on TEXT,
  closed_why TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX court_case_by_account_id ON court_case (account_id);
CREATE INDEX court_case_by_closed_on_id ON court_case (closed_on, id);

-- The pieces a case is about, of its account or of others of the same creditor, with the block that keeps reminders off.
CREATE TABLE case_claim (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  item_id INTEGER NOT NULL REFERENCES item (id),
  claimed_minor INTEGER NOT NULL,
  block_id INTEGER,
  added_on TEXT NOT NULL,
  left_on TEXT,
  left_why TEXT NOT NULL
) STRICT;
CREATE INDEX case_claim_by_case_id ON case_claim (case_id);
CREATE INDEX case_claim_by_item_id ON case_claim (item_id);

-- Who stands in a case beside its debtor.
CREATE TABLE case_party (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  role TEXT NOT NULL CHECK (role IN ('co-debtor', 'guarantor', 'claimant', 'lawyer', 'officer')),
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  note TEXT NOT NULL,
  debtor_id INTEGER REFERENCES debtor (id)
) STRICT;
CREATE INDEX case_party_by_case_id ON case_party (case_id);

-- A procedure of the tables of law that a case follows. What it stands at is computed from its facts; the state, the next day and the rest are kept for lists.
CREATE TABLE court_procedure (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  definition TEXT NOT NULL,
  court TEXT NOT NULL,
  begun_on TEXT NOT NULL,
  order_on TEXT,
  distance TEXT NOT NULL,
  territory TEXT NOT NULL,
  claimed_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  state TEXT NOT NULL,
  over INTEGER NOT NULL CHECK (over IN (0, 1)),
  due_on TEXT,
  seen_on TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX court_procedure_by_case_id ON court_procedure (case_id);
CREATE INDEX court_procedure_by_over_id ON court_procedure (over, id);

-- What is known of a procedure, in the order it was learnt; nothing is ever taken back.
CREATE TABLE procedure_fact (
  id INTEGER PRIMARY KEY NOT NULL,
  procedure_id INTEGER NOT NULL REFERENCES court_procedure (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  position INTEGER NOT NULL,
  fact TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX procedure_fact_by_procedure_id_position ON procedure_fact (procedure_id, position);

-- The rights of ours that a procedure leaves to be lost, with their last days: written anew with each fact.
CREATE TABLE procedure_deadline (
  id INTEGER PRIMARY KEY NOT NULL,
  procedure_id INTEGER NOT NULL REFERENCES court_procedure (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  step TEXT NOT NULL,
  state TEXT NOT NULL,
  due_on TEXT NOT NULL
) STRICT;
CREATE INDEX procedure_deadline_by_procedure_id ON procedure_deadline (procedure_id);
CREATE INDEX procedure_deadline_by_due_on_id ON procedure_deadline (due_on, id);

-- What moved the limitation of a piece may be an act of a procedure: written anew with each of its facts.
ALTER TABLE claim_event ADD COLUMN procedure_id INTEGER;
CREATE INDEX claim_event_by_procedure_id ON claim_event (procedure_id);
