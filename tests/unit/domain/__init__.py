"""Tests of the domain: states, quota days, buttons."""
