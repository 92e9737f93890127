"""One suite per port, run over its fake and its real adapters."""
