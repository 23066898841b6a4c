-- The foundation. Money: *_minor (minor units) + currency. Instants: *_us (microseconds, UTC).

CREATE TABLE creditor (
  id BIGINT PRIMARY KEY NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  legal_line TEXT COLLATE "C" NOT NULL,
  siren TEXT COLLATE "C",
  vat TEXT COLLATE "C",
  street TEXT COLLATE "C" NOT NULL,
  complement TEXT COLLATE "C" NOT NULL,
  postcode TEXT COLLATE "C" NOT NULL,
  city TEXT COLLATE "C" NOT NULL,
  country TEXT COLLATE "C" NOT NULL,
  phone TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C" NOT NULL,
  iban TEXT COLLATE "C",
  bic TEXT COLLATE "C",
  signatory TEXT COLLATE "C" NOT NULL,
  currency TEXT COLLATE "C" NOT NULL,
  terms TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX creditor_by_code ON creditor (code);

CREATE TABLE debtor_group (
  id BIGINT PRIMARY KEY NOT NULL,
  name TEXT COLLATE "C" NOT NULL
);

-- Only rows of batches in state live count. At most one batch loads per creditor at a time.
CREATE TABLE batch (
  id BIGINT PRIMARY KEY NOT NULL,
  creditor_id BIGINT NOT NULL REFERENCES creditor (id),
  format TEXT COLLATE "C" NOT NULL,
  source TEXT COLLATE "C" NOT NULL,
  fingerprint TEXT COLLATE "C" NOT NULL,
  profile TEXT COLLATE "C" NOT NULL,
  mode TEXT COLLATE "C" NOT NULL CHECK (mode IN ('movement', 'snapshot')),
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('loading', 'live', 'undone', 'dropped')),
  as_of DATE NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL,
  changed_us BIGINT NOT NULL,
  lease_until_us BIGINT,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL
);
CREATE INDEX batch_by_creditor_state ON batch (creditor_id, state);
CREATE INDEX batch_by_changed_us ON batch (changed_us);
CREATE INDEX batch_by_fingerprint ON batch (fingerprint);
CREATE UNIQUE INDEX batch_loading ON batch (creditor_id) WHERE state = 'loading';

CREATE TABLE debtor (
  id BIGINT PRIMARY KEY NOT NULL,
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('commercial-company', 'civil-company', 'association', 'trader', 'artisan', 'professional', 'consumer', 'public-body', 'public-undertaking')),
  kind_confirmed BOOLEAN NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  siren TEXT COLLATE "C",
  vat TEXT COLLATE "C",
  street TEXT COLLATE "C" NOT NULL,
  complement TEXT COLLATE "C" NOT NULL,
  postcode TEXT COLLATE "C" NOT NULL,
  city TEXT COLLATE "C" NOT NULL,
  country TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL CHECK (language IN ('fr', 'en')),
  group_id BIGINT REFERENCES debtor_group (id),
  batch_id BIGINT REFERENCES batch (id),
  sort_key TEXT COLLATE "C" NOT NULL,
  search TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX debtor_by_sort_key_id ON debtor (sort_key, id);
CREATE INDEX debtor_by_siren ON debtor (siren);
CREATE INDEX debtor_by_group ON debtor (group_id);
CREATE INDEX debtor_by_batch ON debtor (batch_id);

CREATE TABLE account (
  id BIGINT PRIMARY KEY NOT NULL,
  creditor_id BIGINT NOT NULL REFERENCES creditor (id),
  debtor_id BIGINT NOT NULL REFERENCES debtor (id),
  number TEXT COLLATE "C" NOT NULL,
  terms TEXT COLLATE "C",
  salesperson TEXT COLLATE "C" NOT NULL,
  paused_until DATE,
  pause_reason TEXT COLLATE "C" NOT NULL,
  batch_id BIGINT REFERENCES batch (id),
  search TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_by_creditor_number ON account (creditor_id, number);
CREATE INDEX account_by_debtor ON account (debtor_id);
CREATE INDEX account_by_batch ON account (batch_id);

CREATE TABLE contact (
  id BIGINT PRIMARY KEY NOT NULL,
  debtor_id BIGINT NOT NULL REFERENCES debtor (id),
  name TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL CHECK (role IN ('accounting', 'management', 'purchasing', 'legal', 'other')),
  email TEXT COLLATE "C" NOT NULL,
  phone TEXT COLLATE "C" NOT NULL,
  batch_id BIGINT REFERENCES batch (id)
);
CREATE INDEX contact_by_debtor ON contact (debtor_id);
CREATE INDEX contact_by_batch ON contact (batch_id);

-- What an import changed in existing rows, so that undo restores it.
CREATE TABLE batch_change (
  id BIGINT PRIMARY KEY NOT NULL,
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  account_id BIGINT REFERENCES account (id),
  entity TEXT COLLATE "C" NOT NULL,
  entity_id BIGINT NOT NULL,
  field TEXT COLLATE "C" NOT NULL,
  old_value TEXT COLLATE "C",
  new_value TEXT COLLATE "C",
  applied BOOLEAN NOT NULL
);
CREATE INDEX batch_change_by_batch_id ON batch_change (batch_id, id);

CREATE TABLE item (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('invoice', 'credit-note', 'payment', 'refund', 'bill', 'advance', 'opening', 'doubtful', 'settlement', 'other')),
  number TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency TEXT COLLATE "C" NOT NULL,
  entry_on DATE NOT NULL,
  issue_on DATE NOT NULL,
  due_on DATE NOT NULL,
  due_inferred BOOLEAN NOT NULL,
  supply_on DATE,
  gl_account TEXT COLLATE "C" NOT NULL
);
CREATE INDEX item_by_account_id ON item (account_id, id);
CREATE INDEX item_by_batch_id ON item (batch_id, id);
CREATE INDEX item_by_number ON item (number);

CREATE TABLE allocation (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  debit_id BIGINT NOT NULL REFERENCES item (id),
  credit_id BIGINT NOT NULL REFERENCES item (id),
  amount_minor BIGINT NOT NULL,
  currency TEXT COLLATE "C" NOT NULL,
  on_day DATE NOT NULL,
  letter TEXT COLLATE "C" NOT NULL,
  reverses BIGINT
);
CREATE INDEX allocation_by_account_id ON allocation (account_id, id);
CREATE INDEX allocation_by_batch_id ON allocation (batch_id, id);
CREATE INDEX allocation_by_debit ON allocation (debit_id);
CREATE INDEX allocation_by_credit ON allocation (credit_id);

CREATE TABLE profile (
  id BIGINT PRIMARY KEY NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  creditor_id BIGINT REFERENCES creditor (id),
  json TEXT COLLATE "C" NOT NULL,
  updated_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX profile_by_name ON profile (name);

CREATE TABLE run (
  id BIGINT PRIMARY KEY NOT NULL,
  day DATE NOT NULL,
  creditor_id BIGINT REFERENCES creditor (id),
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  started_us BIGINT NOT NULL,
  finished_us BIGINT,
  actor TEXT COLLATE "C" NOT NULL,
  summary TEXT COLLATE "C" NOT NULL
);
CREATE INDEX run_by_day_id ON run (day, id);

-- Exactly once: at most one reminder for an account, a currency, a cycle and a level.
CREATE TABLE reminder (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  creditor_id BIGINT NOT NULL REFERENCES creditor (id),
  run_id BIGINT NOT NULL REFERENCES run (id),
  currency TEXT COLLATE "C" NOT NULL,
  cycle BIGINT NOT NULL,
  level BIGINT NOT NULL,
  step TEXT COLLATE "C" NOT NULL,
  strategy TEXT COLLATE "C" NOT NULL,
  on_day DATE NOT NULL,
  grant_until DATE NOT NULL,
  principal_minor BIGINT NOT NULL,
  interest_minor BIGINT NOT NULL,
  indemnity_minor BIGINT NOT NULL,
  total_minor BIGINT NOT NULL,
  reason TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX reminder_by_account_currency_cycle_level ON reminder (account_id, currency, cycle, level);
CREATE INDEX reminder_by_run_id ON reminder (run_id, id);
CREATE INDEX reminder_by_account_id ON reminder (account_id, id);

CREATE TABLE reminder_item (
  reminder_id BIGINT NOT NULL REFERENCES reminder (id),
  item_id BIGINT NOT NULL REFERENCES item (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  open_minor BIGINT NOT NULL,
  interest_minor BIGINT NOT NULL,
  indemnity_minor BIGINT NOT NULL,
  PRIMARY KEY (reminder_id, item_id)
);
CREATE INDEX reminder_item_by_account ON reminder_item (account_id);
CREATE INDEX reminder_item_by_item ON reminder_item (item_id);

-- Bytes are kept here so that a backup is one file.
CREATE TABLE document (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT REFERENCES account (id),
  kind TEXT COLLATE "C" NOT NULL,
  file_name TEXT COLLATE "C" NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL,
  content BYTEA NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX document_by_account_id ON document (account_id, id);
CREATE INDEX document_by_sha256 ON document (sha256);

CREATE TABLE print_file (
  document_id BIGINT PRIMARY KEY NOT NULL REFERENCES document (id),
  run_id BIGINT NOT NULL REFERENCES run (id),
  creditor_id BIGINT NOT NULL REFERENCES creditor (id),
  letters BIGINT NOT NULL
);
CREATE INDEX print_file_by_run ON print_file (run_id);

CREATE TABLE message (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  reminder_id BIGINT REFERENCES reminder (id),
  channel TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL CHECK (language IN ('fr', 'en')),
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('planned', 'rendered', 'sent', 'failed', 'cancelled')),
  recipient TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  document_id BIGINT REFERENCES document (id),
  created_us BIGINT NOT NULL
);
CREATE INDEX message_by_account_id ON message (account_id, id);
CREATE INDEX message_by_document ON message (document_id);
CREATE INDEX message_by_state_id ON message (state, id);
CREATE UNIQUE INDEX message_by_reminder ON message (reminder_id);

CREATE TABLE desk_user (
  id BIGINT PRIMARY KEY NOT NULL,
  login TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  password_hash TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL CHECK (language IN ('fr', 'en')),
  active BOOLEAN NOT NULL,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX desk_user_by_login ON desk_user (login);

CREATE TABLE session (
  token_hash TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  user_id BIGINT NOT NULL REFERENCES desk_user (id),
  created_us BIGINT NOT NULL,
  last_seen_us BIGINT NOT NULL,
  expires_us BIGINT NOT NULL,
  user_agent TEXT COLLATE "C" NOT NULL
);
CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_expires_us ON session (expires_us);

CREATE TABLE login_attempt (
  key TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  failures BIGINT NOT NULL,
  first_us BIGINT NOT NULL,
  last_us BIGINT NOT NULL
);
CREATE INDEX login_attempt_by_last_us ON login_attempt (last_us);

-- Every fact, written with it in one transaction; sealed afterwards into a hash chain.
CREATE TABLE timeline (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT REFERENCES account (id),
  creditor_id BIGINT REFERENCES creditor (id),
  kind TEXT COLLATE "C" NOT NULL,
  on_day DATE NOT NULL,
  at_us BIGINT NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  payload TEXT COLLATE "C" NOT NULL,
  seal_no BIGINT,
  hash TEXT COLLATE "C"
);
CREATE INDEX timeline_by_account_id ON timeline (account_id, id);
CREATE INDEX timeline_by_kind_id ON timeline (kind, id);
CREATE INDEX timeline_unsealed ON timeline (id) WHERE seal_no IS NULL;
CREATE UNIQUE INDEX timeline_by_seal_no ON timeline (seal_no);

-- Work to do later, leased by workers; it is also the outbox.
CREATE TABLE job (
  id BIGINT PRIMARY KEY NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  payload TEXT COLLATE "C" NOT NULL,
  run_at_us BIGINT NOT NULL,
  lease_until_us BIGINT,
  leased_by TEXT COLLATE "C",
  attempts BIGINT NOT NULL,
  max_attempts BIGINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('queued', 'done', 'dead')),
  last_error TEXT COLLATE "C" NOT NULL,
  dedupe_key TEXT COLLATE "C",
  created_us BIGINT NOT NULL
);
CREATE INDEX job_by_state_run_at_us_id ON job (state, run_at_us, id);
CREATE UNIQUE INDEX job_dedupe ON job (dedupe_key) WHERE state = 'queued';

CREATE TABLE setting (
  key TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  value TEXT COLLATE "C" NOT NULL
);
