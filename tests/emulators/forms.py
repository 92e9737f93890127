"""Reads a multipart form part by part, with the media types that each part names."""

import re
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request


class BrokenForm(Exception):
    """The body is no multipart form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field or file."""

    name: str
    filename: str | None
    media_type: str | None
    data: bytes

    @property
    def text(self) -> str:
        """The data of a field."""
        return self.data.decode()

    def told(self) -> str | int:
        """For the log: the text, or the size of the file."""
        return self.text if self.filename is None else len(self.data)


def read_form(request: Request, body: bytes) -> list[Part]:
    """The parts in their order.

    Raises:
        BrokenForm: another content type, no end, a part without a name.
    """
    match = re.fullmatch(
        r"multipart/form-data; boundary=([\w'-]+)",
        request.headers.get("content-type", ""),
    )
    if match is None:
        raise BrokenForm("not a multipart form")
    line = f"--{match[1]}".encode()
    first, *pieces, last = (b"\r\n" + body).split(b"\r\n" + line)
    if first or last != b"--\r\n":
        raise BrokenForm("the form has no beginning or no end")
    return [_part(piece) for piece in pieces]


def told(parts: list[Part]) -> dict[str, Any]:
    """The form as the log shows it; what is there several times is a list."""
    shown: dict[str, Any] = {}
    for part in parts:
        earlier = shown.get(part.name)
        shown[part.name] = (
            part.told() if earlier is None else [*_listed(earlier), part.told()]
        )
    return shown


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _part(piece: bytes) -> Part:
    head, _, data = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    text = head.decode()
    name = re.search(r'(?mi)^content-disposition: form-data;.*?\bname="([^"]*)"', text)
    if name is None:
        raise BrokenForm("a part without a name")
    filename = re.search(r'(?mi)^content-disposition:.*filename="([^"]*)"', text)
    media_type = re.search(r"(?mi)^content-type: (\S+)", text)
    return Part(
        name=name[1],
        filename=filename and filename[1],
        media_type=media_type and media_type[1],
        data=data,
    )
