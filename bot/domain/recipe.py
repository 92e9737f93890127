"""What a person asked for: the recipe of a job, kept so that it can be cooked again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from providers.base import Operation

RESULT = "result"  # PictureRef.kind of a picture that this bot made
# Said to services, which all read English; people see the words of the order alone.
VARIATION = (
    "Make a variation of this picture: keep its subject, style and mood, change the composition "
    "and the details. The words that made it: "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The order's words and options; None means whatever the provider does by itself.

    Attributes:
        habits: names of the fields that nobody asked for in this order: standing choices of its
            user or chat, given up as soon as they would make it fail.
        is_variation: something like its source is wanted, which was made with the same prompt.
    """

    operation: Operation
    prompt: str = ""
    negative_prompt: str = ""
    aspect_ratio: str | None = None  # "16:9"
    count: int | None = None  # pictures to deliver
    model: str | None = None
    provider: str | None = None  # when the user insists on one
    seed: int | None = None
    scale: int | None = None  # 2 or 4
    options: Mapping[str, int | str] = field(default_factory=dict)
    habits: tuple[str, ...] = ()
    is_variation: bool = False

    @property
    def instruction(self) -> str:
        """What a service is told."""
        return f"{VARIATION}{self.prompt}" if self.is_variation else self.prompt

    @property
    def loosened(self) -> "Recipe":
        """The recipe with nothing but what was asked for."""
        if not self.habits:
            return self
        nothing: Mapping[str, None] = dict.fromkeys(self.habits)
        return replace(self, habits=(), **nothing)  # type: ignore[arg-type] # every habit may be None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRef:
    """A picture that lies at Telegram, before anyone has looked inside.

    Attributes:
        file_id: Telegram's name of it, good for this bot for ever.
        kind: "photo" (recompressed by Telegram), "document" (the bytes as sent), or `RESULT`:
            a picture of this bot's, whose `file_id` is "job:number".
        size: bytes, as Telegram says.
        media_type: as the sender's app says; only documents have one.
    """

    file_id: str
    file_unique_id: str
    kind: str
    size: int | None = None
    width: int | None = None
    height: int | None = None
    media_type: str | None = None
    name: str | None = None


def result_of(job_id: str, number: int) -> PictureRef:
    """A picture that this bot made, as the source of an order."""
    name = f"{job_id}:{number}"
    return PictureRef(file_id=name, file_unique_id=name, kind=RESULT)


def parts_of(result: PictureRef) -> tuple[str, int]:
    """Job and picture number of a picture that this bot made."""
    job_id, _, number = result.file_id.partition(":")
    return job_id, int(number)
