"""Lets a provider say that a task has news, so that its job is polled at once.

What a provider posts is not believed: it only wakes the poll, which asks the service itself. So
the address alone matters, and it cannot be guessed: it carries a signature.
"""

import hashlib
import hmac
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

PATH = "/callbacks/{provider}/{secret}"
_MARK = "-"  # between what is signed and its signature

Wake = Callable[[str, str], None]
"""Called with the provider's name and the reference that the address was made for."""


class Callbacks:
    """Makes callback addresses and answers them.

    Args:
        public_url: root of this server as providers reach it.
        key: signs the addresses; the same after a restart, so that old ones go on to work.
        wake: told of each genuine call; it must return at once.
    """

    def __init__(self, *, public_url: str, key: bytes, wake: Wake) -> None:
        self._public_url = public_url.rstrip("/")
        self._key = key
        self._wake = wake

    def address(self, provider: str, reference: str) -> str:
        """Where this provider shall post for this reference (a job's idempotency key)."""
        signature = self._sign(provider, reference)
        path = PATH.format(provider=provider, secret=f"{reference}{_MARK}{signature}")
        return self._public_url + path

    async def answer(self, request: Request) -> Response:
        """200 and a wake-up for an address of ours, 404 for any other. The body is not read."""
        provider = str(request.path_params["provider"])
        reference, _, signature = str(request.path_params["secret"]).rpartition(_MARK)
        right = self._sign(provider, reference)
        if not hmac.compare_digest(signature.encode(), right.encode()):
            return Response(status_code=404)
        self._wake(provider, reference)
        return Response(status_code=200, headers={"connection": "close"})

    def _sign(self, provider: str, reference: str) -> str:
        message = f"{provider}/{reference}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()
