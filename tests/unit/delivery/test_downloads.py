"""Users' files come from Telegram whole, or not at all."""

from pathlib import Path

import pytest

from bot.delivery.downloads import TelegramFileSource
from bot.domain.errors import Refused, Unreachable
from bot.domain.recipe import PictureRef
from tests.fakes.imaging import picture_bytes
from tests.unit.delivery.rig import ALICE, TOKEN, Rig


async def _sent(rig: Rig, data: bytes) -> PictureRef:
    message = await rig.telegram_bot.send_document(ALICE, data, filename="fox.png")
    assert message.document is not None
    return _ref(message.document.file_id)


def _ref(file_id: str, size: int | None = None) -> PictureRef:
    return PictureRef(file_id=file_id, file_unique_id="u", kind="document", size=size)


async def test_the_bytes_are_those_that_were_sent(rig: Rig) -> None:
    """A file comes down unchanged."""
    data = picture_bytes(300, 200)
    ref = await _sent(rig, data)

    await TelegramFileSource(rig.telegram_bot).download(ref, rig.folder / "in" / "x")

    assert (rig.folder / "in" / "x").read_bytes() == data


async def test_a_file_known_to_be_too_big_is_refused_unasked(rig: Rig) -> None:
    """What Telegram says of the size is enough; no call is made."""
    source = TelegramFileSource(rig.telegram_bot)

    with pytest.raises(Refused) as caught:
        await source.download(_ref("x", size=30_000_000), rig.folder / "x")

    assert caught.value.code == "file_too_big"
    assert rig.methods() == []


async def test_telegrams_own_too_big_is_told_as_such(rig: Rig) -> None:
    """A size that only the server knows leads to the same refusal."""
    ref = await _sent(rig, picture_bytes(300, 200))
    rig.api.switch(download_limit=10)

    with pytest.raises(Refused) as caught:
        await TelegramFileSource(rig.telegram_bot).download(ref, rig.folder / "x")

    assert caught.value.code == "file_too_big"


async def test_an_unknown_file_is_gone(rig: Rig) -> None:
    """A file id that Telegram does not know ends with a clear code."""
    with pytest.raises(Refused) as caught:
        await TelegramFileSource(rig.telegram_bot).download(
            _ref("nonsense"), rig.folder / "x"
        )

    assert caught.value.code == "file_gone"


@pytest.mark.parametrize("fault", ["502", "dropped_before", "429"])
async def test_trouble_on_the_line_may_be_tried_again(rig: Rig, fault: str) -> None:
    """Nothing is left behind, and no error text holds the token."""
    ref = await _sent(rig, picture_bytes())
    rig.api.faults.fail_next("getFile", fault)  # type: ignore[arg-type] # a FaultKind by parametrisation

    with pytest.raises(Unreachable) as caught:
        await TelegramFileSource(rig.telegram_bot).download(ref, rig.folder / "x")

    assert TOKEN not in str(caught.value)
    assert list(rig.folder.iterdir()) == []


async def test_in_local_mode_the_servers_path_is_copied(
    rig: Rig, tmp_path: Path
) -> None:
    """A local server names a file on this machine: it is copied, whatever its size."""
    data = picture_bytes()
    ref = await _sent(rig, data)
    rig.api.switch(local_mode=True)
    rig.telegram_bot._local_mode = True

    source = TelegramFileSource(rig.telegram_bot, max_download=2_000_000_000)
    await source.download(ref, tmp_path / "copy")

    assert (tmp_path / "copy").read_bytes() == data
