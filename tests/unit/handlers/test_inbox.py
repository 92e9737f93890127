"""Updates are written down first, handled each on its own, and fed again after a crash."""

import asyncio
import json
from collections import deque

import pytest
from structlog.testing import capture_logs
from telegram import Update
from telegram.error import InvalidToken

from bot.handlers.inbox import Inbox
from bot.handlers.lull import FULL
from bot.handlers.menu import GROUP, PRIVATE, publish_menu
from bot.handlers.polling import LONG_POLL, PAUSES, Polling
from bot.i18n.texts import Texts
from tests.fakes.clock import settle
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import Raw, message, update


class Handler:
    """Remembers what it was given; waits while a gate is shut; fails on demand."""

    def __init__(self, front: Front) -> None:
        self.seen: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.fault: Exception | None = None
        self._front = front

    async def handle(self, one: Update) -> None:
        """Note it as the router would."""
        self.seen.append(one.update_id)
        await self.gate.wait()
        if self.fault:
            raise self.fault
        await self._front.updates.handled((one.update_id,))


def inbox_of(front: Front, handler: Handler) -> Inbox:
    """An inbox over the fakes."""
    return Inbox(front.bot, front.updates, front.clock, handler.handle)


def batch(*numbers: int) -> list[Raw]:
    """Updates with these ids."""
    return [{**update(message("hi")), "update_id": number} for number in numbers]


async def test_an_update_is_handled_once_however_often_it_comes(front: Front) -> None:
    """A repeated batch brings only what is new."""
    handler = Handler(front)
    inbox = inbox_of(front, handler)
    await inbox.take(batch(1, 2))
    await inbox.take(batch(2, 3))
    await inbox.close()
    assert handler.seen == [1, 2, 3]
    assert await front.updates.unhandled() == ()


async def test_a_slow_update_holds_up_no_other(front: Front) -> None:
    """Each sender has a line of their own, and each picture of an album a task of its own."""
    handler = Handler(front)
    handler.gate.clear()
    inbox = inbox_of(front, handler)
    alone, other, album = batch(1, 2, 3)
    other["message"]["from"] = {**other["message"]["from"], "id": 999}
    album["message"]["media_group_id"] = "g"
    await inbox.take([alone, other, album])
    await settle()
    assert handler.seen == [1, 2, 3]
    handler.gate.set()
    await inbox.close()


async def test_words_of_one_person_are_handled_in_their_order(front: Front) -> None:
    """`/cancel` right after `/gen` finds the job: it never overtakes."""
    handler = Handler(front)
    handler.gate.clear()
    inbox = inbox_of(front, handler)
    await inbox.take(batch(1, 2))
    await settle()
    assert handler.seen == [1]
    handler.gate.set()
    await inbox.close()
    assert handler.seen == [1, 2]


async def test_what_a_crash_left_is_fed_again(front: Front) -> None:
    """The next start handles it; what was done is not repeated."""
    await front.updates.receive(
        [(n["update_id"], json.dumps(n)) for n in batch(1, 2)], front.clock.now()
    )
    await front.updates.handled((1,))
    handler = Handler(front)
    inbox = inbox_of(front, handler)
    assert await inbox.refeed() == 1
    await inbox.close()
    assert handler.seen == [2]


async def test_a_stop_leaves_the_unfinished_for_the_next_start(front: Front) -> None:
    """Closing cancels what takes too long, and takes nothing new."""
    handler = Handler(front)
    handler.gate.clear()
    inbox = inbox_of(front, handler)
    inbox.grace = 0.0
    await inbox.take(batch(1))
    await settle()
    await inbox.close()
    await inbox.take(batch(2))
    await settle()
    assert handler.seen == [1]
    assert len(await front.updates.unhandled()) == 2


async def test_an_unreadable_update_is_logged_and_done_with(front: Front) -> None:
    """A shape that the library cannot read must not come back at each start."""
    handler = Handler(front)
    inbox = inbox_of(front, handler)
    with capture_logs() as logs:
        await inbox.take([{"update_id": 1, "message": {"message_id": "?"}}, *batch(2)])
        await inbox.close()
    assert handler.seen == [2]
    assert [log["event"] for log in logs] == ["update.unreadable"]
    assert await front.updates.unhandled() == ()


async def test_a_fault_of_the_bookkeeping_is_logged_once(front: Front) -> None:
    """The update stays for the next start, and the others go on."""
    handler = Handler(front)
    handler.fault = OSError("disk full")
    inbox = inbox_of(front, handler)
    with capture_logs() as logs:
        await inbox.take(batch(1))
        await inbox.close()
    assert [log["event"] for log in logs] == ["update.unhandled"]
    assert len(await front.updates.unhandled()) == 1


class Poller:
    """A polling loop over a script of answers; it waits where the script ends."""

    def __init__(self, front: Front, *answers: object) -> None:
        self.handler = Handler(front)
        self.front = front
        self.front.request.answers["getUpdates"] = deque(
            [*answers, asyncio.CancelledError()]
        )
        self.polling = Polling(front.bot, inbox_of(front, self.handler), front.clock)

    async def run(self) -> list[Raw]:
        """Poll to the end of the script; the parameters of every call."""
        task = asyncio.create_task(self.polling.run())
        await self.front.clock.advance(120)
        with pytest.raises(asyncio.CancelledError):
            await task
        return self.front.request.of("getUpdates")


async def test_an_offset_confirms_only_what_is_written_down(front: Front) -> None:
    """The first call confirms nothing; each next one what came before."""
    poller = Poller(front, batch(7, 9), [])
    calls = await poller.run()
    assert [call.get("offset") for call in calls] == [None, 10, 10]
    assert calls[0]["allowed_updates"] == ["message", "callback_query"]
    assert poller.handler.seen == [7, 9]
    assert poller.polling.last_success is not None
    assert front.request.calls[0][0] == "deleteWebhook"


async def test_after_a_full_batch_telegram_is_asked_at_once(front: Front) -> None:
    """Who waits for the rest of a crowd is told without a long poll that there is none."""
    poller = Poller(front, batch(*range(1, FULL + 1)), [])
    calls = await poller.run()
    assert [call["timeout"] for call in calls] == [LONG_POLL, 0, LONG_POLL]


async def test_a_log_that_fails_confirms_nothing(front: Front) -> None:
    """Telegram keeps what we could not write down."""
    poller = Poller(front, [{"update_id": "x"}], batch(7))
    with capture_logs() as logs:
        calls = await poller.run()
    assert [call.get("offset") for call in calls] == [None, None, 8]
    assert "polling.broken" in [log["event"] for log in logs]


async def test_a_lost_network_is_waited_out_with_growing_pauses(front: Front) -> None:
    """Logged when it goes and when it is back, not in between."""
    poller = Poller(front, *[OSError("away")] * 4, batch(7))
    started = front.clock.now()
    with capture_logs() as logs:
        await poller.run()
    assert [log["event"] for log in logs] == ["polling.away", "polling.back"]
    waited = poller.polling.last_success
    assert waited is not None
    assert (waited - started).total_seconds() == sum(PAUSES[:4])


async def test_a_token_that_is_refused_ends_the_polling(front: Front) -> None:
    """No patience helps against a wrong token."""
    front.request.answers["deleteWebhook"] = InvalidToken("no")
    polling = Polling(front.bot, inbox_of(front, Handler(front)), front.clock)
    with pytest.raises(InvalidToken):
        await polling.run()


async def test_the_menu_is_set_for_every_language_and_scope(front: Front) -> None:
    """Private chats and groups, three languages and everybody else."""
    await publish_menu(front.bot, Texts(is_strict=True))
    calls = front.request.of("setMyCommands")
    seen = {(call["scope"]["type"], call.get("language_code")) for call in calls}
    languages = (None, "en", "ru", "zh")
    scopes = ("all_private_chats", "all_group_chats")
    assert seen == {(scope, language) for scope in scopes for language in languages}
    marked = {
        (call["scope"]["type"], command["command"])
        for call in calls
        for command in call["commands"]
        if command.get("is_ephemeral")
    }
    assert marked == {("all_group_chats", "quota")}
    lengths = {len(call["commands"]) for call in calls}
    assert lengths == {len(PRIVATE), len(GROUP)}
