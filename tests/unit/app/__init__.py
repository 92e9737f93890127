"""The wiring: what the house is built of."""
