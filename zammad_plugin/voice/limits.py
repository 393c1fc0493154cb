"""How much is heard."""

from __future__ import annotations

LARGEST = 16 * 1024 * 1024  # bytes; WhatsApp's own limit of a voice message
MINUTES = 10  # that are heard of one message
PATIENCE = 1500.0  # seconds a file, of which at most 600 are heard
