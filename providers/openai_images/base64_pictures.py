"""Pictures that come as text."""

import base64
import binascii


def decode(text: object) -> bytes | None:
    """The bytes of a base64 text, with or without a `data:` prefix; None when it is none."""
    if not isinstance(text, str) or not text:
        return None
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return base64.b64decode(text, validate=False) or None
    except (binascii.Error, ValueError):
        return None
