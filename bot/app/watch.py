"""What the operator can see of a running bot: `/healthz` and `/metrics`."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app.pulse import Pulse
from bot.app.rooms import House
from bot.web import Check, Sample

# Without an answer to getUpdates; a long poll takes 30 s.
PATIENCE = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Watch:
    """Reads the house.

    Attributes:
        last_update: when Telegram last answered; None while it has not, or with a webhook.
        pulse: knows how late the event loop comes.
    """

    house: House
    started_at: datetime
    last_update: Callable[[], datetime | None]
    pulse: Pulse

    def checks(self) -> Mapping[str, Check]:
        """For `/healthz`: without the database or without Telegram the bot is no use."""
        checks: dict[str, Check] = {"database": self._database}
        if self.house.settings.telegram_webhook_url is None:
            checks["telegram"] = self._telegram
        return checks

    async def collect(self) -> list[Sample]:
        """For `/metrics`."""
        house, figures = self.house, self.house.outbox.figures()
        waiting = await house.stores.jobs.count_waiting()
        disk = await asyncio.to_thread(shutil.disk_usage, house.settings.data_dir)
        return [
            Sample(name="jobs", value=waiting, labels={"state": "waiting"}),
            Sample(
                name="jobs", value=house.runner.running, labels={"state": "running"}
            ),
            Sample(name="outbox_waiting", value=figures.waiting),
            Sample(name="outbox_oldest_seconds", value=figures.oldest),
            Sample(name="outbox_lanes", value=figures.lanes),
            Sample(name="outbox_in_flight", value=figures.in_flight),
            Sample(name="telegram_calls", value=figures.granted),
            Sample(name="group_boards", value=house.messenger.open_boards),
            Sample(name="flood_waits", value=figures.refusals),
            Sample(name="loop_delay_seconds", value=self.pulse.worst),
            Sample(name="disk_free_bytes", value=disk.free),
            *(
                Sample(name=name, value=number, labels=labels)
                for name, labels, number in house.shop.tally
            ),
        ]

    async def _database(self) -> str | None:
        await self.house.stores.jobs.count_waiting()
        return None

    async def _telegram(self) -> str | None:
        silent = self.house.clock.now() - (self.last_update() or self.started_at)
        if silent < PATIENCE:
            return None
        return f"no answer to getUpdates for {silent.total_seconds():.0f} s"
