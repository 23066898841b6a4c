DROP TABLE calendar_address;
DROP TABLE right_alarm;
DROP TABLE right_waiver;
