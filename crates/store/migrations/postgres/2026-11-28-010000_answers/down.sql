DROP TABLE prevention;
DROP TABLE mediation;
DROP TABLE opinion;
