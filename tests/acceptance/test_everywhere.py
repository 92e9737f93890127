"""Three people with three languages, in private, in a group, in a topic and in General: everything."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.domain.buttons import PICKS, Verb
from bot.handlers.menu import GROUP as GROUP_MENU
from bot.handlers.menu import PRIVATE as PRIVATE_MENU
from tests.acceptance.everywhere import (
    GENERAL,
    GROUP,
    LANGUAGES,
    PRIVATE,
    TEXTS,
    TOPIC,
    Guest,
    Scene,
    guests,
    play,
)
from tests.acceptance.visitor import data_of, enlarged, has_ended, serving
from tests.acceptance.world import PATIENCE, World, buttons_of, open_world
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-everywhere"),
]
Json = dict[str, Any]
PHOTO = as_bytes(scene(96, 64), "JPEG")
KINDS = (PRIVATE, GROUP, TOPIC, GENERAL)
BOT = "@imagewright_bot"
BACK = {  # undo, compare, and from the first step on
    "en": ("undo", "compare", "from step 1:"),
    "zh": ("撤销", "对比", "从第1步"),
    "ru": ("отмени", "сравни", "\u0441 шага 1:"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot, which hears in groups only what is for it; in the end nothing broke."""
    folder = tmp_path_factory.mktemp("everywhere")
    async with open_world(folder, privacy_mode=True) as opened, serving(opened):
        yield opened
        assert "update.failed" not in opened.log
        assert "text.missing" not in opened.log
        assert "text.incomplete" not in opened.log
        assert "Traceback" not in opened.log


async def draws(guest: Guest) -> None:
    """Two pictures: a line under an album in private, a numbered sheet elsewhere."""
    asked = await guest.say(f"/gen {guest.drawn} --n 2 --ar 1:1")
    ending = await guest.who.ending(asked)
    done = guest.text("status-done", count=2, provider=jimeng(guest))

    assert guest.text("status-button-again") in "".join(buttons_of(ending))
    assert guest.text("status-button-originals") in buttons_of(ending)
    if guest.is_private:
        told = guest.world.people.message(guest.chat_id, ending["message_id"])
        # None where the result was there before its first word: that is left out then.
        first = [state["text"].splitlines()[0] for state in told["history"][:1]]
        waiting = guest.text("status-waiting", place=0)
        assert first in ([], [waiting], [guest.text("status-accepted")])
        assert ending["text"].startswith(done)
    else:
        assert ending["media"]["kind"] == "photo"
        assert buttons_of(ending)[:3] == [
            "1",
            "2",
            guest.text("status-button-show-all"),
        ]


async def edits_by_a_caption(guest: Guest) -> None:
    """`/edit` under a photo."""
    asked = await guest.show(PHOTO, f"/edit {guest.words}")
    edited = await guest.who.ending(asked)

    assert edited["media"]["kind"] == "photo"
    assert edited["text"].startswith(guest.words)


async def edits_by_a_reply(guest: Guest) -> None:
    """Words alone in answer to a result, and `/edit` in answer to the next one."""
    first = await guest.result(f"/gen {guest.drawn} --n 1")
    second = await guest.who.ending(await guest.say(guest.words, to=first))
    third = await guest.who.ending(await guest.say(f"/edit {guest.words}", to=second))

    assert second["text"].startswith(guest.words)
    assert third["text"].startswith(guest.words)
    assert await guest.who.spent() == 3


async def enlarges(guest: Guest) -> None:
    """`/upscale 2` under a photo: a file in answer, a preview with buttons."""
    asked = await guest.show(PHOTO, "/upscale 2")
    preview = await guest.who.ending(asked)
    kinds = [view["media"]["kind"] for view in guest.who.heard(asked) if view["media"]]

    assert preview["text"] == enlarged(192, 128, jimeng(guest))
    assert sorted(kinds) == ["document", "photo"]


async def sends_an_album(guest: Guest) -> None:
    """Two photos under one `/edit`: one order."""
    album = await guest.world.people.send_album(
        guest.who.user_id, [PHOTO, PHOTO], guest.here, caption=f"/edit {guest.words}"
    )
    edited = await guest.who.ending(album[0])

    assert edited["text"].startswith(guest.words)
    assert await guest.who.spent() == 1


async def mentions_the_bot(guest: Guest) -> None:
    """By @name in a text and in a caption, and by a name that is a link (text_mention)."""
    base = await guest.show(PHOTO, f"/edit {guest.words}" if guest.is_private else "")
    by_text = await guest.say(f"{BOT} {guest.words}", to=base)
    by_caption = await guest.show(PHOTO, f"{guest.words} {BOT}")
    by_link = await guest.world.people.send_text(
        guest.who.user_id,
        f"Wright {guest.words}",
        guest.at(base),
        entities=[_link(guest)],
    )

    assert (base["update_id"] is not None) == guest.is_private
    for asked in (by_text, by_caption, by_link):
        edited = await guest.who.ending(asked)
        assert edited["text"].startswith(guest.words)
        assert "@" not in edited["text"]
        assert "Wright" not in edited["text"]


async def names_bots(guest: Guest) -> None:
    """A command with this bot's name is for it; with another's, and small talk, it is not."""
    others = [await guest.say(text) for text in ("/gen@other_bot x", "/help@other_bot")]
    if not guest.is_private:
        others.append(await guest.say(guest.words))
        others.append(await guest.show(PHOTO, guest.words))
    helped = await guest.told(f"/help{BOT}")

    assert guest.text("help-account") in helped
    assert [each for one in others for each in guest.who.heard(one)] == []
    assert await guest.who.spent() == 0


async def asks_about_the_bot(guest: Guest) -> None:
    """`/start`, `/help`, `/privacy`, `/forgetme` in the asker's words."""
    account = guest.text("help-account")

    assert (await guest.told("/start")).startswith(guest.text("start"))
    assert account in await guest.told("/help")
    assert guest.text("privacy-title") in await guest.told("/privacy")
    assert await guest.told("/forgetme") == guest.text("forget-sure")


async def asks_about_themselves(guest: Guest) -> None:
    """`/quota`, `/jobs`, `/cancel`, `/settings` in the asker's words, with nothing under way."""
    title = "settings-title" if guest.is_private else "settings-title-group"

    assert guest.text("quota-user", left=30, limit=30, bonus=0) in await guest.told(
        "/quota"
    )
    assert await guest.told("/jobs") == guest.text("jobs-none")
    assert await guest.told("/cancel") == guest.text("jobs-none")
    assert (await guest.told("/settings")).startswith(guest.text(title))


async def calls_it_off(guest: Guest) -> None:
    """`/jobs` lists what runs, `/cancel` ends it, and nothing was charged."""
    asked = await guest.say("/gen EMU_SLOW")
    listed = await guest.told("/jobs")
    stopped = await guest.told("/cancel")
    ending = await guest.who.ending(asked)

    assert guest.text("jobs-title", count=1) in listed
    assert stopped == guest.text("cancel-done")
    assert ending["text"].startswith(guest.text("status-cancelled"))
    assert await guest.who.spent() == 0


async def is_refused(guest: Guest) -> None:
    """A wrong option costs nothing and is explained to the one who wrote it."""
    answer = await guest.told(f"/gen {guest.drawn} --seed {guest.words.split()[0]}")

    assert "0-4294967295" in answer
    assert guest.text("failure-option_value", option="seed", value="…", allowed="…")[
        :4
    ] in (answer)
    assert await guest.who.spent() == 0


async def opens_the_settings(guest: Guest) -> None:
    """A page opens for whom the settings are; a group's members are told whose they are."""
    panel = await guest.who.answer(await guest.say("/settings"))
    toast, _ = await guest.who.press(panel, "set:la")
    if not (guest.is_private or guest.is_first):
        assert toast == guest.text("button-settings-admins")
        return
    page = await guest.world.people.wait_message(
        panel["chat_id"],
        lambda view: (
            view["message_id"] == panel["message_id"]
            and guest.text("settings-back") in buttons_of(view)
        ),
    )

    assert guest.text("settings-language") in page["text"]
    assert data_of(page)[-1] == "set"


async def picks_and_asks(guest: Guest) -> None:
    """Variation and edit of the first of two pictures: a page of numbers, then the order."""
    result = await guest.result(f"/gen {guest.drawn} --n 2 --ar 1:1")
    assert await picked(guest, result, Verb.PICK_VARY) == guest.text("button-working")
    assert await picked(guest, result, Verb.PICK_EDIT) == ""
    question = await asked_under(guest, result)
    edited = await guest.who.ending(await guest.say(guest.words, to=question))
    await ended_under(guest, result, 1)

    assert edited["text"].startswith(guest.words)
    assert await guest.who.spent() == 3


async def orders_by_buttons(guest: Guest) -> None:
    """Again, 2x and the originals of two pictures; in the end all of it is taken away."""
    result = await guest.result(f"/gen {guest.drawn} --n 2 --ar 1:1")
    again, _ = await press_one(guest, result, Verb.AGAIN)
    larger = await picked(guest, result, Verb.PICK_TWICE)
    files, _ = await press_one(guest, result, Verb.ORIGINAL)
    await ended_under(guest, result, 2)
    async with guest.world.stores() as stores:
        jobs = await stores.jobs.latest(1000)

    assert again == larger == guest.text("button-working")
    assert files == guest.text("button-sending")
    mine = [job for job in jobs if job.user_id == guest.who.user_id]
    assert [job.language for job in mine] == [guest.language] * 3
    await is_taken_away(guest, result)


async def goes_back(guest: Guest) -> None:
    """Compare and undo by command, by word and by button; go on from an earlier step."""
    first = await guest.who.ending(await guest.show(PHOTO, f"/edit {guest.words}"))
    second = await guest.who.ending(await guest.say(guest.words, to=first))
    undo, compare, anew = BACK[guest.language]
    for words in (compare, "/compare", undo, "/undo"):
        shown = await guest.who.answer(await guest.say(words, to=second))
        assert shown["media"]["kind"] == "photo", words
    third = await guest.who.ending(await guest.say(f"{anew} {guest.words}", to=second))

    assert third["text"].startswith(guest.words)
    assert await guest.who.spent() == 3


SHARED = (
    draws,
    edits_by_a_caption,
    enlarges,
    names_bots,
    asks_about_the_bot,
    asks_about_themselves,
    calls_it_off,
    is_refused,
    opens_the_settings,
)
# So many messages that three people would fill a group's minute: a chat for each.
SPACIOUS = (
    edits_by_a_reply,
    mentions_the_bot,
    sends_an_album,
    goes_back,
    picks_and_asks,
    orders_by_buttons,
)


@pytest.mark.parametrize("kind", KINDS)
async def test_everybody_is_served_in_their_language(world: World, kind: str) -> None:
    """Orders, answers and refusals for three people at once, in one chat of each kind."""
    await asyncio.gather(*(play(each, guests(world, kind)) for each in SHARED))


@pytest.mark.parametrize("kind", KINDS)
async def test_everybody_goes_on_with_their_pictures(world: World, kind: str) -> None:
    """Replies, mentions, albums, steps and buttons: in whatever language, it is understood."""
    await asyncio.gather(
        *(
            play(each, [everybody[number]])
            for each in SPACIOUS
            for number, everybody in enumerate(
                guests(world, kind, bot_role=role_in(each)) for _ in LANGUAGES
            )
        )
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_bot_introduces_itself(world: World, language: str) -> None:
    """Menus of private chats and groups, and both descriptions, in the words of the catalogue."""
    everybody = {guest.language: guest for guest in guests(world, GROUP)}
    guest, people = everybody[language], world.people
    # The last of the start's calls; languages come in the order of their codes.
    await world.telegram.log.feed.wait(
        0,
        lambda call: (
            call["method"] == "setMyShortDescription"
            and call["params"].get("language_code") == "zh"
        ),
        PATIENCE,
    )
    for chat_id, names in ((None, PRIVATE_MENU), (guest.chat_id, GROUP_MENU)):
        menu = people.menu(guest.who.user_id, chat_id)
        assert {line["command"]: line["description"] for line in menu} == {
            name: TEXTS.get(language, f"menu-{name}") for name in names
        }
    for field, key in (
        ("description", "menu-description"),
        ("short_description", "menu-short-description"),
    ):
        assert people.world.profile.text(field, language) == TEXTS.get(language, key)


def role_in(each: Scene) -> str:
    """A group shows a bot an album's further pictures only when it is an admin."""
    return "administrator" if each is sends_an_album else "member"


def verb_of(data: str) -> Verb:
    """What a button does."""
    return Verb(data.partition(":")[0])


async def press_one(guest: Guest, message: Json, verb: Verb) -> tuple[str, Json]:
    """Press the first button of a kind, whatever page is open."""
    shown = guest.world.people.message(guest.chat_id, message["message_id"])
    data = next(data for data in data_of(shown) if verb_of(data) is verb)
    return await guest.who.press(shown, data)


async def redrawn(guest: Guest, message: Json, label: str) -> Json:
    """The message, once it has a button with these words."""
    return await guest.world.people.wait_message(
        guest.chat_id,
        lambda view: (
            view["message_id"] == message["message_id"] and label in buttons_of(view)
        ),
        timeout=PATIENCE,
    )


async def picked(guest: Guest, message: Json, page: Verb) -> str:
    """Turn to a page of numbers and press the first: the toast."""
    await press_one(guest, message, page)
    await redrawn(guest, message, guest.text("status-button-back"))
    toast, _ = await press_one(guest, message, PICKS[page])
    await press_one(guest, message, Verb.FRONT)
    await redrawn(guest, message, guest.text("status-button-originals"))
    return toast


async def asked_under(guest: Guest, message: Json) -> Json:
    """The question that the Edit button asks."""
    words = guest.text("ask-edit", number=1)
    return await guest.world.people.wait_message(
        guest.chat_id,
        lambda view: (
            view["reply_to"] == message["message_id"] and words in view["text"]
        ),
        timeout=PATIENCE,
    )


async def ended_under(guest: Guest, message: Json, count: int) -> None:
    """Wait until so many orders that were pressed under a message have ended."""
    people = guest.world.people

    def ended() -> list[Json]:
        under = guest.who.heard(message)
        return [view for view in under if has_ended(view)]

    while len(ended()) < count:
        await people.wait_event(
            people.last_seq, chat_id=guest.chat_id, timeout=PATIENCE
        )


async def is_taken_away(guest: Guest, message: Json) -> None:
    """Delete asks, Keep goes back, and Yes deletes."""
    await press_one(guest, message, Verb.DELETE)
    await redrawn(guest, message, guest.text("status-button-sure"))
    await press_one(guest, message, Verb.FRONT)
    await redrawn(guest, message, guest.text("status-button-originals"))
    seen = guest.world.people.last_seq
    await press_one(guest, message, Verb.DELETE)
    await redrawn(guest, message, guest.text("status-button-sure"))
    toast, _ = await press_one(guest, message, Verb.SURE)
    await guest.world.people.wait_event(
        seen, kind="delete", message_id=message["message_id"], chat_id=guest.chat_id
    )
    assert toast == guest.text("button-deleted")


def jimeng(guest: Guest) -> str:
    """What the service is called."""
    return guest.text("status-provider", provider="jimeng")


def _link(guest: Guest) -> Json:
    people = guest.world.people
    user = people.user(people.bot_id).to_api()
    return {"type": "text_mention", "offset": 0, "length": len("Wright"), "user": user}
