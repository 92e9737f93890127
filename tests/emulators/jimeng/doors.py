"""The doors of the site: every answer in its envelope, every body parsed for the log."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from typing_extensions import override

from providers.clock import Clock
from tests.emulators.doors import Doors, Handler
from tests.emulators.jimeng.checks import Refused
from tests.emulators.jimeng.faults import OWN
from tests.emulators.jimeng.imagex import ImageXError, metadata
from tests.emulators.log import Entry


class JimengDoors(Doors):
    """Those of the site and of its upload service."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, OWN)

    def ok(self, entry: Entry, data: Any) -> Response:
        """An envelope that says yes."""
        entry.ret = "0"
        return self._envelope(data)

    @override
    async def _served(
        self, call: str, handler: Handler, request: Request, body: bytes, entry: Entry
    ) -> Response:
        if (refusal := self.faults.take("ret", call)) is not None:
            entry.ret = str(refusal.get("code", "1015"))
            return self._envelope(None, entry.ret, str(refusal.get("message", "no")))
        try:
            return await handler(request, body, entry)
        except Refused as refused:
            entry.ret = refused.ret
            return self._envelope(refused.data, refused.ret, refused.message)
        except ImageXError as fault:
            return _imagex_error(request, fault)

    @override
    def _told(self, body: bytes) -> Any:
        try:
            return json.loads(body) if body else None
        except ValueError:
            return len(body)

    def _envelope(
        self, data: Any, ret: str = "0", message: str = "success"
    ) -> Response:
        return JSONResponse(
            {
                "ret": ret,
                "errmsg": message,
                "systime": str(int(self.now())),
                "logid": "EMU",
                "data": data,
            }
        )


def _imagex_error(request: Request, error: ImageXError) -> Response:
    said = {"Code": error.code, "CodeN": 100_000, "Message": error.message}
    told = metadata(request) | {"Error": said}
    return JSONResponse({"ResponseMetadata": told}, status_code=error.status)
