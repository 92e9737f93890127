"""Buttons fit into what Telegram takes, and come back as they were."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import Button, Verb, parse_button

MAX_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data
ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=32)


@given(verb=st.sampled_from(Verb), job_id=ids, number=st.integers(0, 99))
def test_a_press_says_what_the_button_said(
    verb: Verb, job_id: str, number: int
) -> None:
    """Every button survives the trip through Telegram, within its 64 bytes."""
    button = Button(verb=verb, job_id=job_id, number=number)

    assert len(button.data.encode()) <= MAX_BYTES
    assert parse_button(button.data) == button


@given(data=st.text(max_size=70))
def test_any_other_data_is_no_button(data: str) -> None:
    """Data that nobody of us wrote is refused, or is exactly a button's."""
    button = parse_button(data)

    assert button is None or parse_button(button.data) == button


def test_old_letters_stay() -> None:
    """The letters in messages sent years ago still mean the same."""
    assert {verb.name: verb.value for verb in Verb} == {
        "CANCEL": "c",
        "AGAIN": "a",
        "TWICE": "2",
        "FOUR_TIMES": "4",
        "SHOW": "s",
        "ORIGINAL": "o",
        "VARY": "v",
        "EDIT": "e",
        "DELETE": "d",
        "UNDO": "u",
        "COMPARE": "m",
    }


def test_what_is_refused() -> None:
    """Too few parts, unknown verbs, strange ids and large numbers are no buttons."""
    for data in (
        "",
        "c",
        "c:job",
        "x:job:1",
        "c:jo-b:1",
        "c::1",
        "c:job:-1",
        "c:job:100",
    ):
        assert parse_button(data) is None
