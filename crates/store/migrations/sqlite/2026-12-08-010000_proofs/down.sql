ALTER TABLE case_cost DROP COLUMN fact_id;
DROP TABLE case_proof;
