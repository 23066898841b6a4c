-- Reminders in full: strategies, blocks, promises, tasks, entry levels, the outbox.

ALTER TABLE account ADD COLUMN pause_owner TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN strategy TEXT COLLATE "C";
ALTER TABLE account ADD COLUMN payer_id BIGINT;
CREATE INDEX account_by_payer ON account (payer_id);
ALTER TABLE contact ADD COLUMN bounced_on DATE;

-- A strategy keeps its own count of cycles and levels.
DROP INDEX reminder_by_account_currency_cycle_level;
CREATE UNIQUE INDEX reminder_by_account_currency_strategy_cycle_level ON reminder (account_id, currency, strategy, cycle, level);
CREATE INDEX reminder_by_on_day_id ON reminder (on_day);

-- Strategies of the house, one row per version; at most one version in force.
CREATE TABLE strategy (
  id BIGINT PRIMARY KEY NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  json TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'active', 'retired')),
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX strategy_by_slug_version ON strategy (slug, version);
CREATE UNIQUE INDEX strategy_active ON strategy (slug) WHERE state = 'active';

-- Texts of letters, mails and text messages as the house wrote them, one row per version.
CREATE TABLE text_template (
  id BIGINT PRIMARY KEY NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL CHECK (language IN ('fr', 'en')),
  version BIGINT NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'active', 'retired')),
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX text_template_by_slug_language_version ON text_template (slug, language, version);
CREATE UNIQUE INDEX text_template_active ON text_template (slug, language) WHERE state = 'active';

-- Part of a piece that must not be asked for; the whole of it when no amount is given.
CREATE TABLE item_block (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  item_id BIGINT NOT NULL REFERENCES item (id),
  amount_minor BIGINT,
  currency TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  note TEXT COLLATE "C" NOT NULL,
  owner TEXT COLLATE "C" NOT NULL,
  since_on DATE NOT NULL,
  until_on DATE,
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL,
  released_us BIGINT
);
CREATE INDEX item_block_by_account_id ON item_block (account_id);
CREATE INDEX item_block_by_item ON item_block (item_id);
CREATE INDEX item_block_open ON item_block (account_id) WHERE released_us IS NULL;

-- Strategy chosen by hand for one piece.
CREATE TABLE item_choice (
  item_id BIGINT PRIMARY KEY NOT NULL REFERENCES item (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  strategy TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX item_choice_by_account ON item_choice (account_id);

-- What a debtor promised; the ledger judges it.
CREATE TABLE promise (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  currency TEXT COLLATE "C" NOT NULL,
  amount_minor BIGINT NOT NULL,
  made_on DATE NOT NULL,
  until_on DATE NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'kept', 'partly', 'broken', 'withdrawn')),
  paid_minor BIGINT NOT NULL,
  note TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL,
  judged_us BIGINT
);
CREATE INDEX promise_by_account_id ON promise (account_id);
CREATE INDEX promise_by_state_id ON promise (state);

-- Something a person does: a call, a visit, a contact to mend.
CREATE TABLE task (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  reminder_id BIGINT REFERENCES reminder (id),
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('call', 'visit', 'contact', 'follow-up')),
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
  subject TEXT COLLATE "C" NOT NULL,
  owner TEXT COLLATE "C" NOT NULL,
  due_on DATE NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL,
  note TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL,
  closed_us BIGINT
);
CREATE INDEX task_by_account_id ON task (account_id);
CREATE INDEX task_by_state_due_on_id ON task (state, due_on);
CREATE UNIQUE INDEX task_by_reminder ON task (reminder_id);

-- Level proposed for an account that goes live.
CREATE TABLE entry_level (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  creditor_id BIGINT NOT NULL REFERENCES creditor (id),
  currency TEXT COLLATE "C" NOT NULL,
  strategy TEXT COLLATE "C" NOT NULL,
  level BIGINT NOT NULL,
  french TEXT COLLATE "C" NOT NULL,
  english TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('proposed', 'approved', 'refused')),
  on_day DATE NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX entry_level_by_account ON entry_level (account_id);
CREATE INDEX entry_level_by_state_id ON entry_level (state);
CREATE UNIQUE INDEX entry_level_proposed ON entry_level (account_id, currency, strategy) WHERE state = 'proposed';

-- Messages leave by an outbox.
ALTER TABLE message DROP CONSTRAINT message_state_check;
ALTER TABLE message ADD CONSTRAINT message_state_check CHECK (state IN ('awaiting', 'planned', 'rendered', 'reserved', 'sent', 'failed', 'ambiguous', 'bounced', 'cancelled'));
ALTER TABLE message ADD COLUMN address TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE message ALTER COLUMN address DROP DEFAULT;
ALTER TABLE message ADD COLUMN refusals BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ALTER COLUMN refusals DROP DEFAULT;
ALTER TABLE message ADD COLUMN next_try_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ALTER COLUMN next_try_us DROP DEFAULT;
ALTER TABLE message ADD COLUMN settled_us BIGINT;
ALTER TABLE message ADD COLUMN registered TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE message ALTER COLUMN registered DROP DEFAULT;
ALTER TABLE message ADD COLUMN presented_on DATE;
ALTER TABLE message ADD COLUMN returned_on DATE;
ALTER TABLE message ADD COLUMN run_id BIGINT;
ALTER TABLE message ADD COLUMN print_file_id BIGINT;
UPDATE message SET run_id = reminder.run_id FROM reminder WHERE reminder.id = message.reminder_id;
-- A file used to hold the letters of its run and creditor made before it and since the file before.
UPDATE message SET print_file_id = (
  SELECT MIN(print_file.document_id) FROM print_file
    JOIN reminder ON reminder.run_id = print_file.run_id AND reminder.creditor_id = print_file.creditor_id
    WHERE reminder.id = message.reminder_id AND print_file.document_id > message.document_id)
  WHERE channel = 'letter';
-- The pages count a day's messages by where they stand, and list them the highest level first.
CREATE INDEX message_by_run_state_channel ON message (run_id, state, channel);
CREATE INDEX reminder_by_run_level_id ON reminder (run_id, level DESC, id);

-- One attempt to carry a message: reserved before its carrier is called, answered after.
CREATE TABLE delivery (
  id BIGINT PRIMARY KEY NOT NULL,
  message_id BIGINT NOT NULL REFERENCES message (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  carrier TEXT COLLATE "C" NOT NULL,
  parcel TEXT COLLATE "C" NOT NULL,
  reserved_by TEXT COLLATE "C" NOT NULL,
  reserved_us BIGINT NOT NULL,
  lease_until_us BIGINT NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('pending', 'accepted', 'deferred', 'refused', 'doubtful')),
  reply TEXT COLLATE "C" NOT NULL,
  evidence TEXT COLLATE "C" NOT NULL,
  answered_us BIGINT
);
CREATE INDEX delivery_by_message ON delivery (message_id);
CREATE INDEX delivery_by_account ON delivery (account_id);
CREATE INDEX delivery_pending ON delivery (lease_until_us) WHERE outcome = 'pending';

-- The file of a piece: its invoice, to go with the messages that ask for it.
ALTER TABLE document ADD COLUMN item_id BIGINT;
CREATE INDEX document_by_item ON document (item_id);
