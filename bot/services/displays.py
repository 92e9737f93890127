"""The messages that show a job's results: their buttons, copies, questions, and their end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.buttons import Verb
from bot.domain.errors import Refused
from bot.domain.job import Address, Job
from bot.services.menus import menu_of
from bot.services.originals import kept_of
from bot.services.run import Workshop
from bot.services.values import Copies, Keyring, Picture


@dataclass(frozen=True)  # without slots: fakes of it have fields of their own
class Displays:
    """What can be done with results that lie in a chat already."""

    shop: Workshop

    async def send_again(
        self,
        job_id: str,
        number: int,
        *,
        as_files: bool,
        address: Address,
        language: str,
    ) -> None:
        """Send picture `number` of a job once more; 0 is all of them. A photo alone has buttons.

        Raises:
            Refused: `job_unknown`, `picture_gone`.
        """
        job = await self.shop.store.get(job_id)
        if job is None:
            raise Refused(code="job_unknown")
        pictures = await self.shop.pictures.pictures(job_id)
        kept = await kept_of(pictures)
        meant = [picture for picture in kept if number in (0, picture.number)]
        if not meant or not all(picture.can_be_sent for picture in meant):
            raise Refused(code="picture_gone")
        ring = self._ring(job, pictures, Verb.FRONT, number)
        copies = Copies(
            address=address,
            pictures=tuple(meant),
            as_files=as_files,
            language=language,
            has_spoiler=job.look.has_spoiler and address.is_group,
            ring=ring if number else None,
        )
        await self.shop.messenger.send_copies(copies)

    async def turn_page(
        self,
        job: Job,
        page: Verb,
        *,
        address: Address,
        message_id: int,
        has_sheet: bool,
    ) -> None:
        """Put a page of the job's buttons under a message, with what they cost now.

        What brought no picture has one page: another try, which may cost more by now.

        Args:
            job: whose buttons they are.
            page: `FRONT`, a page that picks a picture, or `DELETE`.
            address: the chat of the message.
            message_id: the message.
            has_sheet: it shows all pictures on one numbered sheet.
        """
        pictures = await self.shop.pictures.pictures(job.job_id)
        if job.state.shows_pictures and not pictures:
            return
        batch: tuple[Job, ...] = ()
        number = 0
        if await self._is_status(job, message_id):
            batch = await self.shop.store.batch(job.status_id)
        else:
            shown = await self.job_of_message(address.chat_id, message_id)
            number = shown[1] if shown and shown[0] == job.job_id else 0
        ring = replace(
            self._ring(job, pictures, page, number),
            has_sheet=has_sheet,
            batch=batch if len(batch) > 1 else (),
        )
        await self.shop.messenger.turn_page(address, message_id, ring)

    async def job_of_message(
        self, chat_id: int, message_id: int
    ) -> tuple[str, int] | None:
        """The job and picture number that a message of the bot shows; number 0: all of them."""
        return await self.shop.pictures.job_of_message(chat_id, message_id)

    async def note_question(
        self, job_id: str, number: int, message_id: int, *, price: int
    ) -> None:
        """A message asks what shall change in a picture: an answer to it is about that one.

        Args:
            job_id: whose picture.
            number: which.
            message_id: in the job's chat.
            price: credits that the message says a change costs.

        Raises:
            Refused: `picture_gone`.
        """
        pictures = await self.shop.pictures.pictures(job_id)
        meant = tuple(picture for picture in pictures if picture.number == number)
        if not meant:
            raise Refused(code="picture_gone")
        sending = f"{_question(message_id)}:{price}"
        await self.shop.pictures.confirm(job_id, sending, (message_id,), meant)

    async def is_question(self, job_id: str, message_id: int) -> bool:
        """Is this message such a question?"""
        return await self._asked(job_id, message_id) is not None

    async def price_said(self, job_id: str, message_id: int) -> int | None:
        """What such a question says that a change costs.

        None when nobody noted it: it is no question, or was asked before prices were written down.
        """
        asked = await self._asked(job_id, message_id)
        price = (asked or "").partition(":")[2]
        return int(price) if price else None

    async def _asked(self, job_id: str, message_id: int) -> str | None:
        """The sending of a question."""
        for receipt in await self.shop.pictures.receipts(job_id):
            if receipt.sending.partition(":")[0] == _question(message_id):
                return receipt.sending
        return None

    async def is_shown_by(self, job: Job, chat_id: int, message_id: int) -> bool:
        """Is this the message that the job's order began with, or one that shows its pictures?"""
        shown = await self.job_of_message(chat_id, message_id)
        if shown is not None and shown[0] == job.job_id:
            return True
        is_here = chat_id == job.address.chat_id
        return is_here and await self._is_status(job, message_id)

    async def numbers_of(self, job: Job) -> tuple[int, ...]:
        """The numbers of the job's pictures."""
        pictures = await self.shop.pictures.pictures(job.job_id)
        return tuple(picture.number for picture in pictures)

    async def messages_of(self, job: Job, message_id: int) -> tuple[int, ...]:
        """What goes when this message of the job's chat does, itself first.

        Under a copy nothing else. With an order's own message all that came of it: albums, files,
        copies, questions.
        """
        found = [message_id]
        if await self._is_status(job, message_id):
            for sibling in await self.shop.store.batch(job.status_id):
                for receipt in await self.shop.pictures.receipts(sibling.job_id):
                    found.extend(receipt.message_ids)
        return tuple(dict.fromkeys(found))

    async def _is_status(self, job: Job, message_id: int) -> bool:
        """Is it the message that the order began with, which shows its results by now?"""
        status = await self.shop.statuses.get_status(job.status_id)
        return status is not None and status.message_id == message_id

    def _ring(
        self, job: Job, pictures: Sequence[Picture], page: Verb, number: int
    ) -> Keyring:
        return Keyring(
            job=job,
            pictures=tuple(pictures),
            menu=menu_of(job, pictures, self.shop.routes),
            page=page,
            number=number,
        )


def _question(message_id: int) -> str:
    """The name of the sending that asks, which its receipt is kept under."""
    return f"question-{message_id}"
