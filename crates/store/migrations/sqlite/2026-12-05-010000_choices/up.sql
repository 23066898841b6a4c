-- What a person says of a case that the ledger cannot know, or knows otherwise. The last answer of each aspect counts; an empty value takes it back.
CREATE TABLE case_answer (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  aspect TEXT NOT NULL,
  value TEXT NOT NULL,
  note TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX case_answer_by_case_id ON case_answer (case_id);

-- What was decided of a case, with the figures as they stood.
CREATE TABLE case_decision (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('go', 'no-go', 'later')),
  route TEXT NOT NULL,
  why TEXT NOT NULL,
  decided_on TEXT NOT NULL,
  until_on TEXT,
  against INTEGER NOT NULL CHECK (against IN (0, 1)),
  figures TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX case_decision_by_case_id ON case_decision (case_id);
