"""What is written under results. Pure."""

import html
import re
from collections.abc import Sequence

from bot.delivery.rendering import LONGEST_CAPTION, render_status
from bot.delivery.wording import COUNTING_NOTICES, Wording
from bot.domain.job import Job
from bot.i18n.texts import Texts
from bot.services.values import Picture, StatusView
from providers.base import Operation

TAG = re.compile(r"<[^>]+>")


def picture_caption(
    job: Job, picture: Picture, texts: Texts, *, delivered: int = 1, step: int = 1
) -> str:
    """Under one picture: words, maker, its step in a conversation, notices."""
    wording = Wording(texts, job.language)
    if job.recipe.operation is Operation.UPSCALE:
        size = with_step(_enlarged(job, picture, wording), step, wording)
        return clipped([size, *wording.notices(job, 1)])
    maker = with_step(_made_by(job, wording), step, wording)
    return clipped([wording.prompt(job), maker, *_notes(job, wording, delivered)])


def document_caption(job: Job, picture: Picture, texts: Texts) -> str:
    """Under a file: its size and maker."""
    return _enlarged(job, picture, Wording(texts, job.language))


def numbered_caption(job: Job, picture: Picture, texts: Texts) -> str:
    """Under one file of several: its number, by which the buttons call it, and its size."""
    told = {
        "number": str(picture.number),
        "width": str(picture.width),
        "height": str(picture.height),
    }
    return Wording(texts, job.language).say("status-numbered", told)


def several_caption(
    job: Job, pictures: Sequence[Picture], texts: Texts, *, step: int = 1
) -> str:
    """The line, or the words under the contact sheet, of several pictures."""
    wording = Wording(texts, job.language)
    count = len(pictures)
    done = wording.with_provider("status-done", job, {"count": count})
    done = with_step(done, step, wording)
    return clipped([done, wording.prompt(job), *_notes(job, wording, count)])


def album_caption(job: Job, texts: Texts) -> str:
    """Under the first picture of an album."""
    return clipped([Wording(texts, job.language).prompt(job)])


def excused_caption(job: Job, caption: str, texts: Texts) -> str:
    """Under photos: why they come where files alone are wanted; no file was small enough."""
    if not job.look.is_file_only:
        return caption
    excuse = texts.get(job.language, "status-too-large")
    return clipped([*caption.split("\n"), excuse])


def with_step(line: str, step: int, wording: Wording) -> str:
    """The line, and which step it is where there was one before: people may go back to it."""
    if step < 2:  # noqa: PLR2004 - the first one needs no number
        return line
    return f"{line} · {wording.say('step-number', {'step': step})}"


def batch_caption(view: StatusView, texts: Texts) -> str:
    """Under the contact sheet of a batch: its lines, as many as fit."""
    return clipped(render_status(view, texts).text.split("\n"))


def clipped(lines: Sequence[str]) -> str:
    """As many whole lines as a caption holds."""
    taken: list[str] = []
    left = LONGEST_CAPTION
    for line in lines:
        length = visible_length(line) + 1
        if line and length <= left:
            taken.append(line)
            left -= length
    return "\n".join(taken)


def visible_length(line: str) -> int:
    """UTF-16 units that remain once the HTML is read (Bot API, formatting options)."""
    return len(html.unescape(TAG.sub("", line)).encode("utf-16-le")) // 2


def _made_by(job: Job, wording: Wording) -> str:
    if job.recipe.model is None:
        return wording.provider(job)
    return wording.with_provider(
        "status-made-by-model", job, {"model": job.recipe.model}
    )


def _enlarged(job: Job, picture: Picture, wording: Wording) -> str:
    size = {"width": str(picture.width), "height": str(picture.height)}
    return wording.with_provider("status-done-upscale", job, size)


def _notes(job: Job, wording: Wording, delivered: int) -> list[str]:
    """The notices, and how many came where no notice says it."""
    notices = wording.notices(job, delivered)
    wanted = job.wanted or delivered
    if delivered >= wanted or COUNTING_NOTICES & set(job.notices):
        return notices
    part = {"delivered": delivered, "wanted": wanted}
    return [wording.say("status-delivered-part", part), *notices]
