-- What a person says of a case that the ledger cannot know, or knows otherwise. The last answer of each aspect counts; an empty value takes it back.
CREATE TABLE case_answer (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  aspect TEXT NOT NULL,
  value TEXT NOT NULL,
  note TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX case_answer_by_case_id ON case_answer (case_id);

-- What was decided of a case, with the figures as they stood.
CREATE TABLE case_decision (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('go', 'no-go', 'later')),
  route TEXT NOT NULL,
  why TEXT NOT NULL,
  decided_on DATE NOT NULL,
  until_on DATE,
  against BOOLEAN NOT NULL,
  figures TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX case_decision_by_case_id ON case_decision (case_id);
