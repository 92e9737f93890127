"""A family show that sends nothing and remembers what it was told."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override

from bot.domain.errors import DeliveryError
from bot.domain.job import Address
from bot.domain.recipe import PictureRef
from bot.services.families import Comparison, Shown
from bot.services.ports import FamilyShow


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One call: one of the three is what it showed."""

    address: Address
    language: str
    shown: Shown | None = None
    comparison: Comparison | None = None
    originals: tuple[PictureRef, ...] = ()
    is_covered: bool = False


class FakeFamilyShow(FamilyShow):
    """The back door, recorded.

    Attributes:
        told: every call, oldest first.
        failures: errors that the next calls raise, one each, before anything is recorded.
        files: the bytes of each comparison, as they were when it was sent.
    """

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.failures: deque[DeliveryError] = deque()
        self.files: list[bytes] = []

    @override
    async def show(self, address: Address, shown: Shown, *, language: str) -> None:
        self._tell(Told(address=address, language=language, shown=shown))

    @override
    async def compare(
        self, address: Address, comparison: Comparison, *, language: str
    ) -> None:
        self._tell(Told(address=address, language=language, comparison=comparison))
        self.files.append(comparison.path.read_bytes())

    @override
    async def give_back(
        self,
        address: Address,
        originals: Sequence[PictureRef],
        *,
        language: str,
        has_spoiler: bool = False,
    ) -> None:
        told = Told(
            address=address,
            language=language,
            originals=tuple(originals),
            is_covered=has_spoiler,
        )
        self._tell(told)

    def _tell(self, told: Told) -> None:
        if self.failures:
            raise self.failures.popleft()
        self.told.append(told)
