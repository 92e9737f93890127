"""The way of an order at a provider, from the check to the files."""

from pathlib import Path

import pytest

from providers.base import ImageProvider, Request, Snapshot
from tests.contract.providers.rig import ProviderRig

KEY = "6f2c9d5e-3f0b-4a55-9a43-0d6c2a1b7e10"
MAX_POLLS = 500


async def order(provider: ImageProvider, request: Request) -> str:
    """Walk a request to its remote id, as the workflow does."""
    provider.check(request)
    submission = await provider.submit(await provider.prepare(request), KEY)
    return submission.remote_id


async def poll_until_done(
    rig: ProviderRig, provider: ImageProvider, remote_id: str
) -> list[Snapshot]:
    """Poll with time passing in between; all snapshots, the last one done."""
    seen: list[Snapshot] = []
    for _ in range(MAX_POLLS):
        seen.append(await provider.poll(remote_id))
        if seen[-1].is_done:
            return seen
        await rig.pass_time()
    pytest.fail(f"not done after {MAX_POLLS} polls")


async def fetch_all(
    provider: ImageProvider, snapshot: Snapshot, folder: Path
) -> list[Path]:
    """Fetch each picture into a file of its own."""
    files = [folder / f"result-{index}" for index in range(len(snapshot.artifacts))]
    for artifact, file in zip(snapshot.artifacts, files, strict=True):
        await provider.fetch(artifact, file)
    return files
