ALTER TABLE creditor DROP COLUMN mediator;
