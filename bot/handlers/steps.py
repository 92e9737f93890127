"""Going back: /undo, /compare, their buttons, and words that begin with "from step 2"."""

from dataclasses import dataclass

from bot.domain.errors import Refused
from bot.domain.job import Job
from bot.domain.recipe import parts_of
from bot.handlers.addressing import replied_to
from bot.handlers.asks import Ask
from bot.handlers.presses import Press
from bot.handlers.replies import Replies
from bot.handlers.sources import Meant, Sources, has_picture
from bot.handlers.step_words import Wish, read_step, read_wish
from bot.services.family import Family


@dataclass(frozen=True, slots=True)
class Steps:
    """Whoever is in the chat may look back: it costs nothing, and was shown there before."""

    sources: Sources
    family: Family
    replies: Replies

    async def undo(self, ask: Ask) -> None:
        """Show the step before the picture that is answered, or before one's newest.

        Raises:
            Refused: `step_which`, or as for `Family.undo`.
        """
        job_id, _ = await self._meant(ask)
        await self.family.undo(job_id, address=ask.address, language=ask.language)

    async def compare(self, ask: Ask) -> None:
        """Show that picture beside the one that it was made from.

        Raises:
            Refused: `step_which`, or as for `Family.compare`.
        """
        job_id, number = await self._meant(ask)
        await self.family.compare(
            job_id, number, address=ask.address, language=ask.language
        )

    async def words(self, ask: Ask) -> bool:
        """Do what bare words in answer to a picture say; False when they ask for an edit.

        Raises:
            Refused: as for `Family.send_step`, `undo` and `compare`.
        """
        if _has_own_picture(ask):
            return False
        wish, named = read_wish(ask.heard.words), read_step(ask.heard.words)
        is_bare = named is not None and not named[1]
        answered = await self._answered(ask) if wish or is_bare else None
        if answered is None:
            return False
        job, number = answered
        if wish is Wish.UNDO:
            await self.family.undo(
                job.job_id, address=ask.address, language=ask.language
            )
        elif wish is Wish.COMPARE:
            await self.family.compare(
                job.job_id, number, address=ask.address, language=ask.language
            )
        elif named is not None:
            await self.family.send_step(
                job.job_id, named[0], address=ask.address, language=ask.language
            )
        return True

    async def named(self, ask: Ask) -> tuple[Meant, str] | None:
        """The step's picture that the words name, and what is to be done with it.

        None when they name none, or are no answer to a picture of ours: then they are a prompt.

        Raises:
            Refused: `step_unknown`, `picture_which`, `job_unknown`.
        """
        said = None if _has_own_picture(ask) else read_step(ask.heard.words)
        answered = await self._answered(ask) if said else None
        if said is None or answered is None:
            return None
        number, words = said
        job, shown = answered
        step = (await self.family.line(job.job_id, shown)).step(number)
        if number == 0:
            return Meant(pictures=step.pictures), words
        job_id, picture = parts_of(step.pictures[0])
        if picture == 0:  # only the picture answered may be several
            raise Refused(
                code="picture_which", args_for_text={"count": job.wanted or 1}
            )
        return Meant(pictures=step.pictures, parent_id=job_id), words

    async def press_undo(self, press: Press) -> None:
        """The button under an edited picture."""
        if not await self._is_shown(press):
            return
        await self.replies.toast(press.query, press.language, "button-sending")
        await self.family.undo(
            press.job.job_id, address=press.address, language=press.language
        )

    async def press_compare(self, press: Press) -> None:
        """The button under a picture that was made from another one."""
        if not await self._is_shown(press):
            return
        await self.replies.toast(press.query, press.language, "button-sending")
        await self.family.compare(
            press.job.job_id,
            press.button.number,
            address=press.address,
            language=press.language,
        )

    async def _is_shown(self, press: Press) -> bool:
        """Callback data can be forged: there is no way back from a job that brought nothing."""
        if press.job.state.shows_pictures:
            return True
        await self.replies.toast(press.query, press.language, "button-gone")
        return False

    async def _meant(self, ask: Ask) -> tuple[str, int]:
        """The picture that is answered; without an answer the asker's newest edit here."""
        if replied_to(ask.main) is not None:
            answered = await self._answered(ask)
            if answered is not None:
                return answered[0].job_id, answered[1]
        elif newest := await self.family.newest_edit(ask.user_id, ask.address):
            return newest
        raise Refused(code="step_which")

    async def _answered(self, ask: Ask) -> tuple[Job, int] | None:
        """The job and picture number that the answered message shows."""
        reply = replied_to(ask.main)
        return None if reply is None else await self.sources.shown_by(reply)


def _has_own_picture(ask: Ask) -> bool:
    return any(has_picture(message) for message in ask.messages)
