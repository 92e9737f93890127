"""`/healthz`: is this process able to work?"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse

Check = Callable[[], Awaitable[str | None]]
"""None when all is well, else what is wrong, in a few words without secrets."""

_PATIENCE = 5.0  # seconds for all checks; a database that hangs is not well

log = structlog.get_logger(__name__)


class Health:
    """Answers 200 when every check is content and 503 otherwise, with the words of each."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = checks

    async def answer(self, request: Request) -> JSONResponse:
        """The state of the house as JSON."""
        del request
        names = list(self._checks)
        found = await asyncio.gather(*(self._ask(name) for name in names))
        faults = {
            name: fault for name, fault in zip(names, found, strict=True) if fault
        }
        return JSONResponse(
            {
                "status": "failing" if faults else "ok",
                "checks": {name: faults.get(name, "ok") for name in names},
            },
            status_code=503 if faults else 200,
            headers={"cache-control": "no-store"},
        )

    async def _ask(self, name: str) -> str | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._checks[name]()
        except TimeoutError:
            return "no answer"
        except Exception:  # the answer to "is it well?" must come, whatever is broken
            log.exception("health.check_failed", check=name)
            return "failed"
