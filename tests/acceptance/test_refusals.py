"""Bad input: one clear sentence each, nothing paid, nothing charged, nothing left behind."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.botapi.people import Place
from tests.acceptance.visitor import (
    Visitor,
    data_of,
    kept_files,
    serving,
    visitor,
)
from tests.acceptance.world import World, open_world
from tests.unit.imaging.samples import as_bytes, png_claiming, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-refusals"),
]
Json = dict[str, Any]
PHOTO = as_bytes(scene(96, 64), "JPEG")
TEXT = b"words, words, words. " * 40
BROKEN = as_bytes(scene(640, 480), "JPEG")[:3000]
TOO_BIG = b"\xff\xd8\xff" + bytes(20 * 2**20)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot for everything that goes wrong; in the end nobody was told anything twice."""
    folder = tmp_path_factory.mktemp("refusals")
    async with open_world(folder) as opened, serving(opened):
        yield opened
        assert "Traceback" not in opened.log
        assert "update.failed" not in opened.log


def say(text: str) -> Callable[[Visitor], Awaitable[Json]]:
    """Somebody writes."""
    return lambda guest: guest.say(text)


def hand(
    file: bytes, name: str, caption: str = ""
) -> Callable[[Visitor], Awaitable[Json]]:
    """Somebody sends a file."""
    return lambda guest: guest.hand(file, name, caption)


AT_THE_DOOR: dict[str, tuple[Callable[[Visitor], Awaitable[Json]], dict[str, str]]] = {
    "empty prompt": (
        say("/gen"),
        {
            "en": "/gen a red fox in the snow",
            "zh": "请用文字说明",
            "ru": "Напишите, что",
        },
    ),
    "options alone": (
        say("/gen --ar 1:1"),
        {"en": "Say in words", "zh": "请用文字说明", "ru": "Напишите, что"},
    ),
    "empty edit": (
        lambda guest: guest.show(PHOTO, "/edit"),
        {
            "en": "/edit make it night",
            "zh": "/edit 改成夜晚",
            "ru": "/edit сделай ночь",
        },
    ),
    "words to an enlargement": (
        lambda guest: guest.show(PHOTO, "/upscale 2 and make it night"),
        {
            "en": "Enlarging takes no words here",
            "zh": "放大图片不需要文字",
            "ru": "Увеличение здесь обходится без слов",
        },
    ),
    "prompt too long": (
        say("/gen " + "fox " * 1020),
        {
            "en": "at most 4,000 characters",
            "zh": "最多可以 4,000 个",
            "ru": "не больше 4",
        },
    ),
    "unknown option": (
        say("/gen fox --aspekt 1:1"),
        {
            "en": "did you mean --ar?",
            "zh": "是不是想用 --ar",
            "ru": "может быть, --ar?",
        },
    ),
    "bad ratio": (
        say("/gen fox --ar 5:1"),
        {
            "en": "--ar takes: 16:9",
            "zh": "没有这个宽高比",
            "ru": "для --ar подойдёт: 16:9",
        },
    ),
    "no ratio": (
        say("/gen fox --ar wide"),
        {"en": "it takes: 16:9", "zh": "--ar 不接受", "ru": "подойдёт: 16:9"},
    ),
    "bad count": (
        say("/gen fox --n 9"),
        {
            "en": "--n takes: 1-4",
            "zh": "--n 可以用",
            "ru": "для --n подойдёт: 1-4",
        },
    ),
    "bad seed": (
        say("/gen fox --seed lucky"),
        {"en": "0-4294967295", "zh": "0-4294967295", "ru": "0-4294967295"},
    ),
    "bad model": (
        say("/gen fox --model 9.9"),
        {
            "en": "--model takes: 3.0",
            "zh": "--model 可以用",
            "ru": "для --model подойд",
        },
    ),
    "bad provider": (
        say("/gen fox --provider nobody"),
        {
            "en": "--provider takes: jimeng",
            "zh": "--provider 可以用",
            "ru": "jimeng",
        },
    ),
    "bad factor": (
        lambda guest: guest.show(PHOTO, "/upscale 3"),
        {"en": "these work: 2, 4", "zh": "不能放大这个倍数", "ru": "можно: 2, 4"},
    ),
    "no value": (
        say("/gen fox --model"),
        {
            "en": "--model needs a value",
            "zh": "--model 后面要有",
            "ru": "После --model",
        },
    ),
    "option twice": (
        say("/gen fox --n 1 --n 2"),
        {"en": "given twice", "zh": "--n", "ru": "--n"},
    ),
    "no picture to edit": (
        say("/edit make it night"),
        {"en": "Which picture?", "zh": "是哪张图片", "ru": "какой картинке речь"},
    ),
    "no picture to enlarge": (
        say("/upscale"),
        {"en": "reply with the command", "zh": "用命令回复", "ru": "ответьте командой"},
    ),
    "a text file": (
        hand(TEXT, "notes.txt"),
        {"en": "JPEG, PNG, WebP", "zh": "JPEG, PNG, WebP", "ru": "JPEG, PNG, WebP"},
    ),
    "a pdf": (
        hand(b"%PDF-1.7 ...", "a.pdf", "/upscale"),
        {
            "en": "not a kind of picture",
            "zh": "读不了这种文件",
            "ru": "прочитать нельзя",
        },
    ),
    "a video": (
        hand(b"\0\0\0\x18ftypmp42", "a.mp4", "make it night"),
        {
            "en": "not a kind of picture",
            "zh": "读不了这种文件",
            "ru": "прочитать нельзя",
        },
    ),
    "over 20 MB": (
        hand(TOO_BIG, "a.jpg"),
        {"en": "up to 20 MB", "zh": "20 MB", "ru": "до 20 МБ"},
    ),
}

UNDER_WAY: dict[str, tuple[Callable[[Visitor], Awaitable[Json]], dict[str, str]]] = {
    "renamed text": (
        hand(TEXT, "cat.jpg"),
        {"en": "This file is not a picture", "zh": "不是图片", "ru": "не картинка"},
    ),
    "broken jpeg": (
        hand(BROKEN, "cat.jpg"),
        {"en": "damaged", "zh": "已损坏", "ru": "повреждена"},
    ),
    "bomb": (
        hand(png_claiming(60_000, 60_000), "cat.png"),
        {"en": "too many pixels", "zh": "像素太多", "ru": "слишком много пикселей"},
    ),
    "empty file": (
        hand(b"", "cat.png"),
        {"en": "not a picture", "zh": "不是图片", "ru": "не картинка"},
    ),
    "a dot": (
        hand(as_bytes(scene(1, 1), "PNG"), "dot.png"),
        {"en": "at least 2 pixels", "zh": "2 像素", "ru": "не меньше 2"},
    ),
}


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
