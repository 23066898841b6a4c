-- What gives the right to enforce, in the case it was obtained in. What it is worth today is computed from it and from its facts; the last day of its clock is kept for lists.
CREATE TABLE court_title (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  issued_on DATE NOT NULL,
  court TEXT NOT NULL,
  number TEXT NOT NULL,
  currency TEXT NOT NULL,
  heads TEXT NOT NULL,
  enforceable_on DATE,
  finality TEXT NOT NULL CHECK (finality IN ('suspended', 'provisional', 'final')),
  creditor_class TEXT NOT NULL CHECK (creditor_class IN ('professional', 'individual')),
  capitalise BOOLEAN NOT NULL,
  claim_kind TEXT NOT NULL,
  claim_due_on DATE,
  annulled_on DATE,
  annulled_by TEXT NOT NULL,
  clocked BOOLEAN NOT NULL,
  due_on DATE NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX court_title_by_case_id ON court_title (case_id);
CREATE INDEX court_title_by_account_id ON court_title (account_id);
CREATE INDEX court_title_by_due_on_id ON court_title (due_on, id);

-- What happened to a title, in the order it was learnt: served, its clock given a new start, its original moved. One told by mistake is struck out and stays.
CREATE TABLE title_fact (
  id BIGINT PRIMARY KEY NOT NULL,
  title_id BIGINT NOT NULL REFERENCES court_title (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  position BIGINT NOT NULL,
  on_day DATE NOT NULL,
  fact TEXT NOT NULL,
  left_on DATE,
  left_why TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX title_fact_by_title_id_position ON title_fact (title_id, position);

-- What a case costs, act by act; one that was taken out stays with its reason.
CREATE TABLE case_cost (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  on_day DATE NOT NULL,
  net_minor BIGINT NOT NULL,
  vat_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  advanced_by TEXT NOT NULL,
  ground TEXT NOT NULL,
  decided TEXT,
  decision TEXT NOT NULL,
  paid_on DATE,
  tariff TEXT NOT NULL,
  reference TEXT NOT NULL,
  left_on DATE,
  left_why TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX case_cost_by_case_id ON case_cost (case_id);

-- Time that the house spent on a case.
CREATE TABLE case_time (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  who TEXT NOT NULL,
  on_day DATE NOT NULL,
  minutes BIGINT NOT NULL,
  hourly_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  left_on DATE,
  left_why TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX case_time_by_case_id ON case_time (case_id);

-- What is foreseen for each kind of cost of a case, VAT included.
CREATE TABLE case_budget (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  gross_minor BIGINT NOT NULL
);
CREATE UNIQUE INDEX case_budget_by_case_id_kind ON case_budget (case_id, kind);

-- What proves that nothing will come of a case, and what accounting needs to know of it.
CREATE TABLE case_loss (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  proof TEXT NOT NULL,
  proof_on DATE NOT NULL,
  lost TEXT NOT NULL,
  vat_bps BIGINT,
  vat TEXT NOT NULL CHECK (vat IN ('debits', 'collection', 'unknown')),
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX case_loss_by_case_id ON case_loss (case_id);
