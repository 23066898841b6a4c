-- What people told of the limitation of pieces, outside of a procedure. One that is struck out stays, with its reason; its event does not.
CREATE TABLE limitation_fact (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  item_id BIGINT NOT NULL REFERENCES item (id),
  event TEXT NOT NULL,
  on_day DATE NOT NULL,
  proof TEXT NOT NULL,
  left_on DATE,
  left_why TEXT NOT NULL,
  left_actor TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX limitation_fact_by_account_id ON limitation_fact (account_id);
CREATE INDEX limitation_fact_by_item_id ON limitation_fact (item_id);

-- The lines of a hand-over that somebody ticked. A line without a row is not ticked.
CREATE TABLE case_check (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  line TEXT NOT NULL,
  note TEXT NOT NULL,
  ticked_on DATE NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX case_check_by_line ON case_check (case_id, line);
CREATE INDEX case_check_by_account_id ON case_check (account_id);
