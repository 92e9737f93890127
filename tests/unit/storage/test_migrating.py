"""Tables are brought up to date step by step, once, and never back."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.domain.look import Gathering
from bot.services.asides import Aside
from bot.services.values import Preferences, Receipt
from bot.storage.asides import SqliteAsideStore
from bot.storage.boards import SqliteBoardStore
from bot.storage.database import open_database
from bot.storage.errors import DatabaseTooNew
from bot.storage.migrating import Migration, known_migrations, migrate
from bot.storage.pictures import SqlitePictureStore
from bot.storage.preferences import SqlitePreferenceStore
from bot.storage.times import to_time

ONE = Migration(number=1, name="0001_one", script="CREATE TABLE one (a);\n")
TWO = Migration(
    number=2,
    name="0002_two",
    script="""
-- A trigger has semicolons inside.
CREATE TABLE two (a);
CREATE TRIGGER copy AFTER INSERT ON one
BEGIN
    INSERT INTO two VALUES (new.a);
    INSERT INTO two VALUES (new.a);
END;
""",
)
STATUS = "INSERT INTO statuses (status_id, chat_id) VALUES ('s1', 7)"
JOB = """
INSERT INTO jobs (
    job_id, status_id, user_id, chat_id, language, operation, recipe, sources, gathering, state,
    tried, progress, notices, cancel_requested, failure_args, reserved, charged, resumes, created_at
) VALUES (
    'job1', 's1', 7, 7, 'en', 'edit', '{}', '[]', 'album', 'delivering',
    '[]', '{}', '[]', 0, '{}', 1, 0, 0, 0
)
"""
HELD = """
INSERT INTO reservations
(job_id, wallet, owner_id, day, from_day, from_bonus, created_at, operation)
VALUES ('job1', 'group', -100, '2026-05-20', 3, 0, 0, 'edit')
"""
PICTURE = """
INSERT INTO pictures (job_id, number, media_type, width, height, size)
VALUES ('job1', 1, 'image/png', 64, 48, 1000)
"""
CHOICES = (
    "INSERT INTO preferences (owner_id, language, gathering) VALUES (7, 'ru', 'grid')"
)
SENT = "INSERT INTO receipts VALUES ('job1', 'album', 0, 2, '[8, 9]')"
STANDING = "INSERT INTO notices VALUES (-100, 5, 1000000)"
BROKEN = Migration(
    number=2,
    name="0002_broken",
    script="CREATE TABLE two (a);\nCREATE TABLE one (b);\n",
)


@pytest.fixture
def plain(tmp_path: Path) -> sqlite3.Connection:
    """A plain connection to an empty file."""
    return sqlite3.connect(tmp_path / "plain.db", isolation_level=None)


def tables(plain: sqlite3.Connection) -> set[str]:
    """Names of the tables there are."""
    rows = plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows}


def test_numbers_count_without_gaps() -> None:
    """The shipped steps are numbered 1, 2, ... and named after what they do."""
    known = known_migrations()

    assert [step.number for step in known] == list(range(1, len(known) + 1))
    assert all(step.name.startswith(f"{step.number:04}_") for step in known)


def test_only_what_lacks_is_applied(plain: sqlite3.Connection) -> None:
    """A file at version 1 gets step 2 alone, and a second run does nothing."""
    migrate(plain, [ONE])
    plain.execute("INSERT INTO one VALUES (1)")

    migrate(plain, [ONE, TWO])
    migrate(plain, [ONE, TWO])

    plain.execute("INSERT INTO one VALUES (2)")
    assert plain.execute("SELECT a FROM two").fetchall() == [(2,), (2,)]
    names = plain.execute("SELECT name FROM migrations ORDER BY number").fetchall()
    assert names == [("0001_one",), ("0002_two",)]
    plain.close()


def test_a_broken_step_leaves_nothing(plain: sqlite3.Connection) -> None:
    """A step that fails half way is undone as a whole; those before it stay."""
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(plain, [ONE, BROKEN])

    assert tables(plain) == {"migrations", "one"}
    assert not plain.in_transaction
    migrate(plain, [ONE, TWO])
    assert "two" in tables(plain)
    plain.close()


async def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    """An older program does not touch a file whose tables it does not know."""
    path = tmp_path / "imagewright.db"
    async with await open_database(path) as database:
        step = (len(known_migrations()) + 1, "9999_from_tomorrow")
        await database.write(
            lambda plain: (
                plain.execute(
                    "INSERT INTO migrations (number, name) VALUES (?, ?)", step
                ).rowcount
            )
        )

    with pytest.raises(DatabaseTooNew, match="start the newer program"):
        await open_database(path)


async def test_two_programs_may_start_at_once(tmp_path: Path) -> None:
    """The bot and the operator's command create the file together without a clash."""
    path = tmp_path / "imagewright.db"

    databases = await asyncio.gather(*(open_database(path) for _ in range(4)))

    for database in databases:
        rows = await database.read(
            lambda plain: plain.execute("SELECT number FROM migrations").fetchall()
        )
        assert len(rows) == len(known_migrations())
        await database.close()


async def test_a_file_of_the_first_release_is_brought_up(tmp_path: Path) -> None:
    """Pictures from before transparency was noted are opaque, and jobs are shown as they were."""
    path = tmp_path / "imagewright.db"
    old = sqlite3.connect(path, isolation_level=None)
    migrate(old, known_migrations()[:1])
    for statement in (STATUS, JOB, PICTURE, CHOICES):
        old.execute(statement)
    old.close()

    async with await open_database(path) as database:
        (picture,) = await SqlitePictureStore(database).pictures("job1")
        looks = await database.read(
            lambda plain: [
                tuple(row)
                for row in plain.execute(
                    "SELECT gathering, form, has_spoiler FROM jobs"
                )
            ]
        )
        chosen = await SqlitePreferenceStore(database).preferences(7)

    assert (picture.size, picture.has_alpha) == (1000, False)
    assert looks == [("album", "preview", 0)]
    assert chosen == Preferences(language="ru", gathering=Gathering.GRID)


async def test_jobs_under_way_give_back_to_their_members_shares(tmp_path: Path) -> None:
    """What a group's job holds since before there were shares is counted as its member's."""
    path = tmp_path / "imagewright.db"
    old = sqlite3.connect(path, isolation_level=None)
    migrate(old, known_migrations()[:1])
    for statement in (STATUS, JOB, HELD):
        old.execute(statement)
    old.close()

    async with await open_database(path) as database:
        shares = await database.read(
            lambda plain: [tuple(row) for row in plain.execute("SELECT * FROM shares")]
        )

    assert shares == [(-100, 7, "2026-05-20", 3)]


async def test_orders_of_the_first_release_can_get_a_board(tmp_path: Path) -> None:
    """The tables of the boards are there, empty, and know what is under way since before."""
    path = tmp_path / "imagewright.db"
    old = sqlite3.connect(path, isolation_level=None)
    migrate(old, known_migrations()[:1])
    old.execute(STATUS)
    old.execute(JOB)
    old.close()

    async with await open_database(path) as database:
        boards = SqliteBoardStore(database)
        (status,) = await boards.under_way(7, None)
        kept = [*await boards.boards(), *await boards.reactions()]

    assert (status.status_id, status.message_id, kept) == ("s1", None, [])


async def test_what_was_sent_before_the_words_changed_is_still_known(
    tmp_path: Path,
) -> None:
    """A receipt keeps its name and tries: a delivery that goes on sends no album twice.

    It goes with its job as before, and what stands in a group is still swept.
    """
    path = tmp_path / "imagewright.db"
    old = sqlite3.connect(path, isolation_level=None)
    migrate(old, known_migrations()[:6])
    for statement in (STATUS, JOB, SENT, STANDING):
        old.execute(statement)
    old.close()

    async with await open_database(path) as database:
        pictures = SqlitePictureStore(database)
        receipts = await pictures.receipts("job1")
        begun = await pictures.begin("job1", "album")
        asides = await SqliteAsideStore(database).asides()
        erased, faults = await database.write(
            lambda plain: (
                plain.execute("DELETE FROM jobs").rowcount,
                plain.execute("PRAGMA foreign_key_check").fetchall(),
            )
        )
        left = await pictures.receipts("job1")

    known = Receipt(job_id="job1", sending="album", tries=2, message_ids=(8, 9))
    assert receipts == (known,)
    assert begun.tries == 3
    assert asides == (Aside(chat_id=-100, message_id=5, due_at=to_time(1_000_000)),)
    assert (erased, faults, left) == (1, [], ())
