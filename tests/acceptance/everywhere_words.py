"""What a guest says and shows, and what comes of it: the scenes without buttons."""

from tests.acceptance.everywhere import Guest, Json
from tests.acceptance.visitor import enlarged
from tests.acceptance.world import buttons_of
from tests.unit.imaging.samples import as_bytes, scene

PHOTO = as_bytes(scene(96, 64), "JPEG")
BOT = "@imagewright_bot"
BACK = {  # undo, compare, and from the first step on
    "en": ("undo", "compare", "from step 1:"),
    "zh": ("撤销", "对比", "从第1步"),
    "ru": ("отмени", "сравни", "\u0441 шага 1:"),
}


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


def jimeng(guest: Guest) -> str:
    """What the service is called."""
    return guest.text("status-provider", provider="jimeng")


def _link(guest: Guest) -> Json:
    people = guest.world.people
    user = people.user(people.bot_id).to_api()
    return {"type": "text_mention", "offset": 0, "length": len("Wright"), "user": user}
