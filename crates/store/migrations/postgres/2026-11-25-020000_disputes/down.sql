DROP TABLE einvoice_status;
DROP TABLE dispute_evidence;
DROP TABLE dispute;
