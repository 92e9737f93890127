"""Imagewright, the Telegram bot: doors, services, domain."""

import os

# python-telegram-bot reads it at import: durations are timedeltas, and nothing warns.
os.environ.setdefault("PTB_TIMEDELTA", "1")  # noqa: TID251 - a switch of a library, no setting
