"""A group that becomes a supergroup: Telegram's own notices, in the old chat and in the new one."""

from typing import Any

import pytest

from bot.domain.choices import Choice, Field
from bot.domain.job import Address
from bot.services.values import Preferences
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import BORIS, GROUP, message, person, press, update

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


@pytest.mark.parametrize("button", ["2:job1:1", "a:job1:0", "v:job1:1"])
async def test_a_press_in_the_dead_chat_orders_in_the_living_one(
    front: Front, button: str
) -> None:
    """By anybody of the group: the old chat's wallet would be a fresh one."""
    front.desk.jobs["job1"] = job(address=Address(chat_id=OLD))
    front.shelves.moves[OLD] = GROUP
    await front.receive(press(button, user_id=BORIS, chat=OLD))

    assert front.order.address == Address(chat_id=GROUP)
    assert front.order.user_id == BORIS


@pytest.mark.parametrize("chat", [OLD, GROUP])
async def test_edit_asks_in_the_living_chat(front: Front, chat: int) -> None:
    """Pressed under a result that lies in the old chat, or under one that came along."""
    front.desk.jobs["job1"] = job(address=Address(chat_id=OLD))
    front.shelves.moves[OLD] = GROUP
    await front.receive(press("e:job1:2", user_id=BORIS, chat=chat))

    (question,) = front.request.of("sendMessage")
    assert question["chat_id"] == GROUP
    assert ("reply_parameters" in question) == (chat == GROUP)
    assert front.desk.questions[0][:2] == ("job1", 2)


async def test_the_settings_of_a_dead_chat_are_those_of_the_living_one(
    front: Front,
) -> None:
    """A choice is kept for the supergroup; the old panel is redrawn where it lies, if at all."""
    front.shelves.moves[OLD] = GROUP
    front.request.answers["getChatMember"] = {
        "status": "creator",
        "user": person(BORIS),
        "is_anonymous": False,
    }
    choice = Choice(field=Field.LANGUAGE, value="ru")
    await front.receive(press(choice.data, user_id=BORIS, chat=OLD))

    assert front.desk.chosen == {GROUP: CHOSEN}
    assert front.request.of("getChatMember")[0]["chat_id"] == GROUP
    assert [call["chat_id"] for call in front.request.of("editMessageText")] == [OLD]
