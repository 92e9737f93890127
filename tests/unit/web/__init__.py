"""The HTTP server's routes and its life."""
