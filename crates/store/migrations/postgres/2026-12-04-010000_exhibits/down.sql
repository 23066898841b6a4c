DROP TABLE case_paper;
DROP TABLE case_exhibit;
