"""`imagewright gen`, `edit` and `upscale` as they are typed."""

import asyncio
from collections.abc import Callable
from functools import update_wrapper
from inspect import Signature, signature
from typing import Any

import typer

from bot.cli.making.ask import Ask
from bot.cli.making.options import Choices, File, Negative, Prompt, References, Scale
from bot.cli.making.running import Run
from bot.logs import configure_logs, log_uncaught
from bot.settings import LogFormat, LogLevel, Settings, load_settings
from bot.settings.providers import NEEDS, known_providers
from providers.base import Operation

_SILENT = "CRITICAL"  # what the user has to know is said, not logged


class Command:
    """An order that is carried out: its own arguments and options, then the `Choices` of all.

    The signature says so, and that is what becomes the command line and its help.

    Args:
        order: takes the choices first.
    """

    def __init__(self, order: Callable[..., Ask]) -> None:
        self._order = order
        _, *own = signature(order).parameters.values()
        self._common = signature(Choices).parameters
        update_wrapper(self, order)
        self.__signature__ = Signature([*own, *self._common.values()])

    def __call__(self, **typed: Any) -> None:  # noqa: ANN401 - as many kinds as options
        """Do what was typed."""
        choices = Choices(**{name: typed.pop(name) for name in self._common})
        _carry_out(self._order(choices, **typed))


@Command
def gen(choices: Choices, prompt: Prompt, negative: Negative = "") -> Ask:
    """Make pictures from words, without Telegram."""
    recipe = choices.recipe(Operation.GENERATE, prompt=prompt, negative=negative)
    return Ask(recipe=recipe, output=choices.output)


@Command
def edit(
    choices: Choices,
    file: File,
    prompt: Prompt,
    reference: References = None,
    negative: Negative = "",
) -> Ask:
    """Make a picture from a picture and words, without Telegram."""
    recipe = choices.recipe(Operation.EDIT, prompt=prompt, negative=negative)
    files = (file, *(reference or ()))
    return Ask(recipe=recipe, files=files, output=choices.output)


@Command
def upscale(choices: Choices, file: File, scale: Scale = None) -> Ask:
    """Enlarge a picture, without Telegram."""
    recipe = choices.recipe(Operation.UPSCALE, scale=scale)
    return Ask(recipe=recipe, files=(file,), output=choices.output)


def _carry_out(ask: Ask) -> None:
    settings = load_settings(needs_token=False)
    _check_provider(settings, ask.recipe.provider)
    is_curious = settings.log_level is LogLevel.DEBUG
    configure_logs(
        level=LogLevel.DEBUG if is_curious else _SILENT,
        as_json=settings.log_format is LogFormat.JSON,
        secrets=settings.secrets(),
    )
    log_uncaught()
    code = asyncio.run(Run(settings, ask).go())
    if code:
        raise typer.Exit(code)


def _check_provider(settings: Settings, name: str | None) -> None:
    if name is None:
        return
    if name not in known_providers():
        raise typer.BadParameter(
            f"there is no {name}; there are {', '.join(known_providers())}",
            param_hint="--provider",
        )
    if not settings.is_configured(name):
        needs = " and ".join(need.upper() for need in NEEDS[name])
        raise typer.BadParameter(f"{name} needs {needs}", param_hint="--provider")
