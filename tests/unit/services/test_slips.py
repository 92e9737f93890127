"""Small slips that cost much later: lost originals, unclosed probes, two entries of one message."""

import asyncio
from dataclasses import replace
from pathlib import Path

from typing_extensions import override

from bot.domain.job import Address, JobState
from bot.services.health import FIRST_REST, STRIKES
from bot.services.values import Status
from bot.services.views import Views
from providers.base import Operation, Prepared, Submission
from providers.errors import OutOfCredit, ServiceUnavailable
from tests.fakes.imaging import picture_bytes
from tests.fakes.provider import FakeProvider, running
from tests.fakes.stores import FakeStatusStore
from tests.unit.services.bench import ALICE, PHOTO, open_bench


class FaultyProvider(FakeProvider):
    """Has a bug: its submit raises what no provider may raise."""

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        raise KeyError("data")


class DeafProvider(FakeProvider):
    """Cannot be reached when it is to stop."""

    @override
    async def cancel(self, remote_id: str) -> bool:
        raise ServiceUnavailable


class SlowStatusStore(FakeStatusStore):
    """Lets others run before it answers, as a database does."""

    @override
    async def get_status(self, status_id: str) -> Status | None:
        await asyncio.sleep(0)  # noqa: TID251 - yields, does not wait
        return await super().get_status(status_id)


async def test_telegram_s_copy_stands_in_for_an_original_that_is_gone(
    tmp_path: Path,
) -> None:
    """The file was cleaned away: the messenger is not sent to look for it."""
    async with open_bench(tmp_path) as bench:
        placed = await bench.order()
        await bench.pass_time(5)
        job_id = placed.jobs[0].job_id
        picture = (await bench.stores.pictures.pictures(job_id))[0]
        assert picture.path is not None
        picture.path.unlink()
        bench.stores.shelves.put([replace(picture, photo_file_id="copy")])

        await bench.displays.send_again(
            job_id, 1, as_files=True, address=Address(chat_id=ALICE), language="en"
        )

        (sent,) = bench.messenger.sent_again
        told = [(each.path, each.photo_file_id) for each in sent.pictures]
        assert told == [(None, "copy")]


async def test_a_provider_that_dies_in_mid_flight_is_replaced(tmp_path: Path) -> None:
    """It took the task and is not heard of again: the next one delivers, charged once."""
    first = FakeProvider("first", make_picture=picture_bytes)
    second = FakeProvider("second", make_picture=picture_bytes)
    async with open_bench(tmp_path, first, second) as bench:
        first.poll_script.extend([ServiceUnavailable()] * 1000)
        placed = await bench.order()
        await bench.pass_time(first.capabilities.pace.deadline + 60)
        job = await bench.job(placed)

        assert (job.state, job.provider) == (JobState.SUCCEEDED, "second")
        assert (len(first.submits), len(second.submits)) == (1, 1)
        assert (job.charged, await bench.used()) == (1, 1)


async def test_a_provider_that_is_only_slow_is_not_paid_for_twice_over(
    tmp_path: Path,
) -> None:
    """It answers every poll without progress: the job fails, nobody else is asked."""
    first = FakeProvider("first", make_picture=picture_bytes)
    second = FakeProvider("second", make_picture=picture_bytes)
    async with open_bench(tmp_path, first, second) as bench:
        first.poll_script.extend([running(0.1)] * 1000)
        placed = await bench.order()
        await bench.pass_time(first.capabilities.pace.deadline + 60)

        assert (await bench.job(placed)).failure == "timed_out"
        assert second.submits == []


async def test_an_account_that_breaks_in_mid_flight_is_no_end(tmp_path: Path) -> None:
    """The task ended without a picture because the operator's credit did: the next one does it."""
    first = FakeProvider("first", make_picture=picture_bytes)
    second = FakeProvider("second", make_picture=picture_bytes)
    async with open_bench(tmp_path, first, second) as bench:
        first.poll_script.extend([running(0.1), OutOfCredit()])
        placed = await bench.order()
        await bench.pass_time(30)
        job = await bench.job(placed)

        assert (job.provider, job.charged) == ("second", 1)


async def test_a_cancel_stands_although_the_service_does_not_hear_it(
    tmp_path: Path,
) -> None:
    """The service is away when it is told to stop: cancelled all the same, not failed."""
    deaf = DeafProvider(make_picture=picture_bytes)
    async with open_bench(tmp_path, deaf) as bench:
        deaf.poll_script.extend([running(0.1)] * 50)
        placed = await bench.order()
        await bench.pass_time(3)
        job_id = placed.jobs[0].job_id
        await bench.desk.cancel(job_id, user_id=ALICE, may_moderate=False)
        await bench.settle()

        assert (await bench.job(placed)).state is JobState.CANCELLED


async def test_a_probe_that_breaks_does_not_lock_the_provider_out(
    tmp_path: Path,
) -> None:
    """A bug met by the probing job leaves the circuit half open for the next one."""
    faulty = FaultyProvider("faulty", make_picture=picture_bytes)
    async with open_bench(tmp_path, faulty) as bench:
        health = bench.shop.routes.health
        for _ in range(STRIKES):
            health.note_failure("faulty", ServiceUnavailable())
        await bench.clock.advance(FIRST_REST + 1)
        placed = await bench.order()
        await bench.pass_time(1)

        assert (await bench.job(placed)).failure == "internal"
        assert not health.is_open("faulty")


async def test_siblings_claimed_at_once_after_a_restart_share_one_entry(
    tmp_path: Path,
) -> None:
    """Both look for the message in the store; they wait for the same turn afterwards."""
    async with open_bench(tmp_path, max_jobs=0) as bench:
        placed = await bench.order(
            operation=Operation.UPSCALE, sources=(PHOTO, PHOTO), one_job_each=True
        )
        statuses = SlowStatusStore(bench.stores.shelves)
        views = Views(bench.stores.jobs, statuses, bench.messenger)
        first, second = placed.jobs

        async def take_up() -> asyncio.Lock:
            await views.open(first)
            return views.turn(first)

        turn, _ = await asyncio.gather(take_up(), views.open(second))

        assert views.turn(second) is turn
