DROP TABLE recovery_code;
DROP TABLE second_factor;
DROP TABLE api_token;
ALTER TABLE session DROP COLUMN awaits_code;
ALTER TABLE session DROP COLUMN address;
