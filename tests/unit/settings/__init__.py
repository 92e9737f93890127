"""Settings: what is read, what is refused, what is documented."""
