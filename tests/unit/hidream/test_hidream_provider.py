"""HiDream's provider against its emulator: pictures, polls and callbacks."""

from collections.abc import Mapping
from typing import Any

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from providers.base import Operation, Recovery
from providers.errors import SubmissionUnknown, TaskLost
from providers.hidream.modules import Module, RemoteTask
from tests.emulators.hidream.emulator import TOKEN
from tests.emulators.server import serve
from tests.unit.hidream.conftest import Stage
from tests.unit.provider_stage import KEY


@pytest.mark.parametrize("scale", [2, 4])
async def test_an_enlargement_is_the_picture_itself(stage: Stage, scale: int) -> None:
    """The file that comes back is as much larger as was asked for."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.upscale(scale=scale))

    (artifact,) = (await stage.until_done(provider, remote_id))[-1].artifacts
    await provider.fetch(artifact, stage.folder / "result")

    with Image.open(stage.folder / "result") as picture:
        assert picture.size == (48 * scale, 32 * scale)


async def test_four_pictures_are_four_files(stage: Stage) -> None:
    """Each is billed, each comes, each is another."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate(count=4))

    seen = await stage.until_done(provider, remote_id)
    for index, artifact in enumerate(seen[-1].artifacts):
        await provider.fetch(artifact, stage.folder / str(index))

    assert stage.emulator.credits[TOKEN] == 1_000_000 - 4
    assert len({(stage.folder / str(i)).read_bytes() for i in range(4)}) == 4
    fractions = [snapshot.progress.fraction or 0 for snapshot in seen]
    assert fractions == sorted(fractions)
    limits = provider.capabilities.operations[Operation.GENERATE]
    assert (limits.bundled, limits.default_count, limits.max_count) == (False, 1, 4)


@pytest.mark.parametrize("count", [1, 4])
async def test_references_arrive_together(stage: Stage, count: int) -> None:
    """One order with several pictures."""
    await stage.order(stage.provider(), stage.edit(count))

    (entry,) = stage.emulator.log.of("submit")
    assert entry.notes["module"] == "img2img"
    assert entry.notes["sources"] == count


@pytest.mark.parametrize("fault", [
    {"name": "trouble", "status": -1, "polls": 3},
    {"name": "trouble", "status": -5, "polls": 3},
    {"name": "empty", "polls": 3},
    {"name": "empty", "polls": 3, "missing": True},
    {"name": "late_id", "polls": 3},
    {"name": "no_address", "polls": 3},
    {"name": "in_percent"},
    {"name": "bare"},
    {"name": "elsewhere", "times": -1},
], ids=lambda fault: fault["name"])  # fmt: skip
async def test_odd_answers_end_well(stage: Stage, fault: Mapping[str, Any]) -> None:
    """Troubles that pass, lists that are empty, other shapes and another path: the picture comes."""
    stage.emulator.faults.fail_next(**fault)
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.upscale())

    (artifact,) = (await stage.until_done(provider, remote_id))[-1].artifacts
    await provider.fetch(artifact, stage.folder / "result")

    assert (stage.folder / "result").stat().st_size > 0


async def test_pictures_that_come_backwards_keep_their_places(stage: Stage) -> None:
    """The last one ready first: nothing is told that would have to move."""
    stage.emulator.faults.fail_next("backwards")
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate(count=3))

    seen = await stage.until_done(provider, remote_id)

    ids = [artifact.artifact_id for artifact in seen[-1].artifacts]
    assert len(ids) == 3
    for snapshot in seen:
        told = [artifact.artifact_id for artifact in snapshot.artifacts]
        assert ids[: len(told)] == told


@pytest.mark.parametrize("operation, path", [
    (Operation.GENERATE, "txt2img"), (Operation.EDIT, "img2img"),
    (Operation.UPSCALE, "image_upscaler"),
])  # fmt: skip
async def test_a_task_is_asked_for_where_it_was_ordered(
    stage: Stage, operation: Operation, path: str
) -> None:
    """The path of the query follows from the remote id, even for a new instance."""
    requests = {
        Operation.GENERATE: stage.generate(),
        Operation.EDIT: stage.edit(),
        Operation.UPSCALE: stage.upscale(),
    }
    remote_id = await stage.order(stage.provider(), requests[operation])

    await stage.provider().poll(remote_id)

    (entry,) = stage.emulator.log.of("poll")
    assert entry.path == f"/api-pub/gw/v3/image/{path}/async/results"


async def test_a_missing_path_is_tried_once_elsewhere(stage: Stage) -> None:
    """One 404 of the module's own path, one query where text to image has its results."""
    stage.emulator.faults.fail_next("elsewhere")
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.upscale())

    await provider.poll(remote_id)

    assert [entry.path.split("/")[5] for entry in stage.emulator.log.of("poll")] == [
        "image_upscaler", "txt2img",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["lost_answer", "dropped"])
async def test_a_lost_answer_is_unknown_and_nothing_looks_it_up(
    stage: Stage, name: str
) -> None:
    """The request left: it may be running and billed, is never sent twice, and has no look-up."""
    stage.emulator.faults.fail_next(name)
    provider = stage.provider()

    with pytest.raises(SubmissionUnknown):
        await stage.order(provider, stage.upscale())

    assert len(stage.emulator.log.of("submit")) == 1
    assert provider.capabilities.recovery is Recovery.NONE


async def test_a_task_without_a_record_is_lost_after_its_grace(stage: Stage) -> None:
    """Half a minute of patience, said by 404 or by a message."""
    provider = stage.provider()
    remote_id = str(RemoteTask(module=Module.UPSCALER, count=1, task_id="gone"))
    assert not (await provider.poll(remote_id)).is_done
    stage.emulator.faults.fail_next("code", call="poll", message="task not exist")
    await stage.clock.advance(29)
    assert not (await provider.poll(remote_id)).is_done

    await stage.clock.advance(1)
    with pytest.raises(TaskLost):
        await provider.poll(remote_id)


class Listener:
    """Takes callbacks; the first ones are answered with an error."""

    def __init__(self, failures: int) -> None:
        self.bodies: list[Any] = []
        self._failures = failures
        self.app = Starlette(routes=[Route("/{key}", self.take, methods=["POST"])])

    async def take(self, request: HttpRequest) -> Response:
        """Remember what came."""
        self.bodies.append((request.path_params["key"], await request.json()))
        return Response(status_code=500 if len(self.bodies) <= self._failures else 200)


@pytest.mark.parametrize("failures, statuses", [
    (0, [200]), (1, [500, 200]), (2, [500, 500, 200]), (9, [500, 500, 500]),
])  # fmt: skip
async def test_the_service_calls_back_when_it_is_done(
    stage: Stage, failures: int, statuses: list[int]
) -> None:
    """The address is made from the key; up to three attempts; the body is the query's answer."""
    listener = Listener(failures)
    async with serve(listener.app) as url:
        provider = stage.provider(callback_url=lambda key: f"{url}/{key}")
        remote_id = await stage.order(provider, stage.upscale())
        log, deliveries = stage.emulator.log, stage.emulator.callbacks.deliveries
        await stage.clock.advance(7.9)
        assert deliveries == []
        for count in range(1, len(statuses) + 1):
            await stage.clock.advance(1)
            await log.wait(
                lambda _: len(deliveries[0].statuses) >= count  # noqa: B023 - used at once
            )

    assert deliveries[0].statuses == statuses
    assert {key for key, _ in listener.bodies} == {KEY}
    body = listener.bodies[0][1]
    assert body["code"] == 0
    assert body["result"]["task_id"] == remote_id.rpartition(":")[2]
    assert body["result"]["sub_task_results"][0]["task_status"] == 1


async def test_a_callback_that_never_comes_changes_nothing(stage: Stage) -> None:
    """The job polls all the same."""
    provider = stage.provider(callback_url=lambda key: f"http://127.0.0.1:9/{key}")
    remote_id = await stage.order(provider, stage.upscale())

    assert (await stage.until_done(provider, remote_id))[-1].artifacts


async def test_the_service_tells_no_balance(stage: Stage) -> None:
    """None, and the capabilities say so."""
    provider = stage.provider()

    assert await provider.balance() is None
    assert not provider.capabilities.has_balance
