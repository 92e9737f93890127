"""An order as a text: the remote id holds all there is to know, so a restart loses nothing."""

import base64
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from providers.base import Operation, Request
from providers.errors import TaskLost

DEFAULT_COUNT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What to draw, and since when it is "at work".

    Attributes:
        key: the idempotency key of the submit; names the artifacts.
        started_at: unix seconds.
        operation: generate or edit.
        prompt: words that choose the scene and its colours.
        negative_prompt: words that must not choose them.
        aspect_ratio: "16:9"; of generated pictures only.
        count: pictures wanted.
        seed: with the prompt it decides each line.
        sources: paths of the pictures to edit.
    """

    key: str
    started_at: float
    operation: str
    prompt: str
    negative_prompt: str
    aspect_ratio: str
    count: int
    seed: int
    sources: tuple[str, ...]

    def random(self, variant: int) -> np.random.Generator:
        """The dice for one picture of the order: the same at each call."""
        text = f"{self.prompt}|{self.seed}|{variant}"
        return np.random.default_rng(number_of(text))

    def encode(self) -> str:
        """The recipe as a remote id."""
        packed = zlib.compress(json.dumps(asdict(self)).encode(), 9)
        return base64.urlsafe_b64encode(packed).decode()

    @classmethod
    def decode(cls, remote_id: str) -> "Recipe":
        """The recipe of a remote id.

        Raises:
            TaskLost: this is no id of ours.
        """
        try:
            fields = json.loads(zlib.decompress(base64.urlsafe_b64decode(remote_id)))
            return cls(**(fields | {"sources": tuple(fields["sources"])}))
        except (ValueError, zlib.error, TypeError, KeyError) as error:
            raise TaskLost(f"{remote_id[:40]} is no demo task") from error


def recipe_for(request: Request, key: str, started_at: float, ratio: str) -> Recipe:
    """Write an order down; without a seed each order draws something new."""
    seed = number_of(key) % 2**31 if request.seed is None else request.seed
    return Recipe(
        key=key,
        started_at=started_at,
        operation=Operation(request.operation).value,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        aspect_ratio=request.aspect_ratio or ratio,
        count=request.count or DEFAULT_COUNT,
        seed=seed,
        sources=tuple(str(Path(source.path)) for source in request.sources),
    )


def number_of(text: str) -> int:
    """A number that is the same for the same text, on any machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
