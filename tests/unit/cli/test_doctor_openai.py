"""The check of an OpenAI-compatible key costs nothing."""

from pathlib import Path

import pytest

from providers.errors import KeyRefused
from providers.http import HttpClient
from providers.http.wire import Question, Reply
from providers.openai_images import OpenaiProvider, OpenaiSettings
from tests.fakes.clock import FakeClock
from tests.fakes.wire import FakeWire, reply


def provider(status: int, folder: Path, seen: list[str]) -> OpenaiProvider:
    """A provider whose service answers everything with this status."""

    def answer(question: Question) -> Reply:
        seen.append(f"{question.method} {question.url}")
        return reply(status)

    return OpenaiProvider(
        settings=OpenaiSettings(api_key="sk-1", base_url="http://127.0.0.1/v1"),
        http=HttpClient(wire=FakeWire(answer), read_wait=0),
        clock=FakeClock(),
        scratch=folder,
    )


@pytest.mark.parametrize("status", [200, 404])
async def test_a_key_that_is_taken_has_no_balance(status: int, tmp_path: Path) -> None:
    """The list of models is read, and a relay without one is not at fault."""
    seen: list[str] = []

    assert await provider(status, tmp_path, seen).balance() is None
    assert seen == ["GET http://127.0.0.1/v1/models"]


async def test_a_key_that_is_refused_is_found(tmp_path: Path) -> None:
    """Before the first user meets it."""
    with pytest.raises(KeyRefused):
        await provider(401, tmp_path, []).balance()
