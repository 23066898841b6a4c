-- Programs elsewhere that are told what happens, and what they were told.

-- One address, what it is told of, and the secret that signs it; the former secret signs too for a while.
CREATE TABLE webhook (
  id BIGINT PRIMARY KEY NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  creditor_id BIGINT REFERENCES creditor (id),
  secret TEXT NOT NULL,
  former_secret TEXT NOT NULL,
  former_until_us BIGINT,
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'failing', 'gone')),
  cursor_no BIGINT NOT NULL,
  actor TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  version BIGINT NOT NULL
);

-- One event for one address. What somebody asked for by hand (a test, once more) has no place in the order.
CREATE TABLE webhook_delivery (
  id BIGINT PRIMARY KEY NOT NULL,
  webhook_id BIGINT NOT NULL REFERENCES webhook (id),
  event TEXT NOT NULL,
  kind TEXT NOT NULL,
  seal_no BIGINT,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given-up')),
  attempts BIGINT NOT NULL,
  next_try_us BIGINT NOT NULL,
  reserved_until_us BIGINT,
  status BIGINT,
  answer TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  tried_us BIGINT
);
CREATE INDEX webhook_delivery_by_webhook_id ON webhook_delivery (webhook_id);
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook_id, id) WHERE state = 'waiting';
CREATE UNIQUE INDEX webhook_delivery_by_webhook_seal_no ON webhook_delivery (webhook_id, seal_no);
