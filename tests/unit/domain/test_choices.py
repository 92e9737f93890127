"""What a button of the settings carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import parse_button
from bot.domain.choices import Choice, Field, parse_choice

fields = st.sampled_from(Field)
values = st.text(min_size=1, max_size=60)
choices = st.one_of(
    st.just(Choice()),
    st.just(Choice(is_close=True)),
    st.builds(Choice, field=fields),
    st.builds(Choice, field=fields, value=values),
)


@given(choices)
def test_a_choice_comes_back_as_it_was(choice: Choice) -> None:
    """Colons in a value, as those of a shape, included."""
    assert parse_choice(choice.data) == choice


@given(choices)
def test_a_choice_is_no_button_of_a_job(choice: Choice) -> None:
    """The two grammars do not meet."""
    assert parse_button(choice.data) is None


@pytest.mark.parametrize("data", ["", "set:", "set:zz", "set:ar:", "c:job1:0", "sets"])
def test_strange_data_is_no_choice(data: str) -> None:
    """Forged or foreign data means nothing."""
    assert parse_choice(data) is None


def test_what_no_button_holds_is_known() -> None:
    """Telegram counts bytes, not letters."""
    assert Choice(field=Field.MODEL, value="x" * 57).fits
    assert not Choice(field=Field.MODEL, value="я" * 29).fits
