"""What the doctor makes of what it finds."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram import WebhookInfo
from typing_extensions import override

from bot.cli.doctor.finding import Finding, Mark, wrong
from bot.cli.doctor.machine import look_at_machine
from bot.cli.doctor.services import _Visit
from bot.cli.doctor.telegram import _webhook
from bot.cli.words import PlainWords
from bot.settings import Settings
from bot.storage.connection import connect
from bot.storage.database import open_database
from bot.storage.migrating import known_migrations
from providers.base import Balance, ImageProvider
from providers.errors import KeyRefused, OutOfCredit, ServiceUnavailable
from tests.fakes.clock import FakeClock
from tests.fakes.provider import FakeProvider

NOW = datetime.now(UTC)
HOOK = "https://bot.example.org/secret-path"


class Account(FakeProvider):
    """A provider whose balance is scripted."""

    def __init__(self, answer: Balance | Exception | None) -> None:
        super().__init__("acme")
        self.answer = answer

    @override
    async def balance(self) -> Balance | None:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    "answer, mark, told",
    [
        (Balance(amount=12, unit="credits"), Mark.WELL, "12 credits left"),
        (Balance(amount=0, unit="credits"), Mark.WRONG, "top up the account"),
        (OutOfCredit(), Mark.WRONG, "top up the account"),
        (KeyRefused("HTTP 401"), Mark.WRONG, "renew the key in ACME_..."),
        (ServiceUnavailable("HTTP 503"), Mark.WRONG, "cannot be reached (HTTP 503)"),
        (ZeroDivisionError("a\nb"), Mark.WRONG, "ZeroDivisionError: a b"),
        (None, Mark.WELL, "the key works"),
    ],
    ids=str,
)
async def test_an_account_is_judged(
    answer: Balance | Exception | None, mark: Mark, told: str
) -> None:
    """Each state of an account has its mark and its advice, in one line."""
    visit = _Visit(Settings(), FakeClock(), PlainWords())

    finding = await visit.look(Account(answer))

    assert finding.mark is mark
    assert told in finding.line
    assert "\n" not in finding.line


class Silent(Account):
    """A provider that asks nobody."""

    balance = ImageProvider.balance


async def test_a_key_that_nobody_checked_is_not_called_good() -> None:
    """Where the service has no free call that knows the key, the first order shows it."""
    finding = await _Visit(Settings(), FakeClock(), PlainWords()).look(Silent(None))

    assert finding.mark is Mark.NOTE
    assert "the first order shows whether the key works" in finding.line


def webhook(url: str = "", *, failed: datetime | None = None) -> WebhookInfo:
    """What getWebhookInfo answers."""
    return WebhookInfo(
        url=url,
        has_custom_certificate=False,
        pending_update_count=3,
        last_error_date=failed,
        last_error_message="Connection refused" if failed else None,
    )


@pytest.mark.parametrize(
    "ours, theirs, mark",
    [
        (None, webhook(), Mark.WELL),
        (None, webhook(HOOK), Mark.NOTE),
        (HOOK, webhook(HOOK), Mark.WELL),
        (HOOK, webhook(), Mark.NOTE),
        (HOOK, webhook("https://other.example.org/secret-path"), Mark.NOTE),
        (HOOK, webhook(HOOK, failed=NOW), Mark.WRONG),
        (HOOK, webhook(HOOK, failed=NOW - timedelta(days=2)), Mark.WELL),
    ],
)
def test_settings_and_telegram_are_compared(
    ours: str | None, theirs: WebhookInfo, mark: Mark
) -> None:
    """They agree or not; the path, which may be a secret, is never shown."""
    finding = _webhook(Settings(telegram_webhook_url=ours), theirs)

    assert finding.mark is mark
    assert "secret-path" not in finding.line


async def marks(folder: Path) -> dict[str, Mark]:
    """How the machine looks with this data folder."""
    found = await look_at_machine(Settings(data_dir=folder))
    return {finding.subject: finding.mark for finding in found}


async def test_a_new_machine_is_left_untouched(tmp_path: Path) -> None:
    """Nothing is made where nothing is: that is for the first start."""
    folder = tmp_path / "data"
    found = await marks(folder)

    assert found["database"] is Mark.WELL
    assert not await asyncio.to_thread(folder.exists)


async def test_the_database_is_written_to_and_stays_as_it_was(tmp_path: Path) -> None:
    """Beside a bot that has it open; no trace of the doctor's table is left."""
    path = tmp_path / "imagewright.db"
    async with await open_database(path):
        found = await marks(tmp_path)
        plain = await connect(path, read_only=True)
        names = await plain.run(
            lambda one: [
                row[0] for row in one.execute("SELECT name FROM sqlite_master")
            ]
        )
        await plain.close()

    assert found["database"] is Mark.WELL
    assert "jobs" in names
    assert "doctor" not in names


@pytest.mark.parametrize("change, mark", [(1, Mark.WRONG), (-1, Mark.NOTE)])
async def test_the_version_of_the_database_is_told(
    tmp_path: Path, change: int, mark: Mark
) -> None:
    """A newer file stops the bot; an older one is only worth knowing."""
    path = tmp_path / "imagewright.db"
    async with await open_database(path) as database:
        newest = len(known_migrations()) + change
        await database.write(
            lambda one: one.execute(
                "DELETE FROM migrations WHERE number >= ?", [newest]
            )
        )
        await database.write(
            lambda one: one.execute(
                "INSERT INTO migrations VALUES (?, 'x', '')", [newest]
            )
        )

    assert (await marks(tmp_path))["database"] is mark


async def test_a_file_that_is_no_database_is_a_fault(tmp_path: Path) -> None:
    """SQLite's words and what to do."""
    (tmp_path / "imagewright.db").write_text("no database at all " * 50)

    assert (await marks(tmp_path))["database"] is Mark.WRONG


def test_a_finding_is_one_line() -> None:
    """Whatever a service has said."""
    finding: Finding = wrong("acme", "a page\n<html>\n", "look at it")

    assert finding.line == "✗ acme: a page <html> ; look at it"
