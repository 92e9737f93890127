"""Credits, as they are looked at and granted; jobs reserve and settle them."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from bot.domain.quota import Allowance, QuotaRules
from bot.services.values import QuotaReport


class Ledger(Protocol):
    """Reading the wallets, and granting."""

    @abstractmethod
    async def allowances(
        self, user_id: int, chat_id: int, rules: QuotaRules, at: datetime
    ) -> tuple[Allowance, ...]:
        """The user's wallet, the group's when the chat is one and has a limit, the global one."""

    @abstractmethod
    async def report(
        self,
        user_id: int,
        chat_id: int,
        rules: QuotaRules,
        at: datetime,
        *,
        entries: int,
    ) -> QuotaReport:
        """Allowances and the user's last entries."""

    @abstractmethod
    async def grant(self, user_id: int, credits_: int, at: datetime) -> int:
        """Add bonus credits that do not turn with the day; the bonus afterwards."""
