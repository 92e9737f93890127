"""What is left of Telegram's answers."""

from typing import Any

import pytest

from bot.app.answers import slimmed

CHAT = {"id": 7, "type": "private"}


def message(**more: object) -> dict[str, Any]:
    """A message as Telegram sends it back."""
    return {"message_id": 5, "date": 1, "chat": CHAT, **more}


def size(name: str, side: int) -> dict[str, Any]:
    """One size of a photo."""
    return {"file_id": name, "file_unique_id": name, "width": side, "height": side}


def test_of_a_message_its_id_its_chat_and_its_file_stay() -> None:
    """What proves the sending stays, unknown news of Telegram's too; what it says and answers goes."""
    told = message(
        photo=[size("small", 90), size("large", 1280)],
        ephemeral_message_id=9,
        text="words",
        reply_markup={"inline_keyboard": []},
        reply_to_message=message(),
    )

    answer = slimmed({"ok": True, "result": told})

    kept = message(photo=[size("large", 1280)], ephemeral_message_id=9)
    assert answer == {"ok": True, "result": kept}


def test_an_edited_text_is_only_done() -> None:
    """Nothing of it is read; an edit that brought a picture keeps the name of its file."""
    photo = {"photo": [size("large", 1280)], "edit_date": 2}

    assert slimmed({"ok": True, "result": message(text="words", edit_date=2)}) == {
        "ok": True,
        "result": True,
    }
    assert slimmed({"ok": True, "result": message(**photo)})["result"] == message(
        **photo
    )


def test_each_message_of_an_album_is_slimmed() -> None:
    """An album comes back as a list."""
    album = [message(caption="words"), message(document={"file_id": "d"})]

    answer = slimmed({"ok": True, "result": album})

    assert answer["result"] == [message(), message(document={"file_id": "d"})]


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": True, "result": True},
        {"ok": True, "result": []},
        {"ok": True, "result": {"id": 42, "is_bot": True, "first_name": "B"}},
        {
            "ok": True,
            "result": [{"update_id": 1, "message": message(text="/gen a fox")}],
        },
        {"ok": False, "error_code": 429, "parameters": {"retry_after": 3}},
    ],
)
def test_anything_else_stays_as_it_is(answer: dict[str, Any]) -> None:
    """Updates above all: there the words count."""
    assert slimmed(answer) == answer
