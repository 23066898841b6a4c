-- What people told of the limitation of pieces, outside of a procedure. One that is struck out stays, with its reason; its event does not.
CREATE TABLE limitation_fact (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  item_id INTEGER NOT NULL REFERENCES item (id),
  event TEXT NOT NULL,
  on_day TEXT NOT NULL,
  proof TEXT NOT NULL,
  left_on TEXT,
  left_why TEXT NOT NULL,
  left_actor TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX limitation_fact_by_account_id ON limitation_fact (account_id);
CREATE INDEX limitation_fact_by_item_id ON limitation_fact (item_id);

-- The lines of a hand-over that somebody ticked. A line without a row is not ticked.
CREATE TABLE case_check (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  line TEXT NOT NULL,
  note TEXT NOT NULL,
  ticked_on TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX case_check_by_line ON case_check (case_id, line);
CREATE INDEX case_check_by_account_id ON case_check (account_id);
