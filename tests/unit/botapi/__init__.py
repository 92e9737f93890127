"""Tests of the Bot API server, which the other tests stand on."""
