"""Jimeng: signs, bodies, records, codes, and the provider against its emulator."""
