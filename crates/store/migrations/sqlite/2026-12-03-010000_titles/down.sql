DROP TABLE case_loss;
DROP TABLE case_budget;
DROP TABLE case_time;
DROP TABLE case_cost;
DROP TABLE title_fact;
DROP TABLE court_title;
