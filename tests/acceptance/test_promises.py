"""Updates handled once, quotas that hold, cancels that are final; also across kill -9."""

import json
import socket
from pathlib import Path

import pytest

from bot.app.stores import Stores
from bot.domain.job import JobState
from bot.playground.botapi.speaking import Place
from providers.clock import SystemClock
from tests.acceptance.witness import EDIT, GENERATE, UPSCALE, Witness, photo
from tests.acceptance.world import World, open_world

LATE = 60.0  # seconds; longer than any scene


async def test_what_was_received_but_not_handled_is_fed_again(tmp_path: Path) -> None:
    """Crashed between writing an update down and accepting its order: one order, not none."""
    async with open_world(tmp_path) as world:
        witness = Witness(world)
        await world.start()
        await world.stop()
        await witness.ask(GENERATE)
        (update,) = world.telegram.world.updates.pending
        row = (update["update_id"], json.dumps(update))
        async with world.stores() as stores:
            await stores.updates.receive([row], SystemClock().now())

        await world.start()

        await witness.all_delivered()


async def test_an_album_half_gathered_is_gathered_again(tmp_path: Path) -> None:
    """Killed while an album's pictures were being waited for: one order of two jobs."""
    async with open_world(tmp_path) as world:
        witness = Witness(world)
        await world.start()
        alice = world.people.add_user("Alice", language_code="en")["id"]
        await world.people.send_album(alice, [photo(), photo()], caption="/upscale")

        async def both_are_written(stores: Stores) -> bool:
            return len(await stores.updates.unhandled()) == 2

        await witness.until(both_are_written)
        await world.kill()
        await world.start()
        await world.people.wait_message(alice, lambda view: "192" in view["text"])

        await witness.settled()
        jobs = await witness.jobs()
        assert [job.state for job in jobs] == [JobState.SUCCEEDED] * 2
        assert len({job.status_id for job in jobs}) == 1
        assert len(world.jimeng.log.paid_submits) == 2


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_an_update_that_comes_twice_is_one_order(
    tmp_path: Path, way: str
) -> None:
    """Repeated at once, after the end, and after kill -9: one job, one submit."""
    async with open_world(tmp_path) as world:
        if way == "webhook":
            use_webhook(world)
        witness = Witness(world)
        await world.start()
        wish = await witness.ask(GENERATE)
        world.people.repeat_update(wish.message["update_id"])
        await witness.shown(wish)
        world.people.repeat_update(wish.message["update_id"])
        await world.kill()
        world.people.repeat_update(wish.message["update_id"])
        await world.start()
        await witness.ended(wish)
        world.people.repeat_update(wish.message["update_id"])
        await witness.ended(await witness.ask(GENERATE))  # it comes after the repeat

        await witness.all_delivered()


def use_webhook(world: World) -> None:
    """Have Telegram push the updates; the address stays the same over restarts."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    world.settings["LISTEN"] = address
    world.settings["TELEGRAM_WEBHOOK_URL"] = f"http://{address}/telegram"
    world.settings["TELEGRAM_WEBHOOK_SECRET"] = "a-secret-of-the-webhook"


async def test_ten_orders_against_a_quota_of_three(tmp_path: Path) -> None:
    """Exactly three jobs, though the bot dies among them; the wallet ends at three."""
    async with open_world(tmp_path) as world:
        world.settings["QUOTA_USER_DAILY"] = "3"
        witness = Witness(world)
        await world.start()
        alice = world.people.add_user("Alice", language_code="en")["id"]
        asked = [
            await world.people.send_text(alice, "/gen a fox", Place())
            for _ in range(10)
        ]
        await world.jimeng.log.wait(lambda log: bool(log.of("generate")))
        await world.kill()
        await world.start()
        asked.append(await world.people.send_text(alice, "/gen one more"))
        await world.answer(alice, asked[-1])

        await witness.settled()

        assert [job.state for job in await witness.jobs()] == [JobState.SUCCEEDED] * 3
        assert len(world.jimeng.log.paid_submits) == 3
        assert await witness.used(alice) == 3


async def test_cancelled_in_each_state(tmp_path: Path) -> None:
    """Cancelled while waiting, fetching, paying and running: nothing comes, nothing is charged."""
    async with open_world(tmp_path) as world:
        witness = Witness(world)
        world.settings["MAX_JOBS_PER_USER"] = "1"
        await world.start()
        world.jimeng.faults.fail_next("queue", seconds=LATE, places=5)
        running = await witness.ask(GENERATE)
        await world.jimeng.log.wait(lambda log: len(log.of("poll")) > 2)
        waiting = await witness.ask(GENERATE, user_id=running.user_id)
        world.telegram.faults.fail_next("getFile", "slow", seconds=2.0)
        fetching = await witness.ask(EDIT)
        await world.telegram.log.wait("getFile")
        world.jimeng.faults.fail_next("slow", seconds=2.0)
        paying = await witness.ask(GENERATE, in_group=True)
        await world.jimeng.log.wait(lambda log: len(log.of("generate")) == 2)

        for wish in (waiting, running, fetching, paying):
            shown = await witness.shown(wish)
            await world.people.press(
                wish.user_id, shown["message_id"], "✖️ Cancel", chat_id=wish.chat_id
            )
        said = [(await witness.ended(wish))["text"] for wish in witness.wishes]
        for task in world.jimeng.tasks.values():
            task.queue_seconds = 0.0  # the service goes on with what it took
        await world.kill()
        await world.start()
        await witness.ended(later := await witness.ask(GENERATE))

        await witness.settled()
        states = [job.state for job in await witness.jobs()]
        assert states == [*[JobState.CANCELLED] * 4, JobState.SUCCEEDED]
        for wish, text in zip(witness.wishes[:4], said, strict=True):
            assert "Cancelled" in text
            assert len(witness.answers(wish)) == 1
            assert await witness.used(wish.user_id) == 0
        assert await witness.used(later.user_id) == 1


async def test_crowds_stay_within_the_flood_limits(tmp_path: Path) -> None:
    """Thirty orders in thirty chats and six in one group: no 429, everything arrives."""
    async with open_world(tmp_path, flood_limits=True) as world:
        world.jimeng.run_seconds = 0.3
        witness = Witness(world)
        world.settings["QUOTA_USER_DAILY"] = "100"
        await world.start()
        bob = world.people.add_user("Bob", language_code="en")["id"]
        group = world.people.add_chat("Foxes", members=[bob])["id"]
        for _ in range(6):
            await witness.ask_in(GENERATE, bob, Place(chat_id=group))
        for _ in range(30):
            await witness.ask(GENERATE)

        await witness.all_delivered()

        assert not world.telegram.limiter.refusals


async def test_a_file_too_is_sent_once_within_the_limits(tmp_path: Path) -> None:
    """Enlargements in one private chat: files and previews share its one call a second."""
    async with open_world(tmp_path, flood_limits=True) as world:
        witness = Witness(world)
        await world.start()
        alice = world.people.add_user("Alice", language_code="en")["id"]
        for _ in range(3):
            await witness.ask(UPSCALE, user_id=alice)

        await witness.all_delivered()

        assert not world.telegram.limiter.refusals
