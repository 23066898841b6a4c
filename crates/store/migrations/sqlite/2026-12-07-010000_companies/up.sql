-- What the register of companies says of the debtors of the house.

-- The last answer for one SIREN: the company as it was read, and when it was last asked for.
CREATE TABLE company (
  siren TEXT PRIMARY KEY NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'ceased', 'unsaid', 'unknown')),
  body TEXT NOT NULL,
  seat_closed INTEGER NOT NULL CHECK (seat_closed IN (0, 1)),
  seat_moved_on TEXT,
  changed_on TEXT,
  source TEXT NOT NULL,
  error TEXT NOT NULL,
  asked_us INTEGER NOT NULL,
  read_us INTEGER
) STRICT;

-- What was no more as the answer before had it.
CREATE TABLE company_change (
  id INTEGER PRIMARY KEY NOT NULL,
  siren TEXT NOT NULL REFERENCES company (siren),
  on_day TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('ceased', 'seat-moved', 'seat-closed', 'renamed', 'unknown')),
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX company_change_by_siren ON company_change (siren);
