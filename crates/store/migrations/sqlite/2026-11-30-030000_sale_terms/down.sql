DROP TABLE terms_acceptance;
DROP TABLE sale_clause;
DROP TABLE sale_terms;
