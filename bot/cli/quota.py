"""`imagewright quota`: a user's credits, and more of them."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.app import Stores
from bot.cli.opening import with_stores
from bot.services.values import QuotaReport
from bot.settings import Settings

quota = typer.Typer(help="Credits of users.", no_args_is_help=True)
ENTRIES = 20


@quota.command("show")
def show_quota(
    user: Annotated[int, typer.Argument(help="Telegram id of the user.")],
) -> None:
    """Show what a user has left today, and the last entries."""

    async def read(stores: Stores, settings: Settings) -> QuotaReport:
        now = datetime.now(UTC)
        return await stores.ledger.report(
            user, user, settings.quota_rules, now, entries=ENTRIES
        )

    report = with_stores(read)
    wallets = Table("wallet", "used today", "limit", "bonus", "left", "turns at")
    for each in report.allowances:
        wallets.add_row(
            each.wallet,
            str(each.used),
            "none" if each.limit is None else str(each.limit),
            str(each.bonus),
            "no limit" if each.left is None else str(each.left),
            f"{each.turns_at:%Y-%m-%d %H:%M %Z}",
        )
    entries = Table("at", "what", "credits", "job")
    for entry in report.entries:
        entries.add_row(
            f"{entry.at:%Y-%m-%d %H:%M}",
            entry.kind,
            str(entry.amount),
            entry.job_id or "",
        )
    Console().print(wallets, entries)


@quota.command("grant")
def grant_quota(
    user: Annotated[int, typer.Argument(help="Telegram id of the user.")],
    amount: Annotated[
        int, typer.Argument(help="Credits to add.", min=1, max=1_000_000)
    ],
) -> None:
    """Give a user credits that do not turn with the day."""

    async def write(stores: Stores, _: Settings) -> int:
        return await stores.ledger.grant(user, amount, datetime.now(UTC))

    bonus = with_stores(write)
    Console().print(f"user {user} has {bonus} bonus credits")
