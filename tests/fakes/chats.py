"""Groups that become supergroups, in memory."""

from dataclasses import replace

from typing_extensions import override

from bot.domain.quota import Wallet
from bot.services.ports import ChatStore
from tests.fakes.shelves import Reserved, Shelves


class FakeChatStore(ChatStore):
    """Groups on the shelves."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def move(self, old_id: int, new_id: int) -> None:
        if old_id == new_id:
            return
        shelves = self._shelves
        shelves.moves[old_id] = new_id
        for wallet, owner, day in list(shelves.used):
            if (wallet, owner) == (Wallet.GROUP, old_id):
                used = shelves.used.pop((wallet, owner, day))
                key = (wallet, new_id, day)
                shelves.used[key] = shelves.used.get(key, 0) + used
        for chat, day, user in list(shelves.shares):
            if chat == old_id:
                used = shelves.shares.pop((chat, day, user))
                share = (new_id, day, user)
                shelves.shares[share] = shelves.shares.get(share, 0) + used
        for job_id, parts in shelves.reserved.items():
            shelves.reserved[job_id] = tuple(
                _moved(one, old_id, new_id) for one in parts
            )
        chosen = shelves.preferences.pop(old_id, None)
        if chosen is not None:
            shelves.preferences.setdefault(new_id, chosen)

    @override
    async def successor(self, chat_id: int) -> int:
        return self._shelves.home(chat_id)


def _moved(part: Reserved, old_id: int, new_id: int) -> Reserved:
    is_meant = (part.wallet, part.owner_id) == (Wallet.GROUP, old_id)
    return replace(part, owner_id=new_id) if is_meant else part
