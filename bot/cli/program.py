"""The commands, and what an operator reads when something is wrong: one line each, no traceback."""

import asyncio
import sys
from typing import NoReturn, TypeVar

import typer
import uvloop

from bot.app import InvalidBotToken, run_bot
from bot.cli.doctor.command import doctor
from bot.cli.jobs import jobs
from bot.cli.making.commands import edit, gen, upscale
from bot.cli.play import play
from bot.cli.quota import quota
from bot.logs import configure_logs, log_uncaught
from bot.settings import LogFormat, Settings, SettingsError, load_settings
from bot.storage.errors import StorageError

WRONG_SETTINGS = 2
T = TypeVar("T")

program = typer.Typer(
    name="imagewright",
    help="A self-hosted Telegram bot that makes, edits and enlarges pictures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (play, doctor, gen, edit, upscale):
    program.command()(command)
program.add_typer(jobs, name="jobs")
program.add_typer(quota, name="quota")


@program.command()
def run() -> None:
    """Run the bot until SIGTERM or Ctrl-C."""
    settings = load_settings(needs_token=True)
    set_up_logs(settings)
    # A tenth less processor time in a crowd than asyncio's own loop takes.
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run_bot(settings))


def set_up_logs(settings: Settings) -> None:
    """Logs as the settings say, with every secret taken out."""
    configure_logs(
        level=settings.log_level,
        as_json=settings.log_format is LogFormat.JSON,
        secrets=settings.secrets(),
    )
    log_uncaught()


def main() -> None:
    """The console script."""
    try:
        program()
    except SettingsError as error:
        _give_up(*error.lines)
    except InvalidBotToken:
        _give_up(
            "TELEGRAM_BOT_TOKEN: Telegram does not know this token; ask @BotFather for it"
        )
    except (StorageError, OSError) as error:
        _give_up(str(error))


def _give_up(*lines: str) -> NoReturn:
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201 - the operator's terminal, before any log
    sys.exit(WRONG_SETTINGS)
