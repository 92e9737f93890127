"""How results look is the order's own from its acceptance on, and what arrived is known by receipts."""

from pathlib import Path

import pytest
from typing_extensions import override

from bot.domain.errors import ChatGone
from bot.domain.job import Address, JobState
from bot.domain.look import Form, Look, Spoiler
from bot.services.values import Preferences
from providers.base import Prepared, Submission
from tests.fakes.imaging import picture_bytes
from tests.fakes.provider import FakeProvider, running
from tests.unit.services.bench import ALICE, fake_provider, open_bench

GROUP = Address(chat_id=-100)
FILES = Look(form=Form.FILE)


class ListeningProvider(FakeProvider):
    """Remembers whether somebody wants to see what is being made."""

    is_watched: bool | None = None

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        self.is_watched = prepared.preview is not None
        return await super().submit(prepared, key)


async def test_a_look_survives_a_crash_and_a_change_of_mind(tmp_path: Path) -> None:
    """Other settings and another process: the results come as they were ordered."""
    async with open_bench(tmp_path) as bench:
        bench.provider.poll_script.extend([running(0.3)] * 5)
        placed = await bench.order(look=FILES)
        await bench.pass_time(3)
        other = Preferences(form=Form.PREVIEW, spoiler=Spoiler.ON)
        await bench.desk.choose(ALICE, other)
        await bench.crash()
        await bench.pass_time(30)

        (delivery,) = bench.messenger.deliveries
        assert (delivery.job.look, (await bench.job(placed)).look) == (FILES, FILES)


@pytest.mark.parametrize(
    "sending,charged",
    [("documents-1-3", 3), ("documents-3-4", 2), ("document-2", 1), ("album", 4)],
)
async def test_what_arrived_before_the_chat_was_gone_is_paid(
    tmp_path: Path, sending: str, charged: int
) -> None:
    """The sendings' names say which pictures they brought; the rest costs nothing."""
    async with open_bench(tmp_path, fake_provider(bundled=False)) as bench:
        bench.messenger.failures.append(ChatGone())
        placed = await bench.order(count=4, look=FILES)
        job_id = placed.jobs[0].job_id
        await bench.stores.pictures.begin(job_id, sending)
        await bench.stores.pictures.confirm(job_id, sending, (1,), ())
        await bench.pass_time(10)
        job = await bench.job(placed)

        assert (job.state, job.charged) == (JobState.SUCCEEDED, charged)


@pytest.mark.parametrize(
    "look,address,is_watched",
    [
        (Look(), Address(chat_id=ALICE), True),
        (FILES, Address(chat_id=ALICE), False),
        (Look(), GROUP, False),
    ],
)
async def test_coarse_pictures_are_for_who_wants_photos(
    tmp_path: Path, look: Look, address: Address, is_watched: bool
) -> None:
    """Where files alone are wanted the status message never becomes a photo."""
    provider = ListeningProvider(make_picture=picture_bytes)
    async with open_bench(tmp_path, provider) as bench:
        await bench.order(look=look, address=address)
        await bench.pass_time(5)

        assert provider.is_watched is is_watched


async def test_what_is_sent_again_in_a_group_stays_covered(tmp_path: Path) -> None:
    """By the job's look; in a private chat nothing is."""
    async with open_bench(tmp_path) as bench:
        look = Look(has_spoiler=True)
        placed = await bench.order(look=look, address=GROUP)
        await bench.pass_time(5)
        for address in (GROUP, Address(chat_id=ALICE)):
            await bench.displays.send_again(
                placed.jobs[0].job_id,
                1,
                as_files=False,
                address=address,
                language="en",
            )

        assert [each.has_spoiler for each in bench.messenger.sent_again] == [
            True,
            False,
        ]
