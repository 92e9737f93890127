"""The methods this server plays, one module a matter."""

from bot.playground.botapi.call import Method
from bot.playground.botapi.methods import (
    albums,
    copying,
    deleting,
    editing,
    ephemeral,
    profiles,
    reading,
    receiving,
    sending,
)

METHODS: dict[str, Method] = {
    **albums.METHODS,
    **copying.METHODS,
    **deleting.METHODS,
    **editing.METHODS,
    **ephemeral.METHODS,
    **profiles.METHODS,
    **reading.METHODS,
    **receiving.METHODS,
    **sending.METHODS,
}

__all__ = ["METHODS"]
