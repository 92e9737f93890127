"""What Ideogram's own API and the gateways that mirror it share: the upscale order, the list of pictures."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from providers.base import (
    Artifact,
    Limits,
    Operation,
    Progress,
    Range,
    Request,
    Snapshot,
)
from providers.errors import ModerationRefused, UnsupportedRequest
from providers.http import expiry_of

MAX_SEED = 2**31 - 1  # contracts 3.2
MAX_COUNT = 8
MAX_BYTES = (
    10_000_000  # the older of two documents; the newer says 25 MB (section 6, 35)
)
MAGIC_PROMPT = Range(words=("AUTO", "ON", "OFF"))

UPSCALE_LIMITS = Limits(
    own_scale=2,  # there is no factor; the contracts' example doubles each side (3.6)
    max_sources=1,
    max_count=MAX_COUNT,
    prompt_required=False,
    takes_seed=True,
    options={
        "resemblance": Range(minimum=1, maximum=100),
        "detail": Range(minimum=1, maximum=100),
        "magic_prompt_option": MAGIC_PROMPT,
    },
    max_source_bytes=MAX_BYTES,
)


def check_fields(request: Request, limits: Limits) -> None:
    """Refuse what the general check does not know: a seed over 31 bits, a heavy upscale.

    Raises:
        UnsupportedRequest: `seed_unsupported`, `picture_too_heavy`.
    """
    if request.seed is not None and not 0 <= request.seed <= MAX_SEED:
        raise UnsupportedRequest(
            code="seed_unsupported", args_for_text={"allowed": f"0-{MAX_SEED}"}
        )
    if request.operation is not Operation.UPSCALE:
        return  # other pictures are made to fit before they are sent
    if any(source.size > limits.max_source_bytes for source in request.sources):
        allowed = limits.max_source_bytes // 1_000_000
        raise UnsupportedRequest(
            code="picture_too_heavy", args_for_text={"allowed": allowed}
        )


def upscale_request(request: Request) -> str:
    """The JSON text of `image_request` (contracts 3.2, 3.6); what is not wished is not named."""
    fields: dict[str, Any] = {
        "prompt": request.prompt or None,
        "resemblance": request.options.get("resemblance"),
        "detail": request.options.get("detail"),
        "magic_prompt_option": word_of(request, "magic_prompt_option"),
        "num_images": request.count,
        "seed": request.seed,
    }
    named = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(named, ensure_ascii=False)


def word_of(request: Request, option: str) -> str | None:
    """An option whose values are words, as the service spells them."""
    value = request.options.get(option)
    return None if value is None else str(value).upper()


def read_pictures(listed: Sequence[Any], *, wanted: int | None) -> Snapshot:
    """The pictures of a list (contracts 3.6), all at once.

    Args:
        listed: `data` of the answer.
        wanted: how many were ordered.

    Raises:
        ModerationRefused: every picture was withheld as unsafe.
    """
    artifacts = tuple(
        _artifact(str(number), address)
        for number, item in enumerate(listed)
        if (address := _address(item)) is not None
    )
    is_censored = any(_is_unsafe(item) for item in listed)
    if is_censored and not artifacts:
        raise ModerationRefused("every picture was withheld as unsafe")
    expected = max(len(listed), wanted or 0)
    missing = "some_refused" if is_censored else "partial_result"
    return Snapshot(
        is_done=True,
        progress=Progress(fraction=1.0),
        artifacts=artifacts,
        expected=expected,
        notices=(missing,) if 0 < len(artifacts) < expected else (),
    )


def _artifact(name: str, url: str) -> Artifact:
    end = expiry_of(url, "exp")  # contracts 3.6
    return Artifact(artifact_id=name, url=url, expires_at=end)


def _address(item: object) -> str | None:
    url = item.get("url") if isinstance(item, Mapping) else item
    is_address = isinstance(url, str) and bool(url)
    return str(url) if is_address and not _is_unsafe(item) else None


def _is_unsafe(item: object) -> bool:
    return isinstance(item, Mapping) and item.get("is_image_safe") is False
