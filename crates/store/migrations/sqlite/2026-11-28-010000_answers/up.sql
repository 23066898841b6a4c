-- What a dispute comes to: what the customer thinks of how it was handled, a mediation, what prevents the next one.

-- One answer of a customer, by link.
CREATE TABLE opinion (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  dispute_id INTEGER NOT NULL REFERENCES dispute (id),
  score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
  words TEXT NOT NULL,
  recipient TEXT NOT NULL,
  created_us INTEGER NOT NULL
) STRICT;
CREATE INDEX opinion_by_account_id ON opinion (account_id);
CREATE INDEX opinion_by_dispute_id ON opinion (dispute_id);

-- A mediation of a dispute; it waits for its end from the day both sides agreed to it.
CREATE TABLE mediation (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  dispute_id INTEGER NOT NULL REFERENCES dispute (id),
  path TEXT NOT NULL CHECK (path IN ('conventional', 'business', 'consumer')),
  mediator TEXT NOT NULL,
  proposed_on TEXT NOT NULL,
  accepted_on TEXT,
  ended_on TEXT,
  result TEXT NOT NULL CHECK (result IN ('pending', 'agreement', 'failure', 'refused')),
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX mediation_by_account_id ON mediation (account_id);
CREATE INDEX mediation_by_dispute_id ON mediation (dispute_id);

-- What is done so that a cause of disputes comes back less often.
CREATE TABLE prevention (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  what TEXT NOT NULL,
  owner TEXT NOT NULL,
  due_on TEXT NOT NULL,
  since_on TEXT,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
