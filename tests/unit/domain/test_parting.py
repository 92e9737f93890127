"""What the buttons of /forgetme carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.parting import Parting, parse_parting


@given(st.integers(min_value=1, max_value=2**52), st.booleans())
def test_an_answer_comes_back_as_it_was(user_id: int, is_meant: bool) -> None:
    """Who was asked and what they say, in far less than 64 bytes."""
    parting = Parting(user_id=user_id, is_meant=is_meant)
    assert parse_parting(parting.data) == parting
    assert len(parting.data) < 32


@pytest.mark.parametrize("data", ["", "bye", "bye:y", "bye:x:1", "bye:y:-1", "bye:y:²"])
def test_strange_data_is_no_answer(data: str) -> None:
    """Forged or foreign data means nothing."""
    assert parse_parting(data) is None
