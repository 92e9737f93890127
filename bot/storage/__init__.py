"""SQLite behind the ports of the services: one port method is one transaction."""
