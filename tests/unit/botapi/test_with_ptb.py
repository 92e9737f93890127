"""The library the bot is built on works against the server, over real loopback."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
import telegram
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import error as telegram_error
from telegram.request import HTTPXRequest

from bot.playground.botapi import BotApi, BotApiConfig, serve
from bot.playground.botapi.faults import FaultKind
from tests.unit.botapi.scenery import ALICE, TOKEN, picture


@pytest.fixture
async def api() -> AsyncIterator[tuple[BotApi, telegram.Bot, str]]:
    """A served Bot API with Alice, and PTB's client of it."""
    served = BotApi(BotApiConfig(token=TOKEN))
    served.people.add_user("Alice")
    async with serve(served) as url:
        bot = telegram.Bot(
            TOKEN,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=HTTPXRequest(httpx_kwargs={"trust_env": False}),
            get_updates_request=HTTPXRequest(httpx_kwargs={"trust_env": False}),
        )
        async with bot:
            yield served, bot, url


Api = tuple[BotApi, telegram.Bot, str]


async def test_the_life_of_a_status_message(api: Api) -> None:
    """Text, edit, text to photo, caption, buttons: all without a violation."""
    served, bot, _ = api
    keyboard = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Cancel", callback_data="c:1")
    )
    prompt = await served.people.send_text(ALICE, "/gen fox")
    status = await bot.send_message(
        ALICE,
        "<b>queued</b>",
        parse_mode="HTML",
        reply_markup=keyboard,
        reply_parameters=telegram.ReplyParameters(
            prompt["message_id"], allow_sending_without_reply=True
        ),
    )
    await bot.edit_message_text(
        "running", ALICE, status.message_id, reply_markup=keyboard
    )
    media = telegram.InputMediaPhoto(picture(), caption="done")
    edited = await bot.edit_message_media(
        media, ALICE, status.message_id, reply_markup=keyboard
    )
    await bot.edit_message_caption(ALICE, status.message_id, caption="done twice")
    await bot.edit_message_reply_markup(ALICE, status.message_id, reply_markup=keyboard)

    assert isinstance(edited, telegram.Message)
    assert edited.photo[-1].width == 640
    seen = served.people.message(ALICE, status.message_id)
    assert (seen["text"], seen["media"]["kind"]) == ("done twice", "photo")
    assert seen["reply_to"] == prompt["message_id"]
    assert len(seen["history"]) == 4
    assert served.log.violations() == []


async def test_files_go_up_and_come_down(api: Api) -> None:
    """A large photo, an album and a document with thumbnail; the file's bytes come back."""
    served, bot, _ = api
    data = picture(800, 600, noise=True)
    await bot.send_chat_action(ALICE, "upload_document")
    photo = await bot.send_photo(ALICE, data, caption="hi", has_spoiler=True)
    album = await bot.send_media_group(
        ALICE,
        [
            telegram.InputMediaPhoto(photo.photo[-1].file_id),
            telegram.InputMediaPhoto(picture(), caption="second"),
        ],
    )
    sent = await bot.send_document(
        ALICE, data, filename="fox.png", thumbnail=picture(200, 100, "JPEG")
    )
    assert sent.document is not None
    file = await bot.get_file(sent.document.file_id)

    assert bytes(await file.download_as_bytearray()) == data
    assert [message.caption for message in album] == [None, "second"]
    assert served.log.calls("sendDocument")[0]["params"]["document"]["size"] == len(
        data
    )
    assert served.log.violations() == []


async def test_polling_and_buttons(api: Api) -> None:
    """A long poll brings a press, whose answer reaches the person."""
    served, bot, _ = api
    keyboard = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Again", callback_data="a:1")
    )
    status = await bot.send_message(ALICE, "done", reply_markup=keyboard)
    await bot.get_updates(allowed_updates=["callback_query"])
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await served.people.send_text(ALICE, "not asked for")
    query_id = await served.people.press(ALICE, status.message_id, "Again")
    (update,) = await poll
    await bot.answer_callback_query(query_id, text="one more")

    assert update.callback_query is not None
    assert update.callback_query.data == "a:1"
    assert (await served.people.callback_answer(query_id))["text"] == "one more"


async def test_errors_become_the_library_s_own(api: Api) -> None:
    """Blocked, migrated, flooded and unknown map to PTB's exceptions."""
    served, bot, _ = api
    group = served.people.add_chat("Old", members=[ALICE])["id"]
    new_id = served.people.migrate_chat(group)["id"]
    served.faults.fail_next("sendMessage", "429", chat_id=new_id, retry_after=7)

    with pytest.raises(telegram_error.ChatMigrated) as migrated:
        await bot.send_message(group, "x")
    with pytest.raises(telegram_error.RetryAfter):
        await bot.send_message(new_id, "x")
    served.people.set_blocked(ALICE)
    with pytest.raises(telegram_error.Forbidden):
        await bot.send_message(ALICE, "x")
    with pytest.raises(telegram_error.BadRequest, match="Chat not found"):
        await bot.send_message(5, "x")
    assert migrated.value.new_chat_id == new_id


async def test_newer_methods_through_the_raw_call(api: Api) -> None:
    """Ephemeral messages go through api_kwargs and do_api_request."""
    served, bot, _ = api
    group = served.people.add_chat("G", members=[ALICE], bot_role="administrator")["id"]
    sent = await bot.send_message(
        group,
        "for you",
        api_kwargs={"ephemeral_message_parameters": {"receiver_user_id": ALICE}},
    )
    edited = await bot.do_api_request(
        "editEphemeralMessageText",
        api_kwargs={
            "chat_id": group,
            "receiver_user_id": ALICE,
            "ephemeral_message_id": sent.api_kwargs["ephemeral_message_id"],
            "text": "for you alone",
        },
    )

    assert edited is True
    seen = served.people.messages(group, as_user=ALICE)
    assert [message["text"] for message in seen] == ["for you alone"]
    assert served.log.violations() == []


@pytest.mark.parametrize("kind, arrived", [("dropped_before", 0), ("dropped_after", 1)])
async def test_dropped_connections_are_real(
    api: Api, kind: FaultKind, arrived: int
) -> None:
    """The client sees a lost connection; only one kind was carried out."""
    served, bot, _ = api
    served.faults.fail_next("sendPhoto", kind)
    with pytest.raises(telegram_error.NetworkError):
        await bot.send_photo(ALICE, picture(900, 900, noise=True))
    after = await bot.send_message(ALICE, "still there")

    assert after.text == "still there"
    photos = [seen for seen in served.people.messages(ALICE) if seen["media"]]
    assert len(photos) == arrived
    assert served.log.calls("sendPhoto")[0]["fault"] == kind


async def test_server_errors(api: Api) -> None:
    """500, 502 and a gateway's HTML page each strike once."""
    served, bot, url = api
    kinds: tuple[FaultKind, ...] = ("500", "502", "bad_gateway_html")
    for kind in kinds:
        served.faults.fail_next("*", kind)
        with pytest.raises(telegram_error.NetworkError):
            await bot.send_message(ALICE, "x")
    async with httpx.AsyncClient(trust_env=False) as http:
        served.faults.fail_next("getMe", "bad_gateway_html")
        page = await http.get(f"{url}/bot{TOKEN}/getMe")

    assert (page.status_code, page.headers["content-type"][:9]) == (502, "text/html")
    assert served.people.messages(ALICE) == []


async def test_slow_answers_come_after_the_act(api: Api) -> None:
    """A slow call is carried out at once, though its answer is late."""
    served, bot, _ = api
    served.faults.fail_next("sendMessage", "slow", seconds=0.2)
    call = asyncio.create_task(bot.send_message(ALICE, "late"))
    event = await served.people.wait_event(kind="message", from_bot=True)

    assert event["message"]["text"] == "late"
    assert not call.done()
    assert (await call).text == "late"


async def test_webhook_delivery(api: Api) -> None:
    """Updates are pushed with the secret until the bot takes them."""
    served, bot, _ = api
    taken: list[tuple[str, str | None]] = []
    enough = asyncio.Event()

    async def door(request: Request) -> Response:
        body = json.loads(await request.body())
        taken.append(
            (
                body["message"]["text"],
                request.headers.get("x-telegram-bot-api-secret-token"),
            )
        )
        if len(taken) == 1:
            return Response("", 503)
        if len(taken) in {3, 4}:
            enough.set()
        return Response("")

    receiver = Starlette(routes=[Route("/hook", door, methods=["POST"])])
    async with serve(receiver) as hook:
        await bot.set_webhook(f"{hook}/hook", secret_token="s3cret", max_connections=1)
        await served.people.send_text(ALICE, "one")
        two = await served.people.send_text(ALICE, "two")
        async with asyncio.timeout(10):
            await enough.wait()
        enough.clear()
        served.people.repeat_update(two["update_id"])
        async with asyncio.timeout(10):
            await enough.wait()
        with pytest.raises(telegram_error.Conflict):
            await bot.get_updates()
        info = await bot.get_webhook_info()
        await bot.delete_webhook()

    assert taken == [("one", "s3cret"), ("one", "s3cret"), *[("two", "s3cret")] * 2]
    assert info.last_error_message == "Wrong response from the webhook: 503"
    assert await bot.get_updates() == ()


async def test_flood_limits(api: Api) -> None:
    """With the limits on, the fourth quick message to a person draws a 429."""
    served, bot, _ = api
    served.switch(flood_limits=True)
    for number in range(3):
        await bot.send_message(ALICE, str(number))
    with pytest.raises(telegram_error.RetryAfter):
        await bot.send_message(ALICE, "too much")
    await bot.send_chat_action(ALICE, "typing")
    await bot.get_me()

    assert served.limiter.refusals[ALICE] == 1
    assert [call["error_code"] for call in served.log.calls(ok=False)] == [429]


async def test_an_outage_loses_nothing() -> None:
    """A server that stops in a long poll stops soon, and has everything when it is back."""
    served = BotApi(BotApiConfig(token=TOKEN))
    served.people.add_user("Alice")
    async with serve(served) as url, httpx.AsyncClient(trust_env=False) as http:
        poll = asyncio.create_task(
            http.get(f"{url}/bot{TOKEN}/getUpdates?timeout=40", timeout=60)
        )
        while served.world.updates._poll is None:
            await asyncio.wait([poll], timeout=0.01)
        served.close()
        empty = (await poll).json()
    await served.people.send_text(ALICE, "while you were away")
    async with serve(served) as url, httpx.AsyncClient(trust_env=False) as http:
        waiting = (await http.get(f"{url}/bot{TOKEN}/getUpdates?timeout=40")).json()

    assert empty["result"] == []
    assert waiting["result"][0]["message"]["text"] == "while you were away"


async def test_the_other_calls_of_the_library(api: Api) -> None:
    """Menus, names, chats, members, reactions, copies: answers that PTB can read."""
    served, bot, _ = api
    group = served.people.add_chat(
        "G", type="supergroup", is_forum=True, members=[ALICE]
    )["id"]
    commands = [telegram.BotCommand("gen", "make a picture")]
    for scope in (None, telegram.BotCommandScopeAllPrivateChats()):
        await bot.set_my_commands(commands, scope=scope, language_code="en")
    await bot.set_my_short_description("pictures", language_code="en")
    await bot.set_my_name("Wright")
    await bot.set_my_description("all about pictures")
    sent = await bot.send_message(
        group, "x", link_preview_options=telegram.LinkPreviewOptions(is_disabled=True)
    )
    await bot.set_message_reaction(group, sent.message_id, "👀")
    await bot.set_message_reaction(group, sent.message_id)
    copied = await bot.copy_message(ALICE, group, sent.message_id)
    forwarded = await bot.forward_message(ALICE, group, sent.message_id)
    await bot.delete_messages(ALICE, [copied.message_id, forwarded.message_id])
    await bot.delete_my_commands(language_code="en")

    assert list(await bot.get_my_commands(language_code="en")) == []
    assert (await bot.get_my_name()).name == "Wright"
    assert (await bot.get_chat(group)).is_forum
    assert (await bot.get_chat_member(group, ALICE)).status == "creator"
    assert [admin.user.id for admin in await bot.get_chat_administrators(group)] == [
        ALICE
    ]
    assert served.people.messages(ALICE) == []
    assert served.log.violations() == []
