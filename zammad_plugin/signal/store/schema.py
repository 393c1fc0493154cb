"""The tables of the bridge's memory."""

from __future__ import annotations

VERSION = 1  # of the schema, in SQLite's user_version
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY, sender TEXT NOT NULL, timestamp INTEGER NOT NULL, kind TEXT NOT NULL,
  body TEXT, state TEXT NOT NULL DEFAULT 'new', tries INTEGER NOT NULL DEFAULT 0,
  after REAL NOT NULL DEFAULT 0, at REAL NOT NULL,
  UNIQUE (sender, timestamp, kind));
CREATE INDEX inbox_waits ON inbox (sender, id) WHERE state IN ('new', 'leased');
CREATE INDEX inbox_at ON inbox (at);
CREATE TABLE people (
  uuid TEXT PRIMARY KEY, customer INTEGER, ticket INTEGER, article INTEGER, previous INTEGER,
  timer INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE articles (id INTEGER PRIMARY KEY, person TEXT NOT NULL);
CREATE TABLE held (
  id INTEGER PRIMARY KEY, person TEXT NOT NULL, timestamp INTEGER NOT NULL,
  attachment TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, article INTEGER,
  state TEXT NOT NULL DEFAULT 'held', by_one TEXT, by_two TEXT, at REAL,
  UNIQUE (person, timestamp, attachment));
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY, article INTEGER UNIQUE, ticket INTEGER NOT NULL, person TEXT NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', part INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0, after REAL NOT NULL DEFAULT 0,
  own TEXT NOT NULL DEFAULT '', at REAL NOT NULL);
CREATE INDEX outbox_state ON outbox (state);
CREATE TABLE sends (
  outbox INTEGER NOT NULL, part INTEGER NOT NULL, timestamp INTEGER NOT NULL,
  PRIMARY KEY (outbox, part)) WITHOUT ROWID;
CREATE TABLE receipts (
  reader TEXT NOT NULL, timestamp INTEGER NOT NULL, kind TEXT NOT NULL, at REAL NOT NULL,
  PRIMARY KEY (reader, timestamp, kind)) WITHOUT ROWID;
CREATE TABLE notices (
  id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL, outbox INTEGER NOT NULL, code TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'new', UNIQUE (outbox, code));
CREATE TABLE gaps (id INTEGER PRIMARY KEY, began REAL NOT NULL, ended REAL, why TEXT NOT NULL);
CREATE TABLE joined (ticket INTEGER PRIMARY KEY);
CREATE TABLE groups_answered (code TEXT PRIMARY KEY) WITHOUT ROWID;
"""
