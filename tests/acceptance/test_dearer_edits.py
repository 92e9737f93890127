"""Services come and go between the question of the Edit button and its answer."""

from pathlib import Path

from bot.app.stores import Stores
from bot.playground.botapi.people import Place
from bot.services.values import Preferences
from tests.acceptance.services import open_services
from tests.acceptance.visitor import Visitor, data_of, visitor
from tests.acceptance.witness import Witness
from tests.acceptance.world import Json, World, open_world


async def known(world: World, question: Json) -> None:
    """Wait until the bot has written down what it asks."""
    place = question["chat_id"], question["message_id"]

    async def is_known(stores: Stores) -> bool:
        return await stores.pictures.job_of_message(*place) is not None

    await Witness(world).until(is_known)


async def answer(alice: Visitor, question: Json, words: str) -> Json:
    """Answer what the bot asks."""
    await known(alice.world, question)
    return await alice.say(words, Place(reply_to=question["message_id"]))


async def test_a_dearer_service_is_not_paid_before_it_is_agreed(tmp_path: Path) -> None:
    """Asked at one credit; after a restart each picture costs one, and three are wanted."""
    async with open_world(tmp_path) as world, open_services(world, "jimeng", "openai"):
        world.settings["EDIT_PROVIDERS"] = "jimeng"
        await world.start()
        alice = visitor(world)
        photo = await alice.ending(
            await alice.say("/gen a fox --n 1 --provider jimeng")
        )
        async with world.stores() as stores:
            chosen = Preferences(count=3)
            await stores.preferences.save_preferences(alice.user_id, chosen)
        edit = next(data for data in data_of(photo) if data.startswith("e:"))
        await alice.press(photo, edit)
        asked = await world.answer(alice.user_id, photo)
        await known(world, asked)
        world.settings["EDIT_PROVIDERS"] = "openai"
        await world.kill()
        await world.start()

        words = await answer(alice, asked, "make it night")
        again = await alice.answer(words)
        spent = await alice.spent()
        night = await alice.ending(await answer(alice, again, "make it night"))

        assert "What should change" in asked["text"]
        assert "It costs 3 credits now" in again["text"]
        assert "make it night" in again["text"]
        assert spent == 1
        assert "make it night" in night["text"]
        assert await alice.spent() == 1 + 3
