-- What a case shows to prove its claim; its number on the list follows from kind, day and name.
CREATE TABLE case_exhibit (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  dated_on DATE,
  document_id BIGINT NOT NULL REFERENCES document (id),
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX case_exhibit_by_case_id_document_id ON case_exhibit (case_id, document_id);

-- A paper of a case as it was made, and the data it was made from.
CREATE TABLE case_paper (
  id BIGINT PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES court_case (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  made_on DATE NOT NULL,
  document_id BIGINT NOT NULL REFERENCES document (id),
  data_id BIGINT REFERENCES document (id),
  typed TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL
);
CREATE INDEX case_paper_by_case_id ON case_paper (case_id);
