"""Every way to order, as a person takes it."""

import hashlib

import pytest

from bot.playground.botapi.people import Place
from tests.acceptance.visitor import Visitor, data_of, enlarged, kept_sums
from tests.acceptance.world import World
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-commands"),
]
PHOTO = as_bytes(scene(96, 64), "JPEG")
TALL = as_bytes(scene(64, 96), "JPEG")


async def test_every_option_reaches_the_service(world: World, alice: Visitor) -> None:
    """`/gen` with all options, some in the middle of the words: ordered so, cut to two pictures."""
    asked = await alice.say(
        "/gen a red --ar 9:16 fox --n 2 --model 4.5 --seed 42 --provider jimeng --no blur, text"
    )
    line = await alice.ending(asked)

    photos = [view for view in alice.heard(asked) if view["media"]]
    draft = str(world.jimeng.log.paid_submits[-1].body)
    assert [photo["media"]["kind"] for photo in photos] == ["photo", "photo"]
    assert photos[0]["media"]["height"] > photos[0]["media"]["width"]
    assert photos[0]["media_group_id"] == photos[1]["media_group_id"] is not None
    assert line["text"].startswith("✅ 2 pictures · Jimeng\na red fox")
    assert all(part in draft for part in ("a red fox", "blur, text", "v40l", "42"))
    assert await alice.spent() == 1


async def test_one_picture_turns_the_status_message_into_the_photo(
    alice: Visitor,
) -> None:
    """`--n 1`: nothing but one message in answer, which was text first and is a photo now."""
    asked = await alice.say("/gen a blue fox --n 1")
    photo = await alice.ending(asked)

    assert photo["media"]["kind"] == "photo"
    (only,) = alice.heard(asked)
    assert only["message_id"] == photo["message_id"]
    assert only["history"][0]["media"] is None
    assert "".join(data.split(":")[0] for data in data_of(photo)) == "ave24od"


@pytest.mark.parametrize("caption", ["/edit make it night", "make it night"])
async def test_words_under_a_photo_edit_it(
    world: World, alice: Visitor, caption: str
) -> None:
    """A photo with `/edit` or with plain words as its caption: one upload, one edited picture."""
    uploads = len(world.jimeng.log.of("commit"))
    edited = await alice.ending(await alice.show(PHOTO, caption))

    assert edited["media"]["kind"] == "photo"
    assert edited["text"].startswith("make it night")
    assert len(world.jimeng.log.of("commit")) == uploads + 1
    assert "make it night" in str(world.jimeng.log.paid_submits[-1].body)


async def test_words_under_an_image_file_edit_it(alice: Visitor) -> None:
    """`/edit` as the caption of an image file."""
    edited = await alice.ending(
        await alice.hand(as_bytes(scene(), "PNG"), "a.png", "/edit make it snow")
    )

    assert edited["media"]["kind"] == "photo"
    assert edited["text"].startswith("make it snow")


async def test_an_album_with_words_is_one_job_with_several_references(
    world: World, alice: Visitor
) -> None:
    """`/edit` under an album of three: three uploads, one paid order, one status message."""
    uploads, paid = (
        len(world.jimeng.log.of("commit")),
        len(world.jimeng.log.paid_submits),
    )
    album = await world.people.send_album(
        alice.user_id, [PHOTO, TALL, PHOTO], caption="/edit put them together"
    )
    edited = await alice.ending(album[0])

    assert edited["media"]["kind"] == "photo"
    assert len(world.jimeng.log.of("commit")) == uploads + 3
    assert len(world.jimeng.log.paid_submits) == paid + 1
    assert len(world.people.messages(alice.user_id, from_bot=True)) == 1


async def test_edit_in_reply_to_ones_own_photo(alice: Visitor) -> None:
    """`/edit` answers a photo sent before with other words."""
    photo = await alice.show(PHOTO, "/edit first")
    await alice.ending(photo)
    asked = await alice.say("/edit make it rain", Place(reply_to=photo["message_id"]))
    edited = await alice.ending(asked)

    assert edited["media"]["kind"] == "photo"
    assert edited["text"].startswith("make it rain")


@pytest.mark.parametrize("words", ["/edit make it green", "make it green"])
async def test_words_in_reply_to_the_bots_picture_edit_it(
    world: World, alice: Visitor, words: str
) -> None:
    """A reply to a result, with the command or without: the result goes up, not a copy of it."""
    first = await alice.ending(await alice.say("/gen a yellow fox --n 1"))
    uploads = len(world.jimeng.log.of("commit"))
    edited = await alice.ending(
        await alice.say(words, Place(reply_to=first["message_id"]))
    )

    assert edited["text"].startswith("make it green")
    assert edited["message_id"] != first["message_id"]
    assert len(world.jimeng.log.of("commit")) == uploads + 1
    async with world.stores() as stores:
        jobs = await stores.jobs.latest(2)
    assert jobs[0].parent_id == jobs[1].job_id


async def test_a_reply_to_a_picture_of_an_album_edits_that_picture(
    world: World, alice: Visitor
) -> None:
    """The second picture of an album is meant when the reply goes to it."""
    asked = await alice.say("/gen three foxes --n 3")
    await alice.ending(asked)
    second = [view for view in alice.heard(asked) if view["media"]][1]
    await alice.ending(
        await alice.say("only this one", Place(reply_to=second["message_id"]))
    )

    async with world.stores() as stores:
        job = (await stores.jobs.latest(1))[0]
    assert job.sources[0].file_id == f"{job.parent_id}:2"


async def test_a_photo_alone_comes_back_twice_as_large_as_a_file(
    world: World, alice: Visitor
) -> None:
    """The file's bytes are the provider's own, and the status message shows a preview."""
    asked = await alice.show(PHOTO)
    preview = await alice.ending(asked)

    document = next(
        view
        for view in alice.heard(asked)
        if view["media"] and view["media"]["kind"] == "document"
    )
    picture = await alice.picture(document)
    assert picture.size == (192, 128)
    assert document["media"]["sha256"] in kept_sums(world)
    assert document["media"]["sha256"] in _made_by(world)
    assert preview["media"]["kind"] == "photo"
    assert preview["text"] == enlarged(192, 128)
    assert await alice.spent() == 1


async def test_upscale_takes_the_factor_as_a_word(alice: Visitor) -> None:
    """`/upscale 4` under a photo: four times as large, two credits."""
    preview = await alice.ending(await alice.show(PHOTO, "/upscale 4"))

    assert preview["text"] == enlarged(384, 256)
    assert await alice.spent() == 2


async def test_upscale_in_reply_to_a_photo(alice: Visitor) -> None:
    """`/upscale` answers a photo that is in the chat already."""
    photo = await alice.show(PHOTO, "/edit warm")
    await alice.ending(photo)
    preview = await alice.ending(
        await alice.say("/upscale 2", Place(reply_to=photo["message_id"]))
    )

    assert preview["text"] == enlarged(192, 128)


async def test_upscale_in_reply_to_a_result(alice: Visitor) -> None:
    """`/upscale` answers a picture of the bot's: the original is enlarged, not the copy."""
    first = await alice.ending(await alice.say("/gen a fox --n 1 --ar 1:1"))
    preview = await alice.ending(
        await alice.say("/upscale", Place(reply_to=first["message_id"]))
    )

    assert preview["text"] == enlarged(128, 128, step=2)


async def test_an_album_alone_is_one_job_per_picture_under_one_status(
    world: World, alice: Visitor
) -> None:
    """Two photos and no words: two files, two orders, one status message with a sheet."""
    paid = len(world.jimeng.log.paid_submits)
    album = await world.people.send_album(alice.user_id, [PHOTO, TALL])
    sheet = await world.people.wait_message(
        alice.user_id,
        lambda view: (
            view["reply_to"] == album[0]["message_id"]
            and view["media"] is not None
            and view["media"]["kind"] == "photo"
        ),
    )

    said = world.people.messages(alice.user_id, from_bot=True)
    files = [view for view in said if view["media"]["kind"] == "document"]
    sizes = {(await alice.picture(file)).size for file in files}
    assert sizes == {(192, 128), (128, 192)}
    assert len(said) == 3
    assert len(world.jimeng.log.paid_submits) == paid + 2
    assert "2 pictures, 2 done" in sheet["text"]
    assert await alice.spent() == 2


def _made_by(world: World) -> set[str]:
    """The sha256 of all that the service has made."""
    items = (task.item_id(0) for task in world.jimeng.tasks.values())
    made = (world.jimeng.picture(item) for item in items)
    return {hashlib.sha256(each).hexdigest() for each in made if each}


async def test_gen_in_reply_to_words_draws_those(world: World, alice: Visitor) -> None:
    """A bare `/gen` answers a message whose words are the prompt."""
    words = await alice.say("a castle by the sea")
    photo = await alice.ending(
        await alice.say("/gen --n 1", Place(reply_to=words["message_id"]))
    )

    assert photo["text"].startswith("a castle by the sea")
    assert "a castle by the sea" in str(world.jimeng.log.paid_submits[-1].body)


async def test_an_order_that_is_edited_afterwards_is_not_ordered_twice(
    world: World, alice: Visitor
) -> None:
    """Changing the words of a message that was carried out brings no second picture."""
    asked = await alice.say("/gen a fox --n 1")
    await alice.ending(asked)
    await world.people.edit_text(alice.user_id, asked["message_id"], "/gen a wolf")
    await alice.answer(await alice.say("/jobs"))

    assert len(alice.heard(asked)) == 1
    assert await alice.spent() == 1


async def test_a_picture_follows_though_the_order_was_deleted(
    world: World, alice: Visitor
) -> None:
    """Order and status message are gone before the end: the photo comes all the same, once."""
    asked = await alice.say("/gen a fox --n 1")
    status = await alice.answer(asked)
    for message in (asked, status):
        await world.people.delete_message(alice.user_id, message["message_id"])
    photo = await world.people.wait_message(
        alice.user_id,
        lambda view: bool(view["media"]) and not view["deleted"],
    )

    said = world.people.messages(alice.user_id, from_bot=True)
    assert [view["message_id"] for view in said] == [photo["message_id"]]
    assert photo["reply_to"] is None
