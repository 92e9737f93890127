"""Going back in a picture's family: one step, to any step, and before beside after.

Everything here costs nothing: it shows what the chat has seen already.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.errors import DeliveryError, Refused
from bot.domain.job import Address, Job
from bot.domain.recipe import PictureRef, parts_of
from bot.services.families import Comparison, Shown
from bot.services.lineage import MOST_STEPS, Lineage, Step, lineage_of
from bot.services.menus import menu_of
from bot.services.originals import kept_of
from bot.services.ports import FamilyShow, FamilyStore
from bot.services.run import Workshop
from bot.services.values import Picture


@dataclass(frozen=True)  # without slots: fakes of it have fields of their own
class Family:
    """The conversation about one picture.

    Attributes:
        show: brings pictures to the chat.
        turn: of who compares. One at a time: it costs nobody anything, and a crowd that does it must
            keep no job from the picture tools, nor fill the disk with copies.
    """

    shop: Workshop
    show: FamilyShow
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def line(self, job_id: str, number: int) -> Lineage:
        """The steps up to picture `number` of a job; 0 is all of its pictures.

        Raises:
            Refused: `job_unknown`.
        """
        kin = await self.shop.families.line(job_id, limit=MOST_STEPS)
        if not kin:
            raise Refused(code="job_unknown")
        return lineage_of(kin, number)

    async def newest_edit(
        self, user_id: int, address: Address
    ) -> tuple[str, int] | None:
        """The newest picture of a user's here that was made from another one: job and number."""
        return await self.shop.families.newest_edit(user_id, address)

    async def undo(self, job_id: str, *, address: Address, language: str) -> None:
        """Send the step before a job's once more; what answers it goes on from there.

        Raises:
            Refused: `job_unknown`, `first_step`, `step_gone`, `picture_gone`, `original_gone`.
            DeliveryError: it did not arrive.
        """
        before = (await self.line(job_id, 0)).before
        await self._send(before, job_id, address, language)

    async def send_step(
        self, job_id: str, step: int, *, address: Address, language: str
    ) -> None:
        """Send any step up to a job's.

        Raises:
            Refused: `step_unknown`, or as for `undo`.
            DeliveryError: it did not arrive.
        """
        line = await self.line(job_id, 0)
        await self._send(line.step(step), job_id, address, language)

    async def compare(
        self, job_id: str, number: int, *, address: Address, language: str
    ) -> None:
        """Send a picture beside the one that it was made from.

        Raises:
            Refused: as for `undo`, and `picture_which`, `file_gone`, `file_too_big`, or what makes
                a picture unreadable.
            DeliveryError: it did not arrive, or one of them could not be fetched.
        """
        line = await self.line(job_id, number)
        before, after = line.before, await self._shown(line.tip)
        async with self.shop.spool.passing() as folder:
            async with self.turn:
                both = await self._both(before, line.tip, folder / "both")
            comparison = Comparison(path=both, before=before.number, after=after)
            await self.show.compare(address, comparison, language=language)

    async def _both(self, before: Step, after: Step, destination: Path) -> Path:
        """Before and after as one file; what it is made of is large, and goes at once."""
        numbers = (before.number, after.number)
        async with self.shop.spool.passing() as folder:
            old, new = folder / "before", folder / "after"
            await self.shop.inputs.bring(before.pictures[0], old)
            await self.shop.inputs.bring(after.pictures[0], new)
            return await self.shop.tools.compare(old, new, numbers, destination)

    async def _send(
        self, step: Step, job_id: str, address: Address, language: str
    ) -> None:
        if step.number > 0:
            shown = await self._shown(step)
            await self.show.show(address, shown, language=language)
            return
        if any(_is_sticker(original) for original in step.pictures):
            raise Refused(code="original_gone")  # Telegram sends it as a sticker alone
        job = await self.shop.store.get(job_id)
        try:
            await self.show.give_back(
                address,
                step.pictures,
                language=language,
                has_spoiler=job is not None and job.look.has_spoiler,
            )
        except DeliveryError as error:
            if type(error) is not DeliveryError:
                raise
            raise Refused(code="original_gone") from error

    async def _shown(self, step: Step) -> Shown:
        """A step's picture as it can be shown now, and its job."""
        job_id, number = parts_of(step.pictures[0])
        job = await self.shop.store.get(job_id)
        if job is None:  # erased a moment ago
            raise Refused(code="step_gone")
        pictures = await self.shop.pictures.pictures(job_id)
        picture = await self._picture(pictures, number)
        menu = menu_of(job, pictures, self.shop.routes)
        return Shown(step=step.number, job=job, picture=picture, menu=menu)

    async def _picture(self, pictures: Sequence[Picture], number: int) -> Picture:
        if number == 0 and len(pictures) > 1:
            raise Refused(code="picture_which", args_for_text={"count": len(pictures)})
        for picture in await kept_of(pictures):
            if number in (0, picture.number) and picture.can_be_sent:
                return picture
        raise Refused(code="picture_gone")


def _is_sticker(original: PictureRef) -> bool:
    """Telegram tells the sides of photos and stickers, and not those of files."""
    return original.kind == "document" and original.width is not None


async def step_of(job: Job, families: FamilyStore) -> int:
    """Which step of its picture's family a job is; 1 without asking where it had no parent."""
    if job.parent_id is None:
        return 1
    kin = await families.line(job.job_id, limit=MOST_STEPS)
    return lineage_of(kin, 0).tip.number if kin else 1
