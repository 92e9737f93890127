"""Tells who asked for it that a task has ended: three attempts, a second apart (contracts 2.3)."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx

from providers.clock import Clock
from tests.emulators.log import Log

ATTEMPTS = 3
PAUSE = 1.0  # seconds
PATIENCE = 5.0  # seconds for an answer


@dataclass(slots=True, kw_only=True)
class Delivery:
    """One callback: where it goes, for which task, and the status of each attempt (0: no answer)."""

    url: str
    task_id: str
    statuses: list[int] = field(default_factory=list)


class Callbacks:
    """Deliveries that wait for their time or are on their way.

    Attributes:
        deliveries: those that were begun.
    """

    def __init__(self, clock: Clock, log: Log) -> None:
        self.deliveries: list[Delivery] = []
        self._clock = clock
        self._log = log
        self._running: set[asyncio.Task[None]] = set()

    async def deliver(self, url: str, task_id: str, body: dict[str, Any]) -> None:
        """Post until somebody says 200."""
        delivery = Delivery(url=url, task_id=task_id)
        self.deliveries.append(delivery)
        for attempt in range(ATTEMPTS):
            if attempt:
                await self._clock.sleep(PAUSE)
            delivery.statuses.append(await _post(url, body))
            self._log.changed()
            if delivery.statuses[-1] == HTTPStatus.OK:
                return

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it until it ends or `close`."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Stop what runs."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _post(url: str, body: dict[str, Any]) -> int:
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        try:
            return (await client.post(url, json=body)).status_code
        except httpx.HTTPError:
            return 0
