"""The account's credits (contracts 1.10)."""

import json
from collections.abc import Mapping
from typing import Any

from providers.base import Balance

_KINDS = ("vip_credit", "gift_credit", "purchase_credit")


def read_balance(envelope: Mapping[str, Any]) -> Balance | None:
    """The usable total; some accounts carry it only as a text in `response`."""
    for payload in (envelope.get("data"), _parsed(envelope.get("response"))):
        credit = payload.get("credit") if isinstance(payload, Mapping) else None
        if isinstance(credit, Mapping):
            total = sum(float(credit.get(kind) or 0) for kind in _KINDS)
            return Balance(amount=total, unit="credits")
    return None


def _parsed(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
