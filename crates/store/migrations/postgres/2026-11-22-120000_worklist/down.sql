DROP TABLE absence;
DROP TABLE account_collector;
DROP TABLE snooze;
