"""Our own errors, branched by what the caller must do next.

BotError
├── Refused               tell the user; nothing was charged, nothing is left behind
│   └── QuotaExceeded     ... and say when it turns
│       └── ShareExceeded ... and how a group's credits are shared
├── AlreadyHandled        an update that came twice: do nothing
├── InvalidTransition     a fault of ours: log it
└── DeliveryError         Telegram did not do what we asked
    ├── ChatGone          blocked, kicked, deleted: end the delivery, log
    ├── MessageGone       the message to edit was deleted: send anew where that is right
    ├── NotAllowed        the bot may not do this here (topic closed, no rights)
    ├── TooLarge          make it smaller, or send it as a file
    ├── SlowDown          wait `retry_after` for this chat
    ├── Unreachable       certainly not carried out: try again
    ├── ChatMigrated      the group has a new id: go on there
    └── DeliveryUnknown   carried out or not, nobody knows
"""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.quota import Share


class BotError(Exception):
    """The root. `code` is a key of the catalogues, `args_for_text` what its text takes."""

    code = "internal"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        args_for_text: Mapping[str, str | int | float] | None = None,
    ) -> None:
        super().__init__(detail or code or self.code)
        self.args_for_text: Mapping[str, str | int | float] = args_for_text or {}
        if code is not None:
            self.code = code


class Refused(BotError):
    """The order cannot be taken; the code says why and what would work."""

    code = "refused"


class QuotaExceeded(Refused):
    """A wallet does not hold what the order costs."""

    code = "quota_exceeded"

    def __init__(
        self, *, wallet: str, left: int, price: int, limit: int, turns_at: datetime
    ) -> None:
        super().__init__(
            code=f"quota_{wallet}_exceeded",
            args_for_text={"left": left, "price": price, "limit": limit},
        )
        self.wallet = wallet  # "user", "group" or "global"
        self.turns_at = turns_at


class ShareExceeded(QuotaExceeded):
    """A group's wallet holds it, but this member's share does not."""

    def __init__(self, *, share: Share, price: int, turns_at: datetime) -> None:
        super().__init__(
            wallet="share",
            left=share.left,
            price=price,
            limit=share.limit,
            turns_at=turns_at,
        )
        facts = {"total": share.total, "parts": share.parts}
        self.args_for_text = {**self.args_for_text, **facts}


class AlreadyHandled(BotError):
    """This update was handled before."""

    code = "already_handled"


class InvalidTransition(BotError):
    """An event met a job in a state where it cannot happen."""

    code = "internal"


class DeliveryError(BotError):
    """Telegram did not carry out a call."""

    code = "delivery_failed"


class ChatGone(DeliveryError):
    """The chat is closed to the bot for good."""

    code = "chat_gone"


class MessageGone(DeliveryError):
    """The message to edit or to answer does not exist any more."""

    code = "message_gone"


class NotAllowed(DeliveryError):
    """The bot lacks a right in this chat or topic."""

    code = "not_allowed"


class TooLarge(DeliveryError):
    """Telegram takes no such size, as a photo or at all."""

    code = "result_too_large"


class SlowDown(DeliveryError):
    """Flood control."""

    code = "slow_down"

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after:g} s")
        self.retry_after = retry_after  # seconds


class Unreachable(DeliveryError):
    """The call certainly never reached Telegram, or was refused by a fault of its side."""

    code = "telegram_unreachable"


class ChatMigrated(DeliveryError):
    """The group became a supergroup."""

    code = "chat_migrated"

    def __init__(self, new_chat_id: int) -> None:
        super().__init__(f"migrated to {new_chat_id}")
        self.new_chat_id = new_chat_id


class DeliveryUnknown(DeliveryError):
    """The call left and its answer was lost."""

    code = "delivery_unknown"
