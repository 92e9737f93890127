"""What the emulators of services have in common that know a key and serve their results themselves."""

from typing import ClassVar

from starlette.applications import Starlette
from starlette.routing import Route

from providers.clock import Clock, SystemClock
from tests.emulators import results
from tests.emulators.doors import Doors
from tests.emulators.faults import SUBMIT


class KeyedEmulator:
    """Doors, a key and a result host.

    Attributes:
        own_faults: failures of a submit beside those of `faults` and `results`.
        doors: with the log and the failure switches, which also stand here as `log` and `faults`.
        key: the one that is known.
        run_seconds: from order to picture, by the clock.
        host: of the pictures.
    """

    own_faults: ClassVar[tuple[str, ...]]

    def __init__(
        self, clock: Clock | None, *, key: str, run_seconds: float, link_life: float
    ) -> None:
        own = {**results.FAULTS, **dict.fromkeys(self.own_faults, SUBMIT)}
        self.doors = Doors(clock or SystemClock(), own)
        self.log, self.faults = self.doors.log, self.doors.faults
        self.key = key
        self.run_seconds = run_seconds
        self.host = results.ResultHost(self.doors, link_life)

    def forget(self) -> None:
        """Lose every task, where the service keeps any."""

    def opened(self, *routes: Route) -> Starlette:
        """The app with these doors, the result host's and the controls."""
        return Starlette(
            routes=[*routes, self.host.route, *self.doors.controls(self.forget)]
        )

    async def work(self) -> None:
        """Let the time go by that an order takes, and the one it waits in line."""
        line = (self.faults.take("queue") or {}).get("seconds", 0)
        if self.run_seconds or line:
            await self.doors.clock.sleep(self.run_seconds + line)
