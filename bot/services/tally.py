"""Counts since the start, for the operator's metrics; a restart begins at zero."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Numbers by name and labels."""

    _counts: Counter[tuple[str, tuple[tuple[str, str], ...]]] = field(
        default_factory=Counter
    )

    def count(self, name: str, **labels: str) -> None:
        """One more."""
        self._counts[name, tuple(sorted(labels.items()))] += 1

    def __iter__(self) -> Iterator[tuple[str, Mapping[str, str], int]]:
        """Name, labels and number of each."""
        for (name, labels), number in self._counts.items():
            yield name, dict(labels), number
