-- The first day on which time may bring something to a procedure by itself: a daily look reads those that wake, not all.
-- Those that are known are looked at once, which tells their days.
ALTER TABLE court_procedure ADD COLUMN wakes_on DATE;
UPDATE court_procedure SET wakes_on = seen_on WHERE over = FALSE;
CREATE INDEX court_procedure_by_wakes_on ON court_procedure (wakes_on);

-- The day a deadline is counted from, and the date to work by: what its alarms are told by.
ALTER TABLE procedure_deadline ADD COLUMN from_on DATE;
ALTER TABLE procedure_deadline ADD COLUMN safe_on DATE;
UPDATE procedure_deadline SET safe_on = due_on;
ALTER TABLE procedure_deadline ALTER COLUMN safe_on SET NOT NULL;
