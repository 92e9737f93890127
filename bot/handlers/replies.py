"""What the front door says itself: short answers, and toasts over buttons."""

import re
from collections.abc import Sequence
from functools import partial
from html import escape, unescape

import structlog
from telegram import (
    Bot,
    CallbackQuery,
    ForceReply,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.domain.job import Address
from bot.handlers.insisting import FOR_A_PRESS, Insistence
from bot.i18n.texts import Texts

MAX_TOAST = 200  # characters (Bot API, answerCallbackQuery)
MAX_TEXT = 4096  # characters that are left once the HTML is read (Bot API, sendMessage)
MAX_WORDS = 400  # characters of one argument: people's words come back in answers
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
Words = str | float
_TAG = re.compile(r"<[^>]+>")
_SENTENCE = re.compile(r"[.;!?](?=\s)|[。；！？]")  # noqa: RUF001 - Chinese ends them so
_log = structlog.get_logger(__name__)


class Replies:
    """Sends texts of the catalogues. An answer that cannot be sent is logged and let go.

    Args:
        telegram_bot: paced by the outbox beneath it.
        texts: the catalogues; their messages may hold HTML, their arguments are escaped here.
        insistence: makes again what the line swallows.
    """

    def __init__(self, telegram_bot: Bot, texts: Texts, insistence: Insistence) -> None:
        self._telegram_bot = telegram_bot
        self._texts = texts
        self._insistence = insistence
        self._newest: dict[tuple[int, int], object] = {}

    @property
    def language(self) -> str:
        """The language for people of whom nothing is known."""
        return self._texts.default

    def text(self, language: str, key: str, **args: Words) -> str:
        """One text as HTML."""
        escaped = {
            name: escape(_short(value), quote=False)
            if isinstance(value, str)
            else value
            for name, value in args.items()
        }
        return self._texts.get(language, key, **escaped)

    async def say(
        self, address: Address, language: str, key: str, **args: Words
    ) -> None:
        """Answer with one text."""
        await self.send(address, self.text(language, key, **args))

    async def send(
        self,
        address: Address,
        *paragraphs: str,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        """Answer with texts that are HTML already."""
        try:
            await self.post(address, *paragraphs, keyboard=keyboard)
        except TelegramError as error:
            _log.warning("reply.lost", chat_id=address.chat_id, error=repr(error))

    async def post(
        self,
        address: Address,
        *paragraphs: str,
        keyboard: InlineKeyboardMarkup | ForceReply | None = None,
        more: dict[str, object] | None = None,
    ) -> Message:
        """As `send`, for who wants to know what became of it.

        Args:
            address: where, and in answer to what.
            paragraphs: HTML.
            keyboard: buttons below, or the wish for an answer.
            more: parameters that the library does not know yet.

        Raises:
            TelegramError: it was not sent, or nobody knows.
        """
        return await self._insistence.on(
            partial(
                self._telegram_bot.send_message,
                address.chat_id,
                _fitting(paragraphs),
                parse_mode=ParseMode.HTML,
                message_thread_id=address.thread_id,
                reply_parameters=_answering(address),
                reply_markup=keyboard,
                link_preview_options=NO_PREVIEW,
                api_kwargs=more,
            )
        )

    async def redraw(
        self,
        chat_id: int,
        message_id: int,
        *paragraphs: str,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        """Let a message of the bot's say something else. One that is gone stays gone."""
        place, mine = (chat_id, message_id), object()
        self._newest[place] = mine

        async def edit() -> None:
            if self._newest.get(place) is not mine:
                return  # a repeat must not bring back what was shown before
            await self._telegram_bot.edit_message_text(
                _fitting(paragraphs),
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=NO_PREVIEW,
            )

        try:
            await self._insistence.on(edit)
        except TelegramError as error:  # "not modified" among them
            _log.info("redraw.refused", chat_id=chat_id, error=repr(error))
        finally:
            if self._newest.get(place) is mine:
                del self._newest[place]

    async def put_away(self, chat_id: int, message_id: int) -> None:
        """Delete a message of the bot's; too old a one stays."""
        try:
            await self._insistence.on(
                partial(self._telegram_bot.delete_message, chat_id, message_id),
                FOR_A_PRESS,
            )
        except TelegramError as error:
            _log.info("put_away.refused", chat_id=chat_id, error=repr(error))

    async def acknowledge(self, query: CallbackQuery) -> None:
        """Answer a press without words: what it does is seen at once."""
        await self._answer(query, None)

    async def toast(
        self, query: CallbackQuery, language: str, key: str, **args: Words
    ) -> None:
        """Answer a press. A query that has become too old shows nothing any more."""
        await self._answer(query, self._texts.get(language, key, **args)[:MAX_TOAST])

    async def alert(
        self, query: CallbackQuery, language: str, key: str, **args: Words
    ) -> bool:
        """Answer a press so that it must be read and closed; False: the query was too old for it."""
        text = _plain(self.text(language, key, **args))
        return await self._answer(query, _cut(text), is_alert=True)

    async def _answer(
        self, query: CallbackQuery, text: str | None, *, is_alert: bool = False
    ) -> bool:
        call = partial(
            self._telegram_bot.answer_callback_query,
            query.id,
            text,
            show_alert=is_alert or None,
        )
        try:
            return await self._insistence.on(call, FOR_A_PRESS)
        except TelegramError as error:
            _log.info("toast.lost", query_id=query.id, error=repr(error))
            return False


def _plain(text: str) -> str:
    """HTML as it reads."""
    return unescape(_TAG.sub("", text))


def _cut(text: str) -> str:
    """As many whole sentences as an answer to a press may hold."""
    if len(text) <= MAX_TOAST:
        return text
    end = max(
        (found.end() for found in _SENTENCE.finditer(text[:MAX_TOAST])), default=0
    )
    return text[: end or MAX_TOAST].rstrip(" ;")


def _short(words: str) -> str:
    return words if len(words) <= MAX_WORDS else f"{words[: MAX_WORDS - 1]}…"


def _answering(address: Address) -> ReplyParameters | None:
    if address.reply_to is None:
        return None
    return ReplyParameters(address.reply_to, allow_sending_without_reply=True)


def _fitting(paragraphs: Sequence[str]) -> str:
    """The first paragraphs that fit a message: cutting inside one could cut a tag."""
    text = paragraphs[0]
    for paragraph in paragraphs[1:]:
        longer = f"{text}\n\n{paragraph}"
        if _units(_plain(longer)) > MAX_TEXT:
            break
        text = longer
    return text


def clipped(words: str) -> str:
    """As much of somebody's words as a message holds."""
    units = words.encode("utf-16-le", errors="replace")[: 2 * MAX_TEXT]
    return units.decode("utf-16-le", errors="ignore")


def _units(text: str) -> int:
    """Telegram's clients and entities count so; code points, if it counts those, are never more."""
    return len(text.encode("utf-16-le", errors="replace")) // 2
