-- Who answers beside a debtor in insolvency: guarantors, co-debtors, who pays an account. What is asked of each is decided by somebody, one by one.
CREATE TABLE insolvency_guarantor (
  id BIGINT PRIMARY KEY NOT NULL,
  insolvency_id BIGINT NOT NULL REFERENCES insolvency (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  opened_by TEXT NOT NULL,
  who TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('guarantor', 'co-debtor', 'payer')),
  name TEXT NOT NULL,
  debtor_id BIGINT REFERENCES debtor (id),
  person TEXT NOT NULL CHECK (person IN ('', 'natural', 'legal')),
  decision TEXT NOT NULL CHECK (decision IN ('awaited', 'pursue', 'hold', 'release')),
  why TEXT NOT NULL,
  actor TEXT NOT NULL,
  decided_us BIGINT,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX insolvency_guarantor_by_account_id_opened_by_who ON insolvency_guarantor (account_id, opened_by, who);
