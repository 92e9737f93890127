"""A job as a row and back, without loss."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.domain.job import Address, Job, JobState
from bot.domain.look import Form, Gathering, Look
from bot.domain.recipe import PictureRef, Recipe
from bot.storage.times import to_micros, to_optional_time, to_time
from providers.base import Operation, Progress

# The condition, as the index on it has it.
UNFINISHED = "state IN ('queued', 'submitting', 'running', 'delivering')"
# What accept fixes for good: who ordered, what it costs, when.
FIXED = (
    "job_id",
    "status_id",
    "user_id",
    "reserved",
    "parent_id",
    "created_at",
    "operation",
)
# What an event may change; the cancel flag is written apart, it only ever goes up.
CHANGING = (
    "chat_id",
    "thread_id",
    "reply_to",
    "language",
    "recipe",
    "sources",
    "gathering",
    "form",
    "has_spoiler",
    "state",
    "provider",
    "remote_id",
    "key",
    "tried",
    "wanted",
    "progress",
    "notices",
    "failure",
    "failure_args",
    "charged",
    "resumes",
    "started_at",
    "progress_at",
    "ended_at",
)
COLUMNS = (*FIXED, *CHANGING, "cancel_requested")


def to_row(job: Job) -> dict[str, Any]:
    """The values of `COLUMNS`, by name."""
    return {
        "job_id": job.job_id,
        "status_id": job.status_id,
        "user_id": job.user_id,
        "reserved": job.reserved,
        "parent_id": job.parent_id,
        "created_at": to_micros(job.created_at),
        "operation": job.recipe.operation,
        "chat_id": job.address.chat_id,
        "thread_id": job.address.thread_id,
        "reply_to": job.address.reply_to,
        "language": job.language,
        "recipe": json.dumps(_recipe_fields(job.recipe)),
        "sources": json.dumps([asdict(source) for source in job.sources]),
        "gathering": job.look.gathering,
        "form": job.look.form,
        "has_spoiler": job.look.has_spoiler,
        "state": job.state,
        "provider": job.provider,
        "remote_id": job.remote_id,
        "key": job.key,
        "tried": json.dumps(job.tried),
        "wanted": job.wanted,
        "progress": json.dumps(_progress_fields(job.progress)),
        "notices": json.dumps(job.notices),
        "cancel_requested": job.cancel_requested,
        "failure": job.failure,
        "failure_args": json.dumps(dict(job.failure_args)),
        "charged": job.charged,
        "resumes": job.resumes,
        "started_at": to_micros(job.started_at),
        "progress_at": to_micros(job.progress_at),
        "ended_at": to_micros(job.ended_at),
    }


def to_job(row: sqlite3.Row | Mapping[str, Any]) -> Job:
    """The job that `to_row` was given; times come back in UTC."""
    return Job(
        job_id=row["job_id"],
        status_id=row["status_id"],
        user_id=row["user_id"],
        address=Address(
            chat_id=row["chat_id"],
            thread_id=row["thread_id"],
            reply_to=row["reply_to"],
        ),
        language=row["language"],
        recipe=_to_recipe(row["recipe"]),
        sources=tuple(PictureRef(**fields) for fields in json.loads(row["sources"])),
        look=Look(
            gathering=Gathering(row["gathering"]),
            form=Form(row["form"]),
            has_spoiler=bool(row["has_spoiler"]),
        ),
        state=JobState(row["state"]),
        provider=row["provider"],
        remote_id=row["remote_id"],
        key=row["key"],
        tried=tuple(json.loads(row["tried"])),
        wanted=row["wanted"],
        progress=Progress(**json.loads(row["progress"])),
        notices=tuple(json.loads(row["notices"])),
        cancel_requested=bool(row["cancel_requested"]),
        failure=row["failure"],
        failure_args=json.loads(row["failure_args"]),
        reserved=row["reserved"],
        charged=row["charged"],
        resumes=row["resumes"],
        parent_id=row["parent_id"],
        created_at=to_time(row["created_at"]),
        started_at=to_optional_time(row["started_at"]),
        progress_at=to_optional_time(row["progress_at"]),
        ended_at=to_optional_time(row["ended_at"]),
    )


def _recipe_fields(recipe: Recipe) -> dict[str, Any]:
    # By hand: asdict copies deeply and costs ten times as much, on every save.
    return {
        "operation": recipe.operation,
        "prompt": recipe.prompt,
        "negative_prompt": recipe.negative_prompt,
        "aspect_ratio": recipe.aspect_ratio,
        "count": recipe.count,
        "model": recipe.model,
        "provider": recipe.provider,
        "seed": recipe.seed,
        "scale": recipe.scale,
        "options": dict(recipe.options),
        "habits": recipe.habits,
        "is_variation": recipe.is_variation,
    }


def _to_recipe(text: str) -> Recipe:
    fields = json.loads(text)
    fields["operation"] = Operation(fields["operation"])
    fields["habits"] = tuple(fields.get("habits", ()))  # older rows have none
    return Recipe(**fields)


def _progress_fields(progress: Progress) -> dict[str, Any]:
    return {
        "fraction": progress.fraction,
        "queue_position": progress.queue_position,
        "seconds_left": progress.seconds_left,
    }
