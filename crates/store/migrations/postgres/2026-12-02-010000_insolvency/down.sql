DROP TABLE insolvency_answer;
DROP TABLE insolvency_claim;
DROP TABLE insolvency;
DROP TABLE insolvency_match;
DROP TABLE insolvency_notice;
UPDATE item_block SET released_us = created_us WHERE reason = 'insolvency' AND released_us IS NULL;
UPDATE item_block SET reason = 'to-check' WHERE reason = 'insolvency';
UPDATE order_block SET cause = 'by-hand' WHERE cause = 'insolvency';
UPDATE order_block SET gone = 'rule-off' WHERE gone = 'not-insolvent';

ALTER TABLE order_block DROP CONSTRAINT order_block_cause_check;
ALTER TABLE order_block ADD CONSTRAINT order_block_cause_check CHECK (cause IN ('broken-plan', 'broken-promise', 'over-limit', 'overdue', 'by-hand'));
ALTER TABLE order_block DROP CONSTRAINT order_block_gone_check;
ALTER TABLE order_block ADD CONSTRAINT order_block_gone_check CHECK (gone IN ('nothing-late', 'within-limit', 'within-days', 'rule-off'));
