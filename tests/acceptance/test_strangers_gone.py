"""Chats that close to the bot in mid-job, and people who speak in the name of a chat."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from bot.app.stores import Stores
from bot.domain.buttons import Verb
from bot.domain.job import Job
from bot.i18n.texts import Texts
from bot.playground.botapi.people import Place
from tests.acceptance.visitor import Visitor, data_of, serving, visitor
from tests.acceptance.witness import Witness
from tests.acceptance.world import World, open_world
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-strangers-gone"),
]
Json = dict[str, Any]
PHOTO = as_bytes(scene(96, 64), "JPEG")
TEXTS = Texts(is_strict=True)
MOST_REFUSED = 8  # calls that a closed chat may cost: one job's last tries


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot, which nothing of this may break."""
    folder = tmp_path_factory.mktemp("gone")
    async with open_world(folder, privacy_mode=True) as opened, serving(opened):
        yield opened
        assert "update.failed" not in opened.log
        assert "Traceback" not in opened.log


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What befalls a chat.

    Attributes:
        failure: the code that the job under way ends with.
        befall: makes it so, for a person and their chat.
        mend: takes it back; None where nothing does.
        is_private: it befalls a private chat.
    """

    failure: str
    befall: Callable[[World, int, int], object]
    mend: Callable[[World, int, int], object] | None = None
    is_private: bool = False


def _bot_is(role: Any) -> Callable[[World, int, int], object]:
    return lambda world, _user_id, chat_id: world.people.set_member(
        chat_id, world.people.bot_id, role
    )


def _may_write(*, allowed: bool) -> Callable[[World, int, int], object]:
    return lambda world, _user_id, chat_id: world.people.set_bot_may_write(
        chat_id, allowed=allowed
    )


FATES = {
    "blocked": Fate(
        failure="chat_gone",
        befall=lambda world, user_id, _: world.people.set_blocked(user_id),
        mend=lambda world, user_id, _: world.people.set_blocked(user_id, blocked=False),
        is_private=True,
    ),
    "account deleted": Fate(
        failure="chat_gone",
        befall=lambda world, user_id, _: world.people.delete_account(user_id),
        is_private=True,
    ),
    "removed": Fate(
        failure="chat_gone", befall=_bot_is("kicked"), mend=_bot_is("member")
    ),
    "left": Fate(failure="chat_gone", befall=_bot_is("left"), mend=_bot_is("member")),
    "muted": Fate(
        failure="not_allowed",
        befall=_may_write(allowed=False),
        mend=_may_write(allowed=True),
    ),
    "group deleted": Fate(
        failure="chat_gone",
        befall=lambda world, _, chat_id: world.people.delete_chat(chat_id),
    ),
}


def group_of(world: World, *members: Visitor, **more: Any) -> int:
    """A group with these people and the bot."""
    ids = [one.user_id for one in members]
    return int(world.people.add_chat("Friends", members=ids, **more)["id"])


async def ended_job(world: World, user_id: int) -> Job:
    """A person's newest job, once it is over and its credits are settled."""

    async def is_over(stores: Stores) -> bool:
        jobs = [job for job in await stores.jobs.latest(100) if job.user_id == user_id]
        return bool(jobs) and all(job.state.is_final for job in jobs)

    await Witness(world).until(is_over)
    async with world.stores() as stores:
        jobs = [job for job in await stores.jobs.latest(100) if job.user_id == user_id]
    return max(jobs, key=lambda job: job.created_at)


def refused(world: World, chat_id: int) -> int:
    """Calls that Telegram refused for a chat."""
    return sum(not call["ok"] for call in world.telegram.log.calls(chat_id=chat_id))


async def suffer(world: World, fate: Fate) -> tuple[Visitor, int, Json]:
    """Order, and have it happen while the service is at it; the person, the chat, the status."""
    guest = visitor(world)
    chat_id = guest.user_id
    if not fate.is_private:
        chat_id = group_of(world, guest, type="supergroup")
    # An enlargement is sent as a file: being muted does not keep the bot from editing.
    asked = await guest.show(PHOTO, "/upscale", Place(chat_id=chat_id))
    status = await guest.answer(asked)
    fate.befall(world, guest.user_id, chat_id)
    return guest, chat_id, status


async def test_a_chat_that_closes_ends_its_job_and_nobody_pays(world: World) -> None:
    """Each fate: the job's own code, no credit gone, a handful of refused calls and no more."""
    world.jimeng.faults.fail_next("queue", times=len(FATES), seconds=1.5, places=5)
    sufferers = dict(
        zip(
            FATES,
            await asyncio.gather(*(suffer(world, fate) for fate in FATES.values())),
            strict=True,
        )
    )
    for name, (guest, chat_id, _) in sufferers.items():
        job = await ended_job(world, guest.user_id)
        assert (name, job.failure) == (name, FATES[name].failure)
        assert job.charged == 0
        assert await guest.spent() == 0
        assert 0 < refused(world, chat_id) <= MOST_REFUSED, name
    counts = {name: refused(world, each[1]) for name, each in sufferers.items()}
    other = visitor(world)
    await other.ending(await other.say("/gen a fox --n 1"))

    assert counts == {name: refused(world, each[1]) for name, each in sufferers.items()}


@pytest.mark.parametrize("name", [each for each in FATES if FATES[each].mend])
async def test_a_chat_that_opens_again_is_served_again(world: World, name: str) -> None:
    """Unblocked, added or unmuted: the old Cancel is answered, a new order is carried out."""
    fate = FATES[name]
    world.jimeng.faults.fail_next("queue", seconds=0.5, places=5)
    guest, chat_id, status = await suffer(world, fate)
    await ended_job(world, guest.user_id)
    assert fate.mend
    fate.mend(world, guest.user_id, chat_id)
    shown = world.people.message(chat_id, status["message_id"])
    for data in data_of(shown):
        toast, _ = await guest.press(shown, data)
        is_cancel = data.startswith(f"{Verb.CANCEL}:")
        assert (toast == TEXTS.get("en", "failure-job_ended")) == is_cancel
    photo = await guest.ending(
        await guest.say("/gen a fox --n 1", Place(chat_id=chat_id))
    )

    assert photo["media"]["kind"] == "photo"
    assert await guest.spent() in {1, 2}  # 2: "Try again" was there to be pressed


async def test_an_answer_into_a_closed_topic_is_let_go(world: World) -> None:
    """/help in a topic that is closed at once: nothing breaks, and open again it is answered."""
    guest = visitor(world)
    chat_id = group_of(world, guest, type="supergroup", is_forum=True)
    topic = world.people.add_topic(chat_id, "Art")["message_thread_id"]
    here = Place(chat_id=chat_id, thread_id=topic)
    world.people.set_topic_closed(chat_id, topic)
    await guest.say("/help", here)
    await world.telegram.log.wait("sendMessage", chat_id=chat_id)
    world.people.set_topic_closed(chat_id, topic, closed=False)
    answer = await guest.answer(await guest.say("/help", here))

    assert answer["thread_id"] == topic
    assert refused(world, chat_id) == 1


async def test_an_anonymous_admin_cancels_under_the_own_name(world: World) -> None:
    """The order is the group's, the finger a person's: an admin may stop it, a member not."""
    admin, member = visitor(world, "Ada"), visitor(world, "Max", "ru")
    chat_id = group_of(world, admin, member, type="supergroup")
    world.people.set_member(chat_id, admin.user_id, "administrator", is_anonymous=True)
    asked = await admin.say("/gen EMU_SLOW fox", Place(chat_id=chat_id))
    status = await admin.answer(asked)
    (cancel,) = data_of(status)
    kept, _ = await member.press(status, cancel)
    toast, _ = await admin.press(status, cancel)
    ending = await admin.ending(asked)

    assert status["text"].startswith(TEXTS.get("en", "status-accepted")[0])
    assert kept == TEXTS.get("ru", "failure-not_yours")
    assert toast == TEXTS.get("en", "button-cancelling")
    assert "✋" in ending["text"]
    assert (await admin.spent(), await member.spent()) == (0, 0)


async def test_an_anonymous_admins_own_data_is_nobodys(world: World) -> None:
    """/forgetme in a group's name asks for a person; /settings and /quota answer as ever."""
    admin = visitor(world, "Ada")
    chat_id = group_of(world, admin, type="supergroup")
    world.people.set_member(chat_id, admin.user_id, "administrator", is_anonymous=True)
    here = Place(chat_id=chat_id)
    texts = [
        (await admin.answer(await admin.say(command, here)))["text"]
        for command in ("/forgetme", "/quota", "/jobs")
    ]

    assert texts[0] == TEXTS.get("en", "forget-nobody")
    assert "30" in texts[1]
    assert texts[2] == TEXTS.get("en", "jobs-none")


async def test_who_speaks_as_a_channel_is_served_like_a_person(world: World) -> None:
    """In a group in a channel's name: a picture on the channel's own wallet."""
    guest = visitor(world)
    chat_id = group_of(world, guest, type="supergroup")
    channel = world.people.add_chat("News", type="channel", members=[guest.user_id])
    here = Place(chat_id=chat_id, sender_chat_id=channel["id"])
    photo = await guest.ending(await guest.say("/gen a fox --n 1", here))
    job = await ended_job(world, channel["id"])

    assert photo["media"]["kind"] == "photo"
    assert (job.user_id, job.charged) == (channel["id"], 1)
    assert await guest.spent() == 0


async def test_posts_of_a_channel_are_left_alone(world: World) -> None:
    """The bot is an admin of a channel: its posts are no orders, whatever they say."""
    guest = visitor(world)
    channel = world.people.add_chat(
        "News", type="channel", members=[guest.user_id], bot_role="administrator"
    )
    for text in ("/gen a fox", "@imagewright_bot a fox", "news"):
        await guest.say(text, Place(chat_id=channel["id"]))
    await guest.answer(await guest.say("/help"))

    assert world.people.messages(channel["id"], from_bot=True) == []
    assert world.telegram.log.calls(chat_id=channel["id"]) == []
