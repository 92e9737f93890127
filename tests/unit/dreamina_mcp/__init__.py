"""The intranet endpoint: bodies, answers, the provider against its emulator, and the emulator itself."""
