"""What a board says: the orders of one place in, text and buttons out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery.rendering import LONGEST_TEXT, Rendered, line_of
from bot.delivery.rows import wrapped
from bot.delivery.wording import Wording
from bot.domain.buttons import Button, Verb
from bot.domain.job import Job, JobState
from bot.i18n.texts import Texts
from bot.services.values import StatusView

MOST_LINES = 15
LONGEST_WORDS = 48  # characters of an order's words
AT_WORK = frozenset({JobState.SUBMITTING, JobState.RUNNING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An order on the board.

    Attributes:
        number: what its line begins with and its button says.
    """

    number: int
    view: StatusView


def render_board(
    entries: Sequence[Entry], total: int, texts: Texts, language: str
) -> Rendered:
    """The board of one place.

    Args:
        entries: the orders whose state is known, oldest first.
        total: all that are under way there.
        texts: the catalogues.
        language: of the lines.
    """
    wording = Wording(texts, language)
    lines = [_line(entry, wording) for entry in entries[:MOST_LINES]]
    while True:
        text = _text(lines, total, wording)
        if len(text) <= LONGEST_TEXT or not lines:
            break
        lines.pop()
    buttons = [
        _cancel(entry, job, texts, language)
        for entry in entries[: len(lines)]
        if (job := _stoppable(entry.view))
    ]
    markup = InlineKeyboardMarkup(wrapped(buttons)) if buttons else None
    return Rendered(text=text, markup=markup)


def _text(lines: Sequence[str], total: int, wording: Wording) -> str:
    more = total - len(lines)
    return "\n".join(
        [
            wording.say("board-title", {"count": total}),
            *lines,
            *([wording.say("board-more", {"count": more})] if more else []),
            "",
            wording.say("board-note"),
        ]
    )


def _line(entry: Entry, wording: Wording) -> str:
    job = entry.view.jobs[0].job
    what = wording.prompt(job, LONGEST_WORDS) or wording.say(
        f"operation-{job.recipe.operation}"
    )
    state = _state(entry.view, wording)
    # They hold markup of ours by now, so they are not escaped once more.
    return wording.fill(
        "board-line", {"number": entry.number, "what": what, "state": state}
    )


def _state(view: StatusView, wording: Wording) -> str:
    if len(view.jobs) > 1:
        done = sum(
            bool(each.delivered) or each.job.state.is_final for each in view.jobs
        )
        return wording.say("board-state-batch", {"done": done, "total": len(view.jobs)})
    (only,) = view.jobs
    state = line_of(only, wording)
    if only.job.state not in AT_WORK or only.job.cancel_requested:
        return state
    provider = wording.provider(only.job)
    return wording.fill("board-state", {"provider": provider, "state": state})


def _stoppable(view: StatusView) -> Job | None:
    """The job whose id the button carries: it calls off the whole order."""
    return next((each.job for each in view.jobs if each.job.can_be_cancelled), None)


def _cancel(
    entry: Entry, job: Job, texts: Texts, language: str
) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        texts.get(language, "board-button-cancel", number=entry.number),
        callback_data=Button(verb=Verb.CANCEL, job_id=job.job_id).data,
    )
