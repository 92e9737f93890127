"""What the panel says of the bot's database."""

from pathlib import Path

from bot.app import open_stores
from bot.domain.quota import QuotaRules
from bot.playground.page.backstage import Backstage

ANNA, ADMIN = 1001, 1004


async def test_before_the_bot_has_written_there_is_nothing(tmp_path: Path) -> None:
    """A look before the first start is empty and makes no file."""
    path = tmp_path / "imagewright.db"

    seen = await Backstage(path, QuotaRules(), frozenset()).look(ANNA)

    assert seen == {"wallets": [], "ledger": [], "jobs": [], "unlimited": False}
    assert not path.exists()


async def test_admin_has_no_quota(tmp_path: Path) -> None:
    """An ordinary user sees a wallet, the bot's admin none: nothing is taken from them."""
    path = tmp_path / "imagewright.db"
    backstage = Backstage(path, QuotaRules(user_daily=30), frozenset({ADMIN}))
    async with open_stores(path):
        anna, admin = await backstage.look(ANNA), await backstage.look(ADMIN)

    assert anna["wallets"] == [{"wallet": "user", "limit": 30, "used": 0, "left": 30}]
    assert not anna["unlimited"]
    assert (admin["wallets"], admin["unlimited"]) == ([], True)
