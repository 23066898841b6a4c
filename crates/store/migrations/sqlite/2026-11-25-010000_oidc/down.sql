DROP TABLE provider_attempt;
DROP TABLE provider_identity;
ALTER TABLE session DROP COLUMN vouched;
