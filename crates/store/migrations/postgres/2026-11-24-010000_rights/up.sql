-- Who sees what: the creditors somebody is limited to, and whether they see their own accounts only.

-- Every creditor without a row.
CREATE TABLE user_creditor (
  user_id BIGINT NOT NULL REFERENCES desk_user (id),
  creditor_id BIGINT NOT NULL REFERENCES creditor (id),
  PRIMARY KEY (user_id, creditor_id)
);

ALTER TABLE desk_user ADD COLUMN own_only BOOLEAN NOT NULL DEFAULT FALSE;
-- The salesperson of the customer file that they are; nobody when empty.
ALTER TABLE desk_user ADD COLUMN salesperson TEXT NOT NULL DEFAULT '';
