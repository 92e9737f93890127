"""Standing choices, where an order or an answer needs them."""

from dataclasses import dataclass

from bot.domain.job import Gathering
from bot.handlers.desk import FrontDesk
from bot.i18n.texts import Texts


@dataclass(frozen=True, slots=True)
class Habits:
    """Reads preferences, and knows what holds where nothing was chosen."""

    desk: FrontDesk
    texts: Texts

    async def language(
        self, user_id: int, language_code: str | None, chat_id: int
    ) -> str:
        """The language for one person: the group's or their own choice, else that of their app."""
        for owner_id in (chat_id, user_id) if chat_id < 0 else (user_id,):
            chosen = (await self.desk.preferences(owner_id)).language
            if chosen in self.texts.languages:
                return chosen
        return self.texts.pick(language_code)

    async def gathering(self, user_id: int, chat_id: int) -> Gathering:
        """How several pictures arrive: a group chooses for all its members."""
        is_group = chat_id < 0
        owner_id = chat_id if is_group else user_id
        chosen = (await self.desk.preferences(owner_id)).gathering
        return chosen or (Gathering.GRID if is_group else Gathering.ALBUM)
