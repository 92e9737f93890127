"""Telegram's flood limits as a pure machine: time goes in, a verdict comes out.

The numbers are those Telegram publishes (core.telegram.org/bots/faq): about 30
messages a second over all chats, one a second in a private chat with short bursts,
20 a minute in a group.
"""

import math
from collections import Counter, deque
from dataclasses import dataclass, field

_LONGEST_PENALTY = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodRules:
    """The limits; windows are in seconds."""

    overall_calls: int = 30
    overall_window: float = 1.0
    private_burst: int = 3
    private_rate: float = 1.0
    group_messages: int = 20
    group_window: float = 60.0


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


@dataclass(slots=True)
class _Hold:
    until: float
    strikes: int = 0


@dataclass(slots=True)
class FloodLimiter:
    """Admits calls or says how long to stay away.

    A refusal holds its chat until ``retry_after`` has passed. A call inside that time
    is refused too and makes the hold longer, each time by more.
    """

    rules: FloodRules = field(default_factory=FloodRules)
    refusals: Counter[int | None] = field(default_factory=Counter)
    _overall: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _private: dict[int, _Bucket] = field(default_factory=dict)
    _holds: dict[int, _Hold] = field(default_factory=dict)

    def admit(self, now: float, chat_id: int | None, *, cost: int = 1) -> int:
        """Count a call, or refuse it.

        Args:
            now: Seconds on any clock that does not run backwards.
            chat_id: Negative for groups; None for calls that count only overall.
            cost: Messages the call puts into a group: one, or an album's pictures.

        Returns:
            0 when the call is let through, else whole seconds to wait.
        """
        held = self._held(now, chat_id)
        if held:
            self.refusals[chat_id] += 1
            return held
        wait = max(self._overall_wait(now), self._chat_wait(now, chat_id, cost))
        if wait > 0:
            retry_after = max(1, math.ceil(wait))
            self.refusals[chat_id] += 1
            self.hold(now, chat_id, retry_after)
            return retry_after
        self._count(now, chat_id, cost)
        return 0

    def hold(self, now: float, chat_id: int | None, seconds: float) -> None:
        """Refuse a chat's calls for so long."""
        if chat_id is not None:
            self._holds[chat_id] = _Hold(now + seconds)

    def clear(self) -> None:
        """Forget all counts and holds."""
        self.refusals.clear()
        self._overall.clear()
        self._groups.clear()
        self._private.clear()
        self._holds.clear()

    def _held(self, now: float, chat_id: int | None) -> int:
        if chat_id is None:
            return 0
        hold = self._holds.get(chat_id)
        if hold is None:
            return 0
        if now >= hold.until:
            del self._holds[chat_id]
            return 0
        hold.strikes += 1
        hold.until += min(2.0 ** (hold.strikes - 1), _LONGEST_PENALTY)
        return math.ceil(hold.until - now)

    def _overall_wait(self, now: float) -> float:
        window = self.rules.overall_window
        return _window_wait(self._overall, now, window, self.rules.overall_calls, 1)

    def _chat_wait(self, now: float, chat_id: int | None, cost: int) -> float:
        if chat_id is None:
            return 0.0
        if chat_id < 0:
            sent = self._groups.get(chat_id)
            if sent is None:
                return 0.0
            window = self.rules.group_window
            return _window_wait(sent, now, window, self.rules.group_messages, cost)
        bucket = self._private.get(chat_id)
        if bucket is None:
            return 0.0
        return (1 - self._tokens(bucket, now)) / self.rules.private_rate

    def _tokens(self, bucket: _Bucket, now: float) -> float:
        grown = bucket.tokens + (now - bucket.at) * self.rules.private_rate
        return min(float(self.rules.private_burst), grown)

    def _count(self, now: float, chat_id: int | None, cost: int) -> None:
        self._overall.append(now)
        if chat_id is None:
            return
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque()).extend([now] * cost)
            return
        bucket = self._private.get(chat_id)
        if bucket is None:
            bucket = self._private[chat_id] = _Bucket(
                float(self.rules.private_burst), now
            )
        bucket.tokens = self._tokens(bucket, now) - 1
        bucket.at = now


def _window_wait(
    sent: deque[float], now: float, window: float, limit: int, cost: int
) -> float:
    """Tell how long until ``cost`` more fit into the sliding window."""
    while sent and sent[0] <= now - window:
        sent.popleft()
    over = len(sent) + cost - limit
    if over <= 0:
        return 0.0
    leaving = sent[min(over, len(sent)) - 1] if sent else now
    return leaving + window - now
