"""Calls of the emulator made without the provider, good ones to be spoilt by a test."""

from typing import Any

import httpx

from providers.dreamina.models import MODELS, size_of
from providers.dreamina.sign import site_query, submit_headers
from providers.jimeng.client import GENERATE
from providers.jimeng.drafts import generate_draft
from tests.emulators.jimeng.emulator import SESSION
from tests.unit.jimeng.conftest import Stage
from tests.unit.provider_stage import KEY

NOW = 1767225600


def good_body() -> dict[str, Any]:
    """A body that is taken."""
    draft = generate_draft(
        prompt="a cat",
        negative_prompt="",
        model=MODELS[0],
        ratio="1:1",
        size=size_of(MODELS[0], "1:1"),
        seed=2_500_000_001,
        version="3.3.8",
        time_ms=1,
    )
    return draft.body(KEY)


async def call(
    stage: Stage,
    path: str = GENERATE,
    *,
    body: Any = None,
    headers: dict[str, str] | None = None,
    query: dict[str, str | int] | None = None,
    method: str = "POST",
) -> httpx.Response:
    """One call by hand."""
    signed = submit_headers(
        path, cookie=f"sessionid={SESSION}", app_version="5.8.0", device_time=NOW
    )
    async with httpx.AsyncClient() as client:
        return await client.request(
            method,
            stage.settings.api_url + path,
            json=good_body() if body is None else body,
            headers=signed | (headers or {}),
            params=site_query("3.3.8") if query is None else query,
        )
