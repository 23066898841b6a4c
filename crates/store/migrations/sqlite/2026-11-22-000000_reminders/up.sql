-- Reminders in full: strategies, blocks, promises, tasks, entry levels, the outbox.

ALTER TABLE account ADD COLUMN pause_owner TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN strategy TEXT;
ALTER TABLE account ADD COLUMN payer_id INTEGER;
CREATE INDEX account_by_payer ON account (payer_id);
ALTER TABLE contact ADD COLUMN bounced_on TEXT;

-- A strategy keeps its own count of cycles and levels.
DROP INDEX reminder_by_account_currency_cycle_level;
CREATE UNIQUE INDEX reminder_by_account_currency_strategy_cycle_level ON reminder (account_id, currency, strategy, cycle, level);
CREATE INDEX reminder_by_on_day_id ON reminder (on_day);

-- Strategies of the house, one row per version; at most one version in force.
CREATE TABLE strategy (
  id INTEGER PRIMARY KEY NOT NULL,
  slug TEXT NOT NULL,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  json TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'active', 'retired')),
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX strategy_by_slug_version ON strategy (slug, version);
CREATE UNIQUE INDEX strategy_active ON strategy (slug) WHERE state = 'active';

-- Texts of letters, mails and text messages as the house wrote them, one row per version.
CREATE TABLE text_template (
  id INTEGER PRIMARY KEY NOT NULL,
  slug TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'active', 'retired')),
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX text_template_by_slug_language_version ON text_template (slug, language, version);
CREATE UNIQUE INDEX text_template_active ON text_template (slug, language) WHERE state = 'active';

-- Part of a piece that must not be asked for; the whole of it when no amount is given.
CREATE TABLE item_block (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  item_id INTEGER NOT NULL REFERENCES item (id),
  amount_minor INTEGER,
  currency TEXT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  owner TEXT NOT NULL,
  since_on TEXT NOT NULL,
  until_on TEXT,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  released_us INTEGER
) STRICT;
CREATE INDEX item_block_by_account_id ON item_block (account_id);
CREATE INDEX item_block_by_item ON item_block (item_id);
CREATE INDEX item_block_open ON item_block (account_id) WHERE released_us IS NULL;

-- Strategy chosen by hand for one piece.
CREATE TABLE item_choice (
  item_id INTEGER PRIMARY KEY NOT NULL REFERENCES item (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  strategy TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX item_choice_by_account ON item_choice (account_id);

-- What a debtor promised; the ledger judges it.
CREATE TABLE promise (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  made_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'partly', 'broken', 'withdrawn')),
  paid_minor INTEGER NOT NULL,
  note TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  judged_us INTEGER
) STRICT;
CREATE INDEX promise_by_account_id ON promise (account_id);
CREATE INDEX promise_by_state_id ON promise (state);

-- Something a person does: a call, a visit, a contact to mend.
CREATE TABLE task (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  reminder_id INTEGER REFERENCES reminder (id),
  kind TEXT NOT NULL CHECK (kind IN ('call', 'visit', 'contact', 'follow-up')),
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
  subject TEXT NOT NULL,
  owner TEXT NOT NULL,
  due_on TEXT NOT NULL,
  outcome TEXT NOT NULL,
  note TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  closed_us INTEGER
) STRICT;
CREATE INDEX task_by_account_id ON task (account_id);
CREATE INDEX task_by_state_due_on_id ON task (state, due_on);
CREATE UNIQUE INDEX task_by_reminder ON task (reminder_id);

-- Level proposed for an account that goes live.
CREATE TABLE entry_level (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  creditor_id INTEGER NOT NULL REFERENCES creditor (id),
  currency TEXT NOT NULL,
  strategy TEXT NOT NULL,
  level INTEGER NOT NULL,
  french TEXT NOT NULL,
  english TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'refused')),
  on_day TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX entry_level_by_account ON entry_level (account_id);
CREATE INDEX entry_level_by_state_id ON entry_level (state);
CREATE UNIQUE INDEX entry_level_proposed ON entry_level (account_id, currency, strategy) WHERE state = 'proposed';

-- Messages leave by an outbox: a table of SQLite cannot change its checks, so it is written anew.
CREATE TABLE message_anew (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  reminder_id INTEGER REFERENCES reminder (id),
  channel TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  state TEXT NOT NULL CHECK (state IN ('awaiting', 'planned', 'rendered', 'reserved', 'sent', 'failed', 'ambiguous', 'bounced', 'cancelled')),
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  document_id INTEGER REFERENCES document (id),
  created_us INTEGER NOT NULL,
  address TEXT NOT NULL,
  refusals INTEGER NOT NULL,
  next_try_us INTEGER NOT NULL,
  settled_us INTEGER,
  registered TEXT NOT NULL,
  presented_on TEXT,
  returned_on TEXT,
  run_id INTEGER,
  print_file_id INTEGER
) STRICT;
INSERT INTO message_anew SELECT id, account_id, reminder_id, channel, language, state, recipient, subject, body,
  document_id, created_us, '', 0, 0, NULL, '', NULL, NULL,
  (SELECT run_id FROM reminder WHERE reminder.id = message.reminder_id),
  -- A file used to hold the letters of its run and creditor made before it and since the file before.
  (SELECT MIN(print_file.document_id) FROM print_file
    JOIN reminder ON reminder.run_id = print_file.run_id AND reminder.creditor_id = print_file.creditor_id
    WHERE reminder.id = message.reminder_id AND message.channel = 'letter'
      AND print_file.document_id > message.document_id)
  FROM message;
DROP TABLE message;
ALTER TABLE message_anew RENAME TO message;
CREATE INDEX message_by_account_id ON message (account_id);
CREATE INDEX message_by_document ON message (document_id);
CREATE INDEX message_by_state_id ON message (state);
CREATE UNIQUE INDEX message_by_reminder ON message (reminder_id);
-- The pages count a day's messages by where they stand, and list them the highest level first.
CREATE INDEX message_by_run_state_channel ON message (run_id, state, channel);
CREATE INDEX reminder_by_run_level_id ON reminder (run_id, level DESC);

-- One attempt to carry a message: reserved before its carrier is called, answered after.
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY NOT NULL,
  message_id INTEGER NOT NULL REFERENCES message (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  carrier TEXT NOT NULL,
  parcel TEXT NOT NULL,
  reserved_by TEXT NOT NULL,
  reserved_us INTEGER NOT NULL,
  lease_until_us INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('pending', 'accepted', 'deferred', 'refused', 'doubtful')),
  reply TEXT NOT NULL,
  evidence TEXT NOT NULL,
  answered_us INTEGER
) STRICT;
CREATE INDEX delivery_by_message ON delivery (message_id);
CREATE INDEX delivery_by_account ON delivery (account_id);
CREATE INDEX delivery_pending ON delivery (lease_until_us) WHERE outcome = 'pending';

-- The file of a piece: its invoice, to go with the messages that ask for it.
ALTER TABLE document ADD COLUMN item_id INTEGER;
CREATE INDEX document_by_item ON document (item_id);
