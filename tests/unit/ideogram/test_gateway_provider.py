"""The gateway against its strict emulator: the seed's order, every shape of answer, every form of error."""

import json
from typing import Any

import pytest
from PIL import Image

from providers.base import Artifact, Request
from providers.errors import (
    AccountError,
    KeyRefused,
    ModerationRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    RequestRejected,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
    TaskLost,
    UnsupportedRequest,
)
from providers.http import HttpClient
from providers.ideogram_gateway import GatewayProvider, GatewaySettings
from tests.emulators.ideogram_gateway import KEY, Shape
from tests.fakes.clock import FakeClock
from tests.unit.ideogram.conftest import Stage


async def test_an_order_is_the_seeds(stage: Stage) -> None:
    """Path, headers, the two parts and their content are those of the seed, with plain text."""
    request = stage.upscale(
        prompt="A serene tropical beach",
        seed=12345,
        options={"resemblance": 50, "detail": 50, "magic_prompt_option": "auto"},
    )

    await stage.order(stage.relay(), request)

    (entry,) = stage.gateway.log.of("submit")
    assert entry.path == "/ideogram/upscale"
    assert entry.headers["accept"] == "application/json"
    assert entry.headers["authorization"] == f"Bearer {KEY}"
    assert entry.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert list(entry.body) == ["image_request", "image_file"]
    assert json.loads(entry.body["image_request"]) == {
        "resemblance": 50,
        "magic_prompt_option": "AUTO",
        "prompt": "A serene tropical beach",
        "seed": 12345,
        "detail": 50,
    }


async def test_an_order_without_wishes_is_an_empty_object(stage: Stage) -> None:
    """`image_request` is always sent; a factor never is, whether it was wished for or not."""
    provider = stage.relay()

    await stage.order(provider, stage.upscale())
    await stage.order(provider, stage.upscale(scale=2))

    bodies = [entry.body["image_request"] for entry in stage.gateway.log.of("submit")]
    assert bodies == ["{}", "{}"]


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("count", [1, 8])
async def test_every_shape_of_answer_brings_the_pictures(
    stage: Stage, shape: Shape, count: int
) -> None:
    """Tasks in two vocabularies, a late list and a list at once all end in the same files."""
    stage.gateway.shape = shape
    if shape is Shape.LIST:
        stage.gateway.run_seconds = 0
    provider = stage.relay()

    remote_id = await stage.order(provider, stage.upscale(count=count))
    snapshot = (await stage.until_done(stage.relay(), remote_id))[-1]
    for artifact in snapshot.artifacts:
        await provider.fetch(artifact, stage.folder / f"{artifact.artifact_id}.out")

    assert len(snapshot.artifacts) == count
    with Image.open(stage.folder / f"{count - 1}.out") as picture:
        picture.load()
        assert picture.size == (96, 64)


async def test_the_path_of_a_task_is_the_operators(stage: Stage) -> None:
    """The template leads to another query, with the id quoted for a path."""
    provider = stage.relay(task_path="/kling/v1/images/generations/{task_id}")
    remote_id = await stage.order(provider, stage.upscale())

    await stage.until_done(provider, remote_id)

    asked = stage.gateway.log.of("poll")[0]
    assert asked.path == f"/kling/v1/images/generations/{remote_id}"
    assert asked.notes["task_id"] == remote_id


FORMS = [
    ("new_api", 401, "invalid_token", "no", KeyRefused),
    ("new_api", 402, "x", "pay", OutOfCredit),
    ("new_api", 403, "insufficient_user_quota", "no", OutOfCredit),
    ("new_api", 403, "forbidden", "no access", KeyRefused),
    ("new_api", 404, "x", "no such page", AccountError),
    ("new_api", 413, "x", "too large", UnsupportedRequest),
    ("new_api", 429, "x", "slow down", RateLimited),
    ("new_api", 429, "insufficient_quota", "top up", OutOfCredit),
    ("new_api", 400, "x", "flagged by the safety system", ModerationRefused),
    ("new_api", 400, "x", "bad field", RequestRejected),
    ("new_api", 500, "x", "upstream went away", SubmissionUnknown),
    ("new_api", 503, "x", "no available channel", ServiceUnavailable),
    ("task", 500, "quota_not_enough", "no", OutOfCredit),
    ("task", 500, "sensitive_words", "no", ModerationRefused),
    ("task", 500, "fail_to_fetch_task", "no", SubmissionUnknown),
    ("task", 400, "invalid_request", "no", RequestRejected),
    ("ideogram", 422, "", "prompt failed the check", ModerationRefused),
    ("ideogram", 400, "", "bad field", RequestRejected),
    ("kling", 200, "", "account balance not enough", OutOfCredit),
    ("kling", 200, "", "内容审核不通过", ModerationRefused),
    ("kling", 200, "", "something else", TaskFailed),
]


@pytest.mark.parametrize("form, status, code, message, kind", FORMS)
async def test_errors_are_read_in_every_form(
    stage: Stage,
    form: str,
    status: int,
    code: str,
    message: str,
    kind: type[ProviderError],
) -> None:
    """Objects and texts, numbers and words, with HTTP's status or with 200: one tree comes out."""
    stage.gateway.faults.fail_next(
        "refuse", form=form, status=status, code=code, message=message
    )

    with pytest.raises(ProviderError) as refused:
        await stage.order(stage.relay(), stage.upscale())

    assert type(refused.value) is kind
    assert stage.gateway.log.paid_submits == []


@pytest.mark.parametrize(
    "fault",
    [
        {"name": "no_sense"},
        {"name": "http_error", "status": 200},
        {"name": "http_error", "status": 502},
    ],
)
async def test_an_answer_without_sense_may_have_been_billed(
    stage: Stage, fault: dict[str, Any]
) -> None:
    """Neither a task nor pictures nor an error: unknown, never ordered again by itself."""
    stage.gateway.faults.fail_next(**fault)

    with pytest.raises(SubmissionUnknown):
        await stage.order(stage.relay(), stage.upscale())

    assert len(stage.gateway.log.of("submit")) == 1


async def test_a_busy_gateway_says_how_long(stage: Stage) -> None:
    """`Retry-After` is handed on."""
    stage.gateway.faults.fail_next("too_many", seconds=9)

    with pytest.raises(RateLimited) as busy:
        await stage.order(stage.relay(), stage.upscale())

    assert busy.value.retry_after == 9


@pytest.mark.parametrize(
    "message, kind",
    [("out of memory", TaskFailed), ("unsafe: violates the policy", ModerationRefused)],
)
@pytest.mark.parametrize("shape", [Shape.TASK, Shape.COMET])
async def test_a_failed_task_says_why(
    stage: Stage, shape: Shape, message: str, kind: type[ProviderError]
) -> None:
    """The reason decides between the service's fault and the content's."""
    stage.gateway.shape = shape
    stage.gateway.faults.fail_next("task_fails", message=message)
    provider = stage.relay()
    remote_id = await stage.order(provider, stage.upscale())

    with pytest.raises(kind):
        await stage.until_done(provider, remote_id)


async def test_a_fresh_task_may_be_missing_for_a_while(stage: Stage) -> None:
    """An id that appears late is waited for; one that never does is lost."""
    provider = stage.relay()
    stage.gateway.faults.fail_next("late_id", polls=3)
    late = await stage.order(provider, stage.upscale())

    assert (await stage.until_done(provider, late))[-1].artifacts

    with pytest.raises(TaskLost):
        await stage.until_done(provider, "nobody-knows")


@pytest.mark.parametrize(
    "refusal",
    [
        {"status": 500, "message": "busy"},
        {"status": 400, "message": "bad question"},
        {"form": "kling", "message": "try later"},
    ],
)
async def test_a_refused_question_says_nothing_about_the_task(
    stage: Stage, refusal: dict[str, Any]
) -> None:
    """The poll is repeated and the task is delivered."""
    provider = stage.relay()
    remote_id = await stage.order(provider, stage.upscale())
    stage.gateway.faults.fail_next("refuse", call="poll", **refusal)

    with pytest.raises(ServiceUnavailable):
        await provider.poll(remote_id)

    assert (await stage.until_done(provider, remote_id))[-1].artifacts


async def test_a_private_address_is_refused_unless_the_gateway_is_private(
    stage: Stage,
) -> None:
    """A public gateway cannot make the bot ask its own network."""
    http = HttpClient(read_wait=0)
    settings = GatewaySettings(key=KEY, url="https://8.8.8.8")
    provider = GatewayProvider(settings=settings, http=http, clock=FakeClock())

    with pytest.raises(TaskFailed) as refused:
        await provider.fetch(
            Artifact(artifact_id="0", url="https://127.0.0.1/a.png"), stage.folder / "x"
        )

    await http.close()
    assert refused.value.code == "result_refused"


@pytest.mark.parametrize("scale, is_taken", [(None, True), (2, True), (4, False)])
def test_a_wish_for_twice_is_met_and_for_more_is_not(
    stage: Stage, scale: int | None, is_taken: bool
) -> None:
    """The service chooses its own factor, about 2: another one is refused, with what works."""
    request: Request = stage.upscale(scale=scale)
    provider = stage.relay()

    if is_taken:
        provider.check(request)
        return
    with pytest.raises(UnsupportedRequest) as refused:
        provider.check(request)
    assert refused.value.code == "scale_unsupported"
    assert refused.value.args_for_text["allowed"] == "2"
