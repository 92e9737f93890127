"""The pictures that a job works on, asked for until they are here."""

from bot.domain.errors import Refused, Unreachable
from bot.services.passing_on import PAUSES
from bot.services.run import JobFails, JobRun
from providers.base import SourcePicture

# Telegram away is not the job's fault: its files are asked for again for half an hour.
INPUT_PAUSES = (*PAUSES, *(PAUSES[-1],) * 40)


async def fetch_sources(run: JobRun) -> tuple[SourcePicture, ...]:
    """All sources, cleaned and in the spool; a second fetch makes the same files again.

    Raises:
        JobFails: one cannot be used, or Telegram stayed away.
    """
    for pause in (*INPUT_PAUSES, None):
        run.stop_if_cancelled()
        try:
            return await run.shop.inputs.fetch(run.job)
        except Refused as refusal:
            raise JobFails(refusal) from refusal
        except Unreachable as error:
            if pause is None:
                raise JobFails(error) from error
            await run.signal.pause(pause)
    raise AssertionError("the last round returns or raises")
