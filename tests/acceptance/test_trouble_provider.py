"""Trouble at the provider: every failure that the service has, through the installed bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.job import JobState
from tests.acceptance.witness import EDIT, GENERATE, KINDS, UPSCALE, Wish, Witness
from tests.acceptance.world import Json, World, open_world

LATE = 60.0  # seconds; longer than any scene


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose service is quick; nothing else can help out."""
    async with open_world(tmp_path) as world:
        world.settings["LOCAL_ENGINE"] = "false"
        yield world


@pytest.fixture
def witness(world: World) -> Witness:
    """Who orders there and watches."""
    return Witness(world)


def texts(view: Json) -> list[str]:
    """All that a message has said, oldest first."""
    return [*(past["text"] for past in view.get("history", [])), view["text"]]


async def test_answers_lost_and_calls_cut(world: World, witness: Witness) -> None:
    """A lost answer to a submit is looked up; reads and uploads that were cut are repeated."""
    faults = world.jimeng.faults
    faults.fail_next("lost_answer", times=3)
    for call in ("token", "apply", "put", "commit", "poll", "download"):
        faults.fail_next("dropped", call=call)
        faults.fail_next("http_error", call=call, status=502)
    await world.start()
    for kind in KINDS:
        await witness.ask(kind)

    await witness.all_delivered()
    assert len(world.jimeng.log.of("generate")) == len(KINDS)


async def test_busy_then_fine(world: World, witness: Witness) -> None:
    """1010: asked again after a while, and paid once."""
    world.jimeng.faults.fail_next("too_many")
    await world.start()
    await witness.ask(GENERATE)

    await witness.all_delivered()
    assert len(world.jimeng.log.of("generate")) == 2


async def test_its_queue_is_shown(world: World, witness: Witness) -> None:
    """The place in the service's own line stands in the status message."""
    world.jimeng.faults.fail_next("queue", seconds=4.0, places=7)
    await world.start()
    shown = await witness.ended(wish := await witness.ask(EDIT))

    said = texts(world.people.message(wish.chat_id, shown["message_id"]))

    assert any("ahead in its queue" in text for text in said), said
    await witness.all_delivered()


async def test_late_ids_and_expired_links(world: World, witness: Witness) -> None:
    """A task that the poll does not know yet, and addresses that are stale: waited out."""
    world.jimeng.faults.fail_next("late_id", polls=5)
    world.jimeng.faults.fail_next("expired_links")
    await world.start()
    await witness.ask(GENERATE)

    await witness.all_delivered()
    polls, downloads = (world.jimeng.log.of(call) for call in ("poll", "download"))
    assert len([poll for poll in polls if not poll.notes]) == 5  # nothing known of it
    assert 403 in {download.status for download in downloads}


async def test_down_for_a_while(world: World, witness: Witness) -> None:
    """Every poll fails for a while: the job goes on where it was."""
    await world.start()
    for kind in KINDS:
        await witness.ask(kind)
    await world.jimeng.log.wait(lambda log: len(log.paid_submits) == len(KINDS))
    world.jimeng.faults.fail_next("http_error", call="poll", status=503, times=20)
    world.jimeng.faults.fail_next("dropped", call="poll", times=10)

    await witness.all_delivered()
    failed = [poll for poll in world.jimeng.log.of("poll") if poll.status != 200]
    assert len(failed) == 20 + 10


async def test_out_of_credit_at_2k(world: World, witness: Witness) -> None:
    """1006 at 2k: taken at 1k, and the user is told so."""
    world.jimeng.faults.fail_next("no_credit_2k")
    await world.start()
    photo = await witness.ended(await witness.ask(EDIT))

    assert "The resolution was reduced" in photo["text"], photo["text"]
    await witness.all_delivered()


async def test_some_pictures_fail(world: World, witness: Witness) -> None:
    """One of four is refused: three arrive, the message says so, the bundle costs its one."""
    world.jimeng.faults.fail_next("partial", failed=1)
    await world.start()
    line = await witness.ended(wish := await witness.ask(GENERATE))

    assert "3 of 4" in line["text"]
    assert len(witness.answers(wish)) == 3 + 1
    await witness.settled()
    assert await witness.used(wish.user_id) == 1


@pytest.mark.parametrize("spoiled", ["huge_result", "broken_result"])
async def test_a_spoiled_picture(world: World, witness: Witness, spoiled: str) -> None:
    """A bomb or a page among the pictures: the others arrive; alone, it costs nothing."""
    await world.start()
    world.jimeng.faults.fail_next(spoiled)
    await witness.ended(some := await witness.ask(GENERATE))
    world.jimeng.faults.fail_next(spoiled, times=50)
    await witness.ended(none := await witness.ask(UPSCALE))

    await witness.settled()
    assert len(witness.answers(some)) == 3 + 1
    assert len(witness.answers(none)) == 1
    assert [await witness.used(wish.user_id) for wish in (some, none)] == [1, 0]


REFUSALS = (
    ("fail_code", {"code": "2038"}),
    ("fail_code", {"code": "2002"}),
    ("ret", {"code": "1006"}),
    ("ret", {"code": "1015"}),
    ("partial", {"failed": 4}),
)


async def test_refused_for_good(world: World, witness: Witness) -> None:
    """Moderation, a broken account, no credit, nothing made: one clear word, nothing charged."""
    await world.start()
    said = []
    for name, more in REFUSALS:
        world.jimeng.faults.fail_next(name, **more)
        wish = await witness.ask(GENERATE)
        said.append((wish, await witness.ended(wish)))

    await witness.settled()
    for wish, view in said:
        assert "Nothing was charged" in view["text"], view["text"]
        assert len(witness.answers(wish)) == 1
        assert await witness.used(wish.user_id) == 0
    assert {job.state for job in await witness.jobs()} == {JobState.FAILED}
    assert "Traceback" not in world.log


async def test_a_task_that_the_service_forgot(world: World, witness: Witness) -> None:
    """The service lost everything: failed openly after its grace, never paid twice."""
    world.settings["JOB_TIMEOUT"] = "5"
    world.jimeng.faults.fail_next("queue", seconds=LATE, places=5)
    await world.start()
    wish: Wish = await witness.ask(GENERATE)
    await world.jimeng.log.wait(lambda log: len(log.of("poll")) > 2)
    world.jimeng.forget_tasks()

    view = await witness.ended(wish)

    assert "Nothing was charged" in view["text"]
    await witness.settled()
    assert len(world.jimeng.log.paid_submits) == 1
    assert await witness.used(wish.user_id) == 0
