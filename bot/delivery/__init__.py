"""The back door: everything that the bot sends after a handler has returned."""
