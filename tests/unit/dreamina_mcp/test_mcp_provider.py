"""Ordered inside, uploaded and polled outside, with one cookie."""

from typing import Any

import pytest

from providers.base import Operation
from providers.dreamina_mcp import DreaminaMcpSettings
from providers.errors import (
    KeyRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    RequestRejected,
    ServiceUnavailable,
    SubmissionUnknown,
)
from tests.emulators.dreamina_mcp.orders import Shape
from tests.emulators.jimeng.emulator import SESSION
from tests.unit.dreamina_mcp.conftest import COOKIE, Stage
from tests.unit.provider_stage import KEY


async def test_pictures_from_text_equal_the_seed(stage: Stage) -> None:
    """Field for field the body of seed 004, and the two headers of its curl call."""
    await stage.order(stage.provider(), stage.generate())

    (entry,) = stage.emulator.site.log.of("generate")
    assert entry.path == "/dreamina/mcp/v1/image_generate"
    assert entry.query == {}
    assert entry.headers["cookie"] == COOKIE
    assert entry.headers["content-type"] == "application/json"
    assert entry.body == {
        "generate_type": "text2imageV2",
        "agent_scene": "creation_agent_v40",
        "prompt": "a cat",
        "ratio": "1:1",
        "model_key": "high_aes_general_v40",
        "subject_id": "default",
        "submit_id": KEY,
    }


async def test_an_edit_equals_the_seed(stage: Stage) -> None:
    """Field for field the body of seed 003, with the uris of the upload flow in order."""
    provider, request = stage.provider(), stage.edit(3, aspect_ratio="2:3")
    prepared = await provider.prepare(request)
    await provider.submit(prepared, KEY)

    (entry,) = stage.emulator.site.log.of("generate")
    assert entry.body == {
        "generate_type": "seedEdit40",
        "agent_scene": "creation_agent_v40",
        "prompt": "x",
        "ratio": "2:3",
        "resource_uri_list": list(prepared.uploads),
        "submit_id": KEY,
    }
    files = stage.emulator.site.imagex.files
    assert [files[uri] for uri in prepared.uploads] == [
        source.path.read_bytes() for source in request.sources
    ]


@pytest.mark.parametrize("name, key", [
    ("4.5", "high_aes_general_v40l"), ("jimeng-image-3.0", "high_aes_general_v30l:general_v3.0_18b"),
])  # fmt: skip
async def test_a_model_is_sent_by_its_key(stage: Stage, name: str, key: str) -> None:
    """The names of the seeds' tables, long and short."""
    await stage.order(stage.provider(), stage.generate(model=name))

    (entry,) = stage.emulator.site.log.of("generate")
    assert entry.body["model_key"] == key


async def test_an_edit_follows_its_picture(stage: Stage) -> None:
    """Without a ratio of the user's, the nearest to the first picture's own."""
    await stage.order(stage.provider(), stage.edit())

    (entry,) = stage.emulator.site.log.of("generate")
    assert entry.body["ratio"] == "4:3"


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("operation", [Operation.GENERATE, Operation.EDIT])
async def test_every_answer_leads_to_the_pictures(
    stage: Stage, shape: Shape, operation: Operation
) -> None:
    """Whichever name of the task comes back, or none: the poll finds it and all pictures arrive."""
    stage.emulator.shape = shape
    is_generate = operation is Operation.GENERATE
    request = stage.generate() if is_generate else stage.edit()
    remote_id = await stage.order(stage.provider(), request)

    provider = stage.provider()
    last = (await stage.until_done(provider, remote_id))[-1]
    for index, artifact in enumerate(last.artifacts):
        await provider.fetch(artifact, stage.folder / str(index))

    assert len(last.artifacts) == (4 if is_generate else 1)
    asked = "submit_ids" if shape in {Shape.SUBMIT_ID, Shape.NOTHING} else "history_ids"
    polls = stage.emulator.site.log.of("poll")
    assert {tuple(entry.body) for entry in polls} == {(asked, "http_common_info")}
    assert {entry.headers["cookie"] for entry in polls} == {COOKIE}


async def test_uploads_carry_the_same_cookie(stage: Stage) -> None:
    """The token for the upload is asked for by the same account."""
    await stage.provider().prepare(stage.edit())

    (entry,) = stage.emulator.site.log.of("token")
    assert entry.headers["cookie"] == COOKIE


@pytest.mark.parametrize("shape", [Shape.ENVELOPE, Shape.NOTHING])
async def test_a_lost_answer_is_looked_up(stage: Stage, shape: Shape) -> None:
    """The uuid that was sent finds the task at the public site; nothing is sent twice."""
    stage.emulator.shape = shape
    stage.emulator.site.faults.fail_next("lost_answer")
    with pytest.raises(SubmissionUnknown):
        await stage.order(stage.provider(), stage.generate())

    provider = stage.provider()
    remote_id = await provider.find(KEY)

    assert remote_id is not None
    assert len((await stage.until_done(provider, remote_id))[-1].artifacts) == 4
    assert len(stage.emulator.site.log.of("generate")) == 1


async def test_what_was_never_taken_is_not_found(stage: Stage) -> None:
    """None, so that the job may be ordered again."""
    assert await stage.provider().find(KEY) is None


@pytest.mark.parametrize("fault, kind", [
    ({"name": "ret", "code": "1015"}, KeyRefused),
    ({"name": "ret", "code": "1006"}, OutOfCredit),
    ({"name": "ret", "code": "1000"}, RequestRejected),
    ({"name": "too_many"}, RateLimited),
    ({"name": "http_error", "status": 302}, KeyRefused),
    ({"name": "http_error", "status": 403}, KeyRefused),
    ({"name": "http_error", "status": 503}, ServiceUnavailable),
    ({"name": "http_error", "status": 502}, SubmissionUnknown),
    ({"name": "http_error", "status": 200}, SubmissionUnknown),
    ({"name": "dropped"}, SubmissionUnknown),
])  # fmt: skip
async def test_a_refused_submit(
    stage: Stage, fault: dict[str, Any], kind: type[ProviderError]
) -> None:
    """What certainly was not taken is told from what may have been; nothing is paid."""
    stage.emulator.site.faults.fail_next(**fault)

    with pytest.raises(ProviderError) as raised:
        await stage.order(stage.provider(), stage.generate())

    assert type(raised.value) is kind
    assert stage.emulator.site.log.paid_submits == []


async def test_the_cookie_is_never_told(stage: Stage) -> None:
    """Neither whole nor in its parts, in no error and in no representation."""
    message = f"who is {SESSION}? {COOKIE}"
    stage.emulator.site.faults.fail_next("ret", code="1000", message=message)

    with pytest.raises(ProviderError) as raised:
        await stage.order(stage.provider(), stage.generate())

    assert SESSION not in raised.value.detail
    assert SESSION not in repr(stage.settings)
    assert SESSION not in repr(stage.settings.account)


async def test_a_number_in_the_cookie_cuts_no_hole_into_answers(stage: Stage) -> None:
    """The cookie of this stage names an id that a task has as well: the task is found all the same."""
    remote_id = await stage.order(stage.provider(), stage.generate())

    assert remote_id == "30000000000001"
    assert remote_id in COOKIE
    assert (await stage.until_done(stage.provider(), remote_id))[-1].artifacts


async def test_there_is_no_balance(stage: Stage) -> None:
    """None, and the capabilities say so."""
    provider = stage.provider()

    assert await provider.balance() is None
    assert not provider.capabilities.has_balance


def test_the_default_host_is_the_seeds() -> None:
    """The address of both curl calls."""
    settings = DreaminaMcpSettings(cookie="x")

    assert settings.url == "https://dreamina-agent-operation.bytedance.net"
