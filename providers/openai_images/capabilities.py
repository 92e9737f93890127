"""What an OpenAI-compatible service can do, as data: it depends on the model."""

from collections.abc import Mapping
from dataclasses import replace

from providers.base import (
    Capabilities,
    Limits,
    Operation,
    Pace,
    Recovery,
)
from providers.openai_images.families import KNOWN_MODELS, Family, family_of

# Orders are answered whole; polls only read what the id carries, and a download that fails waits.
PACE = Pace(intervals=((0.0, 3.0),), deadline=300.0, hard_deadline=600.0)

# The service counts pictures a minute, not orders at once, and says 429 when it is enough. Eight
# bound our own memory: each answer may hold tens of megabytes of base64.
CONCURRENCY = 8
MAX_SOURCE_BYTES = 10_000_000  # 50 MB are taken, but sixteen of those are no order


def describe(model: str) -> Capabilities:
    """The capabilities of an account whose usual model is this one."""
    return Capabilities(
        operations=limits_of(model, usual=model),
        recovery=Recovery.NONE,
        pace=PACE,
        concurrency=CONCURRENCY,
    )


def limits_of(model: str, *, usual: str) -> Mapping[Operation, Limits]:
    """What a model takes; `usual` leads the list of models that can be named."""
    family = family_of(model)
    names = tuple(dict.fromkeys((usual, *KNOWN_MODELS)))
    generate = _limits(family, names)
    if not family.max_sources:
        return {Operation.GENERATE: generate}
    edit = replace(
        generate,
        models=tuple(name for name in names if family_of(name).max_sources),
        max_sources=family.max_sources,
        max_source_bytes=MAX_SOURCE_BYTES,
        options={**family.options, **family.edit_options},
    )
    return {Operation.GENERATE: generate, Operation.EDIT: edit}


def _limits(family: Family, models: tuple[str, ...]) -> Limits:
    return Limits(
        models=models,
        aspect_ratios=tuple(family.sizes),
        max_count=family.max_count,
        max_prompt=family.max_prompt,
        options=family.options,
    )
