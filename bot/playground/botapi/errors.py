"""What the server answers when it refuses, in Telegram's own words.

ApiError                 an ordinary refusal: chats end, people block bots
└── Violation            a call that no correct client makes; the log marks it
"""

from typing import Any


class ApiError(Exception):
    """A refusal in Telegram's envelope."""

    def __init__(
        self, error_code: int, description: str, **parameters: int | None
    ) -> None:
        super().__init__(description)
        self.error_code = error_code
        self.description = description
        self.parameters = {k: v for k, v in parameters.items() if v is not None}

    def envelope(self) -> dict[str, Any]:
        """Render as the JSON body of the answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.error_code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class Violation(ApiError):
    """A call that breaks the documented contract, whatever the chat is like."""


def bad_request(reason: str) -> ApiError:
    """Refuse with 400 for a reason that depends on the chat's state."""
    return ApiError(400, f"Bad Request: {reason}")


def violation(reason: str) -> Violation:
    """Refuse with 400 for a reason that lies in the call itself."""
    return Violation(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """Refuse with 403."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """Refuse with 409."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """Refuse with 429; ``retry_after`` is in whole seconds."""
    return ApiError(
        429,
        f"Too Many Requests: retry after {retry_after}",
        retry_after=retry_after,
    )


def upgraded(new_chat_id: int) -> ApiError:
    """Refuse because the group lives on as a supergroup."""
    return ApiError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=new_chat_id,
    )
