-- What customers contest: each dispute owns the block that holds its part of the piece back.

-- One dispute on one piece, or on a part of it. `block_id` is the block it owns.
CREATE TABLE dispute (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  item_id INTEGER NOT NULL REFERENCES item (id),
  block_id INTEGER NOT NULL REFERENCES item_block (id),
  contested_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  kind TEXT NOT NULL,
  motive TEXT NOT NULL,
  source TEXT NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('identify', 'facts', 'negotiate', 'agree', 'carry-out', 'closed')),
  outcome TEXT CHECK (outcome IN ('founded', 'partly', 'unfounded', 'withdrawn')),
  granted_minor INTEGER NOT NULL,
  service TEXT NOT NULL,
  owner TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  escalations INTEGER NOT NULL,
  credit_task_id INTEGER REFERENCES task (id),
  opened_on TEXT NOT NULL,
  closed_on TEXT,
  closed_us INTEGER,
  note TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX dispute_by_account_id ON dispute (account_id);
CREATE INDEX dispute_by_item_id ON dispute (item_id);
CREATE INDEX dispute_by_block_id ON dispute (block_id);
CREATE INDEX dispute_open ON dispute (due_on) WHERE step <> 'closed';

-- What each side brought: words, a pasted mail, a file.
CREATE TABLE dispute_evidence (
  id INTEGER PRIMARY KEY NOT NULL,
  dispute_id INTEGER NOT NULL REFERENCES dispute (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  side TEXT NOT NULL CHECK (side IN ('customer', 'house')),
  kind TEXT NOT NULL CHECK (kind IN ('note', 'mail', 'file')),
  body TEXT NOT NULL,
  document_id INTEGER REFERENCES document (id),
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX dispute_evidence_by_dispute_id ON dispute_evidence (dispute_id);
CREATE INDEX dispute_evidence_by_account_id ON dispute_evidence (account_id);

-- What platforms said of invoices, whether the invoice is known yet or not. One row for one statement. `block_id` is
-- the block it placed, where it placed one.
CREATE TABLE einvoice_status (
  id INTEGER PRIMARY KEY NOT NULL,
  said_key TEXT NOT NULL,
  seller TEXT NOT NULL,
  invoice TEXT NOT NULL,
  issued_on TEXT,
  code TEXT NOT NULL,
  motive TEXT NOT NULL,
  said_at TEXT NOT NULL,
  paid TEXT NOT NULL,
  paid_on TEXT,
  approved TEXT NOT NULL,
  unapproved TEXT NOT NULL,
  words TEXT NOT NULL,
  account_id INTEGER REFERENCES account (id),
  item_id INTEGER REFERENCES item (id),
  block_id INTEGER REFERENCES item_block (id),
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX einvoice_status_by_said_key ON einvoice_status (said_key);
CREATE INDEX einvoice_status_by_item_id ON einvoice_status (item_id);
CREATE INDEX einvoice_status_by_account_id ON einvoice_status (account_id);
CREATE INDEX einvoice_status_waiting ON einvoice_status (invoice) WHERE item_id IS NULL;
