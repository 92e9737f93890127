"""Each of Telegram's refusals becomes the error that says what to do next."""

import pytest
from telegram import error as telegram

from bot.delivery.errors import ThreadGone, is_unchanged, translate
from bot.domain.errors import (
    ChatGone,
    ChatMigrated,
    DeliveryError,
    DeliveryUnknown,
    MessageGone,
    NotAllowed,
    SlowDown,
    TooLarge,
    Unreachable,
)
from providers.http.wire import AddressForbidden, Lost, NeverLeft, TooSlow


@pytest.mark.parametrize(
    "error,expected",
    [
        (telegram.Forbidden("Forbidden: bot was blocked by the user"), ChatGone),
        (telegram.Forbidden("Forbidden: user is deactivated"), ChatGone),
        (telegram.Forbidden("Forbidden: bot was kicked from the group chat"), ChatGone),
        (telegram.Forbidden("Forbidden: CHAT_WRITE_FORBIDDEN"), NotAllowed),
        (telegram.BadRequest("Bad Request: chat not found"), ChatGone),
        (telegram.BadRequest("Bad Request: TOPIC_CLOSED"), NotAllowed),
        (telegram.BadRequest("Bad Request: message thread not found"), ThreadGone),
        (
            telegram.BadRequest("Bad Request: not enough rights to send photos"),
            NotAllowed,
        ),
        (telegram.BadRequest("Bad Request: message to edit not found"), MessageGone),
        (telegram.BadRequest("Bad Request: PHOTO_INVALID_DIMENSIONS"), TooLarge),
        (telegram.NetworkError("Request Entity Too Large"), TooLarge),
        (telegram.BadRequest("Bad Request: can't parse entities"), DeliveryError),
        (telegram.TimedOut(), DeliveryUnknown),
        (telegram.NetworkError("Bad Gateway"), DeliveryUnknown),
        (telegram.NetworkError("Internal Server Error"), DeliveryUnknown),
        (telegram.InvalidToken(), Unreachable),
    ],
)
def test_translation(
    error: telegram.TelegramError, expected: type[DeliveryError]
) -> None:
    """The most specific meaning wins, although BadRequest and TimedOut are NetworkErrors."""
    assert type(translate(error)) is expected


@pytest.mark.parametrize(
    "kind,page,expected",
    [
        (telegram.Forbidden, "403 Forbidden", DeliveryUnknown),
        (telegram.BadRequest, "400 Bad Request", DeliveryUnknown),
        (telegram.NetworkError, "502 Bad Gateway", DeliveryUnknown),
        (telegram.NetworkError, "413 Request Entity Too Large", TooLarge),
        (telegram.InvalidToken, "404 Not Found", Unreachable),
    ],
)
def test_a_page_of_a_proxys_says_nothing_about_the_chat(
    kind: type[telegram.TelegramError], page: str, expected: type[DeliveryError]
) -> None:
    """Whatever stands between us and Telegram ends no job: its pages are no answers of Telegram's."""
    payload = f"<html><h1>{page}</h1></html>".encode()
    error = kind(f"No. Parsing the server response {payload!r} failed")

    assert type(translate(error)) is expected


def test_numbers_are_kept() -> None:
    """A wait and a new id travel on."""
    slow = translate(telegram.RetryAfter(17))
    moved = translate(telegram.ChatMigrated(-100123))

    assert isinstance(slow, SlowDown)
    assert slow.retry_after == 17
    assert isinstance(moved, ChatMigrated)
    assert moved.new_chat_id == -100123


def _caused(cause: Exception | None) -> telegram.TelegramError:
    """PTB's error over the wire's."""
    error = telegram.NetworkError("x")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("kind", [NeverLeft, AddressForbidden])
def test_what_never_left_is_certain(kind: type[NeverLeft]) -> None:
    """Nothing was sent: the call may be made again without a second thought."""
    assert isinstance(translate(_caused(kind("refused"))), Unreachable)


@pytest.mark.parametrize("cause", [Lost("x"), TooSlow("x"), ConnectionError(), None])
def test_a_connection_lost_later_proves_nothing(cause: Exception | None) -> None:
    """Whatever the wire does not vouch for may have been carried out."""
    assert isinstance(translate(_caused(cause)), DeliveryUnknown)


def test_an_edit_to_the_same_text_is_done() -> None:
    """Telegram's complaint about it means success."""
    said = "Bad Request: message is not modified: specified new message content"
    assert is_unchanged(telegram.BadRequest(said))


def test_a_token_in_an_error_is_not_passed_on() -> None:
    """What a transport quotes of an address loses the token."""
    error = telegram.NetworkError("GET http://h/bot123456:AbC-dEfGhIjK_l/getMe")
    assert "AbC-dEfGhIjK_l" not in str(translate(error))
