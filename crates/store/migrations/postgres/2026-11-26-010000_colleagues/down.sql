DROP TABLE signed_link;
DROP TABLE notice;
DROP TABLE colleague;
ALTER TABLE desk_user DROP COLUMN email;
