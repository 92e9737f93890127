"""`imagewright gen|edit|upscale`: one order to the providers, without Telegram."""
