"""Everything the users can do can be done over HTTP."""

import asyncio
import base64
import json
import sys

import httpx

from tests.unit.botapi.scenery import ALICE, BOB, Client, picture


async def kinds_of_updates(client: Client) -> list[str]:
    """What the bot is told, oldest first."""
    updates = await client.updates()
    return [next(iter(set(update) - {"update_id"})) for update in updates]


async def test_things_are_sent_over_http(client: Client) -> None:
    """Chats are made, texts, photos and files sent, files read."""
    http = client.http
    made = await http.post("/control/people/add_user", json={"first_name": "Cleo"})
    user_id = made.json()["id"]
    body = {"title": "Team", "members": [user_id]}
    group = (await http.post("/control/people/add_chat", json=body)).json()
    said = await http.post(
        "/control/people/send_text",
        json={"user_id": user_id, "chat_id": group["id"], "text": "/gen fox"},
    )
    photo = {
        "user_id": user_id,
        "caption": "/edit night",
        "photo": base64.b64encode(picture()).decode(),
    }
    sent = (await http.post("/control/people/send_photo", json=photo)).json()
    form = {"json": json.dumps({"user_id": user_id, "file_name": "x.bin"})}
    document = await http.post(
        "/control/people/send_document", data=form, files={"document": ("x", b"bytes")}
    )
    fetched = await http.get(f"/control/files/{document.json()['media']['file_id']}")

    assert said.json()["chat_id"] == group["id"]
    assert sent["media"]["width"] == 640
    assert fetched.content == b"bytes"
    assert await kinds_of_updates(client) == ["message"] * 3


async def test_a_button_is_pressed_over_http(client: Client) -> None:
    """Buttons are pressed, answers and messages read."""
    http = client.http
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    status = await client.ok(
        "sendMessage", chat_id=ALICE, text="ready", reply_markup=keyboard
    )
    press = {"user_id": ALICE, "message_id": status["message_id"], "button": "Go"}
    query_id = (await http.post("/control/people/press", json=press)).json()
    await client.ok("answerCallbackQuery", callback_query_id=query_id, text="ok")
    answer = await http.get("/control/callback_answer", params={"query_id": query_id})
    listed = await http.get(
        "/control/messages", params={"chat_id": ALICE, "from_bot": "true"}
    )

    assert answer.json()["text"] == "ok"
    assert [seen["text"] for seen in listed.json()] == ["ready"]
    assert await kinds_of_updates(client) == ["callback_query"]


async def test_waiting_without_sleeping(client: Client) -> None:
    """A long poll of the events ends when the wanted one comes."""
    params: dict[str, str | int] = {
        "after": 0,
        "timeout": 20,
        "chat_id": ALICE,
        "kind": "edit",
        "has": "photo",
    }
    waiting = asyncio.create_task(client.http.get("/control/events", params=params))
    sent = await client.ok("sendMessage", chat_id=ALICE, text="queued")
    values = {"chat_id": str(ALICE), "message_id": str(sent["message_id"])}
    await client.ok(
        "editMessageText", chat_id=ALICE, message_id=sent["message_id"], text="50 %"
    )
    media = '{"type":"photo","media":"attach://x"}'
    await client.upload(
        "editMessageMedia", {"x": ("x", picture())}, **values, media=media
    )
    answer = (await waiting).json()

    assert [event["message"]["media"]["kind"] for event in answer["items"]] == ["photo"]
    assert answer["last_seq"] == 3


async def test_wait_message_sees_what_is_there_and_what_comes(client: Client) -> None:
    """It returns at once for what is so already, else when it becomes so."""
    await client.ok("sendMessage", chat_id=ALICE, text="first")
    there = await client.people.wait_message(
        ALICE, lambda seen: seen["text"] == "first"
    )
    coming = asyncio.create_task(
        client.people.wait_message(ALICE, lambda seen: seen["text"] == "second")
    )
    await client.ok("sendMessage", chat_id=ALICE, text="second")

    assert there["text"] == "first"
    assert (await coming)["text"] == "second"


async def test_faults_log_and_switches_over_http(client: Client) -> None:
    """A test in another process arms failures and reads the log."""
    http = client.http
    await http.post(
        "/control/faults", json={"method": "sendMessage", "kind": "500", "times": 2}
    )
    armed = (await http.get("/control/faults")).json()
    await client.no("sendMessage", chat_id=ALICE, text="x")
    await http.delete("/control/faults")
    await client.ok("sendMessage", chat_id=ALICE, text="x")
    await client.no("sendMessage", chat_id=ALICE)
    log = (await http.get("/control/log", params={"method": "sendMessage"})).json()[
        "items"
    ]
    switched = await http.post("/control/switches", json={"flood_limits": True})
    for _ in range(5):
        await client.raw("sendMessage", json={"chat_id": ALICE, "text": "x"})
    limits = (await http.get("/control/limits")).json()
    violations = (await http.get("/control/violations")).json()
    await http.delete("/control/log")

    assert armed[0]["times"] == 2
    assert [(call["ok"], call["fault"]) for call in log] == [
        (False, "500"),
        (True, None),
        (False, None),
    ]
    assert switched.json()["flood_limits"] is True
    assert limits == {"refused": 2, "by_chat": {"1001": 2}}
    assert violations == [
        "sendMessage: Bad Request: text: sendMessage needs this parameter"
    ]
    assert client.api.log.calls() == []


async def test_mistakes_are_told(client: Client) -> None:
    """Unknown verbs, people and arguments get 4xx with a reason."""
    http = client.http
    verb = await http.post("/control/people/fly", json={})
    user = await http.post(
        "/control/people/send_text", json={"user_id": 5, "text": "x"}
    )
    argument = await http.post("/control/people/add_user", json={"name": "x"})
    switch = await http.post("/control/switches", json={"lights": True})
    state = (await http.get("/control/state")).json()

    assert [verb.status_code, user.status_code] == [404, 404]
    assert [argument.status_code, switch.status_code] == [400, 400]
    assert user.json()["error"] == "no chat 5"
    assert {ALICE, BOB} <= {each["id"] for each in state["users"]}
    assert "token" not in json.dumps(state["switches"])


async def test_a_picture_that_telegram_refuses_is_a_mistake(client: Client) -> None:
    """Too wide, or none at all: the page shows why, instead of an answer that it cannot read."""
    told = []
    for data in (picture(4000, 10), b"no picture"):
        body = {"user_id": ALICE, "photo": base64.b64encode(data).decode()}
        answer = await client.http.post("/control/people/send_photo", json=body)
        told.append((answer.status_code, answer.json()["error"]))
    assert told == [
        (400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (400, "Bad Request: IMAGE_PROCESS_FAILED"),
    ]


async def test_the_server_runs_in_a_process_of_its_own() -> None:
    """It prints its address, answers, and ends on SIGTERM with 0."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.playground.botapi",
        "--token",
        "7:x",
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    url = json.loads(await process.stdout.readline())["url"]
    async with httpx.AsyncClient(trust_env=False) as http:
        me = (await http.get(f"{url}/bot7:x/getMe")).json()
    process.terminate()

    assert me["result"]["id"] == 7
    assert await process.wait() == 0


async def test_an_older_server_has_no_ephemeral_messages(client: Client) -> None:
    """Its methods are unknown, and the parameter is passed over, so everybody sees it."""
    client.api.switch(ephemeral_messages=False)
    group = client.people.add_chat("G", members=[ALICE, BOB])["id"]
    sent = await client.ok(
        "sendMessage",
        chat_id=group,
        text="x",
        ephemeral_message_parameters={"receiver_user_id": ALICE},
    )

    assert "receiver_user" not in sent
    assert await client.no("deleteEphemeralMessage") == "Not Found"
    quota = {"command": "quota", "description": "Q"}
    scope = {"type": "all_group_chats"}
    marked = [{**quota, "is_ephemeral": True}]
    await client.ok("setMyCommands", scope=scope, commands=marked)
    assert client.people.menu(ALICE, group) == [quota]
    client.api.switch(ephemeral_messages=True)
    assert client.people.menu(ALICE, group) == marked


async def test_calls_can_be_waited_for(client: Client) -> None:
    """The log is a stream too, and says which update a message became."""
    waiting = asyncio.create_task(client.api.log.wait("getMe"))
    said = await client.people.send_text(ALICE, "hi")
    await client.ok("getMe")
    (update,) = await client.updates()

    assert (await waiting)["result"]["username"] == "imagewright_bot"
    assert update["update_id"] == said["update_id"]


async def test_a_crowd_acts_in_one_moment(client: Client) -> None:
    """Several acts in one request are carried out in their order, and each is answered."""
    http = client.http
    users = [
        (await http.post("/control/people/add_user", json={"first_name": name})).json()
        for name in ("Ann", "Bob")
    ]
    acts = [
        {"verb": "send_text", "user_id": user["id"], "text": "/gen a fox"}
        for user in users
    ]

    told = (await http.post("/control/people", json={"acts": acts})).json()

    assert [message["chat_id"] for message in told] == [user["id"] for user in users]


async def test_slow_answer_says_how_slow_it_was(client: Client) -> None:
    """The log's time of a call holds the trouble that was made for it: it is what the bot waited."""
    fault = {"method": "getMe", "kind": "slow", "seconds": 5.0}
    await client.http.post("/control/faults", json=fault)

    await client.ok("getMe")
    await client.ok("getMe")
    slow, quick = (await client.http.get("/control/log")).json()["items"]

    assert (slow["fault"], quick["fault"]) == ("slow", None)
    assert slow["duration"] >= 5.0 > quick["duration"]
