"""What is kept of a person, and who may have it erased."""

import pytest

from bot.domain.errors import Refused
from tests.unit.handlers.front import TEXTS, Front
from tests.unit.handlers.updates import (
    ANNA,
    BORIS,
    GROUP,
    keyboard,
    message,
    press,
    update,
)


@pytest.mark.parametrize("language", TEXTS.languages)
async def test_privacy_names_the_spans_that_the_code_keeps(
    front: Front, language: str
) -> None:
    """Ninety days for results, seven for the numbers of updates, in every language."""
    person = {"id": ANNA, "is_bot": False, "first_name": "A", "language_code": language}
    await front.receive(update({**message("/privacy"), "from": person}))
    (text,) = front.said
    assert TEXTS.get(language, "privacy-title") in text
    assert " 90 " in text
    assert " 7 " in text
    assert "/forgetme" in text


async def test_nothing_is_erased_without_a_yes(front: Front) -> None:
    """The command asks; a no puts the question away."""
    await front.receive(update(message("/forgetme")), press(f"bye:n:{ANNA}"))
    assert "There is no way back" in front.said[0]
    assert front.desk.forgotten == []
    assert len(front.request.of("deleteMessage")) == 1


async def test_a_yes_erases_and_says_so(front: Front) -> None:
    """The query is answered first, and the buttons go while it works."""
    raw = press(f"bye:y:{ANNA}")
    await front.receive(raw)
    assert front.desk.forgotten == [ANNA]
    names = [name for name, _ in front.request.calls]
    assert names == ["answerCallbackQuery", "editMessageText", "editMessageText"]
    first, last = front.request.of("editMessageText")
    assert "reply_markup" not in first
    assert "Everything about you is erased" in last["text"]
    assert front.is_handled(raw)


async def test_a_stranger_erases_nobody(front: Front) -> None:
    """In a group everybody sees the buttons."""
    await front.receive(press(f"bye:y:{ANNA}", user_id=BORIS, chat=GROUP))
    assert front.desk.forgotten == []
    assert front.toasts == ["Only who asked for this can answer"]


@pytest.mark.parametrize("answer", ["y", "n"])
async def test_only_the_question_can_be_answered(front: Front, answer: str) -> None:
    """Forged data, with one's own name in it, under a result of somebody else's."""
    raw = press(f"bye:{answer}:{BORIS}", user_id=BORIS, chat=GROUP)
    raw["callback_query"]["message"]["reply_markup"] = keyboard("d:job1:0")
    await front.receive(raw)
    assert front.desk.forgotten == []
    assert [name for name, _ in front.request.calls] == ["answerCallbackQuery"]


async def test_jobs_that_do_not_end_leave_the_question_open(front: Front) -> None:
    """It says that nothing was erased, and the buttons are back."""
    front.desk.refusals.append(Refused(code="jobs_ending"))
    await front.receive(press(f"bye:y:{ANNA}"))
    last = front.request.of("editMessageText")[-1]
    assert "nothing was erased yet" in last["text"]
    assert f"bye:y:{ANNA}" in str(last["reply_markup"])


async def test_an_anonymous_admin_is_asked_for_a_name(front: Front) -> None:
    """A chat that speaks for itself has no data of its own to erase by a press."""
    chat = {"id": GROUP, "type": "supergroup"}
    said = message("/forgetme", chat=GROUP, sender_chat=chat)
    await front.receive(update(said))
    assert front.said == ["This works only for a person: send it under your own name."]
