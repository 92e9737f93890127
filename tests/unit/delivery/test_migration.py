"""A group became a supergroup while the bot did not listen: the first refused call tells it."""

from telegram.error import ChatMigrated
from telegram.ext import ExtBot
from typing_extensions import override

from bot.delivery.calls import Calls
from bot.delivery.outbox.gate import Outbox, Slot
from bot.delivery.outbox.limiter import OutboxLimiter
from bot.delivery.outbox.tickets import Priority
from bot.domain.errors import BotError
from bot.domain.job import Address
from bot.services.ports import ChatStore
from bot.services.values import Preferences
from tests.fakes.chats import FakeChatStore
from tests.fakes.clock import FakeClock
from tests.fakes.shelves import Shelves
from tests.unit.handlers.recording import RecordingRequest

OLD, NEW = -100, -1_000_000_000_100
CHOSEN = Preferences(language="ru")


class FullDisk(ChatStore):
    """Cannot write anything down."""

    @override
    async def move(self, old_id: int, new_id: int) -> None:
        raise BotError("disk full")

    @override
    async def successor(self, chat_id: int) -> int:
        return chat_id


async def say(chats: ChatStore) -> list[int]:
    """Say something in the old group; the chats that were tried, in order."""
    outbox = Outbox(FakeClock())
    request = RecordingRequest()
    bot = ExtBot(
        "42:token",
        request=request,
        get_updates_request=request,
        rate_limiter=OutboxLimiter(outbox),
    )
    calls, tried = Calls(bot, outbox, chats), list[int]()

    async def send(here: Address, slot: Slot) -> None:
        tried.append(here.chat_id)
        if here.chat_id == OLD:
            raise ChatMigrated(NEW)
        await bot.send_message(here.chat_id, "hello", rate_limit_args=slot)

    await calls.make(Address(chat_id=OLD), Priority.RESULT, send)
    await outbox.stop()
    return tried


async def test_what_is_kept_of_the_group_follows_its_messages() -> None:
    """The call is made again in the new chat, and the group's choices are there, too."""
    shelves = Shelves(preferences={OLD: CHOSEN})

    assert await say(FakeChatStore(shelves)) == [OLD, NEW]
    assert shelves.preferences == {NEW: CHOSEN}


async def test_a_move_that_cannot_be_written_down_stops_no_message() -> None:
    """The result arrives all the same."""
    assert await say(FullDisk()) == [OLD, NEW]
