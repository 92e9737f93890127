"""The one class that a vendor implements."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from providers.base.capabilities import Capabilities
from providers.base.limits import check_limits
from providers.base.orders import Request
from providers.base.results import Artifact, Balance, Prepared, Snapshot, Submission
from providers.errors import UnsupportedRequest


class ImageProvider(ABC):
    """One vendor. Constructed with its settings, an HTTP client it does not own, and a Clock.

    All coroutine methods raise only members of `providers.errors`' tree (and CancelledError).
    """

    name: ClassVar[str]

    @property
    @abstractmethod
    def capabilities(self) -> Capabilities:
        """What this provider, with this account, can do."""

    def check(self, request: Request) -> None:
        """Refuse, before anything is charged, what this provider cannot do.

        Raises:
            UnsupportedRequest: with a code of its own and the values that would work.
        """
        limits = self.capabilities.operations.get(request.operation)
        if limits is None:
            raise UnsupportedRequest(
                f"{self.name} does not {request.operation}",
                code="operation_unsupported",
            )
        check_limits(request, limits)

    async def prepare(self, request: Request) -> Prepared:
        """Bring the sources to the service. Costs nothing; may be repeated after a crash."""
        return Prepared(request=request)

    @abstractmethod
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        """Order the pictures: the call that costs.

        Args:
            prepared: what `prepare` answered.
            key: a uuid4 chosen and saved before; the service's idempotency key where it has one.

        Raises:
            SubmissionUnknown: the request left and its answer was lost. Never anything else then:
                all other errors promise that the service did not take the task.
        """

    async def find(self, key: str) -> str | None:
        """The remote id of the task submitted with this key; None when the service knows none.

        Only for `Recovery.LOOKUP`.
        """
        del key
        raise UnsupportedRequest(
            f"{self.name} has no look-up", code="lookup_unsupported"
        )

    @abstractmethod
    async def poll(self, remote_id: str) -> Snapshot:
        """The task now.

        Raises:
            TaskLost: the service does not know the id.
            TaskFailed, RequestRejected, AccountError: the task ended without a picture.
            TransientError: ask again.
        """

    @abstractmethod
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        """Write the picture's bytes, unchanged, to `destination` (atomically, size capped).

        Raises:
            TransientError: ask again (after a fresh `poll` when the address has expired).
            TaskFailed: what the service sent is no picture, or over the caps.
        """

    async def cancel(self, remote_id: str) -> bool:
        """Ask the service to stop; True when it said that it will. Never raises for "too late"."""
        del remote_id
        return False

    async def balance(self) -> Balance | None:
        """What is left on the account; None where the service does not tell.

        Raises:
            KeyRefused: so this is also the check of the key.
        """
        return None

    async def close(self) -> None:
        """Give back what the provider opened itself."""
        return
