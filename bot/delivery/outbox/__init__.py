"""One gate for all calls that Telegram counts: who may go now, and who waits until when."""
