"""The gate that all counted calls go through."""
