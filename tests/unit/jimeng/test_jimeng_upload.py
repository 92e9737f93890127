"""The four calls of an upload: one token for many pictures, and every step may fail."""

import pytest

from providers.base import Operation, Request
from providers.errors import KeyRefused, ServiceUnavailable, TransientError
from tests.unit.jimeng.conftest import Stage


def edit(stage: Stage, count: int = 1) -> Request:
    """An edit with so many pictures."""
    sources = tuple(stage.source(f"s{i}", (40 + i, 30)) for i in range(count))
    return Request(operation=Operation.EDIT, prompt="x", sources=sources)


def calls(stage: Stage) -> dict[str, int]:
    """How often each step was seen."""
    return stage.emulator.log.counts()


async def test_an_upload_is_four_calls(stage: Stage) -> None:
    """Token, apply, put, commit; the bytes lie at the service under the uri."""
    request = edit(stage)

    prepared = await stage.provider().prepare(request)

    (uri,) = prepared.uploads
    assert stage.emulator.imagex.files[uri] == request.sources[0].path.read_bytes()
    assert [entry.call for entry in stage.emulator.log.entries] == [
        "token", "apply", "put", "commit",
    ]  # fmt: skip


async def test_a_token_serves_until_it_is_old(stage: Stage) -> None:
    """Ten pictures at once share one token; after 1500 seconds there is a new one."""
    provider = stage.provider()

    await provider.prepare(edit(stage, 10))
    await stage.clock.advance(1499)
    await provider.prepare(edit(stage))
    assert calls(stage)["token"] == 1
    await stage.clock.advance(1)
    await provider.prepare(edit(stage))

    assert calls(stage)["token"] == 2
    assert calls(stage)["commit"] == 12


async def test_ten_pictures_keep_their_order(stage: Stage) -> None:
    """Uploaded side by side, named in the user's order."""
    request = edit(stage, 10)

    prepared = await stage.provider().prepare(request)

    files = stage.emulator.imagex.files
    assert [files[uri] for uri in prepared.uploads] == [
        source.path.read_bytes() for source in request.sources
    ]


@pytest.mark.parametrize("call", ["token", "apply", "put"])
@pytest.mark.parametrize("name", ["dropped", "lost_answer"])
async def test_a_lost_step_is_tried_again(stage: Stage, call: str, name: str) -> None:
    """Steps that can be repeated are, within one upload."""
    stage.emulator.faults.fail_next(name, call=call)

    prepared = await stage.provider().prepare(edit(stage))

    assert len(prepared.uploads) == 1
    assert calls(stage)[call] == 2


@pytest.mark.parametrize("name", ["dropped", "lost_answer"])
async def test_a_lost_commit_means_a_new_upload(stage: Stage, name: str) -> None:
    """A session is committed once: its lost answer is transient and the next try starts anew."""
    stage.emulator.faults.fail_next(name, call="commit")
    provider = stage.provider()
    with pytest.raises(TransientError):
        await provider.prepare(edit(stage))

    prepared = await provider.prepare(edit(stage))

    assert prepared.uploads[0] in stage.emulator.imagex.files


@pytest.mark.parametrize("call", ["apply", "put", "commit"])
@pytest.mark.parametrize("status", [200, 400, 403, 500])
async def test_a_failed_step_is_transient(stage: Stage, call: str, status: int) -> None:
    """Pages and refusals of the upload service cost nothing and are tried again later."""
    stage.emulator.faults.fail_next("http_error", call=call, status=status)
    provider = stage.provider()

    with pytest.raises(TransientError):
        await provider.prepare(edit(stage))

    assert (await provider.prepare(edit(stage))).uploads


async def test_a_revoked_token_is_replaced(stage: Stage) -> None:
    """A key that the upload service does not know any more is thrown away."""
    provider = stage.provider()
    await provider.prepare(edit(stage))
    stage.emulator.imagex.tokens.clear()

    with pytest.raises(ServiceUnavailable) as refused:
        await provider.prepare(edit(stage))
    await provider.prepare(edit(stage))

    assert "InvalidAccessKey" in refused.value.detail
    assert calls(stage)["token"] == 2


async def test_no_temporary_key_is_told(stage: Stage) -> None:
    """The error of a refused step shows neither secret nor session token."""
    provider = stage.provider()
    stage.emulator.faults.fail_next("http_error", call="apply", status=403)

    with pytest.raises(TransientError) as refused:
        await provider.prepare(edit(stage))

    (token,) = stage.emulator.imagex.tokens.values()
    assert token.secret not in refused.value.detail
    assert token.session not in refused.value.detail


async def test_one_bad_picture_of_ten_fails_the_order(stage: Stage) -> None:
    """The first error comes out as it is, not wrapped in a group."""
    stage.emulator.faults.fail_next("ret", call="token", code="1015")

    with pytest.raises(KeyRefused):
        await stage.provider().prepare(edit(stage, 10))


async def test_a_missing_file_is_no_providers_error(stage: Stage) -> None:
    """A hole in the spool is ours and comes out as what it is."""
    request = edit(stage)
    request.sources[0].path.unlink()

    with pytest.raises(FileNotFoundError):
        await stage.provider().prepare(request)
