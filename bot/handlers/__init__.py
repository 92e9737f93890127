"""The front door: an update becomes an order, or an answer; nothing is decided here."""
