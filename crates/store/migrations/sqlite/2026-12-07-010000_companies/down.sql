DROP TABLE company_change;
DROP TABLE company;
