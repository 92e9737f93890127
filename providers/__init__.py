"""Imagewright's image services: one vendor a module, one contract for all."""
