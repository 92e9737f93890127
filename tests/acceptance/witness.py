"""What people order, and what the promises say must have come of it (interface 5)."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from bot.app.stores import Stores
from bot.domain.job import Job, JobState
from bot.domain.quota import QuotaRules
from bot.playground.botapi.speaking import Place
from providers.clock import SystemClock
from tests.acceptance.visitor import data_of
from tests.acceptance.world import PATIENCE, TOKEN, Json, World
from tests.emulators.jimeng.emulator import SESSION

GENERATE, EDIT, UPSCALE = "generate", "edit", "upscale"
KINDS = (GENERATE, EDIT, UPSCALE)
ENDED = ("a:", "d:")  # verbs of the buttons under a message that has said its last word
SECRETS = (TOKEN, TOKEN.partition(":")[2], SESSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An order as the person sees it: the message, and where it stands."""

    kind: str
    user_id: int
    chat_id: int
    message: Json

    @property
    def message_id(self) -> int:
        """The id of the message that orders."""
        return int(self.message["message_id"])


@dataclass(slots=True)
class Witness:
    """Orders as people do and holds what came against the promises."""

    world: World
    wishes: list[Wish] = field(default_factory=list)

    async def ask(
        self,
        kind: str = GENERATE,
        *,
        in_group: bool = False,
        user_id: int | None = None,
    ) -> Wish:
        """Order one thing; a new person in a new chat unless told who."""
        people = self.world.people
        user_id = user_id or people.add_user("Alice", language_code="en")["id"]
        chat_id = (
            people.add_chat("Foxes", members=[user_id])["id"] if in_group else user_id
        )
        return await self.ask_in(kind, user_id, Place(chat_id=chat_id))

    async def ask_in(self, kind: str, user_id: int, place: Place) -> Wish:
        """Order one thing in a place."""
        people = self.world.people
        if kind == GENERATE:
            message = await people.send_text(user_id, "/gen a fox", place)
        else:
            words = "/edit make it night" if kind == EDIT else "/upscale 2"
            message = await people.send_photo(user_id, photo(), place, caption=words)
        chat_id = place.chat_id or user_id
        wish = Wish(kind=kind, user_id=user_id, chat_id=chat_id, message=message)
        self.wishes.append(wish)
        return wish

    async def ask_all(self) -> list[Wish]:
        """Order everything, in private and in groups, each by another person."""
        return [
            await self.ask(kind, in_group=in_group)
            for kind in KINDS
            for in_group in (False, True)
        ]

    async def shown(self, wish: Wish) -> Json:
        """The status message, once it is there and the bot knows which one it is."""
        status = await self.world.answer(wish.chat_id, wish.message, _is_status(wish))

        async def is_known(stores: Stores) -> bool:
            jobs = await stores.jobs.unfinished_of(wish.user_id)
            known = [await stores.statuses.get_status(job.status_id) for job in jobs]
            return all(each is not None and each.message_id for each in known)

        await self.until(is_known)
        return status

    async def until(self, holds: Callable[[Stores], Awaitable[bool]]) -> None:
        """Come back when something is true in the database.

        The file has no bell: it is asked again as soon as it has answered.
        """
        async with self.world.stores() as stores, asyncio.timeout(PATIENCE):
            while not await holds(stores):
                pass

    async def ended(self, wish: Wish) -> Json:
        """The status message, once it says its last word."""
        return await self.world.people.wait_message(
            wish.chat_id,
            lambda view: _is_status(wish)(view) and has_ended(view),
            timeout=PATIENCE,
        )

    def answers(self, wish: Wish) -> list[Json]:
        """All that the bot has said to a wish, oldest first."""
        views = self.world.people.messages(wish.chat_id, from_bot=True)
        return [view for view in views if view["reply_to"] == wish.message_id]

    async def all_delivered(self, *, twice: tuple[Wish, ...] = ()) -> None:
        """Wait for every wish and hold it against promises 1 to 3; `twice` may have two copies."""
        for wish in self.wishes:
            await self.ended(wish)
        for wish in self.wishes:
            self._check_chat(wish, copies=2 if wish in twice else 1)
        await self.settled()
        assert len(self.world.jimeng.log.paid_submits) == len(self.wishes)
        for job in await self.jobs():
            assert (job.state, job.charged) == (JobState.SUCCEEDED, 1), job
        for user_id in {wish.user_id for wish in self.wishes}:
            mine = sum(wish.user_id == user_id for wish in self.wishes)
            assert await self.used(user_id) == mine

    def _check_chat(self, wish: Wish, *, copies: int) -> None:
        answers = self.answers(wish)
        (status,) = (view for view in answers if has_ended(view))
        rest = [view for view in answers if view is not status]
        # A line that the pictures have overtaken says its first word and its last at once.
        assert status is answers[0] or not status["history"], answers
        assert wish.message_id < status["message_id"]
        each = pieces_of(wish)
        assert len(rest) in {each, each * copies}, [view["text"] for view in rest]
        kind = "document" if wish.kind == UPSCALE else "photo"
        assert all(view["media"]["kind"] == kind for view in rest)
        if wish.kind != GENERATE or wish.chat_id < 0:
            assert status["media"]["kind"] == "photo"

    async def settled(self) -> None:
        """Come back when every end is written down, then stop the bot: nothing is left open."""
        await self.until(is_quiet)
        assert await self.world.stop() == 0
        self.nothing_told()

    async def jobs(self) -> list[Job]:
        """All jobs as they are stored, oldest first."""
        async with self.world.stores() as stores:
            return list(reversed(await stores.jobs.latest(1000)))

    async def used(self, user_id: int) -> int:
        """Credits that a user has spent or set aside today."""
        async with self.world.stores() as stores:
            rules, now = QuotaRules(), SystemClock().now()
            allowances = await stores.ledger.allowances(user_id, user_id, rules, now)
        return next(each.used for each in allowances if each.wallet == "user")

    def nothing_told(self) -> None:
        """Promise 5: no secret in the log, in any call, in any chat; and no crash in the log."""
        log = self.world.log
        calls = [entry["params"] for entry in self.world.telegram.log.calls()]
        for secret in SECRETS:
            assert secret not in log
            assert secret not in repr(calls)
        assert "Traceback" not in log, log
        assert self.world.telegram.log.violations() == []


async def is_quiet(stores: Stores) -> bool:
    """Is every job over, told and written down?"""
    jobs = await stores.jobs.latest(1000)
    is_over = all(job.state.is_final for job in jobs)
    left = [*await stores.statuses.unconcluded(), *await stores.updates.unhandled()]
    return is_over and not left


def pieces_of(wish: Wish) -> int:
    """Messages that come beside the status message."""
    if wish.kind == UPSCALE:
        return 1
    return 4 if wish.kind == GENERATE and wish.chat_id > 0 else 0


def has_ended(view: Json) -> bool:
    """Does the message say how its job ended, by its buttons or by a failure without?"""
    verbs = {data[:2] for data in data_of(view)}
    return any(verb in ENDED for verb in verbs) or view["text"].startswith("❌")


def _is_status(wish: Wish) -> Any:
    return lambda view: (
        view["reply_to"] == wish.message_id and not view["media_group_id"]
    )


def photo() -> bytes:
    """A small picture."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((96, 64)).convert("RGB").save(file, "JPEG")
    return file.getvalue()
