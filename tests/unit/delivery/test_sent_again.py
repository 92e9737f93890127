"""Results once more, on request."""

from dataclasses import replace

from tests.unit.delivery.rig import ALICE, Rig


async def test_originals_are_sent_by_their_name_the_second_time(rig: Rig) -> None:
    """The first press uploads, the next one uses Telegram's copy."""
    job = rig.job()
    pictures = rig.pictures(job, 2)
    send = rig.messenger.send_pictures

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

    await rig.messenger.send_pictures(job.address, [kept], as_files=True, language="en")

    copy = rig.chat()[-1]
    assert copy["media"]["kind"] == "photo"
    assert "Telegram's copy" in copy["text"]
