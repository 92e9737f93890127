"""Answers that the line to Telegram swallows: which are made again, how often, and how soon."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import structlog
from telegram.error import BadRequest, NetworkError

from providers.clock import Clock

DOUBTS = 1  # repeats of what may have arrived
T = TypeVar("T")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long somebody waits for an answer.

    Attributes:
        pauses: seconds before each repeat of what certainly never left.
        ends: seconds after which no answer is worth anything any more.
    """

    pauses: tuple[float, ...]
    ends: float


FOR_WORDS = Patience(pauses=(1.0, 2.0, 4.0, 8.0), ends=90.0)
FOR_A_PRESS = Patience(pauses=(0.5, 1.0, 2.0), ends=10.0)  # then the query is dead


@dataclass(frozen=True, slots=True)
class Insistence:
    """Makes a call until it is carried out or refused, within reason.

    What never left is made again a few times: nobody can see it twice. Of what may have been
    carried out nobody tells: it is made again once. Silence makes a person ask again, which brings
    the same doubled text, and leaves them in doubt before; more than two of it nobody ever sees.
    Orders never come this way: what costs is written down before anything is said.

    Attributes:
        clock: time.
        never_left: says of an error whether the call certainly was not carried out.
    """

    clock: Clock
    never_left: Callable[[BaseException], bool]

    async def on(
        self, call: Callable[[], Awaitable[T]], patience: Patience = FOR_WORDS
    ) -> T:
        """The call's answer.

        Raises:
            TelegramError: a refusal, or the line's last error.
        """
        began, doubts, pauses = self.clock.monotonic(), 0, list(patience.pauses)
        while True:
            try:
                return await call()
            except NetworkError as error:
                if isinstance(error, BadRequest):  # a refusal, of PTB's kinds of errors
                    raise
                doubts += not self.never_left(error)
                is_late = self.clock.monotonic() - began >= patience.ends
                if is_late or doubts > DOUBTS or not pauses:
                    raise
                _log.info("answer.repeated", error=repr(error), is_doubted=doubts > 0)
            await self.clock.sleep(pauses.pop(0))
