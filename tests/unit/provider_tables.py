"""The tables of `docs/providers.md`, made of what the providers say of themselves.

`python -m tests.unit.provider_tables` writes them anew.
"""

import asyncio
import inspect
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.domain.quota import price
from providers.base import (
    Capabilities,
    ImageProvider,
    Limits,
    Operation,
    Pace,
    Range,
    Recovery,
)
from providers.clock import SystemClock
from providers.http import HttpClient
from providers.registry import FACTORIES, Outfit

PAGE = Path(__file__).parents[2] / "docs" / "providers.md"
KEYS = {  # any words will do: nothing is asked
    "JIMENG_SESSION_ID": "x",
    "HIDREAM_TOKEN": "x",
    "IDEOGRAM_API_KEY": "x",
    "IDEOGRAM_GATEWAY_KEY": "x",
    "IDEOGRAM_GATEWAY_URL": "https://gateway.example",
    "OPENAI_API_KEY": "x",
    "DREAMINA_MCP_COOKIE": "x",
}
MANY = 8  # values of one option beyond which only their number is told
LOSSES = {
    Recovery.LOOKUP: "looked up",
    Recovery.REPEAT: "ordered again, free",
    Recovery.NONE: "fails openly, refunded",
}


async def all_providers() -> Mapping[str, ImageProvider]:
    """Every provider of the registry, with settings that bring it to life."""
    http = HttpClient()
    with tempfile.TemporaryDirectory() as folder:
        outfit = Outfit(
            settings=KEYS,
            named=tuple(FACTORIES),
            http=http,
            clock=SystemClock(),
            scratch=Path(folder),
            callback_url=lambda name, key: f"https://bot.example/{name}/{key}",
        )
        built = {name: factory(outfit) for name, factory in FACTORIES.items()}
        for provider in built.values():
            if provider is not None:
                await provider.close()
    await http.close()
    return {name: each for name, each in built.items() if each is not None}


def checks_key(provider: ImageProvider) -> bool:
    """Is there a free call by which the doctor finds a wrong key?"""
    return type(provider).balance is not ImageProvider.balance


def takes_callbacks(provider: ImageProvider) -> bool:
    """Can its service ring when a task has ended?"""
    return "callback_url" in inspect.signature(type(provider)).parameters


def orders_table(providers: Mapping[str, ImageProvider]) -> str:
    """What each provider takes, a row for each operation."""
    head = "provider, does, models, shapes, pictures, factors, references, also takes"
    head += ", source up to, credits"
    return _table(
        head.split(", "),
        (
            [f"`{name}`", str(operation), *_order_cells(operation, limits)]
            for name, each in providers.items()
            for operation, limits in each.capabilities.operations.items()
        ),
    )


def services_table(providers: Mapping[str, ImageProvider]) -> str:
    """How each service is dealt with."""
    head = "provider, after a lost answer, balance, key checked, cancel, callback"
    head += ", asked every, gives up after, at once"
    return _table(
        head.split(", "),
        ([f"`{name}`", *_service_cells(each)] for name, each in providers.items()),
    )


def with_tables(text: str, providers: Mapping[str, ImageProvider]) -> str:
    """The page with its tables made anew."""
    tables = {
        "orders": orders_table(providers),
        "services": services_table(providers),
    }
    for name, table in tables.items():
        start, end = f"<!-- {name} -->\n", "<!-- end -->"
        before, _, after = text.partition(start)
        text = before + start + table + end + after.partition(end)[2]
    return text


def _order_cells(operation: Operation, limits: Limits) -> Iterator[str]:
    factors = ", ".join(f"{scale}x" for scale in limits.scales)
    if limits.own_scale is not None:
        factors = f"about {limits.own_scale}x"
    side, size = limits.max_source_side, limits.max_source_bytes // 1_000_000
    yield ", ".join(limits.models) or "-"
    yield ", ".join(limits.aspect_ratios) or "-"
    yield _pictures(limits)
    yield factors or "-"
    yield str(limits.max_sources or "-")
    yield ", ".join(_extras(limits)) or "-"
    yield f"{size} MB, {side} px" if limits.max_sources else "-"
    yield _price(operation, limits)


def _pictures(limits: Limits) -> str:
    most, usual = limits.max_count, limits.default_count
    if most == 1:
        return "1"
    return f"1-{most}" if usual == 1 else f"1-{most}, {usual} by itself"


def _extras(limits: Limits) -> Iterator[str]:
    if limits.takes_seed:
        yield "`--seed`"
    if limits.takes_negative_prompt:
        yield "`--no`"
    for name, values in limits.options.items():
        yield f"`--{name}` {_values(values)}"


def _values(values: Range) -> str:
    return f"{len(values.words)} words" if len(values.words) > MANY else str(values)


def _price(operation: Operation, limits: Limits) -> str:
    def costs(pictures: int, scale: int | None = None) -> int:
        return price(operation, scale=scale, pictures=pictures, bundled=limits.bundled)

    if limits.bundled:
        return f"{costs(limits.max_count)} for all"
    each = f"{costs(1)} each" if limits.max_count > 1 else f"{costs(1)}"
    dear = [scale for scale in limits.scales if costs(1, scale) > costs(1)]
    return ", ".join([each, *(f"{costs(1, scale)} at {scale}x" for scale in dear)])


def _service_cells(provider: ImageProvider) -> Iterator[str]:
    can: Capabilities = provider.capabilities
    yield LOSSES[can.recovery]
    yield _yes(can.has_balance)
    yield "needs none" if can.is_free else _yes(checks_key(provider))
    yield _yes(can.can_cancel)
    yield _yes(takes_callbacks(provider))
    yield _intervals(can.pace)
    yield f"{can.pace.deadline:g} s, {can.pace.hard_deadline:g} s in all"
    # An engine on this machine takes as many as it has cores.
    yield "one a core" if provider.name == "local" else str(can.concurrency)


def _intervals(pace: Pace) -> str:
    (_, first), *rest = pace.intervals
    later = [f"{seconds:g} s from {since:g} s on" for since, seconds in rest]
    return ", ".join([f"{first:g} s", *later])


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return (
        "".join(f"| {' | '.join(line)} |\n" for line in lines)
        .replace("| --- ", "|---")
        .replace("--- |\n", "---|\n")
    )


if __name__ == "__main__":
    PAGE.write_text(
        with_tables(PAGE.read_text("utf-8"), asyncio.run(all_providers())), "utf-8"
    )
