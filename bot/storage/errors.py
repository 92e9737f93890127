"""What can be wrong with the database file, in words that the command line prints as they are."""

from bot.domain.errors import BotError


class StorageError(BotError):
    """The database could not do what was asked; the text is one line for the operator."""


class DatabaseUnusable(StorageError):
    """The file cannot be opened, read or written: rights, disk, damage, or another lock."""


class DatabaseTooNew(StorageError):
    """A newer program wrote the file; this one does not know its tables."""
