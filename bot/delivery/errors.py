"""Telegram's refusals and silences, translated once into what the caller must do next.

The order matters: at PTB, `BadRequest` and `TimedOut` are kinds of `NetworkError`. Which words
Telegram uses is written nowhere; those below were collected from its server's source
(tdlib/telegram-bot-api) and from users' reports.
"""

import re
from datetime import timedelta

from telegram import error as telegram

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
from providers.http.wire import NeverLeft

TOKEN = re.compile(r"\d{3,}:[\w-]{8,}")
NOT_MODIFIED = "message is not modified"
NOT_TELEGRAMS = (
    "Parsing the server response"  # PTB's words for a page of somebody's on the way
)


class ThreadGone(NotAllowed):
    """The topic does not exist: send to the chat itself."""


class MessageIsMedia(MessageGone):
    """The message has no text to edit: it was turned into a photo before."""


WORDS: tuple[tuple[str, type[DeliveryError]], ...] = (
    ("no text in the message to edit", MessageIsMedia),
    ("message thread not found", ThreadGone),
    ("topic_deleted", ThreadGone),
    ("topic_closed", NotAllowed),
    ("message to edit not found", MessageGone),
    ("message can't be edited", MessageGone),
    ("message_id_invalid", MessageGone),
    ("message to be replied not found", MessageGone),
    ("message to react not found", MessageGone),
    ("chat not found", ChatGone),
    ("user is deactivated", ChatGone),
    ("bot was blocked", ChatGone),
    ("bot was kicked", ChatGone),
    ("peer_id_invalid", ChatGone),
    ("group chat was deactivated", ChatGone),
    ("not enough rights", NotAllowed),
    ("have no rights", NotAllowed),
    ("need administrator rights", NotAllowed),
    ("_forbidden", NotAllowed),
    ("chat_restricted", NotAllowed),
    ("photo_invalid_dimensions", TooLarge),
    ("photo_save_file_invalid", TooLarge),
    ("image_process_failed", TooLarge),
    ("file is too big", TooLarge),
    ("too large", TooLarge),
)


def is_unchanged(exc: telegram.TelegramError) -> bool:
    """Was the edit refused because the message says so already? Then it is done."""
    return NOT_MODIFIED in exc.message.lower()


def translate(exc: telegram.TelegramError) -> DeliveryError:
    """What the caller must do about an error of PTB's."""
    detail = TOKEN.sub("<token>", f"{type(exc).__name__}: {exc.message}")
    if NOT_TELEGRAMS in exc.message:
        return _of_the_line(exc)(detail)  # a proxy's 403 says nothing about the chat
    match exc:
        case telegram.RetryAfter():
            return SlowDown(seconds_of(exc))
        case telegram.ChatMigrated():
            return ChatMigrated(exc.new_chat_id)
        case telegram.Forbidden():
            return _by_words(exc.message, otherwise=ChatGone)(detail)
        case telegram.BadRequest():
            return _by_words(exc.message, otherwise=DeliveryError)(detail)
        case _:
            return _of_the_line(exc)(detail)


def _of_the_line(exc: telegram.TelegramError) -> type[DeliveryError]:
    if "entity too large" in exc.message.lower():
        return TooLarge  # 413: refused before anything was done
    is_refused_at_the_door = isinstance(exc, telegram.InvalidToken)
    return Unreachable if is_refused_at_the_door or never_left(exc) else DeliveryUnknown


def never_left(exc: BaseException) -> bool:
    """Is it certain that the request was not carried out? Only the wire itself can say so."""
    cause: BaseException | None = exc
    while cause is not None:
        if isinstance(cause, NeverLeft):
            return True
        cause = cause.__cause__
    return False


def seconds_of(exc: telegram.RetryAfter) -> float:
    """The wait that Telegram asks for, whatever PTB_TIMEDELTA says."""
    wait = exc.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _by_words(message: str, *, otherwise: type[DeliveryError]) -> type[DeliveryError]:
    said = message.lower()
    return next((kind for words, kind in WORDS if words in said), otherwise)
