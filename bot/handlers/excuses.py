"""What people are told when something cannot be done, or broke."""

from dataclasses import dataclass

import structlog

from bot.domain.errors import AlreadyHandled, BotError, Refused
from bot.domain.job import Address
from bot.handlers.asides import Asides, Reader
from bot.handlers.refusals import key_of, told
from providers.clock import Clock

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Excuses:
    """The last thing said about an update that brought nothing."""

    asides: Asides
    clock: Clock

    async def tell(
        self, error: BotError, reader: Reader, address: Address, language: str
    ) -> None:
        """Say why something cannot be done; nothing about an update that came twice."""
        if isinstance(error, AlreadyHandled):
            return
        if not isinstance(error, Refused):
            _log.error("update.failed", code=error.code, error=repr(error))
        key, args = told(error, self.clock.now())
        await self.asides.say(reader, address, language, key, **args)

    async def confess(
        self, update_id: int, reader: Reader, address: Address, language: str
    ) -> None:
        """Log a fault of ours once, with the error at hand, and say so; it is not fed again."""
        _log.exception("update.failed", update_id=update_id)
        await self.asides.say(reader, address, language, key_of("internal"))
