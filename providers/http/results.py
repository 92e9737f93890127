"""From an address that a service answered to a file."""

from collections.abc import Sequence
from pathlib import Path

from providers.base import Artifact, Limits
from providers.errors import TaskFailed
from providers.http.client import HttpClient


async def fetch_artifact(
    http: HttpClient,
    artifact: Artifact,
    destination: Path,
    *,
    hosts: Sequence[str],
    limits: Limits,
) -> None:
    """Download a picture within the limits of its operation, as `ImageProvider.fetch` promises.

    Args:
        http: bound to the vendor.
        artifact: has an address.
        destination: a file that appears whole or not at all.
        hosts: patterns of those that may be asked, redirects included.
        limits: what a result may weigh.

    Raises:
        TaskFailed: `result_broken`: it has no address, or what stands there is no picture.
        TransientError: ask again.
    """
    if artifact.url is None:
        raise TaskFailed("a picture without an address", code="result_broken")
    await http.download(
        artifact.url,
        destination,
        allowed_hosts=hosts,
        max_bytes=limits.max_result_bytes,
        max_pixels=limits.max_result_pixels,
    )
