ALTER TABLE procedure_deadline DROP COLUMN safe_on;
ALTER TABLE procedure_deadline DROP COLUMN from_on;
DROP INDEX court_procedure_by_wakes_on;
ALTER TABLE court_procedure DROP COLUMN wakes_on;
