"""The operator's side: settings that change what the bot does, and the command line beside it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.playground.botapi.people import Place
from tests.acceptance.visitor import (
    Visitor,
    check_manners,
    data_of,
    enlarged,
    kept_sums,
    serving,
    visitor,
)
from tests.acceptance.world import World, open_world
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-settings"),
]
PHOTO = as_bytes(scene(96, 64), "JPEG")
FRIEND = 5001
SECRET = "hook-secret"


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def closed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A bot without any service and for a closed circle: the built-in engine alone."""
    folder = tmp_path_factory.mktemp("closed")
    async with open_world(folder) as opened:
        for name in ("JIMENG_SESSION_ID", "JIMENG_API_URL", "JIMENG_IMAGEX_URL"):
            del opened.settings[name]
        chat = opened.people.add_chat("Circle", type="supergroup", chat_id=-100777)
        settings = {"ACCESS": "list", "ALLOWED_IDS": f"{FRIEND},{chat['id']}"}
        opened.people.add_user("Friend", user_id=FRIEND, language_code="en")
        async with serving(opened, **settings):
            yield opened


@pytest.fixture
def friend(closed: World) -> Visitor:
    """Somebody of the circle."""
    return Visitor(closed, FRIEND)


async def test_a_photo_comes_back_twice_as_large_without_any_service(
    closed: World, friend: Visitor
) -> None:
    """No key, no account: the built-in engine enlarges, and the file is exactly what it wrote."""
    asked = await friend.show(PHOTO)
    preview = await friend.ending(asked)

    (file,) = [
        view
        for view in friend.heard(asked)
        if view["media"] and view["media"]["kind"] == "document"
    ]
    assert preview["media"]["kind"] == "photo"
    assert preview["text"] == enlarged(192, 128, "The built-in engine")
    assert (await friend.picture(file)).size == (192, 128)
    assert file["media"]["sha256"] in kept_sums(closed)
    assert closed.jimeng.log.entries == []


async def test_drawing_without_a_service_says_what_is_missing(friend: Visitor) -> None:
    """`/gen` names the settings that would help; `/help` says the same."""
    answer = await friend.answer(await friend.say("/gen a fox"))
    helped = await friend.answer(await friend.say("/help"))

    assert "JIMENG_SESSION_ID" in answer["text"]
    assert "\n" not in answer["text"]
    assert "Drawing from words is not set up" in helped["text"]
    assert "/upscale" in helped["text"]


async def test_strangers_are_told_once_and_only_in_private(closed: World) -> None:
    """A stranger hears one sentence with the id to hand on; in groups nothing at all."""
    stranger = visitor(closed, "Stan")
    first = await stranger.say("/gen a fox")
    answer = await stranger.answer(first)
    await stranger.say("/gen a fox")
    await stranger.show(PHOTO)
    chat = closed.people.add_chat("Elsewhere", members=[stranger.user_id])
    await stranger.say("/upscale", Place(chat_id=chat["id"]))
    # Whoever is served after them shows that they have been dealt with.
    friend = Visitor(closed, FRIEND)
    await friend.answer(await friend.say("/jobs"))

    assert str(stranger.user_id) in answer["text"]
    assert len(closed.people.messages(stranger.user_id, from_bot=True)) == 1
    assert closed.people.messages(chat["id"], from_bot=True) == []
    assert await stranger.spent() == 0


async def test_an_allowed_group_is_served_whoever_asks(closed: World) -> None:
    """The list may name a chat: its members are served there, and not in private."""
    guest = visitor(closed, "Gus")
    closed.people.set_member(-100777, guest.user_id)
    preview = await guest.ending(
        await guest.show(PHOTO, "/upscale", Place(chat_id=-100777))
    )

    assert preview["text"] == enlarged(192, 128, "The built-in engine")
    assert "closed circle" in (await guest.answer(await guest.say("/jobs")))["text"]


async def test_a_strangers_press_is_refused(closed: World, friend: Visitor) -> None:
    """A forwarded id does not open the door: the press is answered with a toast."""
    stranger = visitor(closed, "Stan")
    chat = closed.people.add_chat("Mixed", members=[friend.user_id, stranger.user_id])
    preview = await friend.ending(
        await friend.show(PHOTO, "/upscale", Place(chat_id=chat["id"]))
    )
    twice = next(data for data in data_of(preview) if data.startswith("2:"))
    toast, _ = await stranger.press(preview, twice)

    assert "closed circle" in toast
    assert await stranger.spent() == 0


async def test_wrong_settings_are_told_all_at_once(tmp_path: Path) -> None:
    """Seven mistakes: seven lines, each with its setting's name; exit 2, no traceback."""
    async with open_world(tmp_path) as world:
        wrong = {
            "TELEGRAM_BOT_TOKEN": "",
            "TELEGRAM_API_URL": "ftp://example.org",
            "LISTEN": "everywhere",
            "QUOTA_USER_DAILY": "-3",
            "QUOTA_TIMEZONE": "Mars/Olympus",
            "MAX_JOBS": "many",
            "GENERATE_PROVIDERS": "jimeng,nobody",
            "LANGUAGE": "tlh",
        }
        world.settings.update(wrong)
        code, out, err = await world.run("run")

        lines = err.strip().splitlines()
        assert code == 2
        assert out == ""
        assert {line.partition(":")[0] for line in lines} == set(wrong)
        assert len(lines) == len(wrong)
        assert "Traceback" not in err
        assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "command", [("jobs", "list"), ("quota", "show", "1"), ("jobs", "show", "x")]
)
async def test_wrong_settings_stop_every_command(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Not only `run`: each command reports the settings before it does anything."""
    async with open_world(tmp_path) as world:
        world.settings["MAX_JOBS"] = "many"
        code, out, err = await world.run(*command)

        assert (code, out) == (2, "")
        assert err.startswith("MAX_JOBS: must be a whole number")
        assert not (tmp_path / "data").exists()


async def test_a_token_that_telegram_does_not_know_is_told(tmp_path: Path) -> None:
    """The token's shape is right, but getMe says 401: one line, exit 2, the token not repeated."""
    async with open_world(tmp_path) as world:
        world.settings["TELEGRAM_BOT_TOKEN"] = "43:some-other-token-abcdefghijklm"
        code, out, err = await world.run("run")

        assert code == 2
        told = [line for line in (out + err).splitlines() if "@BotFather" in line]
        assert len(told) == 1
        assert "Traceback" not in out + err
        assert "some-other-token" not in out + err


async def test_the_operator_sees_and_stops_jobs_of_the_running_bot(
    tmp_path: Path,
) -> None:
    """`jobs list`, `show` and `cancel` beside the bot: the chat hears of the cancel."""
    async with open_world(tmp_path) as world, serving(world):
        alice = visitor(world)
        done = await alice.ending(await alice.say("/gen a quick fox --n 1"))
        asked = await alice.say("/gen EMU_SLOW")
        job_id = data_of(await alice.answer(asked))[0].split(":")[1]

        (_, listed, _), (_, shown, _), (unknown, _, missing) = await asyncio.gather(
            world.run("jobs", "list"),
            world.run("jobs", "show", job_id),
            world.run("jobs", "show", "nosuchjob"),
        )
        code, cancelled, _ = await world.run("jobs", "cancel", job_id)
        ending = await alice.ending(asked)
        again, late, _ = await world.run("jobs", "cancel", job_id)

        assert data_of(done)[0].split(":")[1] in listed
        assert job_id in listed
        assert "EMU_SLOW" in shown
        assert code == 0
        assert "cancelled" in cancelled
        assert ending["text"].startswith("✋ ")
        assert again == 0
        assert late != ""
        assert unknown == 1
        assert "there is no such job" in missing
        assert await alice.spent() == 1


async def test_the_webhook_delivers_the_same(tmp_path: Path) -> None:
    """Updates posted to the bot's own address: pictures, files and presses as with polling."""
    port = free_port()
    settings = {
        "LISTEN": f"127.0.0.1:{port}",
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    async with open_world(tmp_path) as world, serving(world, **settings):
        alice = visitor(world)
        photo = await alice.ending(await alice.say("/gen a fox --n 1"))
        await alice.press(photo, "🔄 Again")
        await alice.ending(photo)
        asked = await alice.show(PHOTO)
        preview = await alice.ending(asked)
        # Telegram repeats what it did not hear confirmed: still one order.
        world.people.repeat_update(asked["update_id"])
        await alice.answer(await alice.say("/jobs"))

        assert preview["text"] == enlarged(192, 128)
        assert len(world.jimeng.log.paid_submits) == 3
        assert world.telegram.log.calls("getUpdates") == []
        async with httpx.AsyncClient() as client:
            await _check_the_web(client, f"http://127.0.0.1:{port}")


async def _check_the_web(client: httpx.AsyncClient, root: str) -> None:
    """Health and numbers are there; a post without the secret is turned away."""
    health = await client.get(f"{root}/healthz")
    metrics = await client.get(f"{root}/metrics")
    update: dict[str, Any] = {"update_id": 999_999_999}
    forged = await client.post(f"{root}/telegram", json=update)
    lost = await client.get(f"{root}/nothing-here")

    assert (health.status_code, health.json()["status"]) == (200, "ok")
    assert metrics.status_code == 200
    assert "imagewright_telegram_calls_total" in metrics.text
    assert forged.status_code == 403
    assert lost.status_code == 404


async def test_another_default_language_is_spoken_to_those_without_one(
    tmp_path: Path,
) -> None:
    """`LANGUAGE=ru`: a French speaker is answered in Russian, an English one in English."""
    async with open_world(tmp_path) as world, serving(world, LANGUAGE="ru"):
        french, english = visitor(world, language="fr"), visitor(world, language="en")
        told = await french.answer(await french.say("/jobs"))
        plain = await english.answer(await english.say("/jobs"))

        assert told["text"].endswith("вас нет заданий в работе.")
        assert plain["text"] == "You have no job under way."


async def test_a_stop_is_clean_and_quick(tmp_path: Path) -> None:
    """SIGTERM with a job under way: exit 0, nothing said to the chat but the job's progress."""
    async with open_world(tmp_path) as world:
        await world.start()
        alice = visitor(world)
        asked = await alice.say("/gen EMU_SLOW")
        await alice.answer(asked)

        assert await world.stop() == 0
        assert len(alice.heard(asked)) == 1
        assert "Traceback" not in world.log
        check_manners(world)
