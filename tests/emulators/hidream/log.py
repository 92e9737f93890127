"""What the emulator saw; the entries are those of the other emulators."""

from dataclasses import dataclass, field

from typing_extensions import override

from tests.emulators.jimeng.log import Entry, Log


@dataclass(slots=True, kw_only=True)
class Delivery:
    """One callback: where it went, what it said, and the status of each attempt (0: no answer)."""

    url: str
    task_id: str
    statuses: list[int] = field(default_factory=list)


class HidreamLog(Log):
    """Calls are submit, poll and download."""

    def __init__(self) -> None:
        super().__init__()
        self.deliveries: list[Delivery] = []

    @property
    @override
    def paid_submits(self) -> list[Entry]:
        """The submits that made a task and took credits."""
        return [entry for entry in self.of("submit") if entry.notes.get("task_id")]
