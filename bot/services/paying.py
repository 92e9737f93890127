"""The one call that costs: uploaded and saved before it, its answer saved before anything else."""

import uuid
from dataclasses import replace

from bot.domain.events import Submitted, Submitting
from bot.domain.job import JobState
from bot.services.coarse import CoarsePictures
from bot.services.requests import wanted_of
from bot.services.run import JobRun, log
from providers.base import ImageProvider, Operation, Prepared, Request, Submission
from providers.errors import SubmissionUnknown


async def order(
    run: JobRun, provider: ImageProvider, request: Request
) -> Submission | None:
    """Upload, save that the job may be taken from now on, pay."""
    prepared = await provider.prepare(await _fitted(run, provider, request))
    run.stop_if_cancelled()
    run.may_be_taken = run.job.state is JobState.SUBMITTING
    await run.apply(
        Submitting(
            provider=provider.name,
            key=run.job.key or str(uuid.uuid4()),
            wanted=wanted_of(provider, request),
        )
    )
    try:
        return await _pay(run, provider, prepared)
    except SubmissionUnknown as error:
        # The job stays `submitting`: the next step looks it up before anything else happens.
        log.warning("job.submission_unknown", detail=error.detail, **run.facts)
        return None


async def _pay(run: JobRun, provider: ImageProvider, prepared: Prepared) -> Submission:
    """The call that costs. A stop of the bot waits until its answer is written down."""
    run.show()
    run.is_paying = True
    coarse = CoarsePictures(run)
    if not run.job.address.is_group and not run.job.look.is_file_only:
        prepared = replace(prepared, preview=coarse)
    try:
        run.shop.routes.health.note_asked(provider.name)
        run.shop.tally.count("submits", provider=provider.name)
        run.may_be_taken = True
        submission = await provider.submit(prepared, run.job.key or "")
        run.shop.routes.health.note_answer(provider.name)
        notices = submission.notices
        if run.tried:
            notices = (*notices, "other_provider")
        await run.apply(
            Submitted(
                remote_id=submission.remote_id, at=run.shop.clock.now(), notices=notices
            )
        )
    finally:
        run.is_paying = False
        if run.when_paid is not None:
            run.when_paid()
        # Whatever ended it, a probe is over: one that stayed open would lock the provider out.
        run.shop.routes.health.note_unasked(provider.name)
        await coarse.close()
    return submission


async def _fitted(run: JobRun, provider: ImageProvider, request: Request) -> Request:
    """The request with its pictures within the provider's limits.

    An upscale is never shrunk first: the provider's own check refuses what is too large.
    """
    limits = provider.capabilities.operations[request.operation]
    if request.operation is Operation.UPSCALE:
        return request
    sources = [
        await run.shop.tools.fit(
            source, max_bytes=limits.max_source_bytes, max_side=limits.max_source_side
        )
        for source in request.sources
    ]
    return replace(request, sources=tuple(sources))
