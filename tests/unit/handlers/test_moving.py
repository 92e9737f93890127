"""A group that becomes a supergroup: Telegram's own notices, in the old chat and in the new one."""

from typing import Any

import pytest

from bot.services.values import Preferences
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import GROUP, message, update

OLD = -100
CHOSEN = Preferences(language="ru")


@pytest.mark.parametrize(
    "chat, says",
    [(OLD, {"migrate_to_chat_id": GROUP}), (GROUP, {"migrate_from_chat_id": OLD})],
)
async def test_what_is_kept_of_a_group_follows_it(
    front: Front, chat: int, says: dict[str, Any]
) -> None:
    """Either notice is enough, and nobody is told anything."""
    front.shelves.preferences[OLD] = CHOSEN
    notice = update(message(chat=chat, **says))
    await front.receive(notice)

    assert front.shelves.preferences == {GROUP: CHOSEN}
    assert front.is_handled(notice)
    assert front.said == []
