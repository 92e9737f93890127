"""`/metrics`: what a Prometheus may know, gathered when it asks."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

PREFIX = "imagewright_"

GAUGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "jobs": ("Unfinished jobs", ("state",)),
    "outbox_waiting": ("Calls to Telegram that wait for their turn", ()),
    "outbox_oldest_seconds": ("How long the oldest of them has waited", ()),
    "outbox_lanes": ("Chats that were called a short while ago or wait", ()),
    "group_boards": (
        "Boards in use, each of which tells a busy group of its orders",
        (),
    ),
    "outbox_in_flight": ("Calls to Telegram under way", ()),
    "loop_delay_seconds": (
        "How late the event loop came at worst within a minute",
        (),
    ),
    "disk_free_bytes": ("Room for pictures", ()),
}
COUNTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "updates": ("Updates received", ()),
    "jobs_ended": ("Jobs that ended since the start", ("state",)),
    "telegram_calls": ("Calls that left for Telegram", ()),
    "flood_waits": ("Answers of Telegram with 429", ()),
    "polls": ("Polls of providers", ("provider",)),
    "submits": ("Submits to providers", ("provider",)),
    "provider_errors": ("Errors of providers", ("provider", "code")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One number of a family named in `GAUGES` or `COUNTERS`, with a value for each label."""

    name: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


Collect = Callable[[], Awaitable[Sequence[Sample]]]
"""Reads the house's numbers; asked once for each scrape."""


class Metrics:
    """Answers with the numbers of the house and those of its process."""

    def __init__(self, collect: Collect) -> None:
        self._collect = collect

    async def answer(self, request: Request) -> Response:
        """Prometheus' text format."""
        del request
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Gathered(await self._collect()))
        ProcessCollector(registry=registry)
        return Response(
            generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST}
        )


class _Gathered(Collector):
    def __init__(self, samples: Iterable[Sample]) -> None:
        self._samples = tuple(samples)

    @override
    def collect(self) -> Iterator[Metric]:
        for kinds, make in (
            (GAUGES, GaugeMetricFamily),
            (COUNTERS, CounterMetricFamily),
        ):
            for name, (text, labels) in kinds.items():
                family = make(PREFIX + name, text, labels=labels)
                for sample in self._samples:
                    if sample.name == name:
                        values = [sample.labels[label] for label in labels]
                        family.add_metric(values, sample.value)
                yield family
