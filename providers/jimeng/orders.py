"""A prepared request in Jimeng's own words: which draft, at which size."""

from dataclasses import dataclass, replace

from providers.base import Operation, Prepared
from providers.dreamina.models import (
    DEFAULT_RATIO,
    EDIT_MODEL,
    UPSCALE_LABELS,
    Model,
    Size,
    closest_ratio,
    find_model,
    size_of,
    smaller,
)
from providers.jimeng.capabilities import DEFAULT_DETAIL
from providers.jimeng.drafts import Draft, edit_draft, generate_draft, upscale_draft
from providers.jimeng.settings import JimengSettings

DEFAULT_SCALE = 4  # the seed enlarges to 4k unless told otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order, ready to be drafted as often as needed.

    Attributes:
        size: None for super resolution, whose size the source decides.
        seed: of the picture, the user's or a random one.
    """

    prepared: Prepared
    settings: JimengSettings
    model: Model
    ratio: str
    size: Size | None
    seed: int
    time_ms: int

    def stepped_down(self) -> "Order | None":
        """The same order at 1k; None when it is not at 2k."""
        if self.size is None or self.size.label != "2k":
            return None
        return replace(self, size=smaller(self.ratio))

    def draft(self) -> Draft:
        """The request of the seeds."""
        if self.size is None:
            return self._upscale()
        request = self.prepared.request
        if request.operation is Operation.EDIT:
            return edit_draft(
                prompt=request.prompt,
                uris=self.prepared.uploads,
                ratio=self.ratio,
                size=self.size,
                version=self.settings.edit_version,
                time_ms=self.time_ms,
            )
        return generate_draft(
            prompt=request.prompt,
            negative_prompt=request.negative_prompt,
            model=self.model,
            ratio=self.ratio,
            size=self.size,
            seed=self.seed,
            version=self.settings.draft_version,
            time_ms=self.time_ms,
        )

    def _upscale(self) -> Draft:
        request = self.prepared.request
        detail = request.options.get("detail", DEFAULT_DETAIL)
        return upscale_draft(
            uri=self.prepared.uploads[0],
            label=UPSCALE_LABELS[request.scale or DEFAULT_SCALE],
            detail_strength=int(detail) / 100,
            web_version=self.settings.web_version,
            time_ms=self.time_ms,
        )


def order_of(
    prepared: Prepared, settings: JimengSettings, *, seed: int, time_ms: int
) -> Order:
    """Fill in what the user left open: the model, the ratio, the size, the seed."""
    request = prepared.request
    model, ratio = find_model(request.model), request.aspect_ratio or DEFAULT_RATIO
    size: Size | None = size_of(model, ratio, follow_label=settings.sizes_follow_label)
    if request.operation is Operation.EDIT:
        model = EDIT_MODEL
        source = request.sources[0]
        ratio = request.aspect_ratio or closest_ratio(source.width, source.height)
        size = replace(size_of(model, ratio), label="2k")  # as the seed has it
    elif request.operation is Operation.UPSCALE:
        size = None
    return Order(
        prepared=prepared,
        settings=settings,
        model=model,
        ratio=ratio,
        size=size,
        seed=seed if request.seed is None else request.seed,
        time_ms=time_ms,
    )
