"""Pictures of a family: a step once more, before beside after, and the user's own original."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path

from typing_extensions import override

from bot.delivery.albums import LARGEST
from bot.delivery.answers import Answers
from bot.delivery.captions import clipped
from bot.delivery.keyboards import Keyboards
from bot.delivery.media import Exhibit
from bot.delivery.previews import Previews
from bot.delivery.sendings import with_file_id
from bot.delivery.uploads import file_name
from bot.delivery.wording import Wording
from bot.domain.job import Address
from bot.domain.recipe import PictureRef
from bot.i18n.texts import Texts
from bot.services.families import Comparison, Shown
from bot.services.ports import FamilyShow


class FamilyPictures(FamilyShow):
    """Sends each once; what it sends is noted as showing a picture, so that it can be answered."""

    def __init__(self, answers: Answers, previews: Previews, texts: Texts) -> None:
        self._answers = answers
        self._previews = previews
        self._texts = texts

    @override
    async def show(self, address: Address, shown: Shown, *, language: str) -> None:
        wording = Wording(self._texts, language)
        words = [wording.say("step-shown", {"step": shown.step})]
        async with self._source(shown) as (source, is_file):
            exhibit = Exhibit(
                source=source,
                name=file_name(shown.job, shown.picture),
                caption=clipped([*words, wording.prompt(shown.job)]),
                markup=Keyboards(self._texts, language, shown.menu).single(
                    shown.job, shown.picture, is_part=shown.job.has_several
                ),
                is_file=is_file,
                has_spoiler=shown.job.look.has_spoiler,
            )
            messages = await self._answers.send(address, [exhibit])
        for message in messages:
            await self._answers.note(with_file_id(shown.picture, message), message)

    @override
    async def compare(
        self, address: Address, comparison: Comparison, *, language: str
    ) -> None:
        after = comparison.after
        steps = {"before": comparison.before, "after": after.step}
        exhibit = Exhibit(
            source=comparison.path,
            name=f"steps-{comparison.before}-{after.step}.jpg",
            caption=Wording(self._texts, language).say("step-compared", steps),
            has_spoiler=after.job.look.has_spoiler,
        )
        for message in await self._answers.send(address, [exhibit]):
            # Not its own file id: the picture is not what this message shows half of.
            await self._answers.note(after.picture, message)

    @override
    async def give_back(
        self,
        address: Address,
        originals: Sequence[PictureRef],
        *,
        language: str,
        has_spoiler: bool = False,
    ) -> None:
        caption = Wording(self._texts, language).say("step-original")
        for kind, group in groupby(originals, lambda ref: ref.kind):
            exhibits = [
                Exhibit(
                    source=ref.file_id,
                    name=ref.name or "original",
                    caption="" if index else caption,
                    is_file=kind == "document",
                    has_spoiler=has_spoiler,
                )
                for index, ref in enumerate(group)
            ]
            for start in range(0, len(exhibits), LARGEST):
                await self._answers.send(address, exhibits[start : start + LARGEST])

    @asynccontextmanager
    async def _source(self, shown: Shown) -> AsyncIterator[tuple[Path | str, bool]]:
        """What to send, and whether it is a file: Telegram's copy costs no upload."""
        picture = shown.picture
        if shown.job.look.is_file_only and picture.document_file_id:
            yield picture.document_file_id, True
        elif picture.photo_file_id is not None:
            yield picture.photo_file_id, False
        elif picture.path is None:
            yield picture.document_file_id or "", True
        else:
            async with self._previews.photos([picture]) as (photo,):
                yield photo, False
