DROP TABLE insolvency_demand;
