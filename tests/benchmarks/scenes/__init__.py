"""The scenes: one module each, with `async def play(folder, plan) -> Sheet`."""
