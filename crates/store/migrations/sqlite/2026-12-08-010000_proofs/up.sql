-- A file that proves a thing of a case: an act, a cost, a title, a declaration of claim.
CREATE TABLE case_proof (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  document_id INTEGER NOT NULL REFERENCES document (id),
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX case_proof_by_case_id ON case_proof (case_id);

-- The act of a procedure that a cost pays.
ALTER TABLE case_cost ADD COLUMN fact_id INTEGER REFERENCES procedure_fact (id);
