-- A file that proves a thing of a case: an act, a cost, a title, a declaration of claim.
CREATE TABLE case_proof (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  document_id BIGINT NOT NULL REFERENCES document (id),
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX case_proof_by_case_id ON case_proof (case_id);

-- The act of a procedure that a cost pays.
ALTER TABLE case_cost ADD COLUMN fact_id BIGINT REFERENCES procedure_fact (id);
