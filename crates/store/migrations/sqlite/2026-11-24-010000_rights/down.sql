ALTER TABLE desk_user DROP COLUMN salesperson;
ALTER TABLE desk_user DROP COLUMN own_only;
DROP TABLE user_creditor;
