"""In-process stand-ins of our ports; they pass the same contract suites."""
