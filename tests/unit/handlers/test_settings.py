"""The settings: who may choose, what is kept, and what a stale button does."""

import json
from typing import Any

import pytest
from telegram.error import BadRequest

from bot.domain.choices import MAX_DATA, Field
from bot.domain.look import Form, Gathering, Spoiler
from bot.handlers.access import Access
from bot.services.values import Offer, Preferences, Service
from providers.base import Operation
from tests.unit.handlers.front import TEXTS, Front
from tests.unit.handlers.updates import (
    ANNA,
    BORIS,
    GROUP,
    message,
    person,
    press,
    update,
)

JIMENG = Service(
    name="jimeng",
    models=("4.5", "4.0"),
    aspect_ratios=("1:1", "16:9"),
    max_count=4,
)
OPENAI = Service(
    name="openai",
    models=("gpt-image-1",),
    aspect_ratios=("1:1", "3:2"),
    max_count=6,
)


@pytest.fixture(autouse=True)
def offered(front: Front) -> None:
    """Two services, of which one takes a credit a picture."""
    front.desk.now_offered = Offer(
        providers={Operation.GENERATE: ("jimeng", "openai")},
        models=("4.5", "4.0", "gpt-image-1"),
        aspect_ratios=("1:1", "16:9", "3:2"),
        services=(JIMENG, OPENAI),
    )


def keys(call: dict[str, Any]) -> dict[str, str]:
    """Words and data of the buttons in a call."""
    return {key["text"]: key["callback_data"] for row in rows(call) for key in row}


def rows(call: dict[str, Any]) -> list[list[dict[str, str]]]:
    """The buttons in a call as they stand."""
    markup = call["reply_markup"]
    read = json.loads(markup) if isinstance(markup, str) else markup
    return list(read["inline_keyboard"])


def drawn(front: Front) -> dict[str, Any]:
    """The last edit of the message."""
    return front.request.of("editMessageText")[-1]


def member(front: Front, status: str) -> None:
    """What Telegram says of Boris in the group."""
    more = {"is_anonymous": False} if status == "creator" else {}
    told = {"user": person(BORIS), "status": status, **more}
    front.request.answers["getChatMember"] = told


async def test_the_overview_says_what_holds(front: Front) -> None:
    """Every field, with the bot's own way where nothing was chosen."""
    front.desk.chosen[ANNA] = Preferences(aspect_ratio="16:9", provider="openai")
    await front.receive(update(message("/settings")))
    (text,) = front.said
    assert "Shape: <b>16:9</b>" in text
    assert "Service: <b>OpenAI · 1 credit</b>" in text
    assert text.count("automatic") == 6
    data = keys(front.request.of("sendMessage")[0]).values()
    assert {f"set:{field}" for field in Field} < {*data}


async def test_a_page_marks_what_holds_and_says_prices(front: Front) -> None:
    """Three pictures of a service that takes a credit a picture cost three."""
    front.desk.chosen[ANNA] = Preferences(count=3, provider="openai")
    await front.receive(press("set:pr"))
    assert [*keys(drawn(front))] == [
        "Jimeng · 1 credit",
        "✓ OpenAI · 3 credits",
        "automatic",
        "⬅️ Back",
    ]


async def test_a_choice_holds_and_the_overview_is_back(front: Front) -> None:
    """Answered, written, drawn in place."""
    await front.receive(press("set:ar:16:9"), press("set:n:2"), press("set:ga:grid"))
    assert front.desk.chosen[ANNA] == Preferences(
        aspect_ratio="16:9", count=2, gathering=Gathering.GRID
    )
    assert front.toasts == ["Saved"] * 3
    assert "Shape: <b>16:9</b>" in drawn(front)["text"]
    await front.receive(press("set:ar:-"))
    assert front.desk.chosen[ANNA].aspect_ratio is None


async def test_looks_are_chosen_and_explained(front: Front) -> None:
    """File only and the spoiler: a page that says what they do, the mark, the stored choice."""
    await front.receive(press("set:fo"))
    assert "byte by byte" in drawn(front)["text"]
    assert [*keys(drawn(front)).values()] == [
        "set:fo:preview",
        "set:fo:file",
        "set:fo:-",
        "set",
    ]
    await front.receive(press("set:fo:file"), press("set:sp:on"))
    assert front.desk.chosen[ANNA] == Preferences(form=Form.FILE, spoiler=Spoiler.ON)
    assert "Results: <b>file only</b>" in drawn(front)["text"]
    assert "Spoiler in groups: <b>on</b>" in drawn(front)["text"]
    await front.receive(press("set:sp"))
    assert [*keys(drawn(front))] == ["✓ on", "off", "automatic", "⬅️ Back"]


@pytest.mark.parametrize("language", TEXTS.languages)
async def test_every_page_is_there_in_every_language(
    front: Front, language: str
) -> None:
    """No key is missing, one value is marked, and the rows are narrow enough for a phone."""
    front.desk.chosen[ANNA] = Preferences(language=language)
    for each in Field:
        await front.receive(press(f"set:{each}"))
        words = [[key["text"] for key in row] for row in rows(drawn(front))]
        assert sum(word.startswith("✓ ") for row in words for word in row) == 1, each
        assert all(sum(len(word) for word in row) <= 40 for row in words), words


async def test_a_language_is_spoken_at_once(front: Front) -> None:
    """The toast and the message are in the new one already."""
    await front.receive(press("set:la:ru"))
    assert front.toasts == ["Сохранено"]
    assert "Ваши настройки" in drawn(front)["text"]


async def test_another_service_drops_a_model_that_it_lacks(front: Front) -> None:
    """Two choices that exclude each other would leave one of them dead."""
    front.desk.chosen[ANNA] = Preferences(model="4.0")
    await front.receive(press("set:pr:openai"))
    assert front.desk.chosen[ANNA] == Preferences(provider="openai")


@pytest.mark.parametrize(
    "data",
    [
        "set:ar:7:1",
        "set:n:99",
        "set:pr:nosuch",
        "set:mo:9",
        "set:la:xx",
        "set:fo:video",
        "set:sp:maybe",
    ],
)
async def test_what_is_not_offered_any_more_is_not_kept(
    front: Front, data: str
) -> None:
    """A button from last year, or forged data, changes nothing."""
    raw = press(data)
    await front.receive(raw)
    assert front.toasts == ["This button does nothing any more"]
    assert front.desk.chosen == {}
    assert front.is_handled(raw)


async def test_a_member_of_a_group_is_told_who_may(front: Front) -> None:
    """Nothing changes, and nothing is drawn for a member; for an admin both."""
    member(front, "member")
    await front.receive(press("set:ar:16:9", user_id=BORIS, chat=GROUP))
    assert front.toasts == ["Only this group's admins can change its settings"]
    assert front.request.of("answerCallbackQuery")[0]["show_alert"]
    assert (front.desk.chosen, front.request.of("editMessageText")) == ({}, [])
    member(front, "creator")
    await front.receive(press("set:ar:16:9", user_id=BORIS, chat=GROUP))
    assert front.desk.chosen == {GROUP: Preferences(aspect_ratio="16:9")}


async def test_the_bots_admin_sets_any_group() -> None:
    """Without Telegram being asked."""
    front = Front(access=Access(admin_ids=frozenset({BORIS})))
    await front.receive(press("set:ga:album", user_id=BORIS, chat=GROUP))
    assert front.desk.chosen[GROUP].gathering is Gathering.ALBUM
    assert front.request.of("getChatMember") == []


async def test_a_forged_press_in_a_strange_private_chat_sets_nothing(
    front: Front,
) -> None:
    """A private chat is of the one whose id it has."""
    await front.receive(press("set:ar:16:9", user_id=BORIS, chat=ANNA))
    assert front.desk.chosen == {}


async def test_a_groups_language_is_for_all_in_it(front: Front) -> None:
    """The group's choice is stronger than the member's."""
    front.desk.chosen[GROUP] = Preferences(language="zh")
    front.desk.chosen[ANNA] = Preferences(language="ru")
    await front.receive(update(message("/settings@WrightBot", chat=GROUP)))
    assert "本群的设置" in front.said[0]


async def test_a_message_too_old_to_read_still_chooses(front: Front) -> None:
    """Telegram tells no content of it, and its chat is enough."""
    raw = press("set:ar:16:9")
    old = {"message_id": 9, "date": 0, "chat": {"id": ANNA, "type": "private"}}
    raw["callback_query"]["message"] = old
    await front.receive(raw)
    assert front.desk.chosen == {ANNA: Preferences(aspect_ratio="16:9")}
    assert front.toasts == ["Saved"]


async def test_a_message_that_cannot_be_drawn_anew_is_let_go(front: Front) -> None:
    """Deleted meanwhile, or the same as before: the choice holds, nobody hears of a fault."""
    front.request.answers["editMessageText"] = BadRequest("message to edit not found")
    raw = press("set:ar:16:9")
    await front.receive(raw)
    assert front.desk.chosen[ANNA].aspect_ratio == "16:9"
    assert (front.toasts, front.said) == (["Saved"], [])
    assert front.is_handled(raw)


async def test_closing_puts_the_message_away(front: Front) -> None:
    """Deleted, and answered without words."""
    await front.receive(press("set:x"))
    assert len(front.request.of("deleteMessage")) == 1
    assert front.toasts == [""]


async def test_every_button_fits(front: Front) -> None:
    """A model with an endless name is left out instead of breaking the page."""
    endless = Service(name="jimeng", models=("m" * 80, "4.5"))
    front.desk.now_offered = Offer(services=(endless,))
    await front.receive(press("set:mo"))
    data = [*keys(drawn(front)).values()]
    assert data == ["set:mo:4.5", "set:mo:-", "set"]
    assert all(len(each.encode()) <= MAX_DATA for each in data)
