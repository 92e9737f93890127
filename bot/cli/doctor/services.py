"""The doctor's look at the providers: key, balance, how fast they answer, and who does what."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.app.vendors import open_routes
from bot.cli.doctor.finding import SECONDS, Finding, note, well, wrong
from bot.cli.words import PlainWords
from bot.services.routing import Routes
from bot.settings import Settings
from bot.settings.providers import NEEDS
from providers.base import Balance, ImageProvider, Operation
from providers.clock import Clock
from providers.errors import KeyRefused, OutOfCredit, ProviderError, TransientError
from providers.http import Call, HttpClient

# Where a service without a balance can be asked whether it is there at all.
ADDRESSES = {
    "hidream": "hidream_api_url",
    "ideogram": "ideogram_api_url",
    "ideogram_gateway": "ideogram_gateway_url",
    "openai": "openai_base_url",
    "dreamina_mcp": "dreamina_mcp_url",
}
DOINGS = {
    Operation.GENERATE: "drawing",
    Operation.EDIT: "editing",
    Operation.UPSCALE: "enlarging",
}


async def look_at_services(settings: Settings, clock: Clock) -> list[Finding]:
    """A line for each provider that is set up, each plug-in that is broken, each operation."""
    broken: list[Finding] = []

    def complain(name: str, reason: str) -> None:
        advice = "mend or uninstall the distribution that brings it"
        broken.append(wrong(f"plug-in {name}", reason, advice))

    with tempfile.TemporaryDirectory() as folder:
        aside = settings.model_copy(update={"data_dir": Path(folder)})
        async with open_routes(aside, clock, complain=complain) as routes:
            visit = _Visit(settings, clock, PlainWords())
            found = await asyncio.gather(
                *[visit.look(each) for each in routes.providers.values()]
            )
    return [*found, *broken, *_who_does_what(routes)]


@dataclass(frozen=True, slots=True)
class _Visit:
    settings: Settings
    clock: Clock
    words: PlainWords

    async def look(self, provider: ImageProvider) -> Finding:
        """Ask for the balance, which is the check of the key too; or else whether it is there."""
        began = self.clock.monotonic()
        try:
            async with asyncio.timeout(SECONDS):
                balance = await provider.balance()
                is_there = (
                    balance is None
                    and not _checks_key(provider)
                    and await self._knock(provider.name)
                )
        except ProviderError as error:
            return self._complaint(provider, error)
        except TimeoutError:
            return wrong(provider.name, f"no answer within {SECONDS:g} s", _network())
        except Exception as error:  # noqa: BLE001 - a plug-in may raise anything
            told = f"{type(error).__name__}: {error}"
            return wrong(
                provider.name, told, "a fault of the provider; tell its author"
            )
        took = f"answers in {(self.clock.monotonic() - began) * 1000:.0f} ms"
        return _verdict(provider, balance, took, is_there=is_there)

    async def _knock(self, name: str) -> bool:
        """Any answer will do, and nothing secret is sent; False when there is no address to ask."""
        field = ADDRESSES.get(name)
        address = getattr(self.settings, field) if field else None
        if address is None:
            return False
        proxy = self.settings.provider_proxy
        http = HttpClient(
            proxy=proxy.get_secret_value() if proxy else None,
            connect_timeout=SECONDS / 2,
            read_timeout=SECONDS / 2,
        )
        try:
            await http.read(Call(method="GET", url=f"{address}/"), attempts=1)
        finally:
            await http.close()
        return True

    def _complaint(self, provider: ImageProvider, error: ProviderError) -> Finding:
        detail = f" ({error.detail})" if error.detail else ""
        text = f"{self.words.reason(error)}{detail}"
        match error:
            case KeyRefused():
                text, advice = f"the key is refused{detail}", f"renew {_keys(provider)}"
            case OutOfCredit():
                text, advice = f"out of credit{detail}", "top up the account"
            case TransientError():
                text, advice = f"cannot be reached{detail}", _network()
            case _:
                advice = "look into the account at the service"
        return wrong(provider.name, text, advice)


def _verdict(
    provider: ImageProvider, balance: Balance | None, took: str, *, is_there: bool
) -> Finding:
    if balance is not None:
        return _balance(provider, balance, took)
    if provider.capabilities.is_free:
        return well(provider.name, "on this machine, needs no key")
    if _checks_key(provider):
        return well(provider.name, f"the key works, {took}; it tells no balance")
    return note(
        provider.name,
        f"the key is set, the service {took if is_there else 'is not asked'}",
        "it tells no balance, so that the first order shows whether the key works",
    )


def _checks_key(provider: ImageProvider) -> bool:
    """Does it ask its service for more than the contract's default, which is nothing?"""
    return type(provider).balance is not ImageProvider.balance


def _balance(provider: ImageProvider, balance: Balance, took: str) -> Finding:
    told = f"{balance.amount:g} {balance.unit} left, {took}"
    if balance.amount <= 0:
        return wrong(provider.name, told, "top up the account")
    return well(provider.name, f"the key works, {told}")


def _keys(provider: ImageProvider) -> str:
    needs = NEEDS.get(provider.name)
    return needs[0].upper() if needs else f"the key in {provider.name.upper()}_..."


def _network() -> str:
    return "look at the network, PROVIDER_PROXY and the service's address"


def _who_does_what(routes: Routes) -> list[Finding]:
    found = []
    for operation, doing in DOINGS.items():
        names = routes.order.get(operation, ())
        if names:
            found.append(well(doing, ", then ".join(names)))
        else:
            setting = f"{operation.upper()}_PROVIDERS"
            found.append(
                note(
                    doing,
                    "nobody does it",
                    f"set the key of a service that does, and see that {setting} names it",
                )
            )
    return found
