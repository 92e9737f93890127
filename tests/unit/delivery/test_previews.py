"""Files that are made for a call and gone after it."""

from pathlib import Path

from bot.delivery.previews import Previews
from bot.services.spool import Spool
from bot.services.values import Picture
from tests.fakes.imaging import FakePictureTools, picture_bytes
from tests.fakes.stores import FakeStores


async def test_the_end_of_a_job_takes_no_preview_from_a_press(tmp_path: Path) -> None:
    """The result shows its buttons a moment before its job ends, which sweeps the job's folder."""
    spool = Spool(tmp_path)
    path = spool.result("job1", 1, "image/webp")
    path.parent.mkdir()
    path.write_bytes(picture_bytes(kind="WEBP"))
    picture = Picture(
        job_id="job1",
        number=1,
        path=path,
        media_type="image/webp",
        width=64,
        height=48,
        size=path.stat().st_size,
    )
    previews = Previews(FakePictureTools(), FakeStores().pictures, spool.fleeting)

    async with previews.photos([picture]) as (photo,):
        await spool.keep_results("job1")
        assert photo.is_file()

    assert not photo.exists()
    assert path.is_file()
