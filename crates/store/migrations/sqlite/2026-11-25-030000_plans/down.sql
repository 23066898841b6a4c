DROP TABLE claim_event;
DROP TABLE plan_instalment;
DROP TABLE plan_item;
DROP TABLE instalment_plan;
ALTER TABLE promise DROP COLUMN level;
