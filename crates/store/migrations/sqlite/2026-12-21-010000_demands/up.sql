-- What is asked of who administers an insolvency: to say whether a contract in progress goes on, to give goods back. What he answers, and what was done after it.
CREATE TABLE insolvency_demand (
  id INTEGER PRIMARY KEY NOT NULL,
  insolvency_id INTEGER NOT NULL REFERENCES insolvency (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  opened_by TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('contract', 'goods')),
  what TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  asked_on TEXT,
  asked_proof TEXT NOT NULL,
  extended_on TEXT,
  extended_proof TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('awaited', 'agreed', 'declined', 'silent')),
  answer_on TEXT,
  answer_proof TEXT NOT NULL,
  done_on TEXT,
  done_proof TEXT NOT NULL,
  left_on TEXT,
  left_why TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX insolvency_demand_by_insolvency_id ON insolvency_demand (insolvency_id);
CREATE INDEX insolvency_demand_by_account_id_opened_by ON insolvency_demand (account_id, opened_by);
