"""Pages of buttons turn in place; a picture that is sent alone has buttons of its own."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.outbox.limits import GROUP, OutboxLimits
from bot.delivery.outbox.tickets import Priority
from bot.domain.buttons import Verb
from bot.domain.job import Address
from bot.domain.look import Look
from bot.services.values import Keyring
from tests.fakes.clock import settle
from tests.unit.delivery.rig import ALICE, Rig, buttons, rigged


async def test_a_page_turns_under_its_message(rig: Rig) -> None:
    """One call, the picture and the words stay; back again is what was there."""
    job = rig.job(wanted=1)
    pictures = rig.pictures(job)
    await rig.deliver(job, pictures)
    (front,) = rig.chat()
    ring = Keyring(job=job, pictures=pictures, page=Verb.DELETE)

    await rig.messenger.turn_page(job.address, front["message_id"], ring)
    (asked,) = rig.chat()
    assert buttons(asked) == ["b:job1:0", "y:job1:0"]
    assert (asked["text"], asked["media"]) == (front["text"], front["media"])
    assert rig.methods()[-1] == "editMessageReplyMarkup"

    ring = Keyring(job=job, pictures=pictures)
    await rig.messenger.turn_page(job.address, front["message_id"], ring)
    (back,) = rig.chat()
    assert back["buttons"] == front["buttons"]


async def test_a_page_that_is_there_already_is_no_error(rig: Rig) -> None:
    """Two people press the same button at once."""
    job = rig.job(wanted=1)
    pictures = rig.pictures(job)
    await rig.deliver(job, pictures)
    (front,) = rig.chat()

    ring = Keyring(job=job, pictures=pictures)
    await rig.messenger.turn_page(job.address, front["message_id"], ring)
    assert rig.chat() == [front]


async def test_who_leafs_without_end_costs_one_call(tmp_path: Path) -> None:
    """While the group has no room the newest page takes the others' place."""
    narrow = OutboxLimits(group=replace(GROUP, calls=2, reserve=0))
    async with rigged(tmp_path, narrow) as rig:
        group = int(rig.api.people.add_chat("Foxes", members=[ALICE])["id"])
        job = rig.job(address=Address(chat_id=group))
        pictures = rig.pictures(job)
        await rig.deliver(job, pictures)
        (shown,) = rig.chat(group)
        await rig.outbox.take(group, Priority.RESULT, 1)

        pages = [Verb.DELETE, Verb.FRONT] * 20 + [Verb.DELETE]
        rings = [Keyring(job=job, pictures=pictures, page=page) for page in pages]
        turn = rig.messenger.turn_page
        turns = [
            asyncio.create_task(turn(job.address, shown["message_id"], ring))
            for ring in rings
        ]
        await settle()
        assert rig.outbox.figures().waiting == 1
        await asyncio.gather(*turns)

        (asked,) = rig.chat(group)
        assert buttons(asked) == ["b:job1:0", "y:job1:0"]
        assert rig.methods().count("editMessageReplyMarkup") == 1


@pytest.mark.parametrize("message_id", [77, 10**6])
async def test_a_message_that_is_gone_is_no_error(rig: Rig, message_id: int) -> None:
    """Deleted between the press and the answer: there is nothing to turn."""
    job = rig.job()
    ring = Keyring(job=job, pictures=rig.pictures(job))
    await rig.messenger.turn_page(job.address, message_id, ring)
    assert rig.chat() == []


async def test_a_picture_sent_alone_has_its_buttons(rig: Rig) -> None:
    """In the language of who asked; an album of all has none, for Telegram takes none there."""
    job = rig.job(wanted=3)
    pictures = rig.pictures(job, 3)
    ring = Keyring(job=job, pictures=pictures, number=2)
    send = rig.send_again

    await send(job.address, [pictures[1]], as_files=False, language="ru", ring=ring)
    (alone,) = rig.chat()
    assert buttons(alone)[0] == "v:job1:2"
    assert "Вариация" in alone["buttons"][0][0]["text"]
    assert rig.shelves.shown[ALICE, alone["message_id"]] == ("job1", 2)

    await send(job.address, pictures, as_files=False, language="ru", ring=None)
    assert [message["buttons"] for message in rig.chat()[1:]] == [[], [], []]


async def test_a_covered_picture_stays_covered(rig: Rig) -> None:
    """Buttons change nothing about the spoiler."""
    job = rig.job(wanted=2, look=Look(has_spoiler=True))
    pictures = rig.pictures(job, 2)
    ring = Keyring(job=job, pictures=pictures, number=1)
    await rig.send_again(
        job.address,
        [pictures[0]],
        as_files=False,
        language="en",
        has_spoiler=True,
        ring=ring,
    )
    (alone,) = rig.chat()
    assert alone["spoiler"]
    assert buttons(alone)
