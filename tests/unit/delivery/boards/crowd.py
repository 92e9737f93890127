"""Orders of one group, and what the group sees of them."""

from dataclasses import replace
from typing import Any

from bot.domain.job import Address, Job, JobState
from bot.domain.recipe import Recipe
from bot.playground.botapi.people import Place
from providers.base import Operation
from tests.unit.delivery.rig import ALICE, Rig, view_of

EYES = "👀"


async def order(
    rig: Rig, chat_id: int, number: int, *, thread_id: int | None = None, **facts: Any
) -> Job:
    """Alice orders in a group, and the order is shown."""
    place = Place(chat_id=chat_id, thread_id=thread_id)
    asked = await rig.api.people.send_text(ALICE, f"/gen fox {number}", place)
    address = Address(
        chat_id=chat_id, thread_id=thread_id, reply_to=asked["message_id"]
    )
    recipe = Recipe(operation=Operation.GENERATE, prompt=f"fox {number}")
    job = rig.job(f"job{number}", address=address, recipe=recipe, **facts)
    rig.messenger.show(replace(view_of(job), is_new=True))
    await rig.quiet()
    return job


def make_order(rig: Rig, chat_id: int, number: int) -> Job:
    """An order of Alice's in answer to nothing."""
    recipe = Recipe(operation=Operation.GENERATE, prompt=f"fox {number}")
    return rig.job(f"job{number}", address=Address(chat_id=chat_id), recipe=recipe)


async def orders(rig: Rig, chat_id: int, count: int, **facts: Any) -> list[Job]:
    """Several, one after the other."""
    return [
        await order(rig, chat_id, number, **facts) for number in range(1, count + 1)
    ]


async def show(rig: Rig, job: Job, fraction: float) -> None:
    """News of a job."""
    running = replace(job, state=JobState.RUNNING)
    rig.messenger.show(view_of(running, fraction=fraction))
    await rig.quiet()


async def end(rig: Rig, job: Job) -> None:
    """The job brings a picture; the database knows it."""
    await rig.deliver(job, rig.pictures(job))
    rig.shelves.jobs[job.job_id] = replace(job, state=JobState.SUCCEEDED)
    await rig.quiet()


def boards(rig: Rig, chat_id: int) -> list[dict[str, Any]]:
    """The boards that stand in a chat."""
    return [view for view in rig.chat(chat_id) if view["text"].startswith("📋")]


def answers(rig: Rig, job: Job) -> list[dict[str, Any]]:
    """What the bot has said to an order."""
    asked = job.address.reply_to
    views = rig.chat(job.address.chat_id)
    return [view for view in views if view["reply_to"] == asked]


def reactions(rig: Rig, job: Job) -> list[str]:
    """The bot's reactions on the message that ordered."""
    asked = rig.api.people.message(job.address.chat_id, job.address.reply_to or 0)
    return list(asked["reactions"].get(str(rig.api.people.bot_id), []))


async def until_reaction(rig: Rig, job: Job, wanted: list[str]) -> None:
    """Come back when the message that ordered carries these reactions of the bot's."""
    await rig.api.people.wait_message(
        job.address.chat_id,
        lambda view: (
            view["message_id"] == job.address.reply_to
            and view["reactions"].get(str(rig.api.people.bot_id), []) == wanted
        ),
        from_bot=False,
    )
