"""Requests in the words of the API: paths, bodies, forms (contracts 3.6, 3.7)."""

from math import log
from typing import Any

from providers.base import Operation, Request, SourcePicture
from providers.http import Call, FilePart, Form, TextPart
from providers.ideogram.capabilities import RATIOS, V3_OPTIONS
from providers.ideogram.settings import IdeogramSettings
from providers.ideogram_api import upscale_request, word_of

GENERATE = "/v1/ideogram-v3/generate"
REMIX = "/v1/ideogram-v3/remix"
UPSCALE = "/upscale"


def call_of(request: Request, settings: IdeogramSettings) -> Call:
    """The one call that orders a request."""
    match request.operation:
        case Operation.GENERATE:
            return _call(settings, GENERATE, json=_fields(request))
        case Operation.EDIT:
            return _call(settings, REMIX, form=_remix_form(request))
        case Operation.UPSCALE:
            return _call(settings, UPSCALE, form=_upscale_form(request))


def _call(
    settings: IdeogramSettings,
    path: str,
    *,
    json: dict[str, Any] | None = None,
    form: Form | None = None,
) -> Call:
    headers = {"Accept": "application/json", "Api-Key": settings.api_key}
    return Call(
        method="POST",
        url=f"{settings.api_url}{path}",
        headers=headers | (form.headers if form else {}),
        json=json,
        content=form,
    )


def _fields(request: Request) -> dict[str, Any]:
    """The fields that v3's generate and remix share; what is not wished is not named."""
    ratio = request.aspect_ratio
    fields = {
        "prompt": request.prompt,
        "seed": request.seed,
        "aspect_ratio": ratio and ratio.replace(":", "x"),
        "negative_prompt": request.negative_prompt or None,
        "num_images": request.count,
        **{name: word_of(request, name) for name in V3_OPTIONS},
    }
    return {name: value for name, value in fields.items() if value is not None}


def _remix_form(request: Request) -> Form:
    (source,) = request.sources
    fields = _fields(request)
    if request.aspect_ratio is None:
        # Left alone the service would answer with a square.
        fields["aspect_ratio"] = nearest_ratio(source).replace(":", "x")
    if (weight := request.options.get("image_weight")) is not None:
        fields["image_weight"] = weight
    texts = [TextPart(name=name, text=str(value)) for name, value in fields.items()]
    return Form(_picture("image", source), *texts)


def _upscale_form(request: Request) -> Form:
    (source,) = request.sources
    return Form(
        TextPart(
            name="image_request",
            text=upscale_request(request),
            media_type="application/json",
        ),
        _picture("image_file", source),
    )


def _picture(name: str, source: SourcePicture) -> FilePart:
    return FilePart(name=name, path=source.path, media_type=source.media_type)


def nearest_ratio(source: SourcePicture) -> str:
    """The ratio of the service that is closest to the picture's own."""

    def distance(ratio: str) -> float:
        width, height = ratio.split(":")
        return abs(log(int(width) / int(height) * source.height / source.width))

    return min(RATIOS, key=distance)
