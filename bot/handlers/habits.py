"""Standing choices, where an order or an answer needs them."""

from dataclasses import dataclass

from bot.domain.look import Form, Gathering, Look, Spoiler
from bot.i18n.texts import Texts
from bot.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Habits:
    """Reads preferences, and knows what holds where nothing was chosen."""

    desk: Desk
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

    async def look(self, user_id: int, chat_id: int) -> Look:
        """How results arrive: a group's choice is stronger than its member's.

        A group's pictures are one sheet unless the group itself wants an album, which would take a
        message a picture from what all of its members have in a minute.
        """
        own = await self.desk.preferences(user_id)
        if chat_id >= 0:
            return Look(
                gathering=own.gathering or Gathering.ALBUM,
                form=own.form or Form.PREVIEW,
            )
        here = await self.desk.preferences(chat_id)
        return Look(
            gathering=here.gathering or Gathering.GRID,
            form=here.form or own.form or Form.PREVIEW,
            has_spoiler=(here.spoiler or own.spoiler) is Spoiler.ON,
        )
