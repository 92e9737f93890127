"""What a status message says: a view in, text and buttons out. Pure."""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.delivery.status_keyboards import StatusKeyboards
from bot.delivery.wording import Wording, fraction_of, percent
from bot.domain.job import Job, JobState
from bot.i18n.texts import Texts
from bot.services.values import JobView, StatusView

LONGEST_TEXT = 4096  # characters (Bot API sendMessage)
LONGEST_CAPTION = 1024  # characters (Bot API sendPhoto)

ENDINGS = {
    JobState.SUCCEEDED: "status-line-done",
    JobState.DELIVERING: "status-line-delivering",
    JobState.CANCELLED: "status-line-cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A text in HTML and the buttons under it."""

    text: str
    markup: InlineKeyboardMarkup | None = None


def render_status(view: StatusView, texts: Texts) -> Rendered:
    """The status message of one job, or of a batch with a line a picture."""
    language = view.jobs[0].job.language
    wording, keyboards = Wording(texts, language), StatusKeyboards(texts, language)
    if len(view.jobs) == 1:
        lines = _single(view.jobs[0], wording)
    else:
        lines = _batch(view, wording)
    return Rendered(
        text="\n".join(line for line in lines if line), markup=keyboards.status(view)
    )


def _single(view: JobView, wording: Wording) -> list[str]:
    job = view.job
    if job.state is JobState.FAILED:
        reason = wording.reason(job)
        return [f"❌ {reason}", _nothing_charged(view, wording), wording.prompt(job)]
    if job.state is JobState.CANCELLED:
        return [
            f"{wording.say('status-cancelled')} {_nothing_charged(view, wording)}",
            wording.prompt(job),
        ]
    return [
        _headline(view, wording),
        wording.prompt(job),
        _progress(view, wording),
        _back(view, wording),
        *wording.notices(job),
    ]


def _headline(view: JobView, wording: Wording) -> str:
    job = view.job
    match job.state:
        case JobState.DELIVERING | JobState.SUCCEEDED:
            return wording.say("status-delivering")
        case _ if job.cancel_requested:
            return wording.say("status-cancelling")
        case JobState.QUEUED:
            return _waiting("status-", view, wording)
        case JobState.RUNNING:
            return _working(job, wording)
        case _:
            return wording.with_provider("status-submitting", job)


def _waiting(prefix: str, view: JobView, wording: Wording) -> str:
    if view.place is None:
        return wording.say(f"{prefix}accepted")
    return wording.say(f"{prefix}waiting", {"place": view.place})


def _working(job: Job, wording: Wording) -> str:
    if not job.progress.queue_position:
        return wording.with_provider(f"status-working-{job.recipe.operation}", job)
    ahead = {"place": job.progress.queue_position}
    return wording.with_provider("status-provider-queue", job, ahead)


def _progress(view: JobView, wording: Wording) -> str:
    fraction = fraction_of(view)
    if view.job.state is not JobState.RUNNING or view.job.cancel_requested:
        return ""
    parts = [wording.bar(fraction)] if fraction is not None else []
    if view.seconds_left is not None:
        parts.append(wording.time_left(view.seconds_left))
    return " · ".join(parts)


def _back(view: JobView, wording: Wording) -> str:
    if not view.is_back:
        return ""
    fraction = fraction_of(view)
    if not fraction or view.job.state is not JobState.RUNNING:
        return wording.say("status-back-plain")
    return wording.say("status-back", {"percent": percent(fraction)})


def _nothing_charged(view: JobView, wording: Wording) -> str:
    if view.allowance_left is None:
        return wording.say("status-nothing-charged")
    return wording.say("status-nothing-charged-left", {"left": view.allowance_left})


def _batch(view: StatusView, wording: Wording) -> list[str]:
    done = sum(bool(each.delivered) for each in view.jobs)
    header = wording.say("status-batch", {"total": len(view.jobs), "done": done})
    numbered = enumerate(view.jobs, start=1)
    lines = [f"{number}. {line_of(each, wording)}" for number, each in numbered]
    ended = [each for each in view.jobs if each.job.state.is_final]
    is_free = len(ended) == len(view.jobs) and not done
    back = next((each for each in view.jobs if each.is_back), None)
    return [
        header,
        *lines,
        _nothing_charged(ended[-1], wording) if is_free else "",
        _back(back, wording) if back else "",
    ]


def line_of(view: JobView, wording: Wording) -> str:
    """How a job stands, in a few words."""
    job = view.job
    if view.delivered:
        return wording.say("status-line-done")
    match job.state:
        case JobState.FAILED:
            return f"❌ {wording.reason(job)}"
        case JobState.SUCCEEDED | JobState.DELIVERING | JobState.CANCELLED:
            return wording.say(ENDINGS[job.state])
        case _ if job.cancel_requested:
            return wording.say("status-line-cancelling")
        case JobState.QUEUED:
            return _waiting("status-line-", view, wording)
        case _:
            return _progress(view, wording) or wording.say("status-line-working")
