"""Results once more, on request."""

from dataclasses import replace

from bot.domain.job import Address
from bot.services.families import Shown
from tests.unit.delivery.rig import ALICE, Rig

GROUP = -1001


async def test_originals_are_sent_by_their_name_the_second_time(rig: Rig) -> None:
    """The first press uploads, the next one uses Telegram's copy."""
    job = rig.job()
    pictures = rig.pictures(job, 2)
    send = rig.send_again

    await send(job.address, pictures, as_files=True, language="en")
    again = [rig.shelves.pictures["job1", number] for number in (1, 2)]
    await send(
        job.address,
        [replace(one, path=None) for one in again],
        as_files=True,
        language="en",
    )

    kinds = [message["media"]["kind"] for message in rig.chat()]
    assert kinds == ["document"] * 4
    last = rig.chat()[-1]
    assert rig.shelves.shown[ALICE, last["message_id"]] == ("job1", 2)


async def test_a_lost_original_comes_as_telegrams_copy_and_says_so(rig: Rig) -> None:
    """Cleaned away here: the photo that Telegram keeps is sent, with a word about it."""
    job = rig.job()
    await rig.deliver(job, rig.pictures(job))
    kept = replace(rig.shelves.pictures["job1", 1], path=None)

    await rig.send_again(job.address, [kept], as_files=True, language="en")

    copy = rig.chat()[-1]
    assert copy["media"]["kind"] == "photo"
    assert "Telegram's copy" in copy["text"]


async def test_a_copy_in_another_chat_is_nobodys_message_at_home(rig: Rig) -> None:
    """Forged data brings it into a chat of the owner's: at home its number is another message."""
    job = rig.job(address=Address(chat_id=GROUP))
    (picture,) = rig.pictures(job)
    elsewhere = Address(chat_id=ALICE)

    await rig.send_again(elsewhere, [picture], as_files=False, language="en")
    shown = Shown(step=1, job=job, picture=picture)
    await rig.messenger.family.show(elsewhere, shown, language="en")

    assert len(rig.chat()) == 2
    assert rig.shelves.shown == {}
    assert not any(each.message_ids for each in rig.shelves.receipts.values())
    assert rig.shelves.pictures["job1", 1].photo_file_id


async def test_a_copy_of_what_was_erased_meanwhile_is_let_go(rig: Rig) -> None:
    """It has arrived, and /forgetme came between: no fault, and nothing is kept."""
    job = rig.job()
    pictures = rig.pictures(job)
    rig.shelves.jobs.clear()
    rig.shelves.pictures.clear()

    await rig.send_again(job.address, pictures, as_files=False, language="en")

    assert len(rig.chat()) == 1
    assert (rig.shelves.shown, rig.shelves.pictures) == ({}, {})
