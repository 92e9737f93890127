"""A picture's family as the front door sees it, faked."""

from typing_extensions import override

from bot.domain.errors import Refused
from bot.domain.job import Address
from bot.services.families import Kin
from bot.services.family import Family
from bot.services.lineage import Lineage, lineage_of


class FakeFamily(Family):
    """Knows the families that a test put in, and remembers what was asked of it.

    Attributes:
        kin: the jobs from one upwards, by its id.
        newest: by user and address without the message: job and number.
        asked: what was asked, each with its values and the language.
        addresses: where the answers would go.
    """

    def __init__(self) -> None:
        self.kin: dict[str, tuple[Kin, ...]] = {}
        self.newest: dict[tuple[int, int, int | None], tuple[str, int]] = {}
        self.asked: list[tuple[str | int, ...]] = []
        self.addresses: list[Address] = []

    @override
    async def line(self, job_id: str, number: int) -> Lineage:
        if job_id not in self.kin:
            raise Refused(code="job_unknown")
        return lineage_of(self.kin[job_id], number)

    @override
    async def newest_edit(
        self, user_id: int, address: Address
    ) -> tuple[str, int] | None:
        return self.newest.get((user_id, address.chat_id, address.thread_id))

    @override
    async def undo(self, job_id: str, *, address: Address, language: str) -> None:
        self.asked.append(("undo", job_id, language))
        self.addresses.append(address)

    @override
    async def send_step(
        self, job_id: str, step: int, *, address: Address, language: str
    ) -> None:
        self.asked.append(("step", job_id, step, language))
        self.addresses.append(address)

    @override
    async def compare(
        self, job_id: str, number: int, *, address: Address, language: str
    ) -> None:
        self.asked.append(("compare", job_id, number, language))
        self.addresses.append(address)
