"""What the engine can do, one class each: the seam where further operations are added."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from providers.base import Limits, Operation, Request
from providers.local.watch import Watch


class Craft(ABC):
    """One operation of the engine. `make` runs in a worker thread, the rest on the event loop."""

    operation: ClassVar[Operation]
    limits: ClassVar[Limits]

    @abstractmethod
    def check(self, request: Request) -> None:
        """Refuse what lies within the limits and still cannot be done.

        Raises:
            UnsupportedRequest: with a code and what would work.
        """

    @abstractmethod
    def make(self, request: Request, folder: Path, name: str, watch: Watch) -> Path:
        """Make the picture and write it into `folder`, under `name` and its own ending.

        Raises:
            Stopped: the watch called it off.
            EngineError, OSError: the source or the machine is at fault.
        """
