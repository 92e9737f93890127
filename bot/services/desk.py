"""The front desk: everything the handlers ask for, in one place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from bot.domain.errors import InvalidTransition, Refused
from bot.domain.events import Cancelled
from bot.domain.job import Job, JobState, transition
from bot.domain.order import Order
from bot.services.farewell import Farewell
from bot.services.followups import varied
from bot.services.intake import Intake
from bot.services.ports import OwnDataStore, PreferenceStore
from bot.services.pricing import total_price
from bot.services.run import Workshop
from bot.services.runner import Runner
from bot.services.standing import accustomed
from bot.services.tariff import tariff
from bot.services.values import (
    JobView,
    Offer,
    Placed,
    Preferences,
    QuotaReport,
    Service,
)
from providers.base import Limits, Operation

LEDGER_LINES = 8


@dataclass(frozen=True)  # without slots: fakes of it have fields of their own
class Desk:
    """The services as the front door sees them; nothing here waits for Telegram."""

    shop: Workshop
    runner: Runner
    intake: Intake
    choices: PreferenceStore
    owned: OwnDataStore

    async def place(self, order: Order) -> Placed:
        """Check, reserve and accept; the status message is on its way afterwards.

        Raises:
            Refused: the code says why and what would work; nothing was charged.
            AlreadyHandled: these updates were dealt with before.
        """
        return await self.intake.place(order)

    async def cancel(self, job_id: str, *, user_id: int, may_moderate: bool) -> Job:
        """Call a job off: at once when it waits, at its next step when it is in hand.

        Args:
            job_id: whichever job was meant.
            user_id: who asks.
            may_moderate: an admin of the chat or of the bot asks.

        Raises:
            Refused: `job_unknown`, `not_yours`, `job_ended`, `too_late`.
        """
        job = await self._owned(job_id, user_id, may_moderate=may_moderate)
        if job.state.is_final:
            raise Refused(code="job_ended")
        if job.state is JobState.DELIVERING:
            raise Refused(code="too_late")
        asked = await self.shop.store.request_cancel(job_id)
        if not self.runner.cancel(job_id) and asked is not None:
            await self._end_waiting(asked)
        return asked or job

    async def running_of(self, user_id: int) -> tuple[JobView, ...]:
        """A user's jobs under way, oldest first, with place or progress."""
        views = []
        for job in await self.shop.store.unfinished_of(user_id):
            place = await self.shop.store.place(job.job_id)
            age = (
                self.shop.clock.now() - (job.started_at or job.created_at)
            ).total_seconds()
            fraction, left = self.shop.estimates.progress(job, age)
            views.append(
                JobView(job=job, place=place, fraction=fraction, seconds_left=left)
            )
        return tuple(views)

    async def quota(self, user_id: int, chat_id: int) -> QuotaReport:
        """What is left of the user's wallet, the group's and the global one; the last entries."""
        return await self.shop.ledger.report(
            user_id,
            chat_id,
            self.shop.rules,
            self.shop.clock.now(),
            entries=LEDGER_LINES,
        )

    async def preferences(self, owner_id: int) -> Preferences:
        """Standing choices of a user or a chat."""
        return await self.choices.preferences(owner_id)

    async def choose(self, owner_id: int, preferences: Preferences) -> None:
        """Let these choices hold for a user or a chat from now on."""
        await self.choices.save_preferences(owner_id, preferences)

    async def accustomed(self, order: Order) -> Order:
        """The order with what its chat, then its user, chose for what it leaves open.

        Standing choices never make it fail.
        """
        address = order.address
        owners = (address.chat_id,) * address.is_group + (order.user_id,)
        chosen = [await self.choices.preferences(owner) for owner in owners]
        return accustomed(order, chosen, self.shop.routes)

    async def forget(self, user_id: int) -> None:
        """Call off the user's jobs, then erase everything of theirs but sums.

        Raises:
            Refused: `jobs_ending`: some still run; nothing was erased.
        """
        call_off = partial(self.cancel, user_id=user_id, may_moderate=False)
        farewell = Farewell(self.shop, self.runner, self.owned, call_off)
        await farewell.forget(user_id)

    async def job(self, job_id: str) -> Job | None:
        """One job, ended or not."""
        return await self.shop.store.get(job_id)

    def price(self, order: Order) -> int:
        """Credits that placing the order takes.

        Raises:
            Refused: nobody can do it now; the code says why.
        """
        return total_price(order, self.shop.routes)

    def tariff(self, service: Service, model: str | None, count: int | None) -> int:
        """Credits of one order of a service with these choices; None is the service's own way."""
        provider = self.shop.routes.providers[service.name]
        return tariff(provider, service.operation, model=model, count=count)

    def varied(self, order: Order, job: Job, number: int) -> Order:
        """The order, of more like picture `number`; where nobody can, of its words once more.

        Raises:
            Refused: neither can be had; the code says why.
        """
        return varied(order, job, number, self.shop.routes)

    async def batch_size(self, job: Job) -> int:
        """How many jobs the job's order is: an album to enlarge is one a picture."""
        return len(await self.shop.store.batch(job.status_id))

    def offer(self) -> Offer:
        """What can be done right now."""
        limits = {
            operation: self.shop.routes.limits(operation) for operation in Operation
        }
        everything = [each for by_name in limits.values() for each in by_name.values()]
        return Offer(
            providers={op: tuple(by_name) for op, by_name in limits.items() if by_name},
            models=_union(each.models for each in everything),
            aspect_ratios=_union(each.aspect_ratios for each in everything),
            scales=_scales(everything),
            options=_union(tuple(each.options) for each in everything),
            services=tuple(_services(limits)),
        )

    async def _owned(self, job_id: str, user_id: int, *, may_moderate: bool) -> Job:
        job = await self.shop.store.get(job_id)
        if job is None:
            raise Refused(code="job_unknown")
        if job.user_id != user_id and not may_moderate:
            raise Refused(code="not_yours")
        return job

    async def _end_waiting(self, job: Job) -> None:
        try:
            ended = transition(job, Cancelled(at=self.shop.clock.now()))
            await self.shop.store.finish(ended)
        except InvalidTransition as error:
            raise Refused(code="job_ended") from error
        await self.shop.views.open(ended)
        await self.shop.spool.drop(job.job_id)
        self.runner.conclude_soon(ended)


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Every name once, in the order in which they are first named."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _services(
    limits: Mapping[Operation, Mapping[str, Limits]],
) -> Iterator[Service]:
    """Each provider once, by the first thing that it is asked for."""
    for name in _union(tuple(by_name) for by_name in limits.values()):
        operation = next(op for op, by_name in limits.items() if name in by_name)
        each = limits[operation][name]
        yield Service(
            name=name,
            operation=operation,
            models=each.models,
            aspect_ratios=each.aspect_ratios,
            max_count=each.max_count,
        )


def _scales(limits: Iterable[Limits]) -> tuple[int, ...]:
    return tuple(sorted({scale for each in limits for scale in each.scales}))
