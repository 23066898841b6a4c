-- The insolvencies of debtors: notices of the bulletin, whom they are about, claims declared.

-- A notice that may be about a debtor of the house, as it was read.
CREATE TABLE insolvency_notice (
  id BIGINT PRIMARY KEY NOT NULL,
  number TEXT NOT NULL,
  published_on DATE NOT NULL,
  body TEXT NOT NULL,
  department TEXT NOT NULL,
  url TEXT NOT NULL,
  source TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX insolvency_notice_by_number ON insolvency_notice (number);

-- A debtor that a notice may be about, and what was decided of it. Only a number decides by itself.
CREATE TABLE insolvency_match (
  id BIGINT PRIMARY KEY NOT NULL,
  notice_id BIGINT NOT NULL REFERENCES insolvency_notice (id),
  debtor_id BIGINT NOT NULL REFERENCES debtor (id),
  certain BOOLEAN NOT NULL,
  grounds TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'refused')),
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_us BIGINT,
  created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX insolvency_match_by_notice_id_debtor_id ON insolvency_match (notice_id, debtor_id);
CREATE INDEX insolvency_match_by_debtor_id ON insolvency_match (debtor_id);
CREATE INDEX insolvency_match_by_state_id ON insolvency_match (state, id);

-- Where the procedure of a debtor stands by all its notices: worked out again at each of them.
CREATE TABLE insolvency (
  id BIGINT PRIMARY KEY NOT NULL,
  debtor_id BIGINT NOT NULL REFERENCES debtor (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'plan', 'plan-ended', 'closed', 'closed-paid', 'actions-resumed', 'taken-back')),
  opened_by TEXT NOT NULL,
  known_on DATE NOT NULL,
  judgment_on DATE,
  published_on DATE,
  body TEXT NOT NULL,
  department TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX insolvency_by_debtor_id ON insolvency (debtor_id);

-- What an account declares in one procedure, and what becomes of it.
CREATE TABLE insolvency_claim (
  id BIGINT PRIMARY KEY NOT NULL,
  insolvency_id BIGINT NOT NULL REFERENCES insolvency (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  opened_by TEXT NOT NULL,
  currency TEXT NOT NULL,
  sent_on DATE,
  sent_proof TEXT NOT NULL,
  heads TEXT NOT NULL,
  declared_minor BIGINT NOT NULL,
  received_on DATE,
  received_proof TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('awaited', 'admitted', 'contested', 'rejected')),
  answer_on DATE,
  answer_note TEXT NOT NULL,
  admitted_minor BIGINT,
  dividend_minor BIGINT NOT NULL,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX insolvency_claim_by_account_id_opened_by ON insolvency_claim (account_id, opened_by);
CREATE INDEX insolvency_claim_by_insolvency_id ON insolvency_claim (insolvency_id);

-- What somebody answered about a piece: when it was supplied, whether a credit is connected, what secures it.
CREATE TABLE insolvency_answer (
  item_id BIGINT PRIMARY KEY NOT NULL REFERENCES item (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  supply_on DATE,
  connected TEXT NOT NULL CHECK (connected IN ('', 'yes', 'no')),
  personal BOOLEAN NOT NULL,
  long_loan BOOLEAN NOT NULL,
  privilege TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX insolvency_answer_by_account_id ON insolvency_answer (account_id);

-- An insolvency holds orders.
ALTER TABLE order_block DROP CONSTRAINT order_block_cause_check;
ALTER TABLE order_block ADD CONSTRAINT order_block_cause_check CHECK (cause IN ('insolvency', 'broken-plan', 'broken-promise', 'over-limit', 'overdue', 'by-hand'));
ALTER TABLE order_block DROP CONSTRAINT order_block_gone_check;
ALTER TABLE order_block ADD CONSTRAINT order_block_gone_check CHECK (gone IN ('not-insolvent', 'nothing-late', 'within-limit', 'within-days', 'rule-off'));
