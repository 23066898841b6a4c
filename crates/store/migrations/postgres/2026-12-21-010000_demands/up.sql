-- What is asked of who administers an insolvency: to say whether a contract in progress goes on, to give goods back. What he answers, and what was done after it.
CREATE TABLE insolvency_demand (
  id BIGINT PRIMARY KEY NOT NULL,
  insolvency_id BIGINT NOT NULL REFERENCES insolvency (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  opened_by TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('contract', 'goods')),
  what TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  asked_on DATE,
  asked_proof TEXT NOT NULL,
  extended_on DATE,
  extended_proof TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('awaited', 'agreed', 'declined', 'silent')),
  answer_on DATE,
  answer_proof TEXT NOT NULL,
  done_on DATE,
  done_proof TEXT NOT NULL,
  left_on DATE,
  left_why TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX insolvency_demand_by_insolvency_id ON insolvency_demand (insolvency_id);
CREATE INDEX insolvency_demand_by_account_id_opened_by ON insolvency_demand (account_id, opened_by);
