"""`imagewright doctor`: all looks at once, then the report."""

import asyncio

import typer
from rich.console import Console

from bot.cli.doctor.finding import Finding, Mark, well
from bot.cli.doctor.machine import look_at_machine
from bot.cli.doctor.services import look_at_services
from bot.cli.doctor.telegram import look_at_telegram
from bot.logs import Redactor, configure_logs, log_uncaught
from bot.settings import LogFormat, Settings, SettingsError, load_settings
from providers.clock import SystemClock


def doctor() -> None:
    """Check the settings, Telegram, each service, the database and the disk."""
    console = Console(highlight=False, markup=False)
    try:
        settings = load_settings(needs_token=False)
    except SettingsError as error:
        for line in error.lines:
            console.print(f"{Mark.WRONG} {line}", soft_wrap=True)
        raise typer.Exit(1) from None
    configure_logs(
        level="CRITICAL",  # the report says it all
        as_json=settings.log_format is LogFormat.JSON,
        secrets=settings.secrets(),
    )
    log_uncaught()
    redact = Redactor(settings.secrets())
    findings = asyncio.run(examine(settings))
    for finding in findings:
        console.print(redact(finding.line), soft_wrap=True)
    if any(finding.mark is Mark.WRONG for finding in findings):
        raise typer.Exit(1)


async def examine(settings: Settings) -> list[Finding]:
    """Everything, in the order in which one would mend it."""
    clock = SystemClock()
    machine, telegram, services = await asyncio.gather(
        look_at_machine(settings),
        look_at_telegram(settings, clock),
        look_at_services(settings, clock),
    )
    set_ = len(settings.model_fields_set) + len(settings.foreign)
    told = well("settings", f"all can be read, {set_} are set")
    return [told, *machine, *telegram, *services]
