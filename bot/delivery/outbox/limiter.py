"""The outbox as PTB's rate limiter: no counted call gets past it, whoever makes it."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter
from typing_extensions import override

from bot.delivery.errors import seconds_of
from bot.delivery.outbox.gate import Outbox, Slot
from bot.delivery.outbox.tickets import Priority

COUNTED = ("send", "edit", "copy", "forward", "delete", "setMessageReaction")
NOT_COUNTED = frozenset({"sendChatAction"})  # design section 4

type_of_answer = bool | dict[str, Any] | list[dict[str, Any]]


class OutboxLimiter(BaseRateLimiter[Slot]):
    """Lets calls that hold a slot pass, takes one for those that hold none.

    A call refused with 429 was not carried out: it is made again when its chat is free.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    @override
    async def initialize(self) -> None:
        """Nothing to do: the outbox wakes up with its first ticket."""

    @override
    async def shutdown(self) -> None:
        """The outbox belongs to the wiring, which stops it."""

    @override
    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, type_of_answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Slot | None,
    ) -> type_of_answer:
        """Make the call when its turn has come."""

        async def call() -> type_of_answer:
            return await callback(*args, **kwargs)

        chat_id = chat_of(data)
        if rate_limit_args is not None:
            return await self._with_slot(call, rate_limit_args)
        if not is_counted(endpoint):
            return await self._uncounted(call, endpoint, chat_id)
        cost = len(data.get("media", ())) if endpoint == "sendMediaGroup" else 1
        async with self._outbox.slot(chat_id or 0, Priority.ANSWER, cost=cost) as slot:
            return await self._with_slot(call, slot)

    async def _with_slot(
        self, call: Callable[[], Coroutine[Any, Any, type_of_answer]], slot: Slot
    ) -> type_of_answer:
        while True:
            try:
                answer = await call()
            except RetryAfter as refusal:
                self._outbox.refused(slot.chat_id, seconds_of(refusal))
                if not slot.repeats:
                    raise
            else:
                self._outbox.accepted()
                return answer
            await slot.again()

    async def _uncounted(
        self,
        call: Callable[[], Coroutine[Any, Any, type_of_answer]],
        endpoint: str,
        chat_id: int | None,
    ) -> type_of_answer:
        is_held = chat_id is not None and self._outbox.is_held(chat_id)
        if endpoint in NOT_COUNTED and is_held:
            return True  # calling inside a hold makes it longer, and "typing" can wait
        try:
            return await call()
        except RetryAfter as refusal:
            self._outbox.refused(chat_id, seconds_of(refusal))
            raise


def is_counted(endpoint: str) -> bool:
    """Does this method count against the limits?"""
    return endpoint.startswith(COUNTED) and endpoint not in NOT_COUNTED


def chat_of(data: dict[str, Any]) -> int | None:
    """The chat that a call speaks to; None when it speaks to none."""
    chat_id = data.get("chat_id")
    return chat_id if isinstance(chat_id, int) else None
