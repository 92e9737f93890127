"""The pictures of an answer: addresses as they are, base64 put on the shelf (contracts 4.3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from providers.base import Artifact, Progress, Snapshot
from providers.openai_images.base64_pictures import decode
from providers.openai_images.shelf import Shelf


def read_pictures(items: Sequence[Any], shelf: Shelf, *, wanted: int) -> Snapshot:
    """The pictures of a list, all at once. Decodes and writes: call it in a thread.

    Args:
        items: `data` of an answer, or the completed events of a stream.
        shelf: takes what came as base64.
        wanted: how many were ordered. None at all is a result too: the order was taken.
    """
    artifacts = tuple(
        artifact
        for number, item in enumerate(items)
        if (artifact := _artifact(str(number), item, shelf)) is not None
    )
    expected = max(len(items), wanted)
    is_partial = 0 < len(artifacts) < expected
    return Snapshot(
        is_done=True,
        progress=Progress(fraction=1.0),
        artifacts=artifacts,
        expected=expected,
        notices=("partial_result",) if is_partial else (),
    )


def _artifact(name: str, item: object, shelf: Shelf) -> Artifact | None:
    """Relays put either form into either field, with or without a `data:` prefix."""
    if not isinstance(item, Mapping):
        return None
    for said in (item.get("url"), item.get("b64_json")):
        if isinstance(said, str) and said.startswith(("http://", "https://")):
            return Artifact(artifact_id=name, url=said)
    data = decode(item.get("b64_json")) or decode(item.get("url"))
    return Artifact(artifact_id=name, path=shelf.put(data)) if data else None
