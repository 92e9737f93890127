"""One request, as a vendor words it, and as the wire asks it."""

import json
from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yarl import URL

from providers.http.wire import Question

Content = str | bytes | AsyncIterable[bytes]

HEADERS = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": "imagewright",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, as a vendor words it."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str | int] | None = None
    json: Any = None
    content: Content | None = None

    def question(self, *, connect: float, read: float, is_fresh: bool) -> Question:
        """The same for the wire, with the headers that all calls have.

        Args:
            connect: seconds until a connection must stand.
            read: seconds without a byte after which an answer counts as lost.
            is_fresh: over a connection that nobody has used yet.
        """
        defaults, body = HEADERS, self.content
        if self.json is not None:
            # Without spaces, as browsers write it.
            body = json.dumps(self.json, ensure_ascii=False, separators=(",", ":"))
            defaults = HEADERS | {"Content-Type": "application/json"}
        return Question(
            method=self.method,
            url=_address(self),
            headers=_with_defaults(self.headers, defaults),
            body=body.encode() if isinstance(body, str) else body,
            connect=connect,
            read=read,
            is_fresh=is_fresh,
        )


def _with_defaults(
    headers: Mapping[str, str], defaults: Mapping[str, str]
) -> dict[str, str]:
    """The headers, and those that they leave open; names have no case."""
    named = {name.lower() for name in headers}
    rest = {name: text for name, text in defaults.items() if name.lower() not in named}
    return {**rest, **headers}


def _address(call: Call) -> str | URL:
    try:
        return URL(call.url).update_query(call.params) if call.params else call.url
    except ValueError:
        return call.url  # the wire says what is wrong with it
