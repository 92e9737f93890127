"""A finished job in a group, and the answers to whom presses its buttons."""

from typing import Any

from bot.domain.job import Address
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import BORIS, GROUP, person

MEMBER = {"user": person(BORIS), "status": "member"}


def in_group(front: Front, **more: Any) -> None:
    """A finished job of Anna's in a group, among its members Boris."""
    front.desk.jobs["job1"] = job(address=Address(chat_id=GROUP, thread_id=7), **more)
    front.request.answers["getChatMember"] = MEMBER


def alerts(front: Front) -> list[str]:
    """Answers that have to be closed."""
    calls = front.request.of("answerCallbackQuery")
    return [call["text"] for call in calls if call.get("show_alert")]
