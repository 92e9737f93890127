"""Tests of the back door."""
