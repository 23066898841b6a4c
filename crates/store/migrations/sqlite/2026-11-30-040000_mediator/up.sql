-- The mediator of consumption a consumer may turn to, as the creditor must tell them.

ALTER TABLE creditor ADD COLUMN mediator TEXT NOT NULL DEFAULT '';
