"""`/settings`: standing choices by buttons, one message that is edited in place."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import CallbackQuery

from bot.domain.choices import AUTOMATIC, NAMED_VALUES, Choice, Field
from bot.handlers.asks import Ask
from bot.handlers.habits import Habits
from bot.handlers.moderation import Moderators
from bot.handlers.panel import NAMES, Panel
from bot.handlers.replies import Replies
from bot.services.desk import Desk
from bot.services.values import Preferences


@dataclass(slots=True)
class Settings:
    """What holds for a person in private, and for a group by the word of its admins."""

    desk: Desk
    replies: Replies
    habits: Habits
    moderators: Moderators
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def open(self, ask: Ask) -> None:
        """Show what holds here; only a press may change it."""
        panel = await self._panel(ask.chat_id, ask.user_id, ask.language)
        await self.replies.send(
            ask.address, *panel.text(None), keyboard=panel.keyboard(None)
        )

    async def press(
        self, query: CallbackQuery, choice: Choice, language: str, chat_id: int
    ) -> None:
        """Do what the button says, for whom the message is: whoever its chat belongs to.

        Args:
            query: the press.
            choice: what the button says.
            language: of who pressed.
            chat_id: the message's chat, or the supergroup which that has become.
        """
        message, person = query.message, query.from_user
        if message is None:
            await self.replies.toast(query, language, "button-gone")
            return
        if not await self._may_choose(person.id, chat_id):
            await self.replies.alert(query, language, "button-settings-admins")
            return
        if choice.is_close:
            await self.replies.acknowledge(query)
            await self.replies.put_away(message.chat.id, message.message_id)
            return
        if choice.field is not None and choice.value is not None:
            await self._take(query, chat_id, choice.field, choice.value, language)
            return
        await self.replies.acknowledge(query)
        await self._redraw(query, chat_id, language, choice.field)

    async def _take(
        self,
        query: CallbackQuery,
        chat_id: int,
        which: Field,
        value: str,
        language: str,
    ) -> None:
        """Keep a value; the answer and the page are in the language that holds from now on."""
        if not await self._choose(chat_id, which, value):
            await self.replies.toast(query, language, "button-gone")
            return
        person = query.from_user
        language = await self.habits.language(person.id, person.language_code, chat_id)
        await self.replies.toast(query, language, "button-saved")
        await self._redraw(query, chat_id, language, None)

    async def _redraw(
        self, query: CallbackQuery, chat_id: int, language: str, page: Field | None
    ) -> None:
        if query.message is None:
            return
        panel = await self._panel(chat_id, query.from_user.id, language)
        await self.replies.redraw(
            query.message.chat.id,
            query.message.message_id,
            *panel.text(page),
            keyboard=panel.keyboard(page),
        )

    async def _may_choose(self, user_id: int, chat_id: int) -> bool:
        return user_id == chat_id or await self.moderators.include(user_id, chat_id)

    async def _choose(self, chat_id: int, which: Field, value: str) -> bool:
        """False when nobody offers the value any more."""
        async with self._turn:  # two presses at once must not undo each other
            panel = await self._panel(chat_id, chat_id, self.replies.language)
            if value not in (*panel.values(which), AUTOMATIC):
                return False
            meant: dict[str, Any] = {NAMES[which]: _typed(which, value)}
            chosen = replace(panel.chosen, **meant)
            if which is Field.PROVIDER:
                chosen = _with_model_of(replace(panel, chosen=chosen))
            await self.desk.choose(chat_id, chosen)
        return True

    async def _panel(self, chat_id: int, user_id: int, language: str) -> Panel:
        is_group = chat_id < 0
        return Panel(
            replies=self.replies,
            language=language,
            offer=self.desk.offer(),
            chosen=await self.desk.preferences(chat_id if is_group else user_id),
            languages=self.habits.texts.languages,
            tariff=self.desk.tariff,
            is_group=is_group,
        )


def _typed(which: Field, value: str) -> str | int | None:
    if value == AUTOMATIC:
        return None
    if which is Field.COUNT:
        return int(value)
    return NAMED_VALUES[which](value) if which in NAMED_VALUES else value


def _with_model_of(panel: Panel) -> Preferences:
    """The choices without a model that the chosen provider does not have."""
    is_known = panel.chosen.model in panel.values(Field.MODEL)
    return panel.chosen if is_known else replace(panel.chosen, model=None)
