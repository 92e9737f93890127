"""The built-in engine, from single tiles to whole orders."""
