"""Stand-in servers of third parties: strict, with failure switches and a log."""
