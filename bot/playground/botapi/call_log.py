"""The log of calls: what the bot asked, what it was told, and what it did wrong."""

from typing import Any

from bot.playground.botapi.errors import ApiError, Violation
from bot.playground.botapi.feed import Feed, Item, Match
from bot.playground.botapi.files import Upload


class CallLog:
    """Numbered entries, newest kept.

    An entry is a dict: ``seq``, ``at`` (unix seconds), ``method``, ``chat_id``,
    ``params`` (files as name, size and sha256), ``ok``, ``result`` or ``error_code``
    and ``description``, ``duration`` (seconds), ``violation`` (text or None) and
    ``fault`` (name or None).
    """

    def __init__(self, limit: int) -> None:
        self.feed = Feed(limit)

    def record(
        self,
        *,
        at: float,
        duration: float,
        method: str,
        params: dict[str, Any],
        answer: object,
        fault: str | None,
    ) -> Item:
        """Write one call down; ``answer`` is the result or the error raised."""
        entry: Item = {
            "at": at,
            "method": method,
            "chat_id": params.get("chat_id"),
            "params": _readable(params),
            "duration": duration,
            "violation": None,
            "fault": fault,
            "ok": not isinstance(answer, BaseException),
        }
        if isinstance(answer, ApiError):
            entry |= {
                "error_code": answer.error_code,
                "description": answer.description,
            }
            if isinstance(answer, Violation):
                entry["violation"] = answer.description
        elif isinstance(answer, BaseException):
            entry |= {"error_code": 500, "description": repr(answer)}
        else:
            entry["result"] = answer
        return self.feed.append(entry)

    def calls(
        self,
        method: str | None = None,
        *,
        chat_id: int | None = None,
        ok: bool | None = None,
        after: int = 0,
    ) -> list[Item]:
        """List entries, oldest first."""
        return self.feed.after(after, _wanted(method, chat_id, ok))

    async def wait(
        self,
        method: str | None = None,
        *,
        chat_id: int | None = None,
        ok: bool | None = None,
        after: int = 0,
        timeout: float = 30.0,  # noqa: ASYNC109 - a wait is told how long it may last
    ) -> Item:
        """Return the first entry newer than ``after`` that fits.

        Raises:
            TimeoutError: None came in time.
        """
        return await self.feed.wait(after, _wanted(method, chat_id, ok), timeout)

    def violations(self) -> list[str]:
        """List what the bot did that no correct client does, as short lines."""
        return [
            f"{entry['method']}: {entry['violation']}"
            for entry in self.feed.after(
                0, lambda entry: entry["violation"] is not None
            )
        ]

    def clear(self) -> None:
        """Forget the entries; numbering goes on."""
        self.feed.clear()


def _wanted(method: str | None, chat_id: int | None, ok: bool | None) -> Match:
    def fits(entry: Item) -> bool:
        return (
            (method is None or entry["method"] == method)
            and (chat_id is None or entry["chat_id"] == chat_id)
            and (ok is None or entry["ok"] == ok)
        )

    return fits


def _readable(params: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _file_facts(value) if isinstance(value, Upload) else value
        for key, value in params.items()
    }


def _file_facts(upload: Upload) -> dict[str, Any]:
    return {
        "file_name": upload.file_name,
        "size": upload.blob.size,
        "sha256": upload.blob.sha256,
    }
