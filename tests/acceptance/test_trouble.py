"""Trouble at Telegram: refusals, silences, cut lines, and what people do in mid-job."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.job import JobState
from bot.playground.botapi.faults import FaultKind
from bot.playground.botapi.speaking import Place
from tests.acceptance.witness import EDIT, GENERATE, KINDS, UPSCALE, Witness
from tests.acceptance.world import PATIENCE, World, open_world

RESULTS = ("sendMediaGroup", "sendDocument", "editMessageMedia")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose service is quick."""
    async with open_world(tmp_path) as world:
        yield world


@pytest.fixture
def witness(world: World) -> Witness:
    """Who orders there and watches."""
    return Witness(world)


def struck(world: World, kind: FaultKind) -> set[str]:
    """The methods that a failure of this kind has hit."""
    calls = world.telegram.log.calls()
    return {call["method"] for call in calls if call["fault"] == kind}


@pytest.mark.parametrize("kind", ["429", "bad_gateway_html", "dropped_before"])
async def test_each_result_fails_once(
    world: World, witness: Witness, kind: FaultKind
) -> None:
    """The first album, file and photo fail: done again, there once, one status message each."""
    await world.start()
    wishes = [await witness.ask(each) for each in (GENERATE, UPSCALE, EDIT)]
    group = await witness.ask(GENERATE, in_group=True)
    for wish, method in zip((*wishes, group), (*RESULTS, RESULTS[2]), strict=True):
        fault = world.telegram.faults.fail_next
        fault(method, kind, chat_id=wish.chat_id, seconds=1.5)
    # Progress edits and the last edit are the same method: both are hit.
    world.telegram.faults.fail_next(
        "editMessageText", kind, 2, chat_id=wishes[0].chat_id, seconds=0.5
    )

    await witness.all_delivered()
    assert struck(world, kind) == {*RESULTS, "editMessageText"}


async def test_each_answer_is_lost_once(world: World, witness: Witness) -> None:
    """Telegram took it and nobody heard: files and albums twice at most, edits once."""
    await world.start()
    wishes = [await witness.ask(each) for each in (GENERATE, UPSCALE, EDIT)]
    for wish, method in zip(wishes, RESULTS, strict=True):
        world.telegram.faults.fail_next(method, "dropped_after", chat_id=wish.chat_id)
    world.telegram.faults.fail_next("editMessageText", "dropped_after", 3)

    await witness.all_delivered(twice=(wishes[0], wishes[1]))
    assert struck(world, "dropped_after") == {*RESULTS, "editMessageText"}


@pytest.mark.parametrize("kind", ["429", "slow"])
async def test_the_first_word_is_late(
    world: World, witness: Witness, kind: FaultKind
) -> None:
    """A status message that Telegram holds up is sent once all the same."""
    world.telegram.faults.fail_next("sendMessage", kind, len(KINDS), seconds=2.0)
    await world.start()
    for each in KINDS:
        await witness.ask(each)

    await witness.all_delivered()
    assert struck(world, kind) == {"sendMessage"}


@pytest.mark.parametrize("kind", ["502", "dropped_after"])
async def test_the_first_word_is_lost(
    world: World, witness: Witness, kind: FaultKind
) -> None:
    """Nobody knows whether there is a status message: never a second one, the result comes."""
    world.telegram.faults.fail_next("sendMessage", kind)
    await world.start()
    wish = await witness.ask(EDIT)

    photo = await witness.ended(wish)

    assert photo["media"]["kind"] == "photo"
    texts = [view for view in witness.answers(wish) if not view["media"]]
    assert len(texts) == (1 if kind == "dropped_after" else 0)
    await witness.settled()
    assert await witness.used(wish.user_id) == 1


async def test_telegram_is_away_for_a_while(world: World, witness: Witness) -> None:
    """Nothing listens there while jobs end: they arrive when it is back."""
    await world.start()
    for each in KINDS:
        await witness.shown(await witness.ask(each))
    await world.jimeng.log.wait(lambda log: len(log.paid_submits) == 3)
    await world.line.cut()
    await world.jimeng.log.wait(lambda log: len(log.of("download")) == 6)
    await world.line.mend()

    await witness.all_delivered()


async def test_telegram_comes_up_after_the_bot(world: World, witness: Witness) -> None:
    """The bot waits for it, and finds what was written meanwhile."""
    world.telegram.faults.fail_next("getMe", "bad_gateway_html")
    await world.line.cut()
    await world.launch()
    await witness.ask(GENERATE)
    await world.line.mend()

    await witness.all_delivered()


async def test_messages_deleted_in_mid_job(world: World, witness: Witness) -> None:
    """The status or the prompt is gone: the result comes all the same, once."""
    world.jimeng.faults.fail_next("queue", times=4, seconds=2.0, places=5)
    await world.start()
    wishes = [await witness.ask(each) for each in (GENERATE, EDIT, UPSCALE)]
    for wish in wishes:
        shown = await witness.shown(wish)
        await world.people.delete_message(wish.user_id, shown["message_id"])
    prompt = await witness.ask(EDIT)
    await witness.shown(prompt)
    await world.people.delete_message(prompt.user_id, prompt.message_id)

    for wish in witness.wishes:
        await witness.ended(wish)
    await witness.settled()
    assert len(world.jimeng.log.paid_submits) == 4
    assert len(witness.answers(wishes[0])) == 4 + 1
    assert [len(witness.answers(wish)) for wish in wishes[1:]] == [1, 2]
    assert len(witness.answers(prompt)) == 1


async def test_blocked_in_mid_job(world: World, witness: Witness) -> None:
    """Who blocks the bot gets nothing and pays nothing; the others are served."""
    world.jimeng.faults.fail_next("queue", times=3, seconds=2.0, places=5)
    await world.start()
    wishes = [await witness.ask(each) for each in KINDS]
    for wish in wishes:
        await witness.shown(wish)
        world.people.set_blocked(wish.user_id)
    await witness.ended(other := await witness.ask(GENERATE))

    await witness.settled()
    jobs = await witness.jobs()
    assert [job.failure for job in jobs] == [*["chat_gone"] * 3, None]
    assert [await witness.used(wish.user_id) for wish in wishes] == [0, 0, 0]
    assert await witness.used(other.user_id) == 1


async def test_a_group_moves_in_mid_job(world: World, witness: Witness) -> None:
    """A group becomes a supergroup: the job follows, also over kill -9."""
    world.jimeng.faults.fail_next("queue", times=3, seconds=3.0, places=5)
    await world.start()
    wishes = [await witness.ask(each, in_group=True) for each in KINDS]
    for wish in wishes:
        await witness.shown(wish)
    new = [world.people.migrate_chat(wish.chat_id)["id"] for wish in wishes]
    await world.kill()
    await world.start()

    for chat_id, pieces in zip(new, (1, 1, 2), strict=True):
        await world.people.wait_message(
            chat_id, lambda view: bool(view["buttons"]), timeout=PATIENCE
        )
        assert len(world.people.messages(chat_id, from_bot=True)) == pieces
    await witness.settled()
    assert [job.charged for job in await witness.jobs()] == [1, 1, 1]


@pytest.mark.parametrize("fate", ["closed", "deleted"])
async def test_a_topic_ends_in_mid_job(
    world: World, witness: Witness, fate: str
) -> None:
    """A closed topic: nothing arrives, nothing is charged. A deleted one: it comes outside."""
    world.jimeng.faults.fail_next("queue", seconds=2.0, places=5)
    await world.start()
    alice = world.people.add_user("Alice", language_code="en")["id"]
    forum = world.people.add_chat(
        "Forum", type="supergroup", members=[alice], is_forum=True
    )["id"]
    topic = world.people.add_topic(forum, "Foxes")["message_thread_id"]
    place = Place(chat_id=forum, thread_id=topic)
    wish = await witness.ask_in(UPSCALE, alice, place)
    await witness.shown(wish)
    if fate == "closed":
        world.people.set_topic_closed(forum, topic)
    else:
        world.people.delete_topic(forum, topic)
        await world.people.wait_message(forum, lambda view: bool(view["buttons"]))

    await witness.settled()
    (job,) = await witness.jobs()
    if fate == "closed":
        assert (job.state, job.failure) == (JobState.FAILED, "not_allowed")
    else:
        assert job.state is JobState.SUCCEEDED
    assert await witness.used(alice) == job.charged
