-- Before which kind of court a procedure is, and on which side of it the creditor stands.
ALTER TABLE court_procedure ADD COLUMN court_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE court_procedure ADD COLUMN side TEXT NOT NULL DEFAULT 'claimant';
UPDATE court_procedure SET side = (SELECT court_case.side FROM court_case WHERE court_case.id = court_procedure.case_id);
-- What was kept of deposits not asked yet, and of procedures against the creditor, said more than is known.
DELETE FROM procedure_deadline WHERE step = 'deposit-request' AND procedure_id IN (SELECT id FROM court_procedure WHERE state = 'filed');
DELETE FROM procedure_deadline WHERE procedure_id IN (SELECT id FROM court_procedure WHERE side = 'defendant');
UPDATE court_procedure SET due_on = (SELECT min(due_on) FROM procedure_deadline WHERE procedure_deadline.procedure_id = court_procedure.id);
