-- Programs elsewhere that are told what happens, and what they were told.

-- One address, what it is told of, and the secret that signs it; the former secret signs too for a while.
CREATE TABLE webhook (
  id INTEGER PRIMARY KEY NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  creditor_id INTEGER REFERENCES creditor (id),
  secret TEXT NOT NULL,
  former_secret TEXT NOT NULL,
  former_until_us INTEGER,
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'failing', 'gone')),
  cursor_no INTEGER NOT NULL,
  actor TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- One event for one address. What somebody asked for by hand (a test, once more) has no place in the order.
CREATE TABLE webhook_delivery (
  id INTEGER PRIMARY KEY NOT NULL,
  webhook_id INTEGER NOT NULL REFERENCES webhook (id),
  event TEXT NOT NULL,
  kind TEXT NOT NULL,
  seal_no INTEGER,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given-up')),
  attempts INTEGER NOT NULL,
  next_try_us INTEGER NOT NULL,
  reserved_until_us INTEGER,
  status INTEGER,
  answer TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  tried_us INTEGER
) STRICT;
CREATE INDEX webhook_delivery_by_webhook_id ON webhook_delivery (webhook_id);
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook_id, id) WHERE state = 'waiting';
CREATE UNIQUE INDEX webhook_delivery_by_webhook_seal_no ON webhook_delivery (webhook_id, seal_no);
