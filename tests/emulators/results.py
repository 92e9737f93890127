"""Pictures that emulators make, and the host that serves them under addresses that end.

| name | call | more | what happens |
|---|---|---|---|
| expired_links | submit | | the first addresses of the next task are stale |
| huge_result | download | | a picture over any cap, by its header |
| broken_result | download | | a page instead of a picture |
"""

import hashlib
import io
import itertools
from collections.abc import Mapping
from functools import lru_cache

from PIL import Image, UnidentifiedImageError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.emulators.doors import Doors
from tests.emulators.log import Entry

FAULTS: Mapping[str, str] = {
    "expired_links": "submit",
    "huge_result": "download",
    "broken_result": "download",
}
TINY = 64  # pixels of the longer side, for tests and load


@lru_cache(maxsize=256)
def draw(width: int, height: int, variant: int, form: str = "PNG") -> bytes:
    """A picture of exactly this size; each variant has a colour of its own."""
    tones = Image.linear_gradient("L").resize((width, height))
    hue = Image.new("L", (width, height), 40 * variant % 256)
    full = Image.new("L", (width, height), 200)
    return _file(Image.merge("HSV", (hue, full, tones)).convert("RGB"), form)


@lru_cache(maxsize=32)
def enlarge(source: bytes, factor: int, form: str = "PNG") -> bytes:
    """The picture again, larger."""
    with Image.open(io.BytesIO(source)) as picture:
        size = (picture.width * factor, picture.height * factor)
        return _file(picture.convert("RGB").resize(size), form)


def size_of(data: bytes) -> tuple[str, int, int] | None:
    """Format and size of a picture that really decodes."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            return str(picture.format), picture.width, picture.height
    except (UnidentifiedImageError, OSError):
        return None


def shrink(width: int, height: int) -> tuple[int, int]:
    """The tiny size of the same ratio."""
    factor = TINY / max(width, height)
    return max(1, round(width * factor)), max(1, round(height * factor))


def huge() -> bytes:
    """A PNG that claims to be 60000x60000 pixels."""
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (60_000).to_bytes(4) * 2
    return head + b"\x08\x02\x00\x00\x00" + b"\x00" * 400 + b"IEND\xaeB`\x82"


def _file(picture: Image.Image, form: str) -> bytes:
    file = io.BytesIO()
    picture.save(file, form)
    return file.getvalue()


class ResultHost:
    """Serves pictures while their address is good: `/results/<name>.png?exp=<second>&sig=<hash>`."""

    def __init__(self, doors: Doors, link_life: float) -> None:
        self._doors = doors
        self._link_life = link_life
        self._names = itertools.count(1)
        self._pictures: dict[str, bytes] = {}

    @property
    def route(self) -> Route:
        """The door."""
        return self._doors.route(
            "GET", "/results/{name}.png", "download", self._download
        )

    def put(self, picture: bytes) -> str:
        """Keep a picture; its name."""
        name = f"{next(self._names)}"
        self._pictures[name] = picture
        return name

    def address(self, root: str, name: str, *, is_stale: bool = False) -> str:
        """Where a picture can be fetched from now on, or could be a moment ago."""
        end = int(self._doors.now() + (-1 if is_stale else self._link_life))
        return f"{root}/results/{name}.png?exp={end}&sig={_sign(name, end)}"

    async def _download(self, request: Request, _body: bytes, entry: Entry) -> Response:
        name, query = request.path_params["name"], request.query_params
        entry.notes = {"name": name}
        end = query.get("exp", "")
        if not end.isdecimal() or int(end) < self._doors.now():
            return Response("expired", status_code=403)
        if query.get("sig") != _sign(name, int(end)):
            return Response("wrong signature", status_code=403)
        if self._doors.faults.take("huge_result", "download") is not None:
            return Response(huge(), media_type="image/png")
        if self._doors.faults.take("broken_result", "download") is not None:
            return HTMLResponse("<html>not a picture</html>")
        if name not in self._pictures:
            return Response("no such picture", status_code=404)
        return Response(self._pictures[name], media_type="image/png")


def _sign(name: str, end: int) -> str:
    return hashlib.sha256(f"emulator {name} {end}".encode()).hexdigest()[:16]
