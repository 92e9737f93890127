"""A request that nobody can do is answered with what can be done, and by whom; it costs nothing."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.acceptance.orders import drawing
from tests.acceptance.services import open_services
from tests.acceptance.visitor import serving, visitor
from tests.acceptance.world import World, open_world

pytestmark = pytest.mark.asyncio(loop_scope="module")
WHO = ("ideogram", "hidream", "openai")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot; its services must never be asked for anything."""
    folder = tmp_path_factory.mktemp("refusals")
    async with (
        open_world(folder) as opened,
        open_services(opened, *WHO) as services,
        serving(opened),
    ):
        yield opened
        assert [each.log.entries for each in services.values()] == [[], [], []]


WITH_PICTURE = {
    "/upscale 3": "these work: 2; 4 (hidream).",
    "/upscale 4 --provider ideogram": "--provider ideogram cannot do this; these can: hidream.",
    "/upscale 4 --resemblance 60": "these work: 2.",
    "/upscale --resemblance 200": "--resemblance takes: 1-100.",
    "/upscale --provider openai": "--provider openai cannot do this; these can: ideogram, hidream.",
    "/edit night --model dall-e-3": "--model takes: gpt-image-1,",
    "/upscale --provider nosuch": "--provider takes: ideogram, hidream",
    "/upscale --provider openai --scale 3": "The chosen service does not do this",
}
WITHOUT = {
    "/gen a fox --n 40": "--n takes: 1-8 (ideogram); 1-4 (hidream); 1-10 (openai).",
    "/gen a fox --ar 7:1": "--ar takes: 1:1, 2:3, 3:2; ",
    "/gen a fox --provider hidream --ar 3:1": "these can: ideogram.",
    "/gen a fox --n 9 --ar 3:1": "--n takes: 1-8.",
}


@pytest.mark.parametrize("words, told", WITH_PICTURE.items())
async def test_under_a_picture(world: World, words: str, told: str) -> None:
    """One sentence with the values that work, before any service hears of it."""
    guest = visitor(world)

    answer = await guest.answer(await guest.hand(drawing(), "a.png", words))

    assert told in answer["text"], answer["text"]
    assert await guest.spent() == 0


@pytest.mark.parametrize("words, told", WITHOUT.items())
async def test_of_words_alone(world: World, words: str, told: str) -> None:
    """The same for pictures from words."""
    guest = visitor(world)

    answer = await guest.answer(await guest.say(words))

    assert told in answer["text"], answer["text"]
    assert await guest.spent() == 0
