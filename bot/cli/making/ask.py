"""What was typed."""

from dataclasses import dataclass
from pathlib import Path

from bot.domain.job import Address
from bot.domain.order import Order
from bot.domain.recipe import PictureRef, Recipe

NOBODY = 1  # whoever sits at the terminal: the database of one order has no other user


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An order without a chat.

    Attributes:
        files: the sources, not looked at yet.
        output: folder for the pictures.
    """

    recipe: Recipe
    files: tuple[Path, ...] = ()
    output: Path = Path()

    @property
    def order(self) -> Order:
        """The same in the bot's words."""
        return Order(
            update_ids=(1,),
            user_id=NOBODY,
            address=Address(chat_id=NOBODY),
            language="en",
            recipe=self.recipe,
            sources=tuple(_reference(file) for file in self.files),
            is_unlimited=True,
        )


def _reference(file: Path) -> PictureRef:
    name = str(file)
    return PictureRef(file_id=name, file_unique_id=name, kind="document")
