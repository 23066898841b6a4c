-- Who sees what: the creditors somebody is limited to, and whether they see their own accounts only.

-- Every creditor without a row.
CREATE TABLE user_creditor (
  user_id INTEGER NOT NULL REFERENCES desk_user (id),
  creditor_id INTEGER NOT NULL REFERENCES creditor (id),
  PRIMARY KEY (user_id, creditor_id)
) STRICT;

ALTER TABLE desk_user ADD COLUMN own_only INTEGER NOT NULL DEFAULT 0 CHECK (own_only IN (0, 1));
-- The salesperson of the customer file that they are; nobody when empty.
ALTER TABLE desk_user ADD COLUMN salesperson TEXT NOT NULL DEFAULT '';
