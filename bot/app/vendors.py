"""The providers that the settings bring to life."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from pydantic import SecretStr

from bot.services.health import Health
from bot.services.routing import Routes
from bot.settings import Settings
from providers.base import ImageProvider, Operation
from providers.clock import Clock
from providers.http import HttpClient
from providers.registry import Complaint, Outfit, build_providers

log = structlog.get_logger("imagewright.app")

CallbackUrl = Callable[[str, str], str]


def _log_complaint(name: str, reason: str) -> None:
    log.error("plugin.broken", provider=name, reason=reason)


@asynccontextmanager
async def open_routes(
    settings: Settings,
    clock: Clock,
    callback_url: CallbackUrl | None = None,
    complain: Complaint = _log_complaint,
) -> AsyncIterator[Routes]:
    """Build the providers over one HTTP client; close them, then it."""
    proxy = settings.provider_proxy
    http = HttpClient(proxy=proxy.get_secret_value() if proxy else None)
    try:
        built = build_providers(
            Outfit(
                settings=words(settings),
                named=_named(settings),
                http=http,
                clock=clock,
                scratch=settings.data_dir / "scratch",
                callback_url=callback_url,
                foreign={
                    name: value.get_secret_value()
                    for name, value in settings.foreign.items()
                },
            ),
            complain,
        )
        try:
            yield Routes(
                providers=built, order=_order(settings, built), health=Health(clock)
            )
        finally:
            for provider in built.values():
                await provider.close()
    finally:
        await http.close()


def words(settings: Settings) -> Mapping[str, str]:
    """What is set, by the names of the environment, secrets unveiled for those who need them."""
    found: dict[str, str] = {}
    for field in type(settings).model_fields:
        value = getattr(settings, field)
        if isinstance(value, SecretStr):
            found[field.upper()] = value.get_secret_value()
        elif isinstance(value, bool):
            found[field.upper()] = str(value).lower()
        elif isinstance(value, str | int | float | Path):
            found[field.upper()] = str(value)
    return found


def _named(settings: Settings) -> tuple[str, ...]:
    return tuple(
        name
        for operation in Operation
        for name in settings.preferred_providers(operation)
    )


def _order(
    settings: Settings, built: Mapping[str, ImageProvider]
) -> dict[Operation, tuple[str, ...]]:
    """Per operation, the operator's order of those that exist and can do it at all."""
    return {
        operation: tuple(
            name
            for name in settings.preferred_providers(operation)
            if name in built and operation in built[name].capabilities.operations
        )
        for operation in Operation
    }
