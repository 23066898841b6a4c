-- Terms of sale of a creditor, their clauses, and how customers accepted them.

-- A version is in force from its day until the eve of the next one of the same creditor.
CREATE TABLE sale_terms (
  id INTEGER PRIMARY KEY NOT NULL,
  creditor_id INTEGER NOT NULL REFERENCES creditor (id),
  label TEXT NOT NULL,
  since_on TEXT NOT NULL,
  document_id INTEGER REFERENCES document (id),
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX sale_terms_by_creditor_id_label ON sale_terms (creditor_id, label);

-- One clause of each kind in a version, as it is worded; a rate is that of the text, never computed with.
CREATE TABLE sale_clause (
  id INTEGER PRIMARY KEY NOT NULL,
  terms_id INTEGER NOT NULL REFERENCES sale_terms (id),
  kind TEXT NOT NULL CHECK (kind IN ('payment-period', 'late-penalties', 'recovery-indemnity', 'penalty-clause', 'retention-of-title', 'acceleration', 'jurisdiction', 'early-discount', 'deposit', 'complaints', 'other')),
  body TEXT NOT NULL,
  rate TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX sale_clause_by_terms_id_kind ON sale_clause (terms_id, kind);

-- That an account accepted a version: taken back with a reason, never deleted.
CREATE TABLE terms_acceptance (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  terms_id INTEGER NOT NULL REFERENCES sale_terms (id),
  accepted_on TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('signed', 'order-form', 'order-unopposed', 'click', 'account-opening', 'invoice-only', 'course-of-dealing', 'other')),
  note TEXT NOT NULL,
  document_id INTEGER REFERENCES document (id),
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  withdrawn_by TEXT NOT NULL,
  withdrawn_why TEXT NOT NULL,
  withdrawn_us INTEGER,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX terms_acceptance_by_account_id ON terms_acceptance (account_id);
CREATE INDEX terms_acceptance_by_terms_id_id ON terms_acceptance (terms_id, id);
