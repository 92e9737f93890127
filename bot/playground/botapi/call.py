"""One call of the bot: its checked values, its files, and the world it acts on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.botapi.files import Upload
from bot.playground.botapi.webhook import Webhook
from bot.playground.botapi.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a method gets to work with.

    Attributes:
        values: Parameters by name, already checked against the specification.
        uploads: Files of the call by part name, for ``attach://name``.
    """

    world: World
    webhook: Webhook
    values: dict[str, Any]
    uploads: dict[str, Upload]

    def attached(self, value: object) -> Upload | None:
        """Find the upload that a value means, if it means one."""
        if isinstance(value, Upload):
            return value
        if isinstance(value, str) and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return None


Method = Callable[[Call], Awaitable[object]]
