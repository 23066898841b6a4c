-- The address, on one line, from which a letter came back because nobody knows the debtor there; empty where none did.
ALTER TABLE debtor ADD COLUMN returned_address TEXT NOT NULL DEFAULT '';
