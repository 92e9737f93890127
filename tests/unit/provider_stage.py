"""What the stages of the providers' tests have in common: a folder, a clock, orders and polls."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from providers.base import ImageProvider, Operation, Request, Snapshot, SourcePicture
from providers.http import HttpClient
from tests.fakes.clock import FakeClock
from tests.fakes.sources import SIZE, source_in

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"  # of every order, unless a test brings its own
MOST_POLLS = 200


@dataclass(slots=True, kw_only=True)
class ProviderStage:
    """Everything that a provider's test needs beside the provider and its emulator."""

    clock: FakeClock
    http: HttpClient
    folder: Path

    def source(self, name: str = "a", size: tuple[int, int] = SIZE) -> SourcePicture:
        """A small picture in the spool."""
        return source_in(self.folder, name, size=size)

    def generate(self, prompt: str = "a cat", **more: Any) -> Request:
        """An order of pictures from text."""
        return Request(operation=Operation.GENERATE, prompt=prompt, **more)

    def edit(self, count: int = 1, **more: Any) -> Request:
        """An edit with so many references."""
        sources = tuple(self.source(f"s{i}", (40 + i, 30)) for i in range(count))
        return Request(operation=Operation.EDIT, prompt="x", sources=sources, **more)

    def upscale(self, **more: Any) -> Request:
        """An enlargement."""
        return Request(operation=Operation.UPSCALE, sources=(self.source(),), **more)

    async def order(self, provider: ImageProvider, request: Request) -> str:
        """From check to remote id."""
        provider.check(request)
        return (await provider.submit(await provider.prepare(request), KEY)).remote_id

    async def until_done(
        self, provider: ImageProvider, remote_id: str, *, every: float = 1
    ) -> list[Snapshot]:
        """Polls, so many seconds apart, until the end."""
        seen = [await provider.poll(remote_id)]
        while not seen[-1].is_done:
            assert len(seen) < MOST_POLLS
            await self.clock.advance(every)
            seen.append(await provider.poll(remote_id))
        return seen
