"""Standing choices and own data: three people with three languages, a group, and an end."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

import pytest
import pytest_asyncio

from tests.acceptance.panels import choose, group_of, redrawn, settings_of
from tests.acceptance.visitor import (
    Visitor,
    data_of,
    kept_files,
    serving,
    unanswered,
    visitor,
)
from tests.acceptance.world import World, buttons_of, open_world
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-own-settings"),
]
Json = dict[str, Any]
RUN_SECONDS = 0.6  # of the emulator's tasks in these worlds
PHOTO = as_bytes(scene(96, 64), "JPEG")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot with Jimeng; in the end every press was answered."""
    folder = tmp_path_factory.mktemp("own-settings")
    async with open_world(folder) as opened, serving(opened):
        yield opened
        assert unanswered(opened) == set()


@pytest.mark.parametrize(
    "language,title,service,shape,count",
    [
        ("en", "Your settings", "Jimeng · 1 credit", "16:9", "2"),
        ("zh", "你的设置", "即梦 · 1 点", "1:1", "3"),
        ("ru", "Ваши настройки", "Jimeng · 1 кредит", "9:16", "4"),
    ],
)
async def test_choices_by_buttons_hold_for_the_next_order(
    world: World,
    language: str,
    title: str,
    service: str,
    shape: str,
    count: str,
) -> None:
    """Shape, number, service and the album: chosen in one's own language, applied, not repeated."""
    who = visitor(world, language=language)
    panel = await settings_of(who)
    assert title in panel["text"]
    for data in (f"set:ar:{shape}", f"set:n:{count}", "set:pr:jimeng", "set:ga:grid"):
        toast, panel = await choose(who, panel, data)
        assert toast
    assert service in panel["text"]
    assert len(who.heard({**panel, "message_id": panel["reply_to"]})) == 1

    sheet = await who.ending(await who.say("/gen a fox"))
    numbers = [str(number) for number in range(1, int(count) + 1)]
    assert buttons_of(sheet)[: len(numbers)] == numbers
    assert sheet["media"]["kind"] == "photo"
    async with world.stores() as stores:
        (job, *_) = await stores.jobs.latest(1)
    assert (job.user_id, job.language) == (who.user_id, language)
    assert (job.recipe.aspect_ratio, job.recipe.count) == (shape, int(count))
    assert (job.recipe.provider, job.reserved) == ("jimeng", 1)


async def test_an_option_in_the_order_wins(world: World) -> None:
    """What is chosen for good is only for what an order leaves open."""
    who = visitor(world)
    await choose(who, await settings_of(who), "set:n:3")
    ending = await who.ending(await who.say("/gen a fox --n 1"))
    assert ending["media"]["kind"] == "photo"
    assert not any(words.isdecimal() for words in buttons_of(ending))


async def test_a_language_is_chosen_against_the_app(world: World) -> None:
    """An English app, a Russian bot, and back to automatic."""
    who = visitor(world)
    toast, panel = await choose(who, await settings_of(who), "set:la:ru")
    assert toast == "Сохранено"
    assert "Ваши настройки" in panel["text"]
    helped = await who.answer(await who.say("/help"))
    assert "Рисовать" in helped["text"]
    toast, panel = await choose(who, panel, "set:la:-")
    assert toast == "Saved"


async def test_a_group_is_set_by_its_admins(world: World) -> None:
    """A member is told who may; the admin's choice holds for the member's next order."""
    admin, member = visitor(world, "Anna"), visitor(world, "Boris", "ru")
    here = group_of(world, admin, member)
    panel = await settings_of(member, here)
    toast, _ = await member.press(panel, "set:n")
    assert toast == "Менять настройки группы могут только её администраторы"
    assert "set:ar" in data_of(
        world.people.message(panel["chat_id"], panel["message_id"])
    )

    toast, _ = await choose(admin, panel, "set:n:2")
    assert toast == "Saved"
    sheet = await member.ending(await member.say("/gen a fox", here))
    assert [b for b in buttons_of(sheet) if b.isdecimal()] == ["1", "2"]


async def test_a_choice_never_refuses_an_enlargement(world: World) -> None:
    """Shape and number are for drawing: a photo alone is enlarged all the same."""
    who = visitor(world)
    panel = await settings_of(who)
    _, panel = await choose(who, panel, "set:ar:16:9")
    await choose(who, panel, "set:n:4")
    ending = await who.ending(await who.show(PHOTO))
    assert ending["text"].startswith("✅")


async def test_privacy_is_told_in_three_languages(world: World) -> None:
    """The spans are those of the code."""
    for language in ("en", "zh", "ru"):
        who = visitor(world, language=language)
        told = await who.answer(await who.say("/privacy"))
        assert " 90 " in told["text"]
        assert "/forgetme" in told["text"]


async def test_who_wants_to_be_forgotten_is(world: World) -> None:
    """Private and group orders, one under way, choices: nothing is left but sums, and no file."""
    who, other = visitor(world, "Anna"), visitor(world, "Boris")
    here = group_of(world, other, who)
    await choose(who, await settings_of(who), "set:n:2")
    await who.ending(await who.say("/gen a private zebra"))
    await who.ending(await who.say("/gen a zebra in a group", here))
    await other.ending(await other.say("/gen a fox", here))
    spent, mine = await who.spent(), await folders_of(world, who)
    assert (spent, len(mine & folders(world))) == (2, 2)
    world.jimeng.run_seconds = 300.0
    endless = await who.say("/gen an endless zebra")
    await who.answer(endless)

    asked = await who.answer(await who.say("/forgetme", here))
    toast, _ = await other.press(asked, f"bye:y:{who.user_id}")
    assert toast == "Only who asked for this can answer"
    assert "jobs" in rows_of(world, who)
    toast, _ = await who.press(asked, f"bye:y:{who.user_id}")
    assert toast == "Erasing"
    await redrawn(who, asked, lambda view: view["text"].startswith("✅"))
    world.jimeng.run_seconds = RUN_SECONDS

    assert rows_of(world, who) == {"usage", "shares", "ledger"}
    assert zebras(world) == []
    assert await who.spent() == spent
    assert folders(world) & mine == set()
    assert await folders_of(world, other) <= folders(world)
    # Somebody new comes back under the same name, with the bot's own ways.
    assert (await settings_of(who))["text"].count("automatic") == 8


async def test_a_no_erases_nothing(world: World) -> None:
    """The question goes away, the data stays."""
    who = visitor(world)
    await choose(who, await settings_of(who), "set:n:2")
    asked = await who.answer(await who.say("/forgetme"))
    await who.press(asked, f"bye:n:{who.user_id}")
    assert "preferences" in rows_of(world, who)


async def folders_of(world: World, who: Visitor) -> set[str]:
    """The names that the folders of a person's jobs have."""
    async with world.stores() as stores:
        return set(await stores.owned.jobs_of(who.user_id))


def folders(world: World) -> set[str]:
    """Jobs with files in the folder of pictures."""
    return {name.partition("/")[0] for name in kept_files(world)}


def tables(world: World) -> dict[str, list[sqlite3.Row]]:
    """Everything that is in the database."""
    path = world.folder / "data" / "imagewright.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as plain:
        plain.row_factory = sqlite3.Row
        names = plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: plain.execute(f"SELECT * FROM {name}").fetchall()
            for (name,) in names.fetchall()
        }


def rows_of(world: World, who: Visitor) -> set[str]:
    """Tables with a row about a person or their private chat."""
    columns = {"user_id", "owner_id", "chat_id"}
    return {
        name
        for name, rows in tables(world).items()
        for row in rows
        for column in columns & {*row.keys()}
        if row[column] == who.user_id
    }


def zebras(world: World) -> list[str]:
    """Tables in which somebody's zebra is still spoken of."""
    return [
        name
        for name, rows in tables(world).items()
        if any("zebra" in str(value) for row in rows for value in tuple(row))
    ]
