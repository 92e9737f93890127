"""Bad input: one clear sentence each, nothing paid, nothing charged, nothing left behind."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.playground.botapi.people import Place
from tests.acceptance.unusable import AT_THE_DOOR, PHOTO, TEXT, UNDER_WAY
from tests.acceptance.visitor import Visitor, data_of, kept_files, serving, visitor
from tests.acceptance.world import World, open_world

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-refusals"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot for everything that goes wrong; in the end nobody was told anything twice."""
    folder = tmp_path_factory.mktemp("refusals")
    async with open_world(folder) as opened, serving(opened):
        yield opened
        assert "Traceback" not in opened.log
        assert "update.failed" not in opened.log


def texts_of(guest: Visitor, chat_id: int) -> list[str]:
    """All that the bot has said."""
    said = guest.world.people.messages(chat_id, from_bot=True)
    return [view["text"] for view in said]


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
@pytest.mark.parametrize("case", AT_THE_DOOR)
async def test_what_cannot_be_ordered_is_answered_at_once(
    world: World, case: str, language: str
) -> None:
    """One line in one's own language that says what would work; no order comes of it."""
    act, words = AT_THE_DOOR[case]
    guest = visitor(world, language=language)
    paid, kept = len(world.jimeng.log.paid_submits), kept_files(world)
    answer = await guest.answer(await act(guest))

    assert words[language] in answer["text"]
    assert "\n" not in answer["text"]
    assert answer["buttons"] == []
    assert texts_of(guest, guest.user_id) == [answer["text"]]
    assert await guest.spent() == 0
    assert len(world.jimeng.log.paid_submits) == paid
    assert kept_files(world) <= kept


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
@pytest.mark.parametrize("case", UNDER_WAY)
async def test_what_proves_unusable_is_told_in_the_status_message(
    world: World, case: str, language: str
) -> None:
    """The picture is looked at after the order was taken: one message, nothing charged, no trace."""
    act, words = UNDER_WAY[case]
    guest = visitor(world, language=language)
    paid, kept = len(world.jimeng.log.paid_submits), kept_files(world)
    ending = await guest.ending(await act(guest))

    reason, charged = ending["text"].split("\n")
    assert reason.startswith("❌ ")
    assert words[language] in reason
    assert "30" in charged
    assert texts_of(guest, guest.user_id) == [ending["text"]]
    assert await guest.spent() == 0
    assert len(world.jimeng.log.paid_submits) == paid
    assert kept_files(world) <= kept


@pytest.mark.parametrize(
    "language, words",
    [("en", "content rules"), ("zh", "内容规则"), ("ru", "Правила сервиса")],
)
async def test_what_the_service_refuses_costs_the_person_nothing(
    world: World, language: str, words: str
) -> None:
    """A prompt that the service blocks: the reason, the refund, no button that cannot help."""
    guest, kept = visitor(world, language=language), kept_files(world)
    ending = await guest.ending(await guest.say("/gen EMU_BLOCK fox"))

    assert ending["text"].startswith("❌ ")
    assert words in ending["text"]
    assert "30" in ending["text"]
    assert data_of(ending) == []
    assert await guest.spent() == 0
    assert kept_files(world) <= kept


async def test_a_picture_from_the_service_that_is_none_costs_nothing(
    world: World,
) -> None:
    """The service's address holds a page instead of a picture: told so, refunded."""
    guest, kept = visitor(world), kept_files(world)
    world.jimeng.faults.fail_next("broken_result", times=-1)
    ending = await guest.ending(await guest.say("/gen a fox --n 1"))
    world.jimeng.faults.clear()

    assert ending["text"].startswith("❌ ")
    assert "Nothing was charged" in ending["text"]
    assert await guest.spent() == 0
    assert kept_files(world) <= kept


async def test_pictures_that_the_service_holds_back_are_told(world: World) -> None:
    """Three of four come: they are delivered and the fourth is explained."""
    guest = visitor(world)
    world.jimeng.faults.fail_next("partial", failed=1)
    asked = await guest.say("/gen four foxes")
    line = await guest.ending(asked)

    photos = [view for view in guest.heard(asked) if view["media"]]
    assert len(photos) == 3
    assert "3 of 4" in line["text"]


async def test_one_bad_picture_of_an_album_does_not_spoil_the_other(
    world: World,
) -> None:
    """An album of a picture and of none: one enlarged and paid, one explained."""
    guest = visitor(world)
    album = await world.people.send_album(
        guest.user_id, [PHOTO, TEXT], file_names=["a.jpg", "b.jpg"]
    )
    sheet = await guest.ending(album[0])

    assert "1. ✅ done" in sheet["text"]
    assert "2. ❌ This file is not a picture" in sheet["text"]
    assert await guest.spent() == 1


async def test_an_album_with_a_video_is_refused_whole(world: World) -> None:
    """The references of one edit must all be pictures: one answer for the album."""
    guest = visitor(world)
    album = await world.people.send_album(
        guest.user_id,
        [PHOTO, b"\0\0\0\x18ftypmp42"],
        caption="/edit both",
        file_names=["a.jpg", "b.mp4"],
    )
    answer = await guest.answer(album[0])

    assert "not a kind of picture" in answer["text"]
    assert len(texts_of(guest, guest.user_id)) == 1
    assert await guest.spent() == 0


async def test_a_refusal_in_a_group_answers_the_one_who_asked(world: World) -> None:
    """In a group the sentence is a reply, in the language of the person."""
    guest = visitor(world, language="ru")
    chat = world.people.add_chat("Friends", members=[guest.user_id])
    asked = await guest.say("/edit ночь", Place(chat_id=chat["id"]))
    answer = await guest.answer(asked)

    assert "какой картинке речь" in answer["text"]
    assert texts_of(guest, chat["id"]) == [answer["text"]]


async def test_markup_in_words_is_shown_as_it_was_written(world: World) -> None:
    """Angle brackets in options and prompts break no answer."""
    guest = visitor(world)
    wrong = await guest.answer(await guest.say("/gen fox --seed <b>&amp;"))
    blocked = await guest.ending(await guest.say("/gen EMU_BLOCK <i>fox</b> & co"))

    assert "“<b>&amp;”" in wrong["text"]
    assert "EMU_BLOCK <i>fox</b> & co" in blocked["text"]
