"""The playground: a Telegram of our own, for trying the bot and for testing it."""
