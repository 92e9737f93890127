"""All stores in memory; jobs and wallets have modules of their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from typing_extensions import override

from bot.services.ports import PictureStore, PreferenceStore, StatusStore, UpdateLog
from bot.services.values import Picture, Preferences, Receipt, Status
from tests.fakes.asides import FakeAsideStore
from tests.fakes.boards import FakeBoardStore
from tests.fakes.chats import FakeChatStore
from tests.fakes.family import FakeFamilyStore
from tests.fakes.jobs import FakeJobStore
from tests.fakes.own_data import FakeOwnDataStore
from tests.fakes.shelves import Shelves, Update
from tests.fakes.wallets import FakeLedger


class FakeUpdateLog(UpdateLog):
    """Updates in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def receive(
        self, updates: Sequence[tuple[int, str]], at: datetime
    ) -> tuple[int, ...]:
        news = [
            (update_id, body)
            for update_id, body in updates
            if update_id not in self._shelves.updates
        ]
        for update_id, body in news:
            self._shelves.updates[update_id] = Update(body=body, received_at=at)
        return tuple(update_id for update_id, _ in news)

    @override
    async def handled(self, update_ids: Sequence[int]) -> bool:
        return self._shelves.note_handled(update_ids)

    @override
    async def unhandled(self) -> tuple[str, ...]:
        open_ = [
            (update.received_at, update_id, update.body)
            for update_id, update in self._shelves.updates.items()
            if update.received_at and update.body is not None
        ]
        return tuple(body for _, _, body in sorted(open_))

    @override
    async def forget_updates(self, before: datetime) -> None:
        self._shelves.updates = {
            update_id: update
            for update_id, update in self._shelves.updates.items()
            if not update.is_handled
            or update.received_at is None
            or update.received_at >= before
        }


class FakeStatusStore(StatusStore):
    """Status messages in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def get_status(self, status_id: str) -> Status | None:
        return self._shelves.statuses.get(status_id)

    @override
    async def save_status(self, status: Status) -> None:
        self._shelves.statuses[status.status_id] = status

    @override
    async def conclude_status(self, status_id: str) -> None:
        self._shelves.concluded.add(status_id)

    @override
    async def unconcluded(self) -> tuple[str, ...]:
        jobs = self._shelves.jobs.values()
        with_jobs = {job.status_id for job in jobs}
        under_way = {job.status_id for job in jobs if not job.state.is_final}
        return tuple(
            status_id
            for status_id in self._shelves.statuses
            if status_id in with_jobs - under_way - self._shelves.concluded
        )


class FakePictureStore(PictureStore):
    """Pictures and receipts in dicts."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def pictures(self, job_id: str) -> tuple[Picture, ...]:
        found = sorted(key for key in self._shelves.pictures if key[0] == job_id)
        return tuple(self._shelves.pictures[key] for key in found)

    @override
    async def begin(self, job_id: str, sending: str) -> Receipt:
        receipt = self._receipt(job_id, sending)
        begun = replace(receipt, tries=receipt.tries + 1)
        self._shelves.receipts[job_id, sending] = begun
        return begun

    @override
    async def confirm(
        self,
        job_id: str,
        sending: str,
        message_ids: Sequence[int],
        pictures: Sequence[Picture],
    ) -> None:
        self._shelves.receipts[job_id, sending] = replace(
            self._receipt(job_id, sending), is_done=True, message_ids=tuple(message_ids)
        )
        for picture in pictures:
            self._shelves.name(picture)
        chat_id = self._shelves.home(self._shelves.jobs[job_id].address.chat_id)
        is_one_each = len(message_ids) == len(pictures)
        for index, message_id in enumerate(message_ids):
            number = pictures[index].number if is_one_each else 0
            self._shelves.shown[chat_id, message_id] = (job_id, number)

    @override
    async def note_copy(self, picture: Picture, chat_id: int, message_id: int) -> None:
        job_id, number = picture.job_id, picture.number
        self._shelves.name(picture)
        job = self._shelves.jobs.get(job_id)
        if job is None or self._shelves.home(job.address.chat_id) != chat_id:
            return
        sending = f"again-{message_id}"
        self._shelves.receipts[job_id, sending] = replace(
            self._receipt(job_id, sending), is_done=True, message_ids=(message_id,)
        )
        self._shelves.shown[chat_id, message_id] = (job_id, number)

    @override
    async def receipts(self, job_id: str) -> tuple[Receipt, ...]:
        found = sorted(key for key in self._shelves.receipts if key[0] == job_id)
        return tuple(self._shelves.receipts[key] for key in found)

    @override
    async def job_of_message(
        self, chat_id: int, message_id: int
    ) -> tuple[str, int] | None:
        return self._shelves.shown.get((chat_id, message_id))

    def _receipt(self, job_id: str, sending: str) -> Receipt:
        new = Receipt(job_id=job_id, sending=sending)
        return self._shelves.receipts.get((job_id, sending), new)


class FakePreferenceStore(PreferenceStore):
    """Choices in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def preferences(self, owner_id: int) -> Preferences:
        return self._shelves.preferences.get(owner_id, Preferences())

    @override
    async def save_preferences(self, owner_id: int, preferences: Preferences) -> None:
        self._shelves.preferences[owner_id] = preferences


class FakeStores:
    """One of each, on the same shelves."""

    def __init__(self, shelves: Shelves | None = None) -> None:
        self.shelves = shelves or Shelves()
        self.updates = FakeUpdateLog(self.shelves)
        self.jobs = FakeJobStore(self.shelves)
        self.statuses = FakeStatusStore(self.shelves)
        self.pictures = FakePictureStore(self.shelves)
        self.families = FakeFamilyStore(self.shelves)
        self.boards = FakeBoardStore(self.shelves)
        self.ledger = FakeLedger(self.shelves)
        self.preferences = FakePreferenceStore(self.shelves)
        self.owned = FakeOwnDataStore(self.shelves)
        self.asides = FakeAsideStore(self.shelves)
        self.chats = FakeChatStore(self.shelves)
