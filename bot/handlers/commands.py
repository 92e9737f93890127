"""The orders: /gen, /edit, /upscale, and what is said with a picture instead of a command."""

from dataclasses import dataclass

from bot.domain.errors import Refused
from bot.domain.order import Order
from bot.domain.recipe import Recipe
from bot.handlers.addressing import replied_to, trimmed
from bot.handlers.asks import Ask
from bot.handlers.habits import Habits
from bot.handlers.parsing import read_recipe, read_upscale
from bot.handlers.questions import Questions
from bot.handlers.sources import Meant, Sources, has_picture
from bot.handlers.steps import Steps
from bot.services.desk import Desk
from providers.base import Operation

NOTHING = Meant()


@dataclass(frozen=True, slots=True)
class Commands:
    """Turns asks into orders. Every method raises Refused with the reason, when there is one."""

    desk: Desk
    sources: Sources
    habits: Habits
    steps: Steps
    questions: Questions

    async def gen(self, ask: Ask) -> None:
        """Pictures from words; with a picture under the words it is an edit."""
        if any(has_picture(message) for message in ask.messages):
            await self.edit(ask)
            return
        offer = self.desk.offer()
        recipe = read_recipe(Operation.GENERATE, ask.heard.words, offer)
        if not recipe.prompt:
            words = f"{_quoted(ask)} {ask.heard.words}"
            recipe = read_recipe(Operation.GENERATE, words, offer)
        await self._place(ask, _with_prompt(recipe), NOTHING)

    async def edit(self, ask: Ask) -> None:
        """Pictures from words and pictures; an album is several references of one job."""
        if await self._go_on(ask):
            return
        meant = await self._pictures(ask)
        await self._edit(ask, ask.heard.words, meant)

    async def upscale(self, ask: Ask) -> None:
        """The same picture, larger; an album is one job per picture."""
        meant = await self._pictures(ask)
        recipe = read_upscale(ask.heard.words, self.desk.offer())
        await self._place(ask, recipe, meant)

    async def words(self, ask: Ask) -> bool:
        """What is said without a command; False when it asks for no picture."""
        if any(has_picture(message) for message in ask.messages):
            if not ask.heard.words and await self.questions.question_of(ask):
                raise Refused(code="prompt_missing")  # what shall change was asked
            await (self.edit(ask) if ask.heard.words else self.upscale(ask))
            return True
        if not ask.heard.words:
            return False
        if await self._go_on(ask):
            return True
        meant = await self.sources.answered_by(ask.main)
        if not meant.pictures:
            return False
        await self._edit(ask, ask.heard.words, meant)
        return True

    async def _go_on(self, ask: Ask) -> bool:
        """Edit the step that words in answer to a picture of ours name; False when none."""
        named = await self.steps.named(ask)
        if named is None:
            return False
        meant, words = named
        await self._edit(ask, words, meant)
        return True

    async def _edit(self, ask: Ask, words: str, meant: Meant) -> None:
        recipe = read_recipe(Operation.EDIT, words, self.desk.offer())
        await self._place(ask, _with_prompt(recipe), meant)

    async def _pictures(self, ask: Ask) -> Meant:
        meant = await self.sources.meant_by(ask.messages, ask.main)
        if not meant.pictures:
            raise Refused(code="picture_missing")
        return meant

    async def _place(self, ask: Ask, recipe: Recipe, meant: Meant) -> None:
        is_upscale = recipe.operation is Operation.UPSCALE
        order = Order(
            update_ids=ask.update_ids,
            user_id=ask.user_id,
            address=ask.address,
            language=ask.language,
            recipe=recipe,
            sources=meant.pictures,
            one_job_each=is_upscale and len(meant.pictures) > 1,
            is_unlimited=ask.is_admin,
            look=await self.habits.look(ask.user_id, ask.chat_id),
            parent_id=meant.parent_id,
        )
        order = await self.desk.accustomed(order)
        if await self.questions.asks_again(ask, order):
            return
        await self.desk.place(order)
        await self.questions.answered(ask)


def _quoted(ask: Ask) -> str:
    """A /gen without words of its own, in answer to someone's, takes those."""
    reply = replied_to(ask.main)
    if reply is None or reply.from_user is None or reply.from_user.is_bot:
        return ""
    quote = ask.main.quote.text if ask.main.quote else ""
    return trimmed(quote or reply.text or "")


def _with_prompt(recipe: Recipe) -> Recipe:
    if not recipe.prompt:
        raise Refused(code="prompt_missing")
    return recipe
