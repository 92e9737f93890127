"""The log and what it never says."""
