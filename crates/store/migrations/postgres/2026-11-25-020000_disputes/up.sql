-- What customers contest: each dispute owns the block that holds its part of the piece back.

-- One dispute on one piece, or on a part of it. `block_id` is the block it owns.
CREATE TABLE dispute (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  item_id BIGINT NOT NULL REFERENCES item (id),
  block_id BIGINT NOT NULL REFERENCES item_block (id),
  contested_minor BIGINT NOT NULL,
  currency TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  motive TEXT COLLATE "C" NOT NULL,
  source TEXT COLLATE "C" NOT NULL,
  step TEXT COLLATE "C" NOT NULL CHECK (step IN ('identify', 'facts', 'negotiate', 'agree', 'carry-out', 'closed')),
  outcome TEXT COLLATE "C" CHECK (outcome IN ('founded', 'partly', 'unfounded', 'withdrawn')),
  granted_minor BIGINT NOT NULL,
  service TEXT COLLATE "C" NOT NULL,
  owner TEXT COLLATE "C" NOT NULL,
  asked_on DATE NOT NULL,
  due_on DATE NOT NULL,
  escalations BIGINT NOT NULL,
  credit_task_id BIGINT REFERENCES task (id),
  opened_on DATE NOT NULL,
  closed_on DATE,
  closed_us BIGINT,
  note TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX dispute_by_account_id ON dispute (account_id);
CREATE INDEX dispute_by_item_id ON dispute (item_id);
CREATE INDEX dispute_by_block_id ON dispute (block_id);
CREATE INDEX dispute_open ON dispute (due_on) WHERE step <> 'closed';

-- What each side brought: words, a pasted mail, a file.
CREATE TABLE dispute_evidence (
  id BIGINT PRIMARY KEY NOT NULL,
  dispute_id BIGINT NOT NULL REFERENCES dispute (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  side TEXT COLLATE "C" NOT NULL CHECK (side IN ('customer', 'house')),
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('note', 'mail', 'file')),
  body TEXT COLLATE "C" NOT NULL,
  document_id BIGINT REFERENCES document (id),
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX dispute_evidence_by_dispute_id ON dispute_evidence (dispute_id);
CREATE INDEX dispute_evidence_by_account_id ON dispute_evidence (account_id);

-- What platforms said of invoices, whether the invoice is known yet or not. One row for one statement. `block_id` is
-- the block it placed, where it placed one.
CREATE TABLE einvoice_status (
  id BIGINT PRIMARY KEY NOT NULL,
  said_key TEXT COLLATE "C" NOT NULL,
  seller TEXT COLLATE "C" NOT NULL,
  invoice TEXT COLLATE "C" NOT NULL,
  issued_on DATE,
  code TEXT COLLATE "C" NOT NULL,
  motive TEXT COLLATE "C" NOT NULL,
  said_at TEXT COLLATE "C" NOT NULL,
  paid TEXT COLLATE "C" NOT NULL,
  paid_on DATE,
  approved TEXT COLLATE "C" NOT NULL,
  unapproved TEXT COLLATE "C" NOT NULL,
  words TEXT COLLATE "C" NOT NULL,
  account_id BIGINT REFERENCES account (id),
  item_id BIGINT REFERENCES item (id),
  block_id BIGINT REFERENCES item_block (id),
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX einvoice_status_by_said_key ON einvoice_status (said_key);
CREATE INDEX einvoice_status_by_item_id ON einvoice_status (item_id);
CREATE INDEX einvoice_status_by_account_id ON einvoice_status (account_id);
CREATE INDEX einvoice_status_waiting ON einvoice_status (invoice) WHERE item_id IS NULL;
