DROP TABLE credit_signal;
DROP TABLE credit_declaration;
DROP TABLE order_block;
DROP TABLE credit_cover;
DROP TABLE credit_limit;
