"""The emulator's tasks go the service's way, and its switches work from outside."""

import copy
import json

import httpx
import pytest

from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION
from tests.emulators.server import serve
from tests.unit.jimeng.by_hand import call
from tests.unit.jimeng.conftest import Stage


async def finished_url(stage: Stage) -> str:
    """The address of a finished picture."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())
    url = (await stage.until_done(provider, remote_id))[-1].artifacts[0].url
    assert url is not None
    return url


async def test_a_result_address_is_good_for_a_while(stage: Stage) -> None:
    """Served as WebP, refused when altered and after its hour."""
    url = await finished_url(stage)
    altered = url.replace("x-expires=1", "x-expires=2")

    async with httpx.AsyncClient() as client:
        good = await client.get(url)
        assert (good.status_code, good.content[8:12]) == (200, b"WEBP")
        assert (await client.get(altered)).status_code == 403
        await stage.clock.advance(21 * 86400)
        assert (await client.get(url)).status_code == 403


async def test_life_can_go_by_polls(stage: Stage) -> None:
    """Without any clock each poll is a step: 20, 42, 45 with a growing list, 50."""
    stage.emulator.by_polls = True
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())

    while not (await provider.poll(remote_id)).is_done:
        continue

    statuses = [entry.notes[remote_id] for entry in stage.emulator.log.of("poll")]
    assert list(dict.fromkeys(statuses)) == [20, 42, 45, 50]


async def test_pictures_have_the_size_that_was_asked_for(stage: Stage) -> None:
    """Unless told to be tiny, the pictures are as large as the service's."""
    stage.emulator.tiny = False
    provider = stage.provider()
    request = stage.generate(model="1.4", aspect_ratio="21:9")
    remote_id = await stage.order(provider, request)
    last = (await stage.until_done(provider, remote_id))[-1]

    facts = await stage.http.bind(home=stage.settings.api_url).download(
        str(last.artifacts[0].url),
        stage.folder / "result",
        allowed_hosts=(),
        max_bytes=10_000_000,
        max_pixels=10_000_000,
    )

    assert (facts.media_type, facts.width, facts.height) == ("image/webp", 2016, 846)


async def test_the_switches_work_over_http(stage: Stage) -> None:
    """A test of the bot as a subprocess sets failures and reads the log from outside."""
    root = f"{stage.settings.api_url}/__emulator__"
    async with httpx.AsyncClient() as client:
        fault = {"name": "ret", "code": "1010", "times": -1}
        await client.post(f"{root}/fail", json=fault)
        assert (await call(stage)).json()["ret"] == "1010"
        await client.delete(f"{root}/fail")
        assert (await call(stage)).json()["ret"] == "0"
        log = (await client.get(f"{root}/log")).json()
        state = (await client.get(f"{root}/state")).json()
        await client.post(f"{root}/forget")

    assert log["counts"] == {"generate": 2, "paid_submits": 1}
    assert [entry["ret"] for entry in log["entries"]] == ["1010", "0"]
    assert SESSION not in json.dumps(log)
    assert list(state["tasks"].values()) == [20]
    assert stage.emulator.tasks == {}


def test_a_misspelt_failure_is_an_error() -> None:
    """A switch that does not exist cannot be set by mistake."""
    with pytest.raises(ValueError, match="lost_anser"):
        JimengEmulator().faults.fail_next("lost_anser")


async def test_a_server_leaves_its_port(stage: Stage) -> None:
    """After its block the address refuses connections, also those that were open."""
    async with serve(copy.copy(stage.emulator).app) as url:
        client = httpx.AsyncClient()
        assert (await client.get(f"{url}/__emulator__/state")).status_code == 200

    with pytest.raises(httpx.TransportError):
        await client.get(f"{url}/__emulator__/state")
    await client.aclose()
