-- The worklist of the day: files put off, who collects them, who is away.

-- A file put off until a day, with a reason; at most one that nobody ended.
CREATE TABLE snooze (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  until_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  ended_us INTEGER
) STRICT;
CREATE INDEX snooze_by_account ON snooze (account_id);
CREATE UNIQUE INDEX snooze_open ON snooze (account_id) WHERE ended_us IS NULL;

-- Whose an account is; nobody's without a row.
CREATE TABLE account_collector (
  account_id INTEGER PRIMARY KEY NOT NULL REFERENCES account (id),
  login TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX account_collector_by_login ON account_collector (login);

-- Days somebody is away, both included, and who works on their list meanwhile.
CREATE TABLE absence (
  id INTEGER PRIMARY KEY NOT NULL,
  login TEXT NOT NULL,
  since_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  stand_in TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  ended_us INTEGER
) STRICT;
CREATE INDEX absence_by_login ON absence (login);
