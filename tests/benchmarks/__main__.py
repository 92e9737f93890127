"""Plays the scenes one after the other and prints their tables: `python -m tests.benchmarks`."""

import argparse
import asyncio
import json
import os
import platform
import tempfile
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.benchmarks.plan import Plan
from tests.benchmarks.publishing import publish
from tests.benchmarks.scenes import (
    crowd,
    flood,
    heavy,
    large,
    providers,
    resume,
    startup,
    waiting,
)
from tests.benchmarks.sheets import Sheet, show

SCENES: Mapping[str, Callable[[Path, Plan], Coroutine[Any, Any, Sheet]]] = {
    "flood": flood.play,
    "crowd": crowd.play,
    "heavy": heavy.play,
    "large": large.play,
    "waiting": waiting.play,
    "startup": startup.play,
    "resume": resume.play,
    "providers": providers.play,
}


def main() -> None:
    """Read the options and play."""
    options = _options()
    plan = Plan(**{each.name: getattr(options, each.name) for each in fields(Plan)})
    console = Console()
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    console.print(f"Imagewright against a plain python-telegram-bot script; {machine}")
    sheets: dict[str, Sheet] = {}
    for name in options.scenes or SCENES:
        with (
            tempfile.TemporaryDirectory(prefix="bench-") as folder,
            console.status(f"playing {name} ..."),
        ):
            sheets[name] = asyncio.run(SCENES[name](Path(folder) / name, plan))
        show(sheets[name], console)
    if options.publish:
        publish(sheets, machine)
    if options.json is not None:
        scenes = {name: sheet.as_json() for name, sheet in sheets.items()}
        text = json.dumps({"machine": machine, "scenes": scenes}, indent=2)
        options.json.write_text(text + "\n")


def _options() -> argparse.Namespace:
    plan = Plan()
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("scenes", nargs="*", choices=[[], *SCENES], help="all of them")
    for each in fields(Plan):
        value = getattr(plan, each.name)
        name = "--" + each.name.replace("_", "-")
        parser.add_argument(name, type=type(value), default=value)
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument(
        "--publish", action="store_true", help="write tables and plot into the pages"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
