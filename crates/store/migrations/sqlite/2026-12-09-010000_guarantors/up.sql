-- Who answers beside a debtor in insolvency: guarantors, co-debtors, who pays an account. What is asked of each is decided by somebody, one by one.
CREATE TABLE insolvency_guarantor (
  id INTEGER PRIMARY KEY NOT NULL,
  insolvency_id INTEGER NOT NULL REFERENCES insolvency (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  opened_by TEXT NOT NULL,
  who TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('guarantor', 'co-debtor', 'payer')),
  name TEXT NOT NULL,
  debtor_id INTEGER REFERENCES debtor (id),
  person TEXT NOT NULL CHECK (person IN ('', 'natural', 'legal')),
  decision TEXT NOT NULL CHECK (decision IN ('awaited', 'pursue', 'hold', 'release')),
  why TEXT NOT NULL,
  actor TEXT NOT NULL,
  decided_us INTEGER,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX insolvency_guarantor_by_account_id_opened_by_who ON insolvency_guarantor (account_id, opened_by, who);
