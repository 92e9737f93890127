"""Presses that are late, foreign or forged, and words that were changed: answered or left alone."""

import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.app.stores import Stores
from bot.domain.buttons import Button, Verb
from bot.i18n.texts import Texts
from bot.playground.botapi.people import Place
from tests.acceptance.visitor import Visitor, data_of, serving, unanswered, visitor
from tests.acceptance.witness import Witness
from tests.acceptance.world import PATIENCE, World, open_world
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-strangers"),
]
Json = dict[str, Any]
PHOTO = as_bytes(scene(96, 64), "JPEG")
TEXTS = Texts(is_strict=True)
LANGUAGES = ("en", "zh", "ru")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot; in the end every press was answered and nothing broke."""
    folder = tmp_path_factory.mktemp("strangers")
    async with open_world(folder, privacy_mode=True) as opened, serving(opened):
        yield opened
        assert unanswered(opened) == set()
        assert "update.failed" not in opened.log
        assert "Traceback" not in opened.log


def group_of(world: World, *members: Visitor, **more: Any) -> Place:
    """A group with these people and the bot; the first one made it."""
    ids = [one.user_id for one in members]
    return Place(chat_id=world.people.add_chat("Friends", members=ids, **more)["id"])


async def press(who: Visitor, message: Json, data: str) -> str:
    """Press a button that may not be there any more: the toast."""
    people = who.world.people
    query_id = await people.press(
        who.user_id,
        message["message_id"],
        data,
        chat_id=message["chat_id"],
        stale=True,
    )
    answer = await people.callback_answer(query_id, timeout=PATIENCE)
    return str(answer.get("text") or "")


def data_with(view: Json, verb: Verb) -> str:
    """The first of a message's buttons that does this."""
    return next(data for data in data_of(view) if data.startswith(f"{verb}:"))


def said(world: World, chat_id: int) -> list[Json]:
    """Everything of the bot's in a chat."""
    return world.people.messages(chat_id, from_bot=True)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_whoever_presses_pays_and_is_answered_in_their_language(
    world: World, language: str
) -> None:
    """2x of another's picture in a group: the presser's toast, the presser's credit."""
    owner, presser = visitor(world, "Olga", "ru"), visitor(world, "Pat", language)
    here = group_of(world, owner, presser)
    result = await owner.ending(await owner.say("/gen fox --n 1 --ar 1:1", here))
    toast = await press(presser, result, data_with(result, Verb.TWICE))
    preview = await owner.ending(result)

    assert toast == TEXTS.get(language, "button-working")
    assert "128" in preview["text"]
    assert (await owner.spent(), await presser.spent()) == (1, 1)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_buttons_of_somebody_forgotten_do_nothing(
    world: World, language: str
) -> None:
    """After /forgetme an old result's buttons say so, to others as to the person."""
    owner, other = visitor(world, "Olga", language), visitor(world, "Otto", language)
    here = group_of(world, other, owner)
    result = await owner.ending(await owner.say("/gen fox --n 1", here))
    question = await owner.answer(await owner.say("/forgetme", here))
    await press(owner, question, f"bye:y:{owner.user_id}")
    await world.people.wait_message(
        question["chat_id"],
        lambda view: (
            view["message_id"] == question["message_id"]
            and view["text"] == TEXTS.get(language, "forget-done")
        ),
    )
    paid = len(world.jimeng.log.paid_submits)
    toasts = {
        await press(who, result, data)
        for who in (owner, other)
        for data in data_of(result)
    }

    assert toasts == {TEXTS.get(language, "button-gone")}
    assert len(world.jimeng.log.paid_submits) == paid
    assert (await owner.spent(), await other.spent()) == (1, 0)


async def test_a_button_of_a_deleted_message_still_works(
    world: World, alice: Visitor
) -> None:
    """A slow phone shows a message that is gone: its button orders all the same, once."""
    result = await alice.ending(await alice.say("/gen fox --n 1"))
    await world.people.delete_message(alice.user_id, result["message_id"])
    toast = await press(alice, result, data_with(result, Verb.AGAIN))
    photo = await world.people.wait_message(
        alice.user_id, lambda view: view["media"] is not None and not view["deleted"]
    )

    assert toast == TEXTS.get("en", "button-working")
    assert photo["message_id"] > result["message_id"]
    assert await alice.spent() == 2


async def test_settings_on_a_deleted_message_are_answered(
    world: World, alice: Visitor
) -> None:
    """The panel is gone, the choice holds: nothing is left spinning."""
    panel = await alice.answer(await alice.say("/settings"))
    await world.people.delete_message(alice.user_id, panel["message_id"])

    assert await press(alice, panel, "set:la:ru") == TEXTS.get("ru", "button-saved")
    helped = await alice.answer(await alice.say("/help"))
    assert TEXTS.get("ru", "help-account") in helped["text"]


async def test_months_later_the_originals_come_as_telegrams_copies(
    world: World, alice: Visitor
) -> None:
    """The files were cleared away: a copy with an excuse; what needs them says what to do."""
    result = await alice.ending(await alice.say("/gen fox --n 1 --ar 1:1"))
    _grow_old(world, result)
    await press(alice, result, data_with(result, Verb.ORIGINAL))
    copy = await alice.answer(result)
    await press(alice, result, data_with(result, Verb.TWICE))
    refused = await world.answer(
        alice.user_id, copy, lambda view: view["reply_to"] == result["message_id"]
    )
    again = await press(alice, result, data_with(result, Verb.AGAIN))

    assert copy["media"]["kind"] == "photo"
    assert copy["text"] == TEXTS.get("en", "status-copy")
    assert refused["media"] or "picture" in refused["text"]
    assert again == TEXTS.get("en", "button-working")


@pytest.mark.parametrize(
    "data",
    [
        "a",  # a verb alone
        "a:k3v9x2m7qa",  # as before pictures had numbers
        "a:k3v9x2m7qa:1:7",
        "a:k3v9x2m7qa:999",
        "q:k3v9x2m7qa:1",  # no such verb
        "set:zz:1",  # no such field
        "set:ar:99:1",  # a shape that nobody offers
        "set:la:tlh",
        "bye:y:me",
        "bye:y:1:2",
        "💥" * 16,
    ],
)
async def test_a_button_of_another_age_is_answered(
    world: World, alice: Visitor, data: str
) -> None:
    """Callback data of older and of future versions: one toast, and nothing happens."""
    hello = await alice.answer(await alice.say("/start"))
    before = len(said(world, alice.user_id))

    assert await press(alice, hello, data) in {
        TEXTS.get("en", "button-gone"),
        TEXTS.get("en", "button-not-yours"),
    }
    assert len(said(world, alice.user_id)) == before
    assert await alice.spent() == 0


async def test_every_button_for_a_picture_that_never_was_is_answered(
    world: World, alice: Visitor
) -> None:
    """Picture 9 of a job with one, whatever shall be done with it: an answer, and no charge."""
    result = await alice.ending(await alice.say("/gen fox --n 1"))
    job_id = data_with(result, Verb.AGAIN).split(":")[1]
    paid = len(world.jimeng.log.paid_submits)
    for verb in Verb:
        if verb not in {Verb.AGAIN, Verb.SURE}:  # those are about no picture
            button = Button(verb=verb, job_id=job_id, number=9, price=2)
            await press(alice, result, button.data)

    async def are_over(stores: Stores) -> bool:
        return all(job.state.is_final for job in await stores.jobs.latest(100))

    await Witness(world).until(are_over)
    assert len(world.jimeng.log.paid_submits) == paid
    assert await alice.spent() == 1


async def test_the_question_about_ones_data_is_for_oneself(world: World) -> None:
    """Another person's press erases nothing and says whose question it is."""
    owner, other = visitor(world, "Olga", "ru"), visitor(world, "Zoe", "zh")
    here = group_of(world, other, owner)
    question = await owner.answer(await owner.say("/forgetme", here))

    assert await press(other, question, f"bye:y:{owner.user_id}") == TEXTS.get(
        "zh", "button-not-yours"
    )
    # Nor does data that names the presser make it theirs to answer for the owner.
    await press(other, question, f"bye:n:{owner.user_id}")
    shown = world.people.message(question["chat_id"], question["message_id"])
    assert not shown["deleted"]


async def test_words_that_were_changed_later_are_no_orders(
    world: World, alice: Visitor
) -> None:
    """An order, small talk and a caption that are edited: silence, and no second charge."""
    here = group_of(world, alice, bot_role="administrator")
    ordered = await alice.say("/gen a fox --n 1", here)
    await alice.ending(ordered)
    talk = await alice.say("good morning", here)
    photo = await alice.show(PHOTO, "my cat", here)
    captioned = await alice.show(PHOTO, "make it night")
    await alice.ending(captioned)
    chat_id = ordered["chat_id"]
    before = len(said(world, chat_id)), len(said(world, alice.user_id))
    for message, text in (
        (ordered, "/gen a wolf --n 1"),
        (talk, "/gen a wolf"),
        (photo, "/edit a wolf"),
        (captioned, "make it day"),
    ):
        await world.people.edit_text(
            alice.user_id, message["message_id"], text, chat_id=message["chat_id"]
        )
    last, private = await alice.say("/settings", here), await alice.say("/settings")
    await alice.answer(last)
    await alice.answer(private)

    after = len(said(world, chat_id)), len(said(world, alice.user_id))
    assert after == (before[0] + 1, before[1] + 1)
    assert await alice.spent() == 2


async def test_a_reply_to_what_is_gone_is_told_what_to_do(
    world: World, alice: Visitor
) -> None:
    """Words for a picture whose message was deleted: Telegram shows no reply, the bot a hint."""
    result = await alice.ending(await alice.say("/gen fox --n 1"))
    await world.people.delete_message(alice.user_id, result["message_id"])
    answer = await alice.answer(await alice.say("/edit make it night"))

    assert answer["text"] == TEXTS.get("en", "failure-picture_missing")


def _grow_old(world: World, result: Json) -> None:
    """Clear a job's files away as the tidying does after months."""
    job_id = data_with(result, Verb.AGAIN).split(":")[1]
    shutil.rmtree(world.folder / "data" / "pictures" / job_id)
