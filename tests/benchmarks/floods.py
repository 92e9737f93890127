"""What came of a flood, read from the log of calls; and what the limits allow at best."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.plan import Plan

A_SECOND, A_MINUTE = 30, 20  # calls over all chats, and in a group (bots/faq)
CALLS = 2  # counted ones for an order: a message, and its result
TOO_MANY = 429
DIED = "handler died: "  # what the plain script says of itself
RESULTS = frozenset({"sendPhoto", "sendMediaGroup", "editMessageMedia"})
SIGNS = frozenset({"sendChatAction", "sendMessage", "setMessageReaction", *RESULTS})
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who ordered where, and when (unix seconds)."""

    user_id: int
    chat_id: int
    at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """One contestant's flood.

    Attributes:
        calls: those that the program made, polls for updates left out.
        cpu: seconds.
        memory: megabytes.
        died: handlers that ended before their result.
    """

    orders: Sequence[Order]
    calls: Sequence[Json]
    cpu: float
    memory: float
    died: int

    @property
    def begun_at(self) -> float:
        """When the first order was written."""
        return min(order.at for order in self.orders)

    @property
    def arrivals(self) -> list[float]:
        """Seconds from the first order to each result."""
        return [_end(call) - self.begun_at for call in self.calls if is_result(call)]

    @property
    def private_arrivals(self) -> list[float]:
        """Those in private chats."""
        results = (call for call in self.calls if is_result(call))
        return [_end(call) - self.begun_at for call in results if call["chat_id"] > 0]

    @property
    def refusals(self) -> int:
        """Answers with 429."""
        return sum(call.get("error_code") == TOO_MANY for call in self.calls)

    @property
    def counted(self) -> int:
        """Calls that count against the limits and were carried out."""
        made = [call["method"] for call in self.calls if call["ok"]]
        return sum(is_counted(method) for method in made)

    @property
    def waits(self) -> list[float]:
        """Seconds from each order to the first sign of life in its chat."""
        signs: Mapping[int, list[float]] = defaultdict(list)
        for call in self.calls:
            if call["ok"] and call["method"] in SIGNS:
                signs[call["chat_id"]].append(_end(call))
        return [
            min(
                (at - order.at for at in signs[order.chat_id] if at >= order.at),
                default=math.inf,
            )
            for order in self.orders
        ]


def _end(call: Json) -> float:
    return float(call["at"]) + float(call["duration"])


def is_counted(method: str) -> bool:
    """Does it count against Telegram's limits?"""
    return method.startswith(("send", "edit")) and method != "sendChatAction"


def is_result(call: Json) -> bool:
    """Did this call bring a picture?"""
    return bool(call["ok"]) and call["method"] in RESULTS


def orders_of(events: Sequence[Json]) -> list[Order]:
    """What people wrote."""
    return [
        Order(
            user_id=event["message"]["from"]["id"],
            chat_id=event["chat_id"],
            at=event["at"],
        )
        for event in events
        if event["kind"] == "message" and not event["from_bot"]
    ]


def smallest(private: int, groups: Sequence[int], run_seconds: float) -> float:
    """Seconds until the last result when nothing but two counted calls an order is sent.

    A window of Telegram's may be filled in its first moment, so that n calls take one window
    less than the windows they fill.

    Args:
        private: orders in chats of their own.
        groups: orders in each group.
        run_seconds: how long a picture takes; no result comes earlier.
    """
    overall = math.ceil(CALLS * (private + sum(groups)) / A_SECOND) - 1.0
    minutes = max(
        (math.ceil(CALLS * size / A_MINUTE) - 1 for size in groups), default=0
    )
    return max(run_seconds, overall, minutes * 60.0)


def orders_in(plan: Plan) -> int:
    """Everybody's."""
    return plan.private + plan.group_orders
