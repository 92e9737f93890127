"""What a guest presses, and what comes of it: the scenes with buttons."""

from bot.domain.buttons import PICKS, Verb
from tests.acceptance.everywhere import Guest, Json
from tests.acceptance.visitor import data_of, has_ended
from tests.acceptance.world import PATIENCE, buttons_of


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
