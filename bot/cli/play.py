"""`imagewright play`: the whole bot on this machine, as a chat in the browser or a tour."""

import asyncio
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.settings import Settings, load_settings

WRONG_CALL = 2


def play(
    photo: Annotated[
        Path | None,
        typer.Option(
            help="A picture of your own for the tour to enlarge and edit; means --tour."
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65_535,
            help="Port of the page and the Bot API server; 8080, if it is free.",
        ),
    ] = None,
    providers: Annotated[
        str,
        typer.Option(
            help="Names of services to emulate, with commas between; in the source tree only."
        ),
    ] = "",
    *,
    tour: Annotated[
        bool, typer.Option("--tour", help="A short tour in the terminal; no page.")
    ] = False,
    browser: Annotated[
        bool, typer.Option(help="Open the page in the browser of this desktop.")
    ] = True,
) -> None:
    """Try the bot: a chat in the browser, no token and no key needed."""
    from bot.playground.tour import (  # noqa: PLC0415 - the other commands start sooner without it
        CannotStart,
        TourFailed,
    )

    settings = load_settings(needs_token=False)
    try:
        if tour or photo is not None:
            _tour(settings, photo, port)
        else:
            _page(settings, port, providers, opens=browser and sys.stdout.isatty())
    except CannotStart as error:
        typer.echo(error, err=True)
        raise typer.Exit(WRONG_CALL) from None
    except TourFailed as error:
        typer.echo(f"It broke off: {error}", err=True)
        raise typer.Exit(1) from None


def _tour(settings: Settings, photo: Path | None, port: int | None) -> None:
    from bot.playground.tour import Tour, take_tour  # noqa: PLC0415 - as above

    asyncio.run(
        take_tour(settings, Tour(photo=photo, port=port), Console(highlight=False))
    )


def _page(settings: Settings, port: int | None, providers: str, *, opens: bool) -> None:
    from bot.playground.page import Playing, open_page  # noqa: PLC0415 - as above

    names = tuple(name.strip() for name in providers.split(",") if name.strip())
    playing = Playing(
        port=port,
        providers=names,
        ready=_open_browser if opens else lambda _url: None,
    )
    asyncio.run(open_page(settings, playing, typer.echo))


def _open_browser(url: str) -> None:
    """Show the page, unless all there is would take this terminal."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return
    if type(found) is not webbrowser.GenericBrowser:  # lynx and the like
        found.open(url)
