"""`imagewright gen`, `edit` and `upscale` as they are typed."""

import asyncio
import re
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.making.ask import Ask
from bot.cli.making.running import Run
from bot.domain.recipe import Recipe
from bot.logs import configure_logs, log_uncaught
from bot.settings import LogFormat, LogLevel, Settings, load_settings
from bot.settings.providers import NEEDS, known_providers
from providers.base import Operation

SCALES = (2, 4)
_RATIO = re.compile(r"[1-9]\d{0,2}:[1-9]\d{0,2}")
_OPTION = re.compile(r"([A-Za-z][\w-]*)=(.+)")


def _ratio(value: str | None) -> str | None:
    if value is not None and not _RATIO.fullmatch(value):
        raise typer.BadParameter("must be two numbers such as 16:9")
    return value


def _scale(value: int | None) -> int | None:
    if value is not None and value not in SCALES:
        raise typer.BadParameter("must be 2 or 4")
    return value


def _folder(value: Path) -> Path:
    nearest = next(path for path in (value, *value.absolute().parents) if path.exists())
    if not nearest.is_dir():
        raise typer.BadParameter(f"{nearest} is a file, not a folder")
    return value


def _options(values: list[str] | None) -> list[str] | None:
    for value in values or ():
        if not _OPTION.fullmatch(value):
            raise typer.BadParameter(f"{value!r} is not NAME=VALUE")
    return values


Prompt = Annotated[str, typer.Argument(help="What you want to see, in words.")]
File = Annotated[
    Path,
    typer.Argument(help="A picture.", exists=True, dir_okay=False, readable=True),
]
References = Annotated[
    list[Path] | None,
    typer.Option(
        "--reference",
        help="One more picture to work from; may be repeated.",
        exists=True,
        dir_okay=False,
        readable=True,
    ),
]
Provider = Annotated[
    str | None, typer.Option(help="The only service to ask; without it, as the bot.")
]
Ratio = Annotated[
    str | None,
    typer.Option(
        "--aspect-ratio", "--ar", metavar="W:H", help="Shape.", callback=_ratio
    ),
]
Number = Annotated[
    int | None, typer.Option("-n", "--n", min=1, help="How many pictures.")
]
Output = Annotated[
    Path,
    typer.Option(
        "-o", "--output", metavar="FOLDER", help="Where to.", callback=_folder
    ),
]
Model = Annotated[str | None, typer.Option(help="The service's model.")]
Seed = Annotated[int | None, typer.Option(help="The same seed, the same picture.")]
Negative = Annotated[str, typer.Option("--no", help="What you do not want to see.")]
Scale = Annotated[int | None, typer.Option(help="2 or 4.", callback=_scale)]
Options = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        metavar="NAME=VALUE",
        help="An option of the service's own, such as resemblance=60; may be repeated.",
        callback=_options,
    ),
]
HERE = Path()
_SILENT = "CRITICAL"  # what the user has to know is said, not logged


def gen(
    prompt: Prompt,
    provider: Provider = None,
    aspect_ratio: Ratio = None,
    number: Number = None,
    output: Output = HERE,
    model: Model = None,
    seed: Seed = None,
    negative: Negative = "",
    option: Options = None,
) -> None:
    """Make pictures from words, without Telegram."""
    recipe = Recipe(
        operation=Operation.GENERATE,
        prompt=prompt,
        negative_prompt=negative,
        aspect_ratio=aspect_ratio,
        count=number,
        model=model,
        provider=provider,
        seed=seed,
        options=_read_options(option),
    )
    _carry_out(Ask(recipe=recipe, output=output))


def edit(
    file: File,
    prompt: Prompt,
    reference: References = None,
    provider: Provider = None,
    aspect_ratio: Ratio = None,
    number: Number = None,
    output: Output = HERE,
    model: Model = None,
    seed: Seed = None,
    negative: Negative = "",
    option: Options = None,
) -> None:
    """Make a picture from a picture and words, without Telegram."""
    recipe = Recipe(
        operation=Operation.EDIT,
        prompt=prompt,
        negative_prompt=negative,
        aspect_ratio=aspect_ratio,
        count=number,
        model=model,
        provider=provider,
        seed=seed,
        options=_read_options(option),
    )
    files = (file, *(reference or ()))
    _carry_out(Ask(recipe=recipe, files=files, output=output))


def upscale(
    file: File,
    scale: Scale = None,
    provider: Provider = None,
    aspect_ratio: Ratio = None,
    number: Number = None,
    output: Output = HERE,
    model: Model = None,
    seed: Seed = None,
    option: Options = None,
) -> None:
    """Enlarge a picture, without Telegram."""
    recipe = Recipe(
        operation=Operation.UPSCALE,
        scale=scale,
        aspect_ratio=aspect_ratio,
        count=number,
        model=model,
        provider=provider,
        seed=seed,
        options=_read_options(option),
    )
    _carry_out(Ask(recipe=recipe, files=(file,), output=output))


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


def _read_options(values: list[str] | None) -> dict[str, int | str]:
    found: dict[str, int | str] = {}
    for value in values or ():
        name, _, text = value.partition("=")
        found[name.replace("-", "_")] = int(text) if text.isdecimal() else text
    return found
