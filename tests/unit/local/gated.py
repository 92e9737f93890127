"""A craft that waits for the test, and orders that it works on."""

import asyncio
import threading
from concurrent.futures import wait
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.base import Limits, Operation, Prepared, Request
from providers.local import LocalProvider
from providers.local.craft import Craft
from providers.local.watch import Watch


class Gated(Craft):
    """Works in two steps, each of which waits for the test."""

    operation: ClassVar[Operation] = Operation.UPSCALE
    limits: ClassVar[Limits] = Limits(scales=(2,), max_sources=1, prompt_required=False)

    def __init__(self) -> None:
        self.started = threading.Semaphore(0)
        self.half = threading.Event()
        self.end = threading.Event()
        self.threads: list[str] = []

    @override
    def check(self, request: Request) -> None:
        return

    @override
    def make(self, request: Request, folder: Path, name: str, watch: Watch) -> Path:
        self.threads.append(threading.current_thread().name)
        file = folder / f"{name}.png"
        file.write_bytes(b"half")
        self.half.wait()
        watch.report(0.5)
        self.started.release()
        self.end.wait()
        watch.report(0.9)
        if request.prompt == "break":
            raise ValueError("no such pixels")
        file.write_bytes(b"whole")
        return file

    def open(self) -> None:
        """Let everything through."""
        self.half.set()
        self.end.set()


async def submit(provider: LocalProvider, key: str, prompt: str = "") -> str:
    """Order something."""
    request = Request(operation=Operation.UPSCALE, prompt=prompt)
    return (await provider.submit(Prepared(request=request), key)).remote_id


async def over(provider: LocalProvider, remote_id: str) -> None:
    """Wait until a task has ended, however it ends."""
    task = provider._workshop.task(remote_id)
    assert task is not None
    await asyncio.to_thread(wait, [task.future], 60)


def left_in(folder: Path) -> list[str]:
    """The pictures in the engine's scratch."""
    return [file.name for file in folder.glob("scratch/*/*.png")]


async def started(craft: Gated) -> None:
    """Wait until a worker has done the first half of a task."""
    craft.half.set()
    await asyncio.to_thread(craft.started.acquire)
