"""Telegram's published limits, and how much of them each kind of call may use."""

from dataclasses import dataclass, field

from bot.delivery.outbox.tickets import BANDS, PROGRESS_BAND, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneLimits:
    """What one chat stands.

    Attributes:
        calls: in any `span` seconds.
        reserve: of these, kept for results and answers.
        progress_reserve: of these, kept from progress edits.
        progress_gap: seconds of quiet in the chat before a progress edit.
        albums_count_each: an album counts one per picture.
    """

    calls: int
    span: float
    reserve: int
    progress_reserve: int
    progress_gap: float
    albums_count_each: bool

    def ceiling(self, priority: Priority) -> int:
        """How far calls of this kind may fill the window."""
        match priority:
            case Priority.PROGRESS:
                return self.calls - self.progress_reserve
            case Priority.FIRST_STATUS | Priority.TIDYING:
                return self.calls - self.reserve
            case _:
                return self.calls

    def cost(self, messages: int) -> int:
        """What a call counts here."""
        return messages if self.albums_count_each else 1


PRIVATE = LaneLimits(
    calls=3,  # "1 a second, short bursts pass" (core.telegram.org/bots/faq): 3 in any 3 s
    span=3.0,
    reserve=0,
    progress_reserve=1,
    progress_gap=1.5,
    albums_count_each=False,
)
GROUP = LaneLimits(
    calls=20,  # 20 a minute (core.telegram.org/bots/faq); edits count (tdlib/td#3034)
    span=60.0,
    reserve=6,
    progress_reserve=12,
    progress_gap=5.0,
    albums_count_each=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLimits:
    """The whole outbox.

    Attributes:
        overall: calls over all chats in any second (core.telegram.org/bots/faq: about 30).
        overall_reserve: of these, kept from progress edits and tidying.
        in_flight: calls under way at once, uploads included.
        in_flight_reserve: of these, kept for answers and first texts: however many uploads crawl,
            the bot is not mute.
        longest_flight: seconds after which a call under way is taken for counted.
    """

    overall: int = 29
    overall_reserve: int = 5
    span: float = 1.0
    in_flight: int = 48
    in_flight_reserve: int = 8
    longest_flight: float = 5.0
    private: LaneLimits = field(default=PRIVATE)
    group: LaneLimits = field(default=GROUP)

    def of(self, chat_id: int) -> LaneLimits:
        """A chat's limits; groups have negative ids (Bot API, Chat)."""
        return self.group if chat_id < 0 else self.private

    def ceiling(self, priority: Priority) -> int:
        """How far calls of this kind may fill the second of all chats."""
        is_patient = BANDS[priority] == PROGRESS_BAND
        kept = self.overall_reserve if is_patient else 0
        return self.overall - kept

    def most_flying(self, *, is_quick: bool) -> int:
        """Calls under way beside which one more of this kind may leave."""
        kept = 0 if is_quick else self.in_flight_reserve
        return max(self.in_flight - kept, 1)
