ALTER TABLE debtor DROP COLUMN returned_address;
