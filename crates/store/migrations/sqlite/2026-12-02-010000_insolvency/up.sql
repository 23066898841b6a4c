-- The insolvencies of debtors: notices of the bulletin, whom they are about, claims declared.

-- A notice that may be about a debtor of the house, as it was read.
CREATE TABLE insolvency_notice (
  id INTEGER PRIMARY KEY NOT NULL,
  number TEXT NOT NULL,
  published_on TEXT NOT NULL,
  body TEXT NOT NULL,
  department TEXT NOT NULL,
  url TEXT NOT NULL,
  source TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX insolvency_notice_by_number ON insolvency_notice (number);

-- A debtor that a notice may be about, and what was decided of it. Only a number decides by itself.
CREATE TABLE insolvency_match (
  id INTEGER PRIMARY KEY NOT NULL,
  notice_id INTEGER NOT NULL REFERENCES insolvency_notice (id),
  debtor_id INTEGER NOT NULL REFERENCES debtor (id),
  certain INTEGER NOT NULL CHECK (certain IN (0, 1)),
  grounds TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'refused')),
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_us INTEGER,
  created_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX insolvency_match_by_notice_id_debtor_id ON insolvency_match (notice_id, debtor_id);
CREATE INDEX insolvency_match_by_debtor_id ON insolvency_match (debtor_id);
CREATE INDEX insolvency_match_by_state_id ON insolvency_match (state, id);

-- Where the procedure of a debtor stands by all its notices: worked out again at each of them.
CREATE TABLE insolvency (
  id INTEGER PRIMARY KEY NOT NULL,
  debtor_id INTEGER NOT NULL REFERENCES debtor (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'plan', 'plan-ended', 'closed', 'closed-paid', 'actions-resumed', 'taken-back')),
  opened_by TEXT NOT NULL,
  known_on TEXT NOT NULL,
  judgment_on TEXT,
  published_on TEXT,
  body TEXT NOT NULL,
  department TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX insolvency_by_debtor_id ON insolvency (debtor_id);

-- What an account declares in one procedure, and what becomes of it.
CREATE TABLE insolvency_claim (
  id INTEGER PRIMARY KEY NOT NULL,
  insolvency_id INTEGER NOT NULL REFERENCES insolvency (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  opened_by TEXT NOT NULL,
  currency TEXT NOT NULL,
  sent_on TEXT,
  sent_proof TEXT NOT NULL,
  heads TEXT NOT NULL,
  declared_minor INTEGER NOT NULL,
  received_on TEXT,
  received_proof TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('awaited', 'admitted', 'contested', 'rejected')),
  answer_on TEXT,
  answer_note TEXT NOT NULL,
  admitted_minor INTEGER,
  dividend_minor INTEGER NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX insolvency_claim_by_account_id_opened_by ON insolvency_claim (account_id, opened_by);
CREATE INDEX insolvency_claim_by_insolvency_id ON insolvency_claim (insolvency_id);

-- What somebody answered about a piece: when it was supplied, whether a credit is connected, what secures it.
CREATE TABLE insolvency_answer (
  item_id INTEGER PRIMARY KEY NOT NULL REFERENCES item (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  supply_on TEXT,
  connected TEXT NOT NULL CHECK (connected IN ('', 'yes', 'no')),
  personal INTEGER NOT NULL CHECK (personal IN (0, 1)),
  long_loan INTEGER NOT NULL CHECK (long_loan IN (0, 1)),
  privilege TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX insolvency_answer_by_account_id ON insolvency_answer (account_id);

-- An insolvency holds orders.
CREATE TABLE order_block_anew (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  state TEXT NOT NULL CHECK (state IN ('proposed', 'blocked', 'releasing', 'released', 'refused', 'withdrawn')),
  cause TEXT NOT NULL CHECK (cause IN ('insolvency', 'broken-plan', 'broken-promise', 'over-limit', 'overdue', 'by-hand')),
  reason TEXT NOT NULL,
  made_on TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_why TEXT NOT NULL,
  decided_us INTEGER,
  gone TEXT CHECK (gone IN ('not-insolvent', 'nothing-late', 'within-limit', 'within-days', 'rule-off')),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO order_block_anew SELECT id, account_id, state, cause, reason, made_on, actor, created_us, decided_by, decided_why, decided_us, gone, version
  FROM order_block;
DROP TABLE order_block;
ALTER TABLE order_block_anew RENAME TO order_block;
CREATE UNIQUE INDEX order_block_by_account_id ON order_block (account_id) WHERE state IN ('proposed', 'blocked', 'releasing');
CREATE INDEX order_block_by_state_id ON order_block (state, id);
