DROP INDEX claim_event_by_procedure_id;
ALTER TABLE claim_event DROP COLUMN procedure_id;
DROP TABLE procedure_deadline;
DROP TABLE procedure_fact;
DROP TABLE court_procedure;
DROP TABLE case_party;
DROP TABLE case_claim;
DROP TABLE court_case;
