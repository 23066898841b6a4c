-- The hearing of a procedure of which nothing is told yet: a calendar reads those that have one, not all.
-- Those to which a day was told are looked at again, which tells theirs.
ALTER TABLE court_procedure ADD COLUMN hearing_on DATE;
UPDATE court_procedure SET wakes_on = seen_on WHERE over = FALSE
    AND id IN (SELECT procedure_id FROM procedure_fact WHERE fact LIKE '{"fact":"told"%');
CREATE INDEX court_procedure_by_hearing_on ON court_procedure (hearing_on);
