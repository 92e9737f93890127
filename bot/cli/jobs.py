"""`imagewright jobs`: what runs, what ran, and how to stop it."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.app import Stores
from bot.cli.opening import with_stores
from bot.domain.errors import InvalidTransition
from bot.domain.events import Cancelled
from bot.domain.job import Job, JobState, transition
from bot.settings import Settings

jobs = typer.Typer(help="Jobs in the database.", no_args_is_help=True)
PROMPT_LENGTH = 40


@jobs.command("list")
def list_jobs(
    limit: Annotated[
        int, typer.Option("-n", min=1, help="How many, newest first.")
    ] = 20,
) -> None:
    """Show the newest jobs."""

    async def read(stores: Stores, _: Settings) -> tuple[Job, ...]:
        return await stores.jobs.latest(limit)

    table = Table("id", "state", "what", "provider", "user", "credits", "made")
    for job in with_stores(read):
        table.add_row(
            job.job_id,
            job.failure or job.state,
            f"{job.recipe.operation} {job.recipe.prompt[:PROMPT_LENGTH]}".strip(),
            job.provider or "",
            str(job.user_id),
            str(job.charged if job.state.is_final else job.reserved),
            f"{job.created_at:%Y-%m-%d %H:%M}",
        )
    Console().print(table)


@jobs.command("show")
def show_job(job_id: str) -> None:
    """Show everything about one job."""

    async def read(stores: Stores, _: Settings) -> Job | None:
        return await stores.jobs.get(job_id)

    job = _known(with_stores(read), job_id)
    table = Table(show_header=False, box=None)
    for name in Job.__dataclass_fields__:
        table.add_row(name, str(getattr(job, name)))
    Console().print(table)


@jobs.command("cancel")
def cancel_job(job_id: str) -> None:
    """Cancel a job; one under way stops at its next step."""
    job = _known(with_stores(lambda stores, _: _cancel(stores, job_id)), job_id)
    words = {
        JobState.CANCELLED: "cancelled, nothing was charged",
        JobState.SUCCEEDED: "had ended before",
        JobState.FAILED: "had ended before",
        JobState.DELIVERING: "is on its way to the chat: too late",
    }
    Console().print(
        f"{job_id}: {words.get(job.state, 'will be cancelled by the running bot')}"
    )


async def _cancel(stores: Stores, job_id: str) -> Job | None:
    job = await stores.jobs.request_cancel(job_id)
    if job is None:
        return await stores.jobs.get(job_id)
    if job.state is JobState.QUEUED:
        # Nobody may be running: end it here; a bot that has it in hand finds it ended.
        try:
            job = transition(job, Cancelled(at=datetime.now(UTC)))
            await stores.jobs.finish(job)
        except InvalidTransition:
            return await stores.jobs.get(job_id)
    return job


def _known(job: Job | None, job_id: str) -> Job:
    if job is None:
        Console(stderr=True).print(f"{job_id}: there is no such job")
        raise typer.Exit(1)
    return job
