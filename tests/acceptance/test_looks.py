"""How results look by choice: files only, covered in groups, album or sheet."""

import pytest

from bot.playground.botapi.speaking import Place
from tests.acceptance.panels import choose, chosen, group_of, redrawn, settings_of
from tests.acceptance.visitor import Visitor, data_of, enlarged, kept_sums, visitor
from tests.acceptance.world import Json, World, buttons_of
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-looks"),
]
PHOTO = as_bytes(scene(96, 64), "JPEG")
FILES, SPOILER = "set:fo:file", "set:sp:on"
REFUSED = "Only this group's admins can change its settings"


def kinds(messages: list[Json]) -> list[str]:
    """What they are, sorted: "photo", "document", "text"."""
    return sorted((each["media"] or {"kind": "text"})["kind"] for each in messages)


def covers(messages: list[Json]) -> set[bool]:
    """Are the photos among them covered?"""
    return {
        each["spoiler"]
        for each in messages
        if each["media"] and each["media"]["kind"] == "photo"
    }


@pytest.mark.parametrize(
    "language,name,value,toast",
    [
        ("en", "Results", "file only", "Saved"),
        ("zh", "结果形式", "仅文件", "已保存"),
        ("ru", "Результаты", "только файл", "Сохранено"),
    ],
)
async def test_files_only_in_a_private_chat(
    world: World, language: str, name: str, value: str, toast: str
) -> None:
    """An album of the service's bytes and a line; a preview again once that is chosen."""
    who = visitor(world, language=language)
    said, panel = await choose(who, await settings_of(who), FILES)
    assert said == toast
    line = next(text for text in panel["text"].split("\n") if name in text)
    assert value in line

    asked = await who.say("/gen foxes --n 3")
    ending = await who.ending(asked)
    heard = who.heard(asked)
    files = [each for each in heard if each["media"]]
    assert kinds(heard) == ["document"] * 3 + ["text"]
    assert {each["media"]["sha256"] for each in files} <= kept_sums(world)
    assert len({each["media_group_id"] for each in files} - {None}) == 1
    assert [each["text"][0] for each in files] == ["1", "2", "3"]
    assert "🔍 2x" in buttons_of(ending)

    await chosen(who, "set:fo:preview")
    asked = await who.say("/gen foxes --n 1")
    await who.ending(asked)
    assert kinds(who.heard(asked)) == ["photo"]


@pytest.mark.parametrize(
    "caption,text",
    [("/edit make it night", "make it night\nJimeng"), ("/upscale", "")],
)
async def test_one_result_is_a_file_and_a_line(
    world: World, caption: str, text: str
) -> None:
    """An edit and an enlargement: the file answers the photo, the status stays a text."""
    who = visitor(world)
    await chosen(who, FILES)
    asked = await who.show(PHOTO, caption)
    ending = await who.ending(asked)

    (file,) = [each for each in who.heard(asked) if each["media"]]
    assert kinds(who.heard(asked)) == ["document", "text"]
    assert file["media"]["sha256"] in kept_sums(world)
    assert ending["text"] == (text or enlarged(192, 128))


async def test_an_album_of_enlargements_is_files_and_a_line(world: World) -> None:
    """Two photos enlarged at once: two files, and the list instead of a sheet."""
    who = visitor(world)
    await chosen(who, FILES)
    album = await world.people.send_album(who.user_id, [PHOTO, PHOTO])
    await world.people.wait_message(who.user_id, lambda view: "2 done" in view["text"])

    assert kinds(who.heard(album[0])) == ["document", "document", "text"]


async def test_a_file_is_worked_on_like_a_photo(world: World) -> None:
    """Words in reply to the second file of an album edit the second picture."""
    who = visitor(world)
    await chosen(who, FILES)
    asked = await who.say("/gen foxes --n 2")
    await who.ending(asked)
    second = [each for each in who.heard(asked) if each["media"]][1]
    reply = Place(reply_to=second["message_id"])
    ending = await who.ending(await who.say("make it night", reply))

    assert ending["text"].startswith("make it night")
    async with world.stores() as stores:
        (job, *_) = await stores.jobs.latest(1)
    assert job.sources[0].file_id == f"{job.parent_id}:2"


async def test_a_groups_admin_chooses_files_for_all(world: World) -> None:
    """A member's order comes as files; with the choice taken back, as the usual sheet."""
    admin, member = visitor(world, "Anna"), visitor(world, "Boris", "ru")
    here = group_of(world, admin, member)
    await chosen(admin, FILES, place=here)
    asked = await member.say("/gen foxes --n 2", here)
    await member.ending(asked)
    assert kinds(member.heard(asked)) == ["document", "document", "text"]

    await chosen(admin, "set:fo:-", place=here)
    asked = await member.say("/gen foxes --n 2", here)
    await member.ending(asked)
    assert kinds(member.heard(asked)) == ["photo"]


async def test_a_groups_admin_covers_every_photo(world: World) -> None:
    """One photo, a sheet, picture k, all of them, a preview; then none again."""
    admin, member = visitor(world, "Anna"), visitor(world, "Boris")
    here = group_of(world, admin, member)
    panel = await chosen(admin, SPOILER, place=here)
    assert "Spoiler in groups: on" in panel["text"]
    one = await member.ending(await member.say("/gen a fox --n 1", here))
    sheet = await member.ending(await member.say("/gen foxes --n 3", here))
    await member.press(sheet, "2")
    await member.press(sheet, "🖼 All")
    preview = await member.ending(await member.show(PHOTO, "/upscale", here))
    await world.people.wait_message(
        sheet["chat_id"], lambda _: len(photos_under(world, sheet)) == 4
    )
    assert covers([one, sheet, preview, *photos_under(world, sheet)]) == {True}

    await chosen(admin, "set:sp:off", place=here)
    one = await member.ending(await member.say("/gen a fox --n 1", here))
    assert covers([one]) == {False}


def photos_under(world: World, sheet: Json) -> list[Json]:
    """Photos in answer to a sheet: its pictures sent again."""
    said = world.people.messages(sheet["chat_id"], from_bot=True)
    return [
        each
        for each in said
        if each["reply_to"] == sheet["message_id"]
        and each["media"]
        and each["media"]["kind"] == "photo"
    ]


async def test_a_covered_album_in_a_group(world: World) -> None:
    """Album and spoiler together: every photo of it."""
    admin = visitor(world)
    here = group_of(world, admin)
    await chosen(admin, SPOILER, "set:ga:album", place=here)
    asked = await admin.say("/gen foxes --n 3", here)
    await admin.ending(asked)

    assert kinds(admin.heard(asked)) == ["photo"] * 3 + ["text"]
    assert covers(admin.heard(asked)) == {True}


async def test_a_persons_own_spoiler_goes_with_them(world: World) -> None:
    """In a group without a word on it, not in private, and not against the group's word."""
    admin, member = visitor(world, "Anna"), visitor(world, "Boris")
    here = group_of(world, admin, member)
    await chosen(member, SPOILER)
    there = await member.ending(await member.say("/gen a fox --n 1", here))
    private = await member.ending(await member.say("/gen a fox --n 1"))
    await chosen(admin, "set:sp:off", place=here)
    after = await member.ending(await member.say("/gen a fox --n 1", here))

    assert [covers([each]) for each in (there, private, after)] == [
        {True},
        {False},
        {False},
    ]


@pytest.mark.parametrize("where", ["private", "group", "topic"])
async def test_album_and_sheet_everywhere(world: World, where: str) -> None:
    """What is usual there, the other one by choice, and the usual one again."""
    who = visitor(world)
    here = place_of(world, who, where)
    usual, other = ("album", "grid") if where == "private" else ("grid", "album")
    for choice, shape in ((None, usual), (other, other), ("-", usual)):
        if choice is not None:
            await chosen(who, f"set:ga:{choice}", place=here)
        asked = await who.say("/gen foxes --n 3", here)
        ending = await who.ending(asked)
        heard = who.heard(asked)
        is_sheet = buttons_of(ending)[:3] == ["1", "2", "3"]
        assert is_sheet == (shape == "grid")
        album = ["photo"] * 3 + ["text"]
        assert kinds(heard) == (["photo"] if is_sheet else album), (choice, shape)
        assert {each["thread_id"] for each in heard} == {here.thread_id}


def place_of(world: World, who: Visitor, where: str) -> Place:
    """The private chat, a new group, or a topic of a new forum."""
    if where == "private":
        return Place()
    if where == "group":
        return group_of(world, who)
    forum = group_of(world, who, type="supergroup", is_forum=True).chat_id
    assert forum is not None
    topic = world.people.add_topic(forum, "Art")["message_thread_id"]
    return Place(chat_id=forum, thread_id=topic)


async def test_a_strangers_press_changes_nothing(world: World) -> None:
    """Whoever opened it: a member and a stranger get an alert, and the page stays as it was."""
    admin, member = visitor(world, "Anna"), visitor(world, "Boris")
    stranger = visitor(world, "Cecil")
    here = group_of(world, admin, member)
    panel = await settings_of(member, here)
    for who in (member, stranger):
        for data in ("set:fo", FILES, "set:x"):
            query_id = await world.people.press(
                who.user_id,
                panel["message_id"],
                data,
                chat_id=panel["chat_id"],
                stale=True,
            )
            answer = await world.people.callback_answer(query_id)
            assert (answer["text"], answer["show_alert"]) == (REFUSED, True)
    now = world.people.message(panel["chat_id"], panel["message_id"])
    assert (now["text"], data_of(now)) == (panel["text"], data_of(panel))
    async with world.stores() as stores:
        assert (await stores.preferences.preferences(panel["chat_id"])).form is None


async def test_an_anonymous_admin_sets_the_group(world: World) -> None:
    """Opened in the group's name, pressed by the person behind it."""
    admin = visitor(world)
    here = group_of(world, admin, type="supergroup")
    world.people.set_member(
        here.chat_id or 0, admin.user_id, "administrator", is_anonymous=True
    )
    panel = await settings_of(admin, here)
    toast, panel = await choose(admin, panel, FILES)

    assert toast == "Saved"
    assert "Results: file only" in panel["text"]
    assert "This group's settings" in panel["text"]


async def test_the_chosen_one_is_marked(world: World) -> None:
    """The mark goes where the choice went, on the page drawn in place."""
    who = visitor(world)
    panel = await settings_of(who)
    for data, words in (("set:fo:file", "✓ file only"), ("set:fo:-", "✓ automatic")):
        await choose(who, panel, data)
        await who.press(panel, "set:fo")
        page = await redrawn(who, panel, lambda view: FILES in data_of(view))
        assert [each for each in buttons_of(page) if "✓" in each] == [words]
        await who.press(page, "set")
        panel = await redrawn(who, panel, lambda view: "set:fo" in data_of(view))
