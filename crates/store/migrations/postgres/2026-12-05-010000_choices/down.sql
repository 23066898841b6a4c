DROP TABLE case_decision;
DROP TABLE case_answer;
