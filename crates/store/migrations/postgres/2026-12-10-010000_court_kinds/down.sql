ALTER TABLE court_procedure DROP COLUMN court_kind;
ALTER TABLE court_procedure DROP COLUMN side;
