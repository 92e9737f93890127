"""Calls that may be made again while a service is away."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import stamina

from providers.errors import ServiceUnavailable

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """How often a call is made, and how long to wait in between.

    Attributes:
        attempts: tries in all.
        wait: seconds before the first repeat, doubling.
    """

    attempts: int
    wait: float

    async def insist(
        self, work: Callable[[], Awaitable[T]], attempts: int | None = None
    ) -> T:
        """Try until the service is there; only a failure brings the machinery of repeats along.

        Args:
            work: made anew for each try.
            attempts: tries in all, where they are not the usual ones.

        Raises:
            ServiceUnavailable: it was not there at any try.
        """
        try:
            return await work()
        except ServiceUnavailable as error:
            failure: ServiceUnavailable | None = error
        async for attempt in self._attempted(attempts or self.attempts):
            with attempt:
                if failure is not None:
                    first, failure = failure, None
                    raise first  # the first try, counted where the others are
                return await work()
        raise AssertionError("unreachable: an attempt returns or raises")

    def _attempted(self, attempts: int) -> AsyncIterator[Any]:
        return stamina.retry_context(
            on=ServiceUnavailable,
            attempts=attempts,
            timeout=None,
            wait_initial=self.wait,
            wait_jitter=self.wait,
            wait_max=self.wait * 8,
        ).__aiter__()
