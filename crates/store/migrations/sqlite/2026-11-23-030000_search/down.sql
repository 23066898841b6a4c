ALTER TABLE account ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE debtor ADD COLUMN search TEXT NOT NULL DEFAULT '';
DROP INDEX item_by_number_key_id;
CREATE INDEX item_by_number ON item (number);
ALTER TABLE item DROP COLUMN number_key;
