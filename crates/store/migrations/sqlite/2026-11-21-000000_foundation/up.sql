-- The foundation. Money: *_minor (minor units) + currency. Instants: *_us (microseconds, UTC).

CREATE TABLE creditor (
  id INTEGER PRIMARY KEY NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  legal_line TEXT NOT NULL,
  siren TEXT,
  vat TEXT,
  street TEXT NOT NULL,
  complement TEXT NOT NULL,
  postcode TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  iban TEXT,
  bic TEXT,
  signatory TEXT NOT NULL,
  currency TEXT NOT NULL,
  terms TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX creditor_by_code ON creditor (code);

CREATE TABLE debtor_group (
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL
) STRICT;

-- Only rows of batches in state live count. At most one batch loads per creditor at a time.
CREATE TABLE batch (
  id INTEGER PRIMARY KEY NOT NULL,
  creditor_id INTEGER NOT NULL REFERENCES creditor (id),
  format TEXT NOT NULL,
  source TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  profile TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('movement', 'snapshot')),
  state TEXT NOT NULL CHECK (state IN ('loading', 'live', 'undone', 'dropped')),
  as_of TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  changed_us INTEGER NOT NULL,
  lease_until_us INTEGER,
  total INTEGER NOT NULL,
  done INTEGER NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX batch_by_creditor_state ON batch (creditor_id, state);
CREATE INDEX batch_by_changed_us ON batch (changed_us);
CREATE INDEX batch_by_fingerprint ON batch (fingerprint);
CREATE UNIQUE INDEX batch_loading ON batch (creditor_id) WHERE state = 'loading';

CREATE TABLE debtor (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('commercial-company', 'civil-company', 'association', 'trader', 'artisan', 'professional', 'consumer', 'public-body', 'public-undertaking')),
  kind_confirmed INTEGER NOT NULL CHECK (kind_confirmed IN (0, 1)),
  name TEXT NOT NULL,
  siren TEXT,
  vat TEXT,
  street TEXT NOT NULL,
  complement TEXT NOT NULL,
  postcode TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  group_id INTEGER REFERENCES debtor_group (id),
  batch_id INTEGER REFERENCES batch (id),
  sort_key TEXT NOT NULL,
  search TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX debtor_by_sort_key_id ON debtor (sort_key);
CREATE INDEX debtor_by_siren ON debtor (siren);
CREATE INDEX debtor_by_group ON debtor (group_id);
CREATE INDEX debtor_by_batch ON debtor (batch_id);

CREATE TABLE account (
  id INTEGER PRIMARY KEY NOT NULL,
  creditor_id INTEGER NOT NULL REFERENCES creditor (id),
  debtor_id INTEGER NOT NULL REFERENCES debtor (id),
  number TEXT NOT NULL,
  terms TEXT,
  salesperson TEXT NOT NULL,
  paused_until TEXT,
  pause_reason TEXT NOT NULL,
  batch_id INTEGER REFERENCES batch (id),
  search TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_by_creditor_number ON account (creditor_id, number);
CREATE INDEX account_by_debtor ON account (debtor_id);
CREATE INDEX account_by_batch ON account (batch_id);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY NOT NULL,
  debtor_id INTEGER NOT NULL REFERENCES debtor (id),
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('accounting', 'management', 'purchasing', 'legal', 'other')),
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  batch_id INTEGER REFERENCES batch (id)
) STRICT;
CREATE INDEX contact_by_debtor ON contact (debtor_id);
CREATE INDEX contact_by_batch ON contact (batch_id);

-- What an import changed in existing rows, so that undo restores it.
CREATE TABLE batch_change (
  id INTEGER PRIMARY KEY NOT NULL,
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  account_id INTEGER REFERENCES account (id),
  entity TEXT NOT NULL,
  entity_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  old_value TEXT,
  new_value TEXT,
  applied INTEGER NOT NULL CHECK (applied IN (0, 1))
) STRICT;
CREATE INDEX batch_change_by_batch_id ON batch_change (batch_id);

CREATE TABLE item (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  kind TEXT NOT NULL CHECK (kind IN ('invoice', 'credit-note', 'payment', 'refund', 'bill', 'advance', 'opening', 'doubtful', 'settlement', 'other')),
  number TEXT NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  entry_on TEXT NOT NULL,
  issue_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  due_inferred INTEGER NOT NULL CHECK (due_inferred IN (0, 1)),
  supply_on TEXT,
  gl_account TEXT NOT NULL
) STRICT;
CREATE INDEX item_by_account_id ON item (account_id);
CREATE INDEX item_by_batch_id ON item (batch_id);
CREATE INDEX item_by_number ON item (number);

CREATE TABLE allocation (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  debit_id INTEGER NOT NULL REFERENCES item (id),
  credit_id INTEGER NOT NULL REFERENCES item (id),
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  on_day TEXT NOT NULL,
  letter TEXT NOT NULL,
  reverses INTEGER
) STRICT;
CREATE INDEX allocation_by_account_id ON allocation (account_id);
CREATE INDEX allocation_by_batch_id ON allocation (batch_id);
CREATE INDEX allocation_by_debit ON allocation (debit_id);
CREATE INDEX allocation_by_credit ON allocation (credit_id);

CREATE TABLE profile (
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  creditor_id INTEGER REFERENCES creditor (id),
  json TEXT NOT NULL,
  updated_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX profile_by_name ON profile (name);

CREATE TABLE run (
  id INTEGER PRIMARY KEY NOT NULL,
  day TEXT NOT NULL,
  creditor_id INTEGER REFERENCES creditor (id),
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  started_us INTEGER NOT NULL,
  finished_us INTEGER,
  actor TEXT NOT NULL,
  summary TEXT NOT NULL
) STRICT;
CREATE INDEX run_by_day_id ON run (day);

-- Exactly once: at most one reminder for an account, a currency, a cycle and a level.
CREATE TABLE reminder (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  creditor_id INTEGER NOT NULL REFERENCES creditor (id),
  run_id INTEGER NOT NULL REFERENCES run (id),
  currency TEXT NOT NULL,
  cycle INTEGER NOT NULL,
  level INTEGER NOT NULL,
  step TEXT NOT NULL,
  strategy TEXT NOT NULL,
  on_day TEXT NOT NULL,
  grant_until TEXT NOT NULL,
  principal_minor INTEGER NOT NULL,
  interest_minor INTEGER NOT NULL,
  indemnity_minor INTEGER NOT NULL,
  total_minor INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX reminder_by_account_currency_cycle_level ON reminder (account_id, currency, cycle, level);
CREATE INDEX reminder_by_run_id ON reminder (run_id);
CREATE INDEX reminder_by_account_id ON reminder (account_id);

CREATE TABLE reminder_item (
  reminder_id INTEGER NOT NULL REFERENCES reminder (id),
  item_id INTEGER NOT NULL REFERENCES item (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  open_minor INTEGER NOT NULL,
  interest_minor INTEGER NOT NULL,
  indemnity_minor INTEGER NOT NULL,
  PRIMARY KEY (reminder_id, item_id)
) STRICT;
CREATE INDEX reminder_item_by_account ON reminder_item (account_id);
CREATE INDEX reminder_item_by_item ON reminder_item (item_id);

-- Bytes are kept here so that a backup is one file.
CREATE TABLE document (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER REFERENCES account (id),
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  content BLOB NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX document_by_account_id ON document (account_id);
CREATE INDEX document_by_sha256 ON document (sha256);

CREATE TABLE print_file (
  document_id INTEGER PRIMARY KEY NOT NULL REFERENCES document (id),
  run_id INTEGER NOT NULL REFERENCES run (id),
  creditor_id INTEGER NOT NULL REFERENCES creditor (id),
  letters INTEGER NOT NULL
) STRICT;
CREATE INDEX print_file_by_run ON print_file (run_id);

CREATE TABLE message (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  reminder_id INTEGER REFERENCES reminder (id),
  channel TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  state TEXT NOT NULL CHECK (state IN ('planned', 'rendered', 'sent', 'failed', 'cancelled')),
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  document_id INTEGER REFERENCES document (id),
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX message_by_account_id ON message (account_id);
CREATE INDEX message_by_document ON message (document_id);
CREATE INDEX message_by_state_id ON message (state);
CREATE UNIQUE INDEX message_by_reminder ON message (reminder_id);

CREATE TABLE desk_user (
  id INTEGER PRIMARY KEY NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  role TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX desk_user_by_login ON desk_user (login);

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY NOT NULL,
  user_id INTEGER NOT NULL REFERENCES desk_user (id),
  created_us INTEGER NOT NULL,
  last_seen_us INTEGER NOT NULL,
  expires_us INTEGER NOT NULL,
  user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_expires_us ON session (expires_us);

CREATE TABLE login_attempt (
  key TEXT PRIMARY KEY NOT NULL,
  failures INTEGER NOT NULL,
  first_us INTEGER NOT NULL,
  last_us INTEGER NOT NULL
) STRICT;
CREATE INDEX login_attempt_by_last_us ON login_attempt (last_us);

-- Every fact, written with it in one transaction; sealed afterwards into a hash chain.
CREATE TABLE timeline (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER REFERENCES account (id),
  creditor_id INTEGER REFERENCES creditor (id),
  kind TEXT NOT NULL,
  on_day TEXT NOT NULL,
  at_us INTEGER NOT NULL,
  actor TEXT NOT NULL,
  payload TEXT NOT NULL,
  seal_no INTEGER,
  hash TEXT
) STRICT;
CREATE INDEX timeline_by_account_id ON timeline (account_id);
CREATE INDEX timeline_by_kind_id ON timeline (kind);
CREATE INDEX timeline_unsealed ON timeline (id) WHERE seal_no IS NULL;
CREATE UNIQUE INDEX timeline_by_seal_no ON timeline (seal_no);

-- Work to do later, leased by workers; it is also the outbox.
CREATE TABLE job (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  run_at_us INTEGER NOT NULL,
  lease_until_us INTEGER,
  leased_by TEXT,
  attempts INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'done', 'dead')),
  last_error TEXT NOT NULL,
  dedupe_key TEXT,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX job_by_state_run_at_us_id ON job (state, run_at_us);
CREATE UNIQUE INDEX job_dedupe ON job (dedupe_key) WHERE state = 'queued';

CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT;
