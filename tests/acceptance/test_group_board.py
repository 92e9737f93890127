"""A busy group: one board for all its orders, results as answers, and nothing left behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app.stores import Stores
from bot.playground.botapi.people import Place
from tests.acceptance.visitor import Visitor, check_manners, data_of, visitor
from tests.acceptance.witness import Witness
from tests.acceptance.world import PATIENCE, World, open_world
from tests.emulators.jimeng.emulator import JimengEmulator

Json = dict[str, Any]
EYES = "👀"
LONG = 600.0  # seconds that a task runs until the scene lets it end
AT_ONCE = 3  # tasks
NAMES = ("Ann", "Bob", "Cid", "Dan", "Eve")
# So few that even the reaction is gone before the group's minute is over.
THREE = NAMES[:3]


@dataclass(slots=True, kw_only=True)
class Party:
    """A group, or a topic of it, and who orders there.

    Attributes:
        asked: the orders, in the order of the guests.
    """

    world: World
    place: Place
    guests: list[Visitor]
    asked: list[Json]

    @property
    def chat_id(self) -> int:
        """Where it takes place."""
        return self.place.chat_id or 0

    async def order(self) -> None:
        """Everybody at once."""
        self.asked = await asyncio.gather(
            *(
                guest.say(f"/gen fox {number} --n 1", self.place)
                for number, guest in enumerate(self.guests, start=1)
            )
        )

    async def board(self, words: str = "") -> Json:
        """The board, once it says this."""
        return await self.world.people.wait_message(
            self.chat_id,
            lambda view: is_board(view) and words in view["text"],
            timeout=PATIENCE,
        )

    async def is_noted(self, stores: Stores) -> bool:
        """Has the bot written down each message that stands here?"""
        views = self.world.people.messages(self.chat_id, from_bot=True)
        chat_id, thread_id = self.chat_id, self.place.thread_id
        statuses = await stores.boards.under_way(chat_id, thread_id)
        noted = {status.message_id for status in statuses}
        noted |= {board.message_id for board in await stores.boards.boards()}
        return {view["message_id"] for view in views} <= noted

    async def endings(self) -> list[Json]:
        """Every order's last word."""
        pairs = zip(self.guests, self.asked, strict=True)
        return await asyncio.gather(*(guest.ending(asked) for guest, asked in pairs))

    def boards(self) -> list[Json]:
        """All messages that ever were a board, deleted ones too."""
        sent = self.world.telegram.log.calls("sendMessage", chat_id=self.chat_id)
        return [call for call in sent if "📋" in str(call["params"].get("text"))]

    async def looked_at(self) -> list[int]:
        """The orders with a reaction of the bot's, by index; waits for one."""
        await self.world.people.wait_message(
            self.chat_id, self._has_reaction, from_bot=False, timeout=PATIENCE
        )
        return self.with_reaction()

    def with_reaction(self) -> list[int]:
        """The orders with a reaction of the bot's right now, by index."""
        views = [
            self.world.people.message(self.chat_id, asked["message_id"])
            for asked in self.asked
        ]
        return [index for index, view in enumerate(views) if self._has_reaction(view)]

    async def board_is_gone(self, board: Json) -> None:
        """Come back when it is deleted."""
        await self.world.people.wait_event(
            chat_id=self.chat_id,
            kind="delete",
            message_id=board["message_id"],
            timeout=PATIENCE,
        )

    async def all_quiet(self) -> None:
        """Come back when the board is deleted and no reaction is left, on either side."""

        async def is_tidy(stores: Stores) -> bool:
            notes = await stores.boards.boards() + await stores.boards.reactions()
            return not notes

        await Witness(self.world).until(is_tidy)
        views = self.world.people.messages(self.chat_id, from_bot=True)
        assert not [view for view in views if is_board(view)]
        assert self.with_reaction() == []

    def _has_reaction(self, view: Json) -> bool:
        bot_id = str(self.world.people.bot_id)
        return bool(view["reactions"].get(bot_id) == [EYES])


def button_of(board: Json, words: str) -> str:
    """The data of the button whose number is that of the line with these words."""
    lines = board["text"].splitlines()
    number = next(line.partition(".")[0] for line in lines if f"{words} " in line)
    buttons = [button for row in board["buttons"] for button in row]
    return next(
        str(button["callback_data"])
        for button in buttons
        if button["text"].endswith(f" {number}")
    )


def is_board(view: Json) -> bool:
    """Is this the message about everybody's orders?"""
    return bool(view["text"].startswith("📋"))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world with Telegram's limits on, whose tasks run until they are let end."""
    emulator = JimengEmulator(run_seconds=LONG, tiny=True)
    async with open_world(tmp_path, jimeng=emulator, flood_limits=True) as world:
        world.settings["MAX_JOBS"] = str(
            AT_ONCE
        )  # the others wait in the bot's own line
        yield world


def party_of(
    world: World, *, in_topic: bool = False, names: tuple[str, ...] = NAMES
) -> Party:
    """Guests in a group of their own."""
    guests = [visitor(world, name) for name in names]
    members = [guest.user_id for guest in guests]
    people = world.people
    if not in_topic:
        chat_id = people.add_chat("Foxes", members=members)["id"]
        return Party(world=world, place=Place(chat_id=chat_id), guests=guests, asked=[])
    chat_id = people.add_chat(
        "Forum", type="supergroup", members=members, is_forum=True
    )["id"]
    topic = people.add_topic(chat_id, "Foxes")["message_thread_id"]
    place = Place(chat_id=chat_id, thread_id=topic)
    return Party(world=world, place=place, guests=guests, asked=[])


async def at_work(world: World) -> None:
    """Come back when the service has as many tasks as the bot gives it at once."""
    await world.jimeng.log.wait(lambda _: len(world.jimeng.tasks) >= AT_ONCE)


async def let_end(world: World) -> None:
    """Tasks under way end now, and those to come at once."""
    await at_work(world)
    world.jimeng.run_seconds = 0.1
    for task in world.jimeng.tasks.values():
        task.run_seconds = 0.1


@asynccontextmanager
async def polite(world: World) -> AsyncIterator[None]:
    """A started bot that in the end has drawn no 429 and broken no rule."""
    await world.start()
    yield
    check_manners(world)
    assert sum(world.telegram.limiter.refusals.values()) == 0
    assert "Traceback" not in world.log


@pytest.mark.parametrize("in_topic", [False, True])
async def test_five_orders_at_once_share_one_board(
    world: World, in_topic: bool
) -> None:
    """Two messages, one board, a glance at the others; results answer; nothing is left."""
    party = party_of(world, in_topic=in_topic)
    async with polite(world):
        await party.order()
        board = await party.board("5 orders")
        looked_at = await party.looked_at()
        await let_end(world)
        results = await party.endings()
        await party.board_is_gone(board)

        assert board["thread_id"] == party.place.thread_id
        assert board["reply_to"] not in [each["message_id"] for each in party.asked]
        assert len(party.boards()) == 1
        assert 1 <= len(looked_at) <= 3
        assert all(result["media"]["kind"] == "photo" for result in results)
        pairs = zip(party.guests, party.asked, strict=True)
        assert [len(guest.heard(asked)) for guest, asked in pairs] == [1] * 5
        calls = world.telegram.log.calls(chat_id=party.chat_id)
        said = [call for call in calls if call["method"].startswith(("send", "edit"))]
        threads = {call["params"].get("message_thread_id") for call in said}
        assert threads <= {party.place.thread_id, None}
        own = [call for call in calls if call["method"] == "sendMessage"]
        assert len(own) <= 3  # at most two first texts, and the board


async def test_killed_in_the_middle_the_same_board_goes_on(world: World) -> None:
    """Kill -9 with a board in use: no second one, no message twice, nothing left behind."""
    party = party_of(world, names=THREE)
    async with polite(world):
        await party.order()
        board = await party.board("3 orders")
        await party.looked_at()

        await at_work(world)
        await Witness(world).until(party.is_noted)
        await world.kill()
        seen = world.telegram.log.feed.last_seq
        await world.start()
        edit = await world.telegram.log.wait(
            "editMessageText", after=seen, timeout=PATIENCE
        )
        await let_end(world)
        await party.endings()
        await party.all_quiet()

        assert edit["params"]["message_id"] == board["message_id"]
        assert len(party.boards()) == 1
        pairs = zip(party.guests, party.asked, strict=True)
        assert [len(guest.heard(asked)) for guest, asked in pairs] == [1] * 3
        assert len(world.jimeng.log.paid_submits) == 3


async def test_a_board_without_orders_is_taken_away_at_the_start(world: World) -> None:
    """Killed while the board waits to be deleted: the next start finds and deletes it."""
    party = party_of(world, names=THREE)
    async with polite(world):
        await party.order()
        await party.board("3 orders")
        world.telegram.faults.fail_next("deleteMessage", "502", 10_000)
        await let_end(world)
        await party.endings()
        await world.telegram.log.wait("deleteMessage", timeout=PATIENCE)
        await world.kill()
        world.telegram.faults.clear()
        await world.start()

        await party.all_quiet()


async def test_only_owner_and_admins_cancel_by_the_board(world: World) -> None:
    """A stranger's press does nothing and says so; an owner's and an admin's end one order."""
    party = party_of(world, names=NAMES[:4])
    creator, stranger, _, owner = party.guests  # who made the group is its admin
    async with polite(world):
        await party.order()
        board = await party.board("4 orders")
        await at_work(world)
        refused, _ = await stranger.press(board, button_of(board, "fox 4"))
        accepted, _ = await owner.press(board, button_of(board, "fox 4"))
        moderated, _ = await creator.press(board, button_of(board, "fox 3"))
        called_off = [
            await guest.ending(asked)
            for guest, asked in zip(party.guests[2:], party.asked[2:], strict=True)
        ]
        await let_end(world)
        delivered = [
            await guest.ending(asked)
            for guest, asked in zip(party.guests[:2], party.asked[:2], strict=True)
        ]
        await party.board_is_gone(board)

        assert len(data_of(board)) == 4
        assert "Only" in refused
        assert accepted == moderated != refused
        assert all("Cancelled" in view["text"] for view in called_off)
        assert all(view["media"] for view in delivered)


async def test_a_reply_to_the_board_is_small_talk(world: World) -> None:
    """Words in answer to it order nothing and get no answer; the bot goes on."""
    party = party_of(world, names=THREE)
    async with polite(world):
        await party.order()
        board = await party.board("3 orders")
        place = Place(chat_id=party.chat_id, reply_to=board["message_id"])
        said = await party.guests[0].say("make it blue", place)
        await let_end(world)
        await party.endings()
        await party.all_quiet()

        assert party.guests[0].heard(said) == []
        assert len(world.jimeng.log.paid_submits) == 3


async def test_a_crowd_stays_within_the_groups_limit(world: World) -> None:
    """Thirteen orders in one moment: a board, all results, and not one 429."""
    party = party_of(world, names=tuple(f"P{number}" for number in range(13)))
    world.settings["MAX_JOBS"] = "100"
    world.jimeng.run_seconds = 0.1
    async with polite(world):
        await party.order()
        results = await party.endings()

        assert len(results) == 13
        assert len(party.boards()) == 1
