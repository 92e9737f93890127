"""Buttons fit into what Telegram takes, and come back as they were."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import PICKS, Button, Verb, parse_button

MAX_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data
ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=32)


@given(
    verb=st.sampled_from(Verb),
    job_id=ids,
    number=st.integers(0, 99),
    price=st.integers(0, 999),
)
def test_a_press_says_what_the_button_said(
    verb: Verb, job_id: str, number: int, price: int
) -> None:
    """Every button survives the trip through Telegram, within its 64 bytes."""
    button = Button(verb=verb, job_id=job_id, number=number, price=price)

    assert len(button.data.encode()) <= MAX_BYTES
    assert parse_button(button.data) == button


@given(data=st.text(max_size=70) | st.text(":abdk20189", max_size=20))
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
        "PROMPT": "p",
        "DELETE": "d",
        "SURE": "y",
        "UNDO": "u",
        "COMPARE": "m",
        "FRONT": "b",
        "PICK_VARY": "kv",
        "PICK_EDIT": "ke",
        "PICK_TWICE": "k2",
        "PICK_FOUR_TIMES": "k4",
    }


def test_a_price_of_one_goes_unsaid() -> None:
    """Buttons from before prices mean what they always meant: one credit."""
    assert Button(verb=Verb.AGAIN, job_id="job", number=0).data == "a:job:0"
    assert parse_button("a:job:0") == Button(verb=Verb.AGAIN, job_id="job")
    assert parse_button("a:job:0:4") == Button(verb=Verb.AGAIN, job_id="job", price=4)


def test_each_page_picks_for_another_verb() -> None:
    """A page asks which picture is meant, and its letter ends in what happens then."""
    assert all(page == f"k{verb}" for page, verb in PICKS.items())


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
        "c:job:01",
        "a:job:1:1",
        "a:job:1:1000",
        "a:job:1:2:3",
        "a:job:1:",
    ):
        assert parse_button(data) is None
