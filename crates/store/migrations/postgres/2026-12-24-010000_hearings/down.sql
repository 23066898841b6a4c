DROP INDEX court_procedure_by_hearing_on;
ALTER TABLE court_procedure DROP COLUMN hearing_on;
