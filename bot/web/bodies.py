"""Reads a request's body up to a cap, and no further."""

from starlette.exceptions import HTTPException
from starlette.requests import Request


async def read_capped(request: Request, cap: int) -> bytes:
    """The body, of at most `cap` bytes.

    Raises:
        HTTPException: 413; whatever the length announced, what arrives is counted.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > cap:
        raise HTTPException(413)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > cap:
            raise HTTPException(413)
    return bytes(body)
