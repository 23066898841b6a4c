DROP TABLE insolvency_answer;
DROP TABLE insolvency_claim;
DROP TABLE insolvency;
DROP TABLE insolvency_match;
DROP TABLE insolvency_notice;
UPDATE item_block SET released_us = created_us WHERE reason = 'insolvency' AND released_us IS NULL;
UPDATE item_block SET reason = 'to-check' WHERE reason = 'insolvency';
UPDATE order_block SET cause = 'by-hand' WHERE cause = 'insolvency';
UPDATE order_block SET gone = 'rule-off' WHERE gone = 'not-insolvent';

CREATE TABLE order_block_before (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  state TEXT NOT NULL CHECK (state IN ('proposed', 'blocked', 'releasing', 'released', 'refused', 'withdrawn')),
  cause TEXT NOT NULL CHECK (cause IN ('broken-plan', 'broken-promise', 'over-limit', 'overdue', 'by-hand')),
  reason TEXT NOT NULL,
  made_on TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_why TEXT NOT NULL,
  decided_us INTEGER,
  gone TEXT CHECK (gone IN ('nothing-late', 'within-limit', 'within-days', 'rule-off')),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO order_block_before SELECT id, account_id, state, cause, reason, made_on, actor, created_us, decided_by, decided_why, decided_us, gone, version
  FROM order_block;
DROP TABLE order_block;
ALTER TABLE order_block_before RENAME TO order_block;
CREATE UNIQUE INDEX order_block_by_account_id ON order_block (account_id) WHERE state IN ('proposed', 'blocked', 'releasing');
CREATE INDEX order_block_by_state_id ON order_block (state, id);
