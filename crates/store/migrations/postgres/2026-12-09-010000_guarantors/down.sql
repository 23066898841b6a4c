DROP TABLE insolvency_guarantor;
