-- Who is called by name in a note, who wants a digest, links to a task; promises are asked by when they were judged.

CREATE TABLE mention (
  id BIGINT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  entry_id BIGINT NOT NULL,
  dispute_id BIGINT REFERENCES dispute (id),
  login TEXT NOT NULL,
  body TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  seen_us BIGINT
);
CREATE UNIQUE INDEX mention_by_entry_id_login ON mention (entry_id, login);
CREATE INDEX mention_by_account_id ON mention (account_id);
CREATE INDEX mention_by_login_seen_us_id ON mention (login, seen_us, id);

-- Who wants what happened to be told in one mail. Nobody, until they say so.
CREATE TABLE digest (
  user_id BIGINT PRIMARY KEY NOT NULL REFERENCES desk_user (id),
  frequency TEXT NOT NULL CHECK (frequency IN ('working-day', 'monday')),
  since_us BIGINT NOT NULL
);

CREATE INDEX promise_by_state_judged_us ON promise (state, judged_us);

ALTER TABLE signed_link DROP CONSTRAINT signed_link_purpose_check;
ALTER TABLE signed_link ADD CONSTRAINT signed_link_purpose_check
  CHECK (purpose IN ('space', 'dispute', 'plan', 'opinion', 'task'));
CREATE INDEX signed_link_by_purpose_subject_id ON signed_link (purpose, subject_id);
