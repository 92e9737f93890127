"""HiDream: bodies, results, refusals, the provider against its emulator, and the emulator itself."""
