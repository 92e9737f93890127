"""A bot with the built-in engine alone: edits by words, and a kind no before anything is charged."""

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from tests.acceptance.visitor import serving, visitor
from tests.acceptance.world import World, open_world

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-local-edits"),
]
CUP = (Path(__file__).parents[1] / "data" / "coffee.png").read_bytes()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot without any service but its own engine."""
    async with open_world(tmp_path_factory.mktemp("local")) as opened:
        for name in ("JIMENG_SESSION_ID", "JIMENG_API_URL", "JIMENG_IMAGEX_URL"):
            del opened.settings[name]
        async with serving(opened):
            yield opened
            assert "Traceback" not in opened.log


@pytest.mark.parametrize(
    "language, words",
    [("en", "black and white"), ("zh", "黑白"), ("ru", "чёрно-белое")],
)
async def test_words_of_three_languages_are_carried_out(
    world: World, language: str, words: str
) -> None:
    """The picture comes back in gray, for one credit."""
    guest = visitor(world, language=language)

    status = await guest.ending(await guest.show(CUP, f"/edit {words}"))

    colours = np.asarray((await guest.picture(status)).convert("RGB")).astype(int)
    assert colours.shape == (400, 600, 3)
    assert np.ptp(colours, axis=2).max() <= 2
    assert await guest.spent() == 1


async def test_a_removed_background_comes_as_a_file(world: World) -> None:
    """Telegram's photos have no transparency: the bytes come beside the photo, without asking."""
    guest = visitor(world)
    asked = await guest.show(CUP, "/edit remove the background, and make it sepia")

    status = await guest.ending(asked)
    file = await world.people.wait_message(
        asked["chat_id"], lambda view: (view["media"] or {}).get("kind") == "document"
    )

    assert file["reply_to"] == asked["message_id"]
    assert status["media"]["kind"] == "photo"
    picture = await guest.picture(file)
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGBA", (600, 400))
    alpha = np.asarray(picture.getchannel("A"))
    assert [alpha[y, x] for x, y in ((5, 5), (590, 5), (200, 120))] == [0, 0, 255]


@pytest.mark.parametrize(
    "language, words, told",
    [
        ("en", "make it night", "“remove the background”, “blur the background”"),
        ("zh", "改成夜晚", "“去背景”“虚化背景”"),
        ("ru", "сделай ночь", "«убери фон», «размой фон»"),
    ],
)
async def test_what_the_engine_cannot_do_is_refused_with_what_it_can(
    world: World, language: str, words: str, told: str
) -> None:
    """One kind answer with a list to copy from, no job and no credit."""
    guest = visitor(world, language=language)

    asked = await guest.show(CUP, f"/edit {words}")
    answer = await guest.answer(asked)

    assert told in answer["text"]
    assert await guest.spent() == 0
    async with world.stores() as stores:
        assert await stores.jobs.unfinished_of(guest.user_id) == ()
    assert [view["message_id"] for view in guest.heard(asked)] == [answer["message_id"]]
