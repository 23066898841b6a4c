-- Numbers of pieces are found by their beginning, folded. Null: not folded yet, which opening mends.
ALTER TABLE item ADD COLUMN number_key TEXT COLLATE "C";
DROP INDEX item_by_number;
CREATE INDEX item_by_number_key_id ON item (number_key, id);

-- Names, codes and SIREN are found in memory.
ALTER TABLE debtor DROP COLUMN search;
ALTER TABLE account DROP COLUMN search;
