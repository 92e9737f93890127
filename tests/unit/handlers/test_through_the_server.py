"""The front door over real HTTP: a strict Bot API server, polling, inbox and router together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest
import telegram
from telegram.request import HTTPXRequest

from bot.domain.job import Address
from bot.handlers.addressing import Identity
from bot.handlers.albums import Albums
from bot.handlers.inbox import Inbox
from bot.handlers.menu import publish_menu
from bot.handlers.polling import Polling
from bot.i18n.texts import Texts
from bot.playground.botapi import BotApi, BotApiConfig, Place, serve
from providers.base import Operation
from providers.clock import SystemClock
from tests.unit.botapi.scenery import TOKEN, picture
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front

LOOKS = 200  # of 0.05 s each: ten seconds of patience


class Town:
    """Two people, the server, and our front door before a fake desk."""

    def __init__(self, api: BotApi, front: Front) -> None:
        self.people = api.people
        self.front = front
        self.anna: int = self.people.add_user("Anna", language_code="en")["id"]
        self.boris: int = self.people.add_user("Boris", language_code="ru")["id"]

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        for _ in range(LOOKS):
            if is_so():
                return
            await SystemClock().sleep(0.05)
        pytest.fail("it never became so")

    async def orders(self, count: int) -> None:
        """Wait for so many orders."""
        await self.until(lambda: len(self.front.desk.orders) >= count)

    def group(self, *, is_forum: bool = False) -> int:
        """A supergroup with both people and the bot."""
        members = [self.anna, self.boris]
        chat = self.people.add_chat(
            "Group", type="supergroup", members=members, is_forum=is_forum
        )
        return int(chat["id"])


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Everything running, at a quick pace."""
    api = BotApi(BotApiConfig(token=TOKEN))
    async with serve(api) as url, _client(url) as bot:
        front = Front(
            telegram_bot=bot,
            me=Identity(user_id=bot.id, username=bot.username),
            albums=Albums(clock=SystemClock(), quiet=0.3, first_gap=2.0),
        )
        inbox = Inbox(bot, front.updates, SystemClock(), front.router.handle)
        polling = asyncio.create_task(
            Polling(bot, inbox, SystemClock(), long_poll=1).run()
        )
        yield Town(api, front)
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling
        await inbox.close()


def _client(url: str) -> telegram.Bot:
    requests = [HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2)]
    return telegram.Bot(
        TOKEN,
        base_url=f"{url}/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )


@pytest.mark.parametrize(
    "words", ["/start", "/help", "/quota", "/jobs", "/cancel", "/gen"]
)
async def test_answers_pass_the_strict_server(town: Town, words: str) -> None:
    """HTML, parameters and lengths are what Telegram takes; the answer is a reply."""
    for person in (town.anna, town.boris):
        asked = await town.people.send_text(person, words)
        answer = await town.people.wait_message(person, lambda view: bool(view["text"]))
        assert answer["reply_to"] == asked["message_id"]


async def test_orders_come_from_text_captions_and_albums(town: Town) -> None:
    """Three ways to order, as a phone sends them."""
    await town.people.send_text(town.anna, "/gen a fox --n 2")
    await town.orders(1)
    await town.people.send_photo(town.anna, picture(), caption="/edit make it night")
    await town.orders(2)
    await town.people.send_album(town.anna, [picture(), picture(300, 200)])
    await town.orders(3)
    kinds = [order.recipe.operation for order in town.front.desk.orders]
    assert kinds == [Operation.GENERATE, Operation.EDIT, Operation.UPSCALE]
    album = town.front.desk.orders[2]
    assert album.one_job_each
    assert len(album.sources) == len(album.update_ids) == 2


async def test_a_forums_order_stays_in_its_topic(town: Town) -> None:
    """A mention in a caption, in a topic, is an order; talk is not."""
    chat_id = town.group(is_forum=True)
    topic = town.people.add_topic(chat_id, "Foxes")
    thread_id = int(topic["message_thread_id"])
    place = Place(chat_id=chat_id, thread_id=thread_id)
    await town.people.send_text(town.anna, "what a day", place)
    name = town.front.me.username
    sent = await town.people.send_photo(
        town.anna, picture(), place, caption=f"@{name} make it night"
    )
    await town.orders(1)
    assert town.front.order.recipe.prompt == "make it night"
    assert town.front.order.address == Address(
        chat_id=chat_id, thread_id=thread_id, reply_to=sent["message_id"]
    )
    await town.people.send_text(town.anna, f"/gen@{name}", place)
    answer = await town.people.wait_message(chat_id, lambda view: bool(view["text"]))
    assert answer["thread_id"] == thread_id


async def test_a_press_is_answered_and_charged_to_the_presser(town: Town) -> None:
    """A button under a bot's message in a group, pressed by somebody else."""
    chat_id = town.group()
    town.front.desk.jobs["job1"] = job(
        user_id=town.anna, address=Address(chat_id=chat_id)
    )
    key = telegram.InlineKeyboardButton("2x", callback_data="2:job1:1")
    shown = await town.front.bot.send_message(
        chat_id, "done", reply_markup=telegram.InlineKeyboardMarkup.from_button(key)
    )
    query_id = await town.people.press(
        town.boris, shown.message_id, "2x", chat_id=chat_id
    )
    answer = await town.people.callback_answer(query_id)
    assert answer["text"] == "Начинаю"
    await town.orders(1)
    assert town.front.order.user_id == town.boris


async def test_the_menu_speaks_the_users_language(town: Town) -> None:
    """Telegram shows each person the commands in the language of the app."""
    await publish_menu(town.front.bot, Texts(is_strict=True))
    lines = {
        line["command"]: line["description"] for line in town.people.menu(town.boris)
    }
    assert lines["gen"] == "Нарисовать по словам"
