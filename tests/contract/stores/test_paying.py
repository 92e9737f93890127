"""Wallets, lines, pictures and receipts."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.domain.quota import QuotaRules, Wallet
from bot.services.values import Receipt
from tests.contract.stores.making import (
    NO_LIMITS,
    NOON,
    accept,
    delivering,
    make_job,
    make_pictures,
    succeeded,
)
from tests.contract.stores.rigs import Stores

GROUP = -100


class TestPictures:
    """Results and receipts."""

    async def test_come_back_by_number(self, stores: Stores) -> None:
        """Pictures are written or replaced, and come in the order of their numbers."""
        (job,) = await accept(stores.jobs, make_job())
        one, two = make_pictures(job, 2)
        await stores.jobs.save(delivering(job), [two, one])
        moved = replace(one, path=Path("spool/one.png"), has_alpha=True)

        await stores.jobs.save(delivering(job), [moved])

        assert await stores.pictures.pictures(job.job_id) == (moved, two)

    async def test_a_send_is_counted_before_it_leaves(self, stores: Stores) -> None:
        """A begun and unconfirmed sending is seen as doubtful."""
        (job,) = await accept(stores.jobs, make_job())

        assert (await stores.pictures.begin(job.job_id, "album")).tries == 1
        assert (await stores.pictures.begin(job.job_id, "album")).tries == 2

        expected = Receipt(job_id=job.job_id, sending="album", tries=2)
        assert await stores.pictures.receipts(job.job_id) == (expected,)

    async def test_an_album_shows_one_picture_a_message(self, stores: Stores) -> None:
        """The messages of an album lead back to their pictures, with the new file ids."""
        (job,) = await accept(stores.jobs, make_job())
        fresh = make_pictures(job, 2)
        await stores.jobs.save(delivering(job), fresh)
        sent = tuple(
            replace(picture, photo_file_id=f"photo{picture.number}")
            for picture in fresh
        )
        await stores.pictures.begin(job.job_id, "album")

        await stores.pictures.confirm(job.job_id, "album", [50, 51], sent)

        assert await stores.pictures.pictures(job.job_id) == sent
        assert await stores.pictures.job_of_message(7, 51) == (job.job_id, 2)
        assert await stores.pictures.job_of_message(8, 51) is None
        (receipt,) = await stores.pictures.receipts(job.job_id)
        assert (receipt.is_done, receipt.tries, receipt.message_ids) == (
            True,
            1,
            (50, 51),
        )

    async def test_a_grid_shows_all_of_them(self, stores: Stores) -> None:
        """One message for several pictures, or for their buttons, leads to all of them."""
        (job,) = await accept(stores.jobs, make_job())

        await stores.pictures.confirm(job.job_id, "status", [60], make_pictures(job, 4))
        await stores.pictures.confirm(job.job_id, "line", [61], ())

        assert await stores.pictures.job_of_message(7, 60) == (job.job_id, 0)
        assert await stores.pictures.job_of_message(7, 61) == (job.job_id, 0)

    async def test_a_copy_is_noted_in_the_jobs_own_chat_alone(
        self, stores: Stores
    ) -> None:
        """Elsewhere its number is somebody's message at home: "delete" must not find it there."""
        (job,) = await accept(stores.jobs, make_job())
        (picture,) = make_pictures(job, 1)
        named = replace(picture, document_file_id="d")
        await stores.jobs.save(delivering(job), [named])
        copy = replace(picture, photo_file_id="p")

        await stores.pictures.note_copy(copy, 7, 50)
        await stores.pictures.note_copy(picture, GROUP, 51)

        (known,) = await stores.pictures.pictures(job.job_id)
        assert (known.photo_file_id, known.document_file_id) == ("p", "d")
        assert await stores.pictures.job_of_message(7, 50) == (job.job_id, 1)
        for chat_id in (7, GROUP):
            assert await stores.pictures.job_of_message(chat_id, 51) is None
        receipts = await stores.pictures.receipts(job.job_id)
        assert [(each.is_done, each.message_ids) for each in receipts] == [
            (True, (50,))
        ]

    async def test_a_copy_of_an_erased_picture_is_not_noted(
        self, stores: Stores
    ) -> None:
        """Its owner said /forgetme while it was on its way."""
        (picture,) = make_pictures(make_job(), 1)

        await stores.pictures.note_copy(picture, 7, 50)

        assert await stores.pictures.pictures(picture.job_id) == ()
        assert await stores.pictures.job_of_message(7, 50) is None


class TestLedger:
    """Wallets and lines."""

    async def test_shows_the_group_only_where_it_is_limited(
        self, stores: Stores
    ) -> None:
        """The user's and the global wallet are always there, a group's with its limit."""
        unlimited = await stores.ledger.allowances(7, GROUP, NO_LIMITS, NOON)
        limited = await stores.ledger.allowances(
            7, GROUP, QuotaRules(group_daily=5), NOON
        )
        private = await stores.ledger.allowances(7, 7, QuotaRules(group_daily=5), NOON)

        assert [one.wallet for one in unlimited] == [Wallet.USER, Wallet.GLOBAL]
        assert [one.left for one in unlimited] == [None, None]
        assert [one.wallet for one in limited] == list(Wallet)
        assert [one.wallet for one in private] == [Wallet.USER, Wallet.GLOBAL]

    async def test_report_tells_limits_and_last_lines(self, stores: Stores) -> None:
        """What is set aside, kept, given back and granted is told, newest first."""
        moments = [NOON + timedelta(minutes=minute) for minute in range(6)]
        rules = QuotaRules(user_daily=30)
        await stores.ledger.grant(7, 4, moments[0])
        (part,) = await accept(stores.jobs, make_job(price=3, created_at=moments[1]))
        (held,) = await accept(stores.jobs, make_job(price=2, created_at=moments[3]))
        await stores.jobs.finish(succeeded(part, charged=2, at=moments[4]))

        report = await stores.ledger.report(7, 7, rules, NOON, entries=10)

        assert [one.wallet for one in report.allowances] == [Wallet.USER]
        assert [(line.kind, line.amount, line.job_id) for line in report.entries] == [
            ("released", 1, part.job_id),
            ("charged", -2, part.job_id),
            ("reserved", -2, held.job_id),
            ("reserved", -1, part.job_id),
            ("granted", 4, None),
        ]
        short = await stores.ledger.report(7, 7, rules, NOON, entries=1)
        assert short.entries == report.entries[:1]

    async def test_grants_add_up_and_do_not_turn(self, stores: Stores) -> None:
        """A bonus stays over midnight; taking back ends at zero."""
        assert await stores.ledger.grant(7, 5, NOON) == 5
        assert await stores.ledger.grant(7, 2, NOON) == 7
        next_week = NOON + timedelta(days=7)
        (user, _) = await stores.ledger.allowances(
            7, 7, QuotaRules(user_daily=1), next_week
        )
        assert user.left == 8
        assert await stores.ledger.grant(7, -100, NOON) == 0
