DROP TABLE case_check;
DROP TABLE limitation_fact;
