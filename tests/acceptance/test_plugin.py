"""The provider of `docs/write-a-provider.md`, installed as it stands on the page."""

import asyncio
import re
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.acceptance.visitor import serving, visitor
from tests.acceptance.world import World, open_world
from tests.emulators.server import serve
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-plugin"),
]
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "write-a-provider.md"
FILE = re.compile(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KEY = "acme-key-0123456789"
PICTURE = as_bytes(scene(80, 60), "PNG")
BROKEN = {
    "broken_import": "import nothing_of_this_name\n",
    "broken_factory": "def build(outfit):\n    raise RuntimeError('no good')\n",
    "jimeng": "def build(outfit):\n    raise AssertionError('never asked')\n",
    "no_provider": "def build(outfit):\n    return 'a word'\n",
}


class Acme:
    """The service of the page: it keeps orders by their keys and draws for two polls."""

    def __init__(self) -> None:
        self.orders: dict[str, str] = {}
        self.polls = 0
        self.url = ""
        self.app = Starlette(
            routes=[
                Route("/orders", self.order, methods=["POST"]),
                Route("/orders", self.find, methods=["GET"]),
                Route("/orders/{order_id}", self.show),
                Route("/account", self.account),
                Route("/pictures/{order_id}", self.picture),
            ]
        )

    async def order(self, request: Request) -> Response:
        """Take an order; the same key is the same order."""
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return JSONResponse({}, 401)
        body: dict[str, Any] = await request.json()
        if "forbidden" in body["words"]:
            return JSONResponse({"reason": "rules"}, 422)
        order_id = self.orders.setdefault(body["key"], f"a{len(self.orders) + 1}")
        return JSONResponse({"id": order_id}, 201)

    async def find(self, request: Request) -> Response:
        """An order by its key."""
        order_id = self.orders.get(request.query_params["key"])
        return JSONResponse({"id": order_id}) if order_id else JSONResponse({}, 404)

    async def show(self, request: Request) -> Response:
        """Drawing, then done."""
        self.polls += 1
        if self.polls % 2:
            return JSONResponse({"state": "drawing", "percent": 50})
        address = f"{self.url}/pictures/{request.path_params['order_id']}"
        return JSONResponse({"state": "done", "address": address})

    async def account(self, request: Request) -> Response:
        """What is left."""
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return JSONResponse({}, 401)
        return JSONResponse({"left": 12})

    async def picture(self, _: Request) -> Response:
        """The picture."""
        return Response(PICTURE, media_type="image/png")


def install_from_page(folder: Path) -> Path:
    """Build the wheel of the page's files, and unpack it as an installer would."""
    source, site = folder / "source", folder / "site"
    source.mkdir()
    files = dict(FILE.findall(PAGE.read_text("utf-8")))
    assert set(files) == {"pyproject.toml", "imagewright_acme.py"}
    for name, text in files.items():
        (source / name).write_text(text, "utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = (source / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:  # a pure wheel: its files lie as they shall
        opened.extractall(site)
    return site


def install_broken(site: Path) -> None:
    """Four distributions that cannot be used, each in its own way."""
    for name, text in BROKEN.items():
        module = f"plugin_{name}"
        (site / f"{module}.py").write_text(text)
        info = site / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n"
        )
        (info / "entry_points.txt").write_text(
            f"[imagewright.providers]\n{name} = {module}:build\n"
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def acme() -> AsyncIterator[Acme]:
    """The service, up."""
    service = Acme()
    async with serve(service.app) as url:
        service.url = url
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(
    acme: Acme, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """A world in which the page's provider and four broken ones are installed."""
    folder = tmp_path_factory.mktemp("plugin")
    site = await asyncio.to_thread(install_from_page, folder)
    install_broken(site)
    async with open_world(folder) as opened:
        opened.settings |= {
            "PYTHONPATH": str(site),
            "ACME_KEY": KEY,
            "ACME_URL": acme.url,
        }
        yield opened


async def test_the_page_s_provider_draws_without_telegram(
    world: World, acme: Acme
) -> None:
    """`gen --provider acme`: one order, one file, exactly what the service sent."""
    before = len(acme.orders)
    code, out, err = await world.run("gen", "a red fox", "--provider", "acme")

    assert (code, out.split(), err) == (0, ["a-red-fox.png"], "")
    assert (world.folder / "a-red-fox.png").read_bytes() == PICTURE
    assert len(acme.orders) == before + 1


async def test_its_errors_are_told_as_ours(world: World, acme: Acme) -> None:
    """A refusal of the words, and a wrong key that is not repeated: one line each, exit 1."""
    before = len(acme.orders)
    refused, _, rules = await world.run("gen", "forbidden", "--provider", "acme")
    world.settings["ACME_KEY"] = "acme-key-that-is-wrong"
    denied, _, wrong = await world.run("gen", "a fox", "--provider", "acme")
    world.settings["ACME_KEY"] = KEY

    assert (refused, denied) == (1, 1)
    assert rules.startswith("acme: The service's content rules refuse this")
    assert wrong.startswith("acme: The service does not accept the bot's key")
    assert len((rules + wrong).splitlines()) == 2
    assert "acme-key-that-is-wrong" not in wrong
    assert len(acme.orders) == before


async def test_the_doctor_looks_at_plug_ins_too(world: World) -> None:
    """Its key and its balance; a line for each plug-in that is broken, without its key."""
    _, out, err = await world.run("doctor")
    lines = out.splitlines()

    (found,) = [line for line in lines if " acme:" in line]
    assert found.startswith("✓")
    assert "12 pictures" in found
    for name in BROKEN:
        assert [line for line in lines if line.startswith(f"✗ plug-in {name}:")], out
    assert KEY not in out + err


async def test_the_bot_serves_it_beside_broken_ones(world: World, acme: Acme) -> None:
    """A named plug-in draws in the chat; each broken one is a line in the log, and no more."""
    before = len(acme.orders)
    lists = {"GENERATE_PROVIDERS": "broken_factory,acme,jimeng"}
    async with serving(world, **lists):
        alice = visitor(world)
        ending = await alice.ending(await alice.say("/gen a red fox"))
        picture = await alice.picture(ending)

        assert picture.size == (80, 60)
        assert "acme" in ending["text"]
        assert len(acme.orders) == before + 1
        assert world.jimeng.log.paid_submits == []
        broken = [line for line in world.log.splitlines() if '"plugin.broken"' in line]
        assert len(broken) == len(BROKEN)
        assert "Traceback" not in world.log
        assert KEY not in world.log
