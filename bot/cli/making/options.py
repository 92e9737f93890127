"""What can be typed after `imagewright gen`, `edit` and `upscale`, and how it is read."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.domain.recipe import Recipe
from providers.base import Operation

SCALES = (2, 4)
HERE = Path()
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The options that every command has, each a field: `commands` reads them off this class."""

    provider: Provider = None
    aspect_ratio: Ratio = None
    number: Number = None
    output: Output = HERE
    model: Model = None
    seed: Seed = None
    option: Options = None

    def recipe(
        self,
        operation: Operation,
        *,
        prompt: str = "",
        negative: str = "",
        scale: int | None = None,
    ) -> Recipe:
        """What is to be made, as these choices say."""
        return Recipe(
            operation=operation,
            prompt=prompt,
            negative_prompt=negative,
            aspect_ratio=self.aspect_ratio,
            count=self.number,
            model=self.model,
            provider=self.provider,
            seed=self.seed,
            scale=scale,
            options=_read_options(self.option),
        )


def _read_options(values: list[str] | None) -> dict[str, int | str]:
    found: dict[str, int | str] = {}
    for value in values or ():
        name, _, text = value.partition("=")
        found[name.replace("-", "_")] = int(text) if text.isdecimal() else text
    return found
