"""Use cases on asyncio alone: no Telegram, no SQL, no Pillow, no HTTP."""
