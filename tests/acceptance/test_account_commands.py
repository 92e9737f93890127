"""What the bot tells about itself and about one's account, by command and in its menu."""

import asyncio

import pytest

from tests.acceptance.visitor import Visitor, visitor
from tests.acceptance.world import World

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-account-commands"),
]


async def test_the_account_commands_answer_at_once(world: World) -> None:
    """`/start`, `/help`, `/quota`, `/jobs`, `/cancel` from somebody with nothing under way."""
    words = {
        "/start": ("Hello!", "/gen", "/edit", "/upscale", "--ar", "/quota"),
        "/help": ("/gen", "/edit", "/upscale", "--seed", "5.0-pro"),
        "/quota": ("30 of 30", "UTC"),
        "/jobs": ("no job",),
        "/cancel": ("no job",),
    }

    async def check(command: str, parts: tuple[str, ...]) -> None:
        guest = visitor(world)
        text = (await guest.answer(await guest.say(command)))["text"]
        assert all(part in text for part in parts), command

    await asyncio.gather(*(check(*each) for each in words.items()))


async def test_quota_lists_what_was_spent(alice: Visitor) -> None:
    """After an order `/quota` has 29 of 30 and the order in the ledger."""
    await alice.ending(await alice.say("/gen a fox --n 1"))
    text = (await alice.answer(await alice.say("/quota")))["text"]

    assert "29 of 30" in text
    assert "drawing" in text
    assert "charged" in text or "set aside" in text  # settled a moment after the photo


async def test_jobs_lists_what_runs_and_cancel_stops_it(alice: Visitor) -> None:
    """`/jobs` names the running order, `/cancel` ends it, and nothing was charged."""
    asked = await alice.say("/gen EMU_SLOW fox")
    await alice.answer(asked)
    listed = (await alice.answer(await alice.say("/jobs")))["text"]
    done = (await alice.answer(await alice.say("/cancel")))["text"]
    status = await alice.ending(asked)

    assert "EMU_SLOW fox" in listed
    assert "costs nothing" in done
    assert status["text"].startswith("✋ Cancelled.")
    assert "Nothing was charged" in status["text"]
    assert await alice.spent() == 0


async def test_a_draft_of_ones_own_words_is_offered_as_an_order(alice: Visitor) -> None:
    """Plain words in private are no order, but the answer says how to make one of them."""
    text = (await alice.answer(await alice.say("a fox <in> the snow")))["text"]

    assert "/gen a fox <in> the snow" in text


@pytest.mark.parametrize(
    "language, drawn",
    [("zh-hans", "2 张图片"), ("ru", "2 картинки"), ("fr", "2 pictures")],
)
async def test_answers_come_in_the_persons_language(
    world: World, language: str, drawn: str
) -> None:
    """Chinese and Russian to those who have them, the default to everybody else."""
    guest = visitor(world, language=language)
    line = await guest.ending(await guest.say("/gen fox --n 2"))

    assert drawn in line["text"]


async def test_the_menu_is_set_in_the_persons_language(world: World) -> None:
    """Typing a slash shows the commands with words of one's own language."""
    english, chinese = visitor(world), visitor(world, language="zh")
    await world.telegram.log.feed.wait(
        0,
        lambda call: (
            call["method"] == "setMyCommands"
            and call["params"].get("language_code") == "zh"
            and "private" in str(call["params"]["scope"])
        ),
        30.0,
    )

    menu = world.people.menu(english.user_id)
    assert [entry["command"] for entry in menu][:3] == ["gen", "edit", "upscale"]
    assert world.people.menu(chinese.user_id) != menu
