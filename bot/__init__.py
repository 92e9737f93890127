"""Imagewright, the Telegram bot: doors, services, domain."""
