DROP INDEX signed_link_by_purpose_subject_id;
DELETE FROM signed_link WHERE purpose = 'task';
ALTER TABLE signed_link DROP CONSTRAINT signed_link_purpose_check;
ALTER TABLE signed_link ADD CONSTRAINT signed_link_purpose_check
  CHECK (purpose IN ('space', 'dispute', 'plan', 'opinion'));
DROP INDEX promise_by_state_judged_us;
DROP TABLE digest;
DROP TABLE mention;
