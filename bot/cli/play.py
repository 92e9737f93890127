"""`imagewright play`: the whole bot on this machine, shown as a chat."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.settings import load_settings

WRONG_CALL = 2


def play(
    photo: Annotated[
        Path | None, typer.Option(help="A picture of your own to enlarge and edit.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65_535, help="Port of the Bot API server; 8080, if it is free."
        ),
    ] = None,
) -> None:
    """Try the bot: a short tour, no token and no key needed."""
    from bot.playground.tour import (  # noqa: PLC0415 - the other commands start sooner without it
        CannotStart,
        Tour,
        TourFailed,
        take_tour,
    )

    settings = load_settings(needs_token=False)
    try:
        asyncio.run(
            take_tour(settings, Tour(photo=photo, port=port), Console(highlight=False))
        )
    except CannotStart as error:
        typer.echo(error, err=True)
        raise typer.Exit(WRONG_CALL) from None
    except TourFailed as error:
        typer.echo(f"The tour broke off: {error}", err=True)
        raise typer.Exit(1) from None
