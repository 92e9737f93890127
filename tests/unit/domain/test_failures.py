"""Failures that another try can mend are told from those that it cannot."""

import pytest

from bot.domain.failures import WORTH_ANOTHER_TRY, is_worth_another_try
from bot.i18n.texts import Texts
from tests.unit.i18n.catalogues import arguments

HOPELESS = (
    "moderation",
    "no_subject",
    "not_a_picture",
    "picture_broken",
    "picture_gone",
    "picture_too_large",
    "picture_too_small",
    "picture_type",
    "prompt_missing",
    "prompt_too_long",
    "request_rejected",
    "result_too_large",
    "unsupported_request",
)
ASKS = ("please try again", "please order again", "press the button")


@pytest.mark.parametrize("code", HOPELESS)
def test_what_lies_in_the_order_is_hopeless(code: str) -> None:
    """The same words and pictures would be refused again."""
    assert not is_worth_another_try(code)


@pytest.mark.parametrize("code", sorted(WORTH_ANOTHER_TRY))
def test_codes_worth_a_try_exist(code: str) -> None:
    """A code that nobody raises any more would have no text."""
    assert f"failure-{code}" in arguments("en")


def test_who_is_asked_to_try_again_can() -> None:
    """Every sentence that asks for another try belongs to a failure that offers it."""
    texts = Texts(is_strict=True)
    asking = {
        key.removeprefix("failure-")
        for key, names in arguments("en").items()
        if key.startswith("failure-")
        and any(ask in texts.get("en", key, **dict.fromkeys(names, 1)) for ask in ASKS)
    }

    assert len(asking) > 15
    assert asking <= WORTH_ANOTHER_TRY
