-- What gives the right to enforce, in the case it was obtained in. What it is worth today is computed from it and from its facts; the last day of its clock is kept for lists.
CREATE TABLE court_title (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  issued_on TEXT NOT NULL,
  court TEXT NOT NULL,
  number TEXT NOT NULL,
  currency TEXT NOT NULL,
  heads TEXT NOT NULL,
  enforceable_on TEXT,
  finality TEXT NOT NULL CHECK (finality IN ('suspended', 'provisional', 'final')),
  creditor_class TEXT NOT NULL CHECK (creditor_class IN ('professional', 'individual')),
  capitalise INTEGER NOT NULL CHECK (capitalise IN (0, 1)),
  claim_kind TEXT NOT NULL,
  claim_due_on TEXT,
  annulled_on TEXT,
  annulled_by TEXT NOT NULL,
  clocked INTEGER NOT NULL CHECK (clocked IN (0, 1)),
  due_on TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX court_title_by_case_id ON court_title (case_id);
CREATE INDEX court_title_by_account_id ON court_title (account_id);
CREATE INDEX court_title_by_due_on_id ON court_title (due_on, id);

-- What happened to a title, in the order it was learnt: served, its clock given a new start, its original moved. One told by mistake is struck out and stays.
CREATE TABLE title_fact (
  id INTEGER PRIMARY KEY NOT NULL,
  title_id INTEGER NOT NULL REFERENCES court_title (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  position INTEGER NOT NULL,
  on_day TEXT NOT NULL,
  fact TEXT NOT NULL,
  left_on TEXT,
  left_why TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX title_fact_by_title_id_position ON title_fact (title_id, position);

-- What a case costs, act by act; one that was taken out stays with its reason.
CREATE TABLE case_cost (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  on_day TEXT NOT NULL,
  net_minor INTEGER NOT NULL,
  vat_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  advanced_by TEXT NOT NULL,
  ground TEXT NOT NULL,
  decided TEXT,
  decision TEXT NOT NULL,
  paid_on TEXT,
  tariff TEXT NOT NULL,
  reference TEXT NOT NULL,
  left_on TEXT,
  left_why TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX case_cost_by_case_id ON case_cost (case_id);

-- Time that the house spent on a case.
CREATE TABLE case_time (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  who TEXT NOT NULL,
  on_day TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  hourly_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  left_on TEXT,
  left_why TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX case_time_by_case_id ON case_time (case_id);

-- What is foreseen for each kind of cost of a case, VAT included.
CREATE TABLE case_budget (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  gross_minor INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX case_budget_by_case_id_kind ON case_budget (case_id, kind);

-- What proves that nothing will come of a case, and what accounting needs to know of it.
CREATE TABLE case_loss (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  proof TEXT NOT NULL,
  proof_on TEXT NOT NULL,
  lost TEXT NOT NULL,
  vat_bps INTEGER,
  vat TEXT NOT NULL CHECK (vat IN ('debits', 'collection', 'unknown')),
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX case_loss_by_case_id ON case_loss (case_id);
