"""What the OpenAI-compatible provider makes of refusals and of answers without sense."""

from typing import Any

import pytest

from providers.base import Artifact
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
    UnsupportedRequest,
)
from tests.unit.openai_images.conftest import Stage


async def test_what_is_no_picture_never_reaches_the_spool(stage: Stage) -> None:
    """Base64 of something else is refused at the fetch, and leaves nothing behind."""
    stage.emulator.faults.fail_next("garbage")
    provider = stage.provider()
    snapshot = await stage.order(provider, stage.generate())
    spool = stage.folder / "spool"
    spool.mkdir()

    with pytest.raises(TaskFailed) as broken:
        await provider.fetch(snapshot.artifacts[0], spool / "result")

    assert broken.value.code == "result_broken"
    assert list(spool.iterdir()) == []


async def test_an_answer_without_pictures_is_no_reason_to_order_again(
    stage: Stage,
) -> None:
    """The order was taken and brought nothing: a result without pictures, not an error."""
    stage.emulator.faults.fail_next("fewer", count=1)

    snapshot = await stage.order(stage.provider(), stage.generate())

    assert snapshot.is_done
    assert snapshot.artifacts == ()


REFUSALS = [
    (400, "invalid_value", "no such size", RequestRejected),
    (400, "moderation_blocked", "rejected", ModerationRefused),
    (400, "content_policy_violation", "rejected", ModerationRefused),
    (400, None, "Your request was rejected by our safety system", ModerationRefused),
    (400, "billing_hard_limit_reached", "limit", OutOfCredit),
    (429, "insufficient_quota", "quota", OutOfCredit),
    (429, "project_spend_limit_exceeded", "quota", OutOfCredit),
    (403, "insufficient_user_quota", "top up", OutOfCredit),
    (429, "rate_limit_exceeded", "slow down", RateLimited),
    (401, "invalid_api_key", "no", KeyRefused),
    (403, None, "organization must be verified", KeyRefused),
    (404, "model_not_found", "no such model", UnsupportedRequest),
    (404, None, "no such path", AccountError),
    (409, None, "conflict", ServiceUnavailable),
    (413, None, "too large", UnsupportedRequest),
    (422, None, "unprocessable", RequestRejected),
    (500, "server_error", "oops", ServiceUnavailable),
    (503, "no_channel", "overloaded", ServiceUnavailable),
]


@pytest.mark.parametrize("status, code, message, kind", REFUSALS)
async def test_refusals_are_told_apart(
    stage: Stage, status: int, code: str | None, message: str, kind: type[ProviderError]
) -> None:
    """Status and code decide between content, money, pace, key and the order itself."""
    stage.emulator.faults.fail_next("refuse", status=status, code=code, message=message)

    with pytest.raises(ProviderError) as refused:
        await stage.order(stage.provider(), stage.generate())

    assert type(refused.value) is kind
    assert stage.emulator.log.paid_submits == []


@pytest.mark.parametrize(
    "headers, pause",
    [({"Retry-After": "7"}, 7), ({"retry-after-ms": "1500"}, 1.5), ({}, None)],
)
async def test_the_services_pause_is_kept(
    stage: Stage, headers: dict[str, str], pause: float | None
) -> None:
    """Both headers are read."""
    stage.emulator.faults.fail_next("refuse", status=429, headers=headers)

    with pytest.raises(RateLimited) as busy:
        await stage.order(stage.provider(), stage.generate())

    assert busy.value.retry_after == pause


@pytest.mark.parametrize(
    "fault, kind",
    [
        ({"name": "http_error", "status": 502}, SubmissionUnknown),
        ({"name": "http_error", "status": 200}, SubmissionUnknown),
        (
            {"name": "http_error", "status": 200, "body": {"ok": True}},
            SubmissionUnknown,
        ),
        ({"name": "error_in_200", "code": "moderation_blocked"}, ModerationRefused),
        ({"name": "error_in_200", "code": "insufficient_user_quota"}, OutOfCredit),
    ],
)
async def test_an_answer_without_sense_may_have_been_billed(
    stage: Stage, fault: dict[str, Any], kind: type[ProviderError]
) -> None:
    """A relay's page is unknown; a relay's refusal with 200 is a refusal."""
    stage.emulator.faults.fail_next(**fault)

    with pytest.raises(kind):
        await stage.order(stage.provider(), stage.generate())


async def test_a_private_address_is_refused_unless_the_service_is_private(
    stage: Stage,
) -> None:
    """A public relay cannot make the bot ask its own network."""
    provider = stage.provider(base_url="https://8.8.8.8/v1")
    artifact = Artifact(artifact_id="0", url="https://127.0.0.1/a.png")

    with pytest.raises(TaskFailed) as refused:
        await provider.fetch(artifact, stage.folder / "x")

    assert refused.value.code == "result_refused"
