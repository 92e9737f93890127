"""The same refusal in the four forms that gateways use (contracts 3.5)."""

from enum import StrEnum
from typing import Any

from tests.emulators.doors import Refused


class Form(StrEnum):
    """How an error is worded."""

    NEW_API = "new_api"
    TASK = "task"
    IDEOGRAM = "ideogram"
    KLING = "kling"


def refusal(form: Form, status: int, code: str, message: str) -> Refused:
    """An answer that says no, in a form; Kling's comes with HTTP 200."""
    bodies: dict[Form, Any] = {
        Form.NEW_API: {
            "error": {
                "message": message,
                "type": "new_api_error",
                "param": "",
                "code": code,
            }
        },
        Form.TASK: {"code": code, "message": message, "data": None},
        Form.IDEOGRAM: {"error": message},
        Form.KLING: {"code": 1234, "message": message, "request_id": "EMU"},
    }
    return Refused(200 if form is Form.KLING else status, bodies[form])
