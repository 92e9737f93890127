"""What HiDream's provider makes of refusals, and what it refuses by itself."""

from dataclasses import replace
from typing import Any

import pytest

from providers.base import Artifact, Operation, Request
from providers.errors import (
    KeyRefused,
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
from tests.emulators.hidream.emulator import TOKEN
from tests.unit.hidream.conftest import Stage


@pytest.mark.parametrize("fault, kind", [
    ({"name": "http_error", "status": 500}, SubmissionUnknown),
    ({"name": "http_error", "status": 502}, SubmissionUnknown),
    ({"name": "http_error", "status": 503}, ServiceUnavailable),
    ({"name": "http_error", "status": 200}, SubmissionUnknown),
    ({"name": "http_error", "status": 403}, KeyRefused),
    ({"name": "code", "status": 500, "message": "internal"}, ServiceUnavailable),
    ({"name": "code", "message": "bad ratio"}, RequestRejected),
    ({"name": "code", "message": "余额不足"}, OutOfCredit),
    ({"name": "code", "status": 403, "message": "quite so"}, KeyRefused),
    ({"name": "code", "code": 2031}, UnsupportedRequest),
])  # fmt: skip
async def test_a_refused_submit(
    stage: Stage, fault: dict[str, Any], kind: type[ProviderError]
) -> None:
    """What certainly was not taken is told from what may have been."""
    stage.emulator.faults.fail_next(**fault)

    with pytest.raises(ProviderError) as raised:
        await stage.order(stage.provider(), stage.upscale())

    assert type(raised.value) is kind
    assert stage.emulator.log.paid_submits == []


async def test_a_rate_limit_carries_its_wait(stage: Stage) -> None:
    """`Retry-After` reaches the job."""
    stage.emulator.faults.fail_next("too_many")

    with pytest.raises(RateLimited) as raised:
        await stage.order(stage.provider(), stage.upscale())

    assert raised.value.retry_after == 7


@pytest.mark.parametrize("fault, kind", [
    ({"name": "code", "message": "insufficient balance"}, ServiceUnavailable),
    ({"name": "code", "message": "invalid parameter"}, ServiceUnavailable),
    ({"name": "code", "message": "illegal"}, ServiceUnavailable),
    ({"name": "code", "message": "rate limit"}, RateLimited),
    ({"name": "code", "message": "invalid token"}, KeyRefused),
    ({"name": "http_error", "status": 502}, ServiceUnavailable),
    ({"name": "http_error", "status": 200}, ServiceUnavailable),
])  # fmt: skip
async def test_a_refused_query_says_nothing_about_the_task(
    stage: Stage, fault: dict[str, Any], kind: type[ProviderError]
) -> None:
    """Only the key stops the polling; all else is asked again."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.upscale())
    stage.emulator.faults.fail_next(**fault, call="poll")

    with pytest.raises(ProviderError) as raised:
        await provider.poll(remote_id)

    assert type(raised.value) is kind
    assert (await stage.until_done(provider, remote_id))[-1].artifacts


@pytest.mark.parametrize(
    "remote_id", ["0", "", "txt2img:x:1", "swim:1:1", "txt2img:1:"]
)
async def test_a_foreign_id_names_no_task(stage: Stage, remote_id: str) -> None:
    """Nothing is asked for what cannot be ours."""
    with pytest.raises(TaskLost):
        await stage.provider().poll(remote_id)

    assert stage.emulator.log.entries == []


@pytest.mark.parametrize("scale, side", [(2, 4096), (4, 2048), (None, 4096)])
async def test_large_pictures_are_refused_before_they_are_sent(
    stage: Stage, scale: int | None, side: int
) -> None:
    """The longest side that a factor takes is the last; the answer names what would work."""
    provider, source = stage.provider(), stage.source()

    def ask(width: int) -> Request:
        picture = replace(source, width=width, height=1000)
        return Request(operation=Operation.UPSCALE, scale=scale, sources=(picture,))

    provider.check(ask(side))
    with pytest.raises(UnsupportedRequest) as refused:
        provider.check(ask(side + 1))

    assert refused.value.code == "picture_too_large_for_scale"
    assert refused.value.args_for_text == {
        "scale": scale or 2,
        "allowed": round(side * 1000 / 1e6, 1),
    }


async def test_heavy_files_are_refused_before_they_are_sent(stage: Stage) -> None:
    """Ten megabytes is the last size that an enlargement takes."""
    heavy = replace(stage.source(), size=10_000_001)

    with pytest.raises(UnsupportedRequest) as refused:
        stage.provider().check(Request(operation=Operation.UPSCALE, sources=(heavy,)))

    assert refused.value.code == "file_too_heavy"
    assert refused.value.args_for_text == {"allowed": 10}


@pytest.mark.parametrize("url", [
    "http://169.254.1.1/p.png", "https://example.com/p.png", "file:///etc/passwd",
])  # fmt: skip
async def test_pictures_come_from_expected_hosts_only(stage: Stage, url: str) -> None:
    """An address elsewhere is refused unasked."""
    with pytest.raises(TaskFailed) as refused:
        await stage.provider().fetch(
            Artifact(artifact_id="a", url=url), stage.folder / "result"
        )

    assert refused.value.code == "result_refused"


async def test_the_key_is_never_told(stage: Stage) -> None:
    """An error text that echoes the token does not carry it on."""
    stage.emulator.faults.fail_next("code", message=f"bad thing {TOKEN} here")

    with pytest.raises(ProviderError) as raised:
        await stage.order(stage.provider(), stage.upscale())

    assert TOKEN not in raised.value.detail
    assert TOKEN not in repr(stage.settings)
