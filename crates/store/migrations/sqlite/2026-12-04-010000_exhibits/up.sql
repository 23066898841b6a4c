-- What a case shows to prove its claim; its number on the list follows from kind, day and name.
CREATE TABLE case_exhibit (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  dated_on TEXT,
  document_id INTEGER NOT NULL REFERENCES document (id),
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX case_exhibit_by_case_id_document_id ON case_exhibit (case_id, document_id);

-- A paper of a case as it was made, and the data it was made from.
CREATE TABLE case_paper (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id INTEGER NOT NULL REFERENCES court_case (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  made_on TEXT NOT NULL,
  document_id INTEGER NOT NULL REFERENCES document (id),
  data_id INTEGER REFERENCES document (id),
  typed TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX case_paper_by_case_id ON case_paper (case_id);
